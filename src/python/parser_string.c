/* String literals, joined when adjacent; f-strings and t-strings with their fields. */
#include "python/literal.h"
#include "python/parser_internal.h"

/* Text that is being put together in p->buf above `mark`, until a field or the end follows. */
typedef struct Pieces {
    size_t mark;
    bool open; /* a piece has begun, possibly empty */
    bool is_u;
    uint32_t start;
    uint32_t end;
} Pieces;

static bool add_text(Parser *p, Pieces *text, const Token *t, Str raw, bool fstring)
{
    if (!text->open) {
        text->open = true;
        text->start = t->start;
        text->is_u = (t->flags & TOKEN_UNICODE) && !fstring && p->text[t->start] == 'u';
    }
    text->end = t->end;
    if (!(t->flags & TOKEN_BACKSLASH)) {
        strbuf_push(&p->buf, raw);
        return true;
    }
    LiteralError e;
    if (literal_unescape(&p->buf, raw, t->flags, fstring, &e)) return true;
    uint32_t at = (uint32_t)((size_t)(raw.ptr - p->text) + e.offset);
    parser_fail(p, (Span){at, at + (uint32_t)e.len}, "%s", e.message);
    return false;
}

/* The text so far as a Constant on the stack; nothing when it is empty. */
static bool flush_text(Parser *p, Pieces *text)
{
    bool any = p->buf.len > text->mark;
    text->open = false;
    if (!any) return true;
    AstNode *n = PARSER_NODE(p, AST_CONSTANT, constant, text->start, 0);
    if (!n) return false;
    n->span.end = text->end;
    n->constant.type = AST_CONST_STR;
    n->constant.is_u = text->is_u;
    n->constant.text = arena_str(p->arena, str_slice(strbuf_view(&p->buf), text->mark, p->buf.len));
    strbuf_truncate(&p->buf, text->mark);
    parser_push(p, n);
    return true;
}

static Str string_body(const Parser *p, const Token *t)
{
    uint32_t quotes = t->flags & TOKEN_TRIPLE ? 3 : 1;
    uint32_t from = t->start + t->prefix + quotes;
    return (Str){p->text + from, t->end - quotes - from};
}

/* Source from offset `from` up to token `to`, without comments (as CPython's debug text). */
static void push_source(Parser *p, const Token *first, uint32_t from, const Token *to)
{
    for (const Token *t = first; t <= to; t++) {
        for (uint32_t i = from; i < t->start; i++) {
            if (p->text[i] == '#')
                while (i < t->start && p->text[i] != '\n') i++;
            if (i < t->start) strbuf_push_char(&p->buf, p->text[i]);
        }
        if (t < to) strbuf_push(&p->buf, parser_token_text(p, t));
        from = t->end;
    }
}

static const char *string_name(bool is_template) { return is_template ? "t-string" : "f-string"; }

static bool parse_conversion(Parser *p, bool is_template, int *conversion)
{
    const Token *mark = parser_advance(p), *t = p->tok;
    if (t->kind != TOKEN_NAME) {
        parser_fail_token(p, t, "%s: missing conversion character", string_name(is_template));
        return false;
    }
    if (t->start != mark->end) {
        parser_fail_token(p, t, "%s: conversion type must come right after the exclamation mark",
                          string_name(is_template));
        return false;
    }
    Str s = parser_token_text(p, t);
    if (!str_eq_z(s, "s") && !str_eq_z(s, "r") && !str_eq_z(s, "a")) {
        parser_fail_token(p, t,
                          "%s: invalid conversion character '%.*s': expected 's', 'r', or 'a'",
                          string_name(is_template), STR_ARG(s));
        return false;
    }
    *conversion = s.ptr[0];
    parser_advance(p);
    return true;
}

static bool parse_field(Parser *p, Pieces *text, bool is_template);

static AstNode *parse_format_spec(Parser *p, bool is_template)
{
    uint32_t start = parser_advance(p)->start;
    size_t mark = p->stack_len;
    Pieces text = {.mark = p->buf.len};
    for (;;) {
        if (parser_kind(p) == TOKEN_FSTRING_MIDDLE) {
            const Token *t = parser_advance(p);
            if (!add_text(p, &text, t, parser_token_text(p, t), true)) return NULL;
        } else if (parser_kind(p) == TOKEN_LBRACE) {
            if (!parse_field(p, &text, is_template)) return NULL;
        } else
            break;
    }
    if (!flush_text(p, &text)) return NULL;
    unsigned height = 0;
    AstList values = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_JOINED_STR, joined_str, start, height);
    if (n) n->joined_str.values = values;
    return n;
}

