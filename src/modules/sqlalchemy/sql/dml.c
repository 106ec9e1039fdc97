/* INSERT, UPDATE, DELETE and ON CONFLICT as Python objects. */
#include "dialect/columns.h"
#include "dialect/compiler.h"
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
    if (!roles_expect(ev, ROLES_TABLE, table, &table)) return false;
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

/* The table itself, or the one that a join begins with: the one that is changed. */
static SqlExpr *primary_of(SqlExpr *table)
{
    while (table->kind == SQL_JOIN) table = table->as.from->left;
    return table;
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

/* Whether a column that was given is one of this table, or of no table at all. */
static bool is_own(const SqlExpr *table, const SqlExpr *column)
{
    FromKey from = froms_of_column(column);
    return (!from.expr && !from.table) || froms_same(from, froms_key(table));
}

/* What is to be set: a name, a column, something that says which column it is, an expression. */
static bool assignment_target(Eval *ev, ElementData *d, const SqlExpr *table, Value key,
                              SqlAssignment *s)
{
    SqlExpr *target = NULL;
    if (value_is_str(key)) {
        s->column = arena_str(&d->arena, value_as_str(key));
        s->by_name = true;
        return true;
    }
    if (!element_operand(ev, d, key, NULL, &target)) return false;
    if (target->kind == SQL_BIND || target->kind == SQL_NULL)
        return exc_expected(ev, "SET/VALUES column expression or string key", key);
    if (target->kind != SQL_COLUMN) {
        s->target = target;
        return true;
    }
    s->column = arena_str(&d->arena, target->as.column.name);
    s->of = is_own(table, target) ? NULL : target;
    return true;
}

static bool assigned_value(Eval *ev, ElementData *d, Value item, const SqlExpr *c, SqlExpr **out)
{
    if (!roles_expect(ev, ROLES_OPERAND, item, &item) || !element_operand(ev, d, item, c, out))
        return false;
    /* A value is one of the column's type, whatever it would be beside the column elsewhere. */
    if (c && c->type && (*out)->kind == SQL_BIND && !element_expr(ev, item)) (*out)->type = c->type;
    /* None is a value like any other, which the column's type may make something of. */
    if (value_is_none(item) && c && c->type && c->kind == SQL_COLUMN) {
        *out = sql_expr_new(&d->arena, SQL_BIND, c->type);
        (*out)->as.bind.key = arena_str(&d->arena, c->as.column.name);
        (*out)->as.bind.unique = true;
        (*out)->as.bind.value = sql_value_null();
    }
    return true;
}

/* A later value of a column takes the place of an earlier one, except that SQLAlchemy does not see
 * that a name and a column are the same, and keeps the first. */
static void put_assignment(ElementData *d, SqlAssignmentVec *v, SqlAssignment s)
{
    for (size_t i = 0; !s.target && i < v->len; i++) {
        const SqlAssignment *old = &v->items[i];
        bool same_table = !old->of == !s.of &&
                          (!s.of || froms_same(froms_of_column(old->of), froms_of_column(s.of)));
        if (old->target || !same_table || !str_eq(old->column, s.column)) continue;
        if (old->by_name == s.by_name) v->items[i] = s;
        return;
    }
    VEC_PUSH(&d->arena, v, s);
}

static bool assign(Eval *ev, ElementData *d, SqlExpr *table, Value key, Value item,
                   SqlAssignmentVec *out)
{
    SqlAssignment s = {0};
    SqlExpr scratch;
    table = primary_of(table);
    if (!assignment_target(ev, d, table, key, &s)) return false;
    const SqlExpr *c = s.of                    ? s.of
                       : str_is_null(s.column) ? NULL
                                               : find_column(table, s.column, &scratch);
    if (!c && !str_is_null(s.column) && table->kind == SQL_TABLE &&
        (table->as.from->table || table->as.from->columns.len))
        return eval_raise_native(ev, &exc_CompileError, "Unconsumed column names: %.*s",
                                 STR_ARG(s.column));
    if (c) s.type = c->type;
    if (c) s.column = arena_str(&d->arena, c->as.column.name);
    if (!assigned_value(ev, d, item, c ? c : s.target, &s.value)) return false;
    put_assignment(d, out, s);
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

static bool assign_dict(Eval *ev, ElementData *d, SqlExpr *table, Value dict, SqlAssignmentVec *out)
{
    size_t at = 0;
    Value key, item;
    while (value_dict_next(dict, &at, &key, &item))
        if (!attribute_column(ev, d, &key) || !assign(ev, d, table, key, item, out)) return false;
    return true;
}

/* A tuple stands for the table's columns in their order. */
static bool assign_tuple(Eval *ev, ElementData *d, SqlExpr *table, Value row, SqlAssignmentVec *out)
{
    SqlExprVec columns = {0};
    columns_of_from(&d->arena, table, &columns);
    for (size_t i = 0; i < columns.len && i < value_seq_len(row); i++) {
        const Column *c = columns.items[i]->as.column.column;
        Value name = value_str(ev, c ? c->key : columns.items[i]->as.column.name);
        if (!assign(ev, d, table, name, value_seq_items(row)[i], out)) return false;
    }
    return true;
}

static bool is_row(Value v) { return value_is_list(v) || value_is_tuple(v); }

static bool assign_row(Eval *ev, ElementData *d, SqlExpr *table, Value row, SqlAssignmentVec *out)
{
    if (is_row(row)) return assign_tuple(ev, d, table, row, out);
    if (value_is_dict(row)) return assign_dict(ev, d, table, row, out);
    return eval_raise(ev, "AttributeError", "'%.*s' object has no attribute 'items'",
                      STR_ARG(value_type_name(ev, row)));
}

static bool cant_mix(Eval *ev)
{
    return eval_raise_native(
        ev, &exc_InvalidRequestError,
        "Can't mix single and multiple VALUES formats in one INSERT statement; "
        "one style appends to a list while the other replaces values, so the "
        "intent is ambiguous.");
}

/* values([{…}, {…}]), values([(…), (…)]) */
static bool several_rows(Eval *ev, ElementData *d, SqlInsert *s, Value rows)
{
    SqlInsert made = {0};
    if (s->values.len) return cant_mix(ev);
    for (size_t i = 0; i < s->rows.len; i++) VEC_PUSH(&d->arena, &made.rows, s->rows.items[i]);
    for (size_t i = 0; i < value_seq_len(rows); i++) {
        SqlAssignmentVec row = {0};
        if (!assign_row(ev, d, s->table, value_seq_items(rows)[i], &row)) return false;
        VEC_PUSH(&d->arena, &made.rows, row);
    }
    s->rows.items = made.rows.items;
    s->rows.len = made.rows.len;
    s->rows.cap = made.rows.cap;
    return true;
}

static bool check_values(Eval *ev, Args *a)
{
    size_t n = value_seq_len(a->v[0]);
    if (n && value_dict_len(a->v[1]))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Can't pass positional and kwargs to values() simultaneously");
    return n < 2 ||
           eval_raise_native(ev, &exc_ArgumentError,
                             "Only a single dictionary/tuple or list of dictionaries/tuples "
                             "is accepted positionally.");
}

/* What a call of values() or ordered_values() adds to. */
static SqlAssignmentVec *own_values(ElementData *d)
{
    SqlExpr *e = d->expr;
    bool is_insert = e->kind == SQL_INSERT;
    SqlAssignmentVec *old = is_insert ? &e->as.insert->values : &e->as.update->values, made = {0};
    for (size_t i = 0; i < old->len; i++) VEC_PUSH(&d->arena, &made, old->items[i]);
    *old = made;
    *(is_insert ? &e->as.insert->values_given : &e->as.update->values_given) = true;
    return old;
}

static bool values(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    if (!check_values(ev, a)) return false;
    *out = query_next(ev, a->self, &d);
    SqlExpr *e = d->expr;
    if (e->kind == SQL_DELETE)
        return eval_raise(ev, "AttributeError", "'Delete' object has no attribute 'values'");
    bool is_insert = e->kind == SQL_INSERT;
    SqlExpr *table = is_insert ? e->as.insert->table : e->as.update->table;
    SqlAssignmentVec *made = own_values(d);
    Value given = value_seq_len(a->v[0]) ? value_seq_items(a->v[0])[0] : a->v[1];
    if (is_row(given) && value_seq_len(given)) {
        Value first = value_seq_items(given)[0];
        if (!value_is_dict(first) && !is_row(first)) return assign_tuple(ev, d, table, given, made);
        if (is_insert) return several_rows(ev, d, e->as.insert, given);
        return eval_raise_native(ev, &exc_InvalidRequestError,
                                 "UPDATE construct does not support multiple parameter sets.");
    }
    if (is_row(given)) return true;
    if (is_insert && e->as.insert->rows.len) return cant_mix(ev);
    return assign_row(ev, d, table, given, made);
}

/* ordered_values(("b", 1), (t.c.a, 2)): set in this order. */
static bool ordered_values(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    if (d->expr->kind != SQL_UPDATE)
        return eval_raise(ev, "AttributeError", "'%.*s' object has no attribute 'ordered_values'",
                          STR_ARG(value_type_name(ev, a->self)));
    SqlUpdate *s = d->expr->as.update;
    if (s->values.len)
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "This statement already has %svalues present",
                                 s->is_ordered ? "ordered " : "");
    SqlAssignmentVec *made = own_values(d);
    s->is_ordered = true;
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        Value pair = value_seq_items(a->v[0])[i];
        if (!is_row(pair) || value_seq_len(pair) != 2)
            return eval_raise(ev, "ValueError",
                              "ordered_values() takes pairs of a column and a value");
        const Value *items = value_seq_items(pair);
        if (!assign(ev, d, s->table, items[0], items[1], made)) return false;
    }
    return true;
}

