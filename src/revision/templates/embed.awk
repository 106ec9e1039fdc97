# Turns the template files named on the command line (…/<template>/<file>, sorted) into a C source
# that defines builtin_templates. Runs at build time, so that the program carries its templates.
function flush_file() {
    if (file != "") print "    ;"
}
FNR == 1 {
    flush_file()
    file = FILENAME
    n = split(FILENAME, part, "/")
    if (part[n - 1] != template) {
        template = part[n - 1]
        templates[++template_count] = template
    }
    files[template] = files[template] "    {\"" part[n] "\", text_" ++count ", sizeof text_" count " - 1},\n"
    print "static const char text_" count "[] ="
}
{
    line = $0
    gsub(/\\/, "&&", line)
    gsub(/"/, "\\\"", line)
    gsub(/\?/, "\\?", line)
    print "    \"" line "\\n\""
}
BEGIN { print "#include \"revision/builtin.h\"\n" }
END {
    flush_file()
    for (i = 1; i <= template_count; i++)
        print "\nstatic const BuiltinFile files_" i "[] = {\n" files[templates[i]] "    {0},\n};"
    print "\nconst BuiltinTemplate builtin_templates[] = {"
    for (i = 1; i <= template_count; i++) print "    {\"" templates[i] "\", files_" i "},"
    print "    {0},\n};"
}
