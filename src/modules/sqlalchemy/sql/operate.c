#include "modules/sqlalchemy/sql/operate.h"

#include "dialect/grouping.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/adapt.h"
#include "modules/sqlalchemy/sql/negate.h"
#include "modules/sqlalchemy/sql/roles.h"

/* The operators whose result is true or false whatever stands on either side. */
static bool is_comparison(SqlOp op)
{
    return (op >= SQL_OP_EQ && op <= SQL_OP_GE) || (op >= SQL_OP_IS && op <= SQL_OP_NOT_MATCH) ||
           (op >= SQL_OP_ISTARTSWITH && op <= SQL_OP_NOT_ICONTAINS);
}

/* Whether None or True is a word of SQL beside an expression: a TypeDecorator says so itself in
 * coerce_to_is_types, of which only None is one where it says nothing. */
static bool is_word(Eval *ev, const SqlType *t, Value v, bool *out)
{
    *out = true;
    if (!t || !t->cls->is_decorator) return true;
    Value type = module_object_find(ev, t), taken = value_unset();
    *out = !value_is_bool(v);
    if (value_is_unset(type)) return true;
    if (!eval_find_attr(ev, type, STR("coerce_to_is_types"), &taken)) return false;
    if (value_is_unset(taken)) return true;
    return eval_contains(ev, taken, class_value(value_class(ev, v)), out);
}

/* What stands beside None, True and False; *out NULL: nothing special. */
static bool constant_operand(Eval *ev, ElementData *d, SqlOp *op, const SqlExpr *left, Value right,
                             SqlExpr **out)
{
    *out = NULL;
    SqlExpr *r = element_expr(ev, right);
    bool null = module_absent(right) || (r && r->kind == SQL_NULL);
    bool truth = value_is_bool(right) || (r && (r->kind == SQL_TRUE || r->kind == SQL_FALSE));
    if (!null && !truth) return true;
    bool word = true;
    if (!r && !is_word(ev, left->type, module_absent(right) ? value_none() : right, &word))
        return false;
    if (!word) return true;
    bool equality = *op == SQL_OP_EQ || *op == SQL_OP_NE;
    bool distinct = *op == SQL_OP_IS_DISTINCT || *op == SQL_OP_IS_NOT_DISTINCT;
    bool is = *op == SQL_OP_IS || *op == SQL_OP_IS_NOT;
    if (!equality && !distinct && !is && !element_is_any_or_all(left))
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', "
            "'is_not_distinct_from()' operators can be used with None/True/False");
    if (null && !element_is_any_or_all(left)) {
        if (*op == SQL_OP_EQ) *op = SQL_OP_IS;
        if (*op == SQL_OP_NE) *op = SQL_OP_IS_NOT;
    }
    if (!module_absent(right)) return element_operand_const(ev, d, right, out);
    element_charge(ev, d);
    *out = sql_expr_new(&d->arena, SQL_NULL, NULL);
    return true;
}

static SqlOp mirror(SqlOp op)
{
    switch (op) {
    case SQL_OP_LT: return SQL_OP_GT;
    case SQL_OP_LE: return SQL_OP_GE;
    case SQL_OP_GT: return SQL_OP_LT;
    case SQL_OP_GE: return SQL_OP_LE;
    default: return op;
    }
}

/* Beside tuple_(): a tuple of values, each like the one in its place. */
static bool row_operand(Eval *ev, ElementData *d, const SqlExpr *left, Value right, SqlExpr **out)
{
    const SqlExprVec *of = &left->as.list.items;
    element_charge(ev, d);
    *out = sql_expr_list(&d->arena, SQL_OP_COMMA, NULL, 0);
    (*out)->as.list.form = SQL_LIST_TUPLE;
    for (size_t i = 0; i < value_seq_len(right); i++) {
        SqlExpr *item;
        const SqlExpr *beside = i < of->len ? of->items[i] : NULL;
        if (!element_operand(ev, d, value_seq_items(right)[i], beside, &item)) return false;
        VEC_PUSH(&d->arena, &(*out)->as.list.items, item);
    }
    return true;
}

