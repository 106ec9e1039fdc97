/* UTF-8: decoding, encoding, counting, validating. */
#ifndef RETORT_BASE_UTF8_H
#define RETORT_BASE_UTF8_H

#include "base/str.h"

/* Decodes the code point at s.ptr[*i] and moves *i past it. Invalid bytes give U+FFFD and move by
 * one. *i must be < s.len. */
uint32_t utf8_next(Str s, size_t *i);

/* Writes cp as UTF-8 into out[4] and returns the number of bytes; surrogates are written as three
 * bytes, as Python's "surrogatepass" does. */
size_t utf8_encode(uint32_t cp, char out[4]);

/* Number of code points. */
size_t utf8_count(Str s);

/* Byte offset of the n-th code point (s.len when there are fewer). */
size_t utf8_offset(Str s, size_t n);

/* True when all of s is well-formed; else *bad is the offset of the first wrong byte. */
bool utf8_valid(Str s, size_t *bad);

#endif
