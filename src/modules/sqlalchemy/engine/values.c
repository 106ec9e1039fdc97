#include "modules/sqlalchemy/engine/execution.h"

#include "dialect/assignments.h"
#include "modules/sqlalchemy/objects.h"

#include <string.h>

/* ---- columns that the parameters name ---- */

static const Table *table_of(const SqlExpr *table)
{
    return table && table->kind == SQL_TABLE ? table->as.from->table : NULL;
}

static Column *column_of(const SqlExpr *table, Str key)
{
    const Table *t = table_of(table);
    if (!t) return NULL;
    return table_find_column_key(t, key);
}

/* A column of table("t", column("c", type)). */
static const SqlExpr *light_column(const SqlExpr *table, Str key)
{
    const SqlFrom *f = table && table->kind == SQL_TABLE ? table->as.from : NULL;
    for (size_t i = 0; f && i < f->columns.len; i++)
        if (str_eq(f->columns.items[i]->as.column.name, key)) return f->columns.items[i];
    return NULL;
}

static const SqlType *light_type(const SqlExpr *table, Str key)
{
    const SqlExpr *column = light_column(table, key);
    return column ? column->type : NULL;
}

static SqlAssignment *assign(Execution *x, SqlAssignmentVec *to, const SqlExpr *table, Str key,
                             SqlValue value)
{
    Column *c = column_of(table, key);
    SqlAssignment one = {.column = c ? c->name.text : key,
                         .value = sql_expr_value(&x->scratch, value)};
    one.type = c ? c->type : light_type(table, key);
    one.value->type = one.type;
    one.value->as.bind.key = key;
    VEC_PUSH(&x->scratch, to, one);
    return &to->items[to->len - 1];
}

static bool is_named_bind(const Execution *x, Str key)
{
    for (size_t i = 0; i < x->binds.len; i++)
        if (!x->binds.items[i]->as.bind.unique && str_eq(x->binds.items[i]->as.bind.key, key))
            return true;
    return false;
}

/* What values() gives already: the parameter is for its bind. */
static bool is_assigned(const SqlAssignmentVec *v, const Column *c, Str name)
{
    for (size_t i = 0; i < v->len; i++)
        if (str_eq(v->items[i].column, c ? c->name.text : name)) return true;
    return false;
}

static bool missing_in_group(Execution *x, Str key)
{
    return eval_raise_native(x->ev, &exc_StatementError,
                             "(sqlalchemy.exc.InvalidRequestError) A value is required for bind "
                             "parameter '%.*s', in parameter group %zu",
                             STR_ARG(key), x->group);
}

static bool takes_key(const SqlExpr *table, Str key)
{
    const Table *t = table_of(table);
    return t ? table_column_by_key(t, key) != NULL : light_column(table, key) != NULL;
}

/* As in SQLAlchemy, a value without a column goes nowhere; that is said, once for all rows. */
static void warn_of_key(Execution *x, Str key)
{
    if (x->group > 0) return;
    Str text =
        arena_fmt(&x->scratch, "the value of '%.*s' is not stored: the table has no such column",
                  STR_ARG(key));
    eval_warn(x->ev, STR("UserWarning"), text);
}

/* The columns are those of the first dict of a list: others must have them, and may have more. */
static bool assign_params(Execution *x, SqlAssignmentVec *to, const SqlExpr *table, Value params)
{
    Value key, item;
    size_t at = 0;
    Value names = value_is_dict(x->first) ? x->first : params;
    while (value_dict_next(names, &at, &key, &item)) {
        SqlValue v;
        Column *c = value_is_str(key) ? NULL : module_column_get(x->ev, key);
        if (!c && !value_is_str(key))
            return eval_raise(x->ev, "TypeError", "parameter names must be strings");
        Str name = arena_str(&x->scratch, c ? c->key : value_as_str(key));
        if (is_named_bind(x, name) || is_assigned(to, c ? c : column_of(table, name), name))
            continue;
        if (!c && !takes_key(table, name)) {
            warn_of_key(x, name);
            continue;
        }
        if (!value_dict_get(x->ev, params, key, &item)) return false;
        if (value_is_unset(item)) return missing_in_group(x, name);
        if (value_is_unknown(item))
            return eval_need_known(x->ev, item, "a parameter of a statement");
        SqlExpr *e = element_expr(x->ev, item);
        if (e) {
            assign(x, to, table, name, sql_value_null())->value = e;
            continue;
        }
        if (!module_bind_value_from_value(x->ev, item, &x->scratch, &v)) return false;
        assign(x, to, table, name, v);
    }
    return true;
}

/* ---- Python-side defaults ---- */

