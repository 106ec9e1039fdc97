/* Simple statements. */
#include "python/parser_internal.h"

static AstNode *parse_bare(Parser *p, AstKind kind)
{
    const Token *t = parser_advance(p);
    return parser_node(p, kind, offsetof(AstNode, module), t->start, 0);
}

/* return, and everything else that has one optional value. */
static AstNode *parse_return(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    AstNode *value = NULL;
    if (parser_starts_expression(parser_kind(p)) && !(value = parser_star_expressions(p)))
        return NULL;
    AstNode *n = PARSER_NODE(p, AST_RETURN, return_, start, parser_height(value));
    if (n) n->return_.value = value;
    return n;
}

static AstNode *parse_raise(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    AstNode *exc = NULL, *cause = NULL;
    if (parser_starts_expression(parser_kind(p))) {
        if (!(exc = parser_expression(p))) return NULL;
        if (parser_accept(p, TOKEN_FROM) && !(cause = parser_expression(p))) return NULL;
    }
    AstNode *n = PARSER_NODE(p, AST_RAISE, raise, start,
                             parser_max(parser_height(exc), parser_height(cause)));
    if (!n) return NULL;
    n->raise.exc = exc;
    n->raise.cause = cause;
    return n;
}

static AstNode *parse_assert(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    AstNode *test = parser_expression(p), *msg = NULL;
    if (!test) return NULL;
    if (parser_accept(p, TOKEN_COMMA) && !(msg = parser_expression(p))) return NULL;
    AstNode *n =
        PARSER_NODE(p, AST_ASSERT, assert_, start, parser_max(test->height, parser_height(msg)));
    if (!n) return NULL;
    n->assert_.test = test;
    n->assert_.msg = msg;
    return n;
}

static AstNode *parse_names(Parser *p, AstKind kind)
{
    uint32_t start = parser_advance(p)->start;
    VEC(Str) names = {0};
    do {
        Str name = parser_name(p);
        if (str_is_null(name)) return NULL;
        VEC_PUSH(p->arena, &names, name);
    } while (parser_accept(p, TOKEN_COMMA));
    AstNode *n = PARSER_NODE(p, kind, global, start, 0);
    if (n) n->global.names = (AstNames){names.items, names.len};
    return n;
}

static AstNode *parse_delete(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    size_t mark = p->stack_len;
    do {
        AstNode *n = parser_kind(p) == TOKEN_STAR ? parser_starred(p) : parser_expression(p);
        if (!n || !parser_set_context(p, n, AST_DEL, PARSER_DELETE)) return NULL;
        parser_push(p, n);
    } while (parser_accept(p, TOKEN_COMMA) && parser_starts_expression(parser_kind(p)));
    unsigned height = 0;
    AstList targets = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_DELETE, delete_, start, height);
    if (n) n->delete_.targets = targets;
    return n;
}

/* a.b.c: a view of the source, unless blanks or letters to normalise stand in it. */
static Str parse_dotted_name(Parser *p)
{
    const Token *first = p->tok;
    Str name = parser_name(p);
    bool plain = !(first->flags & TOKEN_NON_ASCII);
    while (!str_is_null(name) && parser_kind(p) == TOKEN_DOT) {
        const Token *dot = parser_advance(p), *t = p->tok;
        Str part = parser_name(p);
        if (str_is_null(part)) return STR_NULL;
        plain = plain && dot->start == dot[-1].end && t->start == dot->end &&
                !(t->flags & TOKEN_NON_ASCII);
        if (plain)
            name = (Str){p->text + first->start, t->end - first->start};
        else
            name = arena_fmt(p->arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(part));
    }
    return name;
}

static AstNode *finish_alias(Parser *p, uint32_t start, Str name)
{
    Str asname = STR_NULL;
    if (parser_accept(p, TOKEN_AS)) {
        asname = parser_name(p);
        if (str_is_null(asname)) return NULL;
    }
    AstNode *n = PARSER_NODE(p, AST_ALIAS, alias, start, 0);
    if (!n) return NULL;
    n->alias.name = name;
    n->alias.asname = asname;
    return n;
}

static AstNode *parse_import(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    size_t mark = p->stack_len;
    if (parser_kind(p) == TOKEN_NEWLINE)
        return parser_fail_token(p, p->tok, "Expected one or more names after 'import'");
    do {
        uint32_t alias_start = p->tok->start;
        Str name = parse_dotted_name(p);
        AstNode *alias = str_is_null(name) ? NULL : finish_alias(p, alias_start, name);
        if (!alias) return NULL;
        parser_push(p, alias);
    } while (parser_accept(p, TOKEN_COMMA));
    unsigned height = 0;
    AstList names = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_IMPORT, import, start, height);
    if (n) n->import.names = names;
    return n;
}

