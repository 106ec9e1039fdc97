#include "dialect/connection.h"

#include <ctype.h>

#include "base/strbuf.h"
#include "os/interrupt.h"

Str connection_shown_sql(Str sql, Arena *out)
{
    if (str_find_char(sql, CONNECTION_BIND_MARK) == STR_NPOS) return sql;
    char *text = arena_alloc(out, sql.len, 1);
    size_t n = 0;
    for (size_t i = 0; i < sql.len; i++)
        if (sql.ptr[i] != CONNECTION_BIND_MARK) text[n++] = sql.ptr[i];
    return (Str){text, n};
}

static void log_statement(Connection *c, Str sql)
{
    Arena scratch = {0};
    Str shown = connection_shown_sql(sql, &scratch);
    log_write(c->log, LOG_DEBUG, "sqlalchemy.engine.Engine", "%.*s", STR_ARG(shown));
    arena_release(&scratch);
}

bool connection_execute(Connection *c, Str sql, const SqlValue *params, size_t n, Result **result,
                        Err *err)
{
    log_statement(c, sql);
    return c->vtable->execute(c, sql, params, n, result, err);
}

bool connection_run(Connection *c, Str sql, Err *err)
{
    return connection_execute(c, sql, NULL, 0, NULL, err);
}

bool connection_open(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                     Connection **out, Err *err)
{
    const Dialect *dialect = dialect_find(url->dialect);
    if (dialect == NULL) {
        err_raise(err, ERR_CONFIG, "sqlalchemy.exc.NoSuchModuleError",
                  "Can't load plugin: sqlalchemy.dialects:%.*s%s%.*s", STR_ARG(url->dialect),
                  str_is_null(url->driver) ? "" : ".", STR_ARG(url->driver));
        return err_hint(err, "Use a URL that begins with postgresql://, sqlite:// or mysql://.");
    }
    if (dialect->connect == NULL) {
        err_set(err, ERR_UNSUPPORTED, "cannot connect to %s databases", dialect->name);
        return err_hint(err, "Only --sql works for this database.");
    }
    return dialect->connect(url, connect_args, arena, out, err);
}

void connection_close(Connection *c)
{
    if (c != NULL) c->vtable->close(c);
}

bool connection_interrupted(Str sql, Err *err)
{
    if (!interrupt_signal()) return false;
    if (err_is_set(err)) return true;
    err_raise(err, ERR_DATABASE, "KeyboardInterrupt", "interrupted");
    if (err->arena && !str_is_null(sql)) err->statement = arena_str(err->arena, sql);
    err_hint(err, "What was not committed is undone.");
    return true;
}

/* "read-committed", or SQLite's "do not wait for writers": 1. */
static Str level_of(const SqlValue *cell, Arena *out)
{
    if (cell->kind == SQL_VALUE_INT)
        return cell->as.integer ? STR("READ UNCOMMITTED") : STR("SERIALIZABLE");
    StrBuf b = {0};
    for (size_t i = 0; cell->kind == SQL_VALUE_STR && i < cell->as.text.len; i++) {
        char ch = cell->as.text.ptr[i];
        strbuf_push_char(&b, ch == '-' ? ' ' : (char)toupper((unsigned char)ch));
    }
    return strbuf_finish(&b, out);
}

bool connection_isolation(Connection *c, Arena *out, Str *level, Err *err)
{
    Result *rows = NULL;
    SqlValue cell = sql_value_null();
    *level = STR_NULL;
    if (!connection_execute(c, str_z(c->vtable->isolation_sql(c, NULL)), NULL, 0, &rows, err))
        return false;
    bool ok = c->vtable->column_count(rows) == 1 && c->vtable->next(rows, &cell, err);
    if (ok) *level = level_of(&cell, out);
    c->vtable->result_close(rows);
    if (!ok && !err_is_set(err)) err_set(err, ERR_DATABASE, "the server named no isolation level");
    return ok;
}

bool connection_isolate(Connection *c, const char *level, Err *err)
{
    Str sql = str_z(c->vtable->isolation_sql(c, level));
    return str_is_empty(sql) || connection_run(c, sql, err);
}

void connection_set_options(Connection *c, CompileOptions *o)
{
    if (c == NULL) return;
    o->server_version = c->server_version;
    o->plain_backslash = c->plain_backslash;
    o->schemas = &c->schemas;
    if (c->vtable->default_schema) o->default_schema = c->vtable->default_schema(c);
}
