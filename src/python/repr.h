/* Python's repr() of floats, strings and bytes, to the byte.
 *
 * The AST dump needs it, and so does everybody who prints Python values. */
#ifndef RETORT_PYTHON_REPR_H
#define RETORT_PYTHON_REPR_H

#include "base/strbuf.h"

/* The shortest text that reads back as the same double: 1.0, 1e-05, 1e+16, inf, nan. */
void repr_float(StrBuf *out, double value);
/* 'it' or "it's"; what is not printable is escaped. Lone surrogates are \udXXX. */
void repr_str(StrBuf *out, Str value);
void repr_bytes(StrBuf *out, Str value);

/* The shortest digits of a finite value >= 0 without point, and the place of the point: value =
 * 0.DIGITS * 10^point. digits has room for 18 bytes. Returns how many. */
int repr_float_digits(double value, char *digits, int *point);

#endif
