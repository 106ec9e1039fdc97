/* Prints the dump of Python files, for comparison with CPython's.
 *
 *     ast_dump [--minor N] [--positions] [FILE]
 *
 * Without FILE it reads paths from standard input, one a line, and answers each with
 * "ok LENGTH\n" and that many bytes of dump, or with "error LINE:COLUMN: MESSAGE\n". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "python/dump.h"
#include "python/parser.h"

static bool read_file(const char *path, StrBuf *out)
{
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    char block[65536];
    size_t n;
    while ((n = fread(block, 1, sizeof block, f)) > 0) strbuf_push(out, (Str){block, n});
    bool ok = !ferror(f);
    fclose(f);
    return ok;
}

static bool dump_file(const char *path, DumpStyle style, bool positions, bool with_header)
{
    Arena arena = {0};
    StrBuf text = {0}, out = {0};
    bool ok = false;
    if (!read_file(path, &text)) {
        printf("error 0:0: cannot read %s\n", path);
    } else {
        SourceFile *file = source_file_new(&arena, str_z(path), strbuf_view(&text));
        Err err = err_init(&arena);
        AstNode *root = parser_parse_module(file, &arena, &err);
        ok = root != NULL;
        if (ok) {
            if (positions) style.positions = file;
            dump_ast(&out, root, style);
            if (with_header) printf("ok %zu\n", out.len);
            fwrite(out.ptr, 1, out.len, stdout);
            if (!with_header) putchar('\n');
        } else {
            printf("error %zu:%zu: %.*s\n", source_line(file, err.pos.span.start),
                   source_column(file, err.pos.span.start), STR_ARG(err.message));
        }
    }
    fflush(stdout);
    strbuf_deinit(&text);
    strbuf_deinit(&out);
    arena_release(&arena);
    return ok;
}

int main(int argc, char **argv)
{
    DumpStyle style = {.minor = 14};
    bool positions = false;
    const char *path = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--minor") == 0 && i + 1 < argc)
            style.minor = atoi(argv[++i]);
        else if (strcmp(argv[i], "--positions") == 0)
            positions = true;
        else
            path = argv[i];
    }
    if (path) return dump_file(path, style, positions, false) ? 0 : 1;
    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        dump_file(line, style, positions, true);
    }
    return 0;
}
