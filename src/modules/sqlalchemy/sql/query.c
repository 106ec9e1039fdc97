/* Statements: every builder method gives a new object, a copy with one thing changed. */
#include "modules/sqlalchemy/sql/query.h"

#include "modules/sqlalchemy/exc.h"
#include "sql/statement.h"

/* ---- copies ---- */

static Value begin(Eval *ev, const NativeClass *cls, SqlKind kind, ElementData **out)
{
    Value v = element_new(ev, cls, kind, out);
    element_charge(ev, *out);
    (*out)->expr = sql_statement_new(&(*out)->arena, kind);
    return v;
}

/* A copy that shares everything with the statement it came from, which it keeps alive. */
static Value next(Eval *ev, Value self, ElementData **out)
{
    const SqlExpr *from = element_expr(ev, self);
    Value v = eval_instance_new(ev, value_class(ev, self));
    ElementData *d = element_data(v);
    element_charge(ev, d);
    SqlExpr *e = sql_statement_new(&d->arena, from->kind);
    switch (from->kind) {
    case SQL_SELECT: *e->as.select = *from->as.select; break;
    case SQL_COMPOUND: *e->as.compound = *from->as.compound; break;
    case SQL_INSERT: *e->as.insert = *from->as.insert; break;
    case SQL_UPDATE: *e->as.update = *from->as.update; break;
    default: *e->as.delete_ = *from->as.delete_; break;
    }
    e->type = from->type;
    d->expr = e;
    element_keep(ev, d, self);
    *out = d;
    return v;
}

/* Appends to a shared vector by making a new one. */
static bool extend(Eval *ev, ElementData *d, SqlExprVec *vec, Value tuple)
{
    SqlExprVec out = {0};
    for (size_t i = 0; i < vec->len; i++) VEC_PUSH(&d->arena, &out, vec->items[i]);
    if (!element_operands(ev, d, tuple, &out)) return false;
    *vec = out;
    return true;
}

/* Names as text where SQLAlchemy takes them for columns: order_by("name"). */
static Value named(Eval *ev, Value tuple)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < value_seq_len(tuple); i++) {
        Value v = value_seq_items(tuple)[i];
        if (value_is_str(v)) {
            ElementData *d;
            Value c = element_new(ev, &element_ColumnClause, SQL_COLUMN, &d);
            d->node.as.column.name = arena_str(&d->arena, value_as_str(v));
            v = c;
        }
        if (!module_absent(v)) value_list_push(ev, list, v);
    }
    return list;
}

static SqlExprVec *where_of(SqlExpr *e)
{
    return e->kind == SQL_SELECT   ? &e->as.select->where
           : e->kind == SQL_UPDATE ? &e->as.update->where
           : e->kind == SQL_DELETE ? &e->as.delete_->where
                                   : NULL;
}

static bool where(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = next(ev, a->self, &d);
    SqlExprVec *vec = where_of(d->expr);
    if (!vec) return eval_raise(ev, "AttributeError", "this statement has no where()");
    *out = v;
    return extend(ev, d, vec, a->v[0]);
}

/* ---- SELECT ---- */

static bool mapped_table(Eval *ev, Value v, Value *out)
{
    Table *t = value_as_class(v) ? module_table_get(ev, v) : NULL;
    *out = t ? module_table_value(ev, t) : v;
    return true;
}

static bool select_(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = begin(ev, &query_Select, SQL_SELECT, &d), list = value_list(ev);
    Value items = a->v[0];
    if (value_seq_len(items) == 1 && value_is_list(value_seq_items(items)[0]))
        items = value_seq_items(items)[0];
    for (size_t i = 0; i < value_seq_len(items); i++) {
        Value c;
        mapped_table(ev, value_seq_items(items)[i], &c);
        value_list_push(ev, list, c);
    }
    *out = v;
    return extend(ev, d, &d->expr->as.select->columns, list);
}

#define EXTEND(fn, field, as_names)                                                                \
    static bool fn(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        ElementData *d;                                                                            \
        Value v = next(ev, a->self, &d);                                                           \
        if (d->expr->kind != SQL_SELECT) return eval_raise(ev, "AttributeError", "not a SELECT");  \
        *out = v;                                                                                  \
        return extend(ev, d, &d->expr->as.select->field, as_names ? named(ev, a->v[0]) : a->v[0]); \
    }
EXTEND(group_by, group_by, true)
EXTEND(having, having, false)
EXTEND(select_from, froms, false)
EXTEND(add_columns, columns, false)
EXTEND(correlate, correlate, false)

