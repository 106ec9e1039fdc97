/* Operators, conditional expressions, lambda, comprehension clauses, lists of expressions. */
#include "python/parser_internal.h"

/* Binding strength, weakest first; 0 = no binary operator. */
enum {
    PREC_OR = 1,
    PREC_AND,
    PREC_NOT,
    PREC_COMPARE,
    PREC_BIT_OR,
    PREC_BIT_XOR,
    PREC_BIT_AND,
    PREC_SHIFT,
    PREC_ARITH,
    PREC_TERM
};

static const uint8_t precedence[TOKEN_KIND_COUNT] = {
    [TOKEN_OR] = PREC_OR,
    [TOKEN_AND] = PREC_AND,
    [TOKEN_IN] = PREC_COMPARE,
    [TOKEN_IS] = PREC_COMPARE,
    [TOKEN_NOT] = PREC_COMPARE, /* not in */
    [TOKEN_LESS] = PREC_COMPARE,
    [TOKEN_LESS_EQUAL] = PREC_COMPARE,
    [TOKEN_GREATER] = PREC_COMPARE,
    [TOKEN_GREATER_EQUAL] = PREC_COMPARE,
    [TOKEN_EQUAL_EQUAL] = PREC_COMPARE,
    [TOKEN_NOT_EQUAL] = PREC_COMPARE,
    [TOKEN_BAR] = PREC_BIT_OR,
    [TOKEN_CARET] = PREC_BIT_XOR,
    [TOKEN_AMPERSAND] = PREC_BIT_AND,
    [TOKEN_LSHIFT] = PREC_SHIFT,
    [TOKEN_RSHIFT] = PREC_SHIFT,
    [TOKEN_PLUS] = PREC_ARITH,
    [TOKEN_MINUS] = PREC_ARITH,
    [TOKEN_STAR] = PREC_TERM,
    [TOKEN_SLASH] = PREC_TERM,
    [TOKEN_DOUBLE_SLASH] = PREC_TERM,
    [TOKEN_PERCENT] = PREC_TERM,
    [TOKEN_AT] = PREC_TERM,
};

static const uint8_t binary_operator[TOKEN_KIND_COUNT] = {
    [TOKEN_BAR] = AST_BIT_OR,        [TOKEN_CARET] = AST_BIT_XOR,
    [TOKEN_AMPERSAND] = AST_BIT_AND, [TOKEN_LSHIFT] = AST_LSHIFT,
    [TOKEN_RSHIFT] = AST_RSHIFT,     [TOKEN_PLUS] = AST_ADD,
    [TOKEN_MINUS] = AST_SUB,         [TOKEN_STAR] = AST_MULT,
    [TOKEN_SLASH] = AST_DIV,         [TOKEN_DOUBLE_SLASH] = AST_FLOOR_DIV,
    [TOKEN_PERCENT] = AST_MOD,       [TOKEN_AT] = AST_MAT_MULT,
};

static AstNode *parse_operators(Parser *p, unsigned min);

static AstNode *new_unary(Parser *p, AstUnaryOp op, uint32_t start, AstNode *operand)
{
    AstNode *n = PARSER_NODE(p, AST_UNARY_OP, unary_op, start, operand->height);
    if (!n) return NULL;
    n->unary_op.op = op;
    n->unary_op.operand = operand;
    return n;
}

static AstNode *new_binary(Parser *p, uint32_t start, AstNode *left, AstOperator op, AstNode *right)
{
    AstNode *n = PARSER_NODE(p, AST_BIN_OP, bin_op, start, parser_max(left->height, right->height));
    if (!n) return NULL;
    n->bin_op.left = left;
    n->bin_op.op = op;
    n->bin_op.right = right;
    return n;
}

static AstNode *parse_await(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    AstNode *value = parser_primary(p);
    if (!value) return NULL;
    AstNode *n = PARSER_NODE(p, AST_AWAIT, await, start, value->height);
    if (n) n->await.value = value;
    return n;
}

