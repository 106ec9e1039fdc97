/* What the standard library keeps per evaluator. */
#ifndef RETORT_MODULES_STDLIB_STATE_H
#define RETORT_MODULES_STDLIB_STATE_H

#include "modules/stdlib/stdlib.h"

typedef struct StdlibState {
    StdlibHost host;
    Value path;    /* sys.path */
    Value environ; /* name -> text; a script's changes stay in here */
} StdlibState;

StdlibState *state_get(Eval *ev);

#endif
