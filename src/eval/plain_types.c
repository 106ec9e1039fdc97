/* The small built-in types: slice, range, NoneType, Ellipsis, NotImplemented. */
#include "eval/builtins.h"

#include "eval/alias.h"
#include "eval/iterator.h"
#include "eval/sequence.h"
#include "eval/show.h"

/* ---- slice ---- */

#define SLICE(v) OBJECT_AS(SliceObject, v)
#define RANGE(v) OBJECT_AS(RangeObject, v)

static bool slice_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    size_t n = value_seq_len(a->v[0]);
    const Value *v = value_seq_items(a->v[0]);
    if (n < 1 || n > 3)
        return eval_raise(ev, "TypeError",
                          n < 1 ? "slice expected at least 1 argument, got %zu"
                                : "slice expected at most 3 arguments, got %zu",
                          n);
    Value none = value_none();
    *out = n == 1 ? object_slice(ev, none, v[0], none)
                  : object_slice(ev, v[0], v[1], n == 3 ? v[2] : none);
    return true;
}

static bool slice_repr(Eval *ev, Value self, Value *out)
{
    StrBuf b = {0};
    strbuf_push_z(&b, "slice(");
    bool ok = show_push(ev, &b, SLICE(self)->start);
    strbuf_push_z(&b, ", ");
    ok = ok && show_push(ev, &b, SLICE(self)->stop);
    strbuf_push_z(&b, ", ");
    ok = ok && show_push(ev, &b, SLICE(self)->step);
    strbuf_push_char(&b, ')');
    return show_finish(ev, &b, ok, out);
}

static bool slice_start(Eval *ev, Args *a, Value *out)
{
    *out = SLICE(a->self)->start;
    return true;
}

static bool slice_stop(Eval *ev, Args *a, Value *out)
{
    *out = SLICE(a->self)->stop;
    return true;
}

static bool slice_step(Eval *ev, Args *a, Value *out)
{
    *out = SLICE(a->self)->step;
    return true;
}

static bool slice_indices(Eval *ev, Args *a, Value *out)
{
    int64_t len;
    SliceRange r;
    if (!eval_as_index(ev, a->v[0], &len) || !sequence_slice(ev, a->self, len, &r)) return false;
    Value parts[] = {value_int(r.start), value_int(r.stop), value_int(r.step)};
    *out = value_tuple(ev, parts, 3);
    return true;
}

static bool slice_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if ((op != OPERATOR_EQ && op != OPERATOR_NE) || !value_is_kind(left, OBJECT_SLICE) ||
        !value_is_kind(right, OBJECT_SLICE))
        return true;
    Value a[] = {SLICE(left)->start, SLICE(left)->stop, SLICE(left)->step};
    Value b[] = {SLICE(right)->start, SLICE(right)->stop, SLICE(right)->step};
    return sequence_compare(ev, op, value_tuple(ev, a, 3), value_tuple(ev, b, 3), out);
}

static bool slice_hash(Eval *ev, Value self, uint64_t *out)
{
    return eval_raise(ev, "TypeError", "unhashable type: 'slice'");
}

static const NativeMethod slice_methods[] = {{"start", "", slice_start, NATIVE_GETTER},
                                             {"stop", "", slice_stop, NATIVE_GETTER},
                                             {"step", "", slice_step, NATIVE_GETTER},
                                             {"indices", "length, /", slice_indices, NATIVE_METHOD},
                                             {0}};

const NativeClass native_class_slice = {.name = "slice",
                                        .module = "builtins",
                                        .init_params = "*args",
                                        .construct = slice_construct,
                                        .methods = slice_methods,
                                        .repr = slice_repr,
                                        .binary = slice_binary,
                                        .hash = slice_hash};

/* ---- range ---- */

static Value range_new(Eval *ev, int64_t start, int64_t stop, int64_t step)
{
    RangeObject *r = object_new(ev, OBJECT_RANGE, sizeof *r);
    r->start = start;
    r->stop = stop;
    r->step = step;
    if (step > 0 && start < stop) r->len = (stop - start - 1) / step + 1;
    if (step < 0 && start > stop) r->len = (start - stop - 1) / -step + 1;
    return value_object(&r->head);
}

