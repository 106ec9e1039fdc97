/* Iterators over the built-in containers and those of zip, map, enumerate, filter and reversed.
 *
 * All of them are IteratorObjects with a native class of their own; what the fields mean is told
 * beside each `next` in iterator.c. A dict or set that changes size while it is walked raises
 * RuntimeError, as in CPython. */
#ifndef RETORT_EVAL_ITERATOR_H
#define RETORT_EVAL_ITERATOR_H

#include "eval/builtins.h"

extern const NativeClass native_class_enumerate, native_class_zip, native_class_map,
    native_class_filter, native_class_reversed;

typedef enum IteratorTable { ITERATOR_KEYS, ITERATOR_VALUES, ITERATOR_ITEMS } IteratorTable;

/* Over a list, tuple, str or bytes, by index. */
Value iterator_sequence(Eval *ev, Value seq);
/* The same from the last item to the first. */
Value iterator_reversed(Eval *ev, Value seq);
Value iterator_range(Eval *ev, int64_t start, int64_t step, int64_t count);
/* Over a dict or set. */
Value iterator_table(Eval *ev, Value container, IteratorTable what, bool reverse);
/* iter(callable, sentinel) */
Value iterator_callable(Eval *ev, Value callable, Value sentinel);
/* An empty iterator of `items`, a tuple of values: for natives that have all items at hand. */
Value iterator_items(Eval *ev, const Value *items, size_t n);

#endif
