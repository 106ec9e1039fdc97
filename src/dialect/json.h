/* JSON text into plain values, as Python's json.loads reads it.
 *
 * Objects become DICT in the order written (a repeated key keeps its first place and its last
 * value), integers of any size stay exact. Nesting is limited so that hostile text cannot use up
 * the stack. */
#ifndef RETORT_DIALECT_JSON_H
#define RETORT_DIALECT_JSON_H

#include "sql/value.h"

/* False when the text is not JSON (or is nested too deep). Values live in out. */
bool json_parse(Str text, Arena *out, SqlValue *value);

#endif
