/* The inside of a PostgreSQL connection, shared by its files: opening (connect.c), statements and
 * rows (session.c), inspection (inspect*.c). */
#ifndef RETORT_DIALECT_POSTGRESQL_SESSION_H
#define RETORT_DIALECT_POSTGRESQL_SESSION_H

#include <libpq-fe.h>

#include "dialect/connection.h"

/* A statement that was sent in pipeline mode and not yet answered. */
typedef struct PostgresqlQueued {
    char *sql; /* on the heap */
    SourcePos pos;
} PostgresqlQueued;

typedef struct PostgresqlSession {
    Connection base;
    PGconn *pg;               /* NULL once closed */
    struct Result *streaming; /* result whose rows are still on the wire; NULL = none */
    PostgresqlQueued *queue;  /* on the heap */
    size_t queue_len, queue_cap;
    Str default_schema;
    PGcancel *cancel; /* what a signal asks the server to stop by */
    bool is_bound;    /* a cleanup on the arena closes it */
    /* Parameters are written into the statement, as by psycopg2: so they may stand where PostgreSQL
     * takes none (SET, COMMENT, "interval $1"), and need no type. */
    bool writes_params;
} PostgresqlSession;

/* Fills *err from a failed result (or, with result NULL, from the connection). Returns false. */
bool postgresql_session_fail(PostgresqlSession *s, const PGresult *result, Str sql, Err *err);

/* The operations of the vtable. */
bool postgresql_session_execute(Connection *c, Str sql, const SqlValue *params, size_t n,
                                Result **result, Err *err);
bool postgresql_session_queue(Connection *c, Str sql, SourcePos pos, Err *err);
bool postgresql_session_flush(Connection *c, Err *err);
size_t postgresql_session_column_count(const Result *r);
Str postgresql_session_column_name(const Result *r, size_t i);
bool postgresql_session_next(Result *r, SqlValue *row, Err *err);
int64_t postgresql_session_affected(const Result *r);
void postgresql_session_result_close(Result *r);
/* Drops what is queued without waiting for answers; for closing. */
void postgresql_session_abandon(PostgresqlSession *s);

/* A whole result for inspection: text cells, read with postgresql_rows_*. NULL on failure. */
PGresult *postgresql_session_query(PostgresqlSession *s, const char *sql, const char *const *params,
                                   int n, Err *err);

#endif