/* factor: unary operators and the power operator, which binds tighter on its left only. */
static AstNode *parse_factor(Parser *p)
{
    static const uint8_t unary[TOKEN_KIND_COUNT] = {
        [TOKEN_PLUS] = AST_UADD + 1, [TOKEN_MINUS] = AST_USUB + 1, [TOKEN_TILDE] = AST_INVERT + 1};
    uint8_t op = unary[parser_kind(p)];
    uint32_t start = p->tok->start;
    if (op) {
        parser_advance(p);
        AstNode *operand = parser_enter(p) ? parse_factor(p) : NULL;
        p->level--;
        return operand ? new_unary(p, (AstUnaryOp)(op - 1), start, operand) : NULL;
    }
    AstNode *left = parser_kind(p) == TOKEN_AWAIT ? parse_await(p) : parser_primary(p);
    if (!left || !parser_accept(p, TOKEN_DOUBLE_STAR)) return left;
    AstNode *right = parser_enter(p) ? parse_factor(p) : NULL;
    p->level--;
    return right ? new_binary(p, start, left, AST_POW, right) : NULL;
}

static AstNode *parse_bool_op(Parser *p, uint32_t start, AstNode *left, TokenKind kind,
                              unsigned prec)
{
    size_t mark = p->stack_len;
    parser_push(p, left);
    while (parser_accept(p, kind)) {
        AstNode *right = parse_operators(p, prec + 1);
        if (!right) return NULL;
        parser_push(p, right);
    }
    unsigned height = 0;
    AstList values = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_BOOL_OP, bool_op, start, height);
    if (!n) return NULL;
    n->bool_op.op = kind == TOKEN_AND ? AST_AND : AST_OR;
    n->bool_op.values = values;
    return n;
}

/* Consumes a comparison operator; false when the next token is none. */
static bool accept_comparison(Parser *p, uint8_t *op)
{
    switch (parser_kind(p)) {
    case TOKEN_EQUAL_EQUAL: *op = AST_EQ; break;
    case TOKEN_NOT_EQUAL: *op = AST_NOT_EQ; break;
    case TOKEN_LESS: *op = AST_LT; break;
    case TOKEN_LESS_EQUAL: *op = AST_LT_E; break;
    case TOKEN_GREATER: *op = AST_GT; break;
    case TOKEN_GREATER_EQUAL: *op = AST_GT_E; break;
    case TOKEN_IN: *op = AST_IN; break;
    case TOKEN_IS:
        *op = AST_IS;
        if (parser_peek(p) == TOKEN_NOT) {
            parser_advance(p);
            *op = AST_IS_NOT;
        }
        break;
    case TOKEN_NOT:
        if (parser_peek(p) != TOKEN_IN) return false;
        parser_advance(p);
        *op = AST_NOT_IN;
        break;
    default: return false;
    }
    parser_advance(p);
    return true;
}

static AstNode *parse_compare(Parser *p, uint32_t start, AstNode *left)
{
    size_t mark = p->stack_len;
    size_t ops_mark = p->buf.len; /* operators are collected as bytes of the text stack */
    uint8_t op;
    while (accept_comparison(p, &op)) {
        strbuf_push_char(&p->buf, (char)op);
        AstNode *right = parse_operators(p, PREC_BIT_OR);
        if (!right) return NULL;
        parser_push(p, right);
    }
    Str ops = arena_str(p->arena, str_slice(strbuf_view(&p->buf), ops_mark, p->buf.len));
    strbuf_truncate(&p->buf, ops_mark);
    unsigned height = left->height;
    AstList comparators = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_COMPARE, compare, start, height);
    if (!n) return NULL;
    n->compare.left = left;
    n->compare.ops = (const uint8_t *)ops.ptr;
    n->compare.comparators = comparators;
    return n;
}

static AstNode *parse_not(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    AstNode *operand = parser_enter(p) ? parse_operators(p, PREC_NOT) : NULL;
    p->level--;
    return operand ? new_unary(p, AST_NOT, start, operand) : NULL;
}

