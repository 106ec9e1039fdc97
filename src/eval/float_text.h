/* Floats as text and back, exactly as CPython writes and reads them.
 *
 * repr() is the shortest decimal that reads back as the same double; printf cannot give that in
 * one go, so digits are tried in growing number. Rounding is left to the C library, whose printf
 * is correctly rounded. Nothing here knows about Values, so that the lexer's and the database
 * layers' needs could be met by the same functions. */
#ifndef RETORT_EVAL_FLOAT_TEXT_H
#define RETORT_EVAL_FLOAT_TEXT_H

#include "base/str.h"
#include "base/strbuf.h"

/* Appends repr(d): "1.0", "1e-07", "inf", "nan". */
void float_text_repr(StrBuf *b, double d);

/* Shortest digits that read back as the finite d (sign ignored), without a point; the value is
 * 0.DIGITS * 10**point. digits needs room for 18 bytes. */
void float_text_digits(double d, char *digits, int *point);

/* Reads what float('...') accepts: surrounding white space, underscores between digits, "inf",
 * "nan", any case. False when text is no float. */
bool float_text_parse(Str text, double *out);

/* round(d, ndigits) with correct rounding of the decimal expansion; may give inf on overflow. */
double float_text_round(double d, int64_t ndigits);

/* Appends float.hex(d). */
void float_text_hex(StrBuf *b, double d);

#endif