static bool order_by(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = next(ev, a->self, &d);
    if (d->expr->kind == SQL_COMPOUND)
        return extend(ev, d, &d->expr->as.compound->order_by, named(ev, a->v[0]));
    return extend(ev, d, &d->expr->as.select->order_by, named(ev, a->v[0]));
}

static bool bound(Eval *ev, Args *a, bool is_limit, Value *out)
{
    ElementData *d;
    SqlExpr *n = NULL;
    *out = next(ev, a->self, &d);
    if (!module_absent(a->v[0]) && !element_operand(ev, d, a->v[0], NULL, &n)) return false;
    if (d->expr->kind == SQL_COMPOUND)
        *(is_limit ? &d->expr->as.compound->limit : &d->expr->as.compound->offset) = n;
    else
        *(is_limit ? &d->expr->as.select->limit : &d->expr->as.select->offset) = n;
    return true;
}
static bool limit(Eval *ev, Args *a, Value *out) { return bound(ev, a, true, out); }
static bool offset(Eval *ev, Args *a, Value *out) { return bound(ev, a, false, out); }

static bool distinct(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = next(ev, a->self, &d);
    d->expr->as.select->distinct = true;
    return extend(ev, d, &d->expr->as.select->distinct_on, a->v[0]);
}

static bool for_update(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = next(ev, a->self, &d);
    SqlForUpdate *f = &d->expr->as.select->for_update;
    f->given = true;
    return eval_truth(ev, a->v[0], &f->nowait) && eval_truth(ev, a->v[1], &f->read) &&
           eval_truth(ev, a->v[3], &f->skip_locked) && eval_truth(ev, a->v[4], &f->key_share);
}

/* join(target, onclause): the left side is what the SELECT has so far. */
static SqlExpr *left_side(SqlSelect *s)
{
    if (s->froms.len) return s->froms.items[s->froms.len - 1];
    for (size_t i = 0; i < s->columns.len; i++) {
        SqlExpr *c = s->columns.items[i];
        if (c->kind == SQL_TABLE || c->kind == SQL_ALIAS) return c;
        if (c->kind == SQL_LABEL) c = c->as.label.inner;
        if (c->kind == SQL_COLUMN && c->as.column.from) return c->as.column.from;
    }
    return NULL;
}

static Table *table_of_column(SqlSelect *s)
{
    for (size_t i = 0; i < s->columns.len; i++) {
        SqlExpr *c = s->columns.items[i];
        if (c->kind == SQL_LABEL) c = c->as.label.inner;
        if (c->kind == SQL_COLUMN && c->as.column.column) return c->as.column.column->table;
    }
    return NULL;
}

static bool join_to(Eval *ev, Args *a, bool outer, Value *out)
{
    ElementData *d;
    Value target;
    *out = next(ev, a->self, &d);
    SqlSelect *s = d->expr->as.select;
    SqlExpr *left = left_side(s), *join = sql_statement_new(&d->arena, SQL_JOIN);
    Table *t = left ? NULL : table_of_column(s);
    if (t) left = element_expr(ev, module_table_value(ev, t));
    if (!left)
        return eval_raise_native(ev, &exc_InvalidRequestError,
                                 "Can't determine which FROM clause to join from");
    mapped_table(ev, a->v[0], &target);
    if (!element_operand(ev, d, target, NULL, &join->as.from->right)) return false;
    if (!module_absent(a->v[1]) && !element_operand(ev, d, a->v[1], NULL, &join->as.from->onclause))
        return false;
    bool is_outer;
    if (!eval_truth(ev, a->v[2], &is_outer) || !eval_truth(ev, a->v[3], &join->as.from->is_full))
        return false;
    join->as.from->left = left;
    join->as.from->is_outer = outer || is_outer;
    SqlExprVec froms = {0};
    for (size_t i = 0; i + 1 < s->froms.len; i++) VEC_PUSH(&d->arena, &froms, s->froms.items[i]);
    VEC_PUSH(&d->arena, &froms, join);
    s->froms = froms;
    return true;
}
static bool join(Eval *ev, Args *a, Value *out) { return join_to(ev, a, false, out); }
static bool outerjoin(Eval *ev, Args *a, Value *out) { return join_to(ev, a, true, out); }

/* ---- SELECT as an expression ---- */