/* Precedence climbing over everything between `or` and `*`. Chains of one level are loops. */
static AstNode *parse_operators(Parser *p, unsigned min)
{
    AstNode *left;
    uint32_t start = p->tok->start;
    if (parser_kind(p) == TOKEN_NOT && min <= PREC_NOT)
        left = parse_not(p);
    else
        left = parse_factor(p);
    while (left) {
        TokenKind kind = parser_kind(p);
        unsigned prec = precedence[kind];
        if (prec < min || prec == 0) break;
        if (kind == TOKEN_NOT && parser_peek(p) != TOKEN_IN) break;
        if (prec <= PREC_AND)
            left = parse_bool_op(p, start, left, kind, prec);
        else if (prec == PREC_COMPARE)
            left = parse_compare(p, start, left);
        else {
            parser_advance(p);
            AstNode *right = parse_operators(p, prec + 1);
            left = right ? new_binary(p, start, left, (AstOperator)binary_operator[kind], right)
                         : NULL;
        }
    }
    return left;
}

AstNode *parser_disjunction(Parser *p) { return parse_operators(p, PREC_OR); }

AstNode *parser_bitwise_or(Parser *p) { return parse_operators(p, PREC_BIT_OR); }

static AstNode *parse_lambda(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    AstNode *args = parser_parameters(p, TOKEN_COLON);
    if (!args) return NULL;
    if (!parser_accept(p, TOKEN_COLON)) return parser_fail_here(p);
    AstNode *body = parser_expression(p);
    if (!body) return NULL;
    AstNode *n = PARSER_NODE(p, AST_LAMBDA, lambda, start, parser_max(args->height, body->height));
    if (!n) return NULL;
    n->lambda.args = args;
    n->lambda.body = body;
    return n;
}

static AstNode *parse_conditional(Parser *p, uint32_t start, AstNode *body)
{
    parser_advance(p);
    AstNode *test = parser_disjunction(p);
    if (!test) return NULL;
    if (!parser_accept(p, TOKEN_ELSE)) {
        if (parser_kind(p) == TOKEN_COLON) return parser_fail_here(p);
        return p->tok->kind == TOKEN_ERROR ? parser_fail_here(p)
                                           : parser_fail(p, (Span){start, p->prev_end},
                                                         "expected 'else' after 'if' expression");
    }
    AstNode *orelse = parser_expression(p);
    if (!orelse) return NULL;
    AstNode *n = PARSER_NODE(p, AST_IF_EXP, if_exp, start,
                             parser_max(body->height, parser_max(test->height, orelse->height)));
    if (!n) return NULL;
    n->if_exp.test = test;
    n->if_exp.body = body;
    n->if_exp.orelse = orelse;
    return n;
}

AstNode *parser_expression(Parser *p)
{
    AstNode *n = NULL;
    uint32_t start = p->tok->start;
    if (parser_enter(p)) {
        if (parser_kind(p) == TOKEN_LAMBDA)
            n = parse_lambda(p);
        else {
            n = parser_disjunction(p);
            if (n && parser_kind(p) == TOKEN_IF) n = parse_conditional(p, start, n);
        }
    }
    p->level--;
    return n;
}

static AstNode *parse_walrus(Parser *p)
{
    const Token *name = parser_advance(p);
    AstNode *target = PARSER_NODE(p, AST_NAME, name, name->start, 0);
    if (!target) return NULL;
    target->name.id = parser_name_text(p, name);
    target->ctx = AST_STORE;
    parser_advance(p);
    AstNode *value = parser_expression(p);
    if (!value) return NULL;
    AstNode *n = PARSER_NODE(p, AST_NAMED_EXPR, named_expr, name->start, value->height);
    if (!n) return NULL;
    n->named_expr.target = target;
    n->named_expr.value = value;
    return n;
}

