#include "dialect/sqlite/session.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"

struct Result {
    SqliteSession *session;
    sqlite3_stmt *stmt; /* NULL: nothing to fetch */
    char *sql;          /* on the heap */
    bool has_row;       /* stepped onto the next row already */
    int64_t affected;
    Arena cells; /* texts of the present row */
    Result *next_open;
};

static const char *hint_for(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY: return "Another process holds the database; try again when it is done.";
    case SQLITE_LOCKED: return "Close the other statement on this connection first.";
    case SQLITE_READONLY: return "Check the permissions of the database file and its directory.";
    case SQLITE_FULL: return "Make room on the disk.";
    case SQLITE_NOTADB:
        return "Check the path in the database URL: that file is no SQLite database.";
    case SQLITE_CORRUPT: return "Run PRAGMA integrity_check on the file.";
    default: return NULL;
    }
}

bool sqlite_session_fail(SqliteSession *s, Str sql, Err *err)
{
    if (err_is_set(err) || connection_interrupted(sql, err)) return false;
    int code = sqlite3_extended_errcode(s->db);
    err_set(err, ERR_DATABASE, "%s", sqlite3_errmsg(s->db));
    err->driver_code = code;
    if (hint_for(code)) err_hint(err, "%s", hint_for(code));
    if (err->arena && !str_is_null(sql)) err->statement = arena_str(err->arena, sql);
    return false;
}

/* ---- parameters ---- */