static bool range_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    size_t n = value_seq_len(a->v[0]);
    int64_t parts[3] = {0, 0, 1};
    if (n < 1 || n > 3)
        return eval_raise(ev, "TypeError",
                          n < 1 ? "range expected at least 1 argument, got %zu"
                                : "range expected at most 3 arguments, got %zu",
                          n);
    for (size_t i = 0; i < n; i++) {
        if (!eval_as_index(ev, value_seq_items(a->v[0])[i], &parts[n == 1 ? 1 : i])) return false;
        /* Keeps the arithmetic on lengths within int64. */
        if (parts[n == 1 ? 1 : i] > INT64_MAX / 4 || parts[n == 1 ? 1 : i] < INT64_MIN / 4)
            return eval_raise(ev, "OverflowError", "range() argument is too large");
    }
    if (parts[2] == 0) return eval_raise(ev, "ValueError", "range() arg 3 must not be zero");
    *out = range_new(ev, parts[0], parts[1], parts[2]);
    return true;
}

static bool range_repr(Eval *ev, Value self, Value *out)
{
    const RangeObject *r = RANGE(self);
    long long start = r->start, stop = r->stop, step = r->step;
    *out = step == 1 ? value_str_fmt(ev, "range(%lld, %lld)", start, stop)
                     : value_str_fmt(ev, "range(%lld, %lld, %lld)", start, stop, step);
    return true;
}

static bool range_length(Eval *ev, Value self, int64_t *out)
{
    *out = RANGE(self)->len;
    return true;
}

static bool range_truth(Eval *ev, Value self, bool *out)
{
    *out = RANGE(self)->len > 0;
    return true;
}

static bool range_iter(Eval *ev, Value self, Value *out)
{
    const RangeObject *r = RANGE(self);
    *out = iterator_range(ev, r->start, r->step, r->len);
    return true;
}

static bool range_getitem(Eval *ev, Value self, Value key, Value *out)
{
    const RangeObject *r = RANGE(self);
    size_t at;
    if (!value_is_kind(key, OBJECT_SLICE)) {
        if (!sequence_index(ev, key, (size_t)r->len, "range", &at)) {
            Value e = eval_pending(ev);
            if (value_is_unset(e) || !str_eq_z(value_type_name(ev, e), "IndexError")) return false;
            eval_catch(ev);
            return eval_raise(ev, "IndexError", "range object index out of range");
        }
        *out = value_int(r->start + (int64_t)at * r->step);
        return true;
    }
    SliceRange s;
    if (!sequence_slice(ev, key, r->len, &s)) return false;
    *out =
        range_new(ev, r->start + s.start * r->step, r->start + s.stop * r->step, r->step * s.step);
    return true;
}

/* Position of an int in the range, or -1. */
static int64_t range_find(const RangeObject *r, Value v)
{
    int64_t i;
    if (v.kind == VALUE_FLOAT && v.as.real == (double)(int64_t)v.as.real)
        v = value_int((int64_t)v.as.real);
    if (!value_as_int(v, &i) || !r->len) return -1;
    int64_t last = r->start + (r->len - 1) * r->step;
    int64_t low = r->step > 0 ? r->start : last, high = r->step > 0 ? last : r->start;
    if (i < low || i > high || (i - r->start) % r->step) return -1;
    return (i - r->start) / r->step;
}

static bool range_contains(Eval *ev, Value self, Value item, bool *out)
{
    *out = range_find(RANGE(self), item) >= 0;
    return true;
}

static bool range_index(Eval *ev, Args *a, Value *out)
{
    int64_t at = range_find(RANGE(a->self), a->v[0]);
    *out = value_int(at);
    if (at >= 0) return true;
    Value text;
    if (!eval_repr(ev, a->v[0], &text)) return false;
    return eval_raise(ev, "ValueError", "%.*s is not in range", STR_ARG(value_as_str(text)));
}

