#include "dialect/compiler.h"

/* ---- operators ---- */

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
    [SQL_OP_STARTSWITH] = {NULL, -100, false, SQL_OP_NOT_STARTSWITH},
    [SQL_OP_NOT_STARTSWITH] = {NULL, -100, false, SQL_OP_STARTSWITH},
    [SQL_OP_ENDSWITH] = {NULL, -100, false, SQL_OP_NOT_ENDSWITH},
    [SQL_OP_NOT_ENDSWITH] = {NULL, -100, false, SQL_OP_ENDSWITH},
    [SQL_OP_CONTAINS] = {NULL, -100, false, SQL_OP_NOT_CONTAINS},
    [SQL_OP_NOT_CONTAINS] = {NULL, -100, false, SQL_OP_CONTAINS},
    [SQL_OP_MATCH] = {" MATCH ", 5, false, SQL_OP_NOT_MATCH},
    [SQL_OP_NOT_MATCH] = {" NOT MATCH ", 5, false, SQL_OP_MATCH},
    [SQL_OP_ASC] = {" ASC", 3, false, SQL_OP_NONE},
    [SQL_OP_DESC] = {" DESC", 3, false, SQL_OP_NONE},
    [SQL_OP_NULLS_FIRST] = {" NULLS FIRST", 3, false, SQL_OP_NONE},
    [SQL_OP_NULLS_LAST] = {" NULLS LAST", 3, false, SQL_OP_NONE},
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
    [SQL_OP_CUSTOM] = {NULL, 0, false, SQL_OP_NONE},
};

#define COLLATE_PRECEDENCE 4
/* Of a whole condition: only operators that SQLAlchemy ranks nowhere stand in parentheses there. */
#define CONDITION_PRECEDENCE (-10)

/* The operator that an expression is, for grouping; SQL_OP_NONE = it never needs parentheses. */
static SqlOp operator_of(const SqlExpr *e)
{
    switch (e->kind) {
    case SQL_BINARY: return e->as.binary.op;
    case SQL_UNARY: return e->as.unary.op;
    case SQL_LIST:
        return e->as.list.items.len > 1 && e->as.list.form == SQL_LIST_PLAIN ? e->as.list.op
                                                                             : SQL_OP_NONE;
    default: return SQL_OP_NONE;
    }
}

static int precedence_of(const SqlExpr *e, SqlOp op)
{
    return op == SQL_OP_CUSTOM ? e->as.binary.precedence : ops[op].precedence;
}

static bool operand_at(Compiler *c, const SqlExpr *e, SqlOp against, int precedence)
{
    if (e->kind == SQL_SELECT || e->kind == SQL_COMPOUND || e->kind == SQL_TEXTUAL_SELECT)
        return compiler_query(c, e);
    if (e->kind == SQL_TEXT && (against == SQL_OP_IN || against == SQL_OP_NOT_IN)) {
        compiler_push_z(c, "(");
        return compiler_expr(c, e) && compiler_push_z(c, ")");
    }
    if (e->kind == SQL_LABEL) return operand_at(c, e->as.label.inner, against, precedence);
    if (e->kind == SQL_COLLATE && precedence >= COLLATE_PRECEDENCE) {
        compiler_push_z(c, "(");
        return compiler_expr(c, e) && compiler_push_z(c, ")");
    }
    SqlOp op = operator_of(e);
    bool natural = op == against && op != SQL_OP_CUSTOM && ops[op].self_natural;
    if (op == SQL_OP_NONE || natural || precedence_of(e, op) > precedence)
        return compiler_expr(c, e);
    compiler_push_z(c, "(");
    return compiler_expr(c, e) && compiler_push_z(c, ")");
}

/* A column of type Boolean as a condition, on a database that has none. */
static bool wants_truth(Compiler *c, const SqlExpr *e, SqlOp against)
{
    return (against == SQL_OP_AND || against == SQL_OP_OR) && e->kind == SQL_COLUMN &&
           !c->rules->native_boolean && e->type && e->type->cls->affinity == TYPE_AFFINITY_BOOLEAN;
}

static bool push_truth(Compiler *c, const SqlExpr *e)
{
    return compiler_expr(c, e) && compiler_push_z(c, " = 1");
}

bool compiler_condition(Compiler *c, const SqlExpr *e)
{
    if (wants_truth(c, e, SQL_OP_AND)) return push_truth(c, e);
    return operand_at(c, e, SQL_OP_NONE, CONDITION_PRECEDENCE);
}

bool compiler_operand(Compiler *c, const SqlExpr *e, SqlOp against)
{
    if (wants_truth(c, e, against)) return push_truth(c, e);
    return operand_at(c, e, against, ops[against].precedence);
}

