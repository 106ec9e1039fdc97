/* Operators and protocols on any value: arithmetic, comparison, truth, length, items, iteration,
 * hash, repr. A script's special method wins, then the native slot, then Python's default. */
#ifndef RETORT_EVAL_OPERATOR_H
#define RETORT_EVAL_OPERATOR_H

#include "eval/state.h"

/* "+", ">=" …, for messages. */
const char *operator_symbol(Operator op);
/* a op= b */
bool operator_inplace(Eval *ev, Operator op, Value a, Value b, Value *out) MUST_CHECK;
bool operator_compare(Eval *ev, Operator op, Value a, Value b, Value *out) MUST_CHECK;
bool operator_delitem(Eval *ev, Value v, Value key) MUST_CHECK;
bool operator_unary(Eval *ev, Operator op, Value v, Value *out) MUST_CHECK;

#endif
