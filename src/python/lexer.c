#include "python/lexer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "python/lexer_internal.h"

#define S CHAR_NAME_START
#define X CHAR_NAME_START | CHAR_HEX
#define D CHAR_DIGIT | CHAR_HEX
#define H CHAR_NAME_START | CHAR_HIGH
#define EIGHT(x) x, x, x, x, x, x, x, x
const uint8_t lexer_char_class[256] = {
    EIGHT(0), EIGHT(0), EIGHT(0), EIGHT(0), EIGHT(0), EIGHT(0), EIGHT(D), D,        D,
    0,        0,        0,        0,        0,        0,        0,        X,        X,
    X,        X,        X,        X,        S,        EIGHT(S), EIGHT(S), S,        S,
    S,        0,        0,        0,        0,        S,        0,        X,        X,
    X,        X,        X,        X,        S,        EIGHT(S), EIGHT(S), S,        S,
    S,        0,        0,        0,        0,        0,        EIGHT(H), EIGHT(H), EIGHT(H),
    EIGHT(H), EIGHT(H), EIGHT(H), EIGHT(H), EIGHT(H), EIGHT(H), EIGHT(H), EIGHT(H), EIGHT(H),
    EIGHT(H), EIGHT(H), EIGHT(H), EIGHT(H),
};
#undef S
#undef X
#undef D
#undef H

typedef struct Keyword {
    const char *text;
    uint8_t len;
    uint8_t kind;
} Keyword;

#define KEYWORD(text, kind)                                                                        \
    {                                                                                              \
        text, sizeof(text) - 1, kind                                                               \
    }
/* By first letter, so that a name is compared with the few that begin like it. */
static const Keyword keywords_a[] = {KEYWORD("as", TOKEN_AS),         KEYWORD("and", TOKEN_AND),
                                     KEYWORD("assert", TOKEN_ASSERT), KEYWORD("async", TOKEN_ASYNC),
                                     KEYWORD("await", TOKEN_AWAIT),   {0}};
static const Keyword keywords_b[] = {KEYWORD("break", TOKEN_BREAK), {0}};
static const Keyword keywords_c[] = {
    KEYWORD("class", TOKEN_CLASS), KEYWORD("continue", TOKEN_CONTINUE), {0}};
static const Keyword keywords_d[] = {KEYWORD("def", TOKEN_DEF), KEYWORD("del", TOKEN_DEL), {0}};
static const Keyword keywords_e[] = {
    KEYWORD("else", TOKEN_ELSE), KEYWORD("elif", TOKEN_ELIF), KEYWORD("except", TOKEN_EXCEPT), {0}};
static const Keyword keywords_f[] = {
    KEYWORD("for", TOKEN_FOR), KEYWORD("from", TOKEN_FROM), KEYWORD("finally", TOKEN_FINALLY), {0}};
static const Keyword keywords_g[] = {KEYWORD("global", TOKEN_GLOBAL), {0}};
static const Keyword keywords_i[] = {KEYWORD("if", TOKEN_IF),
                                     KEYWORD("in", TOKEN_IN),
                                     KEYWORD("is", TOKEN_IS),
                                     KEYWORD("import", TOKEN_IMPORT),
                                     {0}};
static const Keyword keywords_l[] = {KEYWORD("lambda", TOKEN_LAMBDA), {0}};
static const Keyword keywords_n[] = {
    KEYWORD("not", TOKEN_NOT), KEYWORD("nonlocal", TOKEN_NONLOCAL), {0}};
static const Keyword keywords_o[] = {KEYWORD("or", TOKEN_OR), {0}};
static const Keyword keywords_p[] = {KEYWORD("pass", TOKEN_PASS), {0}};
static const Keyword keywords_r[] = {
    KEYWORD("return", TOKEN_RETURN), KEYWORD("raise", TOKEN_RAISE), {0}};
static const Keyword keywords_t[] = {KEYWORD("try", TOKEN_TRY), {0}};
static const Keyword keywords_w[] = {
    KEYWORD("with", TOKEN_WITH), KEYWORD("while", TOKEN_WHILE), {0}};