bool compiler_list(Compiler *c, const SqlExprVec *items, const char *separator)
{
    for (size_t i = 0; i < items->len; i++) {
        if (i) compiler_push_z(c, separator);
        if (!compiler_expr(c, items->items[i])) return false;
    }
    return true;
}

/* ---- operations ---- */

/* One side of an operation; a bind takes the type of the other side. */
static bool side(Compiler *c, const SqlExpr *e, const SqlExpr *parent, const SqlExpr *other)
{
    SqlOp op = parent->as.binary.op;
    bool untyped = e->kind == SQL_BIND && !e->type && other && other->type;
    bool same_type = op <= SQL_OP_GE || op == SQL_OP_IN || op == SQL_OP_NOT_IN;
    if (untyped && same_type) return compiler_bind(c, e, other->type);
    return operand_at(c, e, op, precedence_of(parent, op));
}

/* Both ends of BETWEEN stand in a list of AND, without parentheses of their own. */
static bool between(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *range = e->as.binary.right;
    if (!side(c, e->as.binary.left, e, NULL)) return false;
    compiler_push_z(c, ops[e->as.binary.op].text);
    if (range->kind == SQL_LIST && range->as.list.items.len == 2)
        return compiler_expr(c, range->as.list.items.items[0]) && compiler_push_z(c, " AND ") &&
               compiler_expr(c, range->as.list.items.items[1]);
    return compiler_expr(c, range);
}

static bool is_empty_list(const SqlExpr *e)
{
    if (e->kind == SQL_LIST) return !e->as.list.items.len;
    bool is_list = e->kind == SQL_BIND && e->as.bind.value.kind == SQL_VALUE_LIST;
    return is_list && !e->as.bind.value.as.list.len;
}

/* What stands for a list without items: false, and true for NOT IN. */
static bool empty_list(Compiler *c, bool negative)
{
    if (c->rules->empty_set) return compiler_fmt(c, "(%s)", c->rules->empty_set);
    return compiler_push_z(c, negative ? "(NULL) OR (1 = 1)" : "(NULL) AND (1 != 1)");
}

static bool in_items(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *right = e->as.binary.right, *left = e->as.binary.left;
    if (is_empty_list(right)) return empty_list(c, e->as.binary.op == SQL_OP_NOT_IN);
    if (right->kind != SQL_BIND && right->kind != SQL_LIST) return side(c, right, e, left);
    compiler_push_z(c, "(");
    if (right->kind == SQL_BIND)
        return compiler_bind(c, right, left->type) && compiler_push_z(c, ")");
    for (size_t i = 0; i < right->as.list.items.len; i++) {
        const SqlExpr *item = right->as.list.items.items[i];
        if (i) compiler_push_z(c, ", ");
        bool ok = item->kind == SQL_BIND ? compiler_bind(c, item, left->type)
                                         : compiler_operand(c, item, SQL_OP_COMMA);
        if (!ok) return false;
    }
    return compiler_push_z(c, ")");
}

/* SQLAlchemy puts NOT IN into parentheses, always. */
static bool in(Compiler *c, const SqlExpr *e)
{
    bool negative = e->as.binary.op == SQL_OP_NOT_IN;
    if (negative) compiler_push_z(c, "(");
    if (!side(c, e->as.binary.left, e, NULL)) return false;
    compiler_push_z(c, ops[e->as.binary.op].text);
    if (!in_items(c, e)) return false;
    return !negative || compiler_push_z(c, ")");
}

static bool escape_clause(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *escape = e->as.binary.escape;
    if (!escape) return true;
    compiler_push_z(c, " ESCAPE ");
    if (escape->kind == SQL_BIND) return compiler_literal(c, &escape->as.bind.value, NULL);
    return compiler_expr(c, escape);
}

/* x LIKE y || '%': startswith, endswith, contains. */
static bool like_pattern(Compiler *c, const SqlExpr *e)
{
    SqlOp op = e->as.binary.op;
    bool negative =
        op == SQL_OP_NOT_STARTSWITH || op == SQL_OP_NOT_ENDSWITH || op == SQL_OP_NOT_CONTAINS;
    bool before = op != SQL_OP_STARTSWITH && op != SQL_OP_NOT_STARTSWITH;
    bool after = op != SQL_OP_ENDSWITH && op != SQL_OP_NOT_ENDSWITH;
    const char *percent = c->o->double_percent ? "'%%'" : "'%'";
    if (!side(c, e->as.binary.left, e, NULL)) return false;
    compiler_push_z(c, negative ? " NOT LIKE " : " LIKE ");
    const char *concat = c->rules->concat ? c->rules->concat : ", ";
    compiler_push_z(c, c->rules->concat ? "" : "concat(");
    if (before) compiler_push_z(c, percent), compiler_push_z(c, concat);
    if (!compiler_operand(c, e->as.binary.right, SQL_OP_CONCAT)) return false;
    if (after) compiler_push_z(c, concat), compiler_push_z(c, percent);
    compiler_push_z(c, c->rules->concat ? "" : ")");
    return escape_clause(c, e);
}