static bool scalar_subquery(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = element_new(ev, &element_ScalarSelect, SQL_SUBQUERY_EXPR, &d);
    element_keep(ev, d, a->self);
    SqlExpr *q = element_expr(ev, a->self);
    d->node.as.subquery.query = q;
    if (q->kind == SQL_SELECT && q->as.select->columns.len)
        d->node.type = q->as.select->columns.items[0]->type;
    return true;
}

static bool exists_of(Eval *ev, Value query, Value *out)
{
    ElementData *d;
    *out = element_new(ev, &element_Exists, SQL_EXISTS, &d);
    element_keep(ev, d, query);
    d->node.as.exists.query = element_expr(ev, query);
    d->node.type = element_plain_type(ev, "Boolean");
    return true;
}
static bool select_exists(Eval *ev, Args *a, Value *out) { return exists_of(ev, a->self, out); }

static bool exists(Eval *ev, Args *a, Value *out)
{
    size_t n = value_seq_len(a->v[0]);
    SqlExpr *e = n == 1 ? element_expr(ev, value_seq_items(a->v[0])[0]) : NULL;
    if (e && (e->kind == SQL_SELECT || e->kind == SQL_COMPOUND))
        return exists_of(ev, value_seq_items(a->v[0])[0], out);
    Value query;
    return select_(ev, a, &query) && exists_of(ev, query, out);
}

/* What an alias' columns are called: names of the inner query's or table's columns. */
static bool alias_column(Eval *ev, Value alias, SqlExpr *holder, SqlExpr *inner, Value dict)
{
    Str name = inner->kind == SQL_LABEL            ? inner->as.label.name
               : inner->kind == SQL_COLUMN         ? inner->as.column.name
               : inner->kind == SQL_LITERAL_COLUMN ? inner->as.literal_column.text
                                                   : STR_NULL;
    if (str_is_null(name)) return true;
    ElementData *d;
    Value v = element_new(ev, &element_ColumnClause, SQL_COLUMN, &d);
    element_keep(ev, d, alias);
    d->node.as.column.name = arena_str(&d->arena, name);
    d->node.as.column.from = holder;
    d->node.type = inner->type;
    value_dict_put_str(ev, dict, name, v);
    return true;
}

static bool alias_columns(Eval *ev, Args *a, Value *out)
{
    SqlExpr *holder = element_expr(ev, a->self), *inner = holder->as.from->element;
    Value dict = value_dict(ev);
    if (inner->kind == SQL_COMPOUND && inner->as.compound->selects.len)
        inner = inner->as.compound->selects.items[0];
    if (inner->kind == SQL_SELECT)
        for (size_t i = 0; i < inner->as.select->columns.len; i++)
            alias_column(ev, a->self, holder, inner->as.select->columns.items[i], dict);
    if (inner->kind == SQL_TABLE && inner->as.from->table)
        for (size_t i = 0; i < inner->as.from->table->columns.len; i++)
            alias_column(
                ev, a->self, holder,
                element_expr(ev, module_column_value(ev, inner->as.from->table->columns.items[i])),
                dict);
    if (inner->kind == SQL_TABLE && !inner->as.from->table)
        for (size_t i = 0; i < inner->as.from->columns.len; i++)
            alias_column(ev, a->self, holder, inner->as.from->columns.items[i], dict);
    *out = collection_of_dict(ev, dict);
    return true;
}

static bool make_alias(Eval *ev, Args *a, SqlKind kind, bool subquery, Value *out)
{
    ElementData *d;
    *out = begin(ev, &query_Alias, kind, &d);
    element_keep(ev, d, a->self);
    d->expr->as.from->element = element_expr(ev, a->self);
    d->expr->as.from->is_subquery = subquery;
    if (!module_absent(a->v[0]) && !value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "an alias must be a string");
    if (value_is_str(a->v[0]))
        d->expr->as.from->alias = arena_str(&d->arena, value_as_str(a->v[0]));
    return true;
}
static bool subquery(Eval *ev, Args *a, Value *out)
{
    return make_alias(ev, a, SQL_ALIAS, true, out);
}
static bool alias(Eval *ev, Args *a, Value *out)
{
    return make_alias(ev, a, SQL_ALIAS, false, out);
}
static bool cte(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    if (!make_alias(ev, a, SQL_CTE, false, out)) return false;
    d = element_data(*out);
    return eval_truth(ev, a->v[1], &d->expr->as.from->recursive);
}

