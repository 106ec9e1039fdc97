#include "eval/str_methods.h"

#include "base/utf8.h"
#include "eval/number.h"
#include "eval/sequence.h"

static bool strips(Str chars, uint32_t cp)
{
    if (str_is_null(chars)) return str_is_space(cp);
    for (size_t i = 0; i < chars.len;) {
        if (utf8_next(chars, &i) == cp) return true;
    }
    return false;
}

static bool strip(Eval *ev, Args *a, bool left, bool right, const char *name, Value *out)
{
    Str s = value_as_str(a->self), chars = STR_NULL;
    if (value_is_unknown(a->v[0]))
        return eval_need_known(ev, a->v[0], "an argument of a str method");
    if (!value_is_none(a->v[0])) {
        if (!value_is_str(a->v[0]))
            return eval_raise(ev, "TypeError", "%s arg must be None or str", name);
        chars = value_as_str(a->v[0]);
    }
    size_t from = 0, to = s.len;
    while (left && from < to) {
        size_t next = from;
        if (!strips(chars, utf8_next(s, &next))) break;
        from = next;
    }
    while (right && to > from) {
        size_t start = to - 1;
        while (start > from && ((unsigned char)s.ptr[start] & 0xC0) == 0x80) start--;
        size_t i = start;
        if (!strips(chars, utf8_next(s, &i))) break;
        to = start;
    }
    *out = from == 0 && to == s.len && !a->self.as.object->cls
               ? a->self
               : value_str(ev, str_slice(s, from, to));
    return true;
}

bool str_strip_method(Eval *ev, Args *a, Value *out)
{
    return strip(ev, a, true, true, "strip", out);
}
bool str_lstrip_method(Eval *ev, Args *a, Value *out)
{
    return strip(ev, a, true, false, "lstrip", out);
}
bool str_rstrip_method(Eval *ev, Args *a, Value *out)
{
    return strip(ev, a, false, true, "rstrip", out);
}

typedef enum Place { PLACE_LEFT, PLACE_RIGHT, PLACE_CENTER } Place;

