/* Compound statements. */
#include "python/parser_internal.h"

static size_t line_of(Parser *p, const Token *t) { return source_line(p->file, t->start); }

/* What follows the colon: an indented block, or simple statements on the same line. `keyword` and
 * `what` ("'if' statement") are for the message when the block is missing. */
static bool parse_suite(Parser *p, const Token *keyword, const char *what)
{
    if (!parser_accept(p, TOKEN_NEWLINE)) return parser_simple_statements(p);
    if (!parser_accept(p, TOKEN_INDENT)) {
        parser_fail_indent(p, p->tok, "expected an indented block after %s on line %zu", what,
                           line_of(p, keyword));
        return false;
    }
    while (parser_kind(p) != TOKEN_DEDENT)
        if (!parser_statement(p)) return false;
    p->tok++;
    return true;
}

/* A block ends with its last visible token; the dedent may be many lines below. */
void parser_end_block(Parser *p)
{
    const Token *t = p->tok - 1;
    while (t->kind == TOKEN_NEWLINE || t->kind == TOKEN_INDENT || t->kind == TOKEN_DEDENT) t--;
    p->prev_end = t->end;
}

bool parser_block(Parser *p, const Token *keyword, const char *what, AstList *out, unsigned *height)
{
    if (!parser_expect(p, TOKEN_COLON)) return false;
    size_t mark = p->stack_len;
    if (!parse_suite(p, keyword, what)) return false;
    parser_end_block(p);
    *out = parser_take(p, mark, height);
    return true;
}

static bool parse_else(Parser *p, AstList *out, unsigned *height)
{
    *out = (AstList){0};
    const Token *keyword = p->tok;
    if (!parser_accept(p, TOKEN_ELSE)) return true;
    return parser_block(p, keyword, "'else' statement", out, height);
}

/* One `if` or `elif` with its block, without what follows. */
static AstNode *parse_if_part(Parser *p, const char *what)
{
    const Token *keyword = parser_advance(p);
    AstNode *test = parser_named_expression(p);
    if (!test) return NULL;
    unsigned height = test->height;
    AstList body;
    if (!parser_block(p, keyword, what, &body, &height)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_IF, if_, keyword->start, height);
    if (!n) return NULL;
    n->if_.test = test;
    n->if_.body = body;
    return n;
}

/* Long elif chains are common, so the parts are collected first and nested afterwards. */
static AstNode *parse_if(Parser *p)
{
    size_t mark = p->stack_len;
    AstNode *n = parse_if_part(p, "'if' statement");
    while (n && parser_kind(p) == TOKEN_ELIF) {
        parser_push(p, n);
        n = parse_if_part(p, "'elif' statement");
    }
    if (!n) return NULL;
    unsigned height = 0;
    AstList orelse;
    if (!parse_else(p, &orelse, &height)) return NULL;
    for (;;) {
        if (height >= n->height) n->height = (uint16_t)(height + 1);
        if (n->height > AST_MAX_DEPTH)
            return parser_fail_node(p, n, "maximum recursion depth exceeded during compilation");
        n->if_.orelse = orelse;
        n->span.end = p->prev_end;
        if (p->stack_len == mark) return n;
        orelse = parser_single(p, n);
        height = n->height;
        n = p->stack[--p->stack_len];
    }
}

static AstNode *parse_while(Parser *p)
{
    const Token *keyword = parser_advance(p);
    AstNode *test = parser_named_expression(p);
    if (!test) return NULL;
    unsigned height = test->height;
    AstList body, orelse;
    if (!parser_block(p, keyword, "'while' statement", &body, &height) ||
        !parse_else(p, &orelse, &height))
        return NULL;
    AstNode *n = PARSER_NODE(p, AST_WHILE, while_, keyword->start, height);
    if (!n) return NULL;
    n->while_.test = test;
    n->while_.body = body;
    n->while_.orelse = orelse;
    return n;
}

