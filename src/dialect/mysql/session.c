#include "dialect/mysql/session.h"

#include <ctype.h>
#include <limits.h>

#include "base/mem.h"
#include "dialect/mysql/value.h"

/* What must be known of a column after the server's description of it is gone. */
typedef struct Field {
    char *name;
    enum enum_field_types type;
    bool is_binary;
} Field;

/* A row taken off the wire because another statement had to run first. */
typedef struct SavedRow {
    struct SavedRow *next;
    unsigned long *lengths; /* ULONG_MAX = NULL */
    char *bytes;
} SavedRow;

struct Result {
    MysqlSession *session;
    Str sql;        /* in arena */
    MYSQL_RES *res; /* NULL = nothing more on the wire */
    Field *fields;  /* in arena */
    size_t n;
    SavedRow *saved, *saved_last; /* in arena */
    Err *failed;                  /* met while rows were being saved, or NULL */
    int64_t affected;
    Arena arena;
    Arena cells; /* texts of the present row */
};

/* Bytes as opposed to text: the collation "binary". */
enum { CHARSET_BINARY = 63 };

static MysqlSession *session_of(Connection *c) { return (MysqlSession *)c; }

static bool plain_backslash(const MysqlSession *s)
{
    return s->handle->server_status & SERVER_STATUS_NO_BACKSLASH_ESCAPES;
}

static int64_t affected_of(const MysqlSession *s)
{
    my_ulonglong n = mysql_affected_rows(s->handle);
    return n == (my_ulonglong)-1 ? -1 : (int64_t)n;
}

/* ---- the wire ---- */

/* Reads and drops what is left of the answers to one text. */
static bool drain(MysqlSession *s, Str sql, Err *err)
{
    bool ok = true;
    int more;
    do {
        MYSQL_RES *res = mysql_use_result(s->handle);
        if (res) {
            while (mysql_fetch_row(res)) {
            }
            if (mysql_errno(s->handle)) ok = mysql_session_fail(s, sql, err);
            mysql_free_result(res);
        } else if (mysql_field_count(s->handle)) {
            return mysql_session_fail(s, sql, err);
        }
        s->answers++;
        more = mysql_next_result(s->handle);
    } while (more == 0);
    return more < 0 ? ok : mysql_session_fail(s, sql, err);
}

/* The answers after the present one. */
static bool drain_rest(MysqlSession *s, Str sql, Err *err)
{
    s->answers++;
    int more = mysql_next_result(s->handle);
    if (more == 0) return drain(s, sql, err);
    return more < 0 || mysql_session_fail(s, sql, err);
}

/* The rows have been read: the results of further statements in the text follow. */
static bool stream_end(Result *r, Err *err)
{
    MysqlSession *s = r->session;
    bool ok = !mysql_errno(s->handle) || mysql_session_fail(s, r->sql, err);
    mysql_free_result(r->res);
    r->res = NULL;
    s->streaming = NULL;
    return ok && drain_rest(s, r->sql, err);
}

static void save_row(Result *r, MYSQL_ROW row)
{
    const unsigned long *lengths = mysql_fetch_lengths(r->res);
    size_t total = 0;
    SavedRow *saved = ARENA_NEW(&r->arena, SavedRow);
    saved->lengths = ARENA_ARRAY(&r->arena, unsigned long, r->n);
    for (size_t i = 0; i < r->n; i++) {
        saved->lengths[i] = row[i] ? lengths[i] : ULONG_MAX;
        total += row[i] ? lengths[i] : 0;
    }
    saved->bytes = ARENA_ARRAY(&r->arena, char, total ? total : 1);
    for (size_t i = 0, at = 0; i < r->n; i++) {
        if (row[i]) memcpy(saved->bytes + at, row[i], lengths[i]);
        at += row[i] ? lengths[i] : 0;
    }
    if (r->saved_last)
        r->saved_last->next = saved;
    else
        r->saved = saved;
    r->saved_last = saved;
}