static bool justify(Eval *ev, Args *a, Place place, Value *out)
{
    int64_t width;
    if (!eval_as_index(ev, a->v[0], &width)) return false;
    if (!value_is_str(a->v[1]))
        return eval_raise(ev, "TypeError",
                          "The fill character must be a unicode character, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[1])));
    Str fill = value_as_str(a->v[1]), s = value_as_str(a->self);
    if (utf8_count(fill) != 1)
        return eval_raise(ev, "TypeError", "The fill character must be exactly one character long");
    if (width > SEQUENCE_MAX) return eval_raise(ev, "OverflowError", "padded string is too long");
    int64_t missing = width - (int64_t)utf8_count(s);
    if (missing < 0) missing = 0;
    /* CPython's centring puts the odd one on the left when the width is odd. */
    int64_t before = place == PLACE_LEFT    ? 0
                     : place == PLACE_RIGHT ? missing
                                            : missing / 2 + (missing & width & 1);
    StrBuf b = {0};
    for (int64_t i = 0; i < before; i++) strbuf_push(&b, fill);
    strbuf_push(&b, s);
    for (int64_t i = before; i < missing; i++) strbuf_push(&b, fill);
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

bool str_center_method(Eval *ev, Args *a, Value *out) { return justify(ev, a, PLACE_CENTER, out); }
bool str_ljust_method(Eval *ev, Args *a, Value *out) { return justify(ev, a, PLACE_LEFT, out); }
bool str_rjust_method(Eval *ev, Args *a, Value *out) { return justify(ev, a, PLACE_RIGHT, out); }

bool str_zfill_method(Eval *ev, Args *a, Value *out)
{
    int64_t width;
    if (!eval_as_index(ev, a->v[0], &width)) return false;
    if (width > SEQUENCE_MAX) return eval_raise(ev, "OverflowError", "padded string is too long");
    Str s = value_as_str(a->self);
    StrBuf b = {0};
    int64_t missing = width - (int64_t)utf8_count(s);
    size_t sign = s.len && (s.ptr[0] == '+' || s.ptr[0] == '-');
    strbuf_push(&b, str_slice(s, 0, sign));
    if (missing > 0) strbuf_pad(&b, '0', (size_t)missing);
    strbuf_push(&b, str_slice(s, sign, s.len));
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

bool str_expandtabs_method(Eval *ev, Args *a, Value *out)
{
    int64_t size, column = 0;
    if (!eval_as_index(ev, a->v[0], &size)) return false;
    if (size > SEQUENCE_MAX) return eval_raise(ev, "OverflowError", "new string is too long");
    Str s = value_as_str(a->self);
    StrBuf b = {0};
    for (size_t i = 0; i < s.len;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, &i);
        if (cp == '\t') {
            int64_t n = size > 0 ? size - column % size : 0;
            strbuf_pad(&b, ' ', (size_t)n);
            column += n;
        } else {
            strbuf_push(&b, str_slice(s, at, i));
            column = cp == '\n' || cp == '\r' ? 0 : column + 1;
        }
    }
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

static bool maketrans_dict(Eval *ev, Value from, Value *out)
{
    if (!value_is_dict(from))
        return eval_raise(ev, "TypeError",
                          "if you give only one argument to maketrans it must be a dict");
    Value key, item;
    for (size_t at = 0; value_dict_next(from, &at, &key, &item);) {
        if (value_is_str(key)) {
            size_t i = 0;
            Str s = value_as_str(key);
            if (utf8_count(s) != 1)
                return eval_raise(ev, "ValueError",
                                  "string keys in translate table must be of length 1");
            key = value_int(utf8_next(s, &i));
        } else if (!number_is_int(key)) {
            return eval_raise(ev, "TypeError",
                              "keys in translate table must be strings or integers");
        }
        if (!value_dict_put(ev, *out, key, item)) return false;
    }
    return true;
}

bool str_maketrans_method(Eval *ev, Args *a, Value *out)
{
    *out = value_dict(ev);
    if (value_is_unset(a->v[1])) return maketrans_dict(ev, a->v[0], out);
    if (!value_is_str(a->v[0]))
        return eval_raise(
            ev, "TypeError",
            "first maketrans argument must be a string if there is a second argument");
    if (!value_is_str(a->v[1]) || (!value_is_unset(a->v[2]) && !value_is_str(a->v[2])))
        return eval_raise(ev, "TypeError", "maketrans() argument must be str");
    Str x = value_as_str(a->v[0]), y = value_as_str(a->v[1]);
    if (utf8_count(x) != utf8_count(y))
        return eval_raise(ev, "ValueError",
                          "the first two maketrans arguments must have equal length");
    for (size_t i = 0, k = 0; i < x.len;) {
        Value key = value_int(utf8_next(x, &i)), item = value_int(utf8_next(y, &k));
        if (!value_dict_put(ev, *out, key, item)) return false;
    }
    Str z = value_is_unset(a->v[2]) ? STR("") : value_as_str(a->v[2]);
    for (size_t i = 0; i < z.len;) {
        if (!value_dict_put(ev, *out, value_int(utf8_next(z, &i)), value_none())) return false;
    }
    return true;
}

/* What the table has for cp; unset = keep the character. */
static bool translation(Eval *ev, Value table, uint32_t cp, Value *out)
{
    if (value_is_dict(table) && !table.as.object->cls)
        return value_dict_get(ev, table, value_int(cp), out);
    if (eval_getitem(ev, table, value_int(cp), out)) return true;
    Value e = eval_pending(ev);
    if (eval_fatal(ev) || value_is_unset(e)) return false;
    Str name = value_type_name(ev, e);
    if (!str_eq_z(name, "KeyError") && !str_eq_z(name, "IndexError")) return false;
    eval_catch(ev);
    *out = value_unset();
    return true;
}

bool str_translate_method(Eval *ev, Args *a, Value *out)
{
    Str s = value_as_str(a->self);
    StrBuf b = {0};
    bool ok = true;
    for (size_t i = 0; i < s.len && ok;) {
        size_t at = i;
        Value to;
        int64_t cp;
        char bytes[4];
        ok = translation(ev, a->v[0], utf8_next(s, &i), &to);
        if (!ok) break;
        if (value_is_unset(to)) {
            strbuf_push(&b, str_slice(s, at, i));
        } else if (value_is_str(to)) {
            strbuf_push(&b, value_as_str(to));
        } else if (value_as_int(to, &cp)) {
            ok = cp >= 0 && cp <= 0x10FFFF;
            if (ok)
                strbuf_push(&b, (Str){bytes, utf8_encode((uint32_t)cp, bytes)});
            else
                eval_raise(ev, "ValueError", "character mapping must be in range(0x110000)");
        } else if (!value_is_none(to)) {
            ok = eval_raise(ev, "TypeError", "character mapping must return integer, None or str");
        }
    }
    if (ok) *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok;
}
