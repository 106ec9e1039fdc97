/* The heap: allocation, the mark-and-sweep collector, roots, pooled frames, interned names.
 *
 * Collection happens only where vm.c asks for it, when every live value is in a frame, an argument
 * block, a root or a module state. Marking keeps its own stack, so depth of data does not matter.
 * The functions are declared in state.h and object.h, beside the data they work on. */
#ifndef RETORT_EVAL_HEAP_H
#define RETORT_EVAL_HEAP_H

#include "eval/state.h"

#endif