static bool itself(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

/* ---- compound ---- */

static bool compound_of(Eval *ev, SqlCompoundOp op, Value tuple, Value *out)
{
    ElementData *d;
    *out = begin(ev, &query_CompoundSelect, SQL_COMPOUND, &d);
    d->expr->as.compound->op = op;
    return extend(ev, d, &d->expr->as.compound->selects, tuple);
}
#define COMPOUND(fn, op)                                                                           \
    static bool fn(Eval *ev, Args *a, Value *out) { return compound_of(ev, op, a->v[0], out); }    \
    static bool method_##fn(Eval *ev, Args *a, Value *out)                                         \
    {                                                                                              \
        Value list = value_list(ev);                                                               \
        value_list_push(ev, list, a->self);                                                        \
        for (size_t i = 0; i < value_seq_len(a->v[0]); i++)                                        \
            value_list_push(ev, list, value_seq_items(a->v[0])[i]);                                \
        return compound_of(ev, op, list, out);                                                     \
    }
COMPOUND(union_, SQL_COMPOUND_UNION)
COMPOUND(union_all, SQL_COMPOUND_UNION_ALL)
COMPOUND(except_, SQL_COMPOUND_EXCEPT)
COMPOUND(except_all, SQL_COMPOUND_EXCEPT_ALL)
COMPOUND(intersect, SQL_COMPOUND_INTERSECT)
COMPOUND(intersect_all, SQL_COMPOUND_INTERSECT_ALL)

/* ---- INSERT, UPDATE, DELETE ---- */

static bool start(Eval *ev, Value table, const NativeClass *cls, SqlKind kind, Value *out)
{
    ElementData *d;
    SqlExpr *t;
    mapped_table(ev, table, &table);
    if (!element_expr(ev, table))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "subject table for an INSERT, UPDATE or DELETE expected, got %.*s",
                                 STR_ARG(value_type_name(ev, table)));
    *out = begin(ev, cls, kind, &d);
    if (!element_operand(ev, d, table, NULL, &t)) return false;
    if (kind == SQL_INSERT)
        d->expr->as.insert->table = t;
    else if (kind == SQL_UPDATE)
        d->expr->as.update->table = t;
    else
        d->expr->as.delete_->table = t;
    return true;
}
static bool insert(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->v[0], &query_Insert, SQL_INSERT, out);
}
static bool update(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->v[0], &query_Update, SQL_UPDATE, out);
}
static bool delete_(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->v[0], &query_Delete, SQL_DELETE, out);
}
static bool table_insert(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->self, &query_Insert, SQL_INSERT, out);
}
static bool table_update(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->self, &query_Update, SQL_UPDATE, out);
}
static bool table_delete(Eval *ev, Args *a, Value *out)
{
    return start(ev, a->self, &query_Delete, SQL_DELETE, out);
}

static bool table_select(Eval *ev, Args *a, Value *out)
{
    Value one = value_tuple(ev, &a->self, 1);
    Args args = {.v = &one, .n = 1};
    return select_(ev, &args, out);
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
    VEC_PUSH(&d->arena, out, s);
    return true;
}

static bool assign_dict(Eval *ev, ElementData *d, const SqlExpr *table, Value dict,
                        SqlAssignmentVec *out)
{
    size_t at = 0;
    Value key, item;
    while (value_dict_next(dict, &at, &key, &item))
        if (!assign(ev, d, table, key, item, out)) return false;
    return true;
}

static bool values(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = next(ev, a->self, &d);
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
    *out = next(ev, a->self, &d);
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
    *out = next(ev, a->self, &d);
    SqlExpr *e = d->expr;
    return extend(ev, d,
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
        (!eval_to_list(ev, elements, &list) || !extend(ev, d, &c->index_elements, named(ev, list))))
        return false;
    return module_absent(index_where) || element_operand(ev, d, index_where, NULL, &c->index_where);
}

static bool conflict_nothing(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = next(ev, a->self, &d);
    SqlOnConflict *c = &d->expr->as.insert->on_conflict;
    c->what = SQL_CONFLICT_NOTHING;
    return conflict_target(ev, d, c, a->v[0], a->v[1], a->v[2]);
}

static bool conflict_update(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = next(ev, a->self, &d);
    SqlOnConflict *c = &d->expr->as.insert->on_conflict;
    c->what = SQL_CONFLICT_UPDATE;
    if (!conflict_target(ev, d, c, a->v[0], a->v[1], a->v[2])) return false;
    if (!value_is_dict(a->v[3])) return eval_raise(ev, "ValueError", "set_ must be a dict");
    if (!assign_dict(ev, d, d->expr->as.insert->table, a->v[3], &c->set)) return false;
    return module_absent(a->v[4]) || element_operand(ev, d, a->v[4], NULL, &c->where);
}

