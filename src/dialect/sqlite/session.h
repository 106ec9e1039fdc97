/* The inside of a SQLite connection, shared by its files. */
#ifndef RETORT_DIALECT_SQLITE_SESSION_H
#define RETORT_DIALECT_SQLITE_SESSION_H

#include <sqlite3.h>

#include "dialect/connection.h"

typedef struct SqliteSession {
    Connection base;
    sqlite3 *db;            /* NULL once closed */
    struct Result *results; /* open ones: their statements must go before the database */
    /* Rows were changed since the transaction began: Python's driver begins one only then, so that
     * before it a BEGIN or PRAGMA foreign_keys of a script's own takes effect. */
    bool wrote;
} SqliteSession;

/* Fills *err from the last failure. Returns false. */
bool sqlite_session_fail(SqliteSession *s, Str sql, Err *err);

bool sqlite_session_execute(Connection *c, Str sql, const SqlValue *params, size_t n,
                            Result **result, Err *err);
size_t sqlite_session_column_count(const Result *r);
Str sqlite_session_column_name(const Result *r, size_t i);
bool sqlite_session_next(Result *r, SqlValue *row, Err *err);
int64_t sqlite_session_affected(const Result *r);
void sqlite_session_result_close(Result *r);
void sqlite_session_close_results(SqliteSession *s);

/* A statement for inspection, text parameters bound; NULL on failure. Finalize it. */
sqlite3_stmt *sqlite_session_prepare(SqliteSession *s, Str sql, const Str *params, size_t n,
                                     Err *err);

#endif
