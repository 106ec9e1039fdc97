#include "modules/sqlalchemy/engine/connection.h"

#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/sql/element.h"
#include "sql/statement.h"

/* A bind of the script's own tree and what it held: parameters are put in for one execution. */
typedef struct SavedBind {
    SqlExpr *node;
    SqlBind before;
} SavedBind;

/* One statement on its way to the server. The tree is the script's own, whose nodes may be shared:
 * only its root is copied, and binds get their values back. */
typedef struct Execution {
    Eval *ev;
    EngineConnection *c;
    Value statement;
    Arena scratch;
    SqlExpr *tree;
    CompileOptions options;
    Str sql;
    SqlExprVec binds;
    bool own_values; /* values() was given */
    VEC(SavedBind) saved;
} Execution;

static bool compile(Execution *x)
{
    Err err = engine_err(x->ev);
    x->binds = (SqlExprVec){0};
    return x->c->dialect->compile_expr(x->tree, &x->options, &x->scratch, &x->sql, &x->binds,
                                       &err) ||
           engine_raise(x->ev, &err);
}

/* Gives the binds of the tree the values of `params`. *changed: some bind got another value. */
static bool set_binds(Execution *x, Value params, bool *expanding)
{
    for (size_t i = 0; i < x->binds.len; i++) {
        SqlBind *b = &x->binds.items[i]->as.bind;
        SavedBind saved = {x->binds.items[i], *b};
        VEC_PUSH(&x->scratch, &x->saved, saved);
        Value v = value_is_dict(params) ? value_dict_find_str(params, b->key) : value_unset();
        if (b->expanding) *expanding = true;
        if (!value_is_unset(v)) {
            if (value_is_unknown(v)) return eval_need_known(x->ev, v, "a parameter of a statement");
            if (!module_sql_value_from_value(x->ev, v, &x->scratch, &b->value)) return false;
            b->required = false;
        } else if (b->required || b->value.kind == SQL_VALUE_UNSET) {
            return eval_raise_native(
                x->ev, &exc_StatementError,
                "(sqlalchemy.exc.InvalidRequestError) A value is required for bind "
                "parameter '%.*s'\n[SQL: %.*s]",
                STR_ARG(b->key), STR_ARG(x->sql));
        }
    }
    return true;
}

static bool send(Execution *x, Result **rows)
{
    Err err = engine_err(x->ev);
    SqlValue *values = ARENA_ARRAY(&x->scratch, SqlValue, x->binds.len + 1);
    for (size_t i = 0; i < x->binds.len; i++)
        if (!engine_bind(x->c, x->binds.items[i], &x->scratch, &values[i], &err))
            return engine_raise(x->ev, &err);
    return engine_connection_send(x->c, x->sql, values, x->binds.len, rows, &err) ||
           engine_raise(x->ev, &err);
}

/* ---- values() left out: the parameters say which columns ---- */

static Column *column_of(const SqlExpr *table, Str key)
{
    if (!table || table->kind != SQL_TABLE || !table->as.from->table) return NULL;
    Column *c = table_find_column_key(table->as.from->table, key);
    return c ? c : table_find_column(table->as.from->table, key);
}

static void assign(Execution *x, SqlAssignmentVec *to, const SqlExpr *table, Str key,
                   SqlValue value)
{
    Column *c = column_of(table, key);
    SqlAssignment one = {.column = c ? c->name.text : key,
                         .value = sql_expr_value(&x->scratch, value)};
    one.type = c ? c->type : NULL;
    one.value->type = one.type;
    one.value->as.bind.key = key;
    VEC_PUSH(&x->scratch, to, one);
}

static bool is_named_bind(const Execution *x, Str key)
{
    for (size_t i = 0; i < x->binds.len; i++)
        if (!x->binds.items[i]->as.bind.unique && str_eq(x->binds.items[i]->as.bind.key, key))
            return true;
    return false;
}

static bool assign_params(Execution *x, SqlAssignmentVec *to, const SqlExpr *table, Value params)
{
    Value key, item;
    size_t at = 0;
    while (value_dict_next(params, &at, &key, &item)) {
        SqlValue v;
        Column *c = value_is_str(key) ? NULL : module_column_get(x->ev, key);
        if (!c && !value_is_str(key))
            return eval_raise(x->ev, "TypeError", "parameter names must be strings");
        Str name = arena_str(&x->scratch, c ? c->key : value_as_str(key));
        if (is_named_bind(x, name)) continue;
        if (value_is_unknown(item))
            return eval_need_known(x->ev, item, "a parameter of a statement");
        if (!module_sql_value_from_value(x->ev, item, &x->scratch, &v)) return false;
        assign(x, to, table, name, v);
    }
    return true;
}

/* Plain Python-side defaults of the columns that the statement leaves out. */
static void assign_defaults(Execution *x, SqlInsert *insert)
{
    const Table *t =
        insert->table && insert->table->kind == SQL_TABLE ? insert->table->as.from->table : NULL;
    for (size_t i = 0; t && i < t->columns.len; i++) {
        Column *c = t->columns.items[i];
        bool given = !c->has_default || c->default_value.kind == SQL_VALUE_UNSET;
        for (size_t k = 0; k < insert->values.len; k++)
            given |= str_eq(insert->values.items[k].column, c->name.text);
        if (!given) assign(x, &insert->values, insert->table, c->key, c->default_value);
    }
}

