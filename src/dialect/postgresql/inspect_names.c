/* The names of what is in a PostgreSQL database. */
#include "dialect/postgresql/inspect.h"
#include "dialect/postgresql/libpq.h"
#include "dialect/postgresql/session.h"

static bool read_names(Connection *c, const char *sql, const char *const *params, int n, Arena *out,
                       StrVec *names, Err *err)
{
    PGresult *r = postgresql_session_query((PostgresqlSession *)c, sql, params, n, err);
    if (r == NULL) return false;
    for (int i = 0; i < PQntuples(r); i++) VEC_PUSH(out, names, arena_str(out, (Str){PQgetvalue(r, i, 0), (size_t)PQgetlength(r, i, 0)}));
    PQclear(r);
    return true;
}

bool postgresql_inspect_table_names(Connection *c, Str schema, bool views, Arena *out,
                                    StrVec *names, Err *err)
{
    static const char sql[] = "SELECT c.relname FROM pg_catalog.pg_class c JOIN "
                              "pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                              " WHERE c.relkind = ANY ($2::\"char\"[]) AND c.relpersistence <> 't' "
                              "AND CASE WHEN $1::text IS NULL"
                              "  THEN pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> "
                              "'pg_catalog' ELSE n.nspname = $1 END"
                              " ORDER BY c.relname";
    Arena scratch = {0};
    const char *params[2] = {str_is_null(schema) ? NULL : arena_cstr(&scratch, schema),
                             views ? "{v}" : "{r,p}"};
    bool ok = read_names(c, sql, params, 2, out, names, err);
    arena_release(&scratch);
    return ok;
}

bool postgresql_inspect_schema_names(Connection *c, Arena *out, StrVec *names, Err *err)
{
    return read_names(c,
                      "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' "
                      "ORDER BY nspname",
                      NULL, 0, out, names, err);
}

/* Whether the query with the parameters schema (may be NULL) and name has a row. */
static bool has_name(Connection *c, const char *sql, Str schema, Str name, bool *found, Err *err)
{
    Arena scratch = {0};
    StrVec names = {0};
    const char *params[2] = {str_is_null(schema) ? NULL : arena_cstr(&scratch, schema),
                             arena_cstr(&scratch, name)};
    bool ok = read_names(c, sql, params, 2, &scratch, &names, err);
    *found = names.len > 0;
    arena_release(&scratch);
    return ok;
}

/* What stands in pg_class under a name, in the schema or, without one, on the search path. */
#define HAS_CLASS(kinds)                                                                           \
    "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "       \
    "c.relnamespace WHERE c.relname = $2 AND c.relkind IN (" kinds ") AND CASE WHEN $1::text IS "  \
    "NULL THEN pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog' ELSE "          \
    "n.nspname = $1 END"

bool postgresql_inspect_has_table(Connection *c, Str schema, Str name, bool *found, Err *err)
{
    return has_name(c, HAS_CLASS("'r', 'p', 'f', 'v', 'm'"), schema, name, found, err);
}

bool postgresql_inspect_has_sequence(Connection *c, Str schema, Str name, bool *found, Err *err)
{
    return has_name(c, HAS_CLASS("'S'"), schema, name, found, err);
}

bool postgresql_inspect_has_type(Connection *c, Str schema, Str name, bool *found, Err *err)
{
    static const char sql[] =
        "SELECT t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = "
        "t.typnamespace WHERE t.typname = $2 AND CASE WHEN $1::text IS NULL THEN "
        "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog' ELSE n.nspname = $1 "
        "END";
    return has_name(c, sql, schema, name, found, err);
}

bool postgresql_inspect_sequence_names(Connection *c, Str schema, Arena *out, StrVec *names,
                                       Err *err)
{
    static const char sql[] =
        "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
        "c.relnamespace WHERE c.relkind = 'S' AND CASE WHEN $1::text IS NULL THEN "
        "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog' ELSE n.nspname = $1 "
        "END ORDER BY c.relname";
    Arena scratch = {0};
    const char *params[1] = {str_is_null(schema) ? NULL : arena_cstr(&scratch, schema)};
    bool ok = read_names(c, sql, params, 1, out, names, err);
    arena_release(&scratch);
    return ok;
}