static bool excluded(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    SqlExpr *table = element_expr(ev, a->self)->as.insert->table;
    Value holder = begin(ev, &query_Alias, SQL_ALIAS, &d);
    d->expr->as.from->element = table;
    d->expr->as.from->alias = STR("excluded");
    element_keep(ev, d, a->self);
    Args args = {.self = holder};
    return alias_columns(ev, &args, out);
}

/* ---- classes ---- */

#define COMMON                                                                                     \
    {"execution_options", "**kw", itself, NATIVE_METHOD},                                          \
        {"options", "*args", itself, NATIVE_METHOD},                                               \
    {                                                                                              \
        "with_hint", "*args, **kw", itself, NATIVE_METHOD                                          \
    }

static const NativeMethod select_methods[] = {
    {"where", "*whereclause", where, NATIVE_METHOD},
    {"filter", "*whereclause", where, NATIVE_METHOD},
    {"order_by", "*clauses", order_by, NATIVE_METHOD},
    {"group_by", "*clauses", group_by, NATIVE_METHOD},
    {"having", "*having", having, NATIVE_METHOD},
    {"select_from", "*froms", select_from, NATIVE_METHOD},
    {"add_columns", "*entities", add_columns, NATIVE_METHOD},
    {"correlate", "*froms", correlate, NATIVE_METHOD},
    {"limit", "limit", limit, NATIVE_METHOD},
    {"offset", "offset", offset, NATIVE_METHOD},
    {"distinct", "*expr", distinct, NATIVE_METHOD},
    {"with_for_update", "nowait=False, read=False, of=None, skip_locked=False, key_share=False",
     for_update, NATIVE_METHOD},
    {"join", "target, onclause=None, isouter=False, full=False", join, NATIVE_METHOD},
    {"outerjoin", "target, onclause=None, isouter=False, full=False", outerjoin, NATIVE_METHOD},
    {"scalar_subquery", "", scalar_subquery, NATIVE_METHOD},
    {"as_scalar", "", scalar_subquery, NATIVE_METHOD},
    {"exists", "", select_exists, NATIVE_METHOD},
    {"subquery", "name=None", subquery, NATIVE_METHOD},
    {"alias", "name=None", subquery, NATIVE_METHOD},
    {"cte", "name=None, recursive=False, nesting=False", cte, NATIVE_METHOD},
    {"union", "*other", method_union_, NATIVE_METHOD},
    {"union_all", "*other", method_union_all, NATIVE_METHOD},
    {"except_", "*other", method_except_, NATIVE_METHOD},
    {"except_all", "*other", method_except_all, NATIVE_METHOD},
    {"intersect", "*other", method_intersect, NATIVE_METHOD},
    {"intersect_all", "*other", method_intersect_all, NATIVE_METHOD},
    COMMON,
    {0}};

static const NativeMethod dml_methods[] = {
    {"where", "*whereclause", where, NATIVE_METHOD},
    {"filter", "*whereclause", where, NATIVE_METHOD},
    {"values", "*args, **kwargs", values, NATIVE_METHOD},
    {"returning", "*cols, **kw", returning, NATIVE_METHOD},
    {"from_select", "names, select, include_defaults=True", from_select, NATIVE_METHOD},
    {"on_conflict_do_nothing", "constraint=None, index_elements=None, index_where=None",
     conflict_nothing, NATIVE_METHOD},
    {"on_conflict_do_update",
     "constraint=None, index_elements=None, index_where=None, set_=None, where=None",
     conflict_update, NATIVE_METHOD},
    {"excluded", "", excluded, NATIVE_GETTER},
    COMMON,
    {0}};

static const NativeMethod alias_methods[] = {{"c", "", alias_columns, NATIVE_GETTER},
                                             {"columns", "", alias_columns, NATIVE_GETTER},
                                             {"select", "", table_select, NATIVE_METHOD},
                                             {0}};

const NativeMethod query_table_methods[] = {
    {"insert", "", table_insert, NATIVE_METHOD},
    {"update", "", table_update, NATIVE_METHOD},
    {"delete", "", table_delete, NATIVE_METHOD},
    {"select", "", table_select, NATIVE_METHOD},
    {"alias", "name=None, flat=False", alias, NATIVE_METHOD},
    {0}};

