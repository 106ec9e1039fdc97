/* Tokens: what the lexer hands to the parser.
 *
 * A token is a kind and a byte range. An f-string (PEP 701) is a sequence of tokens: START, then
 * MIDDLE pieces and replacement fields whose braces, `!`, `:` and `=` are ordinary tokens, then
 * END. Keywords have kinds of their own; the soft ones (match, case, type, _) are names. */
#ifndef RETORT_PYTHON_TOKEN_H
#define RETORT_PYTHON_TOKEN_H

#include "base/source.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_ERROR, /* the lexer stopped here; its message is in the TokenList */
    TOKEN_NEWLINE,
    TOKEN_INDENT,
    TOKEN_DEDENT,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_FSTRING_START, /* also of t-strings: see TOKEN_TEMPLATE */
    TOKEN_FSTRING_MIDDLE,
    TOKEN_FSTRING_END,

    TOKEN_LPAREN,
    TOKEN_RPAREN,
    TOKEN_LBRACKET,
    TOKEN_RBRACKET,
    TOKEN_LBRACE,
    TOKEN_RBRACE,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_SEMICOLON,
    TOKEN_DOT,
    TOKEN_ELLIPSIS,
    TOKEN_ARROW,
    TOKEN_AT,
    TOKEN_EXCLAMATION,
    TOKEN_TILDE,
    TOKEN_WALRUS,

    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_STAR,
    TOKEN_DOUBLE_STAR,
    TOKEN_SLASH,
    TOKEN_DOUBLE_SLASH,
    TOKEN_PERCENT,
    TOKEN_LSHIFT,
    TOKEN_RSHIFT,
    TOKEN_AMPERSAND,
    TOKEN_BAR,
    TOKEN_CARET,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,
    TOKEN_EQUAL_EQUAL,
    TOKEN_NOT_EQUAL,

    TOKEN_EQUAL,
    TOKEN_PLUS_EQUAL, /* augmented assignments, in one run */
    TOKEN_MINUS_EQUAL,
    TOKEN_STAR_EQUAL,
    TOKEN_AT_EQUAL,
    TOKEN_SLASH_EQUAL,
    TOKEN_PERCENT_EQUAL,
    TOKEN_DOUBLE_STAR_EQUAL,
    TOKEN_LSHIFT_EQUAL,
    TOKEN_RSHIFT_EQUAL,
    TOKEN_BAR_EQUAL,
    TOKEN_CARET_EQUAL,
    TOKEN_AMPERSAND_EQUAL,
    TOKEN_DOUBLE_SLASH_EQUAL,

    TOKEN_FALSE, /* keywords, in one run */
    TOKEN_NONE,
    TOKEN_TRUE,
    TOKEN_AND,
    TOKEN_AS,
    TOKEN_ASSERT,
    TOKEN_ASYNC,
    TOKEN_AWAIT,
    TOKEN_BREAK,
    TOKEN_CLASS,
    TOKEN_CONTINUE,
    TOKEN_DEF,
    TOKEN_DEL,
    TOKEN_ELIF,
    TOKEN_ELSE,
    TOKEN_EXCEPT,
    TOKEN_FINALLY,
    TOKEN_FOR,
    TOKEN_FROM,
    TOKEN_GLOBAL,
    TOKEN_IF,
    TOKEN_IMPORT,
    TOKEN_IN,
    TOKEN_IS,
    TOKEN_LAMBDA,
    TOKEN_NONLOCAL,
    TOKEN_NOT,
    TOKEN_OR,
    TOKEN_PASS,
    TOKEN_RAISE,
    TOKEN_RETURN,
    TOKEN_TRY,
    TOKEN_WHILE,
    TOKEN_WITH,
    TOKEN_YIELD,

    TOKEN_KIND_COUNT
} TokenKind;

enum {
    /* TOKEN_STRING and the f-string tokens */
    TOKEN_RAW = 1,
    TOKEN_BYTES = 2,
    TOKEN_UNICODE = 4,  /* u"..." */
    TOKEN_TEMPLATE = 8, /* t"..." */
    TOKEN_TRIPLE = 16,
    TOKEN_BACKSLASH = 32, /* holds a backslash */
    TOKEN_IN_SPEC = 64,   /* FSTRING_MIDDLE of a format spec, where {{ is no escape */
    /* TOKEN_NAME */
    TOKEN_NON_ASCII = 1
};

typedef struct Token {
    uint8_t kind; /* TokenKind */
    uint8_t flags;
    uint8_t prefix; /* string tokens: letters before the quote */
    uint32_t start;
    uint32_t end;
} Token;

/* How the kind is written: "+=", "lambda", "newline". */
const char *token_kind_text(TokenKind kind);

#endif