static bool fill_values(Execution *x, Value params)
{
    if (x->tree->kind == SQL_INSERT) {
        SqlInsert *insert = x->tree->as.insert;
        if (insert->rows.len || insert->from_select) return true;
        if (!x->own_values && value_is_dict(params)) {
            insert->values = (SqlAssignmentVec){0};
            if (!assign_params(x, &insert->values, insert->table, params)) return false;
        }
        assign_defaults(x, insert);
    } else if (x->tree->kind == SQL_UPDATE && !x->own_values && value_is_dict(params)) {
        /* The WHERE clause's parameters are known once it is compiled. */
        SqlUpdate *update = x->tree->as.update;
        SqlAssignmentVec set = {0};
        SqlAssignment probe = {.column = STR("x"),
                               .value = sql_expr_value(&x->scratch, sql_value_null())};
        update->values = (SqlAssignmentVec){0};
        VEC_PUSH(&x->scratch, &update->values, probe);
        if (!compile(x) || !assign_params(x, &set, update->table, params)) return false;
        update->values = set;
    }
    return true;
}

/* Newest first, so that a bind met twice ends with what it held at first. */
static void restore_binds(Execution *x)
{
    while (x->saved.len) {
        SavedBind *s = &x->saved.items[--x->saved.len];
        s->node->as.bind = s->before;
    }
}

/* The root of the tree and the body of an INSERT or UPDATE, which take the parameters' columns. */
static SqlExpr *own_root(Execution *x, const SqlExpr *from)
{
    SqlExpr *e = ARENA_NEW(&x->scratch, SqlExpr);
    *e = *from;
    if (e->kind == SQL_INSERT) {
        e->as.insert = ARENA_NEW(&x->scratch, SqlInsert);
        *e->as.insert = *from->as.insert;
        /* Growing it must not write into the script's. */
        e->as.insert->values.cap = e->as.insert->values.len;
    } else if (e->kind == SQL_UPDATE) {
        e->as.update = ARENA_NEW(&x->scratch, SqlUpdate);
        *e->as.update = *from->as.update;
    }
    return e;
}

static bool has_own_values(const SqlExpr *e)
{
    return (e->kind == SQL_INSERT && e->as.insert->values.len) ||
           (e->kind == SQL_UPDATE && e->as.update->values.len);
}

static bool run_one(Execution *x, Value params, Result **rows)
{
    bool expanding = false;
    x->binds = (SqlExprVec){0};
    if (!fill_values(x, params)) return false;
    if (!compile(x) || !set_binds(x, params, &expanding)) return false;
    /* A list for IN decides how many placeholders there are. */
    if (expanding && !compile(x)) return false;
    return send(x, rows);
}

static bool run_many(Execution *x, Value list, int64_t *rowcount)
{
    *rowcount = 0;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value params = value_seq_items(list)[i];
        Result *rows = NULL;
        if (!value_is_dict(params))
            return eval_raise_native(x->ev, &exc_ArgumentError,
                                     "List argument must consist only of dictionaries");
        bool ok = run_one(x, params, &rows);
        restore_binds(x);
        if (!ok) return false;
        if (!rows) continue;
        *rowcount += x->c->db->vtable->affected(rows);
        x->c->db->vtable->result_close(rows);
    }
    return true;
}

static bool run(Execution *x, Value params, Value *result)
{
    Result *rows = NULL;
    int64_t rowcount = -1;
    x->own_values = has_own_values(x->tree);
    bool many = (value_is_list(params) || value_is_tuple(params)) && value_seq_len(params) > 0;
    if (many && value_seq_len(params) == 1) {
        params = value_seq_items(params)[0];
        many = false;
    }
    if (!value_is_none(params) && !value_is_dict(params) && !many && !value_is_list(params))
        return eval_raise_native(x->ev, &exc_ArgumentError,
                                 "mapping or list expected for parameters");
    if (many) {
        if (!run_many(x, params, &rowcount)) return false;
    } else {
        if (!run_one(x, params, &rows)) return false;
        if (rows) rowcount = x->c->db->vtable->affected(rows);
    }
    *result = engine_result_value(x->c, rows, rowcount);
    if (rows) engine_processors_set(*result, x->statement, x->tree);
    return true;
}

bool engine_connection_execute(EngineConnection *c, Value statement, Value params, Value *result)
{
    Eval *ev = c->ev;
    if (value_is_unknown(statement)) return eval_need_known(ev, statement, "Connection.execute()");
    if (engine_is_ddl(statement)) {
        *result = c->dump ? value_none() : engine_result_value(c, NULL, -1);
        return engine_emit(c, engine_ddl_op(ev, statement));
    }
    if (c->dump) {
        *result = value_none();
        if (value_is_str(statement))
            return eval_raise_native(ev, &exc_ObjectNotExecutableError,
                                     "Not an executable object: '%.*s'",
                                     STR_ARG(value_as_str(statement)));
        return c->dump(c->dump_user, statement);
    }
    if (c->closed)
        return eval_raise_native(ev, &exc_ResourceClosedError, "This Connection is closed");
    if (!module_is_expr(ev, statement)) {
        Value text;
        if (!eval_repr(ev, statement, &text)) return false;
        return eval_raise_native(ev, &exc_ObjectNotExecutableError,
                                 "Not an executable object: %.*s", STR_ARG(value_as_str(text)));
    }
    if (value_is_unset(params)) params = value_none();
    Execution x = {.ev = ev, .c = c, .statement = statement};
    x.options.server_version = c->db->server_version;
    if (c->db->vtable->default_schema)
        x.options.default_schema = c->db->vtable->default_schema(c->db);
    eval_root_push(ev, c->self);
    SqlExpr *tree = element_expr(ev, statement);
    bool ok = tree != NULL;
    if (ok) {
        x.tree = own_root(&x, tree);
        ok = run(&x, params, result);
        restore_binds(&x);
    } else if (value_is_unset(eval_pending(ev))) {
        eval_raise(ev, "TypeError", "not an SQL expression");
    }
    eval_root_pop(ev, 1);
    arena_release(&x.scratch);
    return ok;
}
