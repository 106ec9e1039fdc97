/* match statements and their patterns (PEP 634). */
#include "python/parser_internal.h"

/* `match` begins a statement when its line ends with a colon and an indented `case` follows; no
 * expression statement looks like that. */
bool parser_at_match(const Parser *p)
{
    if (!parser_is_word(p, p->tok, "match") || !parser_starts_expression((TokenKind)p->tok[1].kind))
        return false;
    const Token *t = p->tok;
    while (t->kind > TOKEN_NEWLINE) t++;
    return t->kind == TOKEN_NEWLINE && t[-1].kind == TOKEN_COLON && t[1].kind == TOKEN_INDENT &&
           parser_is_word(p, t + 2, "case");
}

static AstNode *parse_pattern(Parser *p);

static AstNode *new_match_as(Parser *p, uint32_t start, AstNode *pattern, Str name)
{
    AstNode *n = PARSER_NODE(p, AST_MATCH_AS, match_as, start, parser_height(pattern));
    if (!n) return NULL;
    n->match_as.pattern = pattern;
    n->match_as.name = name;
    return n;
}

static AstNode *new_match_value(Parser *p, uint32_t start, AstNode *value)
{
    if (!value) return NULL;
    AstNode *n = PARSER_NODE(p, AST_MATCH_VALUE, match_value, start, value->height);
    if (n) n->match_value.value = value;
    return n;
}

static AstNode *signed_number(Parser *p)
{
    const Token *minus = parser_kind(p) == TOKEN_MINUS ? parser_advance(p) : NULL;
    if (parser_kind(p) != TOKEN_NUMBER) return parser_fail_here(p);
    AstNode *number = parser_number(p);
    if (!number || !minus) return number;
    AstNode *n = PARSER_NODE(p, AST_UNARY_OP, unary_op, minus->start, number->height);
    if (!n) return NULL;
    n->unary_op.op = AST_USUB;
    n->unary_op.operand = number;
    return n;
}

static bool is_complex(const AstNode *n)
{
    return n->kind == AST_CONSTANT && n->constant.type == AST_CONST_COMPLEX;
}

/* A number with a sign, or real ± imaginary. */
static AstNode *parse_number_value(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *left = signed_number(p);
    if (!left || (parser_kind(p) != TOKEN_PLUS && parser_kind(p) != TOKEN_MINUS)) return left;
    AstOperator op = parser_advance(p)->kind == TOKEN_PLUS ? AST_ADD : AST_SUB;
    if (parser_kind(p) != TOKEN_NUMBER) return parser_fail_here(p);
    AstNode *right = parser_number(p);
    if (!right) return NULL;
    const AstNode *real = left->kind == AST_UNARY_OP ? left->unary_op.operand : left;
    if (is_complex(real))
        return parser_fail_node(p, left, "real number required in complex literal");
    if (!is_complex(right))
        return parser_fail_node(p, right, "imaginary number required in complex literal");
    AstNode *n = PARSER_NODE(p, AST_BIN_OP, bin_op, start, parser_max(left->height, right->height));
    if (!n) return NULL;
    n->bin_op.left = left;
    n->bin_op.op = op;
    n->bin_op.right = right;
    return n;
}

static AstNode *parse_singleton(Parser *p)
{
    const Token *t = parser_advance(p);
    AstNode *n = PARSER_NODE(p, AST_MATCH_SINGLETON, match_singleton, t->start, 0);
    if (!n) return NULL;
    n->match_singleton.value = t->kind == TOKEN_NONE   ? AST_CONST_NONE
                               : t->kind == TOKEN_TRUE ? AST_CONST_TRUE
                                                       : AST_CONST_FALSE;
    return n;
}

/* name or name.attr... as an expression. */
static AstNode *parse_name_or_attribute(Parser *p)
{
    const Token *t = p->tok;
    Str name = parser_name(p);
    if (str_is_null(name)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_NAME, name, t->start, 0);
    if (!n) return NULL;
    n->name.id = name;
    while (n && parser_kind(p) == TOKEN_DOT) n = parser_attribute(p, n);
    return n;
}

static bool push_keyword_pattern(Parser *p, StrVec *names)
{
    Str name = parser_name(p);
    parser_advance(p);
    AstNode *pattern = parse_pattern(p);
    if (!pattern) return false;
    VEC_PUSH(p->arena, names, name);
    parser_push(p, pattern);
    return true;
}

static AstNode *parse_class_pattern(Parser *p, uint32_t start, AstNode *cls)
{
    parser_advance(p);
    size_t mark = p->stack_len, positional = 0;
    StrVec names = {0};
    while (parser_kind(p) != TOKEN_RPAREN) {
        if (parser_kind(p) == TOKEN_NAME && parser_peek(p) == TOKEN_EQUAL) {
            if (!push_keyword_pattern(p, &names)) return NULL;
        } else {
            AstNode *pattern = parse_pattern(p);
            if (!pattern) return NULL;
            if (names.len)
                return parser_fail_node(p, pattern, "positional patterns follow keyword patterns");
            parser_push(p, pattern);
            positional++;
        }
        if (!parser_accept(p, TOKEN_COMMA)) break;
    }
    if (!parser_expect(p, TOKEN_RPAREN)) return NULL;
    unsigned height = cls->height;
    AstList keyword_patterns = parser_take(p, mark + positional, &height);
    AstList patterns = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_MATCH_CLASS, match_class, start, height);
    if (!n) return NULL;
    n->match_class.cls = cls;
    n->match_class.patterns = patterns;
    n->match_class.kwd_attrs = (AstNames){names.items, names.len};
    n->match_class.kwd_patterns = keyword_patterns;
    return n;
}

