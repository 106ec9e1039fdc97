#include "dialect/ddl.h"

bool ddl_compile_type(const Dialect *d, const SqlType *t, const CompileOptions *o, Arena *out,
                      Str *sql, Err *err)
{
    Compiler c;
    compiler_init(&c, d, o, out, err);
    bool ok = compiler_type(&c, t);
    if (ok) *sql = compiler_take(&c);
    compiler_deinit(&c);
    return ok;
}

bool ddl_compile_expr(const Dialect *d, const SqlExpr *e, const CompileOptions *o, Arena *out,
                      Str *sql, SqlExprVec *binds, Err *err)
{
    Compiler c;
    compiler_init(&c, d, o, out, err);
    c.binds = binds;
    c.include_table = !c.o->plain_columns;
    bool ok = compiler_expr(&c, e);
    if (ok) *sql = compiler_take(&c);
    compiler_deinit(&c);
    return ok;
}

bool ddl_compile_default(const Dialect *d, const Column *col, const CompileOptions *o, Arena *out,
                         Str *sql, Err *err)
{
    Compiler c;
    bool any;
    compiler_init(&c, d, o, out, err);
    bool ok = ddl_default(&c, &col->server_default, &any);
    *sql = ok && any ? compiler_take(&c) : STR_NULL;
    compiler_deinit(&c);
    return ok;
}

static bool index_op(Compiler *c, const Op *op, Statements *out)
{
    if (!c->rules->create_index(c, op->as.create_index.index, op)) return false;
    compiler_statement(c, out);
    return true;
}

/* The index to be dropped: the original one under the directive's name and table. */
static bool drop_index(Compiler *c, const Op *op, Statements *out)
{
    Index gone = {0};
    if (op->as.drop_index.original) gone = *op->as.drop_index.original;
    if (op->origin == OP_BY_DIRECTIVE) {
        gone.name = op->as.drop_index.name;
        gone.options = op->options;
        gone.table = table_new(c->a, NULL, op->table, op->schema);
    }
    bool ok =
        c->rules->drop_index ? c->rules->drop_index(c, &gone, op) : ddl_drop_index(c, &gone, op);
    if (ok) compiler_statement(c, out);
    return ok;
}

static bool drop_table(Compiler *c, const Op *op, Statements *out)
{
    compiler_push_z(c, op->if_exists ? "\nDROP TABLE IF EXISTS " : "\nDROP TABLE ");
    compiler_table(c, op->schema, op->table);
    compiler_statement(c, out);
    return true;
}

static bool rename_table(Compiler *c, const Op *op, Statements *out)
{
    ddl_alter_table(c, op);
    compiler_push_z(c, " RENAME TO ");
    Ident name = op->as.rename_table.new_name;
    name.schema_quote = op->table.schema_quote;
    compiler_alter_table_name(c, c->rules->rename_without_schema ? STR_NULL : op->schema, name);
    compiler_statement(c, out);
    return true;
}

static bool drop_column(Compiler *c, const Op *op, Statements *out)
{
    ddl_alter_table(c, op);
    compiler_push_z(c, op->if_exists ? " DROP COLUMN IF EXISTS " : " DROP COLUMN ");
    compiler_ident(c, op->as.drop_column.name);
    compiler_statement(c, out);
    return true;
}

static bool alter_column(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    if (x->existing_type && x->type && !ddl_type_checks(c, op, x->existing_type, true, out))
        return false;
    bool handled = false;
    if (c->rules->op && !c->rules->op(c, op, out, &handled)) return false;
    if (!handled && !ddl_alter_column(c, op, out)) return false;
    return !x->type || ddl_type_checks(c, op, x->type, false, out);
}

static bool run(Compiler *c, const Op *op, Statements *out)
{
    SqlExpr *statement = op->as.execute.statement;
    if (!compiler_expr(c, statement)) return false;
    compiler_statement(c, out);
    return true;
}

static bool table_comment(Compiler *c, const Op *op, Statements *out)
{
    bool drop = op->kind == OP_DROP_TABLE_COMMENT;
    return ddl_table_comment(c, op->schema, op->table, op->as.table_comment.comment, drop, out);
}

