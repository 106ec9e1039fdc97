# Turns a text file into a C source that defines it as the string `name` of revision/template.h.
BEGIN { print "#include \"revision/template.h\"\n\nconst char " name "[] =" }
{
    gsub(/\\/, "&&")
    gsub(/"/, "\\\"")
    gsub(/\?/, "\\?")
    print "    \"" $0 "\\n\""
}
END { print "    ;" }
