#include "dialect/ddl.h"
#include "dialect/mysql/dialect.h"

static bool done(Compiler *c, Statements *out)
{
    compiler_statement(c, out);
    return true;
}

static bool is_special(Given given, const ServerDefault *d)
{
    return given == GIVEN_VALUE && (d->kind == DEFAULT_COMPUTED || d->kind == DEFAULT_IDENTITY);
}

/* A default that cannot be written. */
static bool refuse_default(Compiler *c, const ServerDefault *d)
{
    if (str_is_null(d->text))
        return compiler_unsupported(c, "AssertionError",
                                    "this server default has no SQL of its own");
    return compiler_unsupported(
        c, "sqlalchemy.exc.ArgumentError",
        "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
        "'sqlalchemy.sql.elements.ClauseElement'>' or '<class "
        "'sqlalchemy.sql.elements.TextClause'>', got '<class '%.*s'>'",
        STR_ARG(d->text));
}

/* What a MODIFY or CHANGE has to repeat of the column, new or as it was. */
static bool push_spec(Compiler *c, const AlterColumn *x)
{
    const SqlType *type = x->type ? x->type : x->existing_type;
    if (!type) {
        err_set(c->err, ERR_COMMAND,
                "All MySQL CHANGE/MODIFY COLUMN operations require the existing type.");
        return false;
    }
    if (!compiler_type(c, type)) return false;
    int nullable = x->nullable >= 0 ? x->nullable : x->existing_nullable;
    compiler_push_z(c, nullable == 0 ? " NOT NULL" : " NULL");
    int autoincrement = x->autoincrement >= 0 ? x->autoincrement : x->existing_autoincrement;
    if (autoincrement > 0) compiler_push_z(c, " AUTO_INCREMENT");
    bool fresh = x->server_default_given != GIVEN_NOT;
    Given given = fresh ? x->server_default_given : x->existing_server_default_given;
    if (given == GIVEN_VALUE) {
        bool any;
        compiler_push_z(c, " DEFAULT ");
        const ServerDefault *d = fresh ? &x->server_default : &x->existing_server_default;
        if (!ddl_default(c, d, &any)) return false;
        if (!any) return refuse_default(c, d);
    }
    bool said = x->comment_given != GIVEN_NOT;
    Str comment = !said                             ? x->existing_comment
                  : x->comment_given == GIVEN_VALUE ? x->comment
                                                    : STR_NULL;
    if (!comment.len) return true;
    compiler_push_z(c, " COMMENT ");
    return compiler_string(c, comment);
}

static bool alter_default(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    ddl_alter_table(c, op);
    compiler_push_z(c, " ALTER COLUMN ");
    compiler_ident(c, alter_column_ident(x));
    if (x->server_default_given == GIVEN_NONE) {
        compiler_push_z(c, " DROP DEFAULT");
        return done(c, out);
    }
    compiler_push_z(c, " SET DEFAULT ");
    return ddl_default_needed(c, &x->server_default) && done(c, out);
}

/* A DateTime is changed in full, as its default may be a function only there: except where the type
 * was given as a class, which Alembic does not look into. */
static bool changes_in_full(const AlterColumn *x)
{
    const SqlType *type = x->type ? x->type : x->existing_type;
    return type && !x->type_is_class && type_affinity(type) == TYPE_AFFINITY_DATETIME &&
           x->server_default_given != GIVEN_NONE;
}

static bool alter_column(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    bool special = is_special(x->server_default_given, &x->server_default) ||
                   is_special(x->existing_server_default_given, &x->existing_server_default);
    /* Alembic goes the generic way with these, which MySQL has not. */
    if (special && x->server_default_given != GIVEN_NOT && x->nullable < 0)
        return ddl_alter_column(c, op, out);
    if (special && (x->nullable >= 0 || x->type))
        return compiler_unsupported(c, "NotImplementedError",
                                    "Individual alter column constructs not supported by MySQL");
    bool change = !str_is_null(x->new_name) || changes_in_full(x);
    bool modify =
        x->nullable >= 0 || x->type || x->autoincrement >= 0 || x->comment_given != GIVEN_NOT;
    if (!change && !modify)
        return x->server_default_given == GIVEN_NOT || alter_default(c, op, out);
    ddl_alter_table(c, op);
    compiler_push_z(c, change ? " CHANGE " : " MODIFY ");
    compiler_ident(c, alter_column_ident(x));
    compiler_push_z(c, " ");
    if (change) {
        compiler_ident(c, str_is_null(x->new_name) ? alter_column_ident(x)
                                                   : alter_column_new_ident(x));
        compiler_push_z(c, " ");
    }
    return push_spec(c, x) && done(c, out);
}

