#include "eval/sequence.h"

#include <string.h>

#include "base/mem.h"
#include "eval/number.h"

bool eval_as_index(Eval *ev, Value v, int64_t *out)
{
    if (value_as_int(v, out)) return true;
    if (value_is_kind(v, OBJECT_BIGINT))
        return eval_raise(ev, "IndexError", "cannot fit 'int' into an index-sized integer");
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an integer");
    Value method = value_unset(), result;
    if (value_is_object(v) && !eval_find_special(ev, v, "__index__", &method)) return false;
    if (value_is_unset(method))
        return eval_raise(ev, "TypeError", "'%.*s' object cannot be interpreted as an integer",
                          STR_ARG(value_type_name(ev, v)));
    if (!eval_call(ev, method, NULL, 0, value_unset(), &result)) return false;
    if (value_as_int(result, out)) return true;
    return eval_raise(ev, "TypeError", "__index__ returned non-int (type %.*s)",
                      STR_ARG(value_type_name(ev, result)));
}

static bool has_index(Eval *ev, Value v)
{
    Value method = value_unset();
    if (number_is_int(v)) return true;
    return value_object_kind(v) == OBJECT_INSTANCE &&
           eval_find_special(ev, v, "__index__", &method) && !value_is_unset(method);
}

bool sequence_index(Eval *ev, Value key, size_t len, const char *type_name, size_t *at)
{
    int64_t i;
    if (!has_index(ev, key)) {
        if (value_is_unknown(key)) return eval_need_known(ev, key, "an index");
        bool text = strcmp(type_name, "string") == 0;
        return eval_raise(ev, "TypeError",
                          text ? "%s indices must be integers, not '%.*s'"
                               : "%s indices must be integers or slices, not %.*s",
                          strcmp(type_name, "index") == 0 ? "byte" : type_name,
                          STR_ARG(value_type_name(ev, key)));
    }
    if (!eval_as_index(ev, key, &i)) return false;
    if (i < 0) i += (int64_t)len;
    if (i < 0 || i >= (int64_t)len) {
        bool bare = strcmp(type_name, "index") == 0;
        return eval_raise(ev, "IndexError", "%s%s out of range", type_name, bare ? "" : " index");
    }
    *at = (size_t)i;
    return true;
}

/* One end of a slice; huge integers clamp. */
static bool slice_part(Eval *ev, Value v, int64_t *out)
{
    if (value_is_kind(v, OBJECT_BIGINT) && !value_as_int(v, out)) {
        *out = number_sign(v) < 0 ? INT64_MIN : INT64_MAX;
        return true;
    }
    if (!has_index(ev, v) && !value_is_unknown(v))
        return eval_raise(ev, "TypeError",
                          "slice indices must be integers or None or have an __index__ method");
    return eval_as_index(ev, v, out);
}

static int64_t clamp(int64_t i, int64_t len, int64_t low, int64_t high)
{
    if (i < 0) i += len;
    return i < low ? low : i > high ? high : i;
}

bool sequence_slice(Eval *ev, Value slice, int64_t len, SliceRange *out)
{
    const SliceObject *s = OBJECT_AS(SliceObject, slice);
    int64_t start, stop, step = 1;
    if (!value_is_none(s->step) && !slice_part(ev, s->step, &step)) return false;
    if (step == 0) return eval_raise(ev, "ValueError", "slice step cannot be zero");
    if (step == INT64_MIN) step = -INT64_MAX;
    int64_t low = step < 0 ? -1 : 0, high = step < 0 ? len - 1 : len;
    if (value_is_none(s->start)) {
        start = step < 0 ? high : low;
    } else {
        if (!slice_part(ev, s->start, &start)) return false;
        start = clamp(start, len, low, high);
    }
    if (value_is_none(s->stop)) {
        stop = step < 0 ? low : high;
    } else {
        if (!slice_part(ev, s->stop, &stop)) return false;
        stop = clamp(stop, len, low, high);
    }
    *out = (SliceRange){.start = start, .stop = stop, .step = step};
    if (step > 0 && start < stop) out->count = (stop - start - 1) / step + 1;
    if (step < 0 && start > stop) out->count = (start - stop - 1) / -step + 1;
    return true;
}

bool sequence_bounds(Eval *ev, Value start, Value end, int64_t len, int64_t *from, int64_t *to)
{
    *from = 0;
    *to = len;
    if (!value_is_unset(start) && !value_is_none(start)) {
        if (!slice_part(ev, start, from)) return false;
        if (*from < 0) *from = *from + len < 0 ? 0 : *from + len;
    }
    if (!value_is_unset(end) && !value_is_none(end)) {
        if (!slice_part(ev, end, to)) return false;
        *to = clamp(*to, len, 0, len);
    }
    return true;
}

