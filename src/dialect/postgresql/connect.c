#include "dialect/postgresql/connect.h"

#include "dialect/postgresql/inspect.h"
#include "dialect/postgresql/libpq.h"
#include "dialect/postgresql/session.h"
#include "os/interrupt.h"

/* Keywords and values as libpq wants them: two arrays, NULL at the end. */
typedef struct Conninfo {
    VEC(const char *) keys;
    VEC(const char *) values;
    Arena *arena;
} Conninfo;

static void put(Conninfo *c, const char *key, Str value)
{
    for (size_t i = 0; i < c->keys.len; i++) {
        if (strcmp(c->keys.items[i], key) != 0) continue;
        c->values.items[i] = arena_cstr(c->arena, value);
        return;
    }
    VEC_PUSH(c->arena, &c->keys, arena_cstr(c->arena, str_z(key)));
    VEC_PUSH(c->arena, &c->values, arena_cstr(c->arena, value));
}

static const char *get(const Conninfo *c, const char *key)
{
    for (size_t i = 0; i < c->keys.len; i++)
        if (strcmp(c->keys.items[i], key) == 0) return c->values.items[i];
    return NULL;
}

/* Settings of Python drivers that have no meaning for libpq: caches, event loops, pools. */
static bool is_driver_only(Str key)
{
    static const char *const names[] = {"async_fallback",
                                        "async_creator_fn",
                                        "prepared_statement_cache_size",
                                        "prepared_statement_name_func",
                                        "statement_cache_size",
                                        "max_cached_statement_lifetime",
                                        "max_cacheable_statement_size",
                                        "command_timeout",
                                        "direct_tls",
                                        "prepare_threshold",
                                        "autocommit",
                                        "row_factory",
                                        "cursor_factory",
                                        "record_class",
                                        "tcp_keepalive"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_z(key, names[i])) return true;
    return false;
}

static bool is_libpq_keyword(const char *key)
{
    bool known = false;
    PQconninfoOption *all = PQconndefaults();
    for (PQconninfoOption *o = all; o && o->keyword; o++)
        if (strcmp(o->keyword, key) == 0) known = true;
    PQconninfoFree(all);
    return known;
}