/* An `=` where only an expression fits: CPython guesses that a comparison was meant. */
static AstNode *fail_equal(Parser *p, AstNode *left)
{
    if (left->kind == AST_NAME)
        return parser_fail(p, (Span){left->span.start, p->tok->end},
                           "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    if (left->kind == AST_LIST || left->kind == AST_TUPLE || left->kind == AST_COMPARE ||
        left->kind == AST_BOOL_OP)
        return parser_fail_here(p);
    return parser_fail_node(p, left,
                            "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                            parser_describe(left));
}

AstNode *parser_named_expression(Parser *p)
{
    if (parser_kind(p) == TOKEN_NAME && parser_peek(p) == TOKEN_WALRUS) return parse_walrus(p);
    AstNode *n = parser_expression(p);
    if (!n) return NULL;
    if (parser_kind(p) == TOKEN_WALRUS)
        return parser_fail_node(p, n, "cannot use assignment expressions with %s",
                                parser_describe(n));
    if (parser_kind(p) == TOKEN_EQUAL) return fail_equal(p, n);
    return n;
}

AstNode *parser_starred(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    AstNode *value = parser_bitwise_or(p);
    if (!value) return NULL;
    AstNode *n = PARSER_NODE(p, AST_STARRED, starred, start, value->height);
    if (n) n->starred.value = value;
    return n;
}

AstNode *parser_star_named_expression(Parser *p)
{
    return parser_kind(p) == TOKEN_STAR ? parser_starred(p) : parser_named_expression(p);
}

static AstNode *star_expression(Parser *p)
{
    return parser_kind(p) == TOKEN_STAR ? parser_starred(p) : parser_expression(p);
}

AstNode *parser_star_expressions(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *first = star_expression(p);
    if (!first || parser_kind(p) != TOKEN_COMMA) return first;
    size_t mark = p->stack_len;
    parser_push(p, first);
    while (parser_accept(p, TOKEN_COMMA) && parser_starts_expression(parser_kind(p))) {
        AstNode *n = star_expression(p);
        if (!n) return NULL;
        parser_push(p, n);
    }
    unsigned height = 0;
    AstList elts = parser_take(p, mark, &height);
    AstNode *tuple = PARSER_NODE(p, AST_TUPLE, list, start, height);
    if (tuple) tuple->list.elts = elts;
    return tuple;
}

AstNode *parser_yield(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    bool from = parser_accept(p, TOKEN_FROM);
    AstNode *value = NULL;
    if (from)
        value = parser_expression(p);
    else if (parser_starts_expression(parser_kind(p)))
        value = parser_star_expressions(p);
    if (p->failure.set) return NULL;
    AstNode *n =
        PARSER_NODE(p, from ? AST_YIELD_FROM : AST_YIELD, yield, start, parser_height(value));
    if (n) n->yield.value = value;
    return n;
}

AstNode *parser_yield_or_star_expressions(Parser *p)
{
    return parser_kind(p) == TOKEN_YIELD ? parser_yield(p) : parser_star_expressions(p);
}

bool parser_at_comprehension(const Parser *p)
{
    return parser_kind(p) == TOKEN_FOR ||
           (parser_kind(p) == TOKEN_ASYNC && parser_peek(p) == TOKEN_FOR);
}

static AstNode *parse_comprehension(Parser *p)
{
    uint32_t start = p->tok->start;
    bool is_async = parser_accept(p, TOKEN_ASYNC);
    parser_advance(p);
    AstNode *target = parser_star_targets(p, PARSER_FOR);
    if (!target || !parser_expect(p, TOKEN_IN)) return NULL;
    AstNode *iter = parser_disjunction(p);
    if (!iter) return NULL;
    size_t mark = p->stack_len;
    while (parser_accept(p, TOKEN_IF)) {
        AstNode *test = parser_disjunction(p);
        if (!test) return NULL;
        parser_push(p, test);
    }
    unsigned height = parser_max(target->height, iter->height);
    AstList ifs = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_COMPREHENSION, comprehension, start, height);
    if (!n) return NULL;
    n->comprehension.target = target;
    n->comprehension.iter = iter;
    n->comprehension.ifs = ifs;
    n->comprehension.is_async = is_async;
    return n;
}

bool parser_comprehensions(Parser *p, AstList *out, unsigned *height)
{
    size_t mark = p->stack_len;
    while (parser_at_comprehension(p)) {
        AstNode *n = parse_comprehension(p);
        if (!n) return false;
        parser_push(p, n);
    }
    *out = parser_take(p, mark, height);
    return true;
}
