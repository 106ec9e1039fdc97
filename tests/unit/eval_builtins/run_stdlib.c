/* Runs a Python file with the standard library and prints what it prints, for comparing with
 * CPython by hand. usage: run_stdlib FILE */
#include <stdio.h>

#include "stdlib_support.h"

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    StrBuf out = {0};
    bool ok = stdlib_support_run(str_z(argv[1]), &out);
    if (out.len) fwrite(out.ptr, 1, out.len, stdout);
    strbuf_deinit(&out);
    return ok ? 0 : 1;
}
