/* All native modules, by dotted import path: what an evaluator's host gives to scripts. */
#ifndef RETORT_MODULES_MODULES_H
#define RETORT_MODULES_MODULES_H

#include "eval/native.h"

/* NULL = no native module of that name. */
const NativeModule *modules_find(Str dotted);
/* What modules need of each other in a new evaluator. */
void modules_install(Eval *ev);

#endif
