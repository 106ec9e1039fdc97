/* list: methods and slots. */
#include "eval/iterator.h"

#include <string.h>

#include "base/mem.h"
#include "eval/alias.h"
#include "eval/sequence.h"
#include "eval/show.h"

#define LIST(v) OBJECT_AS(ListObject, v)

static bool list_append(Eval *ev, Args *a, Value *out)
{
    value_list_push(ev, a->self, a->v[0]);
    return true;
}

/* Replaces count items at `at` by n new ones; items must not point into the list. */
static void splice(Eval *ev, ListObject *list, size_t at, size_t count, const Value *items,
                   size_t n)
{
    object_list_reserve(ev, list, list->len - count + n);
    if (list->len > at + count)
        memmove(list->items + at + n, list->items + at + count,
                (list->len - at - count) * sizeof *list->items);
    if (n) memcpy(list->items + at, items, n * sizeof *items);
    list->len = list->len - count + n;
}

/* The items of any iterable, as a value that the list itself cannot change. */
static bool freeze(Eval *ev, Value self, Value source, Value *out)
{
    if (value_is_tuple(source) ||
        (value_is_list(source) && !value_is(self, source) && !source.as.object->cls)) {
        *out = source;
        return true;
    }
    return eval_to_list(ev, source, out);
}

static bool extend(Eval *ev, Value self, Value source)
{
    Value items;
    if (!freeze(ev, self, source, &items)) return false;
    splice(ev, LIST(self), LIST(self)->len, 0, value_seq_items(items), value_seq_len(items));
    return true;
}

static bool list_extend(Eval *ev, Args *a, Value *out) { return extend(ev, a->self, a->v[0]); }

static bool list_init(Eval *ev, Value self, Args *a)
{
    splice(ev, LIST(self), 0, LIST(self)->len, NULL, 0);
    return value_is_unset(a->v[0]) || extend(ev, self, a->v[0]);
}

static bool list_insert(Eval *ev, Args *a, Value *out)
{
    int64_t i;
    ListObject *list = LIST(a->self);
    if (!eval_as_index(ev, a->v[0], &i)) return false;
    int64_t len = (int64_t)list->len;
    if (i < 0) i = i + len < 0 ? 0 : i + len;
    splice(ev, list, (size_t)(i > len ? len : i), 0, &a->v[1], 1);
    return true;
}

static bool list_pop(Eval *ev, Args *a, Value *out)
{
    ListObject *list = LIST(a->self);
    int64_t i;
    if (!eval_as_index(ev, a->v[0], &i)) return false;
    if (!list->len) return eval_raise(ev, "IndexError", "pop from empty list");
    if (i < 0) i += (int64_t)list->len;
    if (i < 0 || i >= (int64_t)list->len)
        return eval_raise(ev, "IndexError", "pop index out of range");
    *out = list->items[i];
    splice(ev, list, (size_t)i, 1, NULL, 0);
    return true;
}

/* Position of an equal item in [from, to), or -1. */
static bool find_item(Eval *ev, Value seq, Value wanted, int64_t from, int64_t to, int64_t *at)
{
    *at = -1;
    for (int64_t i = from; i < to && i < (int64_t)value_seq_len(seq); i++) {
        Value item = value_seq_items(seq)[i];
        bool equal = value_is(item, wanted);
        if (!equal && !eval_equal(ev, item, wanted, &equal)) return false;
        if (equal) {
            *at = i;
            return true;
        }
    }
    return true;
}

static bool list_remove(Eval *ev, Args *a, Value *out)
{
    int64_t at;
    if (!find_item(ev, a->self, a->v[0], 0, INT64_MAX, &at)) return false;
    if (at < 0) return eval_raise(ev, "ValueError", "list.remove(x): x not in list");
    splice(ev, LIST(a->self), (size_t)at, 1, NULL, 0);
    return true;
}

static bool seq_index(Eval *ev, Args *a, Value *out)
{
    int64_t from, to, at;
    int64_t len = (int64_t)value_seq_len(a->self);
    if (!sequence_bounds(ev, a->v[1], a->v[2], len, &from, &to)) return false;
    if (!find_item(ev, a->self, a->v[0], from, to, &at)) return false;
    *out = value_int(at);
    if (at >= 0) return true;
    if (value_is_tuple(a->self))
        return eval_raise(ev, "ValueError", "tuple.index(x): x not in tuple");
    Value text;
    if (!eval_repr(ev, a->v[0], &text)) return false;
    return eval_raise(ev, "ValueError", "%.*s is not in list", STR_ARG(value_as_str(text)));
}

