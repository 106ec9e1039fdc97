/* Text in other encodings than UTF-8, by Python's names for them, through the system's iconv.
 *
 * Strict, as str.encode() is: a character that the encoding lacks is an error, never a "?". */
#ifndef RETORT_OS_CODEC_H
#define RETORT_OS_CODEC_H

#include "base/err.h"

/* str.encode(name). Fails with ERR_SCRIPT: LookupError for a name that nobody knows,
 * UnicodeEncodeError for a character that does not fit. */
bool codec_encode(Str text, Str name, Arena *out_arena, Str *out, Err *err) MUST_CHECK;

#endif