static AstNode *parse_for(Parser *p, uint32_t start, AstKind kind)
{
    const Token *keyword = parser_advance(p);
    AstNode *target = parser_star_targets(p, PARSER_FOR);
    if (!target || !parser_expect(p, TOKEN_IN)) return NULL;
    AstNode *iter = parser_star_expressions(p);
    if (!iter) return NULL;
    unsigned height = parser_max(target->height, iter->height);
    AstList body, orelse;
    if (!parser_block(p, keyword, "'for' statement", &body, &height) ||
        !parse_else(p, &orelse, &height))
        return NULL;
    AstNode *n = PARSER_NODE(p, kind, for_, start, height);
    if (!n) return NULL;
    n->for_.target = target;
    n->for_.iter = iter;
    n->for_.body = body;
    n->for_.orelse = orelse;
    return n;
}

static AstNode *parse_with_item(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *context = parser_expression(p), *vars = NULL;
    if (!context) return NULL;
    if (parser_accept(p, TOKEN_AS) && !(vars = parser_star_targets(p, PARSER_ASSIGN))) return NULL;
    AstNode *n = PARSER_NODE(p, AST_WITH_ITEM, with_item, start,
                             parser_max(context->height, parser_height(vars)));
    if (!n) return NULL;
    n->with_item.context_expr = context;
    n->with_item.optional_vars = vars;
    return n;
}

/* The token after the bracket that matches the one at t. */
static const Token *after_bracket(const Token *t)
{
    size_t depth = 0;
    for (; t->kind > TOKEN_ERROR; t++) {
        if (t->kind == TOKEN_LPAREN || t->kind == TOKEN_LBRACKET || t->kind == TOKEN_LBRACE)
            depth++;
        if (t->kind == TOKEN_RPAREN || t->kind == TOKEN_RBRACKET || t->kind == TOKEN_RBRACE)
            if (--depth == 0) return t + 1;
    }
    return t;
}

/* '(' items ')' up to the colon. False without a failure recorded when the parentheses turn out to
 * belong to an expression: `with (yield x):`, `with (a for a in b):`. */
static bool parse_paren_items(Parser *p)
{
    if (parser_kind(p) != TOKEN_LPAREN || after_bracket(p->tok)->kind != TOKEN_COLON) return false;
    Parser saved = *p;
    parser_advance(p);
    bool ok = parser_kind(p) != TOKEN_RPAREN;
    while (ok && parser_kind(p) != TOKEN_RPAREN) {
        AstNode *n = parse_with_item(p);
        ok = n != NULL;
        if (ok) parser_push(p, n);
        if (!parser_accept(p, TOKEN_COMMA)) break;
    }
    if (ok && parser_accept(p, TOKEN_RPAREN) && parser_kind(p) == TOKEN_COLON) return true;
    /* Buffers may have grown and moved; all else goes back. */
    saved.stack = p->stack;
    saved.stack_cap = p->stack_cap;
    saved.buf.ptr = p->buf.ptr;
    saved.buf.cap = p->buf.cap;
    size_t len = saved.buf.len;
    *p = saved;
    strbuf_truncate(&p->buf, len);
    return false;
}

static AstNode *parse_with(Parser *p, uint32_t start, AstKind kind)
{
    const Token *keyword = parser_advance(p);
    size_t mark = p->stack_len;
    if (!parse_paren_items(p)) {
        do {
            AstNode *n = parse_with_item(p);
            if (!n) return NULL;
            parser_push(p, n);
        } while (parser_accept(p, TOKEN_COMMA));
    }
    unsigned height = 0;
    AstList items = parser_take(p, mark, &height), body;
    if (!parser_block(p, keyword, "'with' statement", &body, &height)) return NULL;
    AstNode *n = PARSER_NODE(p, kind, with, start, height);
    if (!n) return NULL;
    n->with.items = items;
    n->with.body = body;
    return n;
}

/* The exception classes of a handler; several need no parentheses without `as` (PEP 758). */
static AstNode *parse_handler_type(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *first = parser_expression(p);
    if (!first || parser_kind(p) != TOKEN_COMMA) return first;
    size_t mark = p->stack_len;
    parser_push(p, first);
    while (parser_accept(p, TOKEN_COMMA) && parser_kind(p) != TOKEN_COLON) {
        AstNode *n = parser_expression(p);
        if (!n) return NULL;
        parser_push(p, n);
    }
    unsigned height = 0;
    AstList elts = parser_take(p, mark, &height);
    if (parser_kind(p) == TOKEN_AS)
        return parser_fail(p, (Span){start, p->prev_end},
                           "multiple exception types must be parenthesized when using 'as'");
    AstNode *n = PARSER_NODE(p, AST_TUPLE, list, start, height);
    if (n) n->list.elts = elts;
    return n;
}

