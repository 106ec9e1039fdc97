#include "modules/sqlalchemy/engine/connection.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "modules/sqlalchemy/engine/internal.h"

/* ---- connections of an evaluator, so that none outlives it ---- */

static const char state_key;

typedef struct Open {
    Connection *db;
    Arena *arena;
    struct Open *next;
} Open;

typedef struct OpenList {
    Open *first;
} OpenList;

static void close_open(Open *o)
{
    connection_close(o->db);
    arena_release(o->arena);
    mem_free(o->arena);
    mem_free(o);
}

static void close_list(void *state)
{
    OpenList *list = state;
    while (list->first) {
        Open *o = list->first;
        list->first = o->next;
        close_open(o);
    }
}

static OpenList *open_list(Eval *ev)
{
    OpenList *list = eval_state_find(ev, &state_key);
    if (!list) {
        list = ARENA_NEW(eval_arena(ev), OpenList);
        eval_state_put(ev, &state_key, list, close_list, NULL);
    }
    return list;
}

void engine_close_all(Eval *ev) { close_list(open_list(ev)); }

static void forget_open(Eval *ev, Connection *db)
{
    for (Open **at = &open_list(ev)->first; *at; at = &(*at)->next) {
        if ((*at)->db != db) continue;
        Open *o = *at;
        *at = o->next;
        close_open(o);
        return;
    }
}

static bool open_database(Eval *ev, Engine *e, Connection **db, Arena **arena)
{
    Err err = engine_err(ev);
    OpenList *list = open_list(ev);
    Open *o = mem_alloc(1, sizeof *o);
    o->arena = mem_alloc(1, sizeof *o->arena);
    /* In the list before it is open: memory may run out half-way. */
    o->next = list->first;
    list->first = o;
    if (!connection_open(&e->parsed, &e->connect_args, o->arena, &o->db, &err)) {
        engine_raise(ev, &err);
        list->first = o->next;
        close_open(o);
        return false;
    }
    *db = o->db;
    *arena = o->arena;
    return true;
}

/* ---- Connection ---- */

EngineConnection *engine_connection_get(Value v)
{
    return value_payload(v, &engine_class_connection);
}

static EngineConnection *connection_new(Eval *ev, const Dialect *dialect, Value engine)
{
    Value v = eval_instance_new(ev, eval_class(ev, &engine_class_connection));
    EngineConnection *c = value_payload(v, &engine_class_connection);
    c->ev = ev;
    c->self = v;
    c->engine = engine;
    c->dialect = dialect;
    c->info = value_dict(ev);
    c->options = value_dict(ev);
    return c;
}

Value engine_connection_mock(Eval *ev, const Dialect *dialect, EngineDump dump, EngineEmit emit,
                             void *user)
{
    EngineConnection *c = connection_new(ev, dialect, value_none());
    c->dump = dump;
    c->emit = emit;
    c->dump_user = user;
    return c->self;
}

/* What the engine's execution options say. */
static bool take_options(EngineConnection *c, Value options)
{
    Value key, item;
    size_t at = 0;
    while (value_dict_next(options, &at, &key, &item))
        if (!value_dict_put(c->ev, c->options, key, item)) return false;
    return engine_translate_set(c, options) && engine_isolation_options(c, options);
}

bool engine_connect(Eval *ev, Engine *e, Value *out)
{
    EngineConnection *c = connection_new(ev, e->dialect, e->self);
    eval_root_push(ev, c->self);
    bool ok = true, was_kept = e->kept != NULL;
    if (e->kept) {
        c->db = e->kept;
        c->arena = e->kept_arena;
        e->kept = NULL;
    } else {
        ok = open_database(ev, e, &c->db, &c->arena);
    }
    /* "mysql" may turn out to be MariaDB. */
    if (ok) c->dialect = c->db->dialect;
    ok = ok && engine_isolation_open(c, e->isolation);
    if (ok) c->db->schemas = (SchemaMap){0};
    ok = ok && take_options(c, e->options);
    if (ok && !was_kept) ok = engine_tell_opened(ev, e, c);
    ok = ok && engine_tell_connected(ev, e, c);
    if (!ok) engine_connection_close(c);
    eval_root_pop(ev, 1);
    *out = c->self;
    return ok;
}