/* An integer divisor is cast, so that the quotient has a fraction. */
static bool true_division(Compiler *c, const SqlExpr *e, bool *handled)
{
    const SqlExpr *right = e->as.binary.right;
    bool is_integer = right->type
                          ? type_affinity(right->type) == TYPE_AFFINITY_INTEGER
                          : right->kind == SQL_BIND && right->as.bind.value.kind == SQL_VALUE_INT;
    *handled = is_integer && c->rules->floor_division;
    if (!*handled) return true;
    if (!compiler_operand(c, e->as.binary.left, SQL_OP_TRUEDIV)) return false;
    compiler_push_z(c, " / CAST(");
    return compiler_operand(c, right, SQL_OP_TRUEDIV) && compiler_push_z(c, " AS NUMERIC)");
}

/* a // b, which rounds down; where / of integers does so by itself that is enough. */
static bool floor_division(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *left = e->as.binary.left, *right = e->as.binary.right;
    bool is_integer = right->type
                          ? type_affinity(right->type) == TYPE_AFFINITY_INTEGER
                          : right->kind == SQL_BIND && right->as.bind.value.kind == SQL_VALUE_INT;
    bool bare = is_integer && c->rules->floor_division;
    if (!bare) compiler_push_z(c, "FLOOR(");
    return compiler_operand(c, left, SQL_OP_FLOORDIV) && compiler_push_z(c, " / ") &&
           compiler_operand(c, right, SQL_OP_FLOORDIV) && (bare || compiler_push_z(c, ")"));
}

/* "$."a"[1]", or "{a, 1}" with braces; of a key, an index or a list of these. */
bool compiler_json_path(Compiler *c, const SqlExpr *e, bool braces)
{
    const SqlValue *v = e->kind == SQL_BIND ? &e->as.bind.value : NULL;
    size_t n = v && v->kind == SQL_VALUE_LIST ? v->as.list.len : 1;
    StrBuf b = {0};
    if (!v) return compiler_expr(c, e);
    strbuf_push_z(&b, braces ? "{" : "$");
    for (size_t i = 0; i < n; i++) {
        const SqlValue *item = v->kind == SQL_VALUE_LIST ? &v->as.list.items[i] : v;
        bool index = item->kind == SQL_VALUE_INT;
        Str text = item->kind == SQL_VALUE_STR ? item->as.text : sql_value_repr(item, c->a);
        const char *form = braces ? "%.*s" : index ? "[%.*s]" : ".\"%.*s\"";
        if (braces && i) strbuf_push_z(&b, ", ");
        strbuf_fmt(&b, form, STR_ARG(text));
    }
    if (braces) strbuf_push_z(&b, "}");
    bool ok = compiler_string(c, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok;
}

bool compiler_binary(Compiler *c, const SqlExpr *e)
{
    bool handled = false;
    SqlOp op = e->as.binary.op;
    if (c->rules->binary && !c->rules->binary(c, e, &handled)) return false;
    if (!handled && op == SQL_OP_TRUEDIV && !true_division(c, e, &handled)) return false;
    if (handled) return true;
    switch (op) {
    case SQL_OP_FLOORDIV: return floor_division(c, e);
    case SQL_OP_IN:
    case SQL_OP_NOT_IN: return in(c, e);
    case SQL_OP_BETWEEN:
    case SQL_OP_NOT_BETWEEN: return between(c, e);
    case SQL_OP_STARTSWITH:
    case SQL_OP_NOT_STARTSWITH:
    case SQL_OP_ENDSWITH:
    case SQL_OP_NOT_ENDSWITH:
    case SQL_OP_CONTAINS:
    case SQL_OP_NOT_CONTAINS: return like_pattern(c, e);
    case SQL_OP_ILIKE:
    case SQL_OP_NOT_ILIKE:
        compiler_push_z(c, "lower(");
        if (!compiler_expr(c, e->as.binary.left)) return false;
        compiler_push_z(c, op == SQL_OP_ILIKE ? ") LIKE lower(" : ") NOT LIKE lower(");
        return compiler_expr(c, e->as.binary.right) && compiler_push_z(c, ")") &&
               escape_clause(c, e);
    default: break;
    }
    if (!side(c, e->as.binary.left, e, e->as.binary.right)) return false;
    if (op == SQL_OP_CUSTOM)
        compiler_fmt(c, " %.*s ", STR_ARG(e->as.binary.custom));
    else if (op == SQL_OP_MOD && c->o->double_percent)
        compiler_push_z(c, " %% ");
    else if (ops[op].text)
        compiler_push_z(c, ops[op].text);
    else
        return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                    "Compiler for %s can't render this operator", c->dialect->name);
    return side(c, e->as.binary.right, e, e->as.binary.left) && escape_clause(c, e);
}

