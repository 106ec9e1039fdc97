/* Arithmetic of int, bool and float as Python defines it.
 *
 * Integers that fit int64 are worked on directly with overflow checks; the rest goes through GMP
 * and comes back as a BigInt object. GMP's own types do not leave this file and its callers in
 * eval/: a BigInt keeps plain base-2**32 digits, so that the collector need not know GMP.
 * number_binary and number_parse_literal are declared in builtins.h. Complex numbers do not
 * exist here; what would give one is an error. */
#ifndef RETORT_EVAL_NUMBER_H
#define RETORT_EVAL_NUMBER_H

#include <gmp.h>

#include "base/strbuf.h"
#include "eval/builtins.h"

/* int, bool or an instance of a subclass of int. */
bool number_is_int(Value v);
bool number_is(Value v);

/* Initialises z with the integer v; the caller clears it. */
void number_to_mpz(Value v, mpz_t z);
/* An immediate when it fits, else a BigInt. Fails when z is beyond the size budget. */
bool number_from_mpz(Eval *ev, const mpz_t z, Value *out) MUST_CHECK;
Value number_from_uint64(Eval *ev, uint64_t u);

/* The int or float as a double; OverflowError when an int is too large. v must be a number. */
bool number_as_double(Eval *ev, Value v, double *out) MUST_CHECK;
/* Integer value of a double (truncated); raises for inf and nan. */
bool number_from_double(Eval *ev, double d, Value *out) MUST_CHECK;

/* -1, 0, 1, or 2 when unordered (nan). Both must be numbers. */
int number_compare(Value a, Value b);
/* CPython's hash: equal numbers of any type hash alike. */
uint64_t number_hash(Value v);

/* Sign of an integer: -1, 0, 1. */
int number_sign(Value v);
/* Appends the digits in base 2, 8, 10 or 16 with a minus sign where due. */
void number_int_text(StrBuf *b, Value v, int base);
/* What int(text, base) accepts, without raising; base 0 reads prefixes. */
bool number_parse_int(Eval *ev, Str text, int base, Value *out);

bool number_divmod(Eval *ev, Value a, Value b, Value *quotient, Value *rest) MUST_CHECK;
/* pow(base, exponent, modulus) for integers. */
bool number_pow_mod(Eval *ev, Value base, Value exponent, Value modulus, Value *out) MUST_CHECK;

#endif