static bool seq_count(Eval *ev, Args *a, Value *out)
{
    int64_t n = 0, at = -1;
    for (;;) {
        if (!find_item(ev, a->self, a->v[0], at + 1, INT64_MAX, &at)) return false;
        if (at < 0) break;
        n++;
    }
    *out = value_int(n);
    return true;
}

static bool list_clear(Eval *ev, Args *a, Value *out)
{
    splice(ev, LIST(a->self), 0, LIST(a->self)->len, NULL, 0);
    return true;
}

static Value list_from(Eval *ev, const Value *items, size_t n)
{
    Value list = value_list(ev);
    splice(ev, LIST(list), 0, 0, items, n);
    return list;
}

static bool list_copy(Eval *ev, Args *a, Value *out)
{
    *out = list_from(ev, LIST(a->self)->items, LIST(a->self)->len);
    return true;
}

static bool list_reverse(Eval *ev, Args *a, Value *out)
{
    ListObject *list = LIST(a->self);
    for (size_t i = 0; i < list->len / 2; i++) {
        Value v = list->items[i];
        list->items[i] = list->items[list->len - 1 - i];
        list->items[list->len - 1 - i] = v;
    }
    return true;
}

static bool list_sort(Eval *ev, Args *a, Value *out)
{
    bool reverse;
    if (!eval_truth(ev, a->v[1], &reverse)) return false;
    /* Sorted aside, so that a comparison which changes the list cannot harm the sort. */
    size_t n = value_seq_len(a->self);
    TupleObject *work = object_tuple_new(ev, n);
    if (n) memcpy(work->items, LIST(a->self)->items, n * sizeof(Value));
    eval_root_push(ev, value_object(&work->head));
    bool ok = sequence_sort(ev, work->items, n, a->v[0], reverse);
    eval_root_pop(ev, 1);
    if (!ok) return false;
    if (value_seq_len(a->self) != n)
        return eval_raise(ev, "ValueError", "list modified during sort");
    if (n) memcpy(LIST(a->self)->items, work->items, n * sizeof(Value));
    return true;
}

static bool list_reversed(Eval *ev, Args *a, Value *out)
{
    *out = iterator_reversed(ev, a->self);
    return true;
}

/* ---- slots ---- */

static bool seq_repr(Eval *ev, Value self, Value *out)
{
    bool again, tuple = value_is_tuple(self);
    if (!show_enter(ev, self, &again)) return false;
    if (again) {
        *out = value_str_z(ev, tuple ? "(...)" : "[...]");
        return true;
    }
    StrBuf b = {0};
    strbuf_push_char(&b, tuple ? '(' : '[');
    bool ok = show_push_items(ev, &b, self);
    if (tuple && value_seq_len(self) == 1) strbuf_push_char(&b, ',');
    strbuf_push_char(&b, tuple ? ')' : ']');
    show_leave(ev);
    return show_finish(ev, &b, ok, out);
}

static bool unhashable(Eval *ev, Value self, uint64_t *out)
{
    return eval_raise(ev, "TypeError", "unhashable type: '%.*s'",
                      STR_ARG(value_type_name(ev, self)));
}

static bool seq_truth(Eval *ev, Value self, bool *out)
{
    *out = value_seq_len(self) > 0;
    return true;
}

static bool seq_length(Eval *ev, Value self, int64_t *out)
{
    *out = (int64_t)value_seq_len(self);
    return true;
}

static bool seq_contains(Eval *ev, Value self, Value item, bool *out)
{
    int64_t at;
    if (!find_item(ev, self, item, 0, INT64_MAX, &at)) return false;
    *out = at >= 0;
    return true;
}

static bool seq_iter(Eval *ev, Value self, Value *out)
{
    *out = iterator_sequence(ev, self);
    return true;
}

static bool seq_getitem(Eval *ev, Value self, Value key, Value *out)
{
    bool tuple = value_is_tuple(self);
    if (!value_is_kind(key, OBJECT_SLICE)) {
        size_t at;
        if (!sequence_index(ev, key, value_seq_len(self), tuple ? "tuple" : "list", &at))
            return false;
        *out = value_seq_items(self)[at];
        return true;
    }
    SliceRange r;
    if (!sequence_slice(ev, key, (int64_t)value_seq_len(self), &r)) return false;
    const Value *from = value_seq_items(self);
    if (tuple) {
        TupleObject *t = object_tuple_new(ev, (size_t)r.count);
        for (int64_t i = 0; i < r.count; i++) t->items[i] = from[r.start + i * r.step];
        *out = value_object(&t->head);
        return true;
    }
    *out = value_list(ev);
    object_list_reserve(ev, LIST(*out), (size_t)r.count);
    for (int64_t i = 0; i < r.count; i++) LIST(*out)->items[i] = from[r.start + i * r.step];
    LIST(*out)->len = (size_t)r.count;
    return true;
}