/* The names after `import`, with or without parentheses. */
static bool parse_from_names(Parser *p)
{
    if (parser_kind(p) == TOKEN_STAR) {
        uint32_t start = parser_advance(p)->start;
        AstNode *alias = PARSER_NODE(p, AST_ALIAS, alias, start, 0);
        if (!alias) return false;
        alias->alias.name = STR("*");
        parser_push(p, alias);
        return true;
    }
    bool paren = parser_accept(p, TOKEN_LPAREN);
    if (!paren && parser_kind(p) == TOKEN_NEWLINE) {
        parser_fail_token(p, p->tok, "Expected one or more names after 'import'");
        return false;
    }
    do {
        uint32_t start = p->tok->start;
        if (paren && parser_kind(p) == TOKEN_RPAREN && p->tok[-1].kind == TOKEN_COMMA) break;
        if (!paren && parser_kind(p) == TOKEN_NEWLINE) {
            parser_fail_token(p, p->tok,
                              "trailing comma not allowed without surrounding parentheses");
            return false;
        }
        Str name = parser_name(p);
        AstNode *alias = str_is_null(name) ? NULL : finish_alias(p, start, name);
        if (!alias) return false;
        parser_push(p, alias);
    } while (parser_accept(p, TOKEN_COMMA));
    return !paren || parser_expect(p, TOKEN_RPAREN);
}

static AstNode *parse_import_from(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    int level = 0;
    for (;; parser_advance(p)) {
        if (parser_kind(p) == TOKEN_DOT)
            level++;
        else if (parser_kind(p) == TOKEN_ELLIPSIS)
            level += 3;
        else
            break;
    }
    Str module = STR_NULL;
    if (!level || parser_kind(p) != TOKEN_IMPORT) {
        module = parse_dotted_name(p);
        if (str_is_null(module)) return NULL;
    }
    size_t mark = p->stack_len;
    if (!parser_expect(p, TOKEN_IMPORT) || !parse_from_names(p)) return NULL;
    unsigned height = 0;
    AstList names = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_IMPORT_FROM, import_from, start, height);
    if (!n) return NULL;
    n->import_from.module = module;
    n->import_from.names = names;
    n->import_from.level = level;
    return n;
}

static AstNode *parse_type_alias(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    const Token *t = parser_advance(p);
    AstNode *name = PARSER_NODE(p, AST_NAME, name, t->start, 0);
    if (!name) return NULL;
    name->name.id = parser_name_text(p, t);
    name->ctx = AST_STORE;
    unsigned height = 1;
    AstList params;
    if (!parser_type_params(p, &params, &height) || !parser_expect(p, TOKEN_EQUAL)) return NULL;
    AstNode *value = parser_expression(p);
    if (!value) return NULL;
    AstNode *n =
        PARSER_NODE(p, AST_TYPE_ALIAS, type_alias, start, parser_max(height, value->height));
    if (!n) return NULL;
    n->type_alias.name = name;
    n->type_alias.type_params = params;
    n->type_alias.value = value;
    return n;
}

static AstNode *parse_annotated(Parser *p, const Token *first, AstNode *target)
{
    if (target->kind == AST_LIST || target->kind == AST_TUPLE)
        return parser_fail_node(p, target, "only single target (not %s) can be annotated",
                                parser_describe(target));
    if (target->kind != AST_NAME && target->kind != AST_ATTRIBUTE && target->kind != AST_SUBSCRIPT)
        return parser_fail_node(p, target, "illegal target for annotation");
    target->ctx = AST_STORE;
    parser_advance(p);
    AstNode *annotation = parser_expression(p), *value = NULL;
    if (!annotation) return NULL;
    if (parser_accept(p, TOKEN_EQUAL) && !(value = parser_yield_or_star_expressions(p)))
        return NULL;
    unsigned height =
        parser_max(target->height, parser_max(annotation->height, parser_height(value)));
    AstNode *n = PARSER_NODE(p, AST_ANN_ASSIGN, ann_assign, first->start, height);
    if (!n) return NULL;
    n->ann_assign.target = target;
    n->ann_assign.annotation = annotation;
    n->ann_assign.value = value;
    n->ann_assign.simple = target->kind == AST_NAME && first->kind != TOKEN_LPAREN;
    return n;
}

static AstNode *parse_augmented(Parser *p, const Token *first, AstNode *target)
{
    static const uint8_t operators[] = {AST_ADD,      AST_SUB,    AST_MULT,    AST_MAT_MULT,
                                        AST_DIV,      AST_MOD,    AST_POW,     AST_LSHIFT,
                                        AST_RSHIFT,   AST_BIT_OR, AST_BIT_XOR, AST_BIT_AND,
                                        AST_FLOOR_DIV}; /* as TokenKind */
    if (target->kind != AST_NAME && target->kind != AST_ATTRIBUTE && target->kind != AST_SUBSCRIPT)
        return parser_fail_node(p, target, "'%s' is an illegal expression for augmented assignment",
                                parser_describe(target));
    target->ctx = AST_STORE;
    AstOperator op = (AstOperator)operators[parser_advance(p)->kind - TOKEN_PLUS_EQUAL];
    AstNode *value = parser_yield_or_star_expressions(p);
    if (!value) return NULL;
    AstNode *n = PARSER_NODE(p, AST_AUG_ASSIGN, aug_assign, first->start,
                             parser_max(target->height, value->height));
    if (!n) return NULL;
    n->aug_assign.target = target;
    n->aug_assign.op = op;
    n->aug_assign.value = value;
    return n;
}