static bool range_count(Eval *ev, Args *a, Value *out)
{
    *out = value_int(range_find(RANGE(a->self), a->v[0]) >= 0);
    return true;
}

static bool range_start(Eval *ev, Args *a, Value *out)
{
    *out = value_int(RANGE(a->self)->start);
    return true;
}

static bool range_stop(Eval *ev, Args *a, Value *out)
{
    *out = value_int(RANGE(a->self)->stop);
    return true;
}

static bool range_step(Eval *ev, Args *a, Value *out)
{
    *out = value_int(RANGE(a->self)->step);
    return true;
}

/* Ranges are equal when they stand for the same sequence. */
static bool range_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if ((op != OPERATOR_EQ && op != OPERATOR_NE) || !value_is_kind(left, OBJECT_RANGE) ||
        !value_is_kind(right, OBJECT_RANGE))
        return true;
    const RangeObject *a = RANGE(left), *b = RANGE(right);
    bool equal =
        a->len == b->len && (!a->len || a->start == b->start) && (a->len < 2 || a->step == b->step);
    *out = value_bool(equal == (op == OPERATOR_EQ));
    return true;
}

static bool range_hash(Eval *ev, Value self, uint64_t *out)
{
    const RangeObject *r = RANGE(self);
    Value parts[] = {value_int(r->len), r->len ? value_int(r->start) : value_none(),
                     r->len > 1 ? value_int(r->step) : value_none()};
    return eval_hash(ev, value_tuple(ev, parts, 3), out);
}

static const NativeMethod range_methods[] = {{"index", "value, /", range_index, NATIVE_METHOD},
                                             {"count", "value, /", range_count, NATIVE_METHOD},
                                             {"start", "", range_start, NATIVE_GETTER},
                                             {"stop", "", range_stop, NATIVE_GETTER},
                                             {"step", "", range_step, NATIVE_GETTER},
                                             {0}};

const NativeClass native_class_range = {.name = "range",
                                        .module = "builtins",
                                        .init_params = "*args",
                                        .construct = range_construct,
                                        .methods = range_methods,
                                        .repr = range_repr,
                                        .hash = range_hash,
                                        .truth = range_truth,
                                        .length = range_length,
                                        .iter = range_iter,
                                        .getitem = range_getitem,
                                        .contains = range_contains,
                                        .binary = range_binary};

/* ---- singletons ---- */

static bool none_repr(Eval *ev, Value self, Value *out)
{
    *out = value_str_z(ev, "None");
    return true;
}

static bool none_truth(Eval *ev, Value self, bool *out)
{
    *out = false;
    return true;
}

static bool none_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    *out = value_none();
    return true;
}

static bool none_hash(Eval *ev, Value self, uint64_t *out)
{
    *out = 0xfca86420; /* any constant will do; CPython's newer releases use this one */
    return true;
}

const NativeClass native_class_none_type = {.name = "NoneType",
                                            .module = "builtins",
                                            .init_params = "",
                                            .construct = none_construct,
                                            .repr = none_repr,
                                            .truth = none_truth,
                                            .hash = none_hash};

static bool ellipsis_repr(Eval *ev, Value self, Value *out)
{
    *out = value_str_z(ev, "Ellipsis");
    return true;
}

static bool ellipsis_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    *out = object_ellipsis(ev);
    return true;
}

const NativeClass native_class_ellipsis = {.name = "ellipsis",
                                           .module = "builtins",
                                           .init_params = "",
                                           .construct = ellipsis_construct,
                                           .repr = ellipsis_repr};

static bool not_implemented_repr(Eval *ev, Value self, Value *out)
{
    *out = value_str_z(ev, "NotImplemented");
    return true;
}

static bool not_implemented_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    *out = object_not_implemented(ev);
    return true;
}

const NativeClass native_class_not_implemented = {.name = "NotImplementedType",
                                                  .module = "builtins",
                                                  .init_params = "",
                                                  .construct = not_implemented_construct,
                                                  .repr = not_implemented_repr};
