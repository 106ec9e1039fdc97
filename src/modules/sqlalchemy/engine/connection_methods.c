#include "modules/sqlalchemy/engine/internal.h"

static EngineConnection *self_of(Args *a)
{
    return value_payload(a->self, &engine_class_connection);
}

/* Executing a Sequence gives its next value, no result. */
static bool is_sequence(Eval *ev, Value statement)
{
    return module_sequence_get(ev, statement) != NULL;
}

static bool conn_execute(Eval *ev, Args *a, Value *out)
{
    if (is_sequence(ev, a->v[0])) return eval_call_method(ev, a->self, "scalar", a->v, 1, out);
    return engine_execute(self_of(a), a->v[0], a->v[1], a->v[2], out);
}

static bool conn_scalar(Eval *ev, Args *a, Value *out)
{
    Value result;
    if (is_sequence(ev, a->v[0]) && !eval_call_method(ev, a->v[0], "next_value", NULL, 0, &a->v[0]))
        return false;
    return engine_execute(self_of(a), a->v[0], a->v[1], a->v[2], &result) &&
           (value_is_none(result) || engine_result_scalar(ev, result, out));
}

static bool conn_scalars(Eval *ev, Args *a, Value *out)
{
    Value result;
    if (!engine_execute(self_of(a), a->v[0], a->v[1], a->v[2], &result)) return false;
    *out = value_is_none(result) ? result : engine_result_scalars(ev, result);
    return true;
}

static bool driver_one(EngineConnection *c, Str text, Value values, Value *out)
{
    Arena scratch = {0};
    SqlValues params = {0};
    Result *rows = NULL;
    Err err = engine_err(c->ev);
    Str sql;
    bool ok = engine_driver_sql(c, text, values, &scratch, &sql, &params) &&
              (engine_connection_send(c, sql, params.items, params.len, &rows, &err) ||
               engine_raise_params(c->ev, &err, value_is_none(values) ? value_unset() : values));
    if (ok) *out = engine_result_value(c, rows, rows ? c->db->vtable->affected(rows) : -1);
    arena_release(&scratch);
    return ok;
}

static bool conn_exec_driver_sql(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = self_of(a);
    Value params = a->v[1];
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "statement must be a string");
    if (c->dump) return c->dump(c->dump_user, a->v[0]);
    bool list = value_is_list(params) && value_seq_len(params) > 0;
    Value first = list ? value_seq_items(params)[0] : value_none();
    if (!value_is_tuple(first) && !value_is_dict(first) && !value_is_list(first))
        return driver_one(c, value_as_str(a->v[0]), params, out);
    int64_t rowcount = 0;
    for (size_t i = 0; i < value_seq_len(params); i++) {
        if (!driver_one(c, value_as_str(a->v[0]), value_seq_items(params)[i], out)) return false;
        EngineResult *r = value_payload(*out, &engine_class_result);
        rowcount += r->rowcount > 0 ? r->rowcount : 0;
        r->rowcount = rowcount;
    }
    return true;
}

static bool conn_begin(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = self_of(a);
    Err err = engine_err(ev);
    if (!engine_connection_begin(c, &err)) return engine_raise(ev, &err);
    *out = engine_transaction_new(c, 0);
    return true;
}

static bool conn_begin_nested(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = self_of(a);
    if (c->dump) {
        *out = engine_transaction_new(c, 0);
        return true;
    }
    Err err = engine_err(ev);
    unsigned n = ++c->savepoint;
    Str sql = arena_fmt(eval_arena(ev), "SAVEPOINT sa_savepoint_%u", n);
    if (!engine_connection_send(c, sql, NULL, 0, NULL, &err)) return engine_raise(ev, &err);
    c->nested++;
    *out = engine_transaction_new(c, n);
    return true;
}

static bool conn_commit(Eval *ev, Args *a, Value *out)
{
    Err err = engine_err(ev);
    return engine_connection_commit(self_of(a), &err) || engine_raise(ev, &err);
}

static bool conn_rollback(Eval *ev, Args *a, Value *out)
{
    Err err = engine_err(ev);
    return engine_connection_rollback(self_of(a), &err) || engine_raise(ev, &err);
}

static bool conn_close(Eval *ev, Args *a, Value *out)
{
    engine_connection_close(self_of(a));
    return true;
}

