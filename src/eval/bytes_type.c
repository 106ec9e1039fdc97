/* bytes: construction, slots and the methods that scripts use on them. */
#include "eval/str_methods.h"

#include <ctype.h>
#include <string.h>

#include "eval/iterator.h"
#include "eval/sequence.h"
#include "eval/show.h"

static bool from_ints(Eval *ev, Value source, Value *out)
{
    Value list;
    if (!eval_to_list(ev, source, &list)) return false;
    size_t n = value_seq_len(list);
    BytesObject *b = object_bytes_new(ev, n);
    for (size_t i = 0; i < n; i++) {
        int64_t byte;
        if (!eval_as_index(ev, value_seq_items(list)[i], &byte)) return false;
        if (byte < 0 || byte > 255)
            return eval_raise(ev, "ValueError", "bytes must be in range(0, 256)");
        b->data[i] = (char)byte;
    }
    *out = value_object(&b->head);
    return true;
}

static bool bytes_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value source = a->v[0], v, method = value_unset();
    int64_t n;
    if (value_is_unset(source)) {
        v = value_bytes(ev, STR(""));
    } else if (value_is_str(source)) {
        if (value_is_unset(a->v[1]))
            return eval_raise(ev, "TypeError", "string argument without an encoding");
        if (!bytes_encode(ev, value_as_str(source), a->v[1], a->v[2], &v)) return false;
    } else if (value_is_bytes(source)) {
        v = source;
    } else if (value_as_int(source, &n)) {
        if (n < 0) return eval_raise(ev, "ValueError", "negative count");
        if (n > SEQUENCE_MAX) return eval_raise(ev, "MemoryError", "too many bytes");
        v = value_object(&object_bytes_new(ev, (size_t)n)->head);
    } else {
        if (value_object_kind(source) == OBJECT_INSTANCE &&
            !eval_find_special(ev, source, "__bytes__", &method))
            return false;
        if (!value_is_unset(method)) {
            if (!eval_call(ev, method, NULL, 0, value_unset(), &v)) return false;
        } else if (!from_ints(ev, source, &v)) {
            return false;
        }
    }
    *out = class_adopt(ev, cls, v);
    return true;
}

static bool bytes_decode_method(Eval *ev, Args *a, Value *out)
{
    return bytes_decode(ev, value_as_bytes(a->self), a->v[0], a->v[1], out);
}

static bool bytes_hex(Eval *ev, Args *a, Value *out)
{
    Str s = value_as_bytes(a->self);
    StrBuf b = {0};
    for (size_t i = 0; i < s.len; i++) {
        if (i && value_is_str(a->v[0])) strbuf_push(&b, value_as_str(a->v[0]));
        strbuf_fmt(&b, "%02x", (unsigned char)s.ptr[i]);
    }
    return show_finish(ev, &b, true, out);
}

static int hex_digit(char c)
{
    return isdigit((unsigned char)c)    ? c - '0'
           : isxdigit((unsigned char)c) ? (c | 32) - 'a' + 10
                                        : -1;
}