static bool negation(Compiler *c, const SqlExpr *e)
{
    const SqlExpr *x = e->as.unary.operand;
    while (x->kind == SQL_GROUPING && x->as.grouping.inner->kind != SQL_LIST)
        x = x->as.grouping.inner;
    if (x->kind == SQL_TRUE || x->kind == SQL_FALSE)
        return compiler_push_z(c, x->kind == SQL_TRUE ? c->rules->false_text : c->rules->true_text);
    if (x->kind == SQL_BINARY && ops[x->as.binary.op].negation != SQL_OP_NONE) {
        SqlExpr turned = *x;
        turned.as.binary.op = ops[x->as.binary.op].negation;
        return compiler_expr(c, &turned);
    }
    if (x->kind == SQL_UNARY && x->as.unary.op == SQL_OP_NOT)
        return compiler_expr(c, x->as.unary.operand);
    bool is_column = x->kind == SQL_COLUMN || x->kind == SQL_LITERAL_COLUMN;
    if (is_column && !c->rules->native_boolean)
        return compiler_expr(c, x) && compiler_push_z(c, " = 0");
    compiler_push_z(c, "NOT ");
    return compiler_operand(c, x, SQL_OP_NOT);
}

bool compiler_unary(Compiler *c, const SqlExpr *e)
{
    SqlOp op = e->as.unary.op;
    switch (op) {
    case SQL_OP_NOT: return negation(c, e);
    case SQL_OP_ASC:
    case SQL_OP_DESC:
    case SQL_OP_NULLS_FIRST:
    case SQL_OP_NULLS_LAST: {
        /* desc().nulls_last(): a modifier of a modifier needs no parentheses. */
        const SqlExpr *x = e->as.unary.operand;
        bool modifier =
            x->kind == SQL_UNARY && (x->as.unary.op == SQL_OP_ASC || x->as.unary.op == SQL_OP_DESC);
        if (!(modifier ? compiler_expr(c, x) : compiler_operand(c, x, op))) return false;
        return compiler_push_z(c, ops[op].text);
    }
    case SQL_OP_ISTRUE:
    case SQL_OP_ISFALSE:
        if (!compiler_operand(c, e->as.unary.operand, op)) return false;
        if (c->rules->native_boolean) return op == SQL_OP_ISTRUE || compiler_push_z(c, " = false");
        return compiler_push_z(c, op == SQL_OP_ISTRUE ? " = 1" : " = 0");
    case SQL_OP_CUSTOM: compiler_push(c, e->as.unary.custom); break;
    case SQL_OP_ANY:
    case SQL_OP_ALL:
    case SQL_OP_EXISTS:
    case SQL_OP_NEG:
    case SQL_OP_BITNOT:
    case SQL_OP_DISTINCT: compiler_push_z(c, ops[op].text); break;
    default:
        return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                    "Compiler for %s can't render this operator", c->dialect->name);
    }
    return compiler_operand(c, e->as.unary.operand, op);
}

bool compiler_list_expr(Compiler *c, const SqlExpr *e)
{
    if (e->as.list.form == SQL_LIST_ARRAY) {
        compiler_push_z(c, "ARRAY[");
        return compiler_list(c, &e->as.list.items, ", ") && compiler_push_z(c, "]");
    }
    if (e->as.list.form == SQL_LIST_TUPLE) {
        compiler_push_z(c, "(");
        return compiler_list(c, &e->as.list.items, ", ") && compiler_push_z(c, ")");
    }
    for (size_t i = 0; i < e->as.list.items.len; i++) {
        if (i) compiler_push_z(c, ops[e->as.list.op].text);
        if (!compiler_operand(c, e->as.list.items.items[i], e->as.list.op)) return false;
    }
    return true;
}

/* In parentheses when it is an operation at all. */
bool compiler_grouped(Compiler *c, const SqlExpr *e)
{
    if (operator_of(e) == SQL_OP_NONE) return compiler_operand(c, e, SQL_OP_COMMA);
    compiler_push_z(c, "(");
    return compiler_expr(c, e) && compiler_push_z(c, ")");
}
