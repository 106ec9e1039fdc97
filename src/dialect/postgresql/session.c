#include "dialect/postgresql/session.h"

#include <stdlib.h>

#include "base/mem.h"
#include "dialect/postgresql/literal.h"
#include "dialect/postgresql/value.h"

/* Statements in flight before their answers are fetched. Enough to hide the round trips, few
 * enough that neither side has to hold much. */
enum { QUEUE_LIMIT = 200 };

/* A row taken off the wire because another statement had to run first. */
typedef struct SavedRow {
    struct SavedRow *next;
    PGresult *row;
} SavedRow;

struct Result {
    PostgresqlSession *session;
    char *sql;
    PGresult *head; /* names and types of the columns; NULL = no columns */
    PGresult *row;  /* fetched with the head and not yet given out; NULL = none */
    int whole, at;  /* rows that the head itself has, and the next of them */
    SavedRow *saved, *saved_last;
    bool ended;  /* nothing more on the wire */
    Err *failed; /* an error met while rows were being saved, or NULL */
    Arena arena; /* holds the failure */
    Arena cells; /* texts of the present row */
    int64_t affected;
};

static PostgresqlSession *session_of(Connection *c) { return (PostgresqlSession *)c; }

static Str field(const PGresult *r, int code) { return str_z(PQresultErrorField(r, code)); }

/* libpq ends its messages with a newline, and a severity begins those from the server. */
static Str connection_message(const PGconn *pg) { return str_trim(str_z(PQerrorMessage(pg))); }

/* Of failures about which the server has no advice itself. */
static Str hint_for(const char *sqlstate)
{
    static const struct {
        const char *sqlstate, *hint;
    } hints[] = {
        {"25006", "Connect to the primary server, or make the session read-write."},
        {"40P01", "Another session was in the way: run the command again."},
        {"42501", "Run the migration as the owner of what it changes, or grant that right."},
        {"53100", "Make room on the server's disk."},
        {"55P03", "Another session holds a lock: end its transaction, then run the command again."},
        {"57014", "Raise statement_timeout for this run, or ask who has cancelled the statement."},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strcmp(hints[i].sqlstate, sqlstate) == 0) return str_z(hints[i].hint);
    return STR_NULL;
}

static void add_hint(Err *err, Str hint, Str detail)
{
    if (str_is_null(hint)) hint = hint_for(err->sqlstate);
    if (!str_is_null(detail) && !str_is_null(hint))
        err_hint(err, "%.*s %.*s", STR_ARG(detail), STR_ARG(hint));
    else if (!str_is_null(detail) || !str_is_null(hint))
        err_hint(err, "%.*s", STR_ARG(str_is_null(hint) ? detail : hint));
}

static bool is_failure(const PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    return status == PGRES_FATAL_ERROR || status == PGRES_EMPTY_QUERY;
}

/* What psycopg2 has in the exception's text: the whole report, without its severity. */
static Str whole_message(const PGresult *r, Arena *a)
{
    static const char *const severities[] = {"ERROR:  ", "FATAL:  ", "PANIC:  "};
    Str text = str_z(PQresultErrorMessage(r));
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++)
        if (str_starts(text, str_z(severities[i])))
            text = str_slice(text, strlen(severities[i]), text.len);
    return arena_str(a, text);
}

static const ErrField *fields_of(const PGresult *r, Arena *a)
{
    static const struct {
        const char *name;
        int code;
    } known[] = {{"severity", PG_DIAG_SEVERITY},
                 {"message_primary", PG_DIAG_MESSAGE_PRIMARY},
                 {"message_detail", PG_DIAG_MESSAGE_DETAIL},
                 {"message_hint", PG_DIAG_MESSAGE_HINT},
                 {"statement_position", PG_DIAG_STATEMENT_POSITION},
                 {"context", PG_DIAG_CONTEXT},
                 {"schema_name", PG_DIAG_SCHEMA_NAME},
                 {"table_name", PG_DIAG_TABLE_NAME},
                 {"column_name", PG_DIAG_COLUMN_NAME},
                 {"datatype_name", PG_DIAG_DATATYPE_NAME},
                 {"constraint_name", PG_DIAG_CONSTRAINT_NAME}};
    ErrField *fields = ARENA_ARRAY(a, ErrField, sizeof known / sizeof *known + 1), *at = fields;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        Str value = field(r, known[i].code);
        if (!str_is_null(value)) *at++ = (ErrField){known[i].name, arena_str(a, value)};
    }
    return fields;
}

