/* Values of string and number literals.
 *
 * The lexer has checked the form; this decodes. Kept apart from both lexer and parser because
 * escapes are a small language of their own (and the evaluator needs them for templates). */
#ifndef RETORT_PYTHON_LITERAL_H
#define RETORT_PYTHON_LITERAL_H

#include "base/strbuf.h"
#include "python/ast.h"

typedef struct LiteralError {
    char message[160];
    size_t offset; /* in the raw text */
    size_t len;
} LiteralError;

/* CPython's sys.int_info.default_max_str_digits: more decimal digits are a syntax error. */
enum { LITERAL_MAX_INT_DIGITS = 4300 };

/* Appends the value of a string body (between the quotes) to out. flags are those of the token:
 * TOKEN_RAW, TOKEN_BYTES; an f-string piece that is not TOKEN_IN_SPEC has its doubled braces
 * collapsed when fstring is true. */
bool literal_unescape(StrBuf *out, Str raw, int flags, bool fstring, LiteralError *e);

/* Fills node->constant from the text of a number token. */
bool literal_number(Arena *a, Str text, AstNode *node, LiteralError *e);

#endif
