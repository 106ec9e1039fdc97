/* The lexer's state, shared by its files: lexer.c (lines, names, operators), lexer_number.c and
 * lexer_string.c (strings and the pieces of f-strings).
 *
 * Not for anyone else. */
#ifndef RETORT_PYTHON_LEXER_INTERNAL_H
#define RETORT_PYTHON_LEXER_INTERNAL_H

#include "python/lexer.h"

/* Inside an f-string the text alternates between literal (LITERAL, and SPEC after the colon of a
 * field) and code (FIELD). A stack of these replaces recursion. */
typedef enum LexerFrameKind { FRAME_LITERAL, FRAME_FIELD, FRAME_SPEC } LexerFrameKind;

typedef struct LexerFrame {
    uint8_t kind;
    uint8_t flags; /* of the START token */
    char quote;
    uint32_t start;      /* of the START token */
    uint32_t open_count; /* FIELD: brackets open inside its brace, the brace included */
} LexerFrame;

enum { LEXER_MAX_FRAMES = LEXER_MAX_FSTRINGS + 2 * LEXER_MAX_PARENS };

typedef struct Lexer {
    TokenList *list;
    const char *text;
    const char *end; /* where the terminating NUL is */
    const char *p;
    bool in_parens;
    bool at_line_start;
    bool done;
    size_t indent_count;
    uint32_t indents[LEXER_MAX_INDENTS];     /* columns with tabs of 8 */
    uint32_t alt_indents[LEXER_MAX_INDENTS]; /* columns with tabs of 1: both must agree */
    size_t fstring_count;
    size_t frame_count;
    LexerFrame frames[LEXER_MAX_FRAMES];
} Lexer;

/* Classes of bytes. */
enum { CHAR_NAME_START = 1, CHAR_DIGIT = 2, CHAR_NAME = 3, CHAR_HIGH = 4, CHAR_HEX = 8 };
extern const uint8_t lexer_char_class[256];
static inline bool lexer_is(char c, int classes)
{
    return lexer_char_class[(unsigned char)c] & classes;
}

Token *lexer_push(Lexer *l, TokenKind kind, const char *start, const char *end);
/* Ends the token list with an error over [start, end). */
void lexer_fail(Lexer *l, const char *start, const char *end, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void lexer_fail_class(Lexer *l, const char *error_class, const char *start, const char *end,
                      const char *message);
int lexer_line_of(const Lexer *l, const char *at);

bool lexer_open(Lexer *l, char opener, const char *at);

void lexer_number(Lexer *l);
/* l->p is at the quote; the token begins at start (prefix). */
void lexer_string(Lexer *l, const char *start, uint8_t flags);
void lexer_fstring_start(Lexer *l, const char *start, uint8_t flags);
/* The next piece of literal text and what ends it. */
void lexer_fstring_piece(Lexer *l);

#endif
