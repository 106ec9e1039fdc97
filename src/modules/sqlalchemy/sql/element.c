#include "modules/sqlalchemy/sql/element.h"

#include <stdio.h>
#include <string.h>

#include "dialect/grouping.h"
#include "eval/alias.h"
#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/adapt.h"
#include "modules/sqlalchemy/sql/comparator.h"
#include "modules/sqlalchemy/sql/roles.h"
#include "modules/sqlalchemy/stringify.h"
#include "modules/sqlalchemy/types.h"

Value element_new(Eval *ev, const NativeClass *cls, SqlKind kind, ElementData **out)
{
    Value v = eval_instance_new(ev, eval_class(ev, cls));
    ElementData *d = value_payload(v, &element_ClauseElement);
    d->node.kind = kind;
    d->expr = &d->node;
    *out = d;
    return v;
}

ElementData *element_data(Value v) { return value_payload(v, &element_ClauseElement); }

/* An instance of a script's own class, whose __init__ made no node: what @compiles says. */
static void own_construct(Eval *ev, Value v, ElementData *d)
{
    Value type;
    const SqlType *t = NULL;
    d->expr = compiles_node(ev, v, NULL);
    bool ok = value_isinstance(ev, v, eval_class(ev, &element_ColumnElement)) &&
              eval_find_attr(ev, v, STR("type"), &type) && module_is_type(ev, type) &&
              module_type_from_value(ev, type, eval_arena(ev), &t);
    if (!ok) eval_catch(ev);
    d->expr->type = t;
}

/* A column whose type is that of the column that its foreign key refers to, once there is that. */
static void take_type(SqlExpr *e)
{
    Column *c = e->kind == SQL_COLUMN ? e->as.column.column : NULL;
    if (!c || (e->type && !type_is_null(e->type)) || !c->table || !c->table->metadata) return;
    if (type_is_null(c->type)) metadata_resolve(c->table->metadata);
    e->type = c->type;
}

SqlExpr *element_expr(Eval *ev, Value v)
{
    ElementData *d = element_data(v);
    if (d && !d->expr) own_construct(ev, v, d);
    if (d) take_type(d->expr);
    if (d) return d->expr;
    Column *c = module_column_get(ev, v);
    if (c) return element_expr(ev, module_column_value(ev, c));
    return NULL;
}

void element_keep(Eval *ev, ElementData *d, Value v)
{
    if (!value_is_object(v)) return;
    if (value_is_unset(d->keep)) {
        d->keep = v;
        return;
    }
    if (!value_is_list(d->keep)) {
        Value first = d->keep;
        d->keep = value_list(ev);
        value_list_push(ev, d->keep, first);
    }
    value_list_push(ev, d->keep, v);
}

Value element_item(Eval *ev, Value v, SqlExpr *item)
{
    Value made = module_expr_value(ev, item);
    if (!module_column_get(ev, made)) element_keep(ev, element_data(made), v);
    return made;
}

/* The smallest arena is one chunk of 4 KiB; bigger ones are rare enough not to matter. */
enum { ARENA_CHARGE = 4096 + 64 };

void element_charge(Eval *ev, ElementData *d)
{
    if (d->ev) return;
    d->ev = ev;
    eval_charge(ev, ARENA_CHARGE);
}

/* ---- operands ---- */

const SqlType *element_plain_type(Eval *ev, const char *name)
{
    ModuleState *s = module_state(ev);
    char text[64]; /* longer than any name in the table */
    int n = snprintf(text, sizeof text, "plain:%s", name);
    Str key = {text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1};
    SqlType *t = map_find(&s->type_classes, key);
    if (t) return t;
    t = type_new(s->arena, type_class_get(name));
    map_put(&s->type_classes, s->arena, arena_str(s->arena, key), t);
    return t;
}

const SqlType *element_type_of_value(Eval *ev, const SqlValue *v)
{
    return adapt_type_of_value(ev, v);
}