static int bind_text(sqlite3_stmt *stmt, int i, Str s)
{
    return sqlite3_bind_text64(stmt, i, s.ptr ? s.ptr : "", s.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* What Python's driver knows no storage for. */
static bool refuse_value(int place, const SqlValue *v, Err *err)
{
    err_raise(err, ERR_SCRIPT, "sqlalchemy.exc.ProgrammingError",
              "(sqlite3.ProgrammingError) Error binding parameter %d: type '%s' is not supported",
              place, sql_value_python_type(v));
    return err_hint(err, "Give plain data: numbers, texts, dates, or what the "
                         "column's type converts.");
}

static bool bind(SqliteSession *s, sqlite3_stmt *stmt, int i, const SqlValue *v, Err *err)
{
    int code = SQLITE_OK;
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: code = sqlite3_bind_null(stmt, i); break;
    case SQL_VALUE_BOOL: code = sqlite3_bind_int(stmt, i, v->as.boolean); break;
    case SQL_VALUE_INT: code = sqlite3_bind_int64(stmt, i, v->as.integer); break;
    case SQL_VALUE_BIGINT:
        return err_raise(err, ERR_SCRIPT, "OverflowError",
                         "Python int too large to convert to SQLite INTEGER");
    case SQL_VALUE_FLOAT: code = sqlite3_bind_double(stmt, i, v->as.real); break;
    case SQL_VALUE_BYTES:
        code = sqlite3_bind_blob64(stmt, i, v->as.text.ptr ? v->as.text.ptr : "", v->as.text.len,
                                   SQLITE_TRANSIENT);
        break;
    case SQL_VALUE_STR:
    case SQL_VALUE_DATE:
    case SQL_VALUE_DATETIME:
    case SQL_VALUE_RANGE: code = bind_text(stmt, i, v->as.text); break;
    case SQL_VALUE_TIME:
    case SQL_VALUE_DECIMAL:
    case SQL_VALUE_UUID:
    case SQL_VALUE_LIST:
    case SQL_VALUE_DICT:
    case SQL_VALUE_INTERVAL:
    case SQL_VALUE_EXPR:
    case SQL_VALUE_OBJECT:
    case SQL_VALUE_TYPE: return refuse_value(i, v, err);
    }
    return code == SQLITE_OK || sqlite_session_fail(s, STR_NULL, err);
}

static bool bind_all(SqliteSession *s, sqlite3_stmt *stmt, const SqlValue *params, size_t n,
                     Err *err)
{
    int wanted = sqlite3_bind_parameter_count(stmt);
    if (n != 0 && (size_t)wanted != n)
        return err_set(err, ERR_DATABASE,
                       "Incorrect number of bindings supplied. The current statement uses %d, and "
                       "there are %zu supplied.",
                       wanted, n);
    for (size_t i = 0; i < n; i++)
        if (!bind(s, stmt, (int)i + 1, &params[i], err)) return false;
    return true;
}

/* ---- statements ---- */

static Result *result_new(SqliteSession *s, sqlite3_stmt *stmt, Str sql)
{
    Result *r = mem_alloc(1, sizeof *r);
    r->session = s;
    r->stmt = stmt;
    r->affected = -1;
    r->sql = mem_alloc(sql.len + 1, 1);
    memcpy(r->sql, sql.ptr, sql.len);
    r->next_open = s->results;
    s->results = r;
    return r;
}

/* Steps through a statement whose rows nobody wants. */
static bool run(SqliteSession *s, sqlite3_stmt *stmt, Str sql, Err *err)
{
    int code;
    do code = sqlite3_step(stmt);
    while (code == SQLITE_ROW);
    return code == SQLITE_DONE || sqlite_session_fail(s, sql, err);
}

static bool is_blank(const char *at, const char *end)
{
    for (; at < end; at++)
        if (*at != ';' && *at != ' ' && *at != '\n' && *at != '\t' && *at != '\r') return false;
    return true;
}

/* ---- what a transaction would not let a script do ---- */

/* Behind the white space and comments that a statement may begin with. */
static Str statement_text(sqlite3_stmt *stmt)
{
    Str s = str_z(sqlite3_sql(stmt));
    for (;;) {
        s = str_trim(s);
        size_t end;
        if (str_starts(s, STR("--")))
            end = str_find(s, STR("\n"));
        else if (str_starts(s, STR("/*")))
            end = str_find(s, STR("*/"));
        else
            return s;
        if (end == STR_NPOS) return STR("");
        s = str_slice(s, end + 2 - (s.ptr[0] == '-'), s.len);
    }
}

static bool is_word(Str sql, const char *word)
{
    size_t n = strlen(word);
    return str_eq_nocase(str_slice(sql, 0, n), str_z(word)) &&
           (sql.len == n || !isalnum((unsigned char)sql.ptr[n]));
}

static bool changes_rows(Str sql)
{
    return is_word(sql, "INSERT") || is_word(sql, "UPDATE") || is_word(sql, "DELETE") ||
           is_word(sql, "REPLACE");
}

/* SQLite ignores PRAGMA foreign_keys in a transaction, without a word: a DROP TABLE would then
 * delete the rows that refer to the table. What the statement sets is learned from a database
 * without one. */
static void set_foreign_keys(SqliteSession *s, Str sql)
{
    sqlite3 *other = NULL;
    int before = 0, after = 0;
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &before);
    if (sqlite3_open(":memory:", &other) == SQLITE_OK &&
        sqlite3_db_config(other, SQLITE_DBCONFIG_ENABLE_FKEY, before, &after) == SQLITE_OK &&
        sqlite3_exec(other, sql.ptr, NULL, NULL, NULL) == SQLITE_OK) {
        sqlite3_db_config(other, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &after);
        sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_FKEY, after, &before);
    }
    sqlite3_close(other);
}

/* Before a statement is stepped. Whether there is nothing more to do for it. */
static bool is_done_already(SqliteSession *s, sqlite3_stmt *stmt)
{
    Str sql = statement_text(stmt);
    bool inside = !sqlite3_get_autocommit(s->db);
    if (!inside) s->wrote = false;
    if (changes_rows(sql)) s->wrote = true;
    if (!inside || s->wrote) return false;
    if (is_word(sql, "PRAGMA") && sqlite3_strlike("%foreign_keys%", sql.ptr, 0) == 0)
        set_foreign_keys(s, sql);
    return is_word(sql, "BEGIN");
}

/* Starts the last statement of the text as a result. */
static bool open_result(SqliteSession *s, sqlite3_stmt *stmt, Str sql, Result **result, Err *err)
{
    int code = sqlite3_step(stmt);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        sqlite_session_fail(s, sql, err);
        sqlite3_finalize(stmt);
        return false;
    }
    *result = result_new(s, stmt, sql);
    (*result)->has_row = code == SQLITE_ROW;
    if (!sqlite3_stmt_readonly(stmt)) (*result)->affected = sqlite3_changes64(s->db);
    return true;
}