/* A capture, the wildcard, a dotted value or a class pattern. */
static AstNode *parse_name_pattern(Parser *p)
{
    const Token *t = p->tok;
    TokenKind next = parser_peek(p);
    if (next != TOKEN_DOT && next != TOKEN_LPAREN) {
        parser_advance(p);
        bool wildcard = parser_is_word(p, t, "_");
        return new_match_as(p, t->start, NULL, wildcard ? STR_NULL : parser_name_text(p, t));
    }
    AstNode *value = parse_name_or_attribute(p);
    if (!value) return NULL;
    if (parser_kind(p) == TOKEN_LPAREN) return parse_class_pattern(p, t->start, value);
    return new_match_value(p, t->start, value);
}

static AstNode *parse_star_pattern(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    const Token *t = p->tok;
    Str name = parser_name(p);
    if (str_is_null(name)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_MATCH_STAR, match_star, start, 0);
    if (n && !parser_is_word(p, t, "_")) n->match_star.name = name;
    return n;
}

static AstNode *parse_maybe_star(Parser *p)
{
    return parser_kind(p) == TOKEN_STAR ? parse_star_pattern(p) : parse_pattern(p);
}

static AstNode *new_match_sequence(Parser *p, uint32_t start, size_t mark)
{
    unsigned height = 0;
    AstList patterns = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_MATCH_SEQUENCE, match_sequence, start, height);
    if (n) n->match_sequence.patterns = patterns;
    return n;
}

/* [a, *b] and (a, b); (a) is a group. */
static AstNode *parse_sequence_pattern(Parser *p)
{
    const Token *open = parser_advance(p);
    bool paren = open->kind == TOKEN_LPAREN, comma = false;
    TokenKind closer = paren ? TOKEN_RPAREN : TOKEN_RBRACKET;
    size_t mark = p->stack_len;
    while (parser_kind(p) != closer) {
        AstNode *n = parse_maybe_star(p);
        if (!n) return NULL;
        parser_push(p, n);
        if (!parser_accept(p, TOKEN_COMMA)) break;
        comma = true;
    }
    if (!parser_expect(p, closer)) return NULL;
    if (paren && !comma && p->stack_len == mark + 1) {
        AstNode *n = p->stack[--p->stack_len];
        return n->kind == AST_MATCH_STAR ? parser_fail_node(p, n, "invalid syntax") : n;
    }
    return new_match_sequence(p, open->start, mark);
}

static AstNode *parse_mapping_key(Parser *p)
{
    switch (parser_kind(p)) {
    case TOKEN_NUMBER:
    case TOKEN_MINUS: return parse_number_value(p);
    case TOKEN_STRING:
    case TOKEN_FSTRING_START: return parser_strings(p);
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE: return parser_keyword_constant(p);
    case TOKEN_NAME:
        if (parser_peek(p) == TOKEN_DOT) return parse_name_or_attribute(p);
        return parser_fail_here(p);
    default: return parser_fail_here(p);
    }
}

static AstNode *finish_mapping(Parser *p, uint32_t start, size_t mark, Str rest)
{
    size_t n = (p->stack_len - mark) / 2, top = p->stack_len;
    unsigned height = 0;
    for (size_t i = 0; i < n; i++) parser_push(p, p->stack[mark + 2 * i]);
    AstList keys = parser_take(p, top, &height);
    for (size_t i = 0; i < n; i++) parser_push(p, p->stack[mark + 2 * i + 1]);
    AstList patterns = parser_take(p, top, &height);
    p->stack_len = mark;
    AstNode *node = PARSER_NODE(p, AST_MATCH_MAPPING, match_mapping, start, height);
    if (!node) return NULL;
    node->match_mapping.keys = keys;
    node->match_mapping.patterns = patterns;
    node->match_mapping.rest = rest;
    return node;
}

static AstNode *parse_mapping_pattern(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    size_t mark = p->stack_len;
    Str rest = STR_NULL;
    while (parser_kind(p) != TOKEN_RBRACE) {
        if (!str_is_null(rest)) return parser_fail_here(p); /* **rest is last */
        if (parser_accept(p, TOKEN_DOUBLE_STAR)) {
            if (parser_is_word(p, p->tok, "_")) return parser_fail_here(p);
            rest = parser_name(p);
            if (str_is_null(rest)) return NULL;
        } else {
            AstNode *key = parse_mapping_key(p);
            if (!key || !parser_accept(p, TOKEN_COLON)) return key ? parser_fail_here(p) : NULL;
            parser_push(p, key);
            AstNode *pattern = parse_pattern(p);
            if (!pattern) return NULL;
            parser_push(p, pattern);
        }
        if (!parser_accept(p, TOKEN_COMMA)) break;
    }
    return parser_expect(p, TOKEN_RBRACE) ? finish_mapping(p, start, mark, rest) : NULL;
}

