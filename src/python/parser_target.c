/* Assignment targets: expressions are parsed first and then turned into targets. */
#include "python/parser_internal.h"

static const char *describe_constant(const AstNode *n)
{
    switch (n->constant.type) {
    case AST_CONST_NONE: return "None";
    case AST_CONST_TRUE: return "True";
    case AST_CONST_FALSE: return "False";
    case AST_CONST_ELLIPSIS: return "ellipsis";
    default: return "literal";
    }
}

/* CPython's _PyPegen_get_expr_name. */
const char *parser_describe(const AstNode *n)
{
    switch ((AstKind)n->kind) {
    case AST_ATTRIBUTE: return "attribute";
    case AST_SUBSCRIPT: return "subscript";
    case AST_STARRED: return "starred";
    case AST_NAME: return "name";
    case AST_LIST: return "list";
    case AST_TUPLE: return "tuple";
    case AST_LAMBDA: return "lambda";
    case AST_CALL: return "function call";
    case AST_BOOL_OP:
    case AST_BIN_OP:
    case AST_UNARY_OP: return "expression";
    case AST_GENERATOR_EXP: return "generator expression";
    case AST_YIELD:
    case AST_YIELD_FROM: return "yield expression";
    case AST_AWAIT: return "await expression";
    case AST_LIST_COMP: return "list comprehension";
    case AST_SET_COMP: return "set comprehension";
    case AST_DICT_COMP: return "dict comprehension";
    case AST_DICT: return "dict literal";
    case AST_SET: return "set display";
    case AST_JOINED_STR: return "f-string expression";
    case AST_TEMPLATE_STR: return "t-string expression";
    case AST_CONSTANT: return describe_constant(n);
    case AST_COMPARE: return "comparison";
    case AST_IF_EXP: return "conditional expression";
    case AST_NAMED_EXPR: return "named expression";
    default: return "expression";
    }
}

bool parser_set_context(Parser *p, AstNode *node, AstContext ctx, ParserTarget what)
{
    switch ((AstKind)node->kind) {
    case AST_NAME:
    case AST_ATTRIBUTE:
    case AST_SUBSCRIPT: node->ctx = (uint8_t)ctx; return true;
    case AST_STARRED:
        if (what == PARSER_DELETE) break;
        node->ctx = (uint8_t)ctx;
        return parser_set_context(p, node->starred.value, ctx, what);
    case AST_LIST:
    case AST_TUPLE:
        node->ctx = (uint8_t)ctx;
        for (size_t i = 0; i < node->list.elts.len; i++)
            if (!parser_set_context(p, node->list.elts.items[i], ctx, what)) return false;
        return true;
    default: break;
    }
    parser_fail_node(p, node, what == PARSER_DELETE ? "cannot delete %s" : "cannot assign to %s",
                     parser_describe(node));
    return false;
}

static AstNode *star_target(Parser *p)
{
    return parser_kind(p) == TOKEN_STAR ? parser_starred(p) : parser_bitwise_or(p);
}

/* The targets of `for` and, one at a time, of `with`: no comparison, since `in` ends them. */
AstNode *parser_star_targets(Parser *p, ParserTarget what)
{
    uint32_t start = p->tok->start;
    AstNode *first = star_target(p);
    if (!first) return NULL;
    AstNode *n = first;
    if (what == PARSER_FOR && parser_kind(p) == TOKEN_COMMA) {
        size_t mark = p->stack_len;
        parser_push(p, first);
        while (parser_accept(p, TOKEN_COMMA) && parser_starts_expression(parser_kind(p))) {
            AstNode *next = star_target(p);
            if (!next) return NULL;
            parser_push(p, next);
        }
        unsigned height = 0;
        AstList elts = parser_take(p, mark, &height);
        n = PARSER_NODE(p, AST_TUPLE, list, start, height);
        if (!n) return NULL;
        n->list.elts = elts;
    }
    return parser_set_context(p, n, AST_STORE, what) ? n : NULL;
}
