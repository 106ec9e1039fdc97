/* The hash table behind dict and set: entries in insertion order, an index beside them.
 *
 * Declared in object.h. Small tables have no index, so that attribute dicts of most instances are
 * one block of memory. */
#ifndef RETORT_EVAL_TABLE_H
#define RETORT_EVAL_TABLE_H

#include "eval/state.h"

#endif
