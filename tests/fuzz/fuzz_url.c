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
        if (url.password.len > 8 && str_contains(url_render(&url, true, &arena), url.password) &&
            !str_contains(url.user, url.password) && !str_contains(url.host, url.password) &&
            !str_contains(url.database, url.password) && !url.query.len)
            __builtin_trap();
    }
    arena_release(&arena);
    return 0;
}