bool sqlite_session_execute(Connection *c, Str sql, const SqlValue *params, size_t n,
                            Result **result, Err *err)
{
    SqliteSession *s = (SqliteSession *)c;
    const char *at = sql.ptr, *end = sql.ptr + sql.len;
    if (result) *result = NULL;
    if (sql.len > INT32_MAX) return err_set(err, ERR_DATABASE, "query string is too large");
    while (at < end && !is_blank(at, end)) {
        sqlite3_stmt *stmt = NULL;
        const char *tail = NULL;
        if (sqlite3_prepare_v2(s->db, at, (int)(end - at), &stmt, &tail) != SQLITE_OK)
            return sqlite_session_fail(s, sql, err);
        at = tail;
        if (stmt == NULL) continue; /* a comment */
        if (is_done_already(s, stmt)) {
            sqlite3_finalize(stmt);
            continue;
        }
        bool last = at >= end || is_blank(at, end), ok = bind_all(s, stmt, params, n, err);
        if (!ok && err->arena && str_is_null(err->statement))
            err->statement = arena_str(err->arena, sql);
        if (ok && last && result != NULL) return open_result(s, stmt, sql, result, err);
        ok = ok && run(s, stmt, sql, err);
        sqlite3_finalize(stmt);
        if (!ok) return false;
    }
    if (result && *result == NULL) *result = result_new(s, NULL, sql);
    return true;
}

sqlite3_stmt *sqlite_session_prepare(SqliteSession *s, Str sql, const Str *params, size_t n,
                                     Err *err)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(s->db, sql.ptr, (int)sql.len, &stmt, NULL) != SQLITE_OK) {
        sqlite_session_fail(s, sql, err);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) bind_text(stmt, (int)i + 1, params[i]);
    return stmt;
}

/* ---- rows ---- */

size_t sqlite_session_column_count(const Result *r)
{
    return r->stmt ? (size_t)sqlite3_column_count(r->stmt) : 0;
}

Str sqlite_session_column_name(const Result *r, size_t i)
{
    return str_z(sqlite3_column_name(r->stmt, (int)i));
}

static SqlValue read_cell(Result *r, int i)
{
    SqlValue v = sql_value_null();
    switch (sqlite3_column_type(r->stmt, i)) {
    case SQLITE_INTEGER: return sql_value_int(sqlite3_column_int64(r->stmt, i));
    case SQLITE_FLOAT:
        return (SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = sqlite3_column_double(r->stmt, i)};
    case SQLITE_TEXT: v.kind = SQL_VALUE_STR; break;
    case SQLITE_BLOB: v.kind = SQL_VALUE_BYTES; break;
    default: return v;
    }
    const void *bytes = v.kind == SQL_VALUE_STR ? (const void *)sqlite3_column_text(r->stmt, i)
                                                : sqlite3_column_blob(r->stmt, i);
    v.as.text =
        arena_str(&r->cells, (Str){bytes ? bytes : "", (size_t)sqlite3_column_bytes(r->stmt, i)});
    return v;
}

bool sqlite_session_next(Result *r, SqlValue *row, Err *err)
{
    if (r->stmt == NULL) return false;
    if (!r->has_row) {
        int code = sqlite3_step(r->stmt);
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            sqlite_session_fail(r->session, str_z(r->sql), err);
        if (code != SQLITE_ROW) {
            /* Ended statements do not hold locks; stepping again would begin anew. */
            sqlite3_finalize(r->stmt);
            r->stmt = NULL;
            return false;
        }
    }
    r->has_row = false;
    arena_release(&r->cells);
    int n = sqlite3_column_count(r->stmt);
    for (int i = 0; i < n; i++) row[i] = read_cell(r, i);
    return true;
}

int64_t sqlite_session_affected(const Result *r) { return r->affected; }

void sqlite_session_result_close(Result *r)
{
    if (r == NULL) return;
    Result **at = &r->session->results;
    while (*at != r) at = &(*at)->next_open;
    *at = r->next_open;
    sqlite3_finalize(r->stmt);
    arena_release(&r->cells);
    mem_free(r->sql);
    mem_free(r);
}

/* The results stay their owners'; only their statements end. */
void sqlite_session_close_results(SqliteSession *s)
{
    for (Result *r = s->results; r != NULL; r = r->next_open) {
        sqlite3_finalize(r->stmt);
        r->stmt = NULL;
        r->has_row = false;
    }
}
