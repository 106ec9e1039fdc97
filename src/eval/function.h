/* Function objects and their relatives: bound methods, property, staticmethod, classmethod, code.
 *
 * The tables here give scripts the attributes that decorators and introspection use. */
#ifndef RETORT_EVAL_FUNCTION_H
#define RETORT_EVAL_FUNCTION_H

#include "eval/state.h"

#endif
