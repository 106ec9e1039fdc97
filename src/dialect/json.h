/* JSON text into plain values and back, as Python's json module reads and writes it.
 *
 * Objects become DICT in the order written (a repeated key keeps its first place and its last
 * value), integers of any size stay exact. Nesting is limited so that hostile text cannot use up
 * the stack. */
#ifndef RETORT_DIALECT_JSON_H
#define RETORT_DIALECT_JSON_H

#include "base/err.h"
#include "sql/value.h"

/* False when the text is not JSON (or is nested too deep). Values live in out. */
bool json_parse(Str text, Arena *out, SqlValue *value);

/* json.dumps(): separators ", " and ": ", everything beyond ASCII as \u escapes. Fails on a value
 * that JSON does not have, in Python's words. */
bool json_push(StrBuf *b, const SqlValue *v, Err *err) MUST_CHECK;

#endif
