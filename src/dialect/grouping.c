#include "dialect/grouping.h"

/* An operator that SQLAlchemy ranks nowhere binds less than any as an operand, and more than any as
 * what takes operands. */
enum { UNRANKED = -100, HIGHEST = 100 };

typedef struct OpInfo {
    const char *text; /* with its blanks; NULL = spelled by code */
    signed char precedence;
    bool self_natural; /* a + (b + c) needs no parentheses */
    SqlOp negation;    /* SQL_OP_NONE = NOT (…) */
} OpInfo;

/* SQLAlchemy's operators._PRECEDENCE and compiler.OPERATORS. */
static const OpInfo ops[SQL_OP_CUSTOM + 1] = {
    [SQL_OP_EQ] = {" = ", 5, false, SQL_OP_NE},
    [SQL_OP_NE] = {" != ", 5, false, SQL_OP_EQ},
    [SQL_OP_LT] = {" < ", 5, false, SQL_OP_GE},
    [SQL_OP_LE] = {" <= ", 5, false, SQL_OP_GT},
    [SQL_OP_GT] = {" > ", 5, false, SQL_OP_LE},
    [SQL_OP_GE] = {" >= ", 5, false, SQL_OP_LT},
    [SQL_OP_ADD] = {" + ", 7, true, SQL_OP_NONE},
    [SQL_OP_SUB] = {" - ", 7, false, SQL_OP_NONE},
    [SQL_OP_MUL] = {" * ", 8, true, SQL_OP_NONE},
    [SQL_OP_TRUEDIV] = {" / ", 8, false, SQL_OP_NONE},
    [SQL_OP_FLOORDIV] = {" / ", 8, false, SQL_OP_NONE},
    [SQL_OP_MOD] = {" % ", 8, false, SQL_OP_NONE},
    [SQL_OP_CONCAT] = {" || ", 5, true, SQL_OP_NONE},
    [SQL_OP_AND] = {" AND ", 3, true, SQL_OP_NONE},
    [SQL_OP_OR] = {" OR ", 2, true, SQL_OP_NONE},
    [SQL_OP_NOT] = {"NOT ", 5, false, SQL_OP_NONE},
    [SQL_OP_NEG] = {"-", 8, false, SQL_OP_NONE},
    [SQL_OP_DISTINCT] = {"DISTINCT ", 5, false, SQL_OP_NONE},
    [SQL_OP_IS] = {" IS ", 5, false, SQL_OP_IS_NOT},
    [SQL_OP_IS_NOT] = {" IS NOT ", 5, false, SQL_OP_IS},
    [SQL_OP_IS_DISTINCT] = {" IS DISTINCT FROM ", 5, false, SQL_OP_IS_NOT_DISTINCT},
    [SQL_OP_IS_NOT_DISTINCT] = {" IS NOT DISTINCT FROM ", 5, false, SQL_OP_IS_DISTINCT},
    [SQL_OP_IN] = {" IN ", 5, false, SQL_OP_NOT_IN},
    [SQL_OP_NOT_IN] = {" NOT IN ", 5, false, SQL_OP_IN},
    [SQL_OP_LIKE] = {" LIKE ", 5, false, SQL_OP_NOT_LIKE},
    [SQL_OP_NOT_LIKE] = {" NOT LIKE ", 5, false, SQL_OP_LIKE},
    [SQL_OP_ILIKE] = {" ILIKE ", 5, false, SQL_OP_NOT_ILIKE},
    [SQL_OP_NOT_ILIKE] = {" NOT ILIKE ", 5, false, SQL_OP_ILIKE},
    [SQL_OP_BETWEEN] = {" BETWEEN ", 5, false, SQL_OP_NOT_BETWEEN},
    [SQL_OP_NOT_BETWEEN] = {" NOT BETWEEN ", 5, false, SQL_OP_BETWEEN},
    [SQL_OP_REGEXP] = {" REGEXP ", 5, false, SQL_OP_NOT_REGEXP},
    [SQL_OP_NOT_REGEXP] = {" NOT REGEXP ", 5, false, SQL_OP_REGEXP},
    [SQL_OP_STARTSWITH] = {NULL, UNRANKED, false, SQL_OP_NOT_STARTSWITH},
    [SQL_OP_NOT_STARTSWITH] = {NULL, UNRANKED, false, SQL_OP_STARTSWITH},
    [SQL_OP_ENDSWITH] = {NULL, UNRANKED, false, SQL_OP_NOT_ENDSWITH},
    [SQL_OP_NOT_ENDSWITH] = {NULL, UNRANKED, false, SQL_OP_ENDSWITH},
    [SQL_OP_CONTAINS] = {NULL, UNRANKED, false, SQL_OP_NOT_CONTAINS},
    [SQL_OP_NOT_CONTAINS] = {NULL, UNRANKED, false, SQL_OP_CONTAINS},
    [SQL_OP_MATCH] = {" MATCH ", 5, false, SQL_OP_NOT_MATCH},
    [SQL_OP_NOT_MATCH] = {" NOT MATCH ", 5, false, SQL_OP_MATCH},
    [SQL_OP_ASC] = {" ASC", 3, false, SQL_OP_NONE},
    [SQL_OP_DESC] = {" DESC", 3, false, SQL_OP_NONE},
    [SQL_OP_NULLS_FIRST] = {" NULLS FIRST", UNRANKED, false, SQL_OP_NONE},
    [SQL_OP_NULLS_LAST] = {" NULLS LAST", UNRANKED, false, SQL_OP_NONE},
    [SQL_OP_COMMA] = {", ", -1, false, SQL_OP_NONE},
    [SQL_OP_GETITEM] = {NULL, 15, true, SQL_OP_NONE},
    [SQL_OP_JSON_GETITEM] = {NULL, 15, true, SQL_OP_NONE},
    [SQL_OP_JSON_PATH_GETITEM] = {NULL, 15, true, SQL_OP_NONE},
    [SQL_OP_ANY] = {"ANY ", 15, false, SQL_OP_NONE},
    [SQL_OP_ALL] = {"ALL ", 15, false, SQL_OP_NONE},
    [SQL_OP_EXISTS] = {"EXISTS ", 0, false, SQL_OP_NONE},
    [SQL_OP_BITAND] = {" & ", 7, false, SQL_OP_NONE},
    [SQL_OP_BITOR] = {" | ", 7, false, SQL_OP_NONE},
    [SQL_OP_BITXOR] = {" ^ ", 7, false, SQL_OP_NONE},
    [SQL_OP_BITNOT] = {"~", 8, false, SQL_OP_NONE},
    [SQL_OP_LSHIFT] = {" << ", 7, false, SQL_OP_NONE},
    [SQL_OP_RSHIFT] = {" >> ", 7, false, SQL_OP_NONE},
    [SQL_OP_ISTRUE] = {NULL, 5, false, SQL_OP_ISFALSE},
    [SQL_OP_ISFALSE] = {NULL, 5, false, SQL_OP_ISTRUE},
    [SQL_OP_ISTARTSWITH] = {NULL, UNRANKED, false, SQL_OP_NOT_ISTARTSWITH},
    [SQL_OP_NOT_ISTARTSWITH] = {NULL, UNRANKED, false, SQL_OP_ISTARTSWITH},
    [SQL_OP_IENDSWITH] = {NULL, UNRANKED, false, SQL_OP_NOT_IENDSWITH},
    [SQL_OP_NOT_IENDSWITH] = {NULL, UNRANKED, false, SQL_OP_IENDSWITH},
    [SQL_OP_ICONTAINS] = {NULL, UNRANKED, false, SQL_OP_NOT_ICONTAINS},
    [SQL_OP_NOT_ICONTAINS] = {NULL, UNRANKED, false, SQL_OP_ICONTAINS},
    [SQL_OP_REGEXP_REPLACE] = {NULL, 5, false, SQL_OP_NONE},
    [SQL_OP_COLLATE] = {" COLLATE ", 4, false, SQL_OP_NONE},
    [SQL_OP_FILTER] = {NULL, 6, false, SQL_OP_NONE},
    [SQL_OP_LABEL] = {" AS ", -1, false, SQL_OP_NONE},
    [SQL_OP_ASBOOL] = {NULL, -10, false, SQL_OP_NONE},
    [SQL_OP_LARGEST] = {NULL, 100, false, SQL_OP_NONE},
    [SQL_OP_CUSTOM] = {NULL, 0, false, SQL_OP_NONE},
};