static void drop_results(EngineConnection *c)
{
    while (c->open) {
        EngineResult *r = c->open;
        c->open = r->next;
        r->next = NULL;
        if (r->rows && c->db) c->db->vtable->result_close(r->rows);
        r->rows = NULL;
        r->closed = true;
    }
}

bool engine_buffer_results(EngineConnection *c, Err *err)
{
    while (c->open) {
        SourcePos sent_at = c->open->sent_at;
        if (engine_result_spool(c->open, err)) continue;
        /* The line that sent it is to blame, not the one that comes upon the failure. */
        err->pos = sent_at;
        if (c->sent) c->sent(c->sent_user, err->statement, ENGINE_SENT_FAILED_LATER);
        return false;
    }
    return true;
}

void engine_connection_close(EngineConnection *c)
{
    if (c->closed) return;
    c->closed = true;
    drop_results(c);
    Connection *db = c->db;
    c->db = NULL;
    c->began = false;
    if (!db) return;
    Engine *e = engine_get(c->engine);
    if (e && e->keeps && !e->kept) {
        Err err = engine_err(c->ev);
        c->db = db;
        bool ready = (!db->vtable->in_transaction(db) || db->vtable->rollback(db, &err)) &&
                     engine_isolation_reset(c, &err);
        c->db = NULL;
        if (ready) {
            e->kept = db;
            e->kept_arena = c->arena;
            return;
        }
    }
    forget_open(c->ev, db);
}

/* ---- transactions ---- */

static bool is_word(Str sql, const char *word)
{
    size_t n = strlen(word);
    sql = str_trim(sql);
    return sql.len > n && str_eq_nocase(str_slice(sql, 0, n), str_z(word));
}

/* Statements that mean something else inside a transaction, or nothing: SQLite ignores PRAGMA
 * foreign_keys there. They go ahead of a transaction that has not really begun. */
static bool wants_no_transaction(const EngineConnection *c, Str sql)
{
    return !strcmp(c->dialect->name, "sqlite") &&
           (is_word(sql, "PRAGMA") || is_word(sql, "ATTACH") || is_word(sql, "DETACH") ||
            is_word(sql, "VACUUM"));
}

bool engine_autobegin(EngineConnection *c, Str sql, Err *err)
{
    if (!c->db) {
        if (!err_set(err, ERR_SCRIPT, "This Connection is closed"))
            err->kind = STR("sqlalchemy.exc.ResourceClosedError");
        return false;
    }
    c->began = true;
    if (c->autocommit || c->db->vtable->in_transaction(c->db) || wants_no_transaction(c, sql))
        return true;
    return c->db->vtable->begin(c->db, err);
}

static bool refuse_begin(Err *err)
{
    err_set(
        err, ERR_SCRIPT, "%s",
        "This connection has already initialized a SQLAlchemy Transaction() object via begin() or "
        "autobegin; can't call begin() here unless rollback() or commit() is called first.");
    err->kind = STR("sqlalchemy.exc.InvalidRequestError");
    return false;
}

bool engine_connection_begin(EngineConnection *c, Err *err)
{
    if (c->began) return refuse_begin(err);
    c->began = true;
    return true;
}

bool engine_connection_commit(EngineConnection *c, Err *err)
{
    c->began = false;
    if (!c->db) return true;
    if (!engine_buffer_results(c, err)) return false;
    if (!c->db->vtable->in_transaction(c->db)) return true;
    if (!c->db->vtable->commit(c->db, err)) return false;
    if (c->sent) c->sent(c->sent_user, STR_NULL, ENGINE_SENT_COMMITTED);
    return true;
}