/* What an anonymous bind beside an expression is called. */
static Str bind_name(const SqlExpr *beside)
{
    if (beside && beside->kind == SQL_COLUMN) return beside->as.column.name;
    if (beside && beside->kind == SQL_LITERAL_COLUMN) return beside->as.literal_column.text;
    if (beside && beside->kind == SQL_FUNCTION) return beside->as.function.name;
    return STR("param");
}

static bool is_any_or_all(const SqlExpr *e)
{
    return e && e->kind == SQL_UNARY &&
           (e->as.unary.op == SQL_OP_ANY || e->as.unary.op == SQL_OP_ALL);
}

/* Compared with ANY or ALL of an array, a value is an item. */
static const SqlType *compared_type(const SqlExpr *beside)
{
    if (!beside) return NULL;
    if (!is_any_or_all(beside)) return beside->type;
    const SqlType *t = beside->as.unary.operand->type;
    return t && t->cls->affinity == TYPE_AFFINITY_ARRAY ? t->impl : t;
}

bool element_value(Eval *ev, ElementData *owner, Value v, const SqlExpr *beside, SqlExpr **out)
{
    SqlValue plain;
    element_charge(ev, owner);
    if (!module_bind_value_from_value(ev, v, &owner->arena, &plain)) return false;
    if (plain.object || plain.kind == SQL_VALUE_LIST) element_keep(ev, owner, v);
    SqlExpr *e =
        sql_expr_new(&owner->arena, SQL_BIND, adapt_compared(ev, compared_type(beside), &plain));
    e->as.bind.key = bind_name(beside);
    e->as.bind.unique = true;
    e->as.bind.value = plain;
    *out = e;
    return true;
}

/* A bindparam() without a type takes the one beside it. */
static void lend_type(Eval *ev, ElementData *owner, const SqlExpr *beside, SqlExpr **e)
{
    bool untyped = (*e)->kind == SQL_BIND && (!(*e)->type || type_is_null((*e)->type));
    if (!untyped || !beside || !beside->type) return;
    element_charge(ev, owner);
    SqlExpr *typed = ARENA_NEW(&owner->arena, SqlExpr);
    *typed = **e;
    typed->type = compared_type(beside);
    *e = typed;
}

