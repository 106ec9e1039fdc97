/* A live connection, the same for every database: statements, rows, transactions, inspection.
 *
 * A Connection is owned by whoever opened it and closed exactly once; closing rolls back what is
 * open. Errors carry SQLSTATE or the driver's code, the statement, and a hint; no password ever
 * reaches a message. */
#ifndef RETORT_DIALECT_CONNECTION_H
#define RETORT_DIALECT_CONNECTION_H

#include "base/log.h"
#include "dialect/dialect.h"

/* A result set. Cells are SqlValue (NULL, INT, FLOAT, STR, …) typed by what the server says. Rows
 * come one at a time: memory does not grow with the result. */
typedef struct Result Result;

typedef enum {
    CONNECTION_UNDO_ALL,
    CONNECTION_UNDO_NOTHING,
    CONNECTION_UNDO_PART, /* some tables have no transactions */
    CONNECTION_UNDO_LOST  /* the connection was lost while a statement ran that commits what comes
                             before it: nothing of that, if the statement began */
} ConnectionUndo;

typedef struct ConnectionVtable {
    /* Runs one statement (or, without params, a script of several); result may be NULL when it is
     * not wanted. params are in the order of the statement's placeholders (the dialect compiles
     * binds to $1 / ?). */
    bool (*execute)(Connection *c, Str sql, const SqlValue *params, size_t n, Result **result,
                    Err *err);
    bool (*begin)(Connection *c, Err *err);
    bool (*commit)(Connection *c, Err *err);
    bool (*rollback)(Connection *c, Err *err);
    bool (*in_transaction)(const Connection *c);
    void (*close)(Connection *c);
    /* Queues a statement whose result nobody needs; may be sent later, and is at the latest by
     * flush, execute or commit. Its failure is reported there, with `tag` in err->statement's place
     * and the position that was queued. NULL = execute at once. */
    bool (*queue)(Connection *c, Str sql, SourcePos pos, Err *err);
    bool (*flush)(Connection *c, Err *err);
    /* ---- results ---- */
    size_t (*column_count)(const Result *r);
    Str (*column_name)(const Result *r, size_t i);
    /* The next row into row[0..column_count); false = the end or an error (err set). Text lives
     * until the next call. */
    bool (*next)(Result *r, SqlValue *row, Err *err);
    int64_t (*affected)(const Result *r);
    void (*result_close)(Result *r);
    /* ---- inspection (dialect/<db>/inspect*.c) ---- */
    /* All tables of the schemas (null = default schema) into m, with columns, keys, indexes,
     * checks, comments, as SQLAlchemy's Inspector reflects them. only: table names to take, NULL =
     * all. */
    bool (*inspect)(Connection *c, const StrVec *schemas, const StrVec *only, MetaData *m,
                    Err *err);
    bool (*table_names)(Connection *c, Str schema, bool views, Arena *out, StrVec *names, Err *err);
    bool (*schema_names)(Connection *c, Arena *out, StrVec *names, Err *err);
    bool (*has_table)(Connection *c, Str schema, Str name, bool *found, Err *err);
    /* The same of sequences, and of types that stand by themselves; NULL = there are none. */
    bool (*has_sequence)(Connection *c, Str schema, Str name, bool *found, Err *err);
    bool (*has_type)(Connection *c, Str schema, Str name, bool *found, Err *err);
    bool (*sequence_names)(Connection *c, Str schema, Arena *out, StrVec *names, Err *err);
    Str (*default_schema)(Connection *c); /* null = none */
    /* Takes another for it, as scripts do that change the search path; NULL = there is but one. */
    void (*set_default_schema)(Connection *c, Str schema);
    /* For databases that commit by themselves around some statements: what a rollback would undo of
     * all that ran since begin; after a rollback, what it did. May ask the server. NULL = a
     * rollback undoes everything. */
    ConnectionUndo (*undo)(Connection *c);
    /* The number that the last INSERT gave its row; NULL = the database has RETURNING instead. */
    int64_t (*last_id)(Connection *c);
    /* The isolation levels that SQLAlchemy names for this database, in its order; NULL ends them.
     * AUTOCOMMIT, which is no level of a server, is among them. */
    const char *const *isolation_levels;
    /* The statement by which transactions to come have a level; level NULL: which asks for it. An
     * empty one: there is nothing to send. */
    const char *(*isolation_sql)(const Connection *c, const char *level);
} ConnectionVtable;

struct Connection {
    const ConnectionVtable *vtable;
    const Dialect *dialect;
    int server_version; /* 150018, 3040001, 101106 */
    bool is_mariadb;
    bool plain_backslash; /* sql_mode has NO_BACKSLASH_ESCAPES */
    /* The Python driver believes in its own BEGIN until its commit() or rollback(): what follows a
     * COMMIT that was sent as a statement commits by itself, as CREATE INDEX CONCURRENTLY needs. */
    bool begins_once;
    SchemaMap schemas;    /* schema_translate_map of its user; may change at any time */
    Arena *arena;
    const Log *log; /* statements at DEBUG; may be NULL */
};

/* Stands before the placeholders ($1, ?) in a statement for PostgreSQL or MySQL: another $1 or ?
 * may be text, of a function's body or a comment. */
#define CONNECTION_BIND_MARK '\x01'
/* The statement as people read it, without the marks; in out, when it has any. */
Str connection_shown_sql(Str sql, Arena *out);

/* Thin wrappers, so that callers read well. */
bool connection_execute(Connection *c, Str sql, const SqlValue *params, size_t n, Result **result,
                        Err *err) MUST_CHECK;
bool connection_run(Connection *c, Str sql, Err *err) MUST_CHECK; /* no params, no result */
/* Opens the database of a URL. */
bool connection_open(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                     Connection **out, Err *err) MUST_CHECK;
void connection_close(Connection *c); /* NULL is fine */
/* Whether a signal came that is to end the command: fills *err. What undoes the transaction does
 * not ask. */
bool connection_interrupted(Str sql, Err *err);
/* The isolation level of the transaction, or of those to come: "READ COMMITTED". */
bool connection_isolation(Connection *c, Arena *out, Str *level, Err *err) MUST_CHECK;
/* Sets it for the transactions to come; level: one of the vtable's. */
bool connection_isolate(Connection *c, const char *level, Err *err) MUST_CHECK;
/* Puts in what the server has said of itself; NULL = nothing is known. */
void connection_set_options(Connection *c, CompileOptions *o);

#endif
