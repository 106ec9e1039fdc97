#include "modules/stdlib/json.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "eval/builtins.h"

enum { MAX_DEPTH = 500 };

typedef struct Reader {
    Eval *ev;
    Str s;
    size_t i;
    Value object_hook, pairs_hook, parse_float, parse_int;
} Reader;

static bool read_value(Reader *r, int depth, Value *out);

/* Raises json.JSONDecodeError(message, document, position). */
static bool fail(Reader *r, size_t at, const char *message)
{
    Value cls, e;
    Value args[] = {value_str_z(r->ev, message), value_str(r->ev, r->s),
                    value_int((int64_t)utf8_count(str_slice(r->s, 0, at)))};
    if (!util_import_attr(r->ev, "json", "JSONDecodeError", &cls) ||
        !eval_call(r->ev, cls, args, 3, value_unset(), &e))
        return false;
    return eval_raise_value(r->ev, e);
}

static void skip_space(Reader *r)
{
    while (r->i < r->s.len) {
        char c = r->s.ptr[r->i];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') break;
        r->i++;
    }
}

static bool at(Reader *r, char c) { return r->i < r->s.len && r->s.ptr[r->i] == c; }

static bool word(Reader *r, const char *w)
{
    Str rest = str_slice(r->s, r->i, r->s.len);
    if (!str_starts(rest, str_z(w))) return false;
    r->i += str_z(w).len;
    return true;
}

static bool read_hex(Reader *r, uint32_t *out)
{
    if (r->i + 4 > r->s.len) return false;
    *out = 0;
    for (int k = 0; k < 4; k++) {
        unsigned char c = (unsigned char)r->s.ptr[r->i + (size_t)k];
        if (!isxdigit(c)) return false;
        *out = *out * 16 + (uint32_t)(isdigit(c) ? c - '0' : (c | 32) - 'a' + 10);
    }
    r->i += 4;
    return true;
}

static bool read_escape(Reader *r, StrBuf *b)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    size_t start = r->i - 1;
    if (r->i >= r->s.len) return fail(r, start, "Unterminated string starting at");
    char c = r->s.ptr[r->i++];
    for (size_t k = 0; k < sizeof from - 1; k++) {
        if (from[k] == c) {
            strbuf_push_char(b, to[k]);
            return true;
        }
    }
    uint32_t cp, low;
    if (c != 'u') return fail(r, start, "Invalid \\escape");
    if (!read_hex(r, &cp)) return fail(r, start + 1, "Invalid \\uXXXX escape");
    size_t before = r->i;
    if (cp >= 0xD800 && cp < 0xDC00 && word(r, "\\u") && read_hex(r, &low) && low >= 0xDC00 &&
        low < 0xE000)
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    else
        r->i = before;
    char bytes[4];
    strbuf_push(b, (Str){bytes, utf8_encode(cp, bytes)});
    return true;
}

static bool read_string(Reader *r, Value *out)
{
    size_t start = r->i++;
    StrBuf b = {0};
    bool ok = true;
    while (ok) {
        if (r->i >= r->s.len) {
            ok = fail(r, start, "Unterminated string starting at");
            break;
        }
        char c = r->s.ptr[r->i++];
        if (c == '"') break;
        if (c == '\\')
            ok = read_escape(r, &b);
        else if ((unsigned char)c < 32)
            ok = fail(r, r->i - 1, "Invalid control character at");
        else
            strbuf_push_char(&b, c);
    }
    return util_finish_if(r->ev, &b, ok, out);
}

static bool read_number(Reader *r, Value *out)
{
    size_t start = r->i, i = r->i;
    Str s = r->s;
    bool real = false;
    if (i < s.len && s.ptr[i] == '-') i++;
    if (i >= s.len || !isdigit((unsigned char)s.ptr[i])) return fail(r, start, "Expecting value");
    if (s.ptr[i] == '0')
        i++;
    else
        while (i < s.len && isdigit((unsigned char)s.ptr[i])) i++;
    if (i + 1 < s.len && s.ptr[i] == '.' && isdigit((unsigned char)s.ptr[i + 1])) {
        real = true;
        for (i++; i < s.len && isdigit((unsigned char)s.ptr[i]);) i++;
    }
    if (i < s.len && (s.ptr[i] | 32) == 'e') {
        size_t k = i + 1;
        if (k < s.len && (s.ptr[k] == '+' || s.ptr[k] == '-')) k++;
        if (k < s.len && isdigit((unsigned char)s.ptr[k])) {
            real = true;
            for (i = k; i < s.len && isdigit((unsigned char)s.ptr[i]);) i++;
        }
    }
    r->i = i;
    Value text = value_str(r->ev, str_slice(s, start, i));
    Value hook = real ? r->parse_float : r->parse_int;
    if (!value_is_none(hook)) return eval_call(r->ev, hook, &text, 1, value_unset(), out);
    Value cls = class_value(eval_class(r->ev, real ? &native_class_float : &native_class_int));
    return eval_call(r->ev, cls, &text, 1, value_unset(), out);
}

