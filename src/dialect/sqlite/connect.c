#include "dialect/sqlite/connect.h"

#include <stdlib.h>

#include "dialect/sqlite/inspect.h"
#include "dialect/sqlite/regexp.h"
#include "dialect/sqlite/session.h"
#include "os/interrupt.h"

/* Python's sqlite3.connect() waits so many seconds for a lock. */
enum { BUSY_TIMEOUT_S = 5 };

static void close_db(void *user)
{
    SqliteSession *s = user;
    if (s->db == NULL) return;
    interrupt_forget(s->db);
    sqlite_session_close_results(s);
    /* A run that memory ended has left statements, with which the file would stay open. They are
     * looked for only then: the first call has ended those of virtual tables, which are not ours to
     * finalize. */
    if (sqlite3_close(s->db) != SQLITE_OK) {
        for (sqlite3_stmt *open; (open = sqlite3_next_stmt(s->db, NULL));) sqlite3_finalize(open);
        sqlite3_close_v2(s->db);
    }
    s->db = NULL;
}

static void close_connection(Connection *c) { close_db(c); }

/* In the signal's handler: it sets a flag. */
static void stop(void *db) { sqlite3_interrupt(db); }

static bool execute(Connection *c, Str sql, const SqlValue *params, size_t n, Result **result,
                    Err *err)
{
    return !connection_interrupted(sql, err) &&
           sqlite_session_execute(c, sql, params, n, result, err);
}

static bool run(Connection *c, Str sql, Err *err)
{
    return sqlite_session_execute(c, sql, NULL, 0, NULL, err);
}

static bool begin(Connection *c, Err *err) { return run(c, STR("BEGIN"), err); }

static bool commit(Connection *c, Err *err)
{
    return !connection_interrupted(STR("COMMIT"), err) && run(c, STR("COMMIT"), err);
}

/* Some failures (a full disk, for one) have undone the transaction already. */
static bool rollback(Connection *c, Err *err)
{
    SqliteSession *s = (SqliteSession *)c;
    return sqlite3_get_autocommit(s->db) || run(c, STR("ROLLBACK"), err);
}

static bool in_transaction(const Connection *c)
{
    return !sqlite3_get_autocommit(((const SqliteSession *)c)->db);
}

static Str default_schema(Connection *c) { return STR("main"); }

static int64_t last_id(Connection *c)
{
    return sqlite3_last_insert_rowid(((SqliteSession *)c)->db);
}

static bool flush(Connection *c, Err *err) { return true; }

static const char *const isolation_levels[] = {"READ UNCOMMITTED", "SERIALIZABLE", "AUTOCOMMIT",
                                               NULL};

static const char *isolation_sql(const Connection *c, const char *level)
{
    if (!level) return "PRAGMA read_uncommitted";
    if (strcmp(level, "READ UNCOMMITTED") == 0) return "PRAGMA read_uncommitted = 1";
    return strcmp(level, "SERIALIZABLE") == 0 ? "PRAGMA read_uncommitted = 0" : "";
}

static const ConnectionVtable vtable = {
    .execute = execute,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .in_transaction = in_transaction,
    .close = close_connection,
    .flush = flush,
    .column_count = sqlite_session_column_count,
    .column_name = sqlite_session_column_name,
    .next = sqlite_session_next,
    .affected = sqlite_session_affected,
    .result_close = sqlite_session_result_close,
    .inspect = sqlite_inspect,
    .table_names = sqlite_inspect_table_names,
    .schema_names = sqlite_inspect_schema_names,
    .has_table = sqlite_inspect_has_table,
    .default_schema = default_schema,
    .last_id = last_id,
    .isolation_levels = isolation_levels,
    .isolation_sql = isolation_sql,
};

/* ---- the file ---- */

/* Settings of Python's driver. What is none of them belongs to a file: URI. */
static bool is_driver_setting(Str key)
{
    static const char *const names[] = {"uri",
                                        "timeout",
                                        "isolation_level",
                                        "detect_types",
                                        "check_same_thread",
                                        "cached_statements",
                                        "autocommit",
                                        "factory"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_z(key, names[i])) return true;
    return false;
}

