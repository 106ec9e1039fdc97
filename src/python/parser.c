#include "python/parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/unicode.h"
#include "python/encoding.h"
#include "python/parser_internal.h"

bool parser_is_word(const Parser *p, const Token *t, const char *word)
{
    return t->kind == TOKEN_NAME && str_eq_z(parser_token_text(p, t), word);
}

bool parser_starts_expression(TokenKind kind)
{
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_FSTRING_START:
    case TOKEN_LPAREN:
    case TOKEN_LBRACKET:
    case TOKEN_LBRACE:
    case TOKEN_ELLIPSIS:
    case TOKEN_TILDE:
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_STAR:
    case TOKEN_FALSE:
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_AWAIT:
    case TOKEN_LAMBDA:
    case TOKEN_NOT: return true;
    default: return false;
    }
}

static void *record(Parser *p, Span span, const char *error_class, const char *fmt, va_list ap)
{
    if (p->failure.set) return NULL;
    p->failure.set = true;
    p->failure.span = span;
    p->failure.error_class = error_class;
    p->failure.message = arena_vfmt(p->arena, fmt, ap);
    return NULL;
}

void *parser_fail(Parser *p, Span span, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    record(p, span, "SyntaxError", fmt, ap);
    va_end(ap);
    return NULL;
}

void *parser_fail_node(Parser *p, const AstNode *node, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    record(p, node->span, "SyntaxError", fmt, ap);
    va_end(ap);
    return NULL;
}

void *parser_fail_token(Parser *p, const Token *t, const char *fmt, ...)
{
    if (t->kind == TOKEN_ERROR) return parser_fail_here(p);
    va_list ap;
    va_start(ap, fmt);
    record(p, (Span){t->start, t->end}, "SyntaxError", fmt, ap);
    va_end(ap);
    return NULL;
}

void *parser_fail_indent(Parser *p, const Token *t, const char *fmt, ...)
{
    if (t->kind == TOKEN_ERROR) return parser_fail_here(p);
    va_list ap;
    va_start(ap, fmt);
    record(p, (Span){t->start, t->end}, "IndentationError", fmt, ap);
    va_end(ap);
    return NULL;
}

void *parser_fail_here(Parser *p)
{
    if (p->failure.set) return NULL;
    p->failure.generic = true;
    return parser_fail(p, (Span){p->tok->start, p->tok->end}, "invalid syntax");
}

bool parser_expect(Parser *p, TokenKind kind)
{
    if (parser_accept(p, kind)) return true;
    if (kind == TOKEN_COLON)
        parser_fail_token(p, p->tok, "expected ':'");
    else
        parser_fail_here(p);
    return false;
}

bool parser_enter(Parser *p)
{
    if (++p->level <= PARSER_MAX_LEVEL) return true;
    parser_fail_token(p, p->tok, "maximum recursion depth exceeded during compilation");
    return false;
}

AstNode *parser_node(Parser *p, AstKind kind, size_t size, uint32_t start, unsigned height)
{
    if (height >= AST_MAX_DEPTH)
        return parser_fail(p, (Span){start, p->prev_end},
                           "maximum recursion depth exceeded during compilation");
    AstNode *n = arena_alloc(p->arena, 1, size);
    n->kind = (uint8_t)kind;
    n->height = (uint16_t)(height + 1);
    n->span = (Span){start, p->prev_end};
    return n;
}

void parser_push(Parser *p, AstNode *node)
{
    if (p->stack_len == p->stack_cap) {
        p->stack_cap = p->stack_cap ? p->stack_cap * 2 : 64;
        p->stack = mem_resize(p->stack, p->stack_cap, sizeof *p->stack);
    }
    p->stack[p->stack_len++] = node;
}

AstList parser_take(Parser *p, size_t mark, unsigned *height)
{
    size_t n = p->stack_len - mark;
    p->stack_len = mark;
    if (n == 0) return (AstList){0};
    AstNode **items = ARENA_ARRAY(p->arena, AstNode *, n);
    memcpy(items, p->stack + mark, n * sizeof *items);
    for (size_t i = 0; i < n; i++) *height = parser_max(*height, parser_height(items[i]));
    return (AstList){items, n};
}

AstList parser_single(Parser *p, AstNode *node)
{
    AstNode **items = ARENA_ARRAY(p->arena, AstNode *, 1);
    items[0] = node;
    return (AstList){items, 1};
}

Str parser_name_text(Parser *p, const Token *t)
{
    Str s = parser_token_text(p, t);
    return t->flags & TOKEN_NON_ASCII ? unicode_nfkc(p->arena, s) : s;
}

Str parser_name(Parser *p)
{
    if (parser_kind(p) != TOKEN_NAME) {
        parser_fail_here(p);
        return STR_NULL;
    }
    return parser_name_text(p, parser_advance(p));
}

/* The bracket that is open at a token and was opened last, or NULL. */
static const Token *open_bracket_at(Parser *p, const Token *at)
{
    const Token *open[LEXER_MAX_PARENS + 1];
    size_t n = 0;
    for (const Token *t = p->tokens.items; t < at; t++) {
        TokenKind k = (TokenKind)t->kind;
        if (k == TOKEN_LPAREN || k == TOKEN_LBRACKET || k == TOKEN_LBRACE) open[n++] = t;
        if (k == TOKEN_RPAREN || k == TOKEN_RBRACKET || k == TOKEN_RBRACE) n--;
    }
    return n ? open[n - 1] : NULL;
}