static AstNode *parse_handler(Parser *p, bool star)
{
    const Token *keyword = parser_advance(p);
    if (star) parser_advance(p);
    AstNode *type = NULL;
    Str name = STR_NULL;
    if (star && parser_kind(p) == TOKEN_COLON)
        return parser_fail_token(p, p->tok, "expected one or more exception types");
    if (star || parser_kind(p) != TOKEN_COLON) {
        if (!(type = parse_handler_type(p))) return NULL;
        if (parser_accept(p, TOKEN_AS)) {
            name = parser_name(p);
            if (str_is_null(name)) return NULL;
        }
    }
    unsigned height = parser_height(type);
    AstList body;
    if (!parser_block(p, keyword, star ? "'except*' statement" : "'except' statement", &body,
                      &height))
        return NULL;
    AstNode *n = PARSER_NODE(p, AST_EXCEPT_HANDLER, except_handler, keyword->start, height);
    if (!n) return NULL;
    n->except_handler.type = type;
    n->except_handler.name = name;
    n->except_handler.body = body;
    return n;
}

static bool parse_handlers(Parser *p, bool *star, AstList *out, unsigned *height)
{
    size_t mark = p->stack_len;
    while (parser_kind(p) == TOKEN_EXCEPT) {
        bool this_star = parser_peek(p) == TOKEN_STAR;
        if (p->stack_len > mark && this_star != *star) {
            parser_fail_token(p, p->tok,
                              "cannot have both 'except' and 'except*' on the same 'try'");
            return false;
        }
        *star = this_star;
        AstNode *n = parse_handler(p, this_star);
        if (!n) return false;
        parser_push(p, n);
    }
    *out = parser_take(p, mark, height);
    return true;
}

static AstNode *parse_try(Parser *p)
{
    const Token *keyword = parser_advance(p);
    unsigned height = 0;
    AstList body, handlers, orelse = {0}, finalbody = {0};
    bool star = false;
    if (!parser_block(p, keyword, "'try' statement", &body, &height) ||
        !parse_handlers(p, &star, &handlers, &height))
        return NULL;
    if (handlers.len && !parse_else(p, &orelse, &height)) return NULL;
    const Token *finally = p->tok;
    if (parser_accept(p, TOKEN_FINALLY)) {
        if (!parser_block(p, finally, "'finally' statement", &finalbody, &height)) return NULL;
    } else if (!handlers.len) {
        return parser_fail_token(p, p->tok, "expected 'except' or 'finally' block");
    }
    AstNode *n = PARSER_NODE(p, star ? AST_TRY_STAR : AST_TRY, try_, keyword->start, height);
    if (!n) return NULL;
    n->try_.body = body;
    n->try_.handlers = handlers;
    n->try_.orelse = orelse;
    n->try_.finalbody = finalbody;
    return n;
}

static AstNode *parse_function(Parser *p, uint32_t start, AstKind kind, AstList decorators,
                               unsigned height)
{
    const Token *keyword = parser_advance(p);
    Str name = parser_name(p);
    AstList params, body;
    if (str_is_null(name) || !parser_type_params(p, &params, &height)) return NULL;
    if (parser_kind(p) != TOKEN_LPAREN) return parser_fail_token(p, p->tok, "expected '('");
    parser_advance(p);
    AstNode *args = parser_parameters(p, TOKEN_RPAREN), *returns = NULL;
    if (!args || !parser_expect(p, TOKEN_RPAREN)) return NULL;
    if (parser_accept(p, TOKEN_ARROW) && !(returns = parser_expression(p))) return NULL;
    height = parser_max(height, parser_max(args->height, parser_height(returns)));
    if (!parser_block(p, keyword, "function definition", &body, &height)) return NULL;
    AstNode *n = PARSER_NODE(p, kind, function_def, start, height);
    if (!n) return NULL;
    n->function_def.name = name;
    n->function_def.args = args;
    n->function_def.body = body;
    n->function_def.decorator_list = decorators;
    n->function_def.returns = returns;
    n->function_def.type_params = params;
    return n;
}