static const Keyword keywords_y[] = {KEYWORD("yield", TOKEN_YIELD), {0}};
static const Keyword keywords_F[] = {KEYWORD("False", TOKEN_FALSE), {0}};
static const Keyword keywords_N[] = {KEYWORD("None", TOKEN_NONE), {0}};
static const Keyword keywords_T[] = {KEYWORD("True", TOKEN_TRUE), {0}};
static const Keyword *const keywords[128] = {
    ['a'] = keywords_a, ['b'] = keywords_b, ['c'] = keywords_c, ['d'] = keywords_d,
    ['e'] = keywords_e, ['f'] = keywords_f, ['g'] = keywords_g, ['i'] = keywords_i,
    ['l'] = keywords_l, ['n'] = keywords_n, ['o'] = keywords_o, ['p'] = keywords_p,
    ['r'] = keywords_r, ['t'] = keywords_t, ['w'] = keywords_w, ['y'] = keywords_y,
    ['F'] = keywords_F, ['N'] = keywords_N, ['T'] = keywords_T,
};

Token *lexer_push(Lexer *l, TokenKind kind, const char *start, const char *end)
{
    TokenList *list = l->list;
    if (list->len == list->cap) {
        list->cap = list->cap ? list->cap * 2 : (size_t)(l->end - l->text) / 5 + 64;
        list->items = mem_resize(list->items, list->cap, sizeof *list->items);
    }
    Token *t = &list->items[list->len++];
    *t = (Token){.kind = (uint8_t)kind,
                 .start = (uint32_t)(start - l->text),
                 .end = (uint32_t)(end - l->text)};
    return t;
}

int lexer_line_of(const Lexer *l, const char *at)
{
    int line = 1;
    for (const char *p = l->text; p < at; p++) line += *p == '\n';
    return line;
}

void lexer_fail_class(Lexer *l, const char *error_class, const char *start, const char *end,
                      const char *message)
{
    if (l->done) return;
    TokenList *list = l->list;
    snprintf(list->message, sizeof list->message, "%s", message);
    list->error_class = error_class;
    list->error_span = (Span){(uint32_t)(start - l->text), (uint32_t)(end - l->text)};
    lexer_push(l, TOKEN_ERROR, start, end);
    l->done = true;
}

void lexer_fail(Lexer *l, const char *start, const char *end, const char *fmt, ...)
{
    char message[sizeof l->list->message];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    lexer_fail_class(l, "SyntaxError", start, end, message);
}

bool lexer_open(Lexer *l, char opener, const char *at)
{
    if (l->list->open_count == LEXER_MAX_PARENS) {
        lexer_fail(l, at, at + 1, "too many nested parentheses");
        return false;
    }
    l->list->open[l->list->open_count++] = (LexerParen){(uint32_t)(at - l->text), opener};
    return true;
}

/* True when the closer matches the innermost open bracket, which is then closed. */
static bool close_bracket(Lexer *l, char closer, const char *at)
{
    TokenList *list = l->list;
    if (list->open_count == 0) {
        lexer_fail(l, at, at + 1, "unmatched '%c'", closer);
        return false;
    }
    LexerParen open = list->open[list->open_count - 1];
    char expected = open.opener == '(' ? ')' : open.opener == '[' ? ']' : '}';
    if (closer != expected) {
        int open_line = lexer_line_of(l, l->text + open.offset);
        if (l->frame_count && open.opener == '{')
            lexer_fail(l, at, at + 1, "f-string: unmatched '%c'", closer);
        else if (open_line != lexer_line_of(l, at))
            lexer_fail(l, at, at + 1,
                       "closing parenthesis '%c' does not match opening parenthesis '%c' on line "
                       "%d",
                       closer, open.opener, open_line);
        else
            lexer_fail(l, at, at + 1,
                       "closing parenthesis '%c' does not match opening parenthesis '%c'", closer,
                       open.opener);
        return false;
    }
    list->open_count--;
    return true;
}

/* Only for bytes where the ASCII path gave up: checks every code point of the name. */
static bool check_name(Lexer *l, const char *start)
{
    Str s = {start, (size_t)(l->p - start)};
    for (size_t i = 0; i < s.len;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, &i);
        if (at == 0 ? unicode_is_xid_start(cp) : unicode_is_xid_continue(cp)) continue;
        const char *bad = start + at, *bad_end = start + i;
        if (unicode_is_printable(cp))
            lexer_fail(l, bad, bad_end, "invalid character '%.*s' (U+%04X)", (int)(i - at), bad,
                       (unsigned)cp);
        else
            lexer_fail(l, bad, bad_end, "invalid non-printable character U+%04X", (unsigned)cp);
        return false;
    }
    return true;
}

