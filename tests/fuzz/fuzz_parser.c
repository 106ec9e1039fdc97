/* libFuzzer entry: any bytes are parsed as a file and as an expression, and what parses is dumped.
 *
 * Nothing may crash, hang or leak; whether the input is valid does not matter. */
#include "python/dump.h"
#include "python/parser.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_input(const uint8_t *data, size_t size,
                      AstNode *(*parse)(SourceFile *, Arena *, Err *))
{
    Arena arena = {0};
    Err err = err_init(&arena);
    SourceFile *file = source_file_new(&arena, STR("fuzz"), (Str){(const char *)data, size});
    AstNode *root = parse(file, &arena, &err);
    if (!root != err_is_set(&err)) __builtin_trap();
    if (root) {
        StrBuf out = {0};
        dump_ast(&out, root, (DumpStyle){.minor = 14, .positions = file});
        strbuf_deinit(&out);
    } else if (err.pos.span.end < err.pos.span.start || err.pos.span.end > file->text.len + 1) {
        __builtin_trap();
    }
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_input(data, size, parser_parse_module);
    try_input(data, size, parser_parse_expression);
    return 0;
}