/* The server does nothing and says so; psycopg2 takes it for a mistake. */
static void fail_empty(Err *err)
{
    err_raise(err, ERR_DATABASE, "psycopg2.ProgrammingError", "can't execute an empty query");
}

bool postgresql_session_fail(PostgresqlSession *s, const PGresult *result, Str sql, Err *err)
{
    if (err_is_set(err) || connection_interrupted(sql, err)) return false;
    if (result && PQresultStatus(result) == PGRES_EMPTY_QUERY) {
        fail_empty(err);
        if (err->arena != NULL && !str_is_null(sql)) err->statement = arena_str(err->arena, sql);
        return false;
    }
    Str message = result ? field(result, PG_DIAG_MESSAGE_PRIMARY) : STR_NULL;
    if (str_is_null(message)) {
        message = connection_message(s->pg);
        err_set(err, PQstatus(s->pg) == CONNECTION_OK ? ERR_DATABASE : ERR_CONNECT, "%.*s",
                STR_ARG(message));
        if (PQstatus(s->pg) != CONNECTION_OK)
            err_hint(err,
                     "The connection to the server was lost; what was not committed is undone.");
    } else {
        err_set(err, ERR_DATABASE, "%.*s", STR_ARG(message));
        Str state = field(result, PG_DIAG_SQLSTATE);
        if (state.len == 5) memcpy(err->sqlstate, state.ptr, 6);
        if (err->arena != NULL) {
            err->detail = whole_message(result, err->arena);
            err->fields = fields_of(result, err->arena);
        }
        add_hint(err, field(result, PG_DIAG_MESSAGE_HINT), field(result, PG_DIAG_MESSAGE_DETAIL));
    }
    if (err->arena != NULL && !str_is_null(sql)) err->statement = arena_str(err->arena, sql);
    return false;
}