static Str file_name(const DatabaseUrl *url, bool is_uri, Arena *scratch)
{
    if (str_is_empty(url->database)) return STR(":memory:");
    StrBuf b = {0};
    strbuf_push(&b, url->database);
    char separator = str_contains(url->database, STR("?")) ? '&' : '?';
    for (size_t i = 0; is_uri && i < url->query.len; i++) {
        UrlQuery q = url->query.items[i];
        if (is_driver_setting(q.key)) continue;
        strbuf_fmt(&b, "%c%.*s=%.*s", separator, STR_ARG(q.key), STR_ARG(q.value));
        separator = '&';
    }
    return strbuf_finish(&b, scratch);
}

/* What is in the connect_args wins over the URL. */
typedef struct Settings {
    bool is_uri;
    int timeout_ms;
} Settings;

static bool read_settings(const DatabaseUrl *url, const SqlOptions *args, Settings *out, Err *err)
{
    double seconds = BUSY_TIMEOUT_S;
    bool is_uri = false, same_thread;
    int number;
    if (!url_query_bool(url, "uri", &is_uri, err) ||
        !url_query_float(url, "timeout", &seconds, err) ||
        !url_query_int(url, "detect_types", &number, err) ||
        !url_query_bool(url, "check_same_thread", &same_thread, err) ||
        !url_query_int(url, "cached_statements", &number, err))
        return false;
    const SqlValue *given = args ? sql_options_find(args, "timeout") : NULL;
    if (given && given->kind == SQL_VALUE_INT) seconds = (double)given->as.integer;
    if (given && given->kind == SQL_VALUE_FLOAT) seconds = given->as.real;
    const SqlValue *uri = args ? sql_options_find(args, "uri") : NULL;
    out->is_uri = is_uri || (uri && uri->kind == SQL_VALUE_BOOL && uri->as.boolean);
    out->timeout_ms = !(seconds > 0) ? 0 : seconds > 2e6 ? 2000000000 : (int)(seconds * 1000);
    return true;
}

static bool fail_open(sqlite3 *db, Str file, Err *err)
{
    int code = db ? sqlite3_extended_errcode(db) : SQLITE_NOMEM;
    err_set(err, ERR_CONNECT, "%s: \"%.*s\"", db ? sqlite3_errmsg(db) : "out of memory",
            STR_ARG(file));
    err->driver_code = code;
    return err_hint(err, "Check that the directory in the database URL exists and can be written "
                         "to; a relative path "
                         "is taken from the current directory.");
}

bool sqlite_connect_open(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                         Connection **out, Err *err)
{
    Arena scratch = {0};
    if (!str_is_null(url->user) || !str_is_null(url->host) || !str_is_null(url->password) ||
        url->port) {
        err_raise(err, ERR_CONFIG, "sqlalchemy.exc.ArgumentError", "Invalid SQLite URL: %.*s",
                  STR_ARG(url_render(url, true, err->arena ? err->arena : arena)));
        return err_hint(
            err,
            "Valid SQLite URL forms are sqlite:///:memory: or sqlite:////absolute/path/to/file.db");
    }
    Settings settings;
    if (!read_settings(url, connect_args, &settings, err)) return false;
    Str file = file_name(url, settings.is_uri, &scratch);
    /* Without uri=true, "file:x" is the name of a file. */
    if (!settings.is_uri && str_starts(file, STR("file:")))
        file = arena_fmt(&scratch, "./%.*s", STR_ARG(file));
    /* The owner comes before what it owns: memory may run out in between. */
    SqliteSession *s = ARENA_NEW(arena, SqliteSession);
    arena_on_release(arena, close_db, s);
    char *name = arena_cstr(&scratch, file);
    int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | (settings.is_uri ? SQLITE_OPEN_URI : 0);
    if (sqlite3_open_v2(name, &s->db, flags, NULL) != SQLITE_OK) {
        fail_open(s->db, file, err);
        sqlite3_close_v2(s->db);
        s->db = NULL;
        arena_release(&scratch);
        return false;
    }
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, settings.timeout_ms);
    sqlite_regexp_register(s->db);
    arena_release(&scratch);
    s->base = (Connection){.vtable = &vtable,
                           .dialect = dialect_find(STR("sqlite")),
                           .server_version = sqlite3_libversion_number(),
                           .arena = arena};
    interrupt_call(stop, s->db);
    *out = &s->base;
    return true;
}
