/* Parameters of functions and lambdas; type parameters. */
#include "python/parser_internal.h"

/* On the parser's stack, two items for each parameter: the AST_ARG and its default or NULL. */
typedef struct Params {
    size_t mark;
    size_t posonly;    /* how many stand before `/` */
    size_t positional; /* how many stand before `*`; valid when star is set */
    bool slash, star;
    bool needs_name; /* a bare `*` was seen and no keyword-only parameter yet */
    AstNode *vararg;
    AstNode *kwarg;
    bool annotated; /* lambda parameters are not */
} Params;

static AstNode *parse_arg(Parser *p, const Params *ps, bool star)
{
    const Token *t = p->tok;
    Str name = parser_name(p);
    if (str_is_null(name)) return NULL;
    AstNode *annotation = NULL;
    if (ps->annotated && parser_accept(p, TOKEN_COLON)) {
        annotation =
            star && parser_kind(p) == TOKEN_STAR ? parser_starred(p) : parser_expression(p);
        if (!annotation) return NULL;
    }
    AstNode *n = PARSER_NODE(p, AST_ARG, arg, t->start, parser_height(annotation));
    if (!n) return NULL;
    n->arg.arg = name;
    n->arg.annotation = annotation;
    return n;
}

static size_t param_count(const Parser *p, const Params *ps)
{
    return (p->stack_len - ps->mark) / 2;
}

static bool parse_star_param(Parser *p, Params *ps, TokenKind closer)
{
    const Token *star = p->tok;
    if (ps->star) {
        parser_fail_token(p, star, "* argument may appear only once");
        return false;
    }
    parser_advance(p);
    ps->star = true;
    ps->positional = param_count(p, ps);
    if (parser_kind(p) == TOKEN_COMMA) {
        ps->needs_name = true;
        return true;
    }
    if (parser_kind(p) == closer) {
        parser_fail_token(p, star, "named arguments must follow bare *");
        return false;
    }
    if (!(ps->vararg = parse_arg(p, ps, true))) return false;
    if (parser_kind(p) == TOKEN_EQUAL) {
        parser_fail_token(p, p->tok, "var-positional argument cannot have default value");
        return false;
    }
    return true;
}

static bool parse_double_star_param(Parser *p, Params *ps, TokenKind closer)
{
    if (ps->needs_name) {
        parser_fail_token(p, p->tok - 2, "named arguments must follow bare *");
        return false;
    }
    parser_advance(p);
    if (!(ps->kwarg = parse_arg(p, ps, false))) return false;
    if (parser_kind(p) == TOKEN_EQUAL) {
        parser_fail_token(p, p->tok, "var-keyword argument cannot have default value");
        return false;
    }
    parser_accept(p, TOKEN_COMMA);
    if (parser_kind(p) == closer) return true;
    TokenKind k = parser_kind(p);
    if (k == TOKEN_NAME || k == TOKEN_STAR || k == TOKEN_DOUBLE_STAR || k == TOKEN_SLASH)
        parser_fail_token(p, p->tok, "arguments cannot follow var-keyword argument");
    else
        parser_fail_here(p);
    return false;
}

static bool parse_slash(Parser *p, Params *ps)
{
    const char *message = NULL;
    if (ps->slash)
        message = "/ may appear only once";
    else if (ps->star)
        message = "/ must be ahead of *";
    else if (param_count(p, ps) == 0)
        message = "at least one argument must precede /";
    if (message) {
        parser_fail_token(p, p->tok, "%s", message);
        return false;
    }
    parser_advance(p);
    ps->slash = true;
    ps->posonly = param_count(p, ps);
    return true;
}

static bool parse_plain_param(Parser *p, Params *ps)
{
    AstNode *arg = parse_arg(p, ps, false), *value = NULL;
    if (!arg) return false;
    ps->needs_name = false;
    if (parser_accept(p, TOKEN_EQUAL)) {
        TokenKind k = parser_kind(p);
        if (k == TOKEN_COMMA || k == TOKEN_RPAREN) {
            parser_fail_token(p, p->tok - 1, "expected default value expression");
            return false;
        }
        if (!(value = parser_expression(p))) return false;
    } else if (!ps->star && param_count(p, ps) && p->stack[p->stack_len - 1]) {
        parser_fail_node(p, arg, "parameter without a default follows parameter with a default");
        return false;
    }
    parser_push(p, arg);
    parser_push(p, value);
    return true;
}

