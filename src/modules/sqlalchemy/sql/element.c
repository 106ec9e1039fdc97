#include "modules/sqlalchemy/sql/element.h"

#include <stdio.h>
#include <string.h>

#include "eval/alias.h"
#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/sql/adapt.h"
#include "modules/sqlalchemy/sql/comparator.h"
#include "modules/sqlalchemy/sql/direct.h"
#include "modules/sqlalchemy/sql/operate.h"
#include "modules/sqlalchemy/sql/rewrite.h"
#include "modules/sqlalchemy/sql/subscript.h"
#include "modules/sqlalchemy/stringify.h"
#include "modules/sqlalchemy/types.h"
#include "sql/statement.h"

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

Str element_bind_name(const SqlExpr *beside)
{
    if (beside && beside->kind == SQL_COLUMN) return beside->as.column.name;
    if (beside && beside->kind == SQL_LITERAL_COLUMN) return beside->as.literal_column.text;
    if (beside && beside->kind == SQL_FUNCTION) return beside->as.function.name;
    return STR("param");
}

bool element_is_any_or_all(const SqlExpr *e)
{
    return e && e->kind == SQL_UNARY &&
           (e->as.unary.op == SQL_OP_ANY || e->as.unary.op == SQL_OP_ALL);
}

/* Compared with ANY or ALL of an array, a value is an item. */
static const SqlType *compared_type(const SqlExpr *beside)
{
    if (!beside) return NULL;
    if (!element_is_any_or_all(beside)) return beside->type;
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
    e->as.bind.key = element_bind_name(beside);
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

/* Lists deeper than this are no array of a migration. */
enum { ARRAY_DEPTH_MAX = 20 };

static bool array_items(Eval *ev, ElementData *owner, Value list, SqlExprVec *out, unsigned depth)
{
    if (depth > ARRAY_DEPTH_MAX) return eval_raise(ev, "RecursionError", "the lists are too deep");
    element_charge(ev, owner);
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value item = value_seq_items(list)[i];
        SqlExpr *e;
        if (value_is_list(item) || value_is_tuple(item)) {
            e = sql_expr_list(&owner->arena, SQL_OP_COMMA, NULL, 0);
            e->as.list.form = SQL_LIST_ARRAY;
            if (!array_items(ev, owner, item, &e->as.list.items, depth + 1)) return false;
        } else if (!element_operand(ev, owner, item, NULL, &e)) {
            return false;
        }
        VEC_PUSH(&owner->arena, out, e);
    }
    return true;
}

bool element_array_items(Eval *ev, ElementData *owner, Value list, SqlExprVec *out)
{
    return array_items(ev, owner, list, out, 0);
}

/* A list beside array([..]) is one, too, of items with types of their own: without any it has none,
 * which no cast can name. */
static bool array_operand(Eval *ev, ElementData *owner, Value list, const SqlExpr *beside,
                          SqlExpr **out)
{
    *out = sql_expr_list(&owner->arena, SQL_OP_COMMA, NULL, 0);
    if (value_seq_len(list)) (*out)->type = beside->type;
    (*out)->as.list.form = SQL_LIST_ARRAY;
    return element_array_items(ev, owner, list, &(*out)->as.list.items);
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
    bool array = beside && beside->kind == SQL_LIST && beside->as.list.form == SQL_LIST_ARRAY;
    if (array && (value_is_list(v) || value_is_tuple(v)))
        return array_operand(ev, owner, v, beside, out);
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

/* ---- slots ---- */

static bool binary_slot(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    if (!comparator_binary(ev, op, left, right, out)) return false;
    return !value_is_unset(*out) || operate_operator(ev, op, left, right, out);
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
    {"params", "*optionaldict, **kw", rewrite_params, NATIVE_METHOD},
    {"unique_params", "*optionaldict, **kw", rewrite_params, NATIVE_METHOD},
    {"_sa_adapt", "table, alias", rewrite_adapt, NATIVE_METHOD},
    {0}};

/* The name in the repr of an element of FROM, a function or a column; NULL = it has none. */
static Str description(const SqlExpr *e)
{
    switch (e ? e->kind : SQL_NULL) {
    case SQL_COLUMN: return e->as.column.name;
    case SQL_LITERAL_COLUMN: return e->as.literal_column.text;
    case SQL_FUNCTION: return e->as.function.is_comparison ? STR_NULL : e->as.function.name;
    case SQL_TABLE: return e->as.from->name;
    case SQL_ALIAS:
    case SQL_CTE:
    case SQL_VALUES: return str_is_null(e->as.from->alias) ? STR("anon_1") : e->as.from->alias;
    default: return STR_NULL;
    }
}

static bool repr_slot(Eval *ev, Value self, Value *out)
{
    Class *cls = value_class(ev, self);
    Str name = description(element_data(self)->expr);
    *out = value_str_fmt(ev, "<%.*s.%.*s %s%p%s%.*s>", STR_ARG(class_module(cls)),
                         STR_ARG(class_qualname(cls)), str_is_null(name) ? "object at " : "at ",
                         (void *)self.as.object, str_is_null(name) ? "" : "; ", STR_ARG(name));
    return true;
}

const NativeClass element_ClauseElement = {
    .name = "ClauseElement",
    .module = "sqlalchemy.sql.elements",
    .payload = sizeof(ElementData),
    .methods = clause_methods,
    .class_getitem = alias_class_itself, /* FunctionElement[int], ColumnElement[str] */
    .class_call = direct_call,
    .truth = truth_slot,
    .str = stringify_expr,
    .repr = repr_slot,
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
    .getitem = subscript_get,
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