bool engine_connection_rollback(EngineConnection *c, Err *err)
{
    c->began = false;
    c->nested = 0;
    if (!c->db) return true;
    drop_results(c);
    if (!c->db->vtable->in_transaction(c->db)) return true;
    if (!c->db->vtable->rollback(c->db, err)) return false;
    if (c->sent) c->sent(c->sent_user, STR_NULL, ENGINE_SENT_ROLLED_BACK);
    return true;
}

bool engine_connection_send(EngineConnection *c, Str sql, const SqlValue *params, size_t n,
                            Result **result, Err *err)
{
    if (!engine_buffer_results(c, err)) return false;
    bool ok =
        engine_autobegin(c, sql, err) && connection_execute(c->db, sql, params, n, result, err);
    if (c->sent) c->sent(c->sent_user, sql, ok ? ENGINE_SENT_RAN : ENGINE_SENT_FAILED);
    return ok;
}

static bool done(EngineConnection *c, bool ok, const Err *err)
{
    return ok || engine_raise(c->ev, err);
}

static EngineConnection *self_of(Args *a)
{
    return value_payload(a->self, &engine_class_connection);
}

/* ---- Transaction objects ---- */

typedef struct Transaction {
    Value connection;
    EngineConnection *c;
    bool active;
    unsigned savepoint; /* 0 = the outermost */
} Transaction;

static Value transaction_new(EngineConnection *c, unsigned savepoint)
{
    Value v = eval_instance_new(c->ev, eval_class(c->ev, &engine_class_transaction));
    Transaction *t = value_payload(v, &engine_class_transaction);
    *t = (Transaction){c->self, c, true, savepoint};
    return v;
}

static bool transaction_end(Transaction *t, bool commit)
{
    EngineConnection *c = t->c;
    Err err = engine_err(c->ev);
    if (!t->active) {
        if (!commit) return true;
        return eval_raise_native(c->ev, &exc_InvalidRequestError, "This transaction is inactive");
    }
    t->active = false;
    if (t->savepoint && c->nested) c->nested--;
    if (!t->savepoint)
        return done(
            c, commit ? engine_connection_commit(c, &err) : engine_connection_rollback(c, &err),
            &err);
    Str sql = arena_fmt(eval_arena(c->ev), "%s SAVEPOINT sa_savepoint_%u",
                        commit ? "RELEASE" : "ROLLBACK TO", t->savepoint);
    return done(c, engine_connection_send(c, sql, NULL, 0, NULL, &err), &err);
}

static Transaction *transaction_of(Args *a)
{
    return value_payload(a->self, &engine_class_transaction);
}

static bool transaction_commit(Eval *ev, Args *a, Value *out)
{
    return transaction_end(transaction_of(a), true);
}

static bool transaction_rollback(Eval *ev, Args *a, Value *out)
{
    return transaction_end(transaction_of(a), false);
}

static bool transaction_enter(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool transaction_exit(Eval *ev, Args *a, Value *out)
{
    Transaction *t = transaction_of(a);
    *out = value_bool(false);
    return !t->active || transaction_end(t, value_is_none(a->v[0]));
}

static bool transaction_is_active(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(transaction_of(a)->active);
    return true;
}

static bool transaction_connection(Eval *ev, Args *a, Value *out)
{
    *out = transaction_of(a)->connection;
    return true;
}

static void transaction_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Transaction *)payload)->connection);
}

static const NativeMethod transaction_methods[] = {
    {"commit", "", transaction_commit, NATIVE_METHOD},
    {"rollback", "", transaction_rollback, NATIVE_METHOD},
    {"close", "", transaction_rollback, NATIVE_METHOD},
    {"__enter__", "", transaction_enter, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", transaction_exit, NATIVE_METHOD},
    {"__aenter__", "", transaction_enter, NATIVE_METHOD},
    {"__aexit__", "type_, value, traceback", transaction_exit, NATIVE_METHOD},
    {"is_active", "", transaction_is_active, NATIVE_GETTER},
    {"connection", "", transaction_connection, NATIVE_GETTER},
    {0},
};

const NativeClass engine_class_transaction = {
    .name = "RootTransaction",
    .module = "sqlalchemy.engine.base",
    .payload = sizeof(Transaction),
    .methods = transaction_methods,
    .traverse = transaction_traverse,
};

/* ---- methods of Connection ---- */

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
    if (!done(c, engine_connection_begin(c, &err), &err)) return false;
    *out = transaction_new(c, 0);
    return true;
}