/* Takes the rows of the open result off the wire, so that another statement can be sent. */
static void save_stream(MysqlSession *s)
{
    Result *r = s->streaming;
    if (!r) return;
    MYSQL_ROW row;
    while ((row = mysql_fetch_row(r->res)) != NULL) save_row(r, row);
    Err *failed = ARENA_NEW(&r->arena, Err);
    *failed = err_init(&r->arena);
    if (!stream_end(r, failed)) r->failed = failed;
}

/* Outside a transaction every statement commits by itself. */
static bool sync_autocommit(MysqlSession *s, Err *err)
{
    if (s->autocommit == !s->began) return true;
    if (mysql_autocommit(s->handle, !s->began)) return mysql_session_fail(s, STR_NULL, err);
    s->autocommit = !s->began;
    return true;
}

/* Whether a statement may commit what is open before it runs; not sure for procedures. Only for
 * what a lost connection leaves open: otherwise the server is asked. */
static bool may_commit(Str sql)
{
    static const char *const harmless[] = {"SELECT", "INSERT", "UPDATE",  "DELETE", "REPLACE",
                                           "WITH",   "DO",     "SHOW",    "USE",    "SAVEPOINT",
                                           "SET",    "VALUES", "EXPLAIN", "PREPARE"};
    sql = str_trim(sql);
    size_t n = 0;
    while (n < sql.len && isalpha((unsigned char)sql.ptr[n])) n++;
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (str_eq_nocase(str_slice(sql, 0, n), str_z(harmless[i]))) return false;
    return true;
}

/* shown: the statement for messages. */
static bool send(MysqlSession *s, Str sql, Str shown, const SqlValue *params, size_t n, Err *err)
{
    s->failure = 0;
    s->answers = 0;
    s->may_commit = may_commit(sql);
    if (!n)
        return !mysql_real_query(s->handle, sql.ptr, sql.len) || mysql_session_fail(s, sql, err);
    StrBuf b = {0};
    bool ok = mysql_value_substitute(sql, params, n, plain_backslash(s), &b, err);
    if (ok && mysql_real_query(s->handle, b.ptr, b.len)) ok = mysql_session_fail(s, shown, err);
    if (!ok && err->arena && str_is_null(err->statement))
        err->statement = arena_str(err->arena, shown);
    strbuf_deinit(&b);
    return ok;
}

/* ---- results ---- */

static Result *result_new(MysqlSession *s, Str sql)
{
    Result *r = mem_alloc(1, sizeof *r);
    r->session = s;
    r->sql = arena_str(&r->arena, sql);
    r->affected = -1;
    return r;
}

static void read_fields(Result *r)
{
    const MYSQL_FIELD *fields = mysql_fetch_fields(r->res);
    r->n = mysql_num_fields(r->res);
    r->fields = ARENA_ARRAY(&r->arena, Field, r->n);
    for (size_t i = 0; i < r->n; i++) {
        Str name = {fields[i].name, fields[i].name_length};
        r->fields[i] = (Field){arena_cstr(&r->arena, name), fields[i].type,
                               fields[i].charsetnr == CHARSET_BINARY};
    }
}

static bool result_begin(Result *r, Err *err)
{
    MysqlSession *s = r->session;
    r->res = mysql_use_result(s->handle);
    if (r->res) {
        s->streaming = r;
        read_fields(r);
        return true;
    }
    if (mysql_field_count(s->handle)) return mysql_session_fail(s, r->sql, err);
    r->affected = affected_of(s);
    s->last_id = (int64_t)mysql_insert_id(s->handle);
    return drain_rest(s, r->sql, err);
}

bool mysql_session_execute(Connection *c, Str sql, const SqlValue *params, size_t n,
                           Result **result, Err *err)
{
    MysqlSession *s = session_of(c);
    if (result) *result = NULL;
    save_stream(s);
    if (!s->began) s->ended = CONNECTION_UNDO_NOTHING;
    Arena scratch = {0};
    Str shown = connection_shown_sql(sql, &scratch);
    bool ok = sync_autocommit(s, err) && send(s, sql, shown, params, n, err);
    if (!result)
        ok = ok && drain(s, shown, err);
    else if (ok)
        *result = result_new(s, shown);
    arena_release(&scratch);
    if (!ok || !result || result_begin(*result, err)) return ok;
    mysql_session_result_close(*result);
    *result = NULL;
    return false;
}

