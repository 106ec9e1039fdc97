#include "engine/version_table.h"

#include <string.h>

static Str table_name(Migration *m, Arena *a)
{
    const SchemaPair *other = schema_map_find(m->compile.schemas, m->options.version_table_schema);
    Ident name = ident(m->options.version_table);
    if (other) name.schema_quote = ident_quote(other->quote);
    return dialect_quote_table(m->dialect, other ? other->to : m->options.version_table_schema,
                               name, a);
}

/* Alembic's version_table_impl: one VARCHAR(32) column, a named primary key. */
static Op *create_op(Migration *m, Arena *a)
{
    MetaData *md = metadata_new(a);
    Table *t = table_new(a, md, ident(m->options.version_table), m->options.version_table_schema);
    SqlType *type = type_new(a, type_class_get("String"));
    type_set(type, "length", sql_value_int(32));
    Column *c = column_new(a, ident(STR("version_num")), type);
    c->nullable = false;
    c->nullable_given = true;
    table_add_column(t, a, c);
    if (m->options.version_table_pk) {
        Ident name = ident(arena_fmt(a, "%.*s_pkc", STR_ARG(m->options.version_table)));
        Constraint *pk = constraint_new(a, CONSTRAINT_PRIMARY_KEY, name);
        VEC_PUSH(a, &pk->column_names, STR("version_num"));
        table_add_constraint(t, a, pk);
    }
    Op *op = op_new(a, OP_CREATE_TABLE, t->schema, t->name);
    op->as.create_table.table = t;
    return op;
}

bool version_table_create(Migration *m, Err *err)
{
    Arena scratch = {0};
    Statements sql = {0};
    CompileOptions o = m->compile;
    o.naming = NULL; /* the project's convention is not for this table */
    bool ok = m->dialect->compile_op(create_op(m, &scratch), &o, &scratch, &sql, err);
    for (size_t i = 0; ok && i < sql.len; i++) ok = migrate_statement(m, sql.items[i], err);
    arena_release(&scratch);
    return ok;
}

static bool has_table(Migration *m, bool *found, Err *err)
{
    EngineConnection *c = engine_connection_get(m->connection);
    *found = false;
    if (!c->db) return err_set(err, ERR_SCRIPT, "This Connection is closed");
    /* SQLAlchemy's look for it begins a transaction: a table that is then made goes again with a
     * first revision that fails. */
    c->began = true;
    /* It is looked for where it is written: Alembic looks in the schema without the map, and would
     * begin anew each time. */
    Str schema = schema_map_get(m->compile.schemas, m->options.version_table_schema);
    return c->db->vtable->has_table(c->db, schema, m->options.version_table, found, err);
}

/* SQLAlchemy's scope around DDL: committed at once unless a transaction is under way. */
static bool leave_scope(Migration *m, bool was_in_transaction, Err *err)
{
    EngineConnection *c = engine_connection_get(m->connection);
    return was_in_transaction || engine_connection_commit(c, err);
}

bool version_table_ensure(Migration *m, bool purge, Err *err)
{
    EngineConnection *c = engine_connection_get(m->connection);
    bool found, was = c->began;
    if (!has_table(m, &found, err) || (!found && !version_table_create(m, err))) return false;
    if (purge) {
        Arena scratch = {0};
        Str sql = arena_fmt(&scratch, "DELETE FROM %.*s", STR_ARG(table_name(m, &scratch)));
        bool ok = migrate_statement(m, sql, err);
        arena_release(&scratch);
        if (!ok) return false;
    }
    return leave_scope(m, was, err);
}

static bool read_rows(EngineConnection *c, Str sql, Arena *out, StrVec *rows, Err *err)
{
    Result *result = NULL;
    SqlValue cell;
    if (!engine_connection_send(c, sql, NULL, 0, &result, err)) return false;
    while (result && c->db->vtable->next(result, &cell, err))
        if (cell.kind == SQL_VALUE_STR) VEC_PUSH(out, rows, arena_str(out, cell.as.text));
    if (result) c->db->vtable->result_close(result);
    return !err_is_set(err);
}

bool version_table_read(Migration *m, Arena *out, StrVec *rows, Err *err)
{
    bool found;
    if (!has_table(m, &found, err) || !found) return !err_is_set(err);
    Str name = table_name(m, out);
    Str sql = arena_fmt(out, "SELECT %.*s.version_num \nFROM %.*s", STR_ARG(name), STR_ARG(name));
    return read_rows(engine_connection_get(m->connection), sql, out, rows, err);
}