bool sequence_repeat(Eval *ev, Value by, size_t len, size_t *count, bool *ok)
{
    int64_t n;
    *ok = has_index(ev, by);
    if (!*ok) {
        int kind = value_object_kind(by);
        if (kind == OBJECT_INSTANCE || kind == OBJECT_UNKNOWN) return true;
        return eval_raise(ev, "TypeError", "can't multiply sequence by non-int of type '%.*s'",
                          STR_ARG(value_type_name(ev, by)));
    }
    if (!eval_as_index(ev, by, &n)) return false;
    *count = n < 0 ? 0 : (size_t)n;
    if (len && *count > SEQUENCE_MAX / len)
        return eval_raise(ev, "MemoryError", "a sequence has more than %d items", SEQUENCE_MAX);
    return true;
}

bool sequence_cannot_concat(Eval *ev, const char *type_name, Value right)
{
    int kind = value_object_kind(right);
    if (kind == OBJECT_INSTANCE || kind == OBJECT_UNKNOWN) return true;
    return eval_raise(ev, "TypeError", "can only concatenate %s (not \"%.*s\") to %s", type_name,
                      STR_ARG(value_type_name(ev, right)), type_name);
}

Value sequence_order(Operator op, int cmp)
{
    switch (op) {
    case OPERATOR_EQ: return value_bool(cmp == 0);
    case OPERATOR_NE: return value_bool(cmp != 0);
    case OPERATOR_LT: return value_bool(cmp < 0);
    case OPERATOR_LE: return value_bool(cmp <= 0);
    case OPERATOR_GT: return value_bool(cmp > 0);
    case OPERATOR_GE: return value_bool(cmp >= 0);
    default: return value_unset();
    }
}

bool sequence_compare(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    size_t i = 0;
    bool equality = op == OPERATOR_EQ || op == OPERATOR_NE;
    if (equality && value_seq_len(a) != value_seq_len(b)) {
        *out = value_bool(op == OPERATOR_NE);
        return true;
    }
    for (; i < value_seq_len(a) && i < value_seq_len(b); i++) {
        Value x = value_seq_items(a)[i], y = value_seq_items(b)[i];
        bool equal = value_is(x, y) && x.kind != VALUE_FLOAT;
        if (!equal && !eval_equal(ev, x, y, &equal)) return false;
        if (equal) continue;
        if (equality) {
            *out = value_bool(op == OPERATOR_NE);
            return true;
        }
        return eval_binary(ev, op, x, y, out);
    }
    size_t m = value_seq_len(a), n = value_seq_len(b);
    *out = sequence_order(op, (m > n) - (m < n));
    return true;
}

/* ---- sorting: bottom-up merge sort on an index of keys ---- */

typedef struct Sorter {
    Eval *ev;
    const Value *keys;
    bool reverse;
} Sorter;

/* Whether the item at b must come before the item at a (that is: they are out of order). */
static bool out_of_order(const Sorter *s, size_t a, size_t b, bool *out)
{
    /* A reverse sort keeps the order of equal items, so only the operands change places. */
    return s->reverse ? eval_less(s->ev, s->keys[a], s->keys[b], out)
                      : eval_less(s->ev, s->keys[b], s->keys[a], out);
}

static bool merge(const Sorter *s, const size_t *from, size_t *to, size_t lo, size_t mid, size_t hi)
{
    size_t i = lo, j = mid;
    for (size_t k = lo; k < hi; k++) {
        bool second = i >= mid;
        if (!second && j < hi && !out_of_order(s, from[i], from[j], &second)) return false;
        to[k] = second ? from[j++] : from[i++];
    }
    return true;
}

static bool merge_sort(const Sorter *s, size_t *order, size_t *spare, size_t n, size_t **result)
{
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * width) {
            size_t mid = lo + width < n ? lo + width : n;
            size_t hi = lo + 2 * width < n ? lo + 2 * width : n;
            if (!merge(s, order, spare, lo, mid, hi)) return false;
        }
        size_t *swap = order;
        order = spare;
        spare = swap;
    }
    *result = order;
    return true;
}

bool sequence_sort(Eval *ev, Value *items, size_t n, Value key, bool reverse)
{
    if (n < 2 && value_is_none(key)) return true;
    TupleObject *held = object_tuple_new(ev, n), *keys = object_tuple_new(ev, n);
    for (size_t i = 0; i < n; i++) held->items[i] = keys->items[i] = items[i];
    eval_root_push(ev, value_object(&held->head));
    eval_root_push(ev, value_object(&keys->head));
    bool ok = true;
    for (size_t i = 0; i < n && ok && !value_is_none(key); i++)
        ok = eval_call(ev, key, &held->items[i], 1, value_unset(), &keys->items[i]);
    if (ok && n) {
        size_t *order = mem_alloc(n * 2, sizeof *order), *sorted = order;
        for (size_t i = 0; i < n; i++) order[i] = i;
        Sorter s = {ev, keys->items, reverse};
        ok = merge_sort(&s, order, order + n, n, &sorted);
        for (size_t i = 0; i < n && ok; i++) items[i] = held->items[sorted[i]];
        mem_free(order);
    }
    eval_root_pop(ev, 2);
    return ok;
}