static Value plain_value(Execution *x, const SqlExpr *e)
{
    Value v = value_none();
    if (!e || e->kind != SQL_BIND) return v;
    if (e->as.bind.value.object) return value_object(e->as.bind.value.object);
    if (!module_value_from_sql_value(x->ev, &e->as.bind.value, &v)) eval_catch(x->ev);
    return v;
}

/* What the context of a default function calls the current parameters. */
static Value current_params(Execution *x, const SqlExpr *table, const SqlAssignmentVec *values)
{
    Value dict = value_dict(x->ev);
    for (size_t i = 0; i < values->len; i++) {
        Column *c = column_of(table, values->items[i].column);
        value_dict_put_str(x->ev, dict, c ? c->key : values->items[i].column,
                           plain_value(x, values->items[i].value));
    }
    return dict;
}

static bool call_default(Execution *x, Value fn, const SqlExpr *table,
                         const SqlAssignmentVec *values, Value *out)
{
    Value module, helper, args[3] = {fn, x->c->self, current_params(x, table, values)};
    eval_root_push(x->ev, args[2]);
    bool ok = eval_import(x->ev, STR("_sqlalchemy_default"), &module) &&
              eval_getattr(x->ev, module, STR("call"), &helper) &&
              eval_call(x->ev, helper, args, 3, value_unset(), out);
    eval_root_pop(x->ev, 1);
    return ok;
}

static bool keep_made(Execution *x, const Column *c, Value v)
{
    if (value_is_unset(x->made)) {
        x->made = value_dict(x->ev);
        eval_root_push(x->ev, x->made);
    }
    value_dict_put_str(x->ev, x->made, c->key, v);
    return true;
}

/* A Sequence is asked inline, where the database has sequences. */
static void assign_sequence(Execution *x, SqlAssignmentVec *to, const SqlExpr *table,
                            const Column *c)
{
    if (!dialect_has_sequences(x->c->dialect, x->options.server_version)) return;
    SqlExpr *next = sequence_next(&x->scratch, c->sequence, c->type);
    assign(x, to, table, c->key, sql_value_null())->value = next;
}