static bool bytes_fromhex(Eval *ev, Args *a, Value *out)
{
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "fromhex() argument must be str, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[0])));
    Str s = value_as_str(a->v[0]);
    StrBuf b = {0};
    for (size_t i = 0; i < s.len;) {
        if (isspace((unsigned char)s.ptr[i])) {
            i++;
            continue;
        }
        int high = hex_digit(s.ptr[i]), low = i + 1 < s.len ? hex_digit(s.ptr[i + 1]) : -1;
        if (high < 0 || low < 0) {
            strbuf_deinit(&b);
            return eval_raise(ev, "ValueError",
                              "non-hexadecimal number found in fromhex() arg at position %zu",
                              high < 0 ? i : i + 1);
        }
        strbuf_push_char(&b, (char)(high * 16 + low));
        i += 2;
    }
    *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

static bool need_bytes(Eval *ev, Value v)
{
    return value_is_bytes(v) ||
           eval_raise(ev, "TypeError", "a bytes-like object is required, not '%.*s'",
                      STR_ARG(value_type_name(ev, v)));
}

/* One prefix or suffix, or any of a tuple. */
static bool has_end(Eval *ev, Args *a, bool (*has)(Str s, Str end), Value *out)
{
    bool many = value_is_tuple(a->v[0]), found = false;
    const Value *ends = many ? value_seq_items(a->v[0]) : a->v;
    for (size_t i = 0; i < (many ? value_seq_len(a->v[0]) : 1); i++) {
        if (!need_bytes(ev, ends[i])) return false;
        found = found || has(value_as_bytes(a->self), value_as_bytes(ends[i]));
    }
    *out = value_bool(found);
    return true;
}

static bool bytes_startswith(Eval *ev, Args *a, Value *out)
{
    return has_end(ev, a, str_starts, out);
}

static bool bytes_endswith(Eval *ev, Args *a, Value *out) { return has_end(ev, a, str_ends, out); }

/* The part of self between the start and end arguments; *valid false when start lies beyond the
 * end: nothing is found there, not even b''. */
static bool part(Eval *ev, Args *a, Str *out, int64_t *from, bool *valid)
{
    Str s = value_as_bytes(a->self);
    int64_t to;
    if (!need_bytes(ev, a->v[0]) ||
        !sequence_bounds(ev, a->v[1], a->v[2], (int64_t)s.len, from, &to))
        return false;
    *valid = *from <= to;
    *out = *valid ? str_slice(s, (size_t)*from, (size_t)to) : STR("");
    return true;
}

static size_t find_last(Str s, Str needle)
{
    for (size_t i = needle.len > s.len ? 0 : s.len - needle.len + 1; i-- > 0;)
        if (memcmp(s.ptr + i, needle.ptr, needle.len) == 0) return i;
    return STR_NPOS;
}

static bool find(Eval *ev, Args *a, bool last, bool must, Value *out)
{
    Str s;
    int64_t from;
    bool valid;
    if (!part(ev, a, &s, &from, &valid)) return false;
    Str needle = value_as_bytes(a->v[0]);
    size_t at = !valid ? STR_NPOS : last ? find_last(s, needle) : str_find(s, needle);
    if (at == STR_NPOS && must) return eval_raise(ev, "ValueError", "subsection not found");
    *out = value_int(at == STR_NPOS ? -1 : from + (int64_t)at);
    return true;
}

static bool bytes_find(Eval *ev, Args *a, Value *out) { return find(ev, a, false, false, out); }
static bool bytes_rfind(Eval *ev, Args *a, Value *out) { return find(ev, a, true, false, out); }
static bool bytes_index(Eval *ev, Args *a, Value *out) { return find(ev, a, false, true, out); }
static bool bytes_rindex(Eval *ev, Args *a, Value *out) { return find(ev, a, true, true, out); }

static bool bytes_count(Eval *ev, Args *a, Value *out)
{
    Str s;
    int64_t from;
    bool valid;
    if (!part(ev, a, &s, &from, &valid)) return false;
    Str sub = value_as_bytes(a->v[0]);
    int64_t n = valid && !sub.len ? (int64_t)s.len + 1 : 0;
    for (size_t at; sub.len && (at = str_find(s, sub)) != STR_NPOS; n++)
        s = str_slice(s, at + sub.len, s.len);
    *out = value_int(n);
    return true;
}

static bool bytes_replace(Eval *ev, Args *a, Value *out)
{
    if (!need_bytes(ev, a->v[0]) || !need_bytes(ev, a->v[1])) return false;
    Str s = value_as_bytes(a->self), old = value_as_bytes(a->v[0]);
    StrBuf b = {0};
    for (size_t at; old.len && (at = str_find(s, old)) != STR_NPOS;) {
        strbuf_push(&b, str_slice(s, 0, at));
        strbuf_push(&b, value_as_bytes(a->v[1]));
        s = str_slice(s, at + old.len, s.len);
    }
    strbuf_push(&b, s);
    *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

static bool bytes_split(Eval *ev, Args *a, Value *out)
{
    if (!need_bytes(ev, a->v[0])) return false;
    Str s = value_as_bytes(a->self), sep = value_as_bytes(a->v[0]);
    if (!sep.len) return eval_raise(ev, "ValueError", "empty separator");
    *out = value_list(ev);
    for (size_t at; (at = str_find(s, sep)) != STR_NPOS; s = str_slice(s, at + sep.len, s.len))
        value_list_push(ev, *out, value_bytes(ev, str_slice(s, 0, at)));
    value_list_push(ev, *out, value_bytes(ev, s));
    return true;
}

static bool bytes_join(Eval *ev, Args *a, Value *out)
{
    Value list;
    StrBuf b = {0};
    if (!eval_to_list(ev, a->v[0], &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value v = value_seq_items(list)[i];
        if (!value_is_bytes(v)) {
            strbuf_deinit(&b);
            return eval_raise(ev, "TypeError",
                              "sequence item %zu: expected a bytes-like object, %.*s found", i,
                              STR_ARG(value_type_name(ev, v)));
        }
        if (i) strbuf_push(&b, value_as_bytes(a->self));
        strbuf_push(&b, value_as_bytes(v));
    }
    *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

static bool bytes_strip(Eval *ev, Args *a, Value *out)
{
    *out = value_bytes(ev, str_trim(value_as_bytes(a->self)));
    return true;
}

static bool change_case(Eval *ev, Args *a, int (*change)(int), Value *out)
{
    Str s = value_as_bytes(a->self);
    BytesObject *b = object_bytes_new(ev, s.len);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        b->data[i] = c < 128 ? (char)change(c) : (char)c;
    }
    *out = value_object(&b->head);
    return true;
}

static bool bytes_lower(Eval *ev, Args *a, Value *out) { return change_case(ev, a, tolower, out); }
static bool bytes_upper(Eval *ev, Args *a, Value *out) { return change_case(ev, a, toupper, out); }

/* ---- slots ---- */

static bool bytes_repr(Eval *ev, Value self, Value *out)
{
    StrBuf b = {0};
    show_bytes(&b, value_as_bytes(self));
    return show_finish(ev, &b, true, out);
}

static bool bytes_hash(Eval *ev, Value self, uint64_t *out)
{
    *out = str_hash(value_as_bytes(self));
    return true;
}

static bool bytes_length(Eval *ev, Value self, int64_t *out)
{
    *out = (int64_t)value_as_bytes(self).len;
    return true;
}

static bool bytes_truth(Eval *ev, Value self, bool *out)
{
    *out = value_as_bytes(self).len > 0;
    return true;
}

static bool bytes_iter(Eval *ev, Value self, Value *out)
{
    *out = iterator_sequence(ev, self);
    return true;
}

static bool bytes_contains(Eval *ev, Value self, Value item, bool *out)
{
    int64_t byte;
    if (value_as_int(item, &byte)) {
        if (byte < 0 || byte > 255)
            return eval_raise(ev, "ValueError", "byte must be in range(0, 256)");
        *out = str_find_char(value_as_bytes(self), (char)byte) != STR_NPOS;
        return true;
    }
    if (!need_bytes(ev, item)) return false;
    *out = str_contains(value_as_bytes(self), value_as_bytes(item));
    return true;
}

static bool bytes_getitem(Eval *ev, Value self, Value key, Value *out)
{
    Str s = value_as_bytes(self);
    size_t at;
    if (!value_is_kind(key, OBJECT_SLICE)) {
        if (!sequence_index(ev, key, s.len, "index", &at)) return false;
        *out = value_int((unsigned char)s.ptr[at]);
        return true;
    }
    SliceRange r;
    if (!sequence_slice(ev, key, (int64_t)s.len, &r)) return false;
    BytesObject *b = object_bytes_new(ev, (size_t)r.count);
    for (int64_t i = 0; i < r.count; i++) b->data[i] = s.ptr[r.start + i * r.step];
    *out = value_object(&b->head);
    return true;
}

static bool bytes_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    bool l = value_is_bytes(left), r = value_is_bytes(right), ok;
    size_t count;
    StrBuf b = {0};
    if (op >= OPERATOR_EQ && op <= OPERATOR_GE) {
        if (l && r) *out = sequence_order(op, str_cmp(value_as_bytes(left), value_as_bytes(right)));
        return true;
    }
    if (op == OPERATOR_ADD && l) {
        if (!r)
            return value_object_kind(right) == OBJECT_INSTANCE ||
                   eval_raise(ev, "TypeError", "can't concat %.*s to bytes",
                              STR_ARG(value_type_name(ev, right)));
        strbuf_push(&b, value_as_bytes(left));
        strbuf_push(&b, value_as_bytes(right));
    } else if (op == OPERATOR_MUL) {
        Str s = value_as_bytes(l ? left : right);
        if (!sequence_repeat(ev, l ? right : left, s.len, &count, &ok)) return false;
        if (!ok) return true;
        for (size_t i = 0; i < count && s.len; i++) strbuf_push(&b, s);
    } else {
        return true;
    }
    *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

/* ---- tables of 256 bytes ---- */

enum { TABLE_BYTES = 256 };

static bool bytes_maketrans(Eval *ev, Args *a, Value *out)
{
    if (!need_bytes(ev, a->v[0]) || !need_bytes(ev, a->v[1])) return false;
    Str from = value_as_bytes(a->v[0]), to = value_as_bytes(a->v[1]);
    if (from.len != to.len)
        return eval_raise(ev, "ValueError", "maketrans arguments must have same length");
    char table[TABLE_BYTES];
    for (int i = 0; i < TABLE_BYTES; i++) table[i] = (char)i;
    for (size_t i = 0; i < from.len; i++) table[(unsigned char)from.ptr[i]] = to.ptr[i];
    *out = value_bytes(ev, (Str){table, sizeof table});
    return true;
}

static bool bytes_translate(Eval *ev, Args *a, Value *out)
{
    bool mapped = !value_is_none(a->v[0]), drops = !value_is_unset(a->v[1]);
    if ((mapped && !need_bytes(ev, a->v[0])) || (drops && !need_bytes(ev, a->v[1]))) return false;
    Str table = mapped ? value_as_bytes(a->v[0]) : STR(""), s = value_as_bytes(a->self),
        drop = drops ? value_as_bytes(a->v[1]) : STR("");
    if (mapped && table.len != TABLE_BYTES)
        return eval_raise(ev, "ValueError", "translation table must be 256 characters long");
    StrBuf b = {0};
    for (size_t i = 0; i < s.len; i++) {
        if (str_find_char(drop, s.ptr[i]) != STR_NPOS) continue;
        strbuf_push_char(&b, mapped ? table.ptr[(unsigned char)s.ptr[i]] : s.ptr[i]);
    }
    *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

static const NativeMethod bytes_methods[] = {
    {"count", "sub, start=?, end=?, /", bytes_count, NATIVE_METHOD},
    {"decode", "encoding=?, errors=?", bytes_decode_method, NATIVE_METHOD},
    {"endswith", "suffix, /", bytes_endswith, NATIVE_METHOD},
    {"find", "sub, start=?, end=?, /", bytes_find, NATIVE_METHOD},
    {"fromhex", "string, /", bytes_fromhex, NATIVE_CLASSMETHOD},
    {"hex", "sep=None", bytes_hex, NATIVE_METHOD},
    {"index", "sub, start=?, end=?, /", bytes_index, NATIVE_METHOD},
    {"join", "iterable, /", bytes_join, NATIVE_METHOD},
    {"lower", "", bytes_lower, NATIVE_METHOD},
    {"maketrans", "frm, to, /", bytes_maketrans, NATIVE_STATICMETHOD},
    {"replace", "old, new, /", bytes_replace, NATIVE_METHOD},
    {"rfind", "sub, start=?, end=?, /", bytes_rfind, NATIVE_METHOD},
    {"rindex", "sub, start=?, end=?, /", bytes_rindex, NATIVE_METHOD},
    {"split", "sep, /", bytes_split, NATIVE_METHOD},
    {"startswith", "prefix, /", bytes_startswith, NATIVE_METHOD},
    {"strip", "", bytes_strip, NATIVE_METHOD},
    {"translate", "table, /, delete=?", bytes_translate, NATIVE_METHOD},
    {"upper", "", bytes_upper, NATIVE_METHOD},
    {0}};

const NativeClass native_class_bytes = {.name = "bytes",
                                        .module = "builtins",
                                        .init_params = "source=?, encoding=?, errors=?",
                                        .construct = bytes_construct,
                                        .methods = bytes_methods,
                                        .repr = bytes_repr,
                                        .hash = bytes_hash,
                                        .truth = bytes_truth,
                                        .length = bytes_length,
                                        .iter = bytes_iter,
                                        .contains = bytes_contains,
                                        .getitem = bytes_getitem,
                                        .binary = bytes_binary};
