/* Calling anything: functions of scripts, native ones, classes, bound methods, instances.
 *
 * Depth is counted here, for calls of scripts and for native code that calls back, so that one
 * limit bounds both Python's recursion and the C stack. */
#ifndef RETORT_EVAL_CALL_H
#define RETORT_EVAL_CALL_H

#include "eval/state.h"

#endif
