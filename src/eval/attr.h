/* Attribute access: descriptors, instance dicts, classes and metaclasses, super().
 *
 * One set of rules for script classes, native classes and built-in types. "find" gives unset for
 * an attribute that is not there; "get" raises AttributeError with CPython's text. */
#ifndef RETORT_EVAL_ATTR_H
#define RETORT_EVAL_ATTR_H

#include "eval/state.h"

#endif