static bool conn_begin_nested(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = self_of(a);
    if (c->dump) {
        *out = transaction_new(c, 0);
        return true;
    }
    Err err = engine_err(ev);
    unsigned n = ++c->savepoint;
    Str sql = arena_fmt(eval_arena(ev), "SAVEPOINT sa_savepoint_%u", n);
    if (!done(c, engine_connection_send(c, sql, NULL, 0, NULL, &err), &err)) return false;
    c->nested++;
    *out = transaction_new(c, n);
    return true;
}

static bool conn_commit(Eval *ev, Args *a, Value *out)
{
    Err err = engine_err(ev);
    return done(self_of(a), engine_connection_commit(self_of(a), &err), &err);
}

static bool conn_rollback(Eval *ev, Args *a, Value *out)
{
    Err err = engine_err(ev);
    return done(self_of(a), engine_connection_rollback(self_of(a), &err), &err);
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
    *out = c->began ? transaction_new(c, 0) : value_none();
    return true;
}

bool engine_options_set(EngineConnection *c, Value options)
{
    Value key, item;
    size_t at = 0;
    if (!engine_translate_set(c, options)) return false;
    while (value_dict_next(options, &at, &key, &item))
        value_dict_put_str(c->ev, c->options, value_as_str(key), item);
    return engine_isolation_options(c, options);
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

static bool conn_run_sync(Eval *ev, Args *a, Value *out)
{
    size_t n = value_seq_len(a->v[1]);
    Value *args = ARENA_ARRAY(eval_arena(ev), Value, n + 1);
    args[0] = a->self;
    for (size_t i = 0; i < n; i++) args[i + 1] = value_seq_items(a->v[1])[i];
    return eval_call(ev, a->v[0], args, n + 1, a->v[2], out);
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
    {"stream", EXECUTE_PARAMS, conn_execute, NATIVE_METHOD},
    {"stream_scalars", EXECUTE_PARAMS, conn_scalars, NATIVE_METHOD},
    {"exec_driver_sql", "statement, parameters=None, execution_options=None", conn_exec_driver_sql,
     NATIVE_METHOD},
    {"begin", "", conn_begin, NATIVE_METHOD},
    {"begin_nested", "", conn_begin_nested, NATIVE_METHOD},
    {"commit", "", conn_commit, NATIVE_METHOD},
    {"rollback", "", conn_rollback, NATIVE_METHOD},
    {"close", "", conn_close, NATIVE_METHOD},
    {"aclose", "", conn_close, NATIVE_METHOD},
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
    {"run_sync", "fn, *arg, **kw", conn_run_sync, NATIVE_METHOD},
    {"__enter__", "", conn_enter, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", conn_exit, NATIVE_METHOD},
    {"__aenter__", "", conn_enter, NATIVE_METHOD},
    {"__aexit__", "type_, value, traceback", conn_exit, NATIVE_METHOD},
    {"closed", "", conn_closed, NATIVE_GETTER},
    {"_offline", "", conn_offline, NATIVE_GETTER},
    {"_autocommit", "", conn_autocommit, NATIVE_GETTER},
    {"connection", "", conn_connection, NATIVE_GETTER},
    {"get_raw_connection", "", conn_connection, NATIVE_METHOD},
    {"engine", "", conn_engine, NATIVE_GETTER},
    {"dialect", "", conn_dialect, NATIVE_GETTER},
    {"name", "", conn_name, NATIVE_GETTER},
    {"info", "", conn_info, NATIVE_GETTER},
    {"sync_connection", "", conn_self, NATIVE_GETTER},
    {0},
};

const NativeClass engine_class_connection = {
    .name = "Connection",
    .module = "sqlalchemy.engine.base",
    .payload = sizeof(EngineConnection),
    .methods = connection_methods,
    .traverse = conn_traverse,
};
