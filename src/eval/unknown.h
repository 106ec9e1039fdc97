/* Unknown values: what a script takes from a module that is nowhere to be found.
 *
 * They spread through attributes, calls and arithmetic and remember where they came from. Where a
 * definite value is needed the script stops with an error that no except clause can hide. */
#ifndef RETORT_EVAL_UNKNOWN_H
#define RETORT_EVAL_UNKNOWN_H

#include "eval/state.h"

/* An unknown value with the expression that stands for it. */
bool unknown_named(Eval *ev, Str origin, Str path, Value *out);

#endif