/* Python asks the right side of a comparison when the left one is a plain value. */
static bool operands(Eval *ev, ElementData *d, SqlOp *op, Value left, Value right, SqlExpr **l,
                     SqlExpr **r)
{
    if (!element_expr(ev, left) && is_comparison(*op)) {
        Value x = left;
        left = right;
        right = x;
        *op = mirror(*op);
    }
    const SqlExpr *beside = element_expr(ev, left) ? NULL : element_expr(ev, right);
    if (!roles_expect(ev, ROLES_COMPARED, right, &right)) return false;
    if (!element_operand(ev, d, left, beside, l)) return false;
    *r = NULL;
    bool row = (*l)->kind == SQL_LIST && (*l)->as.list.form == SQL_LIST_TUPLE;
    if (row && (value_is_tuple(right) || value_is_list(right)))
        return row_operand(ev, d, *l, right, r);
    if (is_comparison(*op) && !constant_operand(ev, d, op, *l, right, r)) return false;
    if (*r) return true;
    return module_absent(right) ? element_value(ev, d, right, *l, r)
                                : element_operand(ev, d, right, *l, r);
}

bool operate_binary(Eval *ev, SqlOp op, Value left, Value right, Value *out)
{
    ElementData *d;
    SqlExpr *l, *r;
    Value v = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    if (!operands(ev, d, &op, left, right, &l, &r)) return false;
    if (element_is_any_or_all(l) && is_comparison(op)) {
        SqlExpr *x = l;
        l = r;
        r = x;
        op = mirror(op);
    }
    if (op == SQL_OP_MATCH)
        d->node.type = element_plain_type(ev, "MatchType");
    else
        d->node.type = is_comparison(op) ? element_plain_type(ev, "Boolean")
                                         : adapt_result(ev, &op, l->type, r->type);
    d->node.as.binary.op = op;
    d->node.as.binary.left = l;
    d->node.as.binary.right = r;
    d->node.as.binary.final = element_is_any_or_all(r);
    *out = v;
    return true;
}

bool operate_unary(Eval *ev, SqlOp op, Value operand, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_UnaryExpression, SQL_UNARY, &d);
    if (!element_operand(ev, d, operand, NULL, &d->node.as.unary.operand)) return false;
    d->node.as.unary.op = op;
    bool typed = op == SQL_OP_NEG || op == SQL_OP_BITNOT || op == SQL_OP_DISTINCT;
    if (typed) d->node.type = d->node.as.unary.operand->type;
    if (op == SQL_OP_ANY || op == SQL_OP_ALL) d->node.type = element_plain_type(ev, "Boolean");
    *out = v;
    return true;
}

/* The only condition of its list, as a condition of its own. */
static Value as_condition(Eval *ev, Value list, Value given, SqlExpr *e)
{
    ElementData *d;
    Value out;
    Grouping g = grouping_of(e, SQL_OP_ASBOOL, NULL);
    if (g == GROUPING_NONE && element_expr(ev, given)) return given;
    if (g == GROUPING_NONE) {
        out = element_new(ev, element_class_of(e), e->kind, &d);
        d->expr = e;
    } else if (g == GROUPING_PARENS) {
        out = element_new(ev, &element_Grouping, SQL_GROUPING, &d);
        d->node.as.grouping.inner = e;
    } else {
        out = element_new(ev, &element_UnaryExpression, SQL_UNARY, &d);
        d->node.as.unary.op = SQL_OP_ISTRUE;
        d->node.as.unary.operand = e;
    }
    d->node.type = e->type;
    element_keep(ev, d, list);
    return out;
}

static void push_condition(ElementData *d, SqlOp op, SqlExpr *e)
{
    /* and_(and_(a, b), c) is flat */
    if (e->kind == SQL_LIST && e->as.list.op == op && e->as.list.form == SQL_LIST_PLAIN)
        for (size_t k = 0; k < e->as.list.items.len; k++)
            VEC_PUSH(&d->arena, &d->node.as.list.items, e->as.list.items.items[k]);
    else
        VEC_PUSH(&d->arena, &d->node.as.list.items, e);
}

bool operate_condition(Eval *ev, ElementData *d, Value v, SqlExpr **out)
{
    return roles_expect(ev, ROLES_CONDITION, v, &v) && element_operand_const(ev, d, v, out);
}

/* and_() of nothing has no text. */
static bool is_empty_junction(const SqlExpr *e)
{
    return e->kind == SQL_LIST && !e->as.list.items.len &&
           (e->as.list.op == SQL_OP_AND || e->as.list.op == SQL_OP_OR);
}

