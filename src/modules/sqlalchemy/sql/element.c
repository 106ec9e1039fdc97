#include "modules/sqlalchemy/sql/element.h"

#include <stdio.h>
#include <string.h>

#include "modules/sqlalchemy/exc.h"
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

SqlExpr *element_expr(Eval *ev, Value v)
{
    ElementData *d = element_data(v);
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

/* The smallest arena is one chunk of 4 KiB; bigger ones are rare enough not to matter. */
enum { ARENA_CHARGE = 4096 + 64 };

void element_charge(Eval *ev, ElementData *d)
{
    if (d->ev) return;
    d->ev = ev;
    eval_charge(ev, ARENA_CHARGE);
}

bool element_refuse(Eval *ev, Value v)
{
    return eval_raise_native(ev, &exc_UnsupportedCompilationError,
                             "'%.*s' is a construct of the script's own: SQL that a @compiles "
                             "function makes is not supported",
                             STR_ARG(value_type_name(ev, v)));
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
    static const char *const names[] = {[SQL_VALUE_BOOL] = "Boolean",
                                        [SQL_VALUE_INT] = "Integer",
                                        [SQL_VALUE_BIGINT] = "Integer",
                                        [SQL_VALUE_FLOAT] = "Float",
                                        [SQL_VALUE_DECIMAL] = "Numeric",
                                        [SQL_VALUE_STR] = "String",
                                        [SQL_VALUE_BYTES] = "LargeBinary",
                                        [SQL_VALUE_DATE] = "Date",
                                        [SQL_VALUE_TIME] = "Time",
                                        [SQL_VALUE_DATETIME] = "DateTime",
                                        [SQL_VALUE_INTERVAL] = "Interval",
                                        [SQL_VALUE_UUID] = "Uuid",
                                        [SQL_VALUE_TYPE] = NULL};
    return names[v->kind] ? element_plain_type(ev, names[v->kind]) : NULL;
}

/* What TypeEngine.coerce_compared_value decides: the other side's type when the value's own is
 * unknown or of the same kind, or when the other side's takes anything. */
static const SqlType *bind_type(Eval *ev, const SqlValue *v, const SqlExpr *beside)
{
    const SqlType *own = element_type_of_value(ev, v);
    if (!beside || !beside->type || type_is_null(beside->type)) return own;
    TypeAffinity theirs = beside->type->cls->affinity;
    if (!own || own->cls->affinity == theirs || theirs == TYPE_AFFINITY_ENUM ||
        theirs == TYPE_AFFINITY_UUID || theirs == TYPE_AFFINITY_JSON ||
        theirs == TYPE_AFFINITY_ARRAY || beside->type->cls->is_decorator)
        return beside->type;
    if (own->cls->affinity == TYPE_AFFINITY_INTEGER &&
        (theirs == TYPE_AFFINITY_NUMERIC || theirs == TYPE_AFFINITY_FLOAT))
        return own;
    return own;
}

bool element_operand(Eval *ev, ElementData *owner, Value v, const SqlExpr *beside, SqlExpr **out)
{
    *out = element_expr(ev, v);
    if (*out) {
        element_keep(ev, owner, v);
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an operand of an SQL expression");
    if (element_data(v)) return element_refuse(ev, v);
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
    SqlValue plain;
    if (!module_sql_value_from_value(ev, v, &owner->arena, &plain)) return false;
    SqlExpr *e = sql_expr_new(&owner->arena, SQL_BIND, bind_type(ev, &plain, beside));
    e->as.bind.key = STR("param");
    if (beside && beside->kind == SQL_COLUMN) e->as.bind.key = beside->as.column.name;
    e->as.bind.unique = true;
    e->as.bind.value = plain;
    *out = e;
    return true;
}

bool element_operand_const(Eval *ev, ElementData *owner, Value v, SqlExpr **out)
{
    if (value_is_bool(v)) {
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

static bool is_boolean_op(SqlOp op)
{
    return (op >= SQL_OP_EQ && op <= SQL_OP_GE) || (op >= SQL_OP_AND && op <= SQL_OP_NOT) ||
           (op >= SQL_OP_IS && op <= SQL_OP_NOT_MATCH) || op == SQL_OP_ISTRUE ||
           op == SQL_OP_ISFALSE;
}

static bool is_string(const SqlType *t) { return t && t->cls->affinity == TYPE_AFFINITY_STRING; }

/* The operators that SQLAlchemy lets stand beside None, True and False. */
static bool constant_operand(Eval *ev, ElementData *d, SqlOp *op, Value right, SqlExpr **out)
{
    *out = NULL;
    SqlExpr *r = element_expr(ev, right);
    bool constant = module_absent(right) || value_is_bool(right) ||
                    (r && (r->kind == SQL_NULL || r->kind == SQL_TRUE || r->kind == SQL_FALSE));
    if (!constant) return true;
    bool null = module_absent(right) || (r && r->kind == SQL_NULL);
    if (null && *op == SQL_OP_EQ) *op = SQL_OP_IS;
    if (null && *op == SQL_OP_NE) *op = SQL_OP_IS_NOT;
    bool fits = *op == SQL_OP_EQ || *op == SQL_OP_NE || *op == SQL_OP_IS || *op == SQL_OP_IS_NOT ||
                *op == SQL_OP_IS_DISTINCT || *op == SQL_OP_IS_NOT_DISTINCT;
    if (!fits && *op >= SQL_OP_LT && *op <= SQL_OP_GE)
        return eval_raise_native(
            ev, &exc_ArgumentError,
            "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', "
            "'is_not_distinct_from()' operators can be used with None/True/False");
    return fits ? element_operand_const(ev, d, right, out) : true;
}

static void set_result_type(Eval *ev, ElementData *d, SqlOp *op, const SqlExpr *l, const SqlExpr *r)
{
    if (is_boolean_op(*op)) {
        d->node.type = element_plain_type(ev, "Boolean");
        return;
    }
    if (*op == SQL_OP_ADD && (is_string(l->type) || (!l->type && is_string(r->type))))
        *op = SQL_OP_CONCAT;
    d->node.type = l->type ? l->type : r->type;
    if (*op == SQL_OP_TRUEDIV && l->type && l->type->cls->affinity == TYPE_AFFINITY_INTEGER)
        d->node.type = element_plain_type(ev, "Numeric");
}

bool element_binary(Eval *ev, SqlOp op, Value left, Value right, Value *out)
{
    ElementData *d;
    SqlExpr *l, *r;
    Value v = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    const SqlExpr *right_expr = element_expr(ev, right);
    if (!element_operand(ev, d, left, right_expr, &l) || !constant_operand(ev, d, &op, right, &r))
        return false;
    if (!r && !element_operand(ev, d, right, l, &r)) return false;
    set_result_type(ev, d, &op, l, r);
    d->node.as.binary.op = op;
    d->node.as.binary.left = l;
    d->node.as.binary.right = r;
    *out = v;
    return true;
}

bool element_unary(Eval *ev, SqlOp op, Value operand, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &element_UnaryExpression, SQL_UNARY, &d);
    if (!element_operand(ev, d, operand, NULL, &d->node.as.unary.operand)) return false;
    d->node.as.unary.op = op;
    d->node.type =
        op == SQL_OP_NOT ? element_plain_type(ev, "Boolean") : d->node.as.unary.operand->type;
    *out = v;
    return true;
}

bool element_junction(Eval *ev, SqlOp op, Value tuple, Value *out)
{
    ElementData *d;
    if (value_seq_len(tuple) == 1 && element_data(value_seq_items(tuple)[0])) {
        *out = value_seq_items(tuple)[0];
        return true;
    }
    Value v = element_new(ev, &element_BooleanClauseList, SQL_LIST, &d);
    d->node.type = element_plain_type(ev, "Boolean");
    element_charge(ev, d);
    d->node.as.list.op = op;
    for (size_t i = 0; i < value_seq_len(tuple); i++) {
        SqlExpr *e;
        if (!element_operand_const(ev, d, value_seq_items(tuple)[i], &e)) return false;
        /* and_(and_(a, b), c) is flat */
        if (e->kind == SQL_LIST && e->as.list.op == op && e->as.list.form == SQL_LIST_PLAIN)
            for (size_t k = 0; k < e->as.list.items.len; k++)
                VEC_PUSH(&d->arena, &d->node.as.list.items, e->as.list.items.items[k]);
        else
            VEC_PUSH(&d->arena, &d->node.as.list.items, e);
    }
    *out = v;
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

/* not (a = b) is a != b, as SQLAlchemy's operators know their opposites. */
static SqlOp opposite(SqlOp op)
{
    static const SqlOp pairs[][2] = {{SQL_OP_EQ, SQL_OP_NE},
                                     {SQL_OP_LT, SQL_OP_GE},
                                     {SQL_OP_GT, SQL_OP_LE},
                                     {SQL_OP_IS, SQL_OP_IS_NOT},
                                     {SQL_OP_IN, SQL_OP_NOT_IN},
                                     {SQL_OP_LIKE, SQL_OP_NOT_LIKE},
                                     {SQL_OP_ILIKE, SQL_OP_NOT_ILIKE},
                                     {SQL_OP_BETWEEN, SQL_OP_NOT_BETWEEN},
                                     {SQL_OP_REGEXP, SQL_OP_NOT_REGEXP},
                                     {SQL_OP_STARTSWITH, SQL_OP_NOT_STARTSWITH},
                                     {SQL_OP_ENDSWITH, SQL_OP_NOT_ENDSWITH},
                                     {SQL_OP_CONTAINS, SQL_OP_NOT_CONTAINS},
                                     {SQL_OP_MATCH, SQL_OP_NOT_MATCH},
                                     {SQL_OP_IS_DISTINCT, SQL_OP_IS_NOT_DISTINCT}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0] == op) return pairs[i][1];
        if (pairs[i][1] == op) return pairs[i][0];
    }
    return SQL_OP_NONE;
}

static bool negate(Eval *ev, Value v, Value *out)
{
    SqlExpr *e = element_expr(ev, v);
    if (e && e->kind == SQL_BINARY && opposite(e->as.binary.op) != SQL_OP_NONE) {
        ElementData *d;
        *out = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
        element_keep(ev, d, v);
        d->node = *e;
        d->node.as.binary.op = opposite(e->as.binary.op);
        return true;
    }
    if (e && (e->kind == SQL_TRUE || e->kind == SQL_FALSE)) {
        ElementData *d;
        bool was = e->kind == SQL_TRUE;
        *out =
            element_new(ev, was ? &element_False : &element_True, was ? SQL_FALSE : SQL_TRUE, &d);
        d->node.type = e->type;
        return true;
    }
    if (e && e->kind == SQL_EXISTS) {
        ElementData *d;
        *out = element_new(ev, &element_Exists, SQL_EXISTS, &d);
        element_keep(ev, d, v);
        d->node = *e;
        d->node.as.exists.negated = !e->as.exists.negated;
        return true;
    }
    return element_unary(ev, SQL_OP_NOT, v, out);
}

static bool binary_slot(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    if (op == OPERATOR_INVERT) return negate(ev, left, out);
    if (op == OPERATOR_NEG) return element_unary(ev, SQL_OP_NEG, left, out);
    SqlOp sql = (size_t)op < sizeof operators / sizeof *operators ? operators[op] : SQL_OP_NONE;
    if (sql == SQL_OP_NONE) return true;
    if (sql == SQL_OP_AND || sql == SQL_OP_OR) {
        Value both = value_tuple(ev, (Value[]){left, right}, 2);
        return element_junction(ev, sql, both, out);
    }
    return element_binary(ev, sql, left, right, out);
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

static bool getitem_slot(Eval *ev, Value self, Value key, Value *out)
{
    SqlExpr *e = element_expr(ev, self);
    bool json = e->type && e->type->cls->affinity == TYPE_AFFINITY_JSON;
    SqlOp op = !json                 ? SQL_OP_GETITEM
               : value_is_tuple(key) ? SQL_OP_JSON_PATH_GETITEM
                                     : SQL_OP_JSON_GETITEM;
    ElementData *d;
    SqlExpr *index;
    Value v = element_new(ev, &element_BinaryExpression, SQL_BINARY, &d);
    element_keep(ev, d, self);
    if (!element_operand(ev, d, key, NULL, &index)) return false;
    d->node.as.binary.op = op;
    d->node.as.binary.left = e;
    d->node.as.binary.right = index;
    d->node.type = e->type && e->type->impl && !json ? e->type->impl : e->type;
    *out = v;
    return true;
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
    gc_visit(gc, d->type);
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
        if (!d->expr) return element_refuse(ev, a->self);
        const SqlType *t = d->expr->type ? d->expr->type : element_plain_type(ev, "NullType");
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
    if (!e && element_data(v)) return element_refuse(ev, v);
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
