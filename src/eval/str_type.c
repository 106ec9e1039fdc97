/* str: construction, slots and the table of methods. */
#include "eval/str_methods.h"

#include <string.h>

#include "base/utf8.h"
#include "eval/format.h"
#include "eval/iterator.h"
#include "eval/sequence.h"
#include "eval/show.h"

#define TEXT(v) OBJECT_AS(StrObject, v)

static bool str_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value text;
    bool decode = !value_is_unset(a->v[1]) || !value_is_unset(a->v[2]);
    if (value_is_unset(a->v[0])) {
        text = value_str(ev, STR(""));
    } else if (decode) {
        if (value_is_str(a->v[0]))
            return eval_raise(ev, "TypeError", "decoding str is not supported");
        if (!value_is_bytes(a->v[0]))
            return eval_raise(ev, "TypeError",
                              "decoding to str: need a bytes-like object, %.*s found",
                              STR_ARG(value_type_name(ev, a->v[0])));
        if (!bytes_decode(ev, value_as_bytes(a->v[0]), a->v[1], a->v[2], &text)) return false;
    } else if (!eval_to_str(ev, a->v[0], &text)) {
        return false;
    }
    *out = class_adopt(ev, cls, text);
    return true;
}

/* Byte offset of a code point index. */
static size_t offset_of(const StrObject *s, int64_t point)
{
    if (s->points == s->len) return (size_t)point;
    return utf8_offset(object_str_view(s), (size_t)point);
}

static bool slice_text(Eval *ev, Value self, Value key, Value *out)
{
    SliceRange r;
    const StrObject *s = TEXT(self);
    Str view = object_str_view(s);
    if (!sequence_slice(ev, key, (int64_t)s->points, &r)) return false;
    if (r.step == 1) {
        size_t from = offset_of(s, r.start);
        size_t to = s->points == s->len
                        ? (size_t)(r.start + r.count)
                        : from + utf8_offset(str_slice(view, from, view.len), (size_t)r.count);
        *out = value_str(ev, str_slice(view, from, to));
        return true;
    }
    StrBuf b = {0};
    for (int64_t i = 0; i < r.count; i++) {
        size_t from = offset_of(s, r.start + i * r.step), to = from;
        utf8_next(view, &to);
        strbuf_push(&b, str_slice(view, from, to));
    }
    return show_finish(ev, &b, true, out);
}

static bool str_getitem(Eval *ev, Value self, Value key, Value *out)
{
    size_t at;
    if (value_is_kind(key, OBJECT_SLICE)) return slice_text(ev, self, key, out);
    if (!sequence_index(ev, key, TEXT(self)->points, "string", &at)) return false;
    size_t from = offset_of(TEXT(self), (int64_t)at), to = from;
    utf8_next(object_str_view(TEXT(self)), &to);
    *out = value_str(ev, str_slice(object_str_view(TEXT(self)), from, to));
    return true;
}

static bool str_length(Eval *ev, Value self, int64_t *out)
{
    *out = (int64_t)TEXT(self)->points;
    return true;
}

static bool str_truth(Eval *ev, Value self, bool *out)
{
    *out = TEXT(self)->len > 0;
    return true;
}

static bool str_hash_slot(Eval *ev, Value self, uint64_t *out)
{
    *out = object_str_hash(TEXT(self));
    return true;
}

static bool str_repr(Eval *ev, Value self, Value *out)
{
    StrBuf b = {0};
    show_text(&b, value_as_str(self), false);
    return show_finish(ev, &b, true, out);
}

static bool str_str(Eval *ev, Value self, Value *out)
{
    *out = self.as.object->cls ? value_str(ev, value_as_str(self)) : self;
    return true;
}

static bool str_contains_slot(Eval *ev, Value self, Value item, bool *out)
{
    if (value_is_unknown(item)) return eval_need_known(ev, item, "the left side of 'in'");
    if (!value_is_str(item))
        return eval_raise(ev, "TypeError",
                          "'in <string>' requires string as left operand, not %.*s",
                          STR_ARG(value_type_name(ev, item)));
    *out = str_contains(value_as_str(self), value_as_str(item));
    return true;
}

static bool str_iter(Eval *ev, Value self, Value *out)
{
    *out = iterator_sequence(ev, self);
    return true;
}

static bool concat(Eval *ev, Value left, Value right, Value *out)
{
    const StrObject *l = TEXT(left), *r = TEXT(right);
    StrObject *s = object_str_new(ev, l->len + r->len);
    memcpy(s->data, l->data, l->len);
    memcpy(s->data + l->len, r->data, r->len);
    object_str_done(s);
    *out = value_object(&s->head);
    return true;
}

static bool repeat(Eval *ev, Value text, Value by, Value *out)
{
    size_t count;
    bool ok;
    size_t len = TEXT(text)->len;
    if (!sequence_repeat(ev, by, len, &count, &ok)) return false;
    if (!ok) return true;
    if (!len) count = 0;
    StrObject *s = object_str_new(ev, len * count);
    for (size_t i = 0; i < count; i++) memcpy(s->data + i * len, TEXT(text)->data, len);
    object_str_done(s);
    *out = value_object(&s->head);
    return true;
}