static bool assign_made(Execution *x, SqlAssignmentVec *to, const SqlExpr *table, Column *c,
                        Value given)
{
    Value v = given;
    SqlValue plain;
    SqlExpr *e = value_as_class(given) ? NULL : element_expr(x->ev, given);
    if (!e && eval_is_callable(x->ev, given)) {
        if (!call_default(x, given, table, to, &v)) return false;
        e = element_expr(x->ev, v);
    }
    if (e) {
        /* The expression lives as long as its object. */
        if (!keep_made(x, c, v)) return false;
        assign(x, to, table, c->key, sql_value_null())->value = e;
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(x->ev, v, "a column's default");
    if (!module_bind_value_from_value(x->ev, v, &x->scratch, &plain)) return false;
    assign(x, to, table, c->key, plain);
    return keep_made(x, c, v);
}

/* Defaults of the columns that the statement leaves out; on_update: of Column(onupdate=). */
static bool assign_defaults(Execution *x, SqlAssignmentVec *to, const SqlExpr *table,
                            bool on_update)
{
    ColumnVec columns = assignments_columns(&x->scratch, table);
    for (size_t i = 0; i < columns.len; i++) {
        Column *c = columns.items[i];
        if (is_assigned(to, c, STR_NULL)) continue;
        if (on_update && !c->has_onupdate) continue;
        if (c->sequence && !on_update) {
            assign_sequence(x, to, table, c);
            continue;
        }
        ColumnData *d = column_data(module_column_value(x->ev, c));
        Value given = !d ? value_unset() : on_update ? d->onupdate : d->default_;
        if (module_absent(given)) continue;
        if (!assign_made(x, to, table, c, given)) return false;
    }
    return true;
}

/* ---- the statements ---- */

/* INSERT … SELECT: the defaults become further columns of the query. */
static bool fill_select(Execution *x, SqlInsert *insert)
{
    SqlAssignmentVec all = {0};
    insert->values = all;
    if (!insert->select_defaults) return true;
    for (size_t i = 0; i < insert->from_columns.len; i++)
        assign(x, &all, insert->table, insert->from_columns.items[i], sql_value_null());
    if (!assign_defaults(x, &all, insert->table, false)) return false;
    for (size_t i = insert->from_columns.len; i < all.len; i++)
        VEC_PUSH(&x->scratch, &insert->values, all.items[i]);
    return true;
}

static bool fill_insert(Execution *x, Value params)
{
    SqlInsert *insert = x->tree->as.insert;
    if (insert->from_select) return fill_select(x, insert);
    for (size_t i = 0; i < insert->rows.len; i++)
        if (!assign_defaults(x, &insert->rows.items[i], insert->table, false)) return false;
    if (insert->rows.len) return true;
    if (value_is_dict(params)) {
        /* Parameters that stand in the values are known once it is compiled. */
        if (x->own_values && !execution_compile(x)) return false;
        if (!assign_params(x, &insert->values, insert->table, params)) return false;
    }
    return assign_defaults(x, &insert->values, insert->table, false);
}

/* The parameters in WHERE and in the values are known once it is compiled: with a column that
 * stands for those to come. */
static bool fill_update(Execution *x, Value params)
{
    SqlUpdate *update = x->tree->as.update;
    if (value_is_dict(params)) {
        SqlAssignmentVec set = update->values;
        SqlAssignment probe = {.column = STR("x"),
                               .value = sql_expr_value(&x->scratch, sql_value_null())};
        if (!x->own_values) VEC_PUSH(&x->scratch, &update->values, probe);
        if (!execution_compile(x) || !assign_params(x, &set, update->table, params)) return false;
        update->values = set;
    }
    return assign_defaults(x, &update->values, update->table, true);
}

bool execution_fill_values(Execution *x, Value params)
{
    x->made = value_unset();
    if (x->tree->kind == SQL_INSERT) return fill_insert(x, params);
    return x->tree->kind != SQL_UPDATE || fill_update(x, params);
}

/* ---- the key of the new row ---- */

static const SqlExpr *value_of_column(const SqlInsert *insert, const Column *c)
{
    for (size_t i = 0; i < insert->values.len; i++)
        if (str_eq(insert->values.items[i].column, c->name.text))
            return insert->values.items[i].value;
    return NULL;
}

/* What RETURNING gave for a key column; none when no row came (ON CONFLICT DO NOTHING). */
static bool returned_value(Execution *x, Result *rows, const SqlValue *cells, const Column *c,
                           Value *out)
{
    size_t n = rows && cells ? x->c->db->vtable->column_count(rows) : 0;
    for (size_t i = 0; i < n; i++)
        if (str_eq(x->c->db->vtable->column_name(rows, i), c->name.text))
            return module_value_from_sql_value(x->ev, &cells[i], out);
    return true;
}

static bool key_part(Execution *x, const Table *t, const Column *c, Result *rows,
                     const SqlValue *cells, Value *out)
{
    const SqlExpr *given = value_of_column(x->tree->as.insert, c);
    const ConnectionVtable *vtable = x->c->db->vtable;
    *out = value_none();
    if (given && given->kind == SQL_BIND && given->as.bind.value.kind != SQL_VALUE_EXPR &&
        given->as.bind.value.kind != SQL_VALUE_NULL)
        return *out = plain_value(x, given), true;
    if (rows) return returned_value(x, rows, cells, c, out);
    if (table_autoincrement_column(t) == c && vtable->last_id)
        *out = value_int(vtable->last_id(x->c->db));
    return true;
}

bool execution_inserted_key(Execution *x, Result *rows, Value *out)
{
    *out = value_unset();
    SqlInsert *insert = x->tree->kind == SQL_INSERT ? x->tree->as.insert : NULL;
    const Table *t = insert ? table_of(insert->table) : NULL;
    const Constraint *pk = t ? table_primary_key(t) : NULL;
    if (!pk || insert->rows.len || insert->from_select || insert->returning.len) return true;
    Err err = engine_err(x->ev);
    size_t n = rows ? x->c->db->vtable->column_count(rows) : 0;
    SqlValue *cells = ARENA_ARRAY(&x->scratch, SqlValue, n + 1);
    bool got = n && x->c->db->vtable->next(rows, cells, &err);
    if (err_is_set(&err)) return engine_raise(x->ev, &err);
    Value keys = value_list(x->ev), items = value_list(x->ev);
    for (size_t i = 0; i < pk->column_names.len; i++) {
        Column *c = table_find_column_key(t, pk->column_names.items[i]);
        Value v;
        if (!c) return true;
        if (!key_part(x, t, c, n ? rows : NULL, got ? cells : NULL, &v)) return false;
        value_list_push(x->ev, keys, value_str(x->ev, c->name.text));
        value_list_push(x->ev, items, v);
    }
    *out = engine_row_value(x->ev, value_tuple(x->ev, value_seq_items(keys), value_seq_len(keys)),
                            value_tuple(x->ev, value_seq_items(items), value_seq_len(items)));
    return true;
}

bool execution_inserted_params(Execution *x, Value *out)
{
    *out = value_unset();
    if (x->tree->kind == SQL_INSERT)
        *out = current_params(x, x->tree->as.insert->table, &x->tree->as.insert->values);
    else if (x->tree->kind == SQL_UPDATE)
        *out = current_params(x, x->tree->as.update->table, &x->tree->as.update->values);
    return true;
}
