#include "dialect/ddl.h"
#include "dialect/mssql/dialect.h"

static bool done(Compiler *c, Statements *out)
{
    compiler_statement(c, out);
    return true;
}

/* ---- constraints without a name that stand in the way ---- */

/* Alembic puts the names as they are into the literals, and quoted only into the last statement. */
static bool drop_hidden(Compiler *c, const Op *op, Str column, const char *view, const char *alias,
                        Statements *out)
{
    compiler_fmt(
        c, "declare @const_name varchar(256)\nselect @const_name = QUOTENAME([name]) from%s", view);
    compiler_fmt(c, "\nwhere %sparent_object_id = object_id('", alias);
    if (op->schema.len) compiler_fmt(c, "%.*s.", STR_ARG(op->schema));
    compiler_fmt(c, "%.*s')\nand col_name(%sparent_object_id, %sparent_column_id) = '%.*s'",
                 STR_ARG(op->table.text), alias, alias, STR_ARG(column));
    compiler_push_z(c, "\nexec('alter table ");
    compiler_alter_table_name(c, op->schema, op->table);
    compiler_push_z(c, " drop constraint ' + @const_name)");
    return done(c, out);
}

static bool drop_column(Compiler *c, const Op *op, Statements *out)
{
    Str name = op->as.drop_column.name.text;
    if (op->as.drop_column.mssql_drop_default &&
        !drop_hidden(c, op, name, " sys.default_constraints", "", out))
        return false;
    if (op->as.drop_column.mssql_drop_check &&
        !drop_hidden(c, op, name, " sys.check_constraints", "", out))
        return false;
    return !op->as.drop_column.mssql_drop_foreign_key ||
           drop_hidden(c, op, name,
                       "\nsys.foreign_keys fk join sys.foreign_key_columns fkc\n"
                       "on fk.object_id=fkc.constraint_object_id",
                       "fkc.", out);
}

/* ---- ALTER COLUMN ---- */

static bool begin_alter(Compiler *c, const Op *op)
{
    ddl_alter_table(c, op);
    compiler_push_z(c, " ALTER COLUMN ");
    compiler_ident(c, alter_column_ident(&op->as.alter_column));
    return compiler_push_z(c, " ");
}

/* A type and a nullability go into one statement. */
static bool type_and_nullable(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    int nullable = x->nullable >= 0 ? x->nullable : x->type ? x->existing_nullable : -1;
    const SqlType *type = x->type ? x->type : x->existing_type;
    if (nullable < 0 && !x->type) return true;
    if (!type) {
        err_set(c->err, ERR_COMMAND,
                "MS-SQL ALTER COLUMN operations with NULL or NOT NULL require the existing_type or "
                "a new type_ be passed.");
        return false;
    }
    begin_alter(c, op);
    if (!compiler_type(c, type)) return false;
    if (nullable >= 0) compiler_push_z(c, nullable ? " NULL" : " NOT NULL");
    return done(c, out);
}

static bool alter_comment(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    bool set = x->comment_given == GIVEN_VALUE;
    bool had = x->existing_comment_given == GIVEN_VALUE;
    Str schema = op->schema.len ? op->schema : c->o->default_schema;
    if (!schema.len)
        return compiler_unsupported(
            c, "AssertionError",
            "a comment on a column needs the table's schema, and there is no server to ask");
    compiler_fmt(c, "exec sp_%sextendedproperty 'MS_Description', ",
                 !set  ? "drop"
                 : had ? "update"
                       : "add");
    if (set) mssql_unicode(c, x->comment), compiler_push_z(c, ", ");
    compiler_push_z(c, "'schema', ");
    compiler_schema(c, schema, op->table);
    compiler_push_z(c, ", 'table', ");
    compiler_ident(c, op->table);
    compiler_push_z(c, ", 'column', ");
    compiler_ident(c, alter_column_ident(x));
    return done(c, out);
}

static bool add_default(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    ddl_alter_table(c, op);
    compiler_push_z(c, " ADD DEFAULT ");
    if (!ddl_default_needed(c, &x->server_default)) return false;
    compiler_push_z(c, " FOR ");
    compiler_ident(c, alter_column_ident(x));
    return done(c, out);
}

static bool rename_column(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    compiler_push_z(c, "EXEC sp_rename '");
    compiler_alter_table_name(c, op->schema, op->table);
    compiler_push_z(c, ".");
    compiler_ident(c, alter_column_ident(x));
    compiler_push_z(c, "', ");
    compiler_ident(c, alter_column_new_ident(x));
    compiler_push_z(c, ", 'COLUMN'");
    return done(c, out);
}

static bool is_special(Given given, const ServerDefault *d)
{
    return given == GIVEN_VALUE && (d->kind == DEFAULT_COMPUTED || d->kind == DEFAULT_IDENTITY);
}

static bool alter_column(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    bool changed = x->server_default_given != GIVEN_NOT;
    bool special =
        changed && (is_special(x->server_default_given, &x->server_default) ||
                    is_special(x->existing_server_default_given, &x->existing_server_default));
    bool in_the_way =
        x->existing_server_default_given != GIVEN_NOT || x->server_default_given == GIVEN_NONE;
    if (changed && !special && in_the_way &&
        !drop_hidden(c, op, x->column, " sys.default_constraints", "", out))
        return false;
    /* Which refuses it; a type that goes with NULL or NOT NULL is written before that. */
    if (special && x->nullable < 0 && !(x->type && x->existing_nullable >= 0))
        return ddl_alter_column(c, op, out);
    if (!type_and_nullable(c, op, out)) return false;
    if (special) return ddl_alter_column(c, op, out);
    if (x->comment_given != GIVEN_NOT && !alter_comment(c, op, out)) return false;
    if (x->server_default_given == GIVEN_VALUE && !add_default(c, op, out)) return false;
    return str_is_null(x->new_name) || rename_column(c, op, out);
}

/* ---- the rest ---- */

static bool rename_table(Compiler *c, const Op *op, Statements *out)
{
    compiler_push_z(c, "EXEC sp_rename '");
    compiler_alter_table_name(c, op->schema, op->table);
    compiler_push_z(c, "', ");
    compiler_ident(c, op->as.rename_table.new_name);
    return done(c, out);
}

static bool identity_insert(Compiler *c, const Table *t, const char *word, Statements *out)
{
    compiler_push_z(c, "SET IDENTITY_INSERT ");
    compiler_table(c, t->schema, t->name);
    compiler_fmt(c, " %s", word);
    return done(c, out);
}

static bool bulk_insert(Compiler *c, const Op *op, Statements *out)
{
    const Table *t = op->as.bulk_insert.table;
    return identity_insert(c, t, "ON", out) && ddl_bulk_insert(c, op, out) &&
           identity_insert(c, t, "OFF", out);
}

bool mssql_op(Compiler *c, const Op *op, Statements *out, bool *handled)
{
    *handled = true;
    switch (op->kind) {
    case OP_ALTER_COLUMN: return alter_column(c, op, out);
    case OP_RENAME_TABLE: return rename_table(c, op, out);
    case OP_BULK_INSERT:
        if (c->o->offline) return bulk_insert(c, op, out);
        break;
    case OP_DROP_COLUMN: *handled = false; return drop_column(c, op, out);
    default: break;
    }
    *handled = false;
    return true;
}
