#include "dialect/mysql/connect.h"

#include "dialect/mysql/dialect.h"
#include "dialect/mysql/inspect.h"
#include "dialect/mysql/libmariadb.h"
#include "dialect/mysql/settings.h"
#include "os/interrupt.h"

enum {
    DEFAULT_PORT = 3306,
    CONNECT_TIMEOUT = 10, /* seconds; PyMySQL's */
    TLS_FAILED = 2026,    /* CR_SSL_CONNECTION_ERROR */
    TLS_WANTED = 3159,    /* ER_SECURE_TRANSPORT_REQUIRED */
    DEADLOCK = 1213       /* ER_LOCK_DEADLOCK: the server has rolled back */
};

/* ---- opening ---- */

static bool is_loopback(const char *host)
{
    return !strcmp(host, "localhost") || !strncmp(host, "127.", 4) || !strcmp(host, "::1");
}

static void set_options(MYSQL *m, const MysqlSettings *s, bool tls)
{
    unsigned timeout = CONNECT_TIMEOUT, protocol = MYSQL_PROTOCOL_TCP;
    my_bool enforce = tls, verify = s->verify_server;
    mysql_options(m, MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
    mysql_options(m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    /* Drivers that are written in Python take "localhost" for an address. */
    if (!s->socket && s->driver->is_pure) mysql_options(m, MYSQL_OPT_PROTOCOL, &protocol);
    for (size_t i = 0; i < s->options.len; i++) {
        const MysqlOption *o = &s->options.items[i];
        my_bool flag = o->number != 0;
        mysql_options(m, o->option,
                      o->kind == MYSQL_OPTION_TEXT     ? (const void *)o->text
                      : o->kind == MYSQL_OPTION_NUMBER ? (const void *)&o->number
                                                       : (const void *)&flag);
    }
    if (!tls) return;
    mysql_options(m, MYSQL_OPT_SSL_ENFORCE, &enforce);
    mysql_options(m, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
}

/* One attempt; the handle holds the failure. */
static bool attempt(MYSQL **handle, const MysqlSettings *s, bool tls)
{
    /* Found rather than changed rows: what SQLAlchemy asks its drivers to count. */
    unsigned long flags = s->client_flag | CLIENT_FOUND_ROWS | CLIENT_MULTI_RESULTS |
                          (s->driver->takes_scripts ? CLIENT_MULTI_STATEMENTS : 0);
    if (*handle) mysql_close(*handle);
    *handle = mysql_init(NULL);
    if (!*handle) return false;
    set_options(*handle, s, tls);
    /* Drivers that are written in Python take the socket whatever the host is. */
    const char *host = s->socket && s->driver->is_pure ? "localhost" : s->host;
    return mysql_real_connect(*handle, host, s->user, s->password, s->database,
                              s->port ? s->port : DEFAULT_PORT, s->socket, flags) != NULL;
}

/* libmariadb goes on without TLS where the server has none, unless it is to verify the server. */
static bool is_plain(MYSQL *handle, const MysqlSettings *s)
{
    return s->tls == MYSQL_TLS_REQUIRE && !mysql_get_ssl_cipher(handle);
}

/* TLS where the server has it, unless the connection stays on this machine. */
static bool connect_handle(MYSQL **handle, const MysqlSettings *s)
{
    bool is_local = s->socket || !s->host || is_loopback(s->host);
    bool tls = s->tls == MYSQL_TLS_REQUIRE || (s->tls == MYSQL_TLS_PREFER && !is_local);
    if (attempt(handle, s, tls)) return true;
    if (!*handle || s->tls != MYSQL_TLS_PREFER) return false;
    if (mysql_errno(*handle) != (tls ? TLS_FAILED : TLS_WANTED)) return false;
    return attempt(handle, s, !tls);
}

static void close_handle(void *user)
{
    MysqlSession *s = user;
    if (!s->handle) return;
    mysql_session_abandon(s);
    interrupt_watch(-1);
    mysql_close(s->handle);
    s->handle = NULL;
}

/* ---- the vtable ---- */

static void close_connection(Connection *c) { close_handle(c); }

static bool begin(Connection *c, Err *err)
{
    ((MysqlSession *)c)->began = true; /* takes effect with the next statement */
    return true;
}

static bool commit(Connection *c, Err *err)
{
    MysqlSession *s = (MysqlSession *)c;
    if (!mysql_session_run(s, STR("COMMIT"), err)) return false;
    s->began = false;
    s->ended = CONNECTION_UNDO_NOTHING;
    return true;
}

static bool rollback(Connection *c, Err *err)
{
    MysqlSession *s = (MysqlSession *)c;
    s->began = false;
    Arena scratch = {0};
    Err failed = err_init(&scratch);
    bool ok = mysql_session_run(s, STR("ROLLBACK"), &failed);
    s->ended = !ok || !mysql_warning_count(s->handle) ? CONNECTION_UNDO_ALL : CONNECTION_UNDO_PART;
    /* A server that is gone has undone it itself. */
    if (!ok && failed.code != ERR_CONNECT) mysql_session_fail(s, STR("ROLLBACK"), err);
    ok = ok || failed.code == ERR_CONNECT;
    arena_release(&scratch);
    return ok;
}

static bool in_transaction(const Connection *c) { return ((const MysqlSession *)c)->began; }

/* The server says with each answer whether a transaction is open. A failure's answer does not: what
 * was open may have been committed before the statement failed, so it is asked. */
static ConnectionUndo undo(Connection *c)
{
    MysqlSession *s = (MysqlSession *)c;
    if (s->is_unsure) return CONNECTION_UNDO_LOST;
    if (!s->handle) return CONNECTION_UNDO_ALL;
    if (!s->began) return s->ended;
    bool failed = s->failure != 0, undone = s->failure == DEADLOCK;
    Arena scratch = {0};
    Err err = err_init(&scratch);
    bool may_commit = s->may_commit;
    if (failed && !undone && !mysql_session_run(s, STR("DO 0"), &err)) {
        undone = true; /* the server is gone, or this session is */
        s->is_unsure = may_commit;
    }
    arena_release(&scratch);
    if (s->is_unsure) return CONNECTION_UNDO_LOST;
    undone |= (s->handle->server_status & SERVER_STATUS_IN_TRANS) != 0;
    return undone ? CONNECTION_UNDO_ALL : CONNECTION_UNDO_NOTHING;
}

static bool flush(Connection *c, Err *err) { return true; }

static Str default_schema(Connection *c) { return ((MysqlSession *)c)->default_schema; }

static void set_default_schema(Connection *c, Str schema)
{
    ((MysqlSession *)c)->default_schema = arena_str(c->arena, schema);
}

static int64_t last_id(Connection *c) { return ((MysqlSession *)c)->last_id; }

static const char *const isolation_levels[] = {
    "SERIALIZABLE", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "AUTOCOMMIT", NULL};

#define ISOLATE(level)                                                                             \
    {                                                                                              \
        level, "SET SESSION TRANSACTION ISOLATION LEVEL " level                                    \
    }

static const char *isolation_sql(const Connection *c, const char *level)
{
    enum { MYSQL_RENAMED = 50720 }; /* from 5.7.20; MariaDB has long had the old name only */
    static const struct {
        const char *level, *sql;
    } sets[] = {ISOLATE("SERIALIZABLE"), ISOLATE("REPEATABLE READ"), ISOLATE("READ COMMITTED"),
                ISOLATE("READ UNCOMMITTED")};
    for (size_t i = 0; level && i < sizeof sets / sizeof *sets; i++)
        if (strcmp(sets[i].level, level) == 0) return sets[i].sql;
    if (level) return "";
    return !c->is_mariadb && c->server_version >= MYSQL_RENAMED ? "SELECT @@transaction_isolation"
                                                                : "SELECT @@tx_isolation";
}

static const ConnectionVtable vtable = {
    .execute = mysql_session_execute,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .in_transaction = in_transaction,
    .close = close_connection,
    .flush = flush,
    .column_count = mysql_session_column_count,
    .column_name = mysql_session_column_name,
    .next = mysql_session_next,
    .affected = mysql_session_affected,
    .result_close = mysql_session_result_close,
    .inspect = mysql_inspect,
    .table_names = mysql_inspect_table_names,
    .schema_names = mysql_inspect_schema_names,
    .has_table = mysql_inspect_has_table,
    .has_sequence = mysql_inspect_has_sequence,
    .sequence_names = mysql_inspect_sequence_names,
    .default_schema = default_schema,
    .set_default_schema = set_default_schema,
    .undo = undo,
    .last_id = last_id,
    .isolation_levels = isolation_levels,
    .isolation_sql = isolation_sql,
};

/* ---- the session ---- */

static bool set_variable(MysqlSession *s, const char *statement, const char *value, Err *err)
{
    if (!value) return true;
    Arena scratch = {0};
    Str quoted = dialect_literal(s->base.dialect, str_z(value), &scratch);
    bool ok =
        mysql_session_run(s, arena_fmt(&scratch, "SET %s %.*s", statement, STR_ARG(quoted)), err);
    arena_release(&scratch);
    return ok;
}

/* Texts are UTF-8 here. Another charset= in the URL is what the driver would encode them to: the
 * server stores the same characters either way, so only its name is checked. */
static bool set_names(MysqlSession *s, const MysqlSettings *settings, Err *err)
{
    Arena scratch = {0};
    Str charset = str_z(settings->charset);
    Str quoted = dialect_literal(s->base.dialect, charset, &scratch);
    bool ok = mysql_session_run(s, arena_fmt(&scratch, "SET NAMES %.*s", STR_ARG(quoted)), err);
    bool is_utf8 = str_starts(charset, STR("utf8"));
    if (ok && !is_utf8) ok = mysql_session_run(s, STR("SET NAMES 'utf8mb4'"), err);
    if (ok && is_utf8 && settings->collation) {
        Str sql = arena_fmt(
            &scratch, "SET NAMES %.*s COLLATE %.*s", STR_ARG(quoted),
            STR_ARG(dialect_literal(s->base.dialect, str_z(settings->collation), &scratch)));
        ok = mysql_session_run(s, sql, err);
    }
    arena_release(&scratch);
    return ok;
}

static bool read_facts(MysqlSession *s, Err *err)
{
    MYSQL_RES *res = mysql_session_query(s, STR("SELECT DATABASE(), @@autocommit"), err);
    if (!res) return false;
    MYSQL_ROW row = mysql_fetch_row(res);
    Str schema = row ? mysql_session_cell(res, row, 0) : STR_NULL;
    if (!str_is_null(schema)) s->default_schema = arena_str(s->base.arena, schema);
    s->autocommit = row && str_eq_z(mysql_session_cell(res, row, 1), "1");
    mysql_free_result(res);
    s->base.plain_backslash = s->handle->server_status & SERVER_STATUS_NO_BACKSLASH_ESCAPES;
    return true;
}

static bool settle(MysqlSession *s, const MysqlSettings *settings, Err *err)
{
    return set_names(s, settings, err) && set_variable(s, "sql_mode =", settings->sql_mode, err) &&
           set_variable(s, "time_zone =", settings->time_zone, err) && read_facts(s, err);
}

/* What SQLAlchemy's "mysql" does when it meets MariaDB: its own rules with MariaDB's words. */
static const Dialect *dialect_of(const DatabaseUrl *url, bool is_mariadb)
{
    if (str_eq_z(url->dialect, "mariadb")) return &mysql_mariadb_dialect;
    return is_mariadb ? &mysql_on_mariadb_dialect : &mysql_dialect;
}

static bool refuse_variant(const MysqlSession *s, Err *err)
{
    err_raise(err, ERR_CONFIG, "sqlalchemy.exc.InvalidRequestError",
              "MySQL version %s is not a MariaDB variant.", mysql_get_server_info(s->handle));
    return err_hint(err, "Use a URL that begins with mysql instead of mariadb.");
}

bool mysql_connect_open(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                        Connection **out, Err *err)
{
    Arena scratch = {0};
    MysqlSettings settings;
    MysqlSession *s = NULL;
    bool ok =
        mysql_settings_read(url, connect_args, &scratch, &settings, err) && libmariadb_load(err);
    if (ok) {
        /* The owner comes before what it owns: memory may run out in between. */
        s = ARENA_NEW(arena, MysqlSession);
        s->driver = settings.driver;
        arena_on_release(arena, close_handle, s);
        if (!connect_handle(&s->handle, &settings))
            ok = s->handle ? mysql_connect_fail(s->handle, s->driver, err)
                           : err_set(err, ERR_CONNECT, "out of memory");
        else if (is_plain(s->handle, &settings))
            ok = mysql_connect_refuse_plain(s->driver, err);
    }
    if (ok) {
        bool is_mariadb = strstr(mysql_get_server_info(s->handle), "MariaDB") != NULL;
        s->ended = CONNECTION_UNDO_NOTHING;
        s->base = (Connection){.vtable = &vtable,
                               .dialect = dialect_of(url, is_mariadb),
                               .server_version = (int)mysql_get_server_version(s->handle),
                               .is_mariadb = is_mariadb,
                               .arena = arena};
        bool wrong = !is_mariadb && s->base.dialect == &mysql_mariadb_dialect;
        ok = wrong ? refuse_variant(s, err) : settle(s, &settings, err);
    }
    arena_release(&scratch);
    if (ok) interrupt_watch((int)mysql_get_socket(s->handle));
    if (ok) *out = &s->base;
    return ok;
}