/* The flags for a string prefix, or -1 when the letters are none. */
static int prefix_flags(const char *s, size_t n)
{
    int flags = 0, f = 0;
    for (size_t i = 0; i < n; i++) {
        int bit;
        switch (s[i] | 0x20) {
        case 'r': bit = TOKEN_RAW; break;
        case 'b': bit = TOKEN_BYTES; break;
        case 'u': bit = TOKEN_UNICODE; break;
        case 't': bit = TOKEN_TEMPLATE; break;
        case 'f': bit = 128; break;
        default: return -1;
        }
        if (f & bit) return -1;
        f |= bit;
    }
    flags = f;
    bool alone = f & TOKEN_UNICODE;
    int kinds = !!(f & TOKEN_BYTES) + !!(f & TOKEN_TEMPLATE) + !!(f & 128);
    if ((alone && n > 1) || kinds > 1) return -1;
    return flags;
}

static void lex_name(Lexer *l)
{
    const char *start = l->p, *p = start;
    int seen = 0;
    while (lexer_is(*p, CHAR_NAME)) seen |= lexer_char_class[(unsigned char)*p++];
    size_t n = (size_t)(p - start);
    l->p = p;
    if ((*p == '"' || *p == '\'') && n <= 2) {
        int flags = prefix_flags(start, n);
        if (flags >= 0) {
            if (flags & (128 | TOKEN_TEMPLATE))
                lexer_fstring_start(l, start, (uint8_t)(flags & 127));
            else
                lexer_string(l, start, (uint8_t)flags);
            return;
        }
    }
    if (seen & CHAR_HIGH) {
        if (check_name(l, start)) lexer_push(l, TOKEN_NAME, start, p)->flags = TOKEN_NON_ASCII;
        return;
    }
    TokenKind kind = TOKEN_NAME;
    const Keyword *k = keywords[(unsigned char)*start];
    if (k && n >= 2)
        for (; k->text; k++)
            if (k->len == n && memcmp(k->text, start, n) == 0) {
                kind = (TokenKind)k->kind;
                break;
            }
    lexer_push(l, kind, start, p);
}

/* A comment that is skipped up to its line end. */
static const char *skip_comment(const char *p)
{
    while (*p && *p != '\n') p++;
    return p;
}

/* After a backslash: the next line, or NULL after an error. */
static const char *continue_line(Lexer *l, const char *backslash)
{
    const char *p = backslash + 1;
    if (*p != '\n') {
        if (*p == 0)
            lexer_fail(l, backslash, p, "unexpected EOF while parsing");
        else
            lexer_fail(l, p, p + 1, "unexpected character after line continuation character");
        return NULL;
    }
    if (p[1] == 0) {
        lexer_fail(l, backslash, p, "unexpected EOF while parsing");
        return NULL;
    }
    return p + 1;
}

static void fail_tabs(Lexer *l, const char *line)
{
    lexer_fail_class(l, "TabError", line, l->p,
                     "inconsistent use of tabs and spaces in indentation");
}

static void set_indent(Lexer *l, const char *line, uint32_t col, uint32_t alt)
{
    size_t n = l->indent_count;
    uint32_t top = n ? l->indents[n - 1] : 0, alt_top = n ? l->alt_indents[n - 1] : 0;
    if (col == top) {
        if (alt != alt_top) fail_tabs(l, line);
        return;
    }
    if (col > top) {
        if (n == LEXER_MAX_INDENTS) {
            lexer_fail_class(l, "IndentationError", line, l->p, "too many levels of indentation");
        } else if (alt <= alt_top) {
            fail_tabs(l, line);
        } else {
            l->indents[n] = col;
            l->alt_indents[n] = alt;
            l->indent_count++;
            lexer_push(l, TOKEN_INDENT, line, l->p);
        }
        return;
    }
    while (n > 0 && col < l->indents[n - 1]) {
        n--;
        lexer_push(l, TOKEN_DEDENT, l->p, l->p);
    }
    l->indent_count = n;
    if (col != (n ? l->indents[n - 1] : 0))
        lexer_fail_class(l, "IndentationError", line, l->p,
                         "unindent does not match any outer indentation level");
    else if (alt != (n ? l->alt_indents[n - 1] : 0))
        fail_tabs(l, line);
}

