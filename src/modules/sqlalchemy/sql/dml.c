/* INSERT, UPDATE, DELETE and ON CONFLICT as Python objects. */
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/extra.h"
#include "modules/sqlalchemy/sql/from.h"
#include "sql/statement.h"

static bool start(Eval *ev, Value table, const NativeClass *cls, SqlKind kind, Value *out)
{
    ElementData *d;
    SqlExpr *t;
    Value entity = table;
    query_mapped_table(ev, table, &table);
    if (!element_expr(ev, table))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "subject table for an INSERT, UPDATE or DELETE expected, got %.*s",
                                 STR_ARG(value_type_name(ev, table)));
    *out = query_begin(ev, cls, kind, &d);
    extra_put(ev, d, "entity", entity);
    if (!element_operand(ev, d, table, NULL, &t)) return false;
    if (kind == SQL_INSERT)
        d->expr->as.insert->table = t;
    else if (kind == SQL_UPDATE)
        d->expr->as.update->table = t;
    else
        d->expr->as.delete_->table = t;
    return true;
}
bool dml_insert(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->v[0], &query_Insert, SQL_INSERT, out);
}
bool dml_update(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->v[0], &query_Update, SQL_UPDATE, out);
}
bool dml_delete(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->v[0], &query_Delete, SQL_DELETE, out);
}
bool dml_table_insert(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->self, &query_Insert, SQL_INSERT, out);
}
bool dml_table_update(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->self, &query_Update, SQL_UPDATE, out);
}
bool dml_table_delete(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->self, &query_Delete, SQL_DELETE, out);
}

/* The column of a statement's table, for the type of a value. */
static const SqlExpr *find_column(const SqlExpr *table, Str name, SqlExpr *scratch)
{
    if (table->kind != SQL_TABLE) return NULL;
    SqlFrom *f = table->as.from;
    Column *c = f->table ? table_find_column_key(f->table, name) : NULL;
    if (c) {
        *scratch = (SqlExpr){.kind = SQL_COLUMN, .type = c->type};
        scratch->as.column.name = c->name.text;
        return scratch;
    }
    for (size_t i = 0; i < f->columns.len; i++)
        if (str_eq(f->columns.items[i]->as.column.name, name)) return f->columns.items[i];
    return NULL;
}

static bool assign(Eval *ev, ElementData *d, const SqlExpr *table, Value key, Value item,
                   SqlAssignmentVec *out)
{
    SqlAssignment s = {0};
    SqlExpr scratch, *target = value_is_str(key) ? NULL : element_expr(ev, key);
    if (!value_is_str(key) && !target)
        return eval_raise(ev, "TypeError", "a column name is needed in values()");
    if (target && target->kind == SQL_COLUMN)
        s.column = arena_str(&d->arena, target->as.column.name);
    else if (target)
        s.target = target;
    else
        s.column = arena_str(&d->arena, value_as_str(key));
    const SqlExpr *c = str_is_null(s.column) ? NULL : find_column(table, s.column, &scratch);
    if (!c && !str_is_null(s.column) && table->kind == SQL_TABLE &&
        (table->as.from->table || table->as.from->columns.len))
        return eval_raise_native(ev, &exc_CompileError, "Unconsumed column names: %.*s",
                                 STR_ARG(s.column));
    if (c) s.type = c->type;
    if (c) s.column = arena_str(&d->arena, c->as.column.name);
    if (!element_operand(ev, d, item, c, &s.value)) return false;
    /* A value is one of the column's type, whatever it would be beside the column elsewhere. */
    if (c && c->type && s.value->kind == SQL_BIND && !element_expr(ev, item))
        s.value->type = c->type;
    /* None is a value like any other, which the column's type may make something of. */
    if (value_is_none(item) && c && c->type) {
        s.value = sql_expr_new(&d->arena, SQL_BIND, c->type);
        s.value->as.bind.key = arena_str(&d->arena, c->as.column.name);
        s.value->as.bind.unique = true;
        s.value->as.bind.value = sql_value_null();
    }
    VEC_PUSH(&d->arena, out, s);
    return true;
}