static bool generic(Compiler *c, const Op *op, Statements *out)
{
    switch (op->kind) {
    case OP_CREATE_TABLE: return ddl_create_table(c, op, op->as.create_table.table, out);
    case OP_DROP_TABLE: return drop_table(c, op, out);
    case OP_RENAME_TABLE: return rename_table(c, op, out);
    case OP_ADD_COLUMN: return ddl_add_column(c, op, out);
    case OP_DROP_COLUMN: return drop_column(c, op, out);
    case OP_ALTER_COLUMN: return alter_column(c, op, out);
    case OP_CREATE_INDEX: return index_op(c, op, out);
    case OP_DROP_INDEX: return drop_index(c, op, out);
    case OP_ADD_CONSTRAINT: return ddl_add_constraint(c, op->as.add_constraint.constraint, out);
    case OP_DROP_CONSTRAINT: return ddl_drop_constraint(c, op, out);
    case OP_CREATE_TABLE_COMMENT:
    case OP_DROP_TABLE_COMMENT: return table_comment(c, op, out);
    case OP_EXECUTE: return run(c, op, out);
    case OP_BULK_INSERT: return ddl_bulk_insert(c, op, out);
    case OP_CREATE_SCHEMA_OBJECT: return ddl_schema_object(c, op, out);
    case OP_MODIFY_TABLE:
    case OP_BATCH:
    case OP_CUSTOM: break;
    }
    err_set(c->err, ERR_INTERNAL, "a group of operations was given where single ones are compiled");
    return false;
}

static const Table *table_of(const Op *op)
{
    switch (op->kind) {
    case OP_CREATE_TABLE: return op->as.create_table.table;
    case OP_CREATE_INDEX: return op->as.create_index.index->table;
    case OP_DROP_INDEX: return op->as.drop_index.original->table;
    case OP_ADD_CONSTRAINT: return op->as.add_constraint.constraint->table;
    case OP_DROP_CONSTRAINT: return op->as.drop_constraint.original->table;
    default: return NULL;
    }
}

static bool without_table(Compiler *c, const Op *op, Statements *out)
{
    if (op->kind == OP_CREATE_INDEX) {
        Ident name = op->as.create_index.index->name;
        return compiler_fail(c, "Index '%.*s' is not associated with any table.",
                             STR_ARG(ident_is_null(name) ? STR("None") : name.text));
    }
    bool nameless = op->kind == OP_DROP_CONSTRAINT && ident_is_null(op->as.drop_constraint.name);
    bool handled = false;
    Ident name;
    /* Both complain of that. */
    if (nameless && c->rules->op && !c->rules->op(c, op, out, &handled)) return false;
    if (nameless) return ddl_dropped_name(c, op, &name);
    return compiler_unsupported(c, "sqlalchemy.exc.InvalidRequestError",
                                "This constraint is not bound to a table.  Did you mean to call "
                                "table.append_constraint(constraint) ?");
}

/* SQLAlchemy's own DDL: names come of the object's MetaData. */
static bool compile_own(Compiler *c, const Op *op, Statements *out)
{
    const CompileOptions *given = c->o;
    CompileOptions own = *given;
    const Table *t = table_of(op);
    bool needs_table = op->kind == OP_ADD_CONSTRAINT || op->kind == OP_DROP_CONSTRAINT ||
                       op->kind == OP_CREATE_INDEX;
    bool handled = false;
    if (needs_table && !t) return without_table(c, op, out);
    own.naming = t && t->metadata ? &t->metadata->naming : NULL;
    c->o = &own;
    bool ok = !c->rules->op || c->rules->op(c, op, out, &handled);
    ok = ok && (handled || generic(c, op, out));
    c->o = given;
    return ok;
}

static bool compile(Compiler *c, const Op *op, Statements *out)
{
    if (op->origin != OP_BY_DIRECTIVE) return compile_own(c, op, out);
    if (op->kind == OP_MODIFY_TABLE) {
        for (size_t i = 0; i < op->as.modify_table.ops.len; i++)
            if (!ddl_compile_op(c->dialect, op->as.modify_table.ops.items[i], c->o, c->a, out,
                                c->err))
                return false;
        return true;
    }
    bool handled = false;
    /* ALTER COLUMN asks the dialect itself, between the CHECKs of the types. */
    if (op->kind != OP_ALTER_COLUMN && c->rules->op && !c->rules->op(c, op, out, &handled))
        return false;
    return handled || generic(c, op, out);
}

bool ddl_compile_op(const Dialect *d, const Op *op, const CompileOptions *o, Arena *out,
                    Statements *sql, Err *err)
{
    Compiler c;
    compiler_init(&c, d, o, out, err);
    bool ok = compile(&c, op, sql);
    if (!ok && err->pos.file == NULL) err->pos = op->pos;
    compiler_deinit(&c);
    return ok;
}
