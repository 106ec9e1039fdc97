/* The inside of a MySQL or MariaDB connection, shared by its files: opening (connect.c), statements
 * and rows (session.c), failures (error.c), inspection (inspect*.c). */
#ifndef RETORT_DIALECT_MYSQL_SESSION_H
#define RETORT_DIALECT_MYSQL_SESSION_H

#include <mysql.h>

#include "dialect/connection.h"

/* What differs between the Python drivers that a URL can name, as far as a script can tell. */
typedef struct MysqlDriver {
    const char *name;   /* in the URL: "pymysql" */
    const char *errors; /* where its exceptions are defined: "pymysql.err" */
    bool is_pure;       /* its own protocol code: "localhost" is an address, not the socket */
    bool takes_scripts; /* several statements in one text */
    bool short_names;   /* SQLAlchemy hands it the URL's parts as "db" and "passwd" */
    /* "(1050, 'text')", "1050 (42S01): text", "text" */
    enum { MYSQL_MESSAGE_ARGS, MYSQL_MESSAGE_STATE, MYSQL_MESSAGE_TEXT } message;
} MysqlDriver;

typedef struct MysqlSession {
    Connection base;
    MYSQL *handle; /* NULL once closed */
    const MysqlDriver *driver;
    struct Result *streaming; /* result whose rows are still on the wire; NULL = none */
    Str default_schema;
    bool began;       /* statements run in a transaction until commit or rollback */
    bool autocommit;  /* as the server has it */
    unsigned answers; /* statements of the last text that have run, when it holds several */
    /* What the last commit or rollback left to undo (MyISAM keeps its rows); statements outside of
     * a transaction leave nothing. */
    ConnectionUndo ended;
    bool may_commit;  /* the statement that was sent last is of a kind that commits */
    bool is_unsure;   /* the connection was lost while such a statement ran */
    unsigned failure; /* number of the last statement's failure; 0 = it ran */
    int64_t last_id;  /* of the last INSERT that gave its row a number; 0 = none */
} MysqlSession;

/* ---- error.c ---- */
/* Fills *err from the handle's last failure. Returns false. */
bool mysql_session_fail(MysqlSession *s, Str sql, Err *err);
/* The same while there is no session yet. */
bool mysql_connect_fail(MYSQL *handle, const MysqlDriver *driver, Err *err);
/* TLS was asked for, and the server has none. */
bool mysql_connect_refuse_plain(const MysqlDriver *driver, Err *err);

/* ---- session.c: the operations of the vtable ---- */
bool mysql_session_execute(Connection *c, Str sql, const SqlValue *params, size_t n,
                           Result **result, Err *err);
size_t mysql_session_column_count(const Result *r);
Str mysql_session_column_name(const Result *r, size_t i);
bool mysql_session_next(Result *r, SqlValue *row, Err *err);
int64_t mysql_session_affected(const Result *r);
void mysql_session_result_close(Result *r);
/* The result whose rows are on the wire gives up on them; for closing. */
void mysql_session_abandon(MysqlSession *s);
/* Sends the statement outside of what scripts run: no result, no effect on the transaction. */
bool mysql_session_run(MysqlSession *s, Str sql, Err *err) MUST_CHECK;
/* A whole result for inspection; NULL on failure. */
MYSQL_RES *mysql_session_query(MysqlSession *s, Str sql, Err *err);
/* A cell of such a result; null for NULL. */
Str mysql_session_cell(MYSQL_RES *res, MYSQL_ROW row, unsigned i);

#endif
