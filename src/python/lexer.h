/* The lexer: clean text to a list of tokens, in one pass and without copying text.
 *
 * The whole file is cut at once, because the parser looks ahead (is this `match` a statement?
 * does this parenthesis close before a colon?) and an array makes that free. An error ends the list
 * with TOKEN_ERROR, so that the parser reports it only if nothing before it was wrong. Strings and
 * numbers are delimited and checked for form here, but decoded in literal.h. */
#ifndef RETORT_PYTHON_LEXER_H
#define RETORT_PYTHON_LEXER_H

#include "python/token.h"

/* CPython's limits (MAXLEVEL, MAXINDENT, MAXFSTRINGLEVEL). */
enum { LEXER_MAX_PARENS = 200, LEXER_MAX_INDENTS = 100, LEXER_MAX_FSTRINGS = 150 };

typedef struct LexerParen {
    uint32_t offset;
    char opener;
} LexerParen;

typedef struct TokenList {
    Token *items; /* ends with TOKEN_END or TOKEN_ERROR */
    size_t len;
    size_t cap;
    /* With TOKEN_ERROR: */
    char message[200];
    const char *error_class; /* "SyntaxError", "IndentationError" or "TabError" */
    Span error_span;
    /* Brackets still open where the lexer stopped, outermost first. */
    LexerParen open[LEXER_MAX_PARENS];
    size_t open_count;
} TokenList;

/* `text` is clean (see encoding.h). in_parens lexes as if inside parentheses, where newlines mean
 * nothing: for single expressions. Release with lexer_deinit. */
void lexer_run(TokenList *out, Str text, bool in_parens);
void lexer_deinit(TokenList *list);

#endif