static bool ends_expression(TokenKind k)
{
    return k == TOKEN_NAME || k == TOKEN_NUMBER || k == TOKEN_STRING || k == TOKEN_FSTRING_END ||
           k == TOKEN_RPAREN || k == TOKEN_RBRACKET || k == TOKEN_RBRACE || k == TOKEN_TRUE ||
           k == TOKEN_FALSE || k == TOKEN_NONE || k == TOKEN_ELLIPSIS;
}

/* Names in these brackets are not expressions, so that no comma can be missed between them. */
static bool is_name_list(const Parser *p, const Token *open)
{
    size_t before = (size_t)(open - p->tokens.items);
    return (before >= 1 && open[-1].kind == TOKEN_IMPORT) ||
           (before >= 2 && open[-2].kind == TOKEN_DEF);
}

/* What CPython says about old print statements, looked for at the token that did not fit. */
static bool explain_print(Parser *p)
{
    const Token *t = p->tok;
    if (t == p->tokens.items || !parser_starts_expression((TokenKind)t->kind)) return false;
    const char *word = parser_is_word(p, t - 1, "print")  ? "print"
                       : parser_is_word(p, t - 1, "exec") ? "exec"
                                                          : NULL;
    if (!word) return false;
    p->failure.span.start = t[-1].start;
    p->failure.message = arena_fmt(
        p->arena, "Missing parentheses in call to '%s'. Did you mean %s(...)?", word, word);
    return true;
}

/* Better words for a plain "invalid syntax", in CPython's order: an error of the lexer, a bracket
 * that was never closed, an indent, a missing comma. */
static void explain(Parser *p)
{
    const Token *last = &p->tokens.items[p->tokens.len - 1];
    ParserFailure *f = &p->failure;
    if (last->kind == TOKEN_ERROR) {
        f->message = arena_strz(p->arena, p->tokens.message);
        f->span = p->tokens.error_span;
        f->error_class = p->tokens.error_class;
        return;
    }
    const Token *open = open_bracket_at(p, p->tok);
    bool at_end = p->tok->kind == TOKEN_END;
    if (open && (at_end || memchr(p->text + open->start, '\n', p->tok->start - open->start)) &&
        p->tokens.open_count) {
        f->message = arena_fmt(p->arena, "'%c' was never closed", p->text[open->start]);
        f->span = (Span){open->start, open->end};
    } else if (p->tok->kind == TOKEN_INDENT) {
        f->message = STR("unexpected indent");
        f->error_class = "IndentationError";
    } else if (explain_print(p)) {
        return;
    } else if (open && p->tok > p->tokens.items && ends_expression((TokenKind)p->tok[-1].kind) &&
               parser_starts_expression((TokenKind)p->tok->kind) && p->tok->kind != TOKEN_LPAREN &&
               !is_name_list(p, open)) {
        f->message = STR("invalid syntax. Perhaps you forgot a comma?");
        f->span.start = p->tok[-1].start;
    }
}

static bool begin(Parser *p, SourceFile *file, Arena *arena, Err *err, bool in_parens)
{
    *p = (Parser){.file = file, .arena = arena};
    if (!encoding_clean(file, err)) return false;
    p->text = file->text.ptr;
    lexer_run(&p->tokens, file->text, in_parens);
    p->tok = p->tokens.items;
    return true;
}

static AstNode *finish(Parser *p, AstNode *root, Err *err)
{
    if (p->failure.set) {
        root = NULL;
        if (p->failure.generic) explain(p);
        err_raise(err, ERR_SYNTAX, p->failure.error_class, "%.*s", STR_ARG(p->failure.message));
        err->pos = (SourcePos){p->file, p->failure.span};
    }
    lexer_deinit(&p->tokens);
    mem_free(p->stack);
    strbuf_deinit(&p->buf);
    return root;
}

AstNode *parser_parse_module(SourceFile *file, Arena *arena, Err *err)
{
    Parser p;
    if (!begin(&p, file, arena, err, false)) return NULL;
    while (parser_kind(&p) != TOKEN_END && parser_statement(&p)) {
    }
    AstNode *root = NULL;
    if (!p.failure.set) {
        unsigned height = 0;
        AstList body = parser_take(&p, 0, &height);
        root = PARSER_NODE(&p, AST_MODULE, module, 0, height);
        if (root) {
            root->module.body = body;
            root->span = (Span){0, (uint32_t)file->text.len};
        }
    }
    return finish(&p, root, err);
}

AstNode *parser_parse_expression(SourceFile *file, Arena *arena, Err *err)
{
    Parser p;
    if (!begin(&p, file, arena, err, true)) return NULL;
    AstNode *body = parser_star_expressions(&p), *root = NULL;
    if (body && parser_kind(&p) != TOKEN_END) parser_fail_here(&p);
    if (!p.failure.set) {
        root = PARSER_NODE(&p, AST_EXPRESSION, expression, body->span.start, body->height);
        if (root) root->expression.body = body;
    }
    return finish(&p, root, err);
}
