# A transcript is a list of blocks, each one test:
#   $ command        run by sh in the transcript's own directory
#   text             a line of standard output
#   ! text           a line of standard error
#   = 255            the exit status when it is not 0
#   # text           a comment
# An empty line of output is written "."; a line that begins with one of these marks, or ends in
# blanks, is written behind ">" and with a "|" at its end. DIR stands for the directory, TIME for a
# time that something took, DATE for a date and time.
function normal(line) {
    while ((i = index(line, dir)) > 0)
        line = substr(line, 1, i - 1) "DIR" substr(line, i + length(dir))
    gsub(/ in [0-9.]+ (ms|s)$/, " in TIME", line)
    gsub(/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9:.]+/, "DATE", line)
    return line
}
function slurp(file,    line, text) {
    text = ""
    while ((getline line < file) > 0) text = text normal(line) "\n"
    close(file)
    return text
}
function detail(title, text,    n, part, k) {
    print "# " title
    n = split(text, part, "\n")
    for (k = 1; k < n; k++) print "#   " part[k]
}
function finish(    status, out, err, ok) {
    if (command == "") return
    print command > (tmp "/command"); close(tmp "/command")
    status = system("sh " tmp "/command >" tmp "/out 2>" tmp "/err </dev/null")
    if (status > 255) status = int(status / 256)
    out = slurp(tmp "/out"); err = slurp(tmp "/err")
    ok = out == want_out && status == want_status && (only_stdout || err == want_err)
    print (ok ? "ok " : "not ok ") ++from " - " name ": " command
    if (!ok) {
        if (out != want_out) { detail("wanted:", want_out); detail("got:", out) }
        if (err != want_err && !only_stdout) { detail("wanted on stderr:", want_err); detail("got:", err) }
        if (only_stdout && status != want_status) detail("stderr:", err)
        if (status != want_status) print "# wanted status " want_status ", got " status
    }
    command = ""
}
BEGIN { command = "" }
/^@ / && NR == 1 { next }
/^\$ / { finish(); command = substr($0, 3); want_out = want_err = ""; want_status = 0; next }
/^#/ || /^$/ { next }
/^= / { want_status = substr($0, 3) + 0; next }
/^! / { want_err = want_err substr($0, 3) "\n"; next }
/^\.$/ { want_out = want_out "\n"; next }
/^>/ { line = substr($0, 2); sub(/\|$/, "", line); want_out = want_out line "\n"; next }
{ want_out = want_out $0 "\n" }
END { finish() }
