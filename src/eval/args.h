/* Binding arguments to parameters, for functions of scripts and native ones alike.
 *
 * A native function's parameters are written in Python's notation and parsed once per evaluator.
 * The texts of the TypeErrors are CPython's. */
#ifndef RETORT_EVAL_ARGS_H
#define RETORT_EVAL_ARGS_H

#include "eval/state.h"

#endif
