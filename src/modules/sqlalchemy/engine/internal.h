/* What the files of this folder share: payloads, small helpers, lists of members. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_INTERNAL_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_INTERNAL_H

#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/engine/dialect_object.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/schema.h"
#include "os/spool.h"

/* ---- url.c ---- */
extern const NativeClass engine_class_url;
/* str or URL; raises ArgumentError. */
bool engine_url_from_value(Eval *ev, Value v, DatabaseUrl *out) MUST_CHECK;
Value engine_url_value(Eval *ev, const DatabaseUrl *u);
bool engine_make_url(Eval *ev, Args *a, Value *out);

/* ---- engine.c ---- */
typedef struct Engine {
    Eval *ev;
    Value self;
    Value url; /* URL object */
    DatabaseUrl parsed;
    const Dialect *dialect;
    SqlOptions connect_args;
    Value options;    /* execution options: a dict */
    Value isolation;  /* isolation_level of create_engine(); unset = none */
    bool connected;   /* there was a connection */
    bool keeps;       /* one connection for all: an SQLite database in memory, or a static pool */
    Connection *kept; /* while nobody uses it */
    Arena *kept_arena;
    Value dialect_value;
} Engine;

Engine *engine_get(Value v);
bool engine_create(Eval *ev, Args *a, Value *out);
bool engine_from_config(Eval *ev, Args *a, Value *out);
extern const NativeClass engine_class_pool;

/* ---- translate.c: the execution option schema_translate_map ---- */
/* Those of `options`, a dict that may have none, are the connection's from now on. */
bool engine_translate_set(EngineConnection *c, Value options) MUST_CHECK;
/* Connection.execute() with the options of this execution: a dict, or None. */
bool engine_execute(EngineConnection *c, Value statement, Value params, Value options,
                    Value *result) MUST_CHECK;
/* The schema that stands for one, where something is looked for. */
Str engine_translate(const EngineConnection *c, Str schema);

/* ---- isolation.c ---- */
/* A connection that was just opened, by what create_engine() says; unset = nothing. */
bool engine_isolation_open(EngineConnection *c, Value level) MUST_CHECK;
bool engine_isolation_set(EngineConnection *c, Value level) MUST_CHECK;
/* What the execution options say of the transactions to come. */
bool engine_isolation_options(EngineConnection *c, Value options) MUST_CHECK;
/* As it was opened, for its next user. */
bool engine_isolation_reset(EngineConnection *c, Err *err) MUST_CHECK;
bool engine_isolation_get(EngineConnection *c, Value *out) MUST_CHECK;
bool engine_isolation_default(EngineConnection *c, Value *out) MUST_CHECK;

/* ---- connection.c ---- */
bool engine_connect(Eval *ev, Engine *e, Value *out) MUST_CHECK;
/* listen.c: runs the listeners of a connection to the database that was just opened, and of every
 * Connection. */
bool engine_tell_opened(Eval *ev, Engine *e, EngineConnection *c) MUST_CHECK;
bool engine_tell_connected(Eval *ev, Engine *e, EngineConnection *c) MUST_CHECK;
/* Begins by itself when needed: what every statement does first. */
bool engine_autobegin(EngineConnection *c, Str sql, Err *err) MUST_CHECK;

/* ---- transaction.c ---- */
extern const NativeClass engine_class_transaction;
/* The object of the connection's transaction, or of the savepoint with this number; 0 = none. */
Value engine_transaction_new(EngineConnection *c, unsigned savepoint);

/* ---- result.c ---- */
struct EngineResult {
    Eval *ev;
    Value self;
    Value connection; /* keeps it alive */
    EngineConnection *c;
    EngineResult *next; /* open results of the connection */
    Result *rows;       /* NULL = none left on the server */
    SourcePos sent_at;  /* the script's line that made it */
    bool returns_rows;
    bool closed; /* exhausted by one(), scalar(), close() … */
    int64_t rowcount;
    Value keys;     /* tuple of str */
    Value buffered; /* list of row tuples read ahead; unset = none */
    size_t at;      /* next of buffered */
    size_t columns;
    int shape; /* ResultShape */
    size_t scalar_column;
    bool unique;
    Value types;        /* bytes: a const SqlType * per column; unset = nothing to process */
    Value statement;    /* keeps them alive */
    Value hooks;        /* list per column: what the script's types do with a value; unset = none */
    Value inserted_key; /* inserted_primary_key; unset = none */
    Value inserted_params; /* last_inserted_params(): a dict; unset = none */
    bool is_insert;
    Value made; /* what Python-side defaults gave, by column key; unset = nothing */
    int64_t lastrowid;
    Spool *spool;      /* rows that had to leave the connection; NULL = none */
    size_t spooled;    /* rows in it */
    int64_t yield_per; /* 0 = not given */
    Value source;      /* an iterator of row tuples, instead of rows of a server; unset = none */
};
typedef enum ResultShape { RESULT_ROWS, RESULT_SCALARS, RESULT_MAPPINGS } ResultShape;