static bool assign_slice(Eval *ev, Value self, Value key, Value v)
{
    SliceRange r;
    Value items;
    if (!value_is_object(v)) return eval_raise(ev, "TypeError", "can only assign an iterable");
    if (!freeze(ev, self, v, &items)) return false;
    ListObject *list = LIST(self);
    if (!sequence_slice(ev, key, (int64_t)list->len, &r)) return false;
    size_t n = value_seq_len(items);
    if (r.step == 1) {
        splice(ev, list, (size_t)r.start, (size_t)r.count, value_seq_items(items), n);
        return true;
    }
    if (n != (size_t)r.count)
        return eval_raise(ev, "ValueError",
                          "attempt to assign sequence of size %zu to extended slice of size %lld",
                          n, (long long)r.count);
    for (int64_t i = 0; i < r.count; i++)
        list->items[r.start + i * r.step] = value_seq_items(items)[i];
    return true;
}

static bool index_for_change(Eval *ev, Value self, Value key, size_t *at)
{
    int64_t i;
    if (!value_as_int(key, &i)) return sequence_index(ev, key, LIST(self)->len, "list", at);
    if (i < 0) i += (int64_t)LIST(self)->len;
    if (i < 0 || i >= (int64_t)LIST(self)->len)
        return eval_raise(ev, "IndexError", "list assignment index out of range");
    *at = (size_t)i;
    return true;
}

static bool list_setitem(Eval *ev, Value self, Value key, Value v)
{
    size_t at;
    if (value_is_kind(key, OBJECT_SLICE)) return assign_slice(ev, self, key, v);
    if (!index_for_change(ev, self, key, &at)) return false;
    LIST(self)->items[at] = v;
    return true;
}

static bool list_delitem(Eval *ev, Value self, Value key)
{
    ListObject *list = LIST(self);
    if (!value_is_kind(key, OBJECT_SLICE)) {
        size_t at;
        if (!index_for_change(ev, self, key, &at)) return false;
        splice(ev, list, at, 1, NULL, 0);
        return true;
    }
    SliceRange r;
    if (!sequence_slice(ev, key, (int64_t)list->len, &r)) return false;
    if (!r.count) return true;
    if (r.step < 0) { /* the same items, walked forwards */
        r.start += (r.count - 1) * r.step;
        r.step = -r.step;
    }
    size_t to = (size_t)r.start;
    int64_t gone = 0;
    for (size_t i = to; i < list->len; i++) {
        if (gone < r.count && (int64_t)i == r.start + gone * r.step)
            gone++;
        else
            list->items[to++] = list->items[i];
    }
    list->len = to;
    return true;
}

static bool concat(Eval *ev, Value left, Value right, Value *out)
{
    size_t m = value_seq_len(left), n = value_seq_len(right);
    if (value_is_list(left)) {
        *out = list_from(ev, value_seq_items(left), m);
        splice(ev, LIST(*out), m, 0, value_seq_items(right), n);
        return true;
    }
    TupleObject *t = object_tuple_new(ev, m + n);
    if (m) memcpy(t->items, value_seq_items(left), m * sizeof(Value));
    if (n) memcpy(t->items + m, value_seq_items(right), n * sizeof(Value));
    *out = value_object(&t->head);
    return true;
}

static bool repeat(Eval *ev, Value seq, Value by, Value *out)
{
    size_t count, n = value_seq_len(seq);
    bool ok;
    if (!sequence_repeat(ev, by, n, &count, &ok)) return false;
    if (!ok) return true;
    Value *to;
    if (value_is_list(seq)) {
        *out = value_list(ev);
        object_list_reserve(ev, LIST(*out), n * count);
        LIST(*out)->len = n * count;
        to = LIST(*out)->items;
    } else {
        TupleObject *t = object_tuple_new(ev, n * count);
        *out = value_object(&t->head);
        to = t->items;
    }
    for (size_t i = 0; i < count && n; i++)
        memcpy(to + i * n, value_seq_items(seq), n * sizeof(Value));
    return true;
}

static bool seq_binary(Eval *ev, Operator op, Value left, Value right, Value *out, ObjectKind kind)
{
    *out = value_unset();
    bool l = value_is_kind(left, kind), r = value_is_kind(right, kind);
    const char *name = kind == OBJECT_LIST ? "list" : "tuple";
    if (op == OPERATOR_MUL) return repeat(ev, l ? left : right, l ? right : left, out);
    if (op == OPERATOR_ADD && l)
        return r ? concat(ev, left, right, out) : sequence_cannot_concat(ev, name, right);
    if (op >= OPERATOR_EQ && op <= OPERATOR_GE && l && r)
        return sequence_compare(ev, op, left, right, out);
    return true;
}