static bool inline_(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    if (d->expr->kind == SQL_INSERT) d->expr->as.insert->is_inline = true;
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
        if (!value_is_str(v) && !c && (!x || x->kind != SQL_COLUMN))
            return exc_expected(ev, "SET/VALUES column expression or string key", v);
        Str name = value_is_str(v) ? value_as_str(v) : c ? c->name.text : x->as.column.name;
        SqlExpr scratch;
        Value entity = value_is_dict(d->extra) ? value_dict_find_z(d->extra, "entity") : v;
        if (!value_as_class(entity) && !find_column(d->expr->as.insert->table, name, &scratch))
            return eval_raise(ev, "KeyError", "'%.*s': the table has no such column",
                              STR_ARG(name));
        VEC_PUSH(&d->arena, &d->expr->as.insert->from_columns, arena_str(&d->arena, name));
    }
    SqlInsert *s = d->expr->as.insert;
    if (s->values.len || s->rows.len)
        return eval_raise_native(ev, &exc_InvalidRequestError,
                                 "This construct already inserts value expressions");
    Value query;
    if (!roles_expect(ev, ROLES_ROWS, a->v[1], &query)) return false;
    const SqlExpr *e = element_expr(ev, query);
    if (e && columns_is_from(e) && !query_select_of(ev, &(Args){.self = query}, &query))
        return false;
    a->v[1] = query;
    s->values_given = true;
    return eval_truth(ev, a->v[2], &s->select_defaults) &&
           element_operand(ev, d, a->v[1], NULL, &s->from_select);
}

