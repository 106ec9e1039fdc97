/* Atoms and what may follow them: attributes, calls, subscripts. */
#include "python/literal.h"
#include "python/parser_internal.h"

AstNode *parser_number(Parser *p)
{
    const Token *t = parser_advance(p);
    AstNode *n = PARSER_NODE(p, AST_CONSTANT, constant, t->start, 0);
    LiteralError e;
    if (!n || literal_number(p->arena, parser_token_text(p, t), n, &e)) return n;
    return parser_fail_token(p, t, "%s", e.message);
}

AstNode *parser_keyword_constant(Parser *p)
{
    const Token *t = parser_advance(p);
    AstNode *n = PARSER_NODE(p, AST_CONSTANT, constant, t->start, 0);
    if (!n) return NULL;
    n->constant.type = t->kind == TOKEN_NONE    ? AST_CONST_NONE
                       : t->kind == TOKEN_TRUE  ? AST_CONST_TRUE
                       : t->kind == TOKEN_FALSE ? AST_CONST_FALSE
                                                : AST_CONST_ELLIPSIS;
    return n;
}

static AstNode *parse_name(Parser *p)
{
    const Token *t = parser_advance(p);
    AstNode *n = PARSER_NODE(p, AST_NAME, name, t->start, 0);
    if (n) n->name.id = parser_name_text(p, t);
    return n;
}

/* The rest of a display's elements after the first, which is on the stack: ", b, c," up to the
 * closer, which is consumed. */
static bool parse_elements(Parser *p, TokenKind closer)
{
    while (parser_accept(p, TOKEN_COMMA) && parser_kind(p) != closer) {
        AstNode *n = parser_star_named_expression(p);
        if (!n) return false;
        parser_push(p, n);
    }
    return parser_expect(p, closer);
}

static AstNode *new_sequence(Parser *p, AstKind kind, uint32_t start, size_t mark)
{
    unsigned height = 0;
    AstList elts = parser_take(p, mark, &height);
    AstNode *n = PARSER_NODE(p, kind, list, start, height);
    if (n) n->list.elts = elts;
    return n;
}

/* After the element: its clauses and the closer. */
static AstNode *parse_comp(Parser *p, AstKind kind, uint32_t start, AstNode *elt, TokenKind closer)
{
    if (elt->kind == AST_STARRED)
        return parser_fail_node(p, elt, "iterable unpacking cannot be used in comprehension");
    unsigned height = elt->height;
    AstList generators;
    if (!parser_comprehensions(p, &generators, &height) || !parser_expect(p, closer)) return NULL;
    AstNode *n = PARSER_NODE(p, kind, comp, start, height);
    if (!n) return NULL;
    n->comp.elt = elt;
    n->comp.generators = generators;
    return n;
}

/* A group, a tuple or a generator. */
static AstNode *parse_paren(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    size_t mark = p->stack_len;
    if (parser_accept(p, TOKEN_RPAREN)) return new_sequence(p, AST_TUPLE, start, mark);
    if (parser_kind(p) == TOKEN_YIELD) {
        AstNode *n = parser_yield(p);
        return n && parser_expect(p, TOKEN_RPAREN) ? n : NULL;
    }
    AstNode *first = parser_star_named_expression(p);
    if (!first) return NULL;
    if (parser_at_comprehension(p))
        return parse_comp(p, AST_GENERATOR_EXP, start, first, TOKEN_RPAREN);
    if (parser_kind(p) != TOKEN_COMMA) {
        if (first->kind == AST_STARRED && parser_kind(p) == TOKEN_RPAREN)
            return parser_fail_node(p, first, "cannot use starred expression here");
        return parser_expect(p, TOKEN_RPAREN) ? first : NULL;
    }
    parser_push(p, first);
    return parse_elements(p, TOKEN_RPAREN) ? new_sequence(p, AST_TUPLE, start, mark) : NULL;
}

static AstNode *parse_list(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    size_t mark = p->stack_len;
    if (parser_accept(p, TOKEN_RBRACKET)) return new_sequence(p, AST_LIST, start, mark);
    AstNode *first = parser_star_named_expression(p);
    if (!first) return NULL;
    if (parser_at_comprehension(p))
        return parse_comp(p, AST_LIST_COMP, start, first, TOKEN_RBRACKET);
    parser_push(p, first);
    return parse_elements(p, TOKEN_RBRACKET) ? new_sequence(p, AST_LIST, start, mark) : NULL;
}

