/* What the sequence types (str, bytes, list, tuple, range) have in common: indexes, slices,
 * repetition, element-wise comparison and the stable sort. */
#ifndef RETORT_EVAL_SEQUENCE_H
#define RETORT_EVAL_SEQUENCE_H

#include "eval/builtins.h"

/* Sequences and padded texts longer than this are refused: whatever makes one has run away. */
enum { SEQUENCE_MAX = 1 << 28 };

typedef struct SliceRange {
    int64_t start, stop, step;
    int64_t count; /* number of items selected */
} SliceRange;

/* Turns key into an offset below len. `type_name` is for messages: "list index out of range",
 * "list indices must be integers or slices, not str". */
bool sequence_index(Eval *ev, Value key, size_t len, const char *type_name, size_t *at) MUST_CHECK;
/* Resolves a slice object against a length, as slice.indices does. */
bool sequence_slice(Eval *ev, Value slice, int64_t len, SliceRange *out) MUST_CHECK;
/* start and end arguments of find, index, count …: None or an index; clamped to 0..len. */
bool sequence_bounds(Eval *ev, Value start, Value end, int64_t len, int64_t *from,
                     int64_t *to) MUST_CHECK;

/* count for s * n; *ok false when `by` is no integer (then NotImplemented or the TypeError was
 * raised, see the result). Limits the product of len and count. */
bool sequence_repeat(Eval *ev, Value by, size_t len, size_t *count, bool *ok) MUST_CHECK;

/* list/tuple comparison by elements; op is one of the comparisons. */
bool sequence_compare(Eval *ev, Operator op, Value a, Value b, Value *out) MUST_CHECK;
/* Turns a three-way result into the answer of a comparison operator. */
Value sequence_order(Operator op, int cmp);

/* Sorts items in place, stably; key None = the items themselves. */
bool sequence_sort(Eval *ev, Value *items, size_t n, Value key, bool reverse) MUST_CHECK;

/* Raises "can only concatenate list (not "int") to list", unless the right side is an instance of
 * a script's or a module's class, which may know better: then *out stays unset. */
bool sequence_cannot_concat(Eval *ev, const char *type_name, Value right);

#endif