/* update(User).values(name=...): names are those of the class's attributes. */
static bool attribute_column(Eval *ev, const ElementData *d, Value *key)
{
    Value entity = value_is_dict(d->extra) ? value_dict_find_z(d->extra, "entity") : value_unset();
    Value attribute;
    if (!value_is_str(*key) || !value_as_class(entity)) return true;
    if (!eval_find_attr(ev, entity, value_as_str(*key), &attribute)) return false;
    if (!value_is_unset(attribute) && module_column_get(ev, attribute)) *key = attribute;
    return true;
}

static bool assign_dict(Eval *ev, ElementData *d, const SqlExpr *table, Value dict,
                        SqlAssignmentVec *out)
{
    size_t at = 0;
    Value key, item;
    while (value_dict_next(dict, &at, &key, &item))
        if (!attribute_column(ev, d, &key) || !assign(ev, d, table, key, item, out)) return false;
    return true;
}

static bool values(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlExpr *e = d->expr,
            *table = e->kind == SQL_INSERT ? e->as.insert->table : e->as.update->table;
    SqlAssignmentVec *old = e->kind == SQL_INSERT ? &e->as.insert->values : &e->as.update->values,
                     made = {0};
    for (size_t i = 0; i < old->len; i++) VEC_PUSH(&d->arena, &made, old->items[i]);
    Value first = value_seq_len(a->v[0]) ? value_seq_items(a->v[0])[0] : value_unset();
    if (value_is_dict(first) && !assign_dict(ev, d, table, first, &made)) return false;
    if ((value_is_list(first) || value_is_tuple(first)) && e->kind == SQL_INSERT) {
        for (size_t i = 0; i < value_seq_len(first); i++) {
            SqlAssignmentVec row = {0};
            Value item = value_seq_items(first)[i];
            if (!value_is_dict(item))
                return eval_raise(ev, "TypeError", "values() takes a list of dicts");
            if (!assign_dict(ev, d, table, item, &row)) return false;
            VEC_PUSH(&d->arena, &e->as.insert->rows, row);
        }
        return true;
    }
    if (!assign_dict(ev, d, table, a->v[1], &made)) return false;
    *old = made;
    return true;
}

static bool from_select(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value names;
    *out = query_next(ev, a->self, &d);
    if (!eval_to_list(ev, a->v[0], &names)) return false;
    for (size_t i = 0; i < value_seq_len(names); i++) {
        Value v = value_seq_items(names)[i];
        Column *c = value_is_str(v) ? NULL : module_column_get(ev, v);
        SqlExpr *x = element_expr(ev, v);
        Str name = value_is_str(v)              ? value_as_str(v)
                   : c                          ? c->name.text
                   : x && x->kind == SQL_COLUMN ? x->as.column.name
                                                : STR("");
        VEC_PUSH(&d->arena, &d->expr->as.insert->from_columns, arena_str(&d->arena, name));
    }
    return element_operand(ev, d, a->v[1], NULL, &d->expr->as.insert->from_select);
}

static bool returning(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value list = value_list(ev);
    *out = query_next(ev, a->self, &d);
    SqlExpr *e = d->expr;
    if (!extra_extend(ev, d, "columns", a->v[0])) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value c;
        query_mapped_table(ev, value_seq_items(a->v[0])[i], &c);
        value_list_push(ev, list, c);
    }
    return query_extend(ev, d,
                        e->kind == SQL_INSERT   ? &e->as.insert->returning
                        : e->kind == SQL_UPDATE ? &e->as.update->returning
                                                : &e->as.delete_->returning,
                        a->v[0]);
}

/* ---- ON CONFLICT ---- */

static bool conflict_target(Eval *ev, ElementData *d, SqlOnConflict *c, Value constraint,
                            Value elements, Value index_where)
{
    if (value_is_str(constraint)) c->constraint = arena_str(&d->arena, value_as_str(constraint));
    Constraint *k = module_constraint_get(ev, constraint);
    if (k && !ident_is_null(k->name)) c->constraint = k->name.text;
    Value list;
    if (!module_absent(elements) &&
        (!eval_to_list(ev, elements, &list) ||
         !query_extend(ev, d, &c->index_elements, query_named(ev, list))))
        return false;
    return module_absent(index_where) || element_operand(ev, d, index_where, NULL, &c->index_where);
}

static bool conflict_nothing(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlOnConflict *c = &d->expr->as.insert->on_conflict;
    c->what = SQL_CONFLICT_NOTHING;
    return conflict_target(ev, d, c, a->v[0], a->v[1], a->v[2]);
}