/* One `key: value` or `**value` of a dict; pushes two items, the key NULL for `**`. */
static bool parse_dict_item(Parser *p, AstNode *key)
{
    AstNode *value;
    if (!key && parser_accept(p, TOKEN_DOUBLE_STAR)) {
        value = parser_bitwise_or(p);
    } else {
        if (!key && !(key = parser_expression(p))) return false;
        if (!parser_accept(p, TOKEN_COLON)) {
            if (parser_kind(p) == TOKEN_RBRACE || parser_kind(p) == TOKEN_COMMA)
                parser_fail_token(p, p->tok - 1, "':' expected after dictionary key");
            else
                parser_fail_here(p);
            return false;
        }
        if (parser_kind(p) == TOKEN_RBRACE || parser_kind(p) == TOKEN_COMMA) {
            parser_fail_token(p, p->tok - 1, "expression expected after dictionary key and ':'");
            return false;
        }
        if (parser_kind(p) == TOKEN_STAR) {
            parser_fail_token(p, p->tok, "cannot use a starred expression in a dictionary value");
            return false;
        }
        value = parser_expression(p);
    }
    if (!value) return false;
    parser_push(p, key);
    parser_push(p, value);
    return true;
}

static AstNode *parse_dict_comp(Parser *p, uint32_t start, size_t mark)
{
    AstNode *key = p->stack[mark], *value = p->stack[mark + 1];
    p->stack_len = mark;
    if (!key)
        return parser_fail_node(p, value, "dict unpacking cannot be used in dict comprehension");
    unsigned height = parser_max(key->height, value->height);
    AstList generators;
    if (!parser_comprehensions(p, &generators, &height) || !parser_expect(p, TOKEN_RBRACE))
        return NULL;
    AstNode *n = PARSER_NODE(p, AST_DICT_COMP, dict_comp, start, height);
    if (!n) return NULL;
    n->dict_comp.key = key;
    n->dict_comp.value = value;
    n->dict_comp.generators = generators;
    return n;
}

/* The pairs on the stack above mark as a Dict. */
static AstNode *new_dict(Parser *p, uint32_t start, size_t mark)
{
    size_t n = (p->stack_len - mark) / 2;
    AstNode **keys = n ? ARENA_ARRAY(p->arena, AstNode *, n) : NULL;
    AstNode **values = n ? ARENA_ARRAY(p->arena, AstNode *, n) : NULL;
    unsigned height = 0;
    for (size_t i = 0; i < n; i++) {
        keys[i] = p->stack[mark + 2 * i];
        values[i] = p->stack[mark + 2 * i + 1];
        height = parser_max(height, parser_max(parser_height(keys[i]), values[i]->height));
    }
    p->stack_len = mark;
    AstNode *dict = PARSER_NODE(p, AST_DICT, dict, start, height);
    if (!dict) return NULL;
    dict->dict.keys = (AstList){keys, n};
    dict->dict.values = (AstList){values, n};
    return dict;
}

static AstNode *parse_dict(Parser *p, uint32_t start, AstNode *first_key)
{
    size_t mark = p->stack_len;
    if (!parse_dict_item(p, first_key)) return NULL;
    if (parser_at_comprehension(p)) return parse_dict_comp(p, start, mark);
    while (parser_accept(p, TOKEN_COMMA) && parser_kind(p) != TOKEN_RBRACE)
        if (!parse_dict_item(p, NULL)) return NULL;
    return parser_expect(p, TOKEN_RBRACE) ? new_dict(p, start, mark) : NULL;
}

static AstNode *parse_brace(Parser *p)
{
    uint32_t start = parser_advance(p)->start;
    size_t mark = p->stack_len;
    if (parser_accept(p, TOKEN_RBRACE)) return new_dict(p, start, mark);
    if (parser_kind(p) == TOKEN_DOUBLE_STAR) return parse_dict(p, start, NULL);
    const Token *first_token = p->tok;
    AstNode *first = parser_star_named_expression(p);
    if (!first) return NULL;
    if (parser_kind(p) == TOKEN_COLON && first->kind != AST_STARRED &&
        first_token[1].kind != TOKEN_WALRUS)
        return parse_dict(p, start, first);
    if (parser_at_comprehension(p)) return parse_comp(p, AST_SET_COMP, start, first, TOKEN_RBRACE);
    parser_push(p, first);
    if (!parse_elements(p, TOKEN_RBRACE)) return NULL;
    return new_sequence(p, AST_SET, start, mark);
}

static AstNode *parse_atom(Parser *p)
{
    switch (parser_kind(p)) {
    case TOKEN_NAME: return parse_name(p);
    case TOKEN_NUMBER: return parser_number(p);
    case TOKEN_STRING:
    case TOKEN_FSTRING_START: return parser_strings(p);
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_NONE:
    case TOKEN_ELLIPSIS: return parser_keyword_constant(p);
    case TOKEN_LPAREN: return parse_paren(p);
    case TOKEN_LBRACKET: return parse_list(p);
    case TOKEN_LBRACE: return parse_brace(p);
    default: return parser_fail_here(p);
    }
}

