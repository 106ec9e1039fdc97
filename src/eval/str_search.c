#include "eval/str_methods.h"

#include <string.h>

#include "base/utf8.h"
#include "eval/sequence.h"

static bool need_str(Eval *ev, Value v, const char *message)
{
    if (value_is_str(v)) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of a str method");
    return eval_raise(ev, "TypeError", "%s, not %.*s", message, STR_ARG(value_type_name(ev, v)));
}

/* The part of self between the start and end arguments, and the code points before it. *valid
 * false when start lies beyond the end: nothing is found there, not even ''. */
static bool part(Eval *ev, Args *a, Str *out, int64_t *before, bool *valid)
{
    const StrObject *s = OBJECT_AS(StrObject, a->self);
    int64_t from, to;
    if (!sequence_bounds(ev, a->v[1], a->v[2], (int64_t)s->points, &from, &to)) return false;
    *valid = from <= to;
    *before = from;
    *out = STR("");
    if (!*valid) return true;
    Str view = object_str_view(s);
    *out = s->points == s->len
               ? str_slice(view, (size_t)from, (size_t)to)
               : str_slice(view, utf8_offset(view, (size_t)from), utf8_offset(view, (size_t)to));
    return true;
}

static size_t rfind(Str s, Str needle)
{
    if (needle.len > s.len) return STR_NPOS;
    for (size_t i = s.len - needle.len + 1; i-- > 0;) {
        if (memcmp(s.ptr + i, needle.ptr, needle.len) == 0) return i;
    }
    return STR_NPOS;
}

static bool search(Eval *ev, Args *a, bool last, int64_t *out)
{
    Str s;
    int64_t before;
    bool valid;
    if (!need_str(ev, a->v[0], "must be str") || !part(ev, a, &s, &before, &valid)) return false;
    Str needle = value_as_str(a->v[0]);
    size_t at = !valid ? STR_NPOS : last ? rfind(s, needle) : str_find(s, needle);
    *out = at == STR_NPOS ? -1 : before + (int64_t)utf8_count(str_slice(s, 0, at));
    return true;
}

static bool find(Eval *ev, Args *a, bool last, bool must, Value *out)
{
    int64_t at;
    if (!search(ev, a, last, &at)) return false;
    if (at < 0 && must) return eval_raise(ev, "ValueError", "substring not found");
    *out = value_int(at);
    return true;
}

bool str_find_method(Eval *ev, Args *a, Value *out) { return find(ev, a, false, false, out); }
bool str_rfind_method(Eval *ev, Args *a, Value *out) { return find(ev, a, true, false, out); }
bool str_index_method(Eval *ev, Args *a, Value *out) { return find(ev, a, false, true, out); }
bool str_rindex_method(Eval *ev, Args *a, Value *out) { return find(ev, a, true, true, out); }

bool str_count_method(Eval *ev, Args *a, Value *out)
{
    Str s;
    int64_t before, n = 0;
    bool valid;
    if (!need_str(ev, a->v[0], "must be str") || !part(ev, a, &s, &before, &valid)) return false;
    Str needle = value_as_str(a->v[0]);
    if (valid && !needle.len) n = (int64_t)utf8_count(s) + 1;
    for (size_t at; valid && needle.len && (at = str_find(s, needle)) != STR_NPOS; n++)
        s = str_slice(s, at + needle.len, s.len);
    *out = value_int(n);
    return true;
}

static bool affix(Eval *ev, Args *a, bool at_start, Value *out)
{
    Str s;
    int64_t before;
    bool valid, hit = false;
    const char *name = at_start ? "startswith" : "endswith";
    if (!part(ev, a, &s, &before, &valid)) return false;
    bool tuple = value_is_tuple(a->v[0]);
    size_t n = tuple ? value_seq_len(a->v[0]) : 1;
    for (size_t i = 0; i < n && !hit; i++) {
        Value v = tuple ? value_seq_items(a->v[0])[i] : a->v[0];
        if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of a str method");
        if (!value_is_str(v) && tuple)
            return eval_raise(ev, "TypeError", "tuple for %s must only contain str, not %.*s", name,
                              STR_ARG(value_type_name(ev, v)));
        if (!value_is_str(v))
            return eval_raise(ev, "TypeError",
                              "%s first arg must be str or a tuple of str, not %.*s", name,
                              STR_ARG(value_type_name(ev, v)));
        hit = valid && (at_start ? str_starts(s, value_as_str(v)) : str_ends(s, value_as_str(v)));
    }
    *out = value_bool(hit);
    return true;
}