/* asyncpg and pg8000 spell some of libpq's settings their own way. */
static const char *libpq_name(Str key)
{
    static const struct {
        const char *driver, *libpq;
    } names[] = {{"ssl", "sslmode"},
                 {"timeout", "connect_timeout"},
                 {"database", "dbname"},
                 {"passfile", "passfile"},
                 {"ssl_context", "sslmode"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_z(key, names[i].driver)) return names[i].libpq;
    return NULL;
}

static bool put_setting(Conninfo *c, Str key, Str value, Err *err)
{
    const char *name = libpq_name(key);
    if (is_driver_only(key)) return true;
    if (name == NULL) name = arena_cstr(c->arena, key);
    if (strcmp(name, "sslmode") == 0) {
        if (str_eq_nocase(value, STR("true"))) value = STR("require");
        if (str_eq_nocase(value, STR("false"))) value = STR("disable");
    }
    if (!is_libpq_keyword(name)) {
        err_set(err, ERR_CONFIG, "invalid connection option \"%.*s\"", STR_ARG(key));
        return err_hint(err, "Take it out of the database URL or the connect_args.");
    }
    put(c, name, value);
    return true;
}

/* host=h1:5432&host=h2 in a query: lists of hosts and ports. */
static void put_hosts(Conninfo *c, const DatabaseUrl *url)
{
    StrBuf hosts = {0}, ports = {0};
    bool has_ports = false;
    size_t n = 0;
    for (size_t i = 0; i < url->query.len; i++) {
        if (!str_eq_z(url->query.items[i].key, "host")) continue;
        Str host = url->query.items[i].value, port = STR_NULL;
        size_t colon = str_rfind_char(host, ':');
        if (colon != STR_NPOS && host.len && host.ptr[0] != '/') {
            port = str_slice(host, colon + 1, host.len);
            host = str_slice(host, 0, colon);
            has_ports = has_ports || port.len > 0;
        }
        strbuf_fmt(&hosts, "%s%.*s", n ? "," : "", STR_ARG(host));
        strbuf_fmt(&ports, "%s%.*s", n ? "," : "", STR_ARG(port));
        n++;
    }
    if (n > 0) put(c, "host", strbuf_view(&hosts));
    if (has_ports) put(c, "port", strbuf_view(&ports));
    strbuf_deinit(&hosts);
    strbuf_deinit(&ports);
}

/* asyncpg's server_settings={'search_path': 'x'} are options of the session. */
static void put_server_settings(Conninfo *c, const SqlValue *dict)
{
    StrBuf b = {0};
    const char *given = get(c, "options");
    if (given) strbuf_push_z(&b, given);
    for (size_t i = 0; i + 1 < dict->as.list.len; i += 2) {
        const SqlValue *key = &dict->as.list.items[i], *value = &dict->as.list.items[i + 1];
        if (key->kind != SQL_VALUE_STR || value->kind != SQL_VALUE_STR) continue;
        strbuf_fmt(&b, "%s-c %.*s=", b.len ? " " : "", STR_ARG(key->as.text));
        for (size_t j = 0; j < value->as.text.len; j++) {
            char ch = value->as.text.ptr[j];
            if (ch == ' ' || ch == '\\') strbuf_push_char(&b, '\\');
            strbuf_push_char(&b, ch);
        }
    }
    put(c, "options", strbuf_view(&b));
    strbuf_deinit(&b);
}

static bool put_argument(Conninfo *c, const SqlOption *arg, Err *err)
{
    switch (arg->value.kind) {
    case SQL_VALUE_NULL:
    case SQL_VALUE_UNSET: return true;
    case SQL_VALUE_STR: return put_setting(c, arg->name, arg->value.as.text, err);
    case SQL_VALUE_BOOL:
        return put_setting(c, arg->name,
                           str_eq_z(arg->name, "ssl")
                               ? (arg->value.as.boolean ? STR("true") : STR("false"))
                               : (arg->value.as.boolean ? STR("1") : STR("0")),
                           err);
    case SQL_VALUE_INT:
        return put_setting(c, arg->name,
                           arena_fmt(c->arena, "%lld", (long long)arg->value.as.integer), err);
    case SQL_VALUE_FLOAT:
        return put_setting(c, arg->name, arena_fmt(c->arena, "%.0f", arg->value.as.real), err);
    case SQL_VALUE_DICT:
        if (str_eq_z(arg->name, "server_settings")) {
            put_server_settings(c, &arg->value);
            return true;
        }
        break;
    default: break;
    }
    if (is_driver_only(arg->name)) return true;
    err_set(err, ERR_CONFIG, "connect_args has a value for \"%.*s\" that libpq cannot take",
            STR_ARG(arg->name));
    return err_hint(err, "Give strings and numbers only.");
}

static bool build(Conninfo *c, const DatabaseUrl *url, const SqlOptions *args, Err *err)
{
    if (!str_is_null(url->host)) put(c, "host", url->host);
    if (url->port) put(c, "port", arena_fmt(c->arena, "%d", url->port));
    if (!str_is_null(url->user)) put(c, "user", url->user);
    if (!str_is_null(url->password)) put(c, "password", url->password);
    if (!str_is_null(url->database)) put(c, "dbname", url->database);
    put_hosts(c, url);
    for (size_t i = 0; i < url->query.len; i++) {
        UrlQuery q = url->query.items[i];
        if (!str_eq_z(q.key, "host") && !put_setting(c, q.key, q.value, err)) return false;
    }
    for (size_t i = 0; args && i < args->len; i++)
        if (!put_argument(c, &args->items[i], err)) return false;
    put(c, "client_encoding", STR("UTF8"));
    put(c, "fallback_application_name", STR("retort"));
    VEC_PUSH(c->arena, &c->keys, NULL);
    VEC_PUSH(c->arena, &c->values, NULL);
    return true;
}

/* Servers say what is wrong in words only while there is no session. The hint is chosen by them;
 * in another language there is just none. */
static void hint_for(Err *err, Str text)
{
    static const struct {
        const char *words, *hint;
    } hints[] = {
        {"password authentication failed", "Check the user and the password in the database URL."},
        {"no password supplied", "Put a password into the database URL, or use a .pgpass file."},
        {"does not exist", "Create it first (createdb, createuser), or correct the database URL."},
        {"Connection refused", "Start the server, or correct host and port in the database URL."},
        {"No such file or directory", "Start the server, or give a host in the database URL."},
        {"could not translate host name", "Correct the host in the database URL."},
        {"timeout expired", "Check that the host in the database URL can be reached from here."},
        {"no pg_hba.conf entry", "Allow this host and user in the server's pg_hba.conf."},
        {"SSL", "Check sslmode in the database URL against what the server offers."},
        {"starting up", "Wait until the server accepts connections."},
        {"too many clients", "Wait until a connection is free, or raise max_connections."},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (!str_contains(text, str_z(hints[i].words))) continue;
        err_hint(err, "%s", hints[i].hint);
        return;
    }
}

static bool fail_connect(PGconn *pg, Err *err)
{
    Str text = str_trim(str_z(PQerrorMessage(pg)));
    if (str_is_empty(text)) text = STR("connection failed");
    err_set(err, ERR_CONNECT, "%.*s", STR_ARG(text));
    hint_for(err, text);
    return false;
}

static void on_notice(void *user, const PGresult *r)
{
    PostgresqlSession *s = user;
    Str text = str_trim(str_z(PQresultErrorMessage(r)));
    log_write(s->base.log, LOG_INFO, "sqlalchemy.dialects.postgresql", "%.*s", STR_ARG(text));
}

static void close_pg(PostgresqlSession *s)
{
    if (s->pg == NULL) return;
    postgresql_session_abandon(s);
    interrupt_forget(s->cancel);
    PQfreeCancel(s->cancel);
    PQfinish(s->pg);
    s->pg = NULL;
}

static void close_connection(Connection *c) { close_pg((PostgresqlSession *)c); }

static void close_on_release(void *s) { close_pg(s); }

/* In the signal's handler, where PQcancel() is safe. */
static void stop(void *cancel)
{
    char why[256]; /* as libpq's manual has it */
    PQcancel(cancel, why, sizeof why);
}

static bool execute(Connection *c, Str sql, const SqlValue *params, size_t n, Result **result,
                    Err *err)
{
    return !connection_interrupted(sql, err) &&
           postgresql_session_execute(c, sql, params, n, result, err);
}

static bool begin(Connection *c, Err *err)
{
    return postgresql_session_execute(c, STR("BEGIN"), NULL, 0, NULL, err);
}

static bool commit(Connection *c, Err *err)
{
    PostgresqlSession *s = (PostgresqlSession *)c;
    if (!postgresql_session_flush(c, err) || connection_interrupted(STR("COMMIT"), err))
        return false;
    /* COMMIT of a failed transaction answers ROLLBACK, which must not pass for success. */
    if (PQtransactionStatus(s->pg) == PQTRANS_INERROR)
        return err_set(err, ERR_DATABASE, "current transaction is aborted, it cannot be committed");
    return postgresql_session_execute(c, STR("COMMIT"), NULL, 0, NULL, err);
}

static bool rollback(Connection *c, Err *err)
{
    PostgresqlSession *s = (PostgresqlSession *)c;
    Arena scratch = {0};
    Err ignored = err_init(&scratch); /* what is undone may have failed */
    (void)postgresql_session_flush(c, &ignored);
    arena_release(&scratch);
    if (PQstatus(s->pg) != CONNECTION_OK) return true; /* the server has undone it itself */
    return postgresql_session_execute(c, STR("ROLLBACK"), NULL, 0, NULL, err);
}

static bool in_transaction(const Connection *c)
{
    const PostgresqlSession *s = (const PostgresqlSession *)c;
    if (s->queue_len > 0) return true;
    PGTransactionStatusType status = PQtransactionStatus(s->pg);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR ||
           (status == PQTRANS_ACTIVE && s->streaming != NULL);
}

static Str default_schema(Connection *c)
{
    PostgresqlSession *s = (PostgresqlSession *)c;
    if (str_is_null(s->default_schema)) {
        Arena scratch = {0};
        Err ignored = err_init(&scratch);
        PGresult *r =
            postgresql_session_query(s, "SELECT pg_catalog.current_schema()", NULL, 0, &ignored);
        if (r != NULL && PQntuples(r) == 1 && !PQgetisnull(r, 0, 0))
            s->default_schema = arena_strz(c->arena, PQgetvalue(r, 0, 0));
        PQclear(r);
        arena_release(&scratch);
    }
    return s->default_schema;
}

static const char *const isolation_levels[] = {
    "AUTOCOMMIT", "READ COMMITTED", "READ UNCOMMITTED", "REPEATABLE READ", "SERIALIZABLE", NULL};

#define ISOLATE(level)                                                                             \
    {                                                                                              \
        level, "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL " level                 \
    }

/* psycopg2 names the level with each BEGIN, and none in autocommit mode. */
static const char *isolation_sql(const Connection *c, const char *level)
{
    static const struct {
        const char *level, *sql;
    } sets[] = {ISOLATE("SERIALIZABLE"),
                ISOLATE("REPEATABLE READ"),
                ISOLATE("READ COMMITTED"),
                ISOLATE("READ UNCOMMITTED"),
                {"AUTOCOMMIT", "RESET default_transaction_isolation"}};
    for (size_t i = 0; level && i < sizeof sets / sizeof *sets; i++)
        if (strcmp(sets[i].level, level) == 0) return sets[i].sql;
    return level ? "" : "SHOW TRANSACTION ISOLATION LEVEL";
}

static void set_default_schema(Connection *c, Str schema)
{
    ((PostgresqlSession *)c)->default_schema = arena_str(c->arena, schema);
}

static const ConnectionVtable vtable = {
    .execute = execute,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .in_transaction = in_transaction,
    .close = close_connection,
    .queue = postgresql_session_queue,
    .flush = postgresql_session_flush,
    .column_count = postgresql_session_column_count,
    .column_name = postgresql_session_column_name,
    .next = postgresql_session_next,
    .affected = postgresql_session_affected,
    .result_close = postgresql_session_result_close,
    .inspect = postgresql_inspect,
    .table_names = postgresql_inspect_table_names,
    .schema_names = postgresql_inspect_schema_names,
    .has_table = postgresql_inspect_has_table,
    .has_sequence = postgresql_inspect_has_sequence,
    .has_type = postgresql_inspect_has_type,
    .sequence_names = postgresql_inspect_sequence_names,
    .default_schema = default_schema,
    .set_default_schema = set_default_schema,
    .isolation_levels = isolation_levels,
    .isolation_sql = isolation_sql,
};

/* psycopg and pg8000 ask the server instead, and begin anew. */
static bool begins_once(const DatabaseUrl *url)
{
    return !str_eq_z(url->driver, "psycopg") && !str_eq_z(url->driver, "psycopg_async") &&
           !str_eq_z(url->driver, "pg8000");
}

/* psycopg2's way with parameters; the other drivers send them beside the statement. */
static bool writes_params(const DatabaseUrl *url)
{
    return str_is_null(url->driver) || str_eq_z(url->driver, "psycopg2") ||
           str_eq_z(url->driver, "psycopg2cffi");
}

/* Dates and intervals are parsed from their ISO and "postgres" spellings. */
static bool settle_formats(PostgresqlSession *s, Err *err)
{
    const char *date = PQparameterStatus(s->pg, "DateStyle");
    const char *interval = PQparameterStatus(s->pg, "IntervalStyle");
    if ((date == NULL || strncmp(date, "ISO", 3) != 0) &&
        !postgresql_session_execute(&s->base, STR("SET DateStyle TO 'ISO'"), NULL, 0, NULL, err))
        return false;
    return (interval != NULL && strcmp(interval, "postgres") == 0) ||
           postgresql_session_execute(&s->base, STR("SET IntervalStyle TO 'postgres'"), NULL, 0,
                                      NULL, err);
}

bool postgresql_connect_open(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                             Connection **out, Err *err)
{
    if (!libpq_load(err)) return false;
    Arena scratch = {0};
    Conninfo info = {.arena = &scratch};
    if (!build(&info, url, connect_args, err)) {
        arena_release(&scratch);
        return false;
    }
    PGconn *pg = PQconnectdbParams(info.keys.items, info.values.items, 0);
    arena_release(&scratch);
    if (PQstatus(pg) != CONNECTION_OK) {
        fail_connect(pg, err);
        PQfinish(pg);
        return false;
    }
    PostgresqlSession *s = ARENA_NEW(arena, PostgresqlSession);
    s->pg = pg;
    s->base = (Connection){.vtable = &vtable,
                           .dialect = dialect_find(STR("postgresql")),
                           .server_version = PQserverVersion(pg),
                           .begins_once = begins_once(url),
                           .arena = arena};
    s->writes_params = writes_params(url);
    s->cancel = PQgetCancel(pg);
    arena_on_release(arena, close_on_release, s);
    PQsetNoticeReceiver(pg, on_notice, s);
    if (!settle_formats(s, err)) return false;
    if (s->cancel) interrupt_call(stop, s->cancel);
    *out = &s->base;
    return true;
}
