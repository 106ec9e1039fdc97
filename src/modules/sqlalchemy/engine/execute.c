#include "modules/sqlalchemy/engine/connection.h"

#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/engine/execution.h"
#include "modules/sqlalchemy/sql/extra.h"

bool execution_compile(Execution *x)
{
    Err err = engine_err(x->ev);
    x->binds = (SqlExprVec){0};
    return x->c->dialect->compile_expr(x->tree, &x->options, &x->scratch, &x->sql, &x->binds,
                                       &err) ||
           engine_raise(x->ev, &err);
}

bool engine_is_row(const EngineConnection *c, const SqlValue *v)
{
    if (v->kind != SQL_VALUE_LIST || !c->dialect->doubles_percent) return false;
    return v->as.list.is_tuple || strcmp(c->dialect->name, "postgresql") != 0;
}

/* Gives the binds of the tree the values of `params`. *expanding: the values of some decide how
 * many placeholders there are. */
static bool set_binds(Execution *x, Value params, bool *expanding)
{
    for (size_t i = 0; i < x->binds.len; i++) {
        SqlBind *b = &x->binds.items[i]->as.bind;
        SavedBind saved = {x->binds.items[i], *b};
        VEC_PUSH(&x->scratch, &x->saved, saved);
        /* The value of an expression has a generated name: no parameter is meant for it. */
        bool named = value_is_dict(params) && !b->unique;
        Value v = named ? value_dict_find_str(params, b->key) : value_unset();
        if (b->expanding) *expanding = true;
        if (!value_is_unset(v)) {
            if (value_is_unknown(v)) return eval_need_known(x->ev, v, "a parameter of a statement");
            if (!module_bind_value_from_value(x->ev, v, &x->scratch, &b->value)) return false;
            b->required = false;
            if (!x->binds.items[i]->type && engine_is_row(x->c, &b->value))
                b->expanding = *expanding = true;
        } else if (b->required || b->value.kind == SQL_VALUE_UNSET) {
            return eval_raise_native(
                x->ev, &exc_StatementError,
                "(sqlalchemy.exc.InvalidRequestError) A value is required for bind "
                "parameter '%.*s'\n[SQL: %.*s]",
                STR_ARG(b->key), STR_ARG(connection_shown_sql(x->sql, &x->scratch)));
        }
    }
    return true;
}

/* What a type's conversion raises comes wrapped, as from SQLAlchemy. */
static bool raise_bind(Execution *x, Err *err)
{
    bool plain = err->code == ERR_SCRIPT && !str_contains(err->kind, STR("."));
    Str sql = connection_shown_sql(x->sql, &x->scratch);
    if (!plain || str_is_null(err->kind)) {
        if (err->arena && str_is_null(err->statement)) err->statement = arena_str(err->arena, sql);
        return engine_raise(x->ev, err);
    }
    return eval_raise_native(x->ev, &exc_StatementError, "(builtins.%.*s) %.*s\n[SQL: %.*s]",
                             STR_ARG(err->kind), STR_ARG(err->message), STR_ARG(sql));
}

/* What the driver was given: a tuple on SQLite, else a dict. */
static bool raise_sent(Execution *x, const SqlValue *values, const Err *err)
{
    Eval *ev = x->ev;
    bool named = x->c->dialect->doubles_percent;
    Value dict = value_dict(ev), list = value_list(ev), one;
    eval_root_push(ev, dict);
    eval_root_push(ev, list);
    for (size_t i = 0; i < x->binds.len; i++) {
        if (!module_value_from_sql_value(ev, &values[i], &one)) {
            eval_catch(ev);
            one = value_none();
        }
        value_dict_put_str(ev, dict, x->binds.items[i]->as.bind.key, one);
        value_list_push(ev, list, one);
    }
    Value tuple = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    engine_raise_params(ev, err, named ? dict : tuple);
    eval_root_pop(ev, 2);
    return false;
}

static bool send(Execution *x, Result **rows)
{
    Err err = engine_err(x->ev);
    SqlValue *values = ARENA_ARRAY(&x->scratch, SqlValue, x->binds.len + 1);
    for (size_t i = 0; i < x->binds.len; i++)
        if (!engine_bind(x->c, x->binds.items[i], i + 1, &x->scratch, &values[i], &err))
            return raise_bind(x, &err);
    return engine_connection_send(x->c, x->sql, values, x->binds.len, rows, &err) ||
           raise_sent(x, values, &err);
}

