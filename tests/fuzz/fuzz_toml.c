/* libFuzzer entry: any bytes are read as TOML, and the tree is walked. */
#include "base/err.h"
#include "config/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(const TomlValue *v, int depth)
{
    size_t n = v->string.len;
    if (depth > 1000) __builtin_trap(); /* the reader bounds nesting */
    if (v->kind == TOML_ARRAY)
        for (size_t i = 0; i < v->array.len; i++) n += count(v->array.items[i], depth + 1);
    if (v->kind == TOML_TABLE)
        for (size_t i = 0; i < v->table.len; i++) n += count(v->table.entries[i].value, depth + 1);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    SourceFile *file =
        source_file_new(&arena, STR("pyproject.toml"), (Str){(const char *)data, size});
    TomlValue *root = toml_parse(file, &arena, &err);
    if (!root != err_is_set(&err)) __builtin_trap();
    /* Escapes shrink, so what was read is never longer than the file. */
    if (root && count(root, 0) > size) __builtin_trap();
    arena_release(&arena);
    return 0;
}