/* ---- changes ---- */

/* How SQLAlchemy asks for the new primary key, by dialect; it is part of what --sql prints. */
static Str insert_sql(Migration *m, Str table, Str to, Arena *a)
{
    Str value = dialect_literal(m->dialect, to, a);
    const char *name = m->dialect->name;
    Str into = arena_fmt(a, "INSERT INTO %.*s (version_num)", STR_ARG(table));
    if (!m->as_sql || !m->options.version_table_pk)
        return arena_fmt(a, "%.*s VALUES (%.*s)", STR_ARG(into), STR_ARG(value));
    if (!strcmp(name, "mssql"))
        return arena_fmt(a, "%.*s OUTPUT inserted.version_num VALUES (%.*s)", STR_ARG(into),
                         STR_ARG(value));
    Str plain = arena_fmt(a, "%.*s VALUES (%.*s)", STR_ARG(into), STR_ARG(value));
    if (!strcmp(name, "postgresql"))
        return arena_fmt(a, "%.*s RETURNING %.*s.version_num", STR_ARG(plain), STR_ARG(table));
    if (!strcmp(name, "sqlite")) return arena_fmt(a, "%.*s RETURNING version_num", STR_ARG(plain));
    if (!strcmp(name, "oracle"))
        return arena_fmt(a, "%.*s RETURNING %.*s.version_num INTO :ret_0", STR_ARG(plain),
                         STR_ARG(table));
    return plain;
}

static Str change_sql(Migration *m, const PlanRowChange *c, Arena *a)
{
    Str table = table_name(m, a);
    switch (c->kind) {
    case PLAN_ROW_INSERT: return insert_sql(m, table, c->to, a);
    case PLAN_ROW_DELETE:
        return arena_fmt(a, "DELETE FROM %.*s WHERE %.*s.version_num = %.*s", STR_ARG(table),
                         STR_ARG(table), STR_ARG(dialect_literal(m->dialect, c->from, a)));
    case PLAN_ROW_UPDATE:
        return arena_fmt(a, "UPDATE %.*s SET version_num=%.*s WHERE %.*s.version_num = %.*s",
                         STR_ARG(table), STR_ARG(dialect_literal(m->dialect, c->to, a)),
                         STR_ARG(table), STR_ARG(dialect_literal(m->dialect, c->from, a)));
    }
    return STR_NULL;
}

static bool check_matched(Migration *m, const PlanRowChange *c, int64_t found, Err *err)
{
    if (c->kind == PLAN_ROW_INSERT || found == 1) return true;
    if (c->kind == PLAN_ROW_DELETE)
        return err_set(
            err, ERR_COMMAND,
            "Online migration expected to match one row when deleting '%.*s' in '%.*s'; %lld found",
            STR_ARG(c->from), STR_ARG(m->options.version_table), (long long)found);
    return err_set(err, ERR_COMMAND,
                   "Online migration expected to match one row when updating '%.*s' to '%.*s' in "
                   "'%.*s'; %lld found",
                   STR_ARG(c->from), STR_ARG(c->to), STR_ARG(m->options.version_table),
                   (long long)found);
}

static bool apply_one(Migration *m, const PlanRowChange *c, Arena *a, Err *err)
{
    Str sql = change_sql(m, c, a);
    if (m->as_sql) return migrate_statement(m, sql, err);
    EngineConnection *conn = engine_connection_get(m->connection);
    Result *result = NULL;
    if (!engine_connection_send(conn, sql, NULL, 0, &result, err)) return false;
    int64_t found = result ? conn->db->vtable->affected(result) : 1;
    if (result) conn->db->vtable->result_close(result);
    return check_matched(m, c, found, err);
}

bool version_table_apply(Migration *m, const PlanRowChanges *changes, Err *err)
{
    Arena scratch = {0};
    bool ok = true;
    if (!str_is_null(changes->debug))
        log_write(m->host->log, LOG_DEBUG, "alembic.runtime.migration", "%.*s",
                  STR_ARG(changes->debug));
    for (size_t i = 0; ok && i < changes->changes.len; i++)
        ok = apply_one(m, &changes->changes.items[i], &scratch, err);
    arena_release(&scratch);
    return ok;
}
