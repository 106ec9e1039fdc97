/* The format mini-language and the three ways to reach it.
 *
 * eval_format (builtins.h) is format(): str, int and float are formatted here after PEP 3101, with
 * CPython's messages; everything else answers through __format__ or accepts only an empty spec.
 * str.format and % formatting build on it. Locale-dependent 'n' is the C locale's, as it is in a
 * Python process that never called setlocale. */
#ifndef RETORT_EVAL_FORMAT_H
#define RETORT_EVAL_FORMAT_H

#include "base/strbuf.h"
#include "eval/builtins.h"

typedef struct FormatSpec {
    uint32_t fill;
    char align; /* '<' '>' '=' '^' */
    char sign;  /* 0 when absent */
    bool no_minus_zero, alternate, zero_pad;
    int64_t width;     /* -1 = absent */
    char grouping;     /* ',' '_' or 0 */
    int64_t precision; /* -1 = absent */
    char type;         /* 0 when absent */
} FormatSpec;

/* Parses spec for a value of type_name. default_align is '<' for text, '>' for numbers. */
bool format_spec_parse(Eval *ev, Str spec, const char *type_name, char default_align,
                       FormatSpec *out) MUST_CHECK;

/* Appends text padded to the spec's width; fill and align as parsed ('=' counts as '>'). */
void format_pad(StrBuf *b, const FormatSpec *spec, Str text);

/* Appends the magnitude of d (no sign) by a printf-like type ('e', 'f', 'g', '%', 0 = repr-like).
 */
void format_float_magnitude(StrBuf *b, double d, char type, int64_t precision, bool alternate);

/* str.format: args is a tuple, kw a dict or any mapping. */
bool format_string(Eval *ev, Str format, Value args, Value mapping, Value *out) MUST_CHECK;

/* format % args. */
bool format_percent(Eval *ev, Value format, Value args, Value *out) MUST_CHECK;

#endif