static char *heap_copy(Str s)
{
    char *copy = mem_alloc(s.len + 1, 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    return copy;
}

/* ---- pipeline ---- */

static void queue_clear(PostgresqlSession *s)
{
    for (size_t i = 0; i < s->queue_len; i++) mem_free(s->queue[i].sql);
    s->queue_len = 0;
}

void postgresql_session_abandon(PostgresqlSession *s)
{
    queue_clear(s);
    mem_free(s->queue);
    s->queue = NULL;
    s->queue_cap = 0;
    if (s->streaming != NULL) {
        s->streaming->ended = true;
        s->streaming = NULL;
    }
}

/* The answers to the queued statements, in order; the first failure is the one that counts. */
static bool read_answers(PostgresqlSession *s, Err *err)
{
    bool ok = true;
    for (size_t i = 0; i < s->queue_len; i++) {
        PGresult *r;
        while ((r = PQgetResult(s->pg)) != NULL) {
            if (ok && is_failure(r)) {
                ok = postgresql_session_fail(s, r, str_z(s->queue[i].sql), err);
                if (err->pos.file == NULL) err->pos = s->queue[i].pos;
            }
            PQclear(r);
        }
        if (PQstatus(s->pg) != CONNECTION_OK) {
            return ok ? postgresql_session_fail(s, NULL, str_z(s->queue[i].sql), err) : false;
        }
    }
    PQclear(PQgetResult(s->pg)); /* the answer to the sync */
    return ok;
}

bool postgresql_session_flush(Connection *c, Err *err)
{
    PostgresqlSession *s = session_of(c);
    if (s->queue_len == 0) return true;
    bool ok = PQpipelineSync(s->pg) == 1 ? read_answers(s, err)
                                         : postgresql_session_fail(s, NULL, STR_NULL, err);
    queue_clear(s);
    if (PQstatus(s->pg) == CONNECTION_OK && PQexitPipelineMode(s->pg) != 1 && ok)
        ok = postgresql_session_fail(s, NULL, STR_NULL, err);
    return ok;
}

/* A pipeline takes one statement at a time. A semicolon before the end may stand in a string, but
 * then sending the text on its own is merely slower. */
static bool may_hold_several(Str sql)
{
    size_t at = str_find_char(sql, ';');
    return at != STR_NPOS && str_trim(str_slice(sql, at + 1, sql.len)).len > 0;
}

static bool save_stream(PostgresqlSession *s);

bool postgresql_session_queue(Connection *c, Str sql, SourcePos pos, Err *err)
{
    PostgresqlSession *s = session_of(c);
    if (connection_interrupted(sql, err)) return false;
    /* Outside a transaction a pipeline would put the statements into one of its own. */
    if (PQtransactionStatus(s->pg) != PQTRANS_INTRANS && s->queue_len == 0) {
        bool ok = postgresql_session_execute(c, sql, NULL, 0, NULL, err);
        if (!ok && err->pos.file == NULL) err->pos = pos;
        return ok;
    }
    if (may_hold_several(sql)) {
        if (!postgresql_session_flush(c, err)) return false;
        bool ok = postgresql_session_execute(c, sql, NULL, 0, NULL, err);
        if (!ok && err->pos.file == NULL) err->pos = pos;
        return ok;
    }
    save_stream(s);
    log_write(c->log, LOG_DEBUG, "sqlalchemy.engine.Engine", "%.*s", STR_ARG(sql));
    if (s->queue_len == 0 && PQenterPipelineMode(s->pg) != 1)
        return postgresql_session_fail(s, NULL, sql, err);
    if (s->queue_len == s->queue_cap) {
        s->queue_cap = s->queue_cap ? s->queue_cap * 2 : 32;
        s->queue = mem_resize(s->queue, s->queue_cap, sizeof *s->queue);
    }
    char *text = heap_copy(sql);
    s->queue[s->queue_len++] = (PostgresqlQueued){text, pos};
    if (PQsendQueryParams(s->pg, text, 0, NULL, NULL, NULL, NULL, 0) != 1)
        return postgresql_session_fail(s, NULL, sql, err);
    return s->queue_len < QUEUE_LIMIT || postgresql_session_flush(c, err);
}

/* ---- rows ---- */

static void result_fail(Result *r, const PGresult *from)
{
    if (r->failed == NULL) {
        r->failed = ARENA_NEW(&r->arena, Err);
        *r->failed = err_init(&r->arena);
        postgresql_session_fail(r->session, from, str_z(r->sql), r->failed);
    }
}

static void stream_end(Result *r)
{
    r->ended = true;
    if (r->session->streaming == r) r->session->streaming = NULL;
}

static int64_t affected_of(const PGresult *r)
{
    const char *text = PQcmdTuples((PGresult *)r);
    return text && *text ? strtoll(text, NULL, 10) : -1;
}

/* The next row from the wire; NULL at the end or on failure (r->failed). */
static PGresult *fetch(Result *r)
{
    while (!r->ended) {
        PGresult *g = PQgetResult(r->session->pg);
        if (g == NULL) {
            stream_end(r);
            break;
        }
        ExecStatusType status = PQresultStatus(g);
        if (status == PGRES_SINGLE_TUPLE && r->head != NULL && PQnfields(g) == PQnfields(r->head))
            return g;
        if (status == PGRES_FATAL_ERROR) result_fail(r, g);
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) r->affected = affected_of(g);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            result_fail(r, g);
            PQputCopyEnd(r->session->pg, "not supported here");
        }
        PQclear(g);
    }
    return NULL;
}

/* Takes the rest of an open result off the wire, so that another statement can run. */
static bool save_stream(PostgresqlSession *s)
{
    Result *r = s->streaming;
    if (r == NULL) return true;
    PGresult *row;
    while ((row = fetch(r)) != NULL) {
        SavedRow *saved = mem_alloc(1, sizeof *saved);
        saved->row = row;
        if (r->saved_last)
            r->saved_last->next = saved;
        else
            r->saved = saved;
        r->saved_last = saved;
    }
    return true;
}

static bool send(PostgresqlSession *s, Str text, Str sql, const SqlValue *params, size_t n,
                 Err *err)
{
    if (n == 0) {
        char *copy = heap_copy(text);
        int sent = PQsendQuery(s->pg, copy);
        mem_free(copy);
        return sent == 1 || postgresql_session_fail(s, NULL, sql, err);
    }
    Arena scratch = {0};
    Oid *types = ARENA_ARRAY(&scratch, Oid, n);
    const char **values = ARENA_ARRAY(&scratch, const char *, n);
    int *lengths = ARENA_ARRAY(&scratch, int, n), *formats = ARENA_ARRAY(&scratch, int, n);
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        PostgresqlParam p;
        ok = postgresql_value_write(&params[i], &scratch, &p, err);
        types[i] = p.type;
        values[i] = p.value;
        lengths[i] = p.length;
        formats[i] = p.format;
    }
    if (ok && PQsendQueryParams(s->pg, arena_cstr(&scratch, text), (int)n, types, values, lengths,
                                formats, 0) != 1)
        ok = postgresql_session_fail(s, NULL, sql, err);
    if (!ok && err->arena && str_is_null(err->statement))
        err->statement = arena_str(err->arena, sql);
    arena_release(&scratch);
    return ok;
}