size_t mysql_session_column_count(const Result *r) { return r->n; }

Str mysql_session_column_name(const Result *r, size_t i) { return str_z(r->fields[i].name); }

static SqlValue read_cell(Result *r, size_t i, Str text)
{
    return mysql_value_read(r->fields[i].type, r->fields[i].is_binary, text, &r->cells);
}

static void read_saved(Result *r, SqlValue *row)
{
    SavedRow *saved = r->saved;
    r->saved = saved->next;
    if (!r->saved) r->saved_last = NULL;
    for (size_t i = 0, at = 0; i < r->n; i++) {
        row[i] = sql_value_null();
        if (saved->lengths[i] == ULONG_MAX) continue;
        row[i] = read_cell(r, i, (Str){saved->bytes + at, saved->lengths[i]});
        at += saved->lengths[i];
    }
}

static void repeat_failure(const Err *from, Err *err)
{
    err_set(err, from->code, "%.*s", STR_ARG(from->message));
    if (!str_is_null(from->hint)) err_hint(err, "%.*s", STR_ARG(from->hint));
    err->driver_code = from->driver_code;
    if (!str_is_null(from->detail)) err->detail = arena_str(err->arena, from->detail);
    memcpy(err->sqlstate, from->sqlstate, sizeof err->sqlstate);
    err->kind = arena_str(err->arena, from->kind);
    err->statement = arena_str(err->arena, from->statement);
}

bool mysql_session_next(Result *r, SqlValue *row, Err *err)
{
    arena_release(&r->cells);
    if (r->saved) {
        read_saved(r, row);
        return true;
    }
    MYSQL_ROW got = r->res ? mysql_fetch_row(r->res) : NULL;
    if (!got) {
        if (r->res) (void)stream_end(r, err);
        if (r->failed && !err_is_set(err)) repeat_failure(r->failed, err);
        return false;
    }
    const unsigned long *lengths = mysql_fetch_lengths(r->res);
    for (size_t i = 0; i < r->n; i++)
        row[i] = got[i] ? read_cell(r, i, (Str){got[i], lengths[i]}) : sql_value_null();
    return true;
}

int64_t mysql_session_affected(const Result *r) { return r->affected; }

/* The rest is read and dropped: the protocol has no other way to end a result. */
void mysql_session_result_close(Result *r)
{
    if (!r) return;
    if (r->res) {
        Err ignored = err_init(&r->arena);
        while (mysql_fetch_row(r->res)) {
        }
        (void)stream_end(r, &ignored);
    }
    arena_release(&r->cells);
    Arena arena = r->arena;
    mem_free(r);
    arena_release(&arena);
}

void mysql_session_abandon(MysqlSession *s)
{
    if (!s->streaming) return;
    mysql_free_result(s->streaming->res);
    s->streaming->res = NULL;
    s->streaming = NULL;
}

/* ---- for this folder ---- */

bool mysql_session_run(MysqlSession *s, Str sql, Err *err)
{
    save_stream(s);
    return send(s, sql, sql, NULL, 0, err) && drain(s, sql, err);
}

MYSQL_RES *mysql_session_query(MysqlSession *s, Str sql, Err *err)
{
    save_stream(s);
    if (!send(s, sql, sql, NULL, 0, err)) return NULL;
    MYSQL_RES *res = mysql_store_result(s->handle);
    if (!res) mysql_session_fail(s, sql, err);
    return res;
}

Str mysql_session_cell(MYSQL_RES *res, MYSQL_ROW row, unsigned i)
{
    return row[i] ? (Str){row[i], mysql_fetch_lengths(res)[i]} : STR_NULL;
}