AstNode *parser_attribute(Parser *p, AstNode *value)
{
    parser_advance(p);
    Str attr = parser_name(p);
    if (str_is_null(attr)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_ATTRIBUTE, attribute, value->span.start, value->height);
    if (!n) return NULL;
    n->attribute.value = value;
    n->attribute.attr = attr;
    return n;
}

/* `name=value` and `**value`. */
static AstNode *parse_keyword(Parser *p)
{
    const Token *first = parser_advance(p);
    Str arg = STR_NULL;
    if (first->kind == TOKEN_NAME) {
        arg = parser_name_text(p, first);
        parser_advance(p);
        if (parser_kind(p) == TOKEN_COMMA || parser_kind(p) == TOKEN_RPAREN)
            return parser_fail(p, (Span){first->start, p->prev_end},
                               "expected argument value expression");
    }
    AstNode *value = parser_expression(p);
    if (!value) return NULL;
    AstNode *n = PARSER_NODE(p, AST_KEYWORD, keyword, first->start, value->height);
    if (!n) return NULL;
    n->keyword.arg = arg;
    n->keyword.value = value;
    return n;
}

typedef struct Arguments {
    uint32_t paren;
    bool is_class;
    bool keyword_seen;
    bool double_star_seen;
    const Token *generator; /* an argument that is a generator without parentheses */
    size_t count;
} Arguments;

static AstNode *parse_generator_argument(Parser *p, Arguments *a, AstNode *elt)
{
    if (elt->kind == AST_STARRED)
        return parser_fail_node(p, elt, "iterable unpacking cannot be used in comprehension");
    unsigned height = elt->height;
    AstList generators;
    if (!parser_comprehensions(p, &generators, &height)) return NULL;
    if (a->count || parser_kind(p) == TOKEN_COMMA)
        return parser_fail(p, (Span){elt->span.start, p->prev_end},
                           "Generator expression must be parenthesized");
    if (a->is_class) return parser_fail_node(p, elt, "invalid syntax");
    AstNode *n = PARSER_NODE(p, AST_GENERATOR_EXP, comp, a->paren, height);
    if (!n) return NULL;
    if (parser_kind(p) == TOKEN_RPAREN) n->span.end = p->tok->end; /* it has the call's brackets */
    n->comp.elt = elt;
    n->comp.generators = generators;
    return n;
}

static AstNode *parse_positional(Parser *p, Arguments *a)
{
    bool star = parser_kind(p) == TOKEN_STAR;
    uint32_t start = p->tok->start;
    AstNode *n;
    if (star) {
        parser_advance(p);
        AstNode *value = parser_expression(p);
        if (!value) return NULL;
        n = PARSER_NODE(p, AST_STARRED, starred, start, value->height);
        if (!n) return NULL;
        n->starred.value = value;
    } else {
        const Token *t = p->tok;
        n = t->kind == TOKEN_NAME && t[1].kind == TOKEN_WALRUS ? parser_named_expression(p)
                                                               : parser_expression(p);
        if (!n) return NULL;
        if (parser_kind(p) == TOKEN_EQUAL)
            return parser_fail(p, (Span){start, p->tok->end},
                               n->kind == AST_CONSTANT && n->constant.type <= AST_CONST_FALSE
                                   ? "cannot assign to %s"
                                   : "expression cannot contain assignment, perhaps you meant "
                                     "\"==\"?",
                               parser_describe(n));
    }
    if (parser_at_comprehension(p)) return parse_generator_argument(p, a, n);
    if (a->double_star_seen)
        return parser_fail_node(p, n,
                                star ? "iterable argument unpacking follows keyword argument "
                                       "unpacking"
                                     : "positional argument follows keyword argument unpacking");
    if (a->keyword_seen && !star)
        return parser_fail_node(p, n, "positional argument follows keyword argument");
    return n;
}

static AstNode *parse_argument(Parser *p, Arguments *a)
{
    TokenKind kind = parser_kind(p);
    if (kind == TOKEN_DOUBLE_STAR) {
        a->double_star_seen = true;
        return parse_keyword(p);
    }
    if (kind == TOKEN_NAME && parser_peek(p) == TOKEN_EQUAL) {
        a->keyword_seen = true;
        return parse_keyword(p);
    }
    return parse_positional(p, a);
}