const char *grouping_text(SqlOp op) { return ops[op].text; }

SqlOp grouping_opposite(SqlOp op) { return ops[op].negation; }

SqlOp grouping_operator(const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_BINARY: return e->as.binary.op;
    case SQL_UNARY: return e->as.unary.op;
    case SQL_COLLATE: return SQL_OP_COLLATE;
    case SQL_EXISTS: return SQL_OP_EXISTS;
    case SQL_FILTER: return SQL_OP_FILTER;
    case SQL_LIST:
        return e->as.list.items.len && e->as.list.form == SQL_LIST_PLAIN ? e->as.list.op
                                                                         : SQL_OP_NONE;
    default: return SQL_OP_NONE;
    }
}

static bool is_modifier(SqlOp op) { return op >= SQL_OP_ASC && op <= SQL_OP_NULLS_LAST; }

bool grouping_is_boolean_type(const SqlExpr *e)
{
    return e->type && type_affinity(e->type) == TYPE_AFFINITY_BOOLEAN;
}

static bool is_boolean_operator(SqlOp op)
{
    bool list = op == SQL_OP_AND || op == SQL_OP_OR || op == SQL_OP_NOT;
    bool truth = op == SQL_OP_ISTRUE || op == SQL_OP_ISFALSE;
    bool like = op >= SQL_OP_ISTARTSWITH && op <= SQL_OP_NOT_ICONTAINS;
    return list || truth || like || (op >= SQL_OP_EQ && op <= SQL_OP_GE) ||
           (op >= SQL_OP_IS && op <= SQL_OP_NOT_MATCH);
}