static bool check_field_begin(Parser *p, bool is_template)
{
    TokenKind kind = parser_kind(p);
    if (kind != TOKEN_RBRACE && kind != TOKEN_EXCLAMATION && kind != TOKEN_COLON &&
        kind != TOKEN_EQUAL)
        return true;
    parser_fail_token(p, p->tok, "%s: valid expression required before '%s'",
                      string_name(is_template), token_kind_text(kind));
    return false;
}

static bool check_field_end(Parser *p, bool is_template, bool debug, int conversion, bool spec)
{
    if (parser_accept(p, TOKEN_RBRACE)) return true;
    bool plain = !debug && !spec && conversion == AST_NO_CONVERSION;
    if (parser_kind(p) <= TOKEN_ERROR || (plain && parser_starts_expression(parser_kind(p))))
        parser_fail_here(p);
    else
        parser_fail_token(p, p->tok, "%s: expecting %s", string_name(is_template),
                          spec                              ? "'}', or format specs"
                          : conversion != AST_NO_CONVERSION ? "':' or '}'"
                          : debug                           ? "'!', or ':', or '}'"
                                                            : "'=', or '!', or ':', or '}'");
    return false;
}

/* Interpolation.str: the source after the brace up to the token that ends the expression. As in
 * CPython, blanks before it stay and blanks after it go. */
static Str interpolation_text(Parser *p, const Token *brace, const Token *stop)
{
    size_t mark = p->buf.len;
    push_source(p, brace + 1, brace->end, stop);
    Str s = str_slice(strbuf_view(&p->buf), mark, p->buf.len);
    while (s.len &&
           (s.ptr[s.len - 1] == ' ' || (s.ptr[s.len - 1] >= '\t' && s.ptr[s.len - 1] <= '\r')))
        s.len--;
    s = arena_str(p->arena, s);
    strbuf_truncate(&p->buf, mark);
    return s;
}

/* A replacement field with its braces: flushes the text before it and pushes the node. */
static bool parse_field(Parser *p, Pieces *text, bool is_template)
{
    const Token *brace = parser_advance(p);
    if (!parser_enter(p) || !check_field_begin(p, is_template)) return false;
    AstNode *value = parser_yield_or_star_expressions(p), *spec = NULL;
    if (!value) return false;
    const Token *value_stop = p->tok;
    bool debug = parser_accept(p, TOKEN_EQUAL);
    if (debug) {
        if (!text->open) {
            text->open = true;
            text->start = brace->end;
            text->is_u = false;
        }
        push_source(p, brace + 1, brace->end, p->tok);
        text->end = p->tok->start;
    }
    int conversion = AST_NO_CONVERSION;
    if (parser_kind(p) == TOKEN_EXCLAMATION && !parse_conversion(p, is_template, &conversion))
        return false;
    if (!flush_text(p, text)) return false;
    if (parser_kind(p) == TOKEN_COLON && !(spec = parse_format_spec(p, is_template))) return false;
    if (!check_field_end(p, is_template, debug, conversion, spec != NULL)) return false;
    if (debug && !spec && conversion == AST_NO_CONVERSION) conversion = 'r';
    AstNode *n =
        PARSER_NODE(p, is_template ? AST_INTERPOLATION : AST_FORMATTED_VALUE, formatted_value,
                    brace->start, parser_max(value->height, parser_height(spec)));
    if (!n) return false;
    n->formatted_value.value = value;
    n->formatted_value.conversion = conversion;
    n->formatted_value.format_spec = spec;
    if (is_template) n->formatted_value.str = interpolation_text(p, brace, value_stop);
    parser_push(p, n);
    p->level--;
    return true;
}

/* From START to END; text and fields go where the adjacent literals' go. */
static bool parse_fstring(Parser *p, Pieces *text)
{
    bool is_template = parser_advance(p)->flags & TOKEN_TEMPLATE;
    for (;;) {
        if (parser_kind(p) == TOKEN_FSTRING_MIDDLE) {
            const Token *t = parser_advance(p);
            if (!add_text(p, text, t, parser_token_text(p, t), true)) return false;
        } else if (parser_kind(p) == TOKEN_LBRACE) {
            if (!parse_field(p, text, is_template)) return false;
        } else
            return parser_expect(p, TOKEN_FSTRING_END);
    }
}

