/* Exceptions: the built-in hierarchy, raising, matching, context and cause, groups, positions.
 *
 * An exception is an instance whose ExceptionData payload holds its arguments and the frames that
 * it passed through. What no script may catch (budgets, unknown values, failures of lower layers)
 * is not an exception but the evaluator's fatal Err. */
#ifndef RETORT_EVAL_EXCEPTION_H
#define RETORT_EVAL_EXCEPTION_H

#include "eval/state.h"

extern const NativeClass exception_base_group, exception_group; /* exception_group.c */

/* An instance of a class with these arguments, without running a script's __init__. */
Value exception_new(Eval *ev, Class *cls, const Value *args, size_t n);

#endif
