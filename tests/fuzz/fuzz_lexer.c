/* libFuzzer entry: any bytes are cleaned and cut into tokens.
 *
 * Tokens lie within the text and follow one another; the list ends with TOKEN_END or TOKEN_ERROR,
 * and an error points into the text. */
#include "base/err.h"
#include "python/encoding.h"
#include "python/lexer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(Str text, bool in_parens)
{
    TokenList list;
    lexer_run(&list, text, in_parens);
    if (!list.len) __builtin_trap();
    uint32_t last = 0;
    for (size_t i = 0; i < list.len; i++) {
        Span s = {list.items[i].start, list.items[i].end};
        if (list.items[i].kind == TOKEN_ERROR) break;
        if (s.end < s.start || s.start < last || s.end > text.len + 1) __builtin_trap();
        last = s.start;
    }
    uint8_t end = list.items[list.len - 1].kind;
    if (end != TOKEN_END && end != TOKEN_ERROR) __builtin_trap();
    if (end == TOKEN_ERROR && (!list.message[0] || list.error_span.end > text.len + 1))
        __builtin_trap();
    lexer_deinit(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    SourceFile *file = source_file_new(&arena, STR("fuzz"), (Str){(const char *)data, size});
    if (encoding_clean(file, &err)) {
        check(file->text, false);
        check(file->text, true);
    } else if (!err_is_set(&err)) {
        __builtin_trap();
    }
    arena_release(&arena);
    return 0;
}
