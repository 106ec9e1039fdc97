/* A dict that does not keep its values alive: the collector takes an entry out when nothing else
 * refers to its value. What a session knows its objects by, so that a loop over a million of them
 * holds only those in use. */
#ifndef RETORT_EVAL_WEAK_H
#define RETORT_EVAL_WEAK_H

#include "eval/native.h"

/* For the collector, after it has marked and before it sweeps. */
void weak_sweep(Eval *ev);

#endif
