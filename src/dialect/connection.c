#include "dialect/connection.h"

bool connection_execute(Connection *c, Str sql, const SqlValue *params, size_t n, Result **result,
                        Err *err)
{
    log_write(c->log, LOG_DEBUG, "sqlalchemy.engine.Engine", "%.*s", STR_ARG(sql));
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
        err_set(err, ERR_CONFIG, "Can't load plugin: sqlalchemy.dialects:%.*s%s%.*s",
                STR_ARG(url->dialect), str_is_null(url->driver) ? "" : ".", STR_ARG(url->driver));
        err->kind = STR("sqlalchemy.exc.NoSuchModuleError");
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

void connection_set_options(Connection *c, CompileOptions *o)
{
    if (c == NULL) return;
    o->server_version = c->server_version;
    o->plain_backslash = c->plain_backslash;
    if (c->vtable->default_schema) o->default_schema = c->vtable->default_schema(c);
}