static bool returning(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlExpr *e = d->expr;
    if (!extra_extend(ev, d, "columns", a->v[0])) return false;
    return query_extend_role(ev, d,
                             e->kind == SQL_INSERT   ? &e->as.insert->returning
                             : e->kind == SQL_UPDATE ? &e->as.update->returning
                                                     : &e->as.delete_->returning,
                             ROLES_COLUMNS, a->v[0]);
}

static bool return_defaults(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlExpr *e = d->expr;
    SqlDefaults *s = e->kind == SQL_INSERT   ? &e->as.insert->defaults
                     : e->kind == SQL_UPDATE ? &e->as.update->defaults
                                             : &e->as.delete_->defaults;
    Value more;
    if (!query_extend(ev, d, &s->columns, a->v[0])) return false;
    s->given = true;
    return module_absent(a->v[1]) ||
           (eval_to_list(ev, a->v[1], &more) && query_extend(ev, d, &s->supplemental, more));
}

/* ---- ON CONFLICT ---- */

static bool conflict_target(Eval *ev, ElementData *d, SqlOnConflict *c, Value constraint,
                            Value elements, Value index_where)
{
    if (value_is_str(constraint)) c->constraint = arena_str(&d->arena, value_as_str(constraint));
    Constraint *k = module_constraint_get(ev, constraint);
    if (k && !ident_is_null(k->name)) c->constraint = k->name.text;
    /* One without a name is meant by its columns. */
    if (k && ident_is_null(k->name) && !eval_getattr(ev, constraint, STR("columns"), &elements))
        return false;
    Index *index = module_index_get(ev, constraint);
    if (index && !eval_getattr(ev, constraint, STR("expressions"), &elements)) return false;
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
    Value set = collection_dict(ev, a->v[3]); /* set_=stmt.excluded: all of its columns */
    if (value_is_unset(set)) set = a->v[3];
    if (!value_is_dict(set))
        return eval_raise(ev, "ValueError",
                          "set parameter must be a non-empty dictionary or a "
                          "ColumnCollection such as the `.c.` collection of a Table object");
    if (!assign_dict(ev, d, d->expr->as.insert->table, set, &c->set)) return false;
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

/* [("a", 1), ("b", 2)] */
static bool assign_pairs(Eval *ev, ElementData *d, SqlExpr *table, Value pairs,
                         SqlAssignmentVec *out)
{
    for (size_t i = 0; i < value_seq_len(pairs); i++) {
        Value pair = value_seq_items(pairs)[i];
        if (!value_is_tuple(pair) || value_seq_len(pair) != 2)
            return eval_raise(ev, "ValueError",
                              "on_duplicate_key_update() takes pairs of a column and a value");
        if (!assign(ev, d, table, value_seq_items(pair)[0], value_seq_items(pair)[1], out))
            return false;
    }
    return true;
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
    bool ordered = value_is_list(first) || value_is_tuple(first);
    if (ordered && !assign_pairs(ev, d, s->table, first, &s->on_conflict.set)) return false;
    s->on_conflict.is_ordered = ordered;
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

/* ---- hints and options ---- */

static bool with_hint(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = query_next(ev, a->self, &d);
    SqlExpr *e = d->expr, *own = e->kind == SQL_INSERT   ? e->as.insert->table
                                 : e->kind == SQL_UPDATE ? e->as.update->table
                                                         : e->as.delete_->table;
    Value table = module_absent(a->v[1]) ? element_item(ev, a->self, own) : a->v[1];
    return query_extend_hints(ev, d,
                              e->kind == SQL_INSERT   ? &e->as.insert->hints
                              : e->kind == SQL_UPDATE ? &e->as.update->hints
                                                      : &e->as.delete_->hints,
                              (Value[]){table, a->v[0], a->v[2]});
}

/* mysql_limit and mariadb_limit, which only their databases take note of. */
static bool with_dialect_options(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    Value key, v;
    int64_t n;
    *out = query_next(ev, a->self, &d);
    SqlExpr **limit = d->expr->kind == SQL_UPDATE   ? d->expr->as.update->limits
                      : d->expr->kind == SQL_DELETE ? d->expr->as.delete_->limits
                                                    : NULL;
    for (size_t at = 0; value_dict_next(a->v[0], &at, &key, &v);) {
        Str name = value_as_str(key);
        bool known = limit && (str_eq_z(name, "mysql_limit") || str_eq_z(name, "mariadb_limit"));
        if (!known)
            return eval_raise_native(ev, &exc_ArgumentError,
                                     "Argument '%.*s' is not accepted by this statement",
                                     STR_ARG(name));
        if (module_absent(v)) continue;
        if (!value_as_int(v, &n))
            return eval_raise(ev, "ValueError", "%.*s needs a number", STR_ARG(name));
        bool mariadb = str_starts(name, STR("mariadb"));
        if (!element_value(ev, d, v, NULL, mariadb ? limit + 1 : limit)) return false;
    }
    return true;
}

/* ---- classes ---- */

static const NativeMethod dml_methods[] = {
    {"where", "*whereclause", query_where, NATIVE_METHOD},
    {"filter", "*whereclause", query_where, NATIVE_METHOD},
    {"values", "*args, **kwargs", values, NATIVE_METHOD},
    {"ordered_values", "*args", ordered_values, NATIVE_METHOD},
    {"inline", "", inline_, NATIVE_METHOD},
    {"returning", "*cols, **kw", returning, NATIVE_METHOD},
    {"return_defaults", "*cols, supplemental_cols=None, sort_by_parameter_order=False",
     return_defaults, NATIVE_METHOD},
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
    {"with_hint", "text, selectable=None, dialect_name='*'", with_hint, NATIVE_METHOD},
    {"with_dialect_options", "**opt", with_dialect_options, NATIVE_METHOD},
    {0}};

#define STATEMENT(id, mod, list)                                                                   \
    const NativeClass query_##id = {.name = #id,                                                   \
                                    .module = mod,                                                 \
                                    .base = &element_ClauseElement,                                \
                                    .methods = list,                                               \
                                    .binary = query_binary};
STATEMENT(Insert, "sqlalchemy.sql.dml", dml_methods)
STATEMENT(Update, "sqlalchemy.sql.dml", dml_methods)
STATEMENT(Delete, "sqlalchemy.sql.dml", dml_methods)
