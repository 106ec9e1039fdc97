#include "dialect/ddl.h"

#include <inttypes.h>

#include "dialect/mssql/dialect.h"

/* ---- columns ---- */

static bool identity(Compiler *c, const SequenceOptions *o)
{
    compiler_push_z(c, " IDENTITY");
    if (!o->has_start && !o->has_increment) return true;
    return compiler_fmt(c, "(%" PRId64 ",%" PRId64 ")", o->has_start ? o->start : 1,
                        o->has_increment ? o->increment : 1);
}

static SequenceOptions legacy_identity(const Column *col)
{
    SequenceOptions o = {0};
    const SqlValue *start = ddl_option(&col->options, NULL, "mssql_identity_start");
    const SqlValue *increment = ddl_option(&col->options, NULL, "mssql_identity_increment");
    if (start && start->kind == SQL_VALUE_INT) o.has_start = true, o.start = start->as.integer;
    if (increment && increment->kind == SQL_VALUE_INT)
        o.has_increment = true, o.increment = increment->as.integer;
    return o;
}

bool mssql_column(Compiler *c, const Column *col)
{
    const ServerDefault *d = &col->server_default;
    bool computed = d->kind == DEFAULT_COMPUTED, is_identity = d->kind == DEFAULT_IDENTITY;
    bool autoincrement = col->autoincrement == AUTOINCREMENT_TRUE;
    ddl_column_name(c, col);
    compiler_push_z(c, " ");
    if (!(computed ? mssql_computed(c, d) : compiler_type(c, col->type))) return false;
    if (col->nullable_none)
        ; /* the server's default holds */
    else if (!col->nullable || col->primary_key || col->sequence || autoincrement || is_identity)
        compiler_push_z(c, " NOT NULL");
    else if (!computed)
        compiler_push_z(c, " NULL");
    SequenceOptions legacy = legacy_identity(col);
    if (is_identity && (legacy.has_start || legacy.has_increment))
        return compiler_fail(c, "Cannot specify options 'mssql_identity_start' and/or "
                                "'mssql_identity_increment' while also using the 'Identity' "
                                "construct.");
    if (is_identity) return identity(c, &d->sequence);
    const Column *first = NULL;
    if (col->table && !ddl_autoincrement_column(c, col->table, &first)) return false;
    bool counted = autoincrement || (first && first == col);
    if (counted && (!col->sequence || col->sequence->is_optional)) return identity(c, &legacy);
    return ddl_default_clause(c, col);
}

bool mssql_computed(Compiler *c, const ServerDefault *d)
{
    compiler_push_z(c, "AS (");
    if (!compiler_ddl_expr(c, d->expr)) return false;
    return compiler_push_z(c, d->persisted > 0 ? ") PERSISTED" : ")");
}

/* ---- constraints and indexes ---- */

static bool push_clustered(Compiler *c, const SqlOptions *a, const SqlOptions *b)
{
    const SqlValue *v = ddl_option(a, b, "mssql_clustered");
    if (!v || v->kind != SQL_VALUE_BOOL) return true;
    return compiler_push_z(c, v->as.boolean ? "CLUSTERED " : "NONCLUSTERED ");
}

bool mssql_key_word(Compiler *c, const Constraint *k)
{
    return push_clustered(c, &k->options, NULL);
}

static bool push_include(Compiler *c, const SqlValue *v)
{
    if (!v || v->kind != SQL_VALUE_LIST || !v->as.list.len) return true;
    compiler_push_z(c, " INCLUDE (");
    for (size_t i = 0; i < v->as.list.len; i++) {
        const SqlValue *item = &v->as.list.items[i];
        if (i) compiler_push_z(c, ", ");
        if (item->kind == SQL_VALUE_STR)
            compiler_ident(c, ddl_option_name(item));
        else if (item->kind == SQL_VALUE_EXPR && item->as.expr->kind == SQL_COLUMN)
            compiler_name(c, item->as.expr->as.column.name);
        else
            return compiler_fail(c, "mssql_include takes column names");
    }
    return compiler_push_z(c, ")");
}

bool mssql_create_index(Compiler *c, const Index *i, const Op *op)
{
    const SqlOptions *a = &op->options, *b = &i->options;
    compiler_push_z(c, i->unique ? "CREATE UNIQUE " : "CREATE ");
    push_clustered(c, a, b);
    const SqlValue *v = ddl_option(a, b, "mssql_columnstore");
    if (v && v->kind == SQL_VALUE_BOOL && v->as.boolean) compiler_push_z(c, "COLUMNSTORE ");
    compiler_push_z(c, "INDEX ");
    if (!ddl_index_name(c, i, "CREATE", false)) return false;
    compiler_push_z(c, " ON ");
    compiler_table(c, i->table->schema, i->table->name);
    for (size_t k = 0; k < i->expressions.len; k++) {
        compiler_push_z(c, k ? ", " : " (");
        if (!compiler_ddl_expr(c, i->expressions.items[k])) return false;
    }
    if (i->expressions.len) compiler_push_z(c, ")");
    if (!push_include(c, ddl_option(a, b, "mssql_include"))) return false;
    v = ddl_option(a, b, "mssql_where");
    if (!v) return true;
    compiler_push_z(c, " WHERE ");
    return ddl_option_expr(c, v);
}

bool mssql_drop_index(Compiler *c, const Index *i, const Op *op)
{
    compiler_push_z(c, "\nDROP INDEX ");
    if (op->if_exists) compiler_push_z(c, "IF EXISTS ");
    if (!ddl_index_name(c, i, "DROP", false)) return false;
    compiler_push_z(c, " ON ");
    /* Alembic's name for the table that was not named. */
    Ident table = ident_is_null(i->table->name) ? ident(STR("no_table")) : i->table->name;
    table.schema_quote = i->table->name.schema_quote;
    return compiler_table(c, i->table->schema, table);
}

/* ---- comments: extended properties, which need to know their schema ---- */

static bool push_place(Compiler *c, Str schema, Ident table)
{
    if (!schema.len) schema = c->o->default_schema;
    if (!schema.len)
        return compiler_unsupported(c, "AttributeError",
                                    "'NoneType' object has no attribute 'startswith'");
    compiler_push_z(c, "'schema', ");
    compiler_schema(c, schema, table);
    compiler_push_z(c, ", 'table', ");
    return compiler_ident(c, table);
}

static bool push_property(Compiler *c, Str comment, bool drop)
{
    if (drop) return compiler_push_z(c, "execute sp_dropextendedproperty 'MS_Description', ");
    compiler_push_z(c, "execute sp_addextendedproperty 'MS_Description', ");
    if (str_is_null(comment)) return compiler_push_z(c, "NULL, ");
    return mssql_unicode(c, comment) && compiler_push_z(c, ", ");
}

bool mssql_table_comment(Compiler *c, Str schema, Ident table, Str comment, bool drop)
{
    return push_property(c, comment, drop) && push_place(c, schema, table);
}

bool mssql_column_comment(Compiler *c, Str schema, Ident table, Ident column, Str comment,
                          bool drop)
{
    return push_property(c, comment, drop) && push_place(c, schema, table) &&
           compiler_push_z(c, ", 'column', ") && compiler_ident(c, column);
}