/* Newest first, so that a bind met twice ends with what it held at first. */
static void restore_binds(Execution *x)
{
    while (x->saved.len) {
        SavedBind *s = &x->saved.items[--x->saved.len];
        s->node->as.bind = s->before;
    }
}

static void own_rows(Execution *x, SqlInsert *insert)
{
    SqlInsert own = *insert;
    own.rows.items = NULL;
    own.rows.len = own.rows.cap = 0;
    for (size_t i = 0; i < insert->rows.len; i++) {
        SqlAssignmentVec row = insert->rows.items[i];
        row.cap = row.len;
        VEC_PUSH(&x->scratch, &own.rows, row);
    }
    *insert = own;
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
        own_rows(x, e->as.insert);
    } else if (e->kind == SQL_UPDATE) {
        e->as.update = ARENA_NEW(&x->scratch, SqlUpdate);
        *e->as.update = *from->as.update;
        e->as.update->values.cap = e->as.update->values.len;
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
    if (!execution_fill_values(x, params)) return false;
    if (!execution_compile(x) || !set_binds(x, params, &expanding)) return false;
    /* A list for IN decides how many placeholders there are. */
    if (expanding && !execution_compile(x)) return false;
    return send(x, rows);
}

static void forget_made(Execution *x)
{
    if (!value_is_unset(x->made)) eval_root_pop(x->ev, 1);
    x->made = value_unset();
}

/* Statements that return rows for each of many parameters: one result of all. */
static bool gather(Execution *x, Result *rows, Value *result)
{
    Err err = engine_err(x->ev);
    Value one = engine_result_value(x->c, rows, -1);
    eval_root_push(x->ev, one);
    bool ok = engine_processors_set(one, x->statement, x->tree);
    if (ok && !engine_result_buffer(value_payload(one, &engine_class_result), &err))
        ok = engine_raise(x->ev, &err);
    if (ok && value_is_unset(*result)) {
        *result = one;
        return true; /* stays a root */
    }
    ok = ok && engine_result_append(*result, one);
    eval_root_pop(x->ev, 1);
    return ok;
}

/* The tree as the script made it: one execution's columns are not another's. */
static void reset_tree(Execution *x, const SqlExpr *from) { x->tree = own_root(x, from); }

static bool refuse_group(Eval *ev)
{
    return eval_raise_native(ev, &exc_ArgumentError,
                             "List argument must consist only of dictionaries");
}

static bool run_many(Execution *x, const SqlExpr *from, Value list, int64_t *rowcount,
                     Value *result)
{
    bool returning = x->tree->kind == SQL_INSERT && x->tree->as.insert->returning.len;
    *rowcount = 0;
    x->first = value_seq_items(list)[0];
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value params = value_seq_items(list)[i];
        Result *rows = NULL;
        x->group = i;
        if (value_payload(params, &engine_class_row_mapping)) {
            if (!eval_call_method(x->ev, params, "_dict", NULL, 0, &params)) return false;
        }
        if (!value_is_dict(params)) return refuse_group(x->ev);
        bool ok = run_one(x, params, &rows);
        restore_binds(x);
        forget_made(x);
        /* An INSERT whose key comes back says nothing else; it was one row. */
        int64_t changed = ok && rows ? x->c->db->vtable->affected(rows) : 0;
        *rowcount += changed < 0 ? 1 : changed;
        if (ok && rows && returning)
            ok = gather(x, rows, result);
        else if (rows)
            x->c->db->vtable->result_close(rows);
        if (!ok) return false;
        arena_release(&x->scratch);
        x->saved.items = NULL;
        x->saved.cap = 0;
        reset_tree(x, from);
    }
    return true;
}

/* A number among the execution options, the statement's before the connection's. */
static bool execution_option(Execution *x, const char *name, int64_t *out)
{
    Value own = extra_item(x->statement, "execution_options"), v = value_unset();
    if (value_is_dict(own)) v = value_dict_find_z(own, name);
    if (value_is_unset(v)) v = value_dict_find_z(x->c->options, name);
    if (module_absent(v) || value_as_int(v, out)) return true;
    return eval_raise(x->ev, "TypeError", "%s must be a number", name);
}