static bool list_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    return seq_binary(ev, op, left, right, out, OBJECT_LIST);
}

static bool list_inplace(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if (op == OPERATOR_ADD) {
        if (!extend(ev, left, right)) return false;
        *out = left;
    } else if (op == OPERATOR_MUL) {
        Value product = value_unset();
        if (!repeat(ev, left, right, &product) || value_is_unset(product))
            return value_is_unset(eval_pending(ev));
        splice(ev, LIST(left), 0, LIST(left)->len, LIST(product)->items, LIST(product)->len);
        *out = left;
    }
    return true;
}

static const NativeMethod list_methods[] = {
    {"append", "object, /", list_append, NATIVE_METHOD},
    {"extend", "iterable, /", list_extend, NATIVE_METHOD},
    {"insert", "index, object, /", list_insert, NATIVE_METHOD},
    {"pop", "index=-1, /", list_pop, NATIVE_METHOD},
    {"remove", "value, /", list_remove, NATIVE_METHOD},
    {"index", "value, start=None, stop=None, /", seq_index, NATIVE_METHOD},
    {"count", "value, /", seq_count, NATIVE_METHOD},
    {"clear", "", list_clear, NATIVE_METHOD},
    {"copy", "", list_copy, NATIVE_METHOD},
    {"reverse", "", list_reverse, NATIVE_METHOD},
    {"sort", "*, key=None, reverse=False", list_sort, NATIVE_METHOD},
    {"__reversed__", "", list_reversed, NATIVE_METHOD},
    {0}};

const NativeClass native_class_list = {.name = "list",
                                       .module = "builtins",
                                       .init_params = "iterable=?, /",
                                       .init = list_init,
                                       .methods = list_methods,
                                       .repr = seq_repr,
                                       .hash = unhashable,
                                       .truth = seq_truth,
                                       .length = seq_length,
                                       .contains = seq_contains,
                                       .iter = seq_iter,
                                       .getitem = seq_getitem,
                                       .setitem = list_setitem,
                                       .delitem = list_delitem,
                                       .binary = list_binary,
                                       .inplace = list_inplace,
                                       .class_getitem = alias_class_getitem};

/* ---- tuple ---- */

static bool tuple_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value list;
    if (value_is_unset(a->v[0])) {
        *out = class_adopt(ev, cls, value_tuple(ev, NULL, 0));
        return true;
    }
    if (value_is_tuple(a->v[0]) && !a->v[0].as.object->cls) {
        *out = class_adopt(ev, cls, a->v[0]);
        return true;
    }
    if (!eval_to_list(ev, a->v[0], &list)) return false;
    *out = class_adopt(ev, cls, value_tuple(ev, LIST(list)->items, LIST(list)->len));
    return true;
}

/* The xxHash-like mix of CPython's tuple hash, whose quality matters for keys of pairs. */
static bool tuple_hash(Eval *ev, Value self, uint64_t *out)
{
    uint64_t acc = UINT64_C(2870177450012600261);
    for (size_t i = 0; i < value_seq_len(self); i++) {
        uint64_t h;
        if (!eval_hash(ev, value_seq_items(self)[i], &h)) return false;
        acc += h * UINT64_C(14029467366897019727);
        acc = (acc << 31) | (acc >> 33);
        acc *= UINT64_C(11400714785074694791);
    }
    *out = acc + (value_seq_len(self) ^ (UINT64_C(2870177450012600261) ^ 3527539));
    return true;
}

static bool tuple_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    return seq_binary(ev, op, left, right, out, OBJECT_TUPLE);
}

static const NativeMethod tuple_methods[] = {
    {"index", "value, start=None, stop=None, /", seq_index, NATIVE_METHOD},
    {"count", "value, /", seq_count, NATIVE_METHOD},
    {0}};

const NativeClass native_class_tuple = {.name = "tuple",
                                        .module = "builtins",
                                        .init_params = "iterable=?, /",
                                        .construct = tuple_construct,
                                        .methods = tuple_methods,
                                        .repr = seq_repr,
                                        .hash = tuple_hash,
                                        .truth = seq_truth,
                                        .length = seq_length,
                                        .contains = seq_contains,
                                        .iter = seq_iter,
                                        .getitem = seq_getitem,
                                        .binary = tuple_binary,
                                        .class_getitem = alias_class_getitem};
