#include "python/lexer_internal.h"

static void push_string(Lexer *l, TokenKind kind, const char *start, const char *end, int flags,
                        size_t prefix)
{
    Token *t = lexer_push(l, kind, start, end);
    t->flags = (uint8_t)flags;
    t->prefix = (uint8_t)prefix;
}

static bool triple_at(const char *p, char quote)
{
    return p[0] == quote && p[1] == quote && p[2] == quote;
}

static const char *string_name(const LexerFrame *f)
{
    return f->flags & TOKEN_TEMPLATE ? "t-string" : "f-string";
}

/* The line of the last character, as CPython counts: a line end at the end of the file is not the
 * beginning of a line. */
static int last_line(const Lexer *l, const char *p)
{
    return lexer_line_of(l, *p == 0 && p > l->text && p[-1] == '\n' ? p - 1 : p);
}

/* A string that has no end at p. In a replacement field a quote like that of the f-string was
 * meant to end the latter, and what is missing is the brace. */
static void fail_string(Lexer *l, const char *start, const char *p, int flags, size_t prefix)
{
    const LexerFrame *f = l->frame_count ? &l->frames[l->frame_count - 1] : NULL;
    const char *end = start + prefix + (flags & TOKEN_TRIPLE ? 3 : 1);
    if (f && f->quote == start[prefix] && (f->flags & TOKEN_TRIPLE) == (flags & TOKEN_TRIPLE))
        lexer_fail(l, start, end, "%s: expecting '}'", string_name(f));
    else
        lexer_fail(l, start, end, "unterminated %sstring literal (detected at line %d)",
                   flags & TOKEN_TRIPLE ? "triple-quoted " : "", last_line(l, p));
}

void lexer_string(Lexer *l, const char *start, uint8_t prefix_flags)
{
    const char *p = l->p;
    char quote = *p;
    int flags = prefix_flags;
    size_t prefix = (size_t)(p - start);
    if (triple_at(p, quote)) flags |= TOKEN_TRIPLE;
    p += flags & TOKEN_TRIPLE ? 3 : 1;
    for (;; p++) {
        if (*p == quote) {
            if (!(flags & TOKEN_TRIPLE)) break;
            if (triple_at(p, quote)) break;
        } else if (*p == '\\') {
            flags |= TOKEN_BACKSLASH;
            if (p[1]) p++;
        } else if (*p == '\n' && !(flags & TOKEN_TRIPLE)) {
            fail_string(l, start, p, flags, prefix);
            return;
        } else if (*p == 0) {
            fail_string(l, start, p, flags, prefix);
            return;
        }
    }
    p += flags & TOKEN_TRIPLE ? 3 : 1;
    push_string(l, TOKEN_STRING, start, p, flags, prefix);
    l->p = p;
}

void lexer_fstring_start(Lexer *l, const char *start, uint8_t prefix_flags)
{
    const char *p = l->p;
    char quote = *p;
    int flags = prefix_flags;
    if (triple_at(p, quote)) flags |= TOKEN_TRIPLE;
    if (l->fstring_count == LEXER_MAX_FSTRINGS) {
        lexer_fail(l, start, p + 1, "too many nested f-strings");
        return;
    }
    l->fstring_count++;
    l->p = p + (flags & TOKEN_TRIPLE ? 3 : 1);
    push_string(l, TOKEN_FSTRING_START, start, l->p, flags, (size_t)(p - start));
    l->frames[l->frame_count++] = (LexerFrame){.kind = FRAME_LITERAL,
                                               .flags = (uint8_t)flags,
                                               .quote = quote,
                                               .start = (uint32_t)(start - l->text)};
}

static void push_middle(Lexer *l, const char *end, const LexerFrame *f, int extra)
{
    if (end > l->p)
        push_string(l, TOKEN_FSTRING_MIDDLE, l->p, end, (f->flags & TOKEN_RAW) | extra, 0);
    l->p = end;
}

static void end_fstring(Lexer *l, const LexerFrame *f)
{
    size_t quotes = f->flags & TOKEN_TRIPLE ? 3 : 1;
    if (f->kind == FRAME_SPEC) {
        lexer_fail(l, l->p, l->p + 1, "%s: expecting '}', or format specs", string_name(f));
        return;
    }
    push_string(l, TOKEN_FSTRING_END, l->p, l->p + quotes, f->flags, 0);
    l->p += quotes;
    l->frame_count--;
    l->fstring_count--;
}

static void open_field(Lexer *l)
{
    const LexerFrame *f = &l->frames[l->frame_count - 1];
    LexerFrame field = *f;
    if (!lexer_open(l, '{', l->p)) return;
    field.kind = FRAME_FIELD;
    field.open_count = (uint32_t)l->list->open_count;
    lexer_push(l, TOKEN_LBRACE, l->p, l->p + 1);
    l->p++;
    l->frames[l->frame_count++] = field;
}

/* `}` in literal text: the end of a format spec, or a mistake. */
static void close_field(Lexer *l, const LexerFrame *f)
{
    if (f->kind != FRAME_SPEC) {
        lexer_fail(l, l->p, l->p + 1, "%s: single '}' is not allowed", string_name(f));
        return;
    }
    lexer_push(l, TOKEN_RBRACE, l->p, l->p + 1);
    l->p++;
    l->frame_count -= 2; /* the spec and its field */
    l->list->open_count--;
}

static void fail_unterminated(Lexer *l, const LexerFrame *f, const char *p)
{
    const char *start = l->text + f->start;
    lexer_fail(l, start, start + 1, "unterminated %s%s literal (detected at line %d)",
               f->flags & TOKEN_TRIPLE ? "triple-quoted " : "", string_name(f), last_line(l, p));
}

/* After a backslash at p: where scanning goes on. A brace is left to be seen as a brace, except
 * those of \N{...}. */
static const char *skip_escape(const char *p, const LexerFrame *f)
{
    char next = p[1];
    if (next == '{' || next == '}' || next == 0) return p + 1;
    if (next == 'N' && p[2] == '{' && !(f->flags & TOKEN_RAW)) {
        const char *q = p + 3;
        while (lexer_is(*q, CHAR_NAME) || *q == ' ' || *q == '-') q++;
        return *q == '}' ? q + 1 : p + 2;
    }
    return p + 2;
}

void lexer_fstring_piece(Lexer *l)
{
    const LexerFrame *f = &l->frames[l->frame_count - 1];
    bool spec = f->kind == FRAME_SPEC, triple = f->flags & TOKEN_TRIPLE;
    int extra = spec ? TOKEN_IN_SPEC : 0;
    const char *p = l->p;
    for (;;) {
        char c = *p;
        if (c == f->quote && (!triple || triple_at(p, c))) {
            push_middle(l, p, f, extra);
            end_fstring(l, f);
            return;
        }
        if (c == '{' || c == '}') {
            if (!spec && p[1] == c) {
                p += 2;
                extra |= TOKEN_BACKSLASH; /* not verbatim: to be collapsed */
                continue;
            }
            push_middle(l, p, f, extra);
            if (c == '{')
                open_field(l);
            else
                close_field(l, f);
            return;
        }
        if (c == '\\') {
            extra |= TOKEN_BACKSLASH;
            p = skip_escape(p, f);
        } else if (c == '\n' && !triple && spec) {
            /* A line end closes the spec, and the field goes on (CPython 3.12 and later). */
            push_middle(l, p, f, extra);
            l->frame_count--;
            return;
        } else if (c == 0 || (c == '\n' && !triple)) {
            fail_unterminated(l, f, p);
            return;
        } else
            p++;
    }
}