/* `f() = 1`: CPython asks whether a comparison was meant, where one could have been. */
static bool maybe_comparison(const AstNode *target, bool in_parens)
{
    switch ((AstKind)target->kind) {
    case AST_CONSTANT: return target->constant.type > AST_CONST_FALSE;
    case AST_LIST:
    case AST_TUPLE:
    case AST_STARRED:
    case AST_GENERATOR_EXP:
    case AST_NAME:
    case AST_ATTRIBUTE:
    case AST_SUBSCRIPT: return false;
    case AST_COMPARE:
    case AST_BOOL_OP:
    case AST_IF_EXP:
    case AST_LAMBDA:
    case AST_YIELD:
    case AST_YIELD_FROM: return in_parens;
    case AST_UNARY_OP: return in_parens || target->unary_op.op != AST_NOT;
    default: return true;
    }
}

static AstNode *parse_assignment(Parser *p, const Token *first, AstNode *target)
{
    size_t mark = p->stack_len;
    AstNode *value = target;
    const Token *begin = first;
    while (parser_kind(p) == TOKEN_EQUAL) {
        bool in_parens = value->span.start != begin->start;
        if (begin == first && maybe_comparison(value, in_parens))
            return parser_fail_node(
                p, value, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                parser_describe(value));
        if (begin->kind == TOKEN_YIELD)
            return parser_fail_node(p, value, "assignment to yield expression not possible");
        if (!parser_set_context(p, value, AST_STORE, PARSER_ASSIGN)) return NULL;
        parser_push(p, value);
        parser_advance(p);
        begin = p->tok;
        if (!(value = parser_yield_or_star_expressions(p))) return NULL;
    }
    unsigned height = value->height;
    AstList targets = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_ASSIGN, assign, first->start, height);
    if (!n) return NULL;
    n->assign.targets = targets;
    n->assign.value = value;
    return n;
}

static AstNode *parse_expression_statement(Parser *p)
{
    const Token *first = p->tok;
    AstNode *value = parser_yield_or_star_expressions(p);
    if (!value) return NULL;
    TokenKind kind = parser_kind(p);
    if (kind == TOKEN_EQUAL) return parse_assignment(p, first, value);
    if (kind >= TOKEN_PLUS_EQUAL && kind <= TOKEN_DOUBLE_SLASH_EQUAL)
        return parse_augmented(p, first, value);
    if (kind == TOKEN_COLON) return parse_annotated(p, first, value);
    if (kind == TOKEN_WALRUS && value->kind != AST_NAME)
        return parser_fail_node(p, value, "cannot use assignment expressions with %s",
                                parser_describe(value));
    AstNode *n = PARSER_NODE(p, AST_EXPR, expr, first->start, value->height);
    if (n) n->expr.value = value;
    return n;
}

static AstNode *parse_simple(Parser *p)
{
    switch (parser_kind(p)) {
    case TOKEN_RETURN: return parse_return(p);
    case TOKEN_IMPORT: return parse_import(p);
    case TOKEN_FROM: return parse_import_from(p);
    case TOKEN_RAISE: return parse_raise(p);
    case TOKEN_PASS: return parse_bare(p, AST_PASS);
    case TOKEN_BREAK: return parse_bare(p, AST_BREAK);
    case TOKEN_CONTINUE: return parse_bare(p, AST_CONTINUE);
    case TOKEN_DEL: return parse_delete(p);
    case TOKEN_ASSERT: return parse_assert(p);
    case TOKEN_GLOBAL: return parse_names(p, AST_GLOBAL);
    case TOKEN_NONLOCAL: return parse_names(p, AST_NONLOCAL);
    case TOKEN_NAME:
        if (p->tok[1].kind == TOKEN_NAME && parser_is_word(p, p->tok, "type"))
            return parse_type_alias(p);
        return parse_expression_statement(p);
    default: return parse_expression_statement(p);
    }
}

bool parser_simple_statements(Parser *p)
{
    do {
        AstNode *n = parse_simple(p);
        if (!n) return false;
        parser_push(p, n);
    } while (parser_accept(p, TOKEN_SEMICOLON) && parser_kind(p) != TOKEN_NEWLINE);
    return parser_expect(p, TOKEN_NEWLINE);
}