bool element_operand(Eval *ev, ElementData *owner, Value v, const SqlExpr *beside, SqlExpr **out)
{
    *out = element_expr(ev, v);
    if (*out) {
        element_keep(ev, owner, v);
        lend_type(ev, owner, beside, out);
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an operand of an SQL expression");
    element_charge(ev, owner);
    if (module_absent(v)) {
        *out = sql_expr_new(&owner->arena, SQL_NULL, NULL);
        return true;
    }
    Value clause;
    if (value_is_object(v) && !value_is_str(v)) {
        if (!eval_find_attr(ev, v, STR("__clause_element__"), &clause)) return false;
        if (!value_is_unset(clause)) {
            Value made;
            if (!eval_call(ev, clause, NULL, 0, value_unset(), &made)) return false;
            if (element_expr(ev, made)) return element_operand(ev, owner, made, beside, out);
        }
    }
    return element_value(ev, owner, v, beside, out);
}

bool element_operand_const(Eval *ev, ElementData *owner, Value v, SqlExpr **out)
{
    if (value_is_bool(v)) {
        element_charge(ev, owner);
        *out = sql_expr_new(&owner->arena, v.as.boolean ? SQL_TRUE : SQL_FALSE,
                            element_plain_type(ev, "Boolean"));
        return true;
    }
    return element_operand(ev, owner, v, NULL, out);
}

bool element_operands(Eval *ev, ElementData *owner, Value tuple, SqlExprVec *out)
{
    if (value_seq_len(tuple)) element_charge(ev, owner);
    for (size_t i = 0; i < value_seq_len(tuple); i++) {
        SqlExpr *e;
        if (!element_operand(ev, owner, value_seq_items(tuple)[i], NULL, &e)) return false;
        VEC_PUSH(&owner->arena, out, e);
    }
    return true;
}

/* ---- operators ---- */

/* The operators whose result is true or false whatever stands on either side. */
static bool is_comparison(SqlOp op)
{
    return (op >= SQL_OP_EQ && op <= SQL_OP_GE) || (op >= SQL_OP_IS && op <= SQL_OP_NOT_MATCH) ||
           (op >= SQL_OP_ISTARTSWITH && op <= SQL_OP_NOT_ICONTAINS);
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
    bool equality = *op == SQL_OP_EQ || *op == SQL_OP_NE;
    bool distinct = *op == SQL_OP_IS_DISTINCT || *op == SQL_OP_IS_NOT_DISTINCT;
    bool is = *op == SQL_OP_IS || *op == SQL_OP_IS_NOT;
    if (!equality && !distinct && !is && !is_any_or_all(left))
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', "
            "'is_not_distinct_from()' operators can be used with None/True/False");
    if (null && !is_any_or_all(left)) {
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

bool element_binary(Eval *ev, SqlOp op, Value left, Value right, Value *out)
{
    ElementData *d;
    SqlExpr *l, *r;
    Value v = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    if (!operands(ev, d, &op, left, right, &l, &r)) return false;
    if (is_any_or_all(l) && is_comparison(op)) {
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
    d->node.as.binary.final = is_any_or_all(r);
    *out = v;
    return true;
}

bool element_unary(Eval *ev, SqlOp op, Value operand, Value *out)
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

bool element_condition(Eval *ev, ElementData *d, Value v, SqlExpr **out)
{
    return roles_expect(ev, ROLES_CONDITION, v, &v) && element_operand_const(ev, d, v, out);
}

/* and_() drops True and is False once there is a False; or_() the other way round. */
/* and_() of nothing has no text. */
static bool is_empty_junction(const SqlExpr *e)
{
    return e->kind == SQL_LIST && !e->as.list.items.len &&
           (e->as.list.op == SQL_OP_AND || e->as.list.op == SQL_OP_OR);
}

bool element_junction(Eval *ev, SqlOp op, Value tuple, Value *out)
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
        if (!element_condition(ev, d, value_seq_items(tuple)[i], &e)) return false;
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

/* ---- slots ---- */

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

static Value negated(Eval *ev, Value v, const NativeClass *cls, SqlKind kind, ElementData **out)
{
    Value made = element_new(ev, cls, kind, out);
    element_keep(ev, *out, v);
    return made;
}

static Value wrap(Eval *ev, Value v, SqlExpr *e, SqlOp op, bool is_condition)
{
    ElementData *d;
    Value made = negated(ev, v, &element_UnaryExpression, SQL_UNARY, &d);
    d->node.as.unary.op = op;
    d->node.as.unary.operand = e;
    if (is_condition) d->node.type = element_plain_type(ev, "Boolean");
    return made;
}

/* *e in parentheses, which v stands for. */
static Value grouped(Eval *ev, Value v, SqlExpr **e)
{
    ElementData *d;
    Value made = negated(ev, v, &element_Grouping, SQL_GROUPING, &d);
    d->node.as.grouping.inner = *e;
    d->node.type = (*e)->type;
    *e = &d->node;
    return made;
}

static Value negate_constant(Eval *ev, Value v, bool was)
{
    ElementData *d;
    Value made =
        negated(ev, v, was ? &element_False : &element_True, was ? SQL_FALSE : SQL_TRUE, &d);
    d->node.type = element_plain_type(ev, "Boolean");
    return made;
}

/* IS is its own opposite in SQLAlchemy unless it compares with NULL, true or false. */
static SqlOp opposite(const SqlExpr *e)
{
    SqlOp op = e->as.binary.op;
    const SqlExpr *r = e->as.binary.right;
    bool constant = r->kind == SQL_NULL || r->kind == SQL_TRUE || r->kind == SQL_FALSE;
    if ((op == SQL_OP_IS || op == SQL_OP_IS_NOT) && !constant) return op;
    return e->as.binary.final ? SQL_OP_NONE : grouping_opposite(op);
}

/* Each kind of expression has a _negate() of its own. */
static bool negate(Eval *ev, Value v, Value *out)
{
    SqlExpr *e = element_expr(ev, v);
    ElementData *d;
    if (!e) return element_unary(ev, SQL_OP_NOT, v, out);
    switch (e->kind) {
    case SQL_TRUE:
    case SQL_FALSE: *out = negate_constant(ev, v, e->kind == SQL_TRUE); return true;
    case SQL_BINARY:
        if (opposite(e) != SQL_OP_NONE) {
            *out = negated(ev, v, &element_BinaryExpression, SQL_BINARY, &d);
            d->node = *e;
            d->node.as.binary.op = opposite(e);
            return true;
        }
        v = grouped(ev, v, &e);
        break;
    case SQL_FUNCTION:
        if (e->as.function.is_comparison) v = grouped(ev, v, &e);
        break;
    case SQL_LIST: *out = wrap(ev, v, e, SQL_OP_NOT, false); return true;
    case SQL_UNARY: {
        SqlOp op = e->as.unary.op;
        SqlExpr *x = e->as.unary.operand;
        if (op == SQL_OP_ISTRUE || op == SQL_OP_ISFALSE) {
            bool constant = x->kind == SQL_TRUE || x->kind == SQL_FALSE;
            SqlOp turned = op == SQL_OP_ISTRUE ? SQL_OP_ISFALSE : SQL_OP_ISTRUE;
            *out = constant ? negate_constant(ev, v, x->kind == SQL_TRUE)
                            : wrap(ev, v, x, turned, true);
        } else {
            *out = wrap(ev, v, e, SQL_OP_NOT, grouping_is_boolean_type(e));
        }
        return true;
    }
    case SQL_EXISTS: *out = wrap(ev, v, e, SQL_OP_NOT, true); return true;
    case SQL_LABEL: {
        Value inner;
        if (!negate(ev, module_expr_value(ev, e->as.label.inner), &inner)) return false;
        *out = negated(ev, v, &element_Label, SQL_LABEL, &d);
        element_keep(ev, d, inner);
        d->node = *e;
        d->node.as.label.inner = element_expr(ev, inner);
        return true;
    }
    default: break;
    }
    bool is_condition = grouping_is_boolean_type(e);
    *out = wrap(ev, v, e, is_condition ? SQL_OP_ISFALSE : SQL_OP_NOT, is_condition);
    return true;
}

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

bool element_operator(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    if (op == OPERATOR_INVERT) return negate(ev, left, out);
    if (op == OPERATOR_NEG) return element_unary(ev, SQL_OP_NEG, left, out);
    SqlOp sql = (size_t)op < sizeof operators / sizeof *operators ? operators[op] : SQL_OP_NONE;
    if (sql == SQL_OP_NONE) return true;
    if ((sql == SQL_OP_AND || sql == SQL_OP_OR) &&
        !element_expr(ev, left)) /* as in Python: no __rand__ */
        return eval_raise(ev, "TypeError", "unsupported operand type(s) for %s: '%.*s' and '%.*s'",
                          sql == SQL_OP_AND ? "&" : "|", STR_ARG(value_type_name(ev, left)),
                          STR_ARG(value_type_name(ev, right)));
    if (sql == SQL_OP_AND || sql == SQL_OP_OR) {
        Value both = value_tuple(ev, (Value[]){left, right}, 2);
        return element_junction(ev, sql, both, out);
    }
    bool shifts = op == OPERATOR_LSHIFT || op == OPERATOR_RSHIFT;
    if (shifts && !has_shift(element_expr(ev, left)))
        return eval_raise(ev, "NotImplementedError",
                          "Operator '%s' is not supported on this expression",
                          op == OPERATOR_LSHIFT ? "lshift" : "rshift");
    return element_binary(ev, sql, left, right, out);
}

static bool binary_slot(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    if (!comparator_binary(ev, op, left, right, out)) return false;
    return !value_is_unset(*out) || element_operator(ev, op, left, right, out);
}

/* `column in [..]` and dict lookups compare with == and ask for the truth of the result. */
static bool truth_slot(Eval *ev, Value self, bool *out)
{
    SqlExpr *e = element_expr(ev, self);
    if (e && e->kind == SQL_BINARY &&
        (e->as.binary.op == SQL_OP_EQ || e->as.binary.op == SQL_OP_NE)) {
        *out = (e->as.binary.left == e->as.binary.right) == (e->as.binary.op == SQL_OP_EQ);
        return true;
    }
    return eval_raise(ev, "TypeError", "Boolean value of this clause is not defined");
}

static bool hash_slot(Eval *ev, Value self, uint64_t *out)
{
    *out = (uint64_t)(uintptr_t)self.as.object >> 4;
    return true;
}

/* data["a"], data[("a", 1)]: the key is spelled as the database does. */
static bool json_item(Eval *ev, ElementData *d, SqlExpr *e, Value key)
{
    SqlExpr *index;
    if (!element_operand(ev, d, key, NULL, &index)) return false;
    bool path = value_is_tuple(key) || value_is_list(key);
    if (index->kind == SQL_BIND && !element_expr(ev, key)) {
        index->as.bind.is_path = true;
        index->as.bind.key = bind_name(e);
    }
    d->node.as.binary.op = path ? SQL_OP_JSON_PATH_GETITEM : SQL_OP_JSON_GETITEM;
    d->node.as.binary.right = index;
    d->node.type = e->type;
    return true;
}

/* An index of an ARRAY(zero_indexes=True) as the database counts. */
static bool count_from_one(Eval *ev, const SqlType *array, Value *index)
{
    if (!type_get_bool(array, "zero_indexes", false)) return true;
    return eval_binary(ev, OPERATOR_ADD, *index, value_int(1), index);
}

/* array[1] and array[1:3] */
static bool array_item(Eval *ev, ElementData *d, const SqlType *t, Value key)
{
    Value start, stop;
    SqlExpr *index, as_int = {.kind = SQL_NULL, .type = element_plain_type(ev, "Integer")};
    d->node.as.binary.op = SQL_OP_GETITEM;
    if (!str_eq_z(value_type_name(ev, key), "slice")) {
        int64_t dimensions = type_get_int(t, "dimensions", 1);
        d->node.type = dimensions <= 1 ? t->impl : t;
        if (!count_from_one(ev, t, &key)) return false;
        if (!element_operand(ev, d, key, NULL, &d->node.as.binary.right)) return false;
        if (!element_expr(ev, key) && d->node.as.binary.right->kind == SQL_BIND)
            d->node.as.binary.right->as.bind.key = bind_name(d->node.as.binary.left);
        return true;
    }
    if (!eval_getattr(ev, key, STR("start"), &start) ||
        !eval_getattr(ev, key, STR("stop"), &stop) || !count_from_one(ev, t, &start) ||
        !count_from_one(ev, t, &stop))
        return false;
    element_charge(ev, d);
    index = sql_expr_new(&d->arena, SQL_SLICE, NULL);
    d->node.type = t;
    d->node.as.binary.right = index;
    return element_operand(ev, d, start, &as_int, &index->as.slice.start) &&
           element_operand(ev, d, stop, &as_int, &index->as.slice.stop);
}

static bool getitem_slot(Eval *ev, Value self, Value key, Value *out)
{
    SqlExpr *e = element_expr(ev, self);
    ElementData *d;
    *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, self);
    d->node.as.binary.left = e;
    const SqlType *t = e->type;
    while (t && t->cls->is_decorator && t->impl) t = t->impl; /* which has the operators */
    if (t && t->cls->affinity == TYPE_AFFINITY_JSON) return json_item(ev, d, e, key);
    if (t && t->cls->affinity == TYPE_AFFINITY_ARRAY) return array_item(ev, d, t, key);
    if (t && type_class_is_a(t->cls, "HSTORE")) {
        d->node.as.binary.op = SQL_OP_CUSTOM;
        d->node.as.binary.custom = STR("->");
        d->node.as.binary.precedence = 15; /* as any subscript */
        d->node.as.binary.is_natural = d->node.as.binary.is_eager = true;
        d->node.type = element_plain_type(ev, "Text");
        return element_operand(ev, d, key, NULL, &d->node.as.binary.right);
    }
    return eval_raise(ev, "NotImplementedError",
                      "Operator 'getitem' is not supported on this expression");
}

static bool no_iter(Eval *ev, Value self, Value *out)
{
    return eval_raise(ev, "TypeError", "'%.*s' object is not iterable",
                      STR_ARG(value_type_name(ev, self)));
}

static void traverse(void *payload, GcVisitor *gc)
{
    ElementData *d = payload;
    gc_visit(gc, d->keep);
    gc_visit(gc, d->extra);
    gc_visit(gc, d->type);
    gc_visit(gc, d->columns);
}

static void finalize(void *payload)
{
    ElementData *d = payload;
    arena_release(&d->arena);
    if (d->ev) eval_charge(d->ev, -ARENA_CHARGE);
}

static bool get_type(Eval *ev, Args *a, Value *out)
{
    ElementData *d = element_data(a->self);
    if (value_is_unset(d->type)) {
        const SqlExpr *e = element_expr(ev, a->self);
        const SqlType *t = e->type ? e->type : element_plain_type(ev, "NullType");
        d->type = module_type_value(ev, t);
    }
    *out = d->type;
    return true;
}

static const NativeMethod clause_methods[] = {
    {"type", "", get_type, NATIVE_GETTER},
    {"compile", "bind=None, dialect=None, **kw", stringify_compile, NATIVE_METHOD},
    {0}};

const NativeClass element_ClauseElement = {
    .name = "ClauseElement",
    .module = "sqlalchemy.sql.elements",
    .payload = sizeof(ElementData),
    .methods = clause_methods,
    .class_getitem = alias_class_itself, /* FunctionElement[int], ColumnElement[str] */
    .truth = truth_slot,
    .str = stringify_expr,
    .hash = hash_slot,
    .traverse = traverse,
    .finalize = finalize,
};

extern const NativeMethod element_column_methods[]; /* sql/operators.c */

const NativeClass element_ColumnElement = {
    .name = "ColumnElement",
    .module = "sqlalchemy.sql.elements",
    .base = &element_ClauseElement,
    .methods = element_column_methods,
    .getattr = comparator_getattr,
    .binary = binary_slot,
    .getitem = getitem_slot,
    .iter = no_iter,
};

/* ---- values ---- */

bool module_is_expr(Eval *ev, Value v) { return element_expr(ev, v) != NULL; }

bool module_expr_from_value(Eval *ev, Value v, Arena *out_arena, SqlExpr **out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an SQL expression");
    const SqlExpr *e = element_expr(ev, v);
    if (!e)
        return eval_raise(ev, "TypeError", "an SQL expression is needed, not '%.*s'",
                          STR_ARG(value_type_name(ev, v)));
    *out = element_copy(e, out_arena);
    return true;
}

Value module_expr_value(Eval *ev, SqlExpr *e)
{
    if (e->kind == SQL_COLUMN && e->as.column.column)
        return module_column_value(ev, e->as.column.column);
    ElementData *d;
    Value v = element_new(ev, element_class_of(e), e->kind, &d);
    d->expr = e;
    return v;
}