/* Reads all answers; the first failure counts. */
static bool drain(PostgresqlSession *s, Str sql, Err *err)
{
    bool ok = true;
    PGresult *r;
    while ((r = PQgetResult(s->pg)) != NULL) {
        ExecStatusType status = PQresultStatus(r);
        if (is_failure(r) && ok) ok = postgresql_session_fail(s, r, sql, err);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH)
            PQputCopyEnd(s->pg, "COPY FROM STDIN is not possible in a migration");
        if (status == PGRES_COPY_OUT) {
            char *data;
            while (PQgetCopyData(s->pg, &data, 0) > 0) PQfreemem(data);
        }
        PQclear(r);
        if (PQstatus(s->pg) != CONNECTION_OK && ok) {
            ok = postgresql_session_fail(s, NULL, sql, err);
            break;
        }
    }
    return ok;
}

static Result *result_new(PostgresqlSession *s, Str sql)
{
    Result *r = mem_alloc(1, sizeof *r);
    r->session = s;
    r->sql = heap_copy(sql);
    r->affected = -1;
    return r;
}

/* Reads up to the first result with columns. */
static bool result_begin(Result *r, Err *err)
{
    PGresult *g;
    while ((g = PQgetResult(r->session->pg)) != NULL) {
        ExecStatusType status = PQresultStatus(g);
        if (status == PGRES_SINGLE_TUPLE || (status == PGRES_TUPLES_OK && PQnfields(g) > 0)) {
            r->head = g;
            if (status == PGRES_SINGLE_TUPLE)
                r->row = g;
            else
                r->affected = affected_of(g);
            return true;
        }
        if (is_failure(g)) {
            postgresql_session_fail(r->session, g, str_z(r->sql), err);
            PQclear(g);
            return false;
        }
        r->affected = affected_of(g);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            PQclear(g);
            drain(r->session, str_z(r->sql), err);
            return err_set(err, ERR_UNSUPPORTED, "COPY to or from the client has no result rows");
        }
        PQclear(g);
    }
    stream_end(r);
    return true;
}

/* Of several statements in one text, the last one's result is the text's. */
static bool result_last(Result *r, Err *err)
{
    bool ok = true;
    for (PGresult *g; (g = PQgetResult(r->session->pg)) != NULL;) {
        ExecStatusType status = PQresultStatus(g);
        if (is_failure(g) && ok) ok = postgresql_session_fail(r->session, g, str_z(r->sql), err);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            PQclear(g);
            (void)drain(r->session, str_z(r->sql), err);
            return ok &&
                   err_set(err, ERR_UNSUPPORTED, "COPY to or from the client has no result rows");
        }
        PQclear(r->head);
        r->head = g;
    }
    stream_end(r);
    if (!ok || r->head == NULL) return ok;
    r->affected = affected_of(r->head);
    r->whole = PQntuples(r->head);
    return true;
}

/* CREATE INDEX CONCURRENTLY and REINDEX CONCURRENTLY leave an index behind when they fail, which
 * takes space and time and answers nothing. */
static void tell_invalid_indexes(PostgresqlSession *s, Str sql, Err *err)
{
    static const char *const query =
        "SELECT string_agg(x.indexrelid::regclass::text, ', ') FROM pg_catalog.pg_index x "
        "JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid "
        "WHERE NOT x.indisvalid AND strpos($1, c.relname) > 0";
    if (PQstatus(s->pg) != CONNECTION_OK || PQtransactionStatus(s->pg) != PQTRANS_IDLE) return;
    Arena scratch = {0};
    Err ignored = err_init(&scratch);
    const char *text = arena_cstr(&scratch, sql);
    PGresult *r = postgresql_session_query(s, query, &text, 1, &ignored);
    if (r && !PQgetisnull(r, 0, 0))
        err_hint(
            err,
            "%.*s%sThe index is left behind, invalid: %s. Drop it, then run the command again.",
            STR_ARG(err->hint), str_is_null(err->hint) ? "" : " ", PQgetvalue(r, 0, 0));
    PQclear(r);
    arena_release(&scratch);
}

/* text is sent; sql is the same statement for messages. */
static bool execute(PostgresqlSession *s, Str text, Str sql, const SqlValue *params, size_t n,
                    Result **result, Err *err)
{
    save_stream(s);
    if (!send(s, text, sql, params, n, err)) return false;
    if (result == NULL) return drain(s, sql, err);
    bool several = n == 0 && may_hold_several(text);
    if (!several) PQsetSingleRowMode(s->pg);
    Result *r = result_new(s, sql);
    s->streaming = r;
    if (!(several ? result_last(r, err) : result_begin(r, err))) {
        drain(s, sql, err);
        postgresql_session_result_close(r);
        return false;
    }
    *result = r;
    return true;
}