/* At the beginning of a logical line: skips blank and comment lines, then reports indentation. */
static void lex_line_start(Lexer *l)
{
    for (;;) {
        const char *line = l->p, *p = line;
        uint32_t col = 0, alt = 0, continued = 0;
        for (;; p++) {
            if (*p == ' ')
                col++, alt++;
            else if (*p == '\t')
                col = (col / 8 + 1) * 8, alt++;
            else if (*p == '\f')
                col = alt = 0;
            else if (*p == '\\') {
                /* The indentation is that of the first of the joined lines. */
                if (!continued) continued = col;
                if (!(p = continue_line(l, p))) return;
                p--;
            } else
                break;
        }
        if (*p == '#') p = skip_comment(p);
        l->p = p;
        if (*p == '\n') {
            l->p++;
            continue;
        }
        if (*p == 0) return; /* the end closes all blocks by itself */
        l->at_line_start = false;
        set_indent(l, line, continued ? continued : col, alt);
        return;
    }
}

static void lex_end(Lexer *l)
{
    TokenList *list = l->list;
    if (list->open_count == 0 && !l->in_parens) {
        TokenKind last = list->len ? (TokenKind)list->items[list->len - 1].kind : TOKEN_NEWLINE;
        if (last != TOKEN_NEWLINE && last != TOKEN_DEDENT) lexer_push(l, TOKEN_NEWLINE, l->p, l->p);
        for (; l->indent_count; l->indent_count--) lexer_push(l, TOKEN_DEDENT, l->p, l->p);
    }
    lexer_push(l, TOKEN_END, l->p, l->p);
    l->done = true;
}

static void lex_newline(Lexer *l)
{
    if (l->list->open_count == 0 && !l->in_parens) {
        lexer_push(l, TOKEN_NEWLINE, l->p, l->p + 1);
        l->at_line_start = true;
    }
    l->p++;
}

static void operator_token(Lexer *l, TokenKind kind, size_t len)
{
    lexer_push(l, kind, l->p, l->p + len);
    l->p += len;
}

static void lex_opener(Lexer *l, TokenKind kind)
{
    if (lexer_open(l, *l->p, l->p)) operator_token(l, kind, 1);
}

/* The frame, when the innermost bracket is the brace of a replacement field. */
static LexerFrame *field_at_top(Lexer *l)
{
    if (l->frame_count == 0) return NULL;
    LexerFrame *f = &l->frames[l->frame_count - 1];
    return f->open_count == l->list->open_count ? f : NULL;
}

static void lex_closer(Lexer *l, TokenKind kind)
{
    LexerFrame *field = field_at_top(l);
    if (!close_bracket(l, *l->p, l->p)) return;
    if (field) l->frame_count--;
    operator_token(l, kind, 1);
}

static void lex_colon(Lexer *l)
{
    LexerFrame *field = field_at_top(l);
    if (field) {
        operator_token(l, TOKEN_COLON, 1);
        LexerFrame spec = *field;
        spec.kind = FRAME_SPEC;
        l->frames[l->frame_count++] = spec;
    } else if (l->p[1] == '=')
        operator_token(l, TOKEN_WALRUS, 2);
    else
        operator_token(l, TOKEN_COLON, 1);
}

static void lex_other(Lexer *l)
{
    char c = *l->p;
    if (c == '!' && l->p[1] == '=')
        operator_token(l, TOKEN_NOT_EQUAL, 2);
    else if (c == '!' && field_at_top(l))
        operator_token(l, TOKEN_EXCLAMATION, 1);
    else if (c == '$' || c == '?' || c == '`' || c == '!')
        lexer_fail(l, l->p, l->p + 1, "invalid syntax");
    else
        lexer_fail(l, l->p, l->p + 1, "invalid non-printable character U+%04X",
                   (unsigned)(unsigned char)c);
}

/* An operator of one character, or with = after it. */
static void lex_with_equal(Lexer *l, TokenKind plain, TokenKind equal)
{
    if (l->p[1] == '=')
        operator_token(l, equal, 2);
    else
        operator_token(l, plain, 1);
}

/* An operator that may be doubled, and either form may have = after it. */
static void lex_doubled(Lexer *l, TokenKind plain, TokenKind equal, TokenKind doubled,
                        TokenKind doubled_equal)
{
    if (l->p[1] != l->p[0])
        lex_with_equal(l, plain, equal);
    else if (l->p[2] == '=')
        operator_token(l, doubled_equal, 3);
    else
        operator_token(l, doubled, 2);
}