static AstNode *parse_class(Parser *p, AstList decorators, unsigned height)
{
    const Token *keyword = parser_advance(p);
    Str name = parser_name(p);
    AstList params, bases = {0}, keywords = {0}, body;
    if (str_is_null(name) || !parser_type_params(p, &params, &height)) return NULL;
    uint32_t paren = p->tok->start;
    if (parser_accept(p, TOKEN_LPAREN) &&
        !parser_arguments(p, paren, true, &bases, &keywords, &height))
        return NULL;
    if (!parser_block(p, keyword, "class definition", &body, &height)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_CLASS_DEF, class_def, keyword->start, height);
    if (!n) return NULL;
    n->class_def.name = name;
    n->class_def.bases = bases;
    n->class_def.keywords = keywords;
    n->class_def.body = body;
    n->class_def.decorator_list = decorators;
    n->class_def.type_params = params;
    return n;
}

static AstNode *parse_async(Parser *p, AstList decorators, unsigned height)
{
    uint32_t start = p->tok->start;
    TokenKind next = parser_peek(p);
    if (next == TOKEN_DEF || (!decorators.len && (next == TOKEN_FOR || next == TOKEN_WITH)))
        parser_advance(p);
    if (next == TOKEN_DEF)
        return parse_function(p, start, AST_ASYNC_FUNCTION_DEF, decorators, height);
    if (decorators.len) return parser_fail_here(p);
    if (next == TOKEN_FOR) return parse_for(p, start, AST_ASYNC_FOR);
    if (next == TOKEN_WITH) return parse_with(p, start, AST_ASYNC_WITH);
    parser_advance(p);
    return parser_fail_here(p);
}

static AstNode *parse_decorated(Parser *p)
{
    size_t mark = p->stack_len;
    while (parser_accept(p, TOKEN_AT)) {
        AstNode *n = parser_named_expression(p);
        if (!n || !parser_expect(p, TOKEN_NEWLINE)) return NULL;
        parser_push(p, n);
    }
    unsigned height = 0;
    AstList decorators = parser_take(p, mark, &height);
    switch (parser_kind(p)) {
    case TOKEN_DEF: return parse_function(p, p->tok->start, AST_FUNCTION_DEF, decorators, height);
    case TOKEN_CLASS: return parse_class(p, decorators, height);
    case TOKEN_ASYNC: return parse_async(p, decorators, height);
    default: return parser_fail_here(p);
    }
}

bool parser_compound_statement(Parser *p, AstNode **out)
{
    const AstList none = {0};
    switch (parser_kind(p)) {
    case TOKEN_IF: *out = parse_if(p); break;
    case TOKEN_DEF: *out = parse_function(p, p->tok->start, AST_FUNCTION_DEF, none, 0); break;
    case TOKEN_CLASS: *out = parse_class(p, none, 0); break;
    case TOKEN_FOR: *out = parse_for(p, p->tok->start, AST_FOR); break;
    case TOKEN_WHILE: *out = parse_while(p); break;
    case TOKEN_TRY: *out = parse_try(p); break;
    case TOKEN_WITH: *out = parse_with(p, p->tok->start, AST_WITH); break;
    case TOKEN_AT: *out = parse_decorated(p); break;
    case TOKEN_ASYNC: *out = parse_async(p, none, 0); break;
    case TOKEN_NAME:
        if (!parser_at_match(p)) return false;
        *out = parser_match(p);
        break;
    default: return false;
    }
    return true;
}

bool parser_statement(Parser *p)
{
    AstNode *n = NULL;
    bool ok = false;
    if (parser_enter(p)) {
        if (!parser_compound_statement(p, &n))
            ok = parser_simple_statements(p);
        else if (n) {
            parser_push(p, n);
            ok = true;
        }
    }
    p->level--;
    return ok;
}