static AstNode *parse_closed_pattern(Parser *p)
{
    uint32_t start = p->tok->start;
    switch (parser_kind(p)) {
    case TOKEN_NUMBER:
    case TOKEN_MINUS: return new_match_value(p, start, parse_number_value(p));
    case TOKEN_STRING:
    case TOKEN_FSTRING_START: return new_match_value(p, start, parser_strings(p));
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE: return parse_singleton(p);
    case TOKEN_NAME: return parse_name_pattern(p);
    case TOKEN_LPAREN:
    case TOKEN_LBRACKET: return parse_sequence_pattern(p);
    case TOKEN_LBRACE: return parse_mapping_pattern(p);
    default: return parser_fail_here(p);
    }
}

static AstNode *parse_or_pattern(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *first = parse_closed_pattern(p);
    if (!first || parser_kind(p) != TOKEN_BAR) return first;
    size_t mark = p->stack_len;
    parser_push(p, first);
    while (parser_accept(p, TOKEN_BAR)) {
        AstNode *n = parse_closed_pattern(p);
        if (!n) return NULL;
        parser_push(p, n);
    }
    unsigned height = 0;
    AstList patterns = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_MATCH_OR, match_sequence, start, height);
    if (n) n->match_sequence.patterns = patterns;
    return n;
}

static AstNode *parse_as_pattern(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *pattern = parse_or_pattern(p);
    if (!pattern || !parser_accept(p, TOKEN_AS)) return pattern;
    if (parser_is_word(p, p->tok, "_"))
        return parser_fail_token(p, p->tok, "cannot use '_' as a target");
    if (parser_kind(p) != TOKEN_NAME) return parser_fail_token(p, p->tok, "invalid pattern target");
    return new_match_as(p, start, pattern, parser_name(p));
}

static AstNode *parse_pattern(Parser *p)
{
    AstNode *n = parser_enter(p) ? parse_as_pattern(p) : NULL;
    p->level--;
    return n;
}

/* What stands after `case`: a pattern, or a sequence without brackets. */
static AstNode *parse_patterns(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *first = parse_maybe_star(p);
    if (!first) return NULL;
    if (parser_kind(p) != TOKEN_COMMA)
        return first->kind == AST_MATCH_STAR ? parser_fail_here(p) : first;
    size_t mark = p->stack_len;
    parser_push(p, first);
    while (parser_accept(p, TOKEN_COMMA) && parser_kind(p) != TOKEN_COLON &&
           parser_kind(p) != TOKEN_IF) {
        AstNode *n = parse_maybe_star(p);
        if (!n) return NULL;
        parser_push(p, n);
    }
    return new_match_sequence(p, start, mark);
}

static AstNode *parse_case(Parser *p)
{
    const Token *keyword = parser_advance(p);
    AstNode *pattern = parse_patterns(p), *guard = NULL;
    if (!pattern) return NULL;
    if (parser_accept(p, TOKEN_IF) && !(guard = parser_named_expression(p))) return NULL;
    unsigned height = parser_max(pattern->height, parser_height(guard));
    AstList body;
    if (!parser_block(p, keyword, "'case' statement", &body, &height)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_MATCH_CASE, match_case, keyword->start, height);
    if (!n) return NULL;
    n->match_case.pattern = pattern;
    n->match_case.guard = guard;
    n->match_case.body = body;
    return n;
}

static AstNode *parse_subject(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *first = parser_star_named_expression(p);
    if (!first) return NULL;
    if (parser_kind(p) != TOKEN_COMMA)
        return first->kind == AST_STARRED ? parser_fail_here(p) : first;
    size_t mark = p->stack_len;
    parser_push(p, first);
    while (parser_accept(p, TOKEN_COMMA) && parser_starts_expression(parser_kind(p))) {
        AstNode *n = parser_star_named_expression(p);
        if (!n) return NULL;
        parser_push(p, n);
    }
    unsigned height = 0;
    AstList elts = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_TUPLE, list, start, height);
    if (n) n->list.elts = elts;
    return n;
}

AstNode *parser_match(Parser *p)
{
    const Token *keyword = parser_advance(p);
    AstNode *subject = parse_subject(p);
    if (!subject || !parser_expect(p, TOKEN_COLON)) return NULL;
    p->tok += 2; /* newline and indent: parser_at_match has seen them */
    size_t mark = p->stack_len;
    while (parser_kind(p) != TOKEN_DEDENT) {
        if (!parser_is_word(p, p->tok, "case")) return parser_fail_here(p);
        AstNode *n = parse_case(p);
        if (!n) return NULL;
        parser_push(p, n);
    }
    p->tok++;
    parser_end_block(p);
    unsigned height = subject->height;
    AstList cases = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, AST_MATCH, match, keyword->start, height);
    if (!n) return NULL;
    n->match.subject = subject;
    n->match.cases = cases;
    return n;
}