static bool is_string(TokenKind kind)
{
    return kind == TOKEN_STRING || kind == TOKEN_FSTRING_START;
}

/* Which sorts of literals stand side by side. */
typedef struct Sorts {
    bool bytes, text, formatted, template;
} Sorts;

static void note_sort(Sorts *s, const Token *t)
{
    bool plain = t->kind == TOKEN_STRING;
    s->bytes |= plain && (t->flags & TOKEN_BYTES);
    s->text |= plain && !(t->flags & TOKEN_BYTES);
    s->formatted |= !plain && !(t->flags & TOKEN_TEMPLATE);
    s->template |= !plain && (t->flags & TOKEN_TEMPLATE);
}

static bool check_sorts(Parser *p, const Token *first, const Sorts *s)
{
    Span span = {first->start, p->prev_end};
    if (s->bytes && (s->text || s->formatted || s->template))
        parser_fail(p, span, "cannot mix bytes and nonbytes literals");
    else if (s->template && (s->text || s->formatted))
        parser_fail(p, span, "cannot mix t-string literals with string or bytes literals");
    return !p->failure.set;
}

static bool check_ascii(Parser *p, const Token *t)
{
    if (!(t->flags & TOKEN_BYTES)) return true;
    Str body = string_body(p, t);
    for (size_t i = 0; i < body.len; i++)
        if ((unsigned char)body.ptr[i] >= 0x80) {
            parser_fail_token(p, t, "bytes can only contain ASCII literal characters");
            return false;
        }
    return true;
}

/* One literal without escapes is a view of the source: by far the most frequent case. */
static AstNode *parse_single(Parser *p)
{
    const Token *t = parser_advance(p);
    if (!check_ascii(p, t)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_CONSTANT, constant, t->start, 0);
    if (!n) return NULL;
    n->constant.type = t->flags & TOKEN_BYTES ? AST_CONST_BYTES : AST_CONST_STR;
    n->constant.is_u = (t->flags & TOKEN_UNICODE) && p->text[t->start] == 'u';
    n->constant.text = string_body(p, t);
    return n;
}

static AstNode *finish_strings(Parser *p, const Token *first, Pieces *text, size_t mark,
                               const Sorts *s)
{
    if (s->formatted || s->template) {
        if (!flush_text(p, text)) return NULL;
        unsigned height = 0;
        AstList values = parser_take(p, mark, &height);
        AstNode *n = PARSER_NODE(p, s->template ? AST_TEMPLATE_STR : AST_JOINED_STR, joined_str,
                                 first->start, height);
        if (n) n->joined_str.values = values;
        return n;
    }
    AstNode *n = PARSER_NODE(p, AST_CONSTANT, constant, first->start, 0);
    if (!n) return NULL;
    n->constant.type = s->bytes ? AST_CONST_BYTES : AST_CONST_STR;
    n->constant.is_u = text->is_u;
    n->constant.text = arena_str(p->arena, str_slice(strbuf_view(&p->buf), text->mark, p->buf.len));
    strbuf_truncate(&p->buf, text->mark);
    return n;
}

AstNode *parser_strings(Parser *p)
{
    const Token *first = p->tok;
    if (first->kind == TOKEN_STRING &&
        (!(first->flags & TOKEN_BACKSLASH) || first->flags & TOKEN_RAW) &&
        !is_string(parser_peek(p)))
        return parse_single(p);
    size_t mark = p->stack_len;
    Pieces text = {.mark = p->buf.len};
    Sorts sorts = {0};
    while (is_string(parser_kind(p))) {
        const Token *t = p->tok;
        note_sort(&sorts, t);
        if (t->kind == TOKEN_FSTRING_START) {
            if (!parse_fstring(p, &text)) return NULL;
            continue;
        }
        parser_advance(p);
        if (!check_ascii(p, t) || !add_text(p, &text, t, string_body(p, t), false)) return NULL;
    }
    if (!check_sorts(p, first, &sorts)) return NULL;
    return finish_strings(p, first, &text, mark, &sorts);
}