/* and_() drops True and is False once there is a False; or_() the other way round. */
bool operate_junction(Eval *ev, SqlOp op, Value tuple, Value *out)
{
    ElementData *d;
    /* and_(c for c in …) */
    bool generated = value_seq_len(tuple) == 1 &&
                     str_eq_z(value_type_name(ev, value_seq_items(tuple)[0]), "generator");
    if (generated && !eval_to_list(ev, value_seq_items(tuple)[0], &tuple)) return false;
    SqlKind dropped = op == SQL_OP_AND ? SQL_TRUE : SQL_FALSE;
    SqlKind final = op == SQL_OP_AND ? SQL_FALSE : SQL_TRUE;
    Value v = element_new(ev, &element_BooleanClauseList, SQL_LIST, &d), given = value_unset();
    SqlExpr *only = NULL;
    size_t n = 0;
    d->node.type = element_plain_type(ev, "Boolean");
    element_charge(ev, d);
    d->node.as.list.op = op;
    for (size_t i = 0; i < value_seq_len(tuple); i++) {
        SqlExpr *e;
        if (!operate_condition(ev, d, value_seq_items(tuple)[i], &e)) return false;
        bool first = !n && (!only || e->kind != dropped) && !is_empty_junction(e);
        if (first || e->kind == final) only = e, given = value_seq_items(tuple)[i];
        if (e->kind == dropped || is_empty_junction(e)) continue;
        n = e->kind == final ? 1 : n + 1;
        if (e->kind == final) break;
        push_condition(d, op, e);
    }
    *out = only && n < 2 ? as_condition(ev, v, given, only) : v;
    return true;
}

static const SqlOp operators[] = {[OPERATOR_ADD] = SQL_OP_ADD,
                                  [OPERATOR_SUB] = SQL_OP_SUB,
                                  [OPERATOR_MUL] = SQL_OP_MUL,
                                  [OPERATOR_DIV] = SQL_OP_TRUEDIV,
                                  [OPERATOR_FLOORDIV] = SQL_OP_FLOORDIV,
                                  [OPERATOR_MOD] = SQL_OP_MOD,
                                  [OPERATOR_AND] = SQL_OP_AND,
                                  [OPERATOR_OR] = SQL_OP_OR,
                                  [OPERATOR_EQ] = SQL_OP_EQ,
                                  [OPERATOR_NE] = SQL_OP_NE,
                                  [OPERATOR_LT] = SQL_OP_LT,
                                  [OPERATOR_LE] = SQL_OP_LE,
                                  [OPERATOR_GT] = SQL_OP_GT,
                                  [OPERATOR_GE] = SQL_OP_GE,
                                  [OPERATOR_LSHIFT] = SQL_OP_LSHIFT,
                                  [OPERATOR_RSHIFT] = SQL_OP_RSHIFT,
                                  [OPERATOR_NEG] = SQL_OP_NEG,
                                  [OPERATOR_INVERT] = SQL_OP_NOT};

/* << and >> are operators of ranges alone. */
static bool has_shift(const SqlExpr *e)
{
    static const char *const names[] = {"AbstractRange", "AbstractSingleRange",
                                        "AbstractMultiRange"};
    const SqlType *t = e ? e->type : NULL;
    while (t && t->cls->is_decorator && t->impl) t = t->impl;
    for (size_t i = 0; t && i < sizeof names / sizeof *names; i++)
        if (type_class_is_a(t->cls, names[i])) return true;
    return false;
}

bool operate_operator(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    if (op == OPERATOR_INVERT) return negate_expr(ev, left, out);
    if (op == OPERATOR_NEG) return operate_unary(ev, SQL_OP_NEG, left, out);
    SqlOp sql = (size_t)op < sizeof operators / sizeof *operators ? operators[op] : SQL_OP_NONE;
    if (sql == SQL_OP_NONE) return true;
    if ((sql == SQL_OP_AND || sql == SQL_OP_OR) &&
        !element_expr(ev, left)) /* as in Python: no __rand__ */
        return eval_raise(ev, "TypeError", "unsupported operand type(s) for %s: '%.*s' and '%.*s'",
                          sql == SQL_OP_AND ? "&" : "|", STR_ARG(value_type_name(ev, left)),
                          STR_ARG(value_type_name(ev, right)));
    if (sql == SQL_OP_AND || sql == SQL_OP_OR) {
        Value both = value_tuple(ev, (Value[]){left, right}, 2);
        return operate_junction(ev, sql, both, out);
    }
    bool shifts = op == OPERATOR_LSHIFT || op == OPERATOR_RSHIFT;
    if (shifts && !has_shift(element_expr(ev, left)))
        return eval_raise(ev, "NotImplementedError",
                          "Operator '%s' is not supported on this expression",
                          op == OPERATOR_LSHIFT ? "lshift" : "rshift");
    return operate_binary(ev, sql, left, right, out);
}