static bool finish_one(Execution *x, Result *rows, Value *result)
{
    Value key, params;
    int64_t rowcount = rows ? x->c->db->vtable->affected(rows) : -1;
    if (!execution_inserted_key(x, rows, &key) || !execution_inserted_params(x, &params))
        return false;
    eval_root_push(x->ev, key);
    eval_root_push(x->ev, params);
    /* RETURNING that the script did not ask for is no result. */
    bool implicit = x->tree->kind == SQL_INSERT && !x->tree->as.insert->returning.len;
    if (rows && implicit) {
        if (rowcount < 0) rowcount = 1;
        x->c->db->vtable->result_close(rows);
        rows = NULL;
    }
    *result = engine_result_value(x->c, rows, rowcount);
    EngineResult *r = value_payload(*result, &engine_class_result);
    r->inserted_key = key;
    r->inserted_params = params;
    r->is_insert = x->tree->kind == SQL_INSERT;
    r->made = x->made;
    if (x->tree->kind == SQL_INSERT && x->c->db->vtable->last_id)
        r->lastrowid = x->c->db->vtable->last_id(x->c->db);
    if (!execution_option(x, "yield_per", &r->yield_per)) return false;
    eval_root_pop(x->ev, 2);
    return !rows || engine_processors_set(*result, x->statement, x->tree);
}

static bool run(Execution *x, const SqlExpr *from, Value params, Value *result)
{
    Result *rows = NULL;
    int64_t rowcount = -1;
    x->own_values = has_own_values(x->tree);
    bool many = (value_is_list(params) || value_is_tuple(params)) && value_seq_len(params) > 0;
    if (many && value_seq_len(params) == 1) {
        params = value_seq_items(params)[0];
        many = false;
        if (!value_is_dict(params) && !value_payload(params, &engine_class_row_mapping))
            return refuse_group(x->ev);
    }
    if (value_payload(params, &engine_class_row_mapping) &&
        !eval_call_method(x->ev, params, "_dict", NULL, 0, &params))
        return false;
    if (!value_is_none(params) && !value_is_dict(params) && !many && !value_is_list(params))
        return eval_raise_native(x->ev, &exc_ArgumentError,
                                 "mapping or list expected for parameters");
    if (!many) {
        bool ok = run_one(x, params, &rows);
        if (ok) ok = finish_one(x, rows, result);
        forget_made(x);
        return ok;
    }
    *result = value_unset();
    bool ok = run_many(x, from, params, &rowcount, result);
    forget_made(x);
    if (!value_is_unset(*result)) eval_root_pop(x->ev, 1);
    if (ok && value_is_unset(*result)) *result = engine_result_value(x->c, NULL, rowcount);
    return ok;
}

static bool raise_not_executable(Eval *ev, Value statement)
{
    Value text;
    if (!eval_repr(ev, statement, &text)) return false;
    return eval_raise_native(ev, &exc_ObjectNotExecutableError, "Not an executable object: %.*s",
                             STR_ARG(value_as_str(text)));
}

/* The statement that an expression is by itself: a function is selected. NULL = it is none. */
static SqlExpr *statement_of(SqlExpr *e, Arena *a)
{
    bool function = e->kind == SQL_FUNCTION || e->kind == SQL_SEQUENCE_NEXT ||
                    (e->kind == SQL_CUSTOM && !str_is_null(e->as.custom->name));
    if (!function) {
        bool whole = e->kind >= SQL_SELECT || e->kind == SQL_TEXT || e->kind == SQL_CUSTOM;
        return whole ? e : NULL;
    }
    SqlExpr *made = ARENA_NEW(a, SqlExpr);
    made->kind = SQL_SELECT;
    made->as.select = ARENA_NEW(a, SqlSelect);
    VEC_PUSH(a, &made->as.select->columns, e);
    return made;
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
        return c->dump(c->dump_user, statement);
    }
    if (c->closed)
        return eval_raise_native(ev, &exc_ResourceClosedError, "This Connection is closed");
    if (!module_is_expr(ev, statement)) return raise_not_executable(ev, statement);
    if (value_is_unset(params)) params = value_none();
    Execution x = {.ev = ev, .c = c, .statement = statement};
    connection_set_options(c->db, &x.options);
    x.options.hooks = compiles_hooks(ev);
    eval_root_push(ev, c->self);
    SqlExpr *tree = element_expr(ev, statement);
    bool ok = tree != NULL, known = ok;
    if (ok) tree = statement_of(tree, &x.scratch);
    if (known && !tree) {
        ok = raise_not_executable(ev, statement);
    } else if (ok) {
        x.tree = own_root(&x, tree);
        ok = run(&x, tree, params, result);
        restore_binds(&x);
    } else if (value_is_unset(eval_pending(ev))) {
        eval_raise(ev, "TypeError", "not an SQL expression");
    }
    eval_root_pop(ev, 1);
    arena_release(&x.scratch);
    return ok;
}