static void lex_operator(Lexer *l)
{
    const char *p = l->p;
    switch (*p) {
    case '(': lex_opener(l, TOKEN_LPAREN); return;
    case '[': lex_opener(l, TOKEN_LBRACKET); return;
    case '{': lex_opener(l, TOKEN_LBRACE); return;
    case ')': lex_closer(l, TOKEN_RPAREN); return;
    case ']': lex_closer(l, TOKEN_RBRACKET); return;
    case '}': lex_closer(l, TOKEN_RBRACE); return;
    case ':': lex_colon(l); return;
    case ',': operator_token(l, TOKEN_COMMA, 1); return;
    case ';': operator_token(l, TOKEN_SEMICOLON, 1); return;
    case '~': operator_token(l, TOKEN_TILDE, 1); return;
    case '.':
        if (lexer_is(p[1], CHAR_DIGIT))
            lexer_number(l);
        else if (p[1] == '.' && p[2] == '.')
            operator_token(l, TOKEN_ELLIPSIS, 3);
        else
            operator_token(l, TOKEN_DOT, 1);
        return;
    case '-':
        if (p[1] == '>')
            operator_token(l, TOKEN_ARROW, 2);
        else
            lex_with_equal(l, TOKEN_MINUS, TOKEN_MINUS_EQUAL);
        return;
    case '<':
        /* `<>` is PEP 401's joke and no operator otherwise. */
        lex_doubled(l, TOKEN_LESS, TOKEN_LESS_EQUAL, TOKEN_LSHIFT, TOKEN_LSHIFT_EQUAL);
        return;
    case '>':
        lex_doubled(l, TOKEN_GREATER, TOKEN_GREATER_EQUAL, TOKEN_RSHIFT, TOKEN_RSHIFT_EQUAL);
        return;
    case '*':
        lex_doubled(l, TOKEN_STAR, TOKEN_STAR_EQUAL, TOKEN_DOUBLE_STAR, TOKEN_DOUBLE_STAR_EQUAL);
        return;
    case '/':
        lex_doubled(l, TOKEN_SLASH, TOKEN_SLASH_EQUAL, TOKEN_DOUBLE_SLASH,
                    TOKEN_DOUBLE_SLASH_EQUAL);
        return;
    case '=': lex_with_equal(l, TOKEN_EQUAL, TOKEN_EQUAL_EQUAL); return;
    case '+': lex_with_equal(l, TOKEN_PLUS, TOKEN_PLUS_EQUAL); return;
    case '%': lex_with_equal(l, TOKEN_PERCENT, TOKEN_PERCENT_EQUAL); return;
    case '@': lex_with_equal(l, TOKEN_AT, TOKEN_AT_EQUAL); return;
    case '&': lex_with_equal(l, TOKEN_AMPERSAND, TOKEN_AMPERSAND_EQUAL); return;
    case '|': lex_with_equal(l, TOKEN_BAR, TOKEN_BAR_EQUAL); return;
    case '^': lex_with_equal(l, TOKEN_CARET, TOKEN_CARET_EQUAL); return;
    default: lex_other(l); return;
    }
}

static void lex_token(Lexer *l)
{
    const char *p = l->p;
    while (*p == ' ' || *p == '\t' || *p == '\f') p++;
    l->p = p;
    char c = *p;
    if (lexer_is(c, CHAR_NAME_START))
        lex_name(l);
    else if (lexer_is(c, CHAR_DIGIT))
        lexer_number(l);
    else if (c == '"' || c == '\'')
        lexer_string(l, p, 0);
    else if (c == '\n')
        lex_newline(l);
    else if (c == '#')
        l->p = skip_comment(p);
    else if (c == '\\') {
        p = continue_line(l, p);
        if (p) l->p = p;
    } else if (c == 0)
        lex_end(l);
    else
        lex_operator(l);
}

void lexer_run(TokenList *out, Str text, bool in_parens)
{
    *out = (TokenList){0};
    Lexer l;
    l.list = out;
    l.text = l.p = text.ptr;
    l.end = text.ptr + text.len;
    l.in_parens = in_parens;
    l.at_line_start = !in_parens;
    l.done = false;
    l.indent_count = l.fstring_count = l.frame_count = 0;
    while (!l.done) {
        if (l.frame_count && l.frames[l.frame_count - 1].kind != FRAME_FIELD)
            lexer_fstring_piece(&l);
        else {
            if (l.at_line_start) lex_line_start(&l);
            if (!l.done) lex_token(&l);
        }
    }
}

void lexer_deinit(TokenList *list)
{
    mem_free(list->items);
    list->items = NULL;
    list->len = list->cap = 0;
}