/* Parameters [from, to) of the stack; step 0 = the AST_ARGs, 1 = the defaults. */
static AstList take_params(Parser *p, const Params *ps, size_t from, size_t to, size_t step,
                           bool skip_null, unsigned *height)
{
    size_t top = p->stack_len;
    for (size_t i = from; i < to; i++) {
        AstNode *n = p->stack[ps->mark + 2 * i + step];
        if (n || !skip_null) parser_push(p, n);
    }
    return parser_take(p, top, height);
}

static AstNode *finish_params(Parser *p, const Params *ps, uint32_t start)
{
    size_t n = param_count(p, ps), positional = ps->star ? ps->positional : n;
    unsigned height = parser_max(parser_height(ps->vararg), parser_height(ps->kwarg));
    AstList posonly = take_params(p, ps, 0, ps->posonly, 0, false, &height);
    AstList args = take_params(p, ps, ps->posonly, positional, 0, false, &height);
    AstList kwonly = take_params(p, ps, positional, n, 0, false, &height);
    AstList kw_defaults = take_params(p, ps, positional, n, 1, false, &height);
    AstList defaults = take_params(p, ps, 0, positional, 1, true, &height);
    p->stack_len = ps->mark;
    AstNode *node = PARSER_NODE(p, AST_ARGUMENTS, arguments, start, height);
    if (!node) return NULL;
    node->arguments.posonlyargs = posonly;
    node->arguments.args = args;
    node->arguments.vararg = ps->vararg;
    node->arguments.kwonlyargs = kwonly;
    node->arguments.kw_defaults = kw_defaults;
    node->arguments.kwarg = ps->kwarg;
    node->arguments.defaults = defaults;
    return node;
}

AstNode *parser_parameters(Parser *p, TokenKind closer)
{
    Params ps = {.mark = p->stack_len, .annotated = closer == TOKEN_RPAREN};
    uint32_t start = p->tok->start;
    while (parser_kind(p) != closer) {
        bool ok;
        switch (parser_kind(p)) {
        case TOKEN_STAR: ok = parse_star_param(p, &ps, closer); break;
        case TOKEN_DOUBLE_STAR: ok = parse_double_star_param(p, &ps, closer); break;
        case TOKEN_SLASH: ok = parse_slash(p, &ps); break;
        default: ok = parse_plain_param(p, &ps); break;
        }
        if (!ok) return NULL;
        if (ps.kwarg || !parser_accept(p, TOKEN_COMMA)) break;
    }
    if (ps.needs_name) {
        parser_fail_token(p, p->tok - 1, "named arguments must follow bare *");
        return NULL;
    }
    return finish_params(p, &ps, start);
}

static AstNode *parse_type_param(Parser *p)
{
    uint32_t start = p->tok->start;
    AstKind kind = AST_TYPE_VAR;
    if (parser_accept(p, TOKEN_STAR))
        kind = AST_TYPE_VAR_TUPLE;
    else if (parser_accept(p, TOKEN_DOUBLE_STAR))
        kind = AST_PARAM_SPEC;
    Str name = parser_name(p);
    if (str_is_null(name)) return NULL;
    AstNode *bound = NULL, *value = NULL;
    if (parser_kind(p) == TOKEN_COLON) {
        if (kind != AST_TYPE_VAR)
            return parser_fail_token(p, p->tok, "cannot use bound with %s",
                                     kind == AST_PARAM_SPEC ? "ParamSpec" : "TypeVarTuple");
        parser_advance(p);
        if (!(bound = parser_expression(p))) return NULL;
    }
    if (parser_accept(p, TOKEN_EQUAL)) {
        value = kind == AST_TYPE_VAR_TUPLE && parser_kind(p) == TOKEN_STAR ? parser_starred(p)
                                                                           : parser_expression(p);
        if (!value) return NULL;
    }
    AstNode *n = PARSER_NODE(p, kind, type_param, start,
                             parser_max(parser_height(bound), parser_height(value)));
    if (!n) return NULL;
    n->type_param.name = name;
    n->type_param.bound = bound;
    n->type_param.default_value = value;
    return n;
}

bool parser_type_params(Parser *p, AstList *out, unsigned *height)
{
    *out = (AstList){0};
    if (parser_kind(p) != TOKEN_LBRACKET) return true;
    parser_advance(p);
    if (parser_kind(p) == TOKEN_RBRACKET) {
        parser_fail_token(p, p->tok, "Type parameter list cannot be empty");
        return false;
    }
    size_t mark = p->stack_len;
    do {
        AstNode *n = parse_type_param(p);
        if (!n) return false;
        parser_push(p, n);
    } while (parser_accept(p, TOKEN_COMMA) && parser_kind(p) != TOKEN_RBRACKET);
    *out = parser_take(p, mark, height);
    return parser_expect(p, TOKEN_RBRACKET);
}
