#include "modules/sqlalchemy/engine/internal.h"

/* What begin() and begin_nested() give. */
typedef struct Transaction {
    Value connection;
    EngineConnection *c;
    bool active;
    unsigned savepoint; /* 0 = the outermost */
} Transaction;

Value engine_transaction_new(EngineConnection *c, unsigned savepoint)
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
        return (commit ? engine_connection_commit(c, &err) : engine_connection_rollback(c, &err)) ||
               engine_raise(c->ev, &err);
    Str sql = arena_fmt(eval_arena(c->ev), "%s SAVEPOINT sa_savepoint_%u",
                        commit ? "RELEASE" : "ROLLBACK TO", t->savepoint);
    return engine_connection_send(c, sql, NULL, 0, NULL, &err) || engine_raise(c->ev, &err);
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