static bool drop_constraint(Compiler *c, const Op *op, Statements *out)
{
    Str type = op->as.drop_constraint.type;
    const Constraint *original = op->as.drop_constraint.original;
    bool directive = op->origin == OP_BY_DIRECTIVE;
    if (directive && original && original->type_bound) return true; /* as Alembic: it stays */
    bool primary = str_eq_z(type, "primary");
    bool mariadb = c->dialect != &mysql_dialect;
    const char *word = str_eq_z(type, "foreignkey") ? "FOREIGN KEY "
                       : str_eq_z(type, "unique")   ? "INDEX "
                       : primary                    ? "PRIMARY KEY "
                       : str_eq_z(type, "check")    ? (mariadb ? "CONSTRAINT " : "CHECK ")
                                                    : NULL;
    Ident name;
    if (!word && (!directive || str_is_null(type)))
        return compiler_unsupported(
            c, "NotImplementedError",
            "No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type");
    if (!directive && !primary) {
        if (!constraint_final_name(original, c->o->naming, c->a, &name, c->err)) return false;
        if (ident_is_null(name))
            return compiler_unsupported(c, "AssertionError", "%s", ""); /* as SQLAlchemy */
    }
    if (!primary && !ddl_dropped_name(c, op, &name)) return false;
    compiler_push_z(c, "ALTER TABLE ");
    compiler_table(c, op->schema, op->table);
    compiler_fmt(c, " DROP %s", word ? word : "");
    if (!primary) compiler_ident(c, name);
    return done(c, out);
}

static bool table_comment(Compiler *c, const Op *op, Statements *out)
{
    compiler_push_z(c, "ALTER TABLE ");
    compiler_table(c, op->schema, op->table);
    compiler_push_z(c, " COMMENT ");
    bool drop = op->kind == OP_DROP_TABLE_COMMENT;
    if (!drop && str_is_null(op->as.table_comment.comment))
        compiler_push_z(c, "NULL"); /* as SQLAlchemy; the server refuses it */
    else
        compiler_string(c, drop ? STR("") : op->as.table_comment.comment);
    return done(c, out);
}

/* SetColumnComment: the whole column, as there is no statement for its comment alone. */
static bool column_comment(Compiler *c, const Op *op, Statements *out)
{
    const Column *col = op->as.schema_object.object;
    if (!col->table)
        return compiler_fail(c, "the column '%.*s' has no table", STR_ARG(col->name.text));
    compiler_push_z(c, "ALTER TABLE ");
    compiler_table(c, col->table->schema, col->table->name);
    compiler_push_z(c, " CHANGE ");
    compiler_ident(c, col->name);
    compiler_push_z(c, " ");
    return c->rules->column(c, col) && done(c, out);
}

bool mysql_op(Compiler *c, const Op *op, Statements *out, bool *handled)
{
    *handled = true;
    switch (op->kind) {
    case OP_CREATE_SCHEMA_OBJECT:
        if (op->as.schema_object.kind == OP_OBJECT_SET_COLUMN_COMMENT)
            return column_comment(c, op, out);
        break;
    case OP_ALTER_COLUMN: return alter_column(c, op, out);
    case OP_DROP_CONSTRAINT: return drop_constraint(c, op, out);
    case OP_CREATE_TABLE_COMMENT:
    case OP_DROP_TABLE_COMMENT: return table_comment(c, op, out);
    default: break;
    }
    *handled = false;
    return true;
}
