/* binascii: hexadecimal and base64, also behind base64. */
#include <ctype.h>
#include <string.h>

#include "eval/builtins.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static bool bytes_arg(Eval *ev, Value v, Str *out)
{
    if (value_is_bytes(v))
        *out = value_as_bytes(v);
    else if (value_is_str(v))
        *out = value_as_str(v);
    else
        return eval_raise(ev, "TypeError", "a bytes-like object is required, not '%.*s'",
                          STR_ARG(value_type_name(ev, v)));
    return true;
}

static bool b2a_base64(Eval *ev, Args *a, Value *out)
{
    Str s;
    bool newline;
    StrBuf b = {0};
    if (value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "a bytes-like object is required, not 'str'");
    if (!bytes_arg(ev, a->v[0], &s) || !eval_truth(ev, a->v[1], &newline)) return false;
    for (size_t i = 0; i < s.len; i += 3) {
        uint32_t n = (uint32_t)(unsigned char)s.ptr[i] << 16;
        if (i + 1 < s.len) n |= (uint32_t)(unsigned char)s.ptr[i + 1] << 8;
        if (i + 2 < s.len) n |= (unsigned char)s.ptr[i + 2];
        strbuf_push_char(&b, alphabet[n >> 18]);
        strbuf_push_char(&b, alphabet[n >> 12 & 63]);
        strbuf_push_char(&b, i + 1 < s.len ? alphabet[n >> 6 & 63] : '=');
        strbuf_push_char(&b, i + 2 < s.len ? alphabet[n & 63] : '=');
    }
    if (newline) strbuf_push_char(&b, '\n');
    *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

static bool padding(Eval *ev)
{
    Value cls, e, text = value_str_z(ev, "Incorrect padding");
    return util_import_attr(ev, "base64", "Error", &cls) &&
           eval_call(ev, cls, &text, 1, value_unset(), &e) && eval_raise_value(ev, e);
}

static bool a2b_base64(Eval *ev, Args *a, Value *out)
{
    Str s;
    if (!bytes_arg(ev, a->v[0], &s)) return false;
    StrBuf b = {0};
    uint32_t n = 0;
    int have = 0, pads = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *at = s.ptr[i] ? strchr(alphabet, s.ptr[i]) : NULL;
        if (s.ptr[i] == '=') pads++;
        if (!at || pads) continue; /* other characters are skipped, as CPython does */
        n = n << 6 | (uint32_t)(at - alphabet);
        if (++have % 4) continue;
        strbuf_push_char(&b, (char)(n >> 16));
        strbuf_push_char(&b, (char)(n >> 8));
        strbuf_push_char(&b, (char)n);
    }
    int rest = have % 4;
    bool ok = rest == 0 || (rest + pads >= 4 && rest > 1);
    if (ok && rest == 3) {
        strbuf_push_char(&b, (char)(n >> 10));
        strbuf_push_char(&b, (char)(n >> 2));
    }
    if (ok && rest == 2) strbuf_push_char(&b, (char)(n >> 4));
    if (ok) *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok || padding(ev);
}

static bool hexlify(Eval *ev, Args *a, Value *out)
{
    Str s;
    StrBuf b = {0};
    if (!bytes_arg(ev, a->v[0], &s)) return false;
    for (size_t i = 0; i < s.len; i++) strbuf_fmt(&b, "%02x", (unsigned char)s.ptr[i]);
    *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

static bool unhexlify(Eval *ev, Args *a, Value *out)
{
    Str s;
    if (!bytes_arg(ev, a->v[0], &s)) return false;
    Value text = value_str(ev, s), cls = class_value(eval_class(ev, &native_class_bytes));
    return eval_call_method(ev, cls, "fromhex", &text, 1, out);
}

static bool crc32(Eval *ev, Args *a, Value *out)
{
    Str s;
    int64_t start;
    if (!bytes_arg(ev, a->v[0], &s) || !util_int(ev, a->v[1], "crc", &start)) return false;
    uint32_t crc = ~(uint32_t)start;
    for (size_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.ptr[i];
        for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (0xEDB88320u & (0u - (crc & 1)));
    }
    *out = value_int((int64_t)(uint32_t)~crc);
    return true;
}

static const NativeMember members[] = {NATIVE_FN("b2a_base64", "data, *, newline=True", b2a_base64),
                                       NATIVE_FN("a2b_base64", "data", a2b_base64),
                                       NATIVE_FN("hexlify", "data", hexlify),
                                       NATIVE_FN("unhexlify", "data", unhexlify),
                                       NATIVE_FN("b2a_hex", "data", hexlify),
                                       NATIVE_FN("a2b_hex", "data", unhexlify),
                                       NATIVE_FN("crc32", "data, crc=0", crc32),
                                       NATIVE_END};

const NativeModule stdlib_binascii = {.name = "binascii", .members = members};