bool parser_arguments(Parser *p, uint32_t paren, bool is_class, AstList *args, AstList *keywords,
                      unsigned *height)
{
    Arguments a = {.paren = paren, .is_class = is_class};
    size_t mark = p->stack_len, keyword_count = 0;
    while (parser_kind(p) != TOKEN_RPAREN) {
        AstNode *n = parse_argument(p, &a);
        if (!n) return false;
        parser_push(p, n);
        a.count++;
        keyword_count += n->kind == AST_KEYWORD;
        if (!parser_accept(p, TOKEN_COMMA)) break;
    }
    if (!parser_expect(p, TOKEN_RPAREN)) return false;
    if (keyword_count == 0) {
        *args = parser_take(p, mark, height);
        *keywords = (AstList){0};
        return true;
    }
    /* Unpacked iterables may stand between keywords; each list keeps its own order. */
    AstList all = parser_take(p, mark, height);
    for (size_t i = 0; i < all.len; i++)
        if (all.items[i]->kind != AST_KEYWORD) parser_push(p, all.items[i]);
    *args = parser_take(p, mark, height);
    if (args->len == 0) {
        *keywords = all;
        return true;
    }
    for (size_t i = 0; i < all.len; i++)
        if (all.items[i]->kind == AST_KEYWORD) parser_push(p, all.items[i]);
    *keywords = parser_take(p, mark, height);
    return true;
}

static AstNode *parse_call(Parser *p, AstNode *func)
{
    uint32_t paren = parser_advance(p)->start;
    unsigned height = func->height;
    AstList args, keywords;
    if (!parser_arguments(p, paren, false, &args, &keywords, &height)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_CALL, call, func->span.start, height);
    if (!n) return NULL;
    n->call.func = func;
    n->call.args = args;
    n->call.keywords = keywords;
    return n;
}

static bool ends_slice_part(TokenKind k)
{
    return k == TOKEN_COLON || k == TOKEN_COMMA || k == TOKEN_RBRACKET;
}

static AstNode *parse_slice(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *lower = NULL, *upper = NULL, *step = NULL;
    if (parser_kind(p) != TOKEN_COLON) {
        lower = parser_star_named_expression(p);
        if (!lower || parser_kind(p) != TOKEN_COLON) return lower;
        if (lower->kind == AST_STARRED || lower->kind == AST_NAMED_EXPR) {
            /* Only an expression may be a bound; one in parentheses begins before its node. */
            if (lower->span.start == start) return parser_fail_here(p);
        }
    }
    parser_advance(p);
    if (!ends_slice_part(parser_kind(p)) && !(upper = parser_expression(p))) return NULL;
    if (parser_accept(p, TOKEN_COLON) && !ends_slice_part(parser_kind(p)) &&
        !(step = parser_expression(p)))
        return NULL;
    unsigned height =
        parser_max(parser_height(lower), parser_max(parser_height(upper), parser_height(step)));
    AstNode *n = PARSER_NODE(p, AST_SLICE, slice, start, height);
    if (!n) return NULL;
    n->slice.lower = lower;
    n->slice.upper = upper;
    n->slice.step = step;
    return n;
}

static AstNode *parse_slices(Parser *p)
{
    uint32_t start = p->tok->start;
    AstNode *first = parse_slice(p);
    if (!first) return NULL;
    if (parser_kind(p) != TOKEN_COMMA && first->kind != AST_STARRED) return first;
    size_t mark = p->stack_len;
    parser_push(p, first);
    while (parser_accept(p, TOKEN_COMMA) && parser_kind(p) != TOKEN_RBRACKET) {
        AstNode *n = parse_slice(p);
        if (!n) return NULL;
        parser_push(p, n);
    }
    return new_sequence(p, AST_TUPLE, start, mark);
}

static AstNode *parse_subscript(Parser *p, AstNode *value)
{
    parser_advance(p);
    AstNode *slice = parse_slices(p);
    if (!slice || !parser_expect(p, TOKEN_RBRACKET)) return NULL;
    AstNode *n = PARSER_NODE(p, AST_SUBSCRIPT, subscript, value->span.start,
                             parser_max(value->height, slice->height));
    if (!n) return NULL;
    n->subscript.value = value;
    n->subscript.slice = slice;
    return n;
}

AstNode *parser_primary(Parser *p)
{
    uint32_t start = p->tok->start; /* a parenthesised value begins before its node */
    AstNode *n = parse_atom(p);
    while (n) {
        switch (parser_kind(p)) {
        case TOKEN_DOT: n = parser_attribute(p, n); break;
        case TOKEN_LPAREN: n = parse_call(p, n); break;
        case TOKEN_LBRACKET: n = parse_subscript(p, n); break;
        default: return n;
        }
        if (n) n->span.start = start;
    }
    return NULL;
}