bool str_startswith_method(Eval *ev, Args *a, Value *out) { return affix(ev, a, true, out); }
bool str_endswith_method(Eval *ev, Args *a, Value *out) { return affix(ev, a, false, out); }

/* '' matches before every code point and at the end. */
static void replace_empty(Str s, Str with, int64_t limit, StrBuf *b)
{
    for (size_t i = 0; i < s.len;) {
        size_t start = i;
        utf8_next(s, &i);
        if (limit-- > 0) strbuf_push(b, with);
        strbuf_push(b, str_slice(s, start, i));
    }
    if (limit > 0) strbuf_push(b, with);
}

bool str_replace_method(Eval *ev, Args *a, Value *out)
{
    int64_t limit;
    if (!need_str(ev, a->v[0], "replace() argument 1 must be str") ||
        !need_str(ev, a->v[1], "replace() argument 2 must be str") ||
        !eval_as_index(ev, a->v[2], &limit))
        return false;
    if (limit < 0) limit = INT64_MAX;
    Str s = value_as_str(a->self), old = value_as_str(a->v[0]), with = value_as_str(a->v[1]);
    StrBuf b = {0};
    if (!old.len) {
        replace_empty(s, with, limit, &b);
    } else {
        for (size_t at; limit > 0 && (at = str_find(s, old)) != STR_NPOS; limit--) {
            strbuf_push(&b, str_slice(s, 0, at));
            strbuf_push(&b, with);
            s = str_slice(s, at + old.len, s.len);
        }
        strbuf_push(&b, s);
    }
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

/* ---- splitting ---- */

static void push_part(Eval *ev, Value list, Str s) { value_list_push(ev, list, value_str(ev, s)); }

static size_t skip_space(Str s, size_t i, bool space)
{
    while (i < s.len) {
        size_t next = i;
        if (str_is_space(utf8_next(s, &next)) != space) break;
        i = next;
    }
    return i;
}

/* Offset before the last run of (non-)space that ends at `end`. */
static size_t skip_space_back(Str s, size_t end, bool space)
{
    while (end > 0) {
        size_t start = end - 1;
        while (start > 0 && ((unsigned char)s.ptr[start] & 0xC0) == 0x80) start--;
        size_t i = start;
        if (str_is_space(utf8_next(s, &i)) != space) break;
        end = start;
    }
    return end;
}

static void split_space(Eval *ev, Str s, int64_t limit, Value list)
{
    size_t i = skip_space(s, 0, true);
    while (i < s.len) {
        size_t end = limit-- > 0 ? skip_space(s, i, false) : s.len;
        push_part(ev, list, str_slice(s, i, end));
        i = skip_space(s, end, true);
    }
}

static void rsplit_space(Eval *ev, Str s, int64_t limit, Value list)
{
    size_t end = skip_space_back(s, s.len, true);
    while (end > 0) {
        size_t start = limit-- > 0 ? skip_space_back(s, end, false) : 0;
        push_part(ev, list, str_slice(s, start, end));
        end = skip_space_back(s, start, true);
    }
}

static void reverse(Value list)
{
    Value *items = OBJECT_AS(ListObject, list)->items;
    size_t n = value_seq_len(list);
    for (size_t i = 0; i < n / 2; i++) {
        Value v = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = v;
    }
}

static bool split(Eval *ev, Args *a, bool from_right, Value *out)
{
    int64_t limit;
    if (!eval_as_index(ev, a->v[1], &limit)) return false;
    if (limit < 0) limit = INT64_MAX;
    Str s = value_as_str(a->self);
    *out = value_list(ev);
    if (value_is_none(a->v[0])) {
        from_right ? rsplit_space(ev, s, limit, *out) : split_space(ev, s, limit, *out);
    } else {
        if (!need_str(ev, a->v[0], "must be str or None")) return false;
        Str sep = value_as_str(a->v[0]);
        if (!sep.len) return eval_raise(ev, "ValueError", "empty separator");
        size_t at;
        while (limit-- > 0 && (at = from_right ? rfind(s, sep) : str_find(s, sep)) != STR_NPOS) {
            push_part(ev, *out,
                      from_right ? str_slice(s, at + sep.len, s.len) : str_slice(s, 0, at));
            s = from_right ? str_slice(s, 0, at) : str_slice(s, at + sep.len, s.len);
        }
        push_part(ev, *out, s);
    }
    if (from_right) reverse(*out);
    return true;
}

bool str_split_method(Eval *ev, Args *a, Value *out) { return split(ev, a, false, out); }
bool str_rsplit_method(Eval *ev, Args *a, Value *out) { return split(ev, a, true, out); }

/* The line boundaries of str.splitlines. */
static bool is_line_end(uint32_t cp)
{
    return (cp >= 10 && cp <= 13) || (cp >= 0x1c && cp <= 0x1e) || cp == 0x85 || cp == 0x2028 ||
           cp == 0x2029;
}

bool str_splitlines_method(Eval *ev, Args *a, Value *out)
{
    bool keep;
    if (!eval_truth(ev, a->v[0], &keep)) return false;
    Str s = value_as_str(a->self);
    *out = value_list(ev);
    size_t start = 0;
    for (size_t i = 0; i < s.len;) {
        size_t at = i;
        if (!is_line_end(utf8_next(s, &i))) continue;
        if (s.ptr[at] == '\r' && i < s.len && s.ptr[i] == '\n') i++;
        push_part(ev, *out, str_slice(s, start, keep ? i : at));
        start = i;
    }
    if (start < s.len) push_part(ev, *out, str_slice(s, start, s.len));
    return true;
}

static bool partition(Eval *ev, Args *a, bool from_right, Value *out)
{
    if (!need_str(ev, a->v[0], "must be str")) return false;
    Str s = value_as_str(a->self), sep = value_as_str(a->v[0]);
    if (!sep.len) return eval_raise(ev, "ValueError", "empty separator");
    size_t at = from_right ? rfind(s, sep) : str_find(s, sep);
    Value empty = value_str(ev, STR("")), whole = value_str(ev, s);
    Value parts[] = {from_right ? empty : whole, empty, from_right ? whole : empty};
    if (at != STR_NPOS) {
        parts[0] = value_str(ev, str_slice(s, 0, at));
        parts[1] = a->v[0];
        parts[2] = value_str(ev, str_slice(s, at + sep.len, s.len));
    }
    *out = value_tuple(ev, parts, 3);
    return true;
}

bool str_partition_method(Eval *ev, Args *a, Value *out) { return partition(ev, a, false, out); }
bool str_rpartition_method(Eval *ev, Args *a, Value *out) { return partition(ev, a, true, out); }

bool str_join_method(Eval *ev, Args *a, Value *out)
{
    Value list = a->v[0];
    if (!value_is_list(list) && !value_is_tuple(list)) {
        if (value_is_unknown(list)) return *out = list, true;
        Value it;
        if (!eval_iter(ev, list, &it)) {
            if (eval_fatal(ev) || value_object_kind(list) == OBJECT_INSTANCE) return false;
            eval_catch(ev);
            return eval_raise(ev, "TypeError", "can only join an iterable");
        }
        if (!eval_to_list(ev, it, &list)) return false;
    }
    Str sep = value_as_str(a->self);
    StrBuf b = {0};
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value v = value_seq_items(list)[i];
        if (!value_is_str(v)) {
            strbuf_deinit(&b);
            if (value_is_unknown(v)) return *out = v, true;
            return eval_raise(ev, "TypeError",
                              "sequence item %zu: expected str instance, %.*s found", i,
                              STR_ARG(value_type_name(ev, v)));
        }
        if (i) strbuf_push(&b, sep);
        strbuf_push(&b, value_as_str(v));
    }
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

bool str_removeprefix_method(Eval *ev, Args *a, Value *out)
{
    if (!need_str(ev, a->v[0], "removeprefix() argument must be str")) return false;
    Str s = value_as_str(a->self), prefix = value_as_str(a->v[0]);
    *out = value_str(ev, str_starts(s, prefix) ? str_slice(s, prefix.len, s.len) : s);
    return true;
}

bool str_removesuffix_method(Eval *ev, Args *a, Value *out)
{
    if (!need_str(ev, a->v[0], "removesuffix() argument must be str")) return false;
    Str s = value_as_str(a->self), suffix = value_as_str(a->v[0]);
    *out = value_str(ev, str_ends(s, suffix) ? str_slice(s, 0, s.len - suffix.len) : s);
    return true;
}