static bool str_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    bool l = value_is_str(left), r = value_is_str(right);
    if (op >= OPERATOR_EQ && op <= OPERATOR_GE) {
        if (l && r) *out = sequence_order(op, str_cmp(value_as_str(left), value_as_str(right)));
        return true;
    }
    if (op == OPERATOR_MUL) return repeat(ev, l ? left : right, l ? right : left, out);
    if (!l) return true;
    if (op == OPERATOR_MOD) return format_percent(ev, left, right, out);
    if (op == OPERATOR_ADD && r) return concat(ev, left, right, out);
    if (op == OPERATOR_ADD && value_object_kind(right) != OBJECT_INSTANCE &&
        !value_is_unknown(right))
        return eval_raise(ev, "TypeError", "can only concatenate str (not \"%.*s\") to str",
                          STR_ARG(value_type_name(ev, right)));
    return true;
}

static bool str_format_method(Eval *ev, Args *a, Value *out)
{
    return format_string(ev, value_as_str(a->self), a->v[0], a->v[1], out);
}

static bool str_format_map_method(Eval *ev, Args *a, Value *out)
{
    return format_string(ev, value_as_str(a->self), value_unset(), a->v[0], out);
}

static bool str_encode_method(Eval *ev, Args *a, Value *out)
{
    return bytes_encode(ev, value_as_str(a->self), a->v[0], a->v[1], out);
}

#define METHOD(py_name, params, fn)                                                                \
    {                                                                                              \
        py_name, params, fn, NATIVE_METHOD                                                         \
    }
#define RANGE ", start=None, end=None, /"

static const NativeMethod str_methods[] = {
    METHOD("capitalize", "", str_capitalize_method),
    METHOD("casefold", "", str_casefold_method),
    METHOD("center", "width, fillchar=' ', /", str_center_method),
    METHOD("count", "sub" RANGE, str_count_method),
    METHOD("encode", "encoding=?, errors=?", str_encode_method),
    METHOD("endswith", "suffix" RANGE, str_endswith_method),
    METHOD("expandtabs", "tabsize=8", str_expandtabs_method),
    METHOD("find", "sub" RANGE, str_find_method),
    METHOD("format", "*args, **kwargs", str_format_method),
    METHOD("format_map", "mapping, /", str_format_map_method),
    METHOD("index", "sub" RANGE, str_index_method),
    METHOD("isalnum", "", str_isalnum_method),
    METHOD("isalpha", "", str_isalpha_method),
    METHOD("isascii", "", str_isascii_method),
    METHOD("isdecimal", "", str_isdecimal_method),
    METHOD("isdigit", "", str_isdigit_method),
    METHOD("isidentifier", "", str_isidentifier_method),
    METHOD("islower", "", str_islower_method),
    METHOD("isnumeric", "", str_isnumeric_method),
    METHOD("isprintable", "", str_isprintable_method),
    METHOD("isspace", "", str_isspace_method),
    METHOD("istitle", "", str_istitle_method),
    METHOD("isupper", "", str_isupper_method),
    METHOD("join", "iterable, /", str_join_method),
    METHOD("ljust", "width, fillchar=' ', /", str_ljust_method),
    METHOD("lower", "", str_lower_method),
    METHOD("lstrip", "chars=None, /", str_lstrip_method),
    {"maketrans", "x, y=?, z=?, /", str_maketrans_method, NATIVE_STATICMETHOD},
    METHOD("partition", "sep, /", str_partition_method),
    METHOD("removeprefix", "prefix, /", str_removeprefix_method),
    METHOD("removesuffix", "suffix, /", str_removesuffix_method),
    METHOD("replace", "old, new, count=-1, /", str_replace_method),
    METHOD("rfind", "sub" RANGE, str_rfind_method),
    METHOD("rindex", "sub" RANGE, str_rindex_method),
    METHOD("rjust", "width, fillchar=' ', /", str_rjust_method),
    METHOD("rpartition", "sep, /", str_rpartition_method),
    METHOD("rsplit", "sep=None, maxsplit=-1", str_rsplit_method),
    METHOD("rstrip", "chars=None, /", str_rstrip_method),
    METHOD("split", "sep=None, maxsplit=-1", str_split_method),
    METHOD("splitlines", "keepends=False", str_splitlines_method),
    METHOD("startswith", "prefix" RANGE, str_startswith_method),
    METHOD("strip", "chars=None, /", str_strip_method),
    METHOD("swapcase", "", str_swapcase_method),
    METHOD("title", "", str_title_method),
    METHOD("translate", "table, /", str_translate_method),
    METHOD("upper", "", str_upper_method),
    METHOD("zfill", "width, /", str_zfill_method),
    {0}};

const NativeClass native_class_str = {.name = "str",
                                      .module = "builtins",
                                      .init_params = "object=?, encoding=?, errors=?",
                                      .construct = str_construct,
                                      .methods = str_methods,
                                      .repr = str_repr,
                                      .str = str_str,
                                      .hash = str_hash_slot,
                                      .truth = str_truth,
                                      .length = str_length,
                                      .getitem = str_getitem,
                                      .contains = str_contains_slot,
                                      .iter = str_iter,
                                      .binary = str_binary};
