/* libFuzzer entry: any bytes are read as a database URL; what was read is written and read again,
 * and a hidden password does not show. */
#include "base/err.h"
#include "config/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(Str a, Str b) { return str_is_null(a) == str_is_null(b) && str_eq(a, b); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    DatabaseUrl url, again;
    bool ok = url_parse((Str){(const char *)data, size}, &arena, &url, &err);
    if (ok == err_is_set(&err)) __builtin_trap();
    if (ok) {
        Str text = url_render(&url, false, &arena);
        Err second = err_init(&arena);
        /* A rendered URL that is still one says the same credentials. */
        if (url_parse(text, &arena, &again, &second) && !same(again.password, url.password) &&
            !str_is_empty(url.password))
            __builtin_trap();
        if (!str_is_empty(url.password)) {
            Str hidden = url_render(&url, true, &arena);
            url.password = STR("another");
            if (!str_eq(hidden, url_render(&url, true, &arena))) __builtin_trap();
        }
    }
    arena_release(&arena);
    return 0;
}