static bool read_list(Reader *r, int depth, Value *out)
{
    *out = value_list(r->ev);
    eval_root_push(r->ev, *out);
    bool ok = true;
    r->i++;
    skip_space(r);
    if (at(r, ']')) {
        r->i++;
    } else {
        for (;;) {
            Value item;
            ok = read_value(r, depth + 1, &item);
            if (!ok) break;
            value_list_push(r->ev, *out, item);
            skip_space(r);
            if (at(r, ']')) {
                r->i++;
                break;
            }
            ok = at(r, ',') || fail(r, r->i, "Expecting ',' delimiter");
            if (!ok) break;
            r->i++;
            skip_space(r);
        }
    }
    eval_root_pop(r->ev, 1);
    return ok;
}

static bool read_pair(Reader *r, int depth, Value dict, Value pairs)
{
    Value pair[2];
    if (!at(r, '"')) return fail(r, r->i, "Expecting property name enclosed in double quotes");
    if (!read_string(r, &pair[0])) return false;
    eval_root_push(r->ev, pair[0]);
    skip_space(r);
    bool ok = at(r, ':') || fail(r, r->i, "Expecting ':' delimiter");
    if (ok) {
        r->i++;
        skip_space(r);
        ok = read_value(r, depth + 1, &pair[1]);
    }
    if (ok && value_is_none(r->pairs_hook))
        ok = value_dict_put(r->ev, dict, pair[0], pair[1]);
    else if (ok)
        value_list_push(r->ev, pairs, value_tuple(r->ev, pair, 2));
    eval_root_pop(r->ev, 1);
    return ok;
}

static bool read_object(Reader *r, int depth, Value *out)
{
    Value dict = value_dict(r->ev), pairs = value_list(r->ev);
    eval_root_push(r->ev, dict);
    eval_root_push(r->ev, pairs);
    bool ok = true;
    r->i++;
    skip_space(r);
    if (at(r, '}')) {
        r->i++;
    } else {
        for (;;) {
            ok = read_pair(r, depth, dict, pairs);
            if (!ok) break;
            skip_space(r);
            if (at(r, '}')) {
                r->i++;
                break;
            }
            ok = at(r, ',') || fail(r, r->i, "Expecting ',' delimiter");
            if (!ok) break;
            r->i++;
            skip_space(r);
        }
    }
    *out = dict;
    if (ok && !value_is_none(r->pairs_hook))
        ok = eval_call(r->ev, r->pairs_hook, &pairs, 1, value_unset(), out);
    else if (ok && !value_is_none(r->object_hook))
        ok = eval_call(r->ev, r->object_hook, &dict, 1, value_unset(), out);
    eval_root_pop(r->ev, 2);
    return ok;
}

static bool read_value(Reader *r, int depth, Value *out)
{
    if (depth > MAX_DEPTH)
        return eval_raise(r->ev, "RecursionError",
                          "maximum recursion depth exceeded while decoding a JSON document");
    if (at(r, '{')) return read_object(r, depth, out);
    if (at(r, '[')) return read_list(r, depth, out);
    if (at(r, '"')) return read_string(r, out);
    *out = value_none();
    if (word(r, "null")) return true;
    if (word(r, "true") || word(r, "false")) {
        *out = value_bool(r->s.ptr[r->i - 2] == 'u');
        return true;
    }
    *out = value_float(NAN);
    if (word(r, "NaN")) return true;
    *out = value_float(INFINITY);
    if (word(r, "Infinity")) return true;
    *out = value_float(-INFINITY);
    if (word(r, "-Infinity")) return true;
    return read_number(r, out);
}

bool json_loads(Eval *ev, Args *a, Value *out)
{
    Value v = a->v[0];
    Reader r = {.ev = ev,
                .object_hook = a->v[2],
                .parse_float = a->v[3],
                .parse_int = a->v[4],
                .pairs_hook = a->v[6]};
    if (value_is_bytes(v))
        r.s = value_as_bytes(v);
    else if (value_is_str(v))
        r.s = value_as_str(v);
    else if (value_is_unknown(v))
        return eval_need_known(ev, v, "an argument of json.loads()");
    else
        return eval_raise(ev, "TypeError",
                          "the JSON object must be str, bytes or bytearray, not %.*s",
                          STR_ARG(value_type_name(ev, v)));
    skip_space(&r);
    if (!read_value(&r, 0, out)) return false;
    eval_root_push(ev, *out);
    skip_space(&r);
    bool ok = r.i >= r.s.len || fail(&r, r.i, "Extra data");
    eval_root_pop(ev, 1);
    return ok;
}

bool json_load(Eval *ev, Args *a, Value *out)
{
    Value text;
    if (!eval_call_method(ev, a->v[0], "read", NULL, 0, &text)) return false;
    Value v[7] = {text, a->v[1], a->v[2], a->v[3], a->v[4], a->v[5], a->v[6]};
    Args loads = {.v = v, .n = 7};
    eval_root_push(ev, text);
    bool ok = json_loads(ev, &loads, out);
    eval_root_pop(ev, 1);
    return ok;
}
