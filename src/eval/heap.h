/* The heap: allocation, the mark-and-sweep collector, roots, pooled frames, interned names.
 *
 * Collection happens only where vm.c asks for it, when every live value is in a frame, an argument
 * block, a root or a module state. Marking keeps its own stack, so depth of data does not matter.
 *
 * Native code that calls back into a script need not root what it made for itself: whatever is
 * allocated while a script runs, and what a nested run returns, is pinned until the script's next
 * safe point. A nested run drops only its own pins, so its garbage is collected as usual. Outside of
 * any script the caller roots (eval_root_push).
 * The functions are declared in state.h and object.h, beside the data they work on. */
#ifndef RETORT_EVAL_HEAP_H
#define RETORT_EVAL_HEAP_H

#include "eval/state.h"

void heap_pin(Eval *ev, Object *o);
/* A safe point of the innermost run: its frames hold all that it needs. */
static inline void heap_unpin(Eval *ev) { ev->pins.len = ev->pin_base; }

#endif