/* rows may be NULL: a statement without a result. */
Value engine_result_value(EngineConnection *c, Result *rows, int64_t rowcount);
/* Read everything that is left into memory and release the server's result. */
bool engine_result_buffer(EngineResult *r, Err *err) MUST_CHECK;
/* Takes the rows that are left off the connection, so that another statement can run. */
bool engine_result_spool(EngineResult *r, Err *err) MUST_CHECK;
/* The next of those; false = the end, or err. */
bool engine_spool_next(EngineResult *r, Arena *out, SqlValue *cells, Err *err) MUST_CHECK;
/* Closes the server's part of a result. Returns ok. */
bool engine_result_leave(EngineResult *r, bool ok);
/* A result of rows that are made in Python: a list of tuples, or an iterator of them. */
Value engine_result_of_rows(EngineConnection *c, Value keys, Value rows);
/* Appends the rows of a buffered result to another's. */
bool engine_result_append(Value result, Value more) MUST_CHECK;
bool engine_result_scalar(Eval *ev, Value result, Value *out) MUST_CHECK;
Value engine_result_scalars(Eval *ev, Value result);
extern const NativeClass engine_class_row, engine_class_row_mapping, engine_class_scalar_result,
    engine_class_mapping_result;
Value engine_row_value(Eval *ev, Value keys, Value items);
/* What keys() of a result or a row gives. */
bool engine_key_view(Eval *ev, Value keys, Value *out) MUST_CHECK;

/* ---- execute.c ---- */
/* What psycopg2 (a tuple) and PyMySQL (a list, too) write as (1, 2), for IN. */
bool engine_is_row(const EngineConnection *c, const SqlValue *v);

/* ---- driver_sql.c ---- */
typedef VEC(SqlValue) SqlValues;
/* exec_driver_sql()'s text and parameters (None, a sequence, a dict) for this connection. */
bool engine_driver_sql(EngineConnection *c, Str sql, Value params, Arena *out, Str *text,
                       SqlValues *values) MUST_CHECK;

/* ---- hooks.c ---- */
/* Compiles and sends an operation; a mock connection hands it to its owner. */
bool engine_emit(EngineConnection *c, const Op *op) MUST_CHECK;

/* ---- create_all.c ---- */
/* Whether there is one of that name; has: a function of the connection's vtable, NULL = there are
 * none in that database. */
typedef bool (*ConnectionHas)(Connection *c, Str schema, Str name, bool *found, Err *err);
bool engine_exists(EngineConnection *c, ConnectionHas has, Str schema, Str name,
                   bool *found) MUST_CHECK;
/* CREATE or DROP of a sequence, where the database has such. */
bool engine_sequence_change(EngineConnection *c, Sequence *s, bool create,
                            bool checkfirst) MUST_CHECK;
/* CREATE or DROP of tables with what belongs to them; m: by create_all() or drop_all(), NULL = by
 * one table's own method. */
bool engine_tables_change(EngineConnection *c, MetaData *m, const TableVec *tables, bool checkfirst,
                          bool creates) MUST_CHECK;

/* ---- named_types.c ---- */
/* Enum.create(), Enum.drop() and their like. */
bool engine_type_change(EngineConnection *c, const SqlType *t, bool create,
                        bool checkfirst) MUST_CHECK;
/* One create_all(), drop_all(), or create() or drop() of a table. */
typedef struct TypesChange {
    EngineConnection *c;
    const MetaData *of; /* whose own types are changed as well; NULL = none's */
    bool create, checkfirst;
    Map *done; /* types that are no longer to be said */
} TypesChange;

/* Every type that the tables need; one with another MetaData only where it is looked for first. */
bool engine_types_change(const TypesChange *x, const TableVec *tables) MUST_CHECK;

/* ---- processor.c: what the types of a statement's columns make of the cells ---- */
/* tree: the statement that gave the result. Columns without a type stay as the driver has them. */
bool engine_processors_set(Value result, Value statement, const SqlExpr *tree) MUST_CHECK;
/* The value of one cell; processors: what engine_processors_set() left in the result. */
bool engine_process(EngineResult *r, size_t column, const SqlValue *cell, Value *out) MUST_CHECK;

/* ---- bind.c ---- */
/* What the type of a bind makes of its value, before the driver has it: an enum's member by its
 * name, JSON as text, and on SQLite dates, intervals and UUIDs as the texts that are stored. place:
 * of the parameter, from 1. */
bool engine_bind(EngineConnection *c, const SqlExpr *bind, size_t place, Arena *out,
                 SqlValue *value, Err *err) MUST_CHECK;

/* ---- containers.c: SET and HSTORE ---- */
bool engine_is_container(const SqlType *t);
bool engine_container_bind(const SqlType *t, Arena *out, SqlValue *value, Err *err) MUST_CHECK;
/* *read: the type is one of them. */
bool engine_container_read(Eval *ev, const SqlType *t, Str text, Value *out, bool *read) MUST_CHECK;

/* ---- inspector.c ---- */
extern const NativeClass engine_class_inspector;
bool engine_inspect(Eval *ev, Args *a, Value *out);
/* One of the dictionaries of get_columns(). */
bool engine_inspector_column(Eval *ev, Value inspector, const Table *t, Column *c,
                             Value *out) MUST_CHECK;

/* ---- error.c ---- */
Err engine_err(Eval *ev);
/* engine_raise() of a statement with parameters: a dict, a tuple, or unset. */
bool engine_raise_params(Eval *ev, const Err *e, Value params);
/* Fills an Err from a pending exception's text, for C callers; clears it. */
void engine_error_remember(Eval *ev, const Err *e, Value exception);
/* "IntegrityError": PEP 249's class of an SQLSTATE, as psycopg2 has it. */
const char *engine_error_class_of_state(const char *state);

#endif
