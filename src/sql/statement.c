#include "sql/statement.h"

#include <assert.h>

SqlExpr *sql_statement_table(Arena *a, Str schema, Str name, SqlExpr **columns, size_t n)
{
    SqlExpr *e = sql_expr_new(a, SQL_TABLE, NULL);
    e->as.from = ARENA_NEW(a, SqlFrom);
    e->as.from->name = name;
    e->as.from->schema = schema;
    for (size_t i = 0; i < n; i++) {
        columns[i]->as.column.from = e;
        VEC_PUSH(a, &e->as.from->columns, columns[i]);
    }
    return e;
}

SqlExpr *sql_statement_schema_table(Arena *a, struct Table *t, Str schema, Str name)
{
    SqlExpr *e = sql_statement_table(a, schema, name, NULL, 0);
    e->as.from->table = t;
    return e;
}

SqlExpr *sql_statement_new(Arena *a, SqlKind kind)
{
    SqlExpr *e = sql_expr_new(a, kind, NULL);
    switch (kind) {
    case SQL_SELECT: e->as.select = ARENA_NEW(a, SqlSelect); break;
    case SQL_COMPOUND: e->as.compound = ARENA_NEW(a, SqlCompound); break;
    case SQL_INSERT: e->as.insert = ARENA_NEW(a, SqlInsert); break;
    case SQL_UPDATE: e->as.update = ARENA_NEW(a, SqlUpdate); break;
    case SQL_DELETE: e->as.delete_ = ARENA_NEW(a, SqlDelete); break;
    case SQL_ALIAS:
    case SQL_CTE:
    case SQL_JOIN:
    case SQL_VALUES: e->as.from = ARENA_NEW(a, SqlFrom); break;
    default: assert(!"not a statement"); break;
    }
    return e;
}