bool postgresql_session_execute(Connection *c, Str sql, const SqlValue *params, size_t n,
                                Result **result, Err *err)
{
    PostgresqlSession *s = session_of(c);
    Arena scratch = {0};
    if (result != NULL) *result = NULL;
    if (!postgresql_session_flush(c, err)) return false;
    Str shown = connection_shown_sql(sql, &scratch), text = shown;
    bool writes = s->writes_params && shown.len < sql.len, ok = true;
    if (writes) ok = postgresql_literal_write(sql, params, n, &scratch, &text, err);
    if (!ok && err->arena && str_is_null(err->statement))
        err->statement = arena_str(err->arena, shown);
    ok = ok && execute(s, text, shown, params, writes ? 0 : n, result, err);
    if (!ok && str_contains(sql, STR("CONCURRENTLY"))) tell_invalid_indexes(s, shown, err);
    arena_release(&scratch);
    return ok;
}

size_t postgresql_session_column_count(const Result *r)
{
    return r->head ? (size_t)PQnfields(r->head) : 0;
}

Str postgresql_session_column_name(const Result *r, size_t i)
{
    return str_z(PQfname(r->head, (int)i));
}

static void read_row(Result *r, const PGresult *from, int at, SqlValue *row)
{
    arena_release(&r->cells);
    int n = PQnfields(from);
    for (int i = 0; i < n; i++) {
        if (PQgetisnull(from, at, i)) {
            row[i] = sql_value_null();
            continue;
        }
        Str text = {PQgetvalue(from, at, i), (size_t)PQgetlength(from, at, i)};
        row[i] = postgresql_value_read(PQftype(from, i), text, &r->cells);
    }
}

bool postgresql_session_next(Result *r, SqlValue *row, Err *err)
{
    PGresult *g = NULL;
    if (r->at < r->whole) {
        read_row(r, r->head, r->at++, row);
        return true;
    }
    if (r->row != NULL) {
        read_row(r, r->row, 0, row);
        r->row = NULL; /* lives on as the head */
        return true;
    }
    if (r->saved != NULL) {
        SavedRow *saved = r->saved;
        r->saved = saved->next;
        if (r->saved == NULL) r->saved_last = NULL;
        g = saved->row;
        mem_free(saved);
    } else {
        g = fetch(r);
    }
    if (g != NULL) {
        read_row(r, g, 0, row);
        PQclear(g);
        return true;
    }
    if (r->failed != NULL && !err_is_set(err)) {
        Arena *keep = err->arena;
        Err *f = r->failed;
        err_set(err, f->code, "%.*s", STR_ARG(f->message));
        if (!str_is_null(f->hint)) err_hint(err, "%.*s", STR_ARG(f->hint));
        memcpy(err->sqlstate, f->sqlstate, sizeof err->sqlstate);
        if (keep) err->statement = arena_str(keep, f->statement);
        if (keep && !str_is_null(f->detail)) err->detail = arena_str(keep, f->detail);
    }
    return false;
}

int64_t postgresql_session_affected(const Result *r) { return r->affected; }

/* The rest is read and dropped: a cancel would be quicker on a large result, but it would break
 * the transaction. */
void postgresql_session_result_close(Result *r)
{
    if (r == NULL) return;
    PGresult *g;
    while ((g = fetch(r)) != NULL) PQclear(g);
    stream_end(r);
    while (r->saved != NULL) {
        SavedRow *saved = r->saved;
        r->saved = saved->next;
        PQclear(saved->row);
        mem_free(saved);
    }
    PQclear(r->head);
    arena_release(&r->cells);
    arena_release(&r->arena);
    mem_free(r->sql);
    mem_free(r);
}

PGresult *postgresql_session_query(PostgresqlSession *s, const char *sql, const char *const *params,
                                   int n, Err *err)
{
    if (!postgresql_session_flush(&s->base, err)) return NULL;
    save_stream(s);
    PGresult *r = PQexecParams(s->pg, sql, n, NULL, params, NULL, NULL, 0);
    if (PQresultStatus(r) == PGRES_TUPLES_OK) return r;
    postgresql_session_fail(s, r, str_z(sql), err);
    PQclear(r);
    return NULL;
}
