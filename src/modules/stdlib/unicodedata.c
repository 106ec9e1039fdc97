#include <stdlib.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"

static bool normalize(Eval *ev, Args *a, Value *out)
{
    static const struct {
        const char *form;
        int options;
    } forms[] = {{"NFC", UTF8PROC_COMPOSE},
                 {"NFD", UTF8PROC_DECOMPOSE},
                 {"NFKC", UTF8PROC_COMPOSE | UTF8PROC_COMPAT},
                 {"NFKD", UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT}};
    Str form, text;
    if (!util_str(ev, a->v[0], "normalize() argument 1", &form) ||
        !util_str(ev, a->v[1], "normalize() argument 2", &text))
        return false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!str_eq_z(form, forms[i].form)) continue;
        utf8proc_uint8_t *result = NULL;
        utf8proc_ssize_t n =
            utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &result,
                         (utf8proc_option_t)(forms[i].options | UTF8PROC_STABLE));
        *out = n < 0 ? a->v[1] : value_str(ev, (Str){(const char *)result, (size_t)n});
        free(result);
        return true;
    }
    return eval_raise(ev, "ValueError", "invalid normalization form");
}

static bool one_char(Eval *ev, Value v, uint32_t *cp)
{
    Str s;
    size_t i = 0;
    if (!util_str(ev, v, "argument 1", &s)) return false;
    if (utf8_count(s) != 1)
        return eval_raise(ev, "TypeError",
                          "argument must be a unicode character, not a string of length %zu",
                          utf8_count(s));
    *cp = utf8_next(s, &i);
    return true;
}

static bool category(Eval *ev, Args *a, Value *out)
{
    uint32_t cp;
    if (!one_char(ev, a->v[0], &cp)) return false;
    *out = value_str_z(ev, utf8proc_category_string((utf8proc_int32_t)cp));
    return true;
}

static bool combining(Eval *ev, Args *a, Value *out)
{
    uint32_t cp;
    if (!one_char(ev, a->v[0], &cp)) return false;
    *out = value_int(utf8proc_get_property((utf8proc_int32_t)cp)->combining_class);
    return true;
}

static const NativeMember members[] = {NATIVE_FN("normalize", "form, unistr, /", normalize),
                                       NATIVE_FN("category", "chr, /", category),
                                       NATIVE_FN("combining", "chr, /", combining), NATIVE_END};

const NativeModule stdlib_unicodedata = {.name = "unicodedata", .members = members};
