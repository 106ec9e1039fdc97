#include "dialect/ddl.h"

const SqlValue *ddl_option(const SqlOptions *a, const SqlOptions *b, const char *name)
{
    const SqlValue *v = a ? sql_options_find(a, name) : NULL;
    if (!v && b) v = sql_options_find(b, name);
    return !v || v->kind == SQL_VALUE_NULL || v->kind == SQL_VALUE_UNSET ? NULL : v;
}

Ident ddl_option_name(const SqlValue *v)
{
    return (Ident){.text = v->as.text, .quote = ident_quote(v->quote)};
}

bool ddl_option_expr(Compiler *c, const SqlValue *v)
{
    if (v->kind == SQL_VALUE_EXPR) return compiler_ddl_expr(c, v->as.expr);
    if (v->kind == SQL_VALUE_STR) return compiler_ddl_expr(c, sql_expr_text(c->a, v->as.text));
    return compiler_fail(c, "SQL expression element or text expected in an option");
}

bool ddl_index_name(Compiler *c, const Index *i, const char *verb, bool with_schema)
{
    Ident name;
    if (!index_final_name(i, c->o->naming, c->a, &name, c->err)) return false;
    if (ident_is_null(name))
        return compiler_fail(c, "%s INDEX requires that the index have a name", verb);
    if (!ddl_final_name(c, name, &name)) return false;
    if (i->table) name.schema_quote = i->table->name.schema_quote;
    return with_schema && i->table ? compiler_table(c, i->table->schema, name)
                                   : compiler_ident(c, name);
}

bool ddl_create_index(Compiler *c, const Index *i, const Op *op)
{
    compiler_push_z(c, i->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    if (op->if_not_exists) compiler_push_z(c, "IF NOT EXISTS ");
    if (!ddl_index_name(c, i, "CREATE", false)) return false;
    compiler_push_z(c, " ON ");
    compiler_table(c, i->table->schema, i->table->name);
    compiler_push_z(c, " (");
    for (size_t k = 0; k < i->expressions.len; k++) {
        if (k) compiler_push_z(c, ", ");
        if (!compiler_ddl_expr(c, i->expressions.items[k])) return false;
    }
    return compiler_push_z(c, ")");
}

bool ddl_drop_index(Compiler *c, const Index *i, const Op *op)
{
    compiler_push_z(c, "\nDROP INDEX ");
    if (op->if_exists) compiler_push_z(c, "IF EXISTS ");
    return ddl_index_name(c, i, "DROP", true);
}