#define STATEMENT(id, mod, list)                                                                   \
    const NativeClass query_##id = {                                                               \
        .name = #id, .module = mod, .base = &element_ClauseElement, .methods = list};
STATEMENT(Select, "sqlalchemy.sql.selectable", select_methods)
STATEMENT(CompoundSelect, "sqlalchemy.sql.selectable", select_methods)
STATEMENT(Insert, "sqlalchemy.sql.dml", dml_methods)
STATEMENT(Update, "sqlalchemy.sql.dml", dml_methods)
STATEMENT(Delete, "sqlalchemy.sql.dml", dml_methods)
const NativeClass query_Alias = {.name = "Subquery",
                                 .module = "sqlalchemy.sql.selectable",
                                 .base = &objects_FromClause,
                                 .methods = alias_methods};

/* ---- table(): a table without a schema ---- */

static bool table(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value v = element_new(ev, &objects_TableClause, SQL_TABLE, &d);
    SqlExprVec columns = {0};
    Str schema;
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "a table's name must be a string");
    if (!element_operands(ev, d, a->v[1], &columns) ||
        !module_str_or_none(ev, a->v[2], "schema", &schema))
        return false;
    for (size_t i = 0; i < columns.len; i++)
        if (columns.items[i]->kind != SQL_COLUMN)
            return eval_raise(ev, "TypeError", "table() takes column() objects");
    d->expr = sql_statement_table(&d->arena, schema, arena_str(&d->arena, value_as_str(a->v[0])),
                                  columns.items, columns.len);
    *out = v;
    return true;
}

static bool table_columns(Eval *ev, Args *a, Value *out)
{
    SqlExpr *t = element_expr(ev, a->self);
    Value dict = value_dict(ev);
    for (size_t i = 0; i < t->as.from->columns.len; i++) {
        ElementData *d;
        Value c = element_new(ev, &element_ColumnClause, SQL_COLUMN, &d);
        element_keep(ev, d, a->self);
        d->expr = t->as.from->columns.items[i];
        value_dict_put_str(ev, dict, d->expr->as.column.name, c);
    }
    *out = collection_of_dict(ev, dict);
    return true;
}

static bool table_name(Eval *ev, Args *a, Value *out)
{
    *out = value_str(ev, element_expr(ev, a->self)->as.from->name);
    return true;
}

static const NativeMethod table_clause_methods[] = {
    {"insert", "", table_insert, NATIVE_METHOD},
    {"update", "", table_update, NATIVE_METHOD},
    {"delete", "", table_delete, NATIVE_METHOD},
    {"select", "", table_select, NATIVE_METHOD},
    {"alias", "name=None, flat=False", alias, NATIVE_METHOD},
    {"c", "", table_columns, NATIVE_GETTER},
    {"columns", "", table_columns, NATIVE_GETTER},
    {"name", "", table_name, NATIVE_GETTER},
    {0}};

const NativeClass objects_TableClause = {.name = "TableClause",
                                         .module = "sqlalchemy.sql.selectable",
                                         .base = &objects_FromClause,
                                         .methods = table_clause_methods};

const NativeMember query_members[] = {
    NATIVE_FN("select", "*entities, **kw", select_),
    NATIVE_FN("insert", "table", insert),
    NATIVE_FN("update", "table", update),
    NATIVE_FN("delete", "table", delete_),
    NATIVE_FN("exists", "*args", exists),
    NATIVE_FN("table", "name, *columns, schema=None, **kw", table),
    NATIVE_FN("union", "*selects", union_),
    NATIVE_FN("union_all", "*selects", union_all),
    NATIVE_FN("except_", "*selects", except_),
    NATIVE_FN("except_all", "*selects", except_all),
    NATIVE_FN("intersect", "*selects", intersect),
    NATIVE_FN("intersect_all", "*selects", intersect_all),
    NATIVE_CLASS("Select", &query_Select),
    NATIVE_CLASS("Insert", &query_Insert),
    NATIVE_CLASS("Update", &query_Update),
    NATIVE_CLASS("Delete", &query_Delete),
    NATIVE_CLASS("Subquery", &query_Alias),
    NATIVE_CLASS("Alias", &query_Alias),
    NATIVE_CLASS("CTE", &query_Alias),
    NATIVE_CLASS("CompoundSelect", &query_CompoundSelect),
    NATIVE_END};
