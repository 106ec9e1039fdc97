/* libFuzzer entry: any bytes are read as alembic.ini, and every value of it is expanded. */
#include "config/ini.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    IniPair here = {STR("here"), STR("/srv/p")};
    Ini *ini = ini_new(&arena, &here, 1);
    bool ok = ini_parse(ini, STR("alembic.ini"), (Str){(const char *)data, size}, &err);
    if (ok == err_is_set(&err)) __builtin_trap();
    StrVec sections = {0};
    if (ok) ini_sections(ini, &arena, &sections);
    for (size_t i = 0; i < sections.len && i < 50; i++) {
        IniPairVec pairs = {0};
        Err one = err_init(&arena);
        if (ini_items(ini, sections.items[i], &arena, &pairs, &one) == err_is_set(&one))
            __builtin_trap();
        Str value;
        for (size_t k = 0; k < pairs.len; k++)
            if (!ini_find(ini, sections.items[i], pairs.items[k].key, &arena, &value, &one))
                __builtin_trap();
    }
    arena_release(&arena);
    return 0;
}