bool grouping_is_boolean(const SqlExpr *e)
{
    if (e->kind == SQL_BINARY && e->as.binary.op == SQL_OP_CUSTOM) return e->as.binary.is_comparison;
    return is_boolean_operator(grouping_operator(e));
}

bool grouping_is_condition(const SqlExpr *e)
{
    while (e->kind == SQL_GROUPING) e = e->as.grouping.inner;
    bool operation = e->kind == SQL_BINARY || (e->kind == SQL_LIST && e->as.list.form == SQL_LIST_PLAIN);
    return operation && grouping_is_boolean(e);
}

static int precedence_of(const SqlExpr *e, SqlOp op)
{
    return op == SQL_OP_CUSTOM ? e->as.binary.precedence : ops[op].precedence;
}

/* operators.is_precedent(): whether e, an operation, binds no more than the one around it. */
static bool is_precedent(const SqlExpr *e, SqlOp op, SqlOp against, const SqlExpr *parent)
{
    bool same = op == against &&
                (op != SQL_OP_CUSTOM ||
                 (parent && str_eq(e->as.binary.custom, parent->as.binary.custom)));
    if (same && (op == SQL_OP_CUSTOM ? e->as.binary.is_natural : ops[op].self_natural)) return false;
    int limit = parent ? precedence_of(parent, against) : ops[against].precedence;
    if (limit == UNRANKED) limit = HIGHEST;
    return precedence_of(e, op) <= limit;
}

/* What has no operator of its own: ColumnElement.self_group(). */
static Grouping plain(const SqlExpr *e, SqlOp against)
{
    if ((against == SQL_OP_AND || against == SQL_OP_OR || against == SQL_OP_ASBOOL) &&
        grouping_is_boolean_type(e))
        return GROUPING_TRUTH;
    return against == SQL_OP_ANY || against == SQL_OP_ALL ? GROUPING_PARENS : GROUPING_NONE;
}

Grouping grouping_of(const SqlExpr *e, SqlOp against, const SqlExpr *parent)
{
    SqlOp op = grouping_operator(e);
    switch (e->kind) {
    case SQL_SELECT:
    case SQL_COMPOUND:
    case SQL_TEXTUAL_SELECT: return GROUPING_PARENS;
    case SQL_TEXT: return against == SQL_OP_IN ? GROUPING_PARENS : GROUPING_NONE;
    case SQL_LABEL: return grouping_of(e->as.label.inner, against, parent);
    case SQL_TYPE_COERCE: return grouping_of(e->as.type_coerce.inner, against, parent);
    case SQL_GROUPING:
    case SQL_SUBQUERY_EXPR:
    case SQL_SLICE: return GROUPING_NONE;
    case SQL_LIST:
        if (e->as.list.form == SQL_LIST_ARRAY)
            return against == SQL_OP_ANY || against == SQL_OP_ALL || against == SQL_OP_GETITEM
                       ? GROUPING_PARENS
                       : GROUPING_NONE;
        break;
    case SQL_UNARY:
        if (is_modifier(op) || op == SQL_OP_ISTRUE || op == SQL_OP_ISFALSE) return GROUPING_NONE;
        break;
    case SQL_FUNCTION:
        if (against == SQL_OP_GETITEM && e->type && e->type->cls->affinity == TYPE_AFFINITY_ARRAY)
            return GROUPING_PARENS;
        return plain(e, against);
    case SQL_BINARY:
    case SQL_COLLATE:
        if (against == SQL_OP_NOT && !grouping_is_boolean(e)) return GROUPING_PARENS;
        break;
    case SQL_EXISTS:
    case SQL_FILTER: break;
    default: return plain(e, against);
    }
    if (op == SQL_OP_NONE || (e->kind == SQL_LIST && e->as.list.form == SQL_LIST_ORDERED))
        return GROUPING_NONE;
    return is_precedent(e, op, against, parent) ? GROUPING_PARENS : GROUPING_NONE;
}