static bool conn_enter(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool conn_exit(Eval *ev, Args *a, Value *out)
{
    engine_connection_close(self_of(a));
    *out = value_bool(false);
    return true;
}

static bool conn_in_transaction(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(self_of(a)->began);
    return true;
}

static bool conn_in_nested(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(self_of(a)->nested > 0);
    return true;
}

static bool conn_get_transaction(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = self_of(a);
    *out = c->began ? engine_transaction_new(c, 0) : value_none();
    return true;
}

static bool conn_execution_options(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return engine_options_set(self_of(a), a->v[0]);
}

static bool conn_get_options(Eval *ev, Args *a, Value *out)
{
    *out = self_of(a)->options;
    return true;
}

static bool need_database(EngineConnection *c, const char *name)
{
    if (c->dump)
        return eval_raise(c->ev, "AttributeError", "'MockConnection' object has no attribute '%s'",
                          name);
    return c->db || eval_raise_native(c->ev, &exc_ResourceClosedError, "This Connection is closed");
}

static bool conn_get_isolation(Eval *ev, Args *a, Value *out)
{
    return need_database(self_of(a), "get_isolation_level") &&
           engine_isolation_get(self_of(a), out);
}

static bool conn_default_isolation(Eval *ev, Args *a, Value *out)
{
    return need_database(self_of(a), "default_isolation_level") &&
           engine_isolation_default(self_of(a), out);
}

/* What a script asks the Python driver's own connection of. */
static bool conn_connection(Eval *ev, Args *a, Value *out)
{
    Value module, fn;
    if (self_of(a)->dump)
        return eval_raise(ev, "AttributeError",
                          "'MockConnection' object has no attribute 'connection'");
    return eval_import(ev, STR("_sqlalchemy_dbapi"), &module) &&
           eval_getattr(ev, module, STR("connect"), &fn) &&
           eval_call(ev, fn, &a->self, 1, value_unset(), out);
}

static bool conn_offline(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(self_of(a)->dump != NULL);
    return true;
}

static bool conn_autocommit(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(self_of(a)->autocommit);
    return true;
}

static bool conn_closed(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(self_of(a)->closed);
    return true;
}

static bool conn_engine(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = self_of(a);
    *out = value_is_none(c->engine) ? a->self : c->engine;
    return true;
}

static bool conn_dialect(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = self_of(a);
    *out = engine_dialect_value(ev, c->dialect, c);
    return true;
}

/* What takes a connection's place with --sql is its own engine, which has a name. */
static bool conn_name(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = self_of(a);
    if (!c->dump)
        return eval_raise(ev, "AttributeError", "'Connection' object has no attribute 'name'");
    *out = value_str_z(ev, c->dialect->name);
    return true;
}

static bool conn_info(Eval *ev, Args *a, Value *out)
{
    *out = self_of(a)->info;
    return true;
}

/* Session.connection(), Session.get_bind() and the like end here. */
static bool conn_self(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

/* A migration's connection is never thrown away behind its back. */
static bool conn_invalidated(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(false);
    return true;
}

static void conn_traverse(void *payload, GcVisitor *gc)
{
    EngineConnection *c = payload;
    gc_visit(gc, c->engine);
    gc_visit(gc, c->info);
    gc_visit(gc, c->options);
    gc_visit(gc, c->default_level);
    for (EngineResult *r = c->open; r; r = r->next) gc_visit(gc, r->self);
}

#define EXECUTE_PARAMS "statement, parameters=None, *, execution_options=None"

static const NativeMethod connection_methods[] = {
    {"execute", EXECUTE_PARAMS, conn_execute, NATIVE_METHOD},
    {"scalar", EXECUTE_PARAMS, conn_scalar, NATIVE_METHOD},
    {"scalars", EXECUTE_PARAMS, conn_scalars, NATIVE_METHOD},
    {"exec_driver_sql", "statement, parameters=None, execution_options=None", conn_exec_driver_sql,
     NATIVE_METHOD},
    {"begin", "", conn_begin, NATIVE_METHOD},
    {"begin_nested", "", conn_begin_nested, NATIVE_METHOD},
    {"commit", "", conn_commit, NATIVE_METHOD},
    {"rollback", "", conn_rollback, NATIVE_METHOD},
    {"close", "", conn_close, NATIVE_METHOD},
    {"invalidate", "exception=None", conn_close, NATIVE_METHOD},
    {"detach", "", conn_self, NATIVE_METHOD},
    {"in_transaction", "", conn_in_transaction, NATIVE_METHOD},
    {"in_nested_transaction", "", conn_in_nested, NATIVE_METHOD},
    {"get_transaction", "", conn_get_transaction, NATIVE_METHOD},
    {"execution_options", "**opt", conn_execution_options, NATIVE_METHOD},
    {"get_execution_options", "", conn_get_options, NATIVE_METHOD},
    {"get_isolation_level", "", conn_get_isolation, NATIVE_METHOD},
    {"default_isolation_level", "", conn_default_isolation, NATIVE_GETTER},
    {"connect", "", conn_self, NATIVE_METHOD},
    {"get_bind", "", conn_self, NATIVE_METHOD},
    {"__enter__", "", conn_enter, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", conn_exit, NATIVE_METHOD},
    {"closed", "", conn_closed, NATIVE_GETTER},
    {"invalidated", "", conn_invalidated, NATIVE_GETTER},
    {"_offline", "", conn_offline, NATIVE_GETTER},
    {"_autocommit", "", conn_autocommit, NATIVE_GETTER},
    {"connection", "", conn_connection, NATIVE_GETTER},
    {"get_raw_connection", "", conn_connection, NATIVE_METHOD},
    {"engine", "", conn_engine, NATIVE_GETTER},
    {"dialect", "", conn_dialect, NATIVE_GETTER},
    {"name", "", conn_name, NATIVE_GETTER},
    {"info", "", conn_info, NATIVE_GETTER},
    {0},
};

const NativeClass engine_class_connection = {
    .name = "Connection",
    .module = "sqlalchemy.engine.base",
    .payload = sizeof(EngineConnection),
    .methods = connection_methods,
    .traverse = conn_traverse,
};
