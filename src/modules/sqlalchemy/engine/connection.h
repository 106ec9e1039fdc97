/* sqlalchemy.engine's Engine and Connection as native classes.
 *
 * A Connection value wraps a dialect Connection and keeps SQLAlchemy's transaction rules on top of
 * it: a transaction begins by itself with the first statement, closing rolls it back. Offline, a
 * mock Connection has no database; what is executed on it goes to its owner, which prints it. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_CONNECTION_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_CONNECTION_H

#include "dialect/connection.h"
#include "eval/native.h"

/* What became of a statement, or of the transaction; FAILED_LATER: it was said to run, then failed
 * as its rows were read. */
typedef enum {
    ENGINE_SENT_RAN,
    ENGINE_SENT_FAILED,
    ENGINE_SENT_FAILED_LATER,
    ENGINE_SENT_COMMITTED,
    ENGINE_SENT_ROLLED_BACK
} EngineSent;

typedef struct EngineResult EngineResult;
typedef struct EngineConnection EngineConnection;

/* Where statements of a mock connection go; false = exception pending. */
typedef bool (*EngineDump)(void *user, Value statement);
/* The same for DDL that has no Python object: MetaData.create_all(), Enum.create() … */
typedef bool (*EngineEmit)(void *user, const Op *op);

struct EngineConnection {
    Eval *ev;
    Value self;
    Value engine; /* None for a mock one */
    const Dialect *dialect;
    Connection *db; /* NULL = mock or closed */
    Arena *arena;   /* of db */
    bool closed;
    bool began;          /* SQLAlchemy's transaction; the database may not know of it yet */
    bool db_began;       /* the database was told to begin, and not yet to end it */
    bool autocommit;     /* isolation_level="AUTOCOMMIT" */
    bool isolated;       /* the server was told of a level */
    Value default_level; /* the level before that; unset = not asked for */
    unsigned savepoint;  /* names given so far */
    unsigned nested;     /* savepoints that are open */
    EngineResult *open;  /* results whose rows are still on the server */
    /* Told of each statement and of each transaction's end; NULL = nobody. */
    void (*sent)(void *user, Str sql, EngineSent outcome);
    void *sent_user;
    EngineDump dump; /* mock */
    EngineEmit emit;
    void *dump_user;
    Value info;    /* dict */
    Value options; /* dict */
};

extern const NativeClass engine_class_engine, engine_class_connection, engine_class_result;

/* NULL when v is no Connection (an AsyncConnection gives the one that it wraps). */
EngineConnection *engine_connection_get(Value v);
bool engine_is_engine(Value v);
/* A mock connection for offline mode. */
Value engine_connection_mock(Eval *ev, const Dialect *dialect, EngineDump dump, EngineEmit emit,
                             void *user);

/* ---- for the engine layer; failures are Err ---- */
/* Reads what open results still have on the server: another statement can run, and one that fails
 * only while its rows are made has failed. */
bool engine_buffer_results(EngineConnection *c, Err *err) MUST_CHECK;
/* Sends SQL, beginning SQLAlchemy's and the database's transaction as needed. result may be NULL.
 */
bool engine_connection_send(EngineConnection *c, Str sql, const SqlValue *params, size_t n,
                            Result **result, Err *err) MUST_CHECK;
/* As Connection.begin(): fails when a transaction has begun already. */
bool engine_connection_begin(EngineConnection *c, Err *err) MUST_CHECK;
bool engine_connection_commit(EngineConnection *c, Err *err) MUST_CHECK;
bool engine_connection_rollback(EngineConnection *c, Err *err) MUST_CHECK;
void engine_connection_close(EngineConnection *c);
/* Closes every connection that a script left open, rolling back. */
void engine_close_all(Eval *ev);

/* Connection.execute(): statement is an expression value or text; params None, a dict or a list of
 * dicts. *result is a Result value. */
bool engine_connection_execute(EngineConnection *c, Value statement, Value params,
                               Value *result) MUST_CHECK;

/* Connection.execution_options(): options is a dict. */
bool engine_options_set(EngineConnection *c, Value options) MUST_CHECK;

/* ---- failures ---- */
/* Raises e as the exception that SQLAlchemy would raise (ProgrammingError …) and remembers e;
 * returns false. */
bool engine_raise(Eval *ev, const Err *e);
/* When err is the uncaught exception made by engine_raise, gives back what is known of the failure:
 * code, SQLSTATE, statement, hint, the server's own message. */
void engine_error_restore(Eval *ev, Err *err);

/* MetaData.create_all() and its like, for the SQLAlchemy modules (hooks.h). */
void engine_hooks_install(Eval *ev);

/* NULL = no such module. For "sqlalchemy" itself: a module with the engine's names only
 * (create_engine, inspect, make_url, URL, …), to be merged into the package. */
const NativeModule *sqlalchemy_engine_find(Str dotted);

#endif
