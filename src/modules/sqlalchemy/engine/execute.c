#include "modules/sqlalchemy/engine/connection.h"

#include "modules/sqlalchemy/engine/internal.h"

/* One statement on its way to the server: its tree lives in `scratch`. */
typedef struct Execution {
    Eval *ev;
    EngineConnection *c;
    Arena scratch;
    SqlExpr *tree;
    CompileOptions options;
    Str sql;
    SqlExprVec binds;
} Execution;

static bool compile(Execution *x)
{
    Err err = engine_err(x->ev);
    x->binds = (SqlExprVec){0};
    return x->c->dialect->compile_expr(x->tree, &x->options, &x->scratch, &x->sql, &x->binds, &err) ||
           engine_raise(x->ev, &err);
}

/* Gives the binds of the tree the values of `params`. *changed: some bind got another value. */
static bool set_binds(Execution *x, Value params, bool *expanding)
{
    for (size_t i = 0; i < x->binds.len; i++) {
        SqlBind *b = &x->binds.items[i]->as.bind;
        Value v = value_is_dict(params) ? value_dict_find_str(params, b->key) : value_unset();
        if (b->expanding) *expanding = true;
        if (!value_is_unset(v)) {
            if (value_is_unknown(v)) return eval_need_known(x->ev, v, "a parameter of a statement");
            if (!module_sql_value_from_value(x->ev, v, &x->scratch, &b->value)) return false;
            b->required = false;
        } else if (b->required || b->value.kind == SQL_VALUE_UNSET) {
            return eval_raise_native(x->ev, &exc_StatementError,
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
    for (size_t i = 0; i < x->binds.len; i++) values[i] = x->binds.items[i]->as.bind.value;
    return engine_connection_send(x->c, x->sql, values, x->binds.len, rows, &err) ||
           engine_raise(x->ev, &err);
}

static bool run_one(Execution *x, Value params, Result **rows)
{
    bool expanding = false;
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
            return eval_raise_native(x->ev, &exc_ArgumentError, "List argument must consist only of dictionaries");
        if (!run_one(x, params, &rows)) return false;
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
    bool many = (value_is_list(params) || value_is_tuple(params)) && value_seq_len(params) > 0;
    if (many && value_seq_len(params) == 1) {
        params = value_seq_items(params)[0];
        many = false;
    }
    if (!value_is_none(params) && !value_is_dict(params) && !many && !value_is_list(params))
        return eval_raise_native(x->ev, &exc_ArgumentError, "mapping or list expected for parameters");
    if (many) {
        if (!run_many(x, params, &rowcount)) return false;
    } else {
        if (!run_one(x, params, &rows)) return false;
        if (rows) rowcount = x->c->db->vtable->affected(rows);
    }
    *result = engine_result_value(x->c, rows, rowcount);
    return true;
}

bool engine_connection_execute(EngineConnection *c, Value statement, Value params, Value *result)
{
    Eval *ev = c->ev;
    if (value_is_unknown(statement)) return eval_need_known(ev, statement, "Connection.execute()");
    if (c->dump) {
        *result = value_none();
        if (value_is_str(statement))
            return eval_raise_native(ev, &exc_ObjectNotExecutableError, "Not an executable object: '%.*s'",
                                     STR_ARG(value_as_str(statement)));
        return c->dump(c->dump_user, statement);
    }
    if (c->closed) return eval_raise_native(ev, &exc_ResourceClosedError, "This Connection is closed");
    if (!module_is_expr(ev, statement)) {
        Value text;
        if (!eval_repr(ev, statement, &text)) return false;
        return eval_raise_native(ev, &exc_ObjectNotExecutableError, "Not an executable object: %.*s",
                                 STR_ARG(value_as_str(text)));
    }
    if (value_is_unset(params)) params = value_none();
    Execution x = {.ev = ev, .c = c};
    x.options.server_version = c->db->server_version;
    if (c->db->vtable->default_schema) x.options.default_schema = c->db->vtable->default_schema(c->db);
    eval_root_push(ev, c->self);
    bool ok = module_expr_from_value(ev, statement, &x.scratch, &x.tree) && run(&x, params, result);
    eval_root_pop(ev, 1);
    arena_release(&x.scratch);
    return ok;
}