static bool conflict_update(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlOnConflict *c = &d->expr->as.insert->on_conflict;
    c->what = SQL_CONFLICT_UPDATE;
    if (!conflict_target(ev, d, c, a->v[0], a->v[1], a->v[2])) return false;
    if (!value_is_dict(a->v[3])) return eval_raise(ev, "ValueError", "set_ must be a dict");
    if (!assign_dict(ev, d, d->expr->as.insert->table, a->v[3], &c->set)) return false;
    return module_absent(a->v[4]) || element_operand(ev, d, a->v[4], NULL, &c->where);
}

/* The row that was to be inserted, under the name that the dialect's compiler knows it by. */
static bool proposed_row(Eval *ev, Args *a, Str name, Value *out)
{
    ElementData *d;
    SqlExpr *table = element_expr(ev, a->self)->as.insert->table;
    Value holder = query_begin(ev, &query_Alias, SQL_ALIAS, &d);
    d->expr->as.from->element = table;
    d->expr->as.from->alias = name;
    element_keep(ev, d, a->self);
    Args args = {.self = holder};
    return query_alias_columns(ev, &args, out);
}

static bool excluded(Eval *ev, Args *a, Value *out)
{
    return proposed_row(ev, a, STR("excluded"), out);
}
static bool inserted(Eval *ev, Args *a, Value *out)
{
    return proposed_row(ev, a, STR("inserted"), out);
}

static bool duplicate_key(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlInsert *s = d->expr->as.insert;
    if (d->expr->kind != SQL_INSERT) return eval_raise(ev, "AttributeError", "not an INSERT");
    s->on_conflict.what = SQL_CONFLICT_DUPLICATE_KEY;
    Value first = value_seq_len(a->v[0]) ? value_seq_items(a->v[0])[0] : value_unset();
    if (value_is_dict(first) && !assign_dict(ev, d, s->table, first, &s->on_conflict.set))
        return false;
    if (!assign_dict(ev, d, s->table, a->v[1], &s->on_conflict.set)) return false;
    /* Plain values are not named after their columns here. */
    for (size_t i = 0; i < s->on_conflict.set.len; i++) {
        const SqlAssignment *set = &s->on_conflict.set.items[i];
        bool plain = set->value->kind == SQL_BIND && set->value->as.bind.unique;
        if (plain && str_eq(set->value->as.bind.key, set->column))
            set->value->as.bind.key = STR("param");
    }
    return true;
}

/* ---- classes ---- */

static const NativeMethod dml_methods[] = {
    {"where", "*whereclause", query_where, NATIVE_METHOD},
    {"filter", "*whereclause", query_where, NATIVE_METHOD},
    {"values", "*args, **kwargs", values, NATIVE_METHOD},
    {"returning", "*cols, **kw", returning, NATIVE_METHOD},
    {"from_select", "names, select, include_defaults=True", from_select, NATIVE_METHOD},
    {"on_conflict_do_nothing", "constraint=None, index_elements=None, index_where=None",
     conflict_nothing, NATIVE_METHOD},
    {"on_conflict_do_update",
     "constraint=None, index_elements=None, index_where=None, set_=None, where=None",
     conflict_update, NATIVE_METHOD},
    {"excluded", "", excluded, NATIVE_GETTER},
    {"inserted", "", inserted, NATIVE_GETTER},
    {"on_duplicate_key_update", "*args, **kw", duplicate_key, NATIVE_METHOD},
    {"prefix_with", "*prefixes, dialect='*'", query_prefix_with, NATIVE_METHOD},
    {"filter_by", "**kw", extra_filter_by, NATIVE_METHOD},
    EXTRA_METHODS,
    {"cte", "name=None, recursive=False, nesting=False", from_cte, NATIVE_METHOD},
    {"add_cte", "*ctes, nest_here=False", query_add_cte, NATIVE_METHOD},
    {"with_hint", "*args, **kw", query_refuse_hint, NATIVE_METHOD},
    {0}};

#define STATEMENT(id, mod, list)                                                                   \
    const NativeClass query_##id = {                                                               \
        .name = #id, .module = mod, .base = &element_ClauseElement, .methods = list};
STATEMENT(Insert, "sqlalchemy.sql.dml", dml_methods)
STATEMENT(Update, "sqlalchemy.sql.dml", dml_methods)
STATEMENT(Delete, "sqlalchemy.sql.dml", dml_methods)
