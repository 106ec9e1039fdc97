#include "dialect/ddl.h"

bool ddl_alter_table(Compiler *c, const Op *op)
{
    compiler_push_z(c, "ALTER TABLE ");
    return compiler_alter_table_name(c, op->schema, op->table);
}

static bool alter_column(Compiler *c, const Op *op)
{
    ddl_alter_table(c, op);
    compiler_push_z(c, " ALTER COLUMN ");
    return compiler_ident(c, alter_column_ident(&op->as.alter_column));
}

static bool done(Compiler *c, Statements *out)
{
    compiler_statement(c, out);
    return true;
}

/* ---- comments ---- */

static bool end_comment(Compiler *c, Str comment, Statements *out)
{
    compiler_push_z(c, " IS ");
    if (str_is_null(comment))
        compiler_push_z(c, "NULL");
    else
        compiler_string(c, comment);
    return done(c, out);
}

static bool end_column_comment(Compiler *c, Ident column, Str comment, Statements *out)
{
    compiler_push_z(c, ".");
    compiler_ident(c, column);
    return end_comment(c, comment, out);
}

bool ddl_column_comment(Compiler *c, Str schema, Ident table, Ident column, Str comment, bool drop,
                        Statements *out)
{
    if (c->rules->column_comment)
        return c->rules->column_comment(c, schema, table, column, comment, drop) && done(c, out);
    compiler_push_z(c, "COMMENT ON COLUMN ");
    /* SQLAlchemy leaves the schema out of what drops a comment. */
    if (drop)
        compiler_ident(c, table);
    else
        compiler_table(c, schema, table);
    return end_column_comment(c, column, drop ? STR_NULL : comment, out);
}

bool ddl_table_comment(Compiler *c, Str schema, Ident table, Str comment, bool drop,
                       Statements *out)
{
    if (c->rules->table_comment)
        return c->rules->table_comment(c, schema, table, comment, drop) && done(c, out);
    compiler_push_z(c, "COMMENT ON TABLE ");
    compiler_table(c, schema, table);
    Str none = c->rules->drops_to_empty ? STR("") : STR_NULL;
    return end_comment(c, drop ? none : comment, out);
}

/* ---- constraints ---- */

bool ddl_add_constraint(Compiler *c, const Constraint *k, Statements *out)
{
    if (!ddl_constraint_applies(c, k)) return true;
    compiler_push_z(c, "ALTER TABLE ");
    compiler_table(c, k->table->schema, k->table->name);
    compiler_push_z(c, " ADD ");
    return ddl_constraint(c, k) && done(c, out);
}

static bool constraint_kind(Str type, ConstraintKind *kind)
{
    static const struct {
        const char *word;
        ConstraintKind kind;
    } kinds[] = {{"foreignkey", CONSTRAINT_FOREIGN_KEY},
                 {"primary", CONSTRAINT_PRIMARY_KEY},
                 {"unique", CONSTRAINT_UNIQUE},
                 {"check", CONSTRAINT_CHECK}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq_z(type, kinds[i].word)) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

const char *ddl_constraint_class(ConstraintKind kind)
{
    static const char *const names[] = {"PrimaryKeyConstraint()", "ForeignKeyConstraint()",
                                        "UniqueConstraint()", "CheckConstraint()",
                                        "ExcludeConstraint()"};
    return names[kind];
}

static const char *class_name(const Op *op)
{
    ConstraintKind kind;
    if (op->origin != OP_BY_DIRECTIVE && op->as.drop_constraint.original)
        return ddl_constraint_class(op->as.drop_constraint.original->kind);
    if (str_is_null(op->as.drop_constraint.type)) return "Constraint()";
    return constraint_kind(op->as.drop_constraint.type, &kind) ? ddl_constraint_class(kind)
                                                               : "Constraint()";
}

/* The name as the convention of its kind makes it; without a kind it stays. */
bool ddl_dropped_name(Compiler *c, const Op *op, Ident *name)
{
    ConstraintKind kind;
    *name = op->as.drop_constraint.name;
    if (op->origin != OP_BY_DIRECTIVE) {
        if (!constraint_final_name(op->as.drop_constraint.original, c->o->naming, c->a, name,
                                   c->err))
            return false;
    } else if (!str_is_null(op->as.drop_constraint.type)) {
        if (!constraint_kind(op->as.drop_constraint.type, &kind))
            return compiler_unsupported(
                c, "TypeError",
                "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None");
        Constraint *k = constraint_new(c->a, kind, *name);
        k->table = table_new(c->a, NULL, op->table, op->schema);
        const Constraint *original = op->as.drop_constraint.original;
        if (original && original->type_bound) k->column_names = original->column_names;
        if (!constraint_final_name(k, c->o->naming, c->a, name, c->err)) return false;
    }
    if (ident_is_null(*name))
        return compiler_fail(c, "Can't emit DROP CONSTRAINT for constraint %s; it has no name",
                             class_name(op));
    return ddl_final_name(c, *name, name);
}

bool ddl_drop_constraint(Compiler *c, const Op *op, Statements *out)
{
    Ident name;
    if (!ddl_dropped_name(c, op, &name)) return false;
    compiler_push_z(c, "ALTER TABLE ");
    compiler_table(c, op->schema, op->table);
    compiler_push_z(c, op->if_exists ? " DROP CONSTRAINT IF EXISTS " : " DROP CONSTRAINT ");
    compiler_ident(c, name);
    if (sql_options_find(&op->options, "cascade")) compiler_push_z(c, " CASCADE");
    return done(c, out);
}

bool ddl_type_checks(Compiler *c, const Op *op, const SqlType *t, bool drop, Statements *out)
{
    Table *table = table_new(c->a, NULL, op->table, op->schema);
    table_add_column(table, c->a, column_new(c->a, alter_column_ident(&op->as.alter_column), t));
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *k = table->constraints.items[i];
        if (!k->type_bound || !ddl_constraint_applies(c, k)) continue;
        bool handled = false;
        if (!drop) {
            Op add = {.kind = OP_ADD_CONSTRAINT, .schema = op->schema, .table = op->table};
            add.as.add_constraint.constraint = table->constraints.items[i];
            if (c->rules->op && !c->rules->op(c, &add, out, &handled)) return false;
            if (!handled && !ddl_add_constraint(c, k, out)) return false;
            continue;
        }
        Op gone = *op;
        gone.kind = OP_DROP_CONSTRAINT;
        gone.if_exists = 0;
        gone.as.drop_constraint.name = k->name;
        gone.as.drop_constraint.type = STR("check");
        gone.as.drop_constraint.original = table->constraints.items[i];
        if (c->rules->op && !c->rules->op(c, &gone, out, &handled)) return false;
        if (!handled && !ddl_drop_constraint(c, &gone, out)) return false;
    }
    return true;
}

/* ---- columns ---- */

static bool inlines_reference(const Op *op, const Constraint *k)
{
    return op->as.add_column.inline_references && k->kind == CONSTRAINT_FOREIGN_KEY &&
           k->column_names.len == 1;
}

static size_t foreign_key_count(const Table *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->constraints.len; i++)
        n += t->constraints.items[i]->kind == CONSTRAINT_FOREIGN_KEY;
    return n;
}

static bool push_reference(Compiler *c, const Constraint *k)
{
    compiler_push_z(c, " REFERENCES ");
    compiler_plain_table(c, k->referred ? k->referred->schema : k->referred_schema,
                         k->referred ? k->referred->name : constraint_target(k));
    compiler_push_z(c, " (");
    if (k->referred_columns.len) compiler_name(c, k->referred_columns.items[0]);
    compiler_push_z(c, ")");
    return ddl_fk_tail(c, k);
}

static bool push_added_column(Compiler *c, const Op *op, const Table *t, const Column *col)
{
    ddl_alter_table(c, op);
    if (c->rules->plain_add) return compiler_push_z(c, " ADD ") && c->rules->column(c, col);
    compiler_push_z(c, op->if_not_exists ? " ADD COLUMN IF NOT EXISTS " : " ADD COLUMN ");
    if (!c->rules->column(c, col)) return false;
    if (op->as.add_column.inline_primary_key && col->primary_key)
        compiler_push_z(c, " PRIMARY KEY");
    for (size_t i = 0; i < t->constraints.len && foreign_key_count(t) == 1; i++)
        if (inlines_reference(op, t->constraints.items[i]) &&
            !push_reference(c, t->constraints.items[i]))
            return false;
    return ddl_column_checks(c, col);
}

bool ddl_add_column(Compiler *c, const Op *op, Statements *out)
{
    static const Op no_options = {0};
    Table *t = table_new(c->a, NULL, op->table, op->schema);
    Column *col = column_copy(op->as.add_column.column, c->a);
    const Column *given = op->as.add_column.column;
    table_add_column(t, c->a, col);
    /* A column that had a table already has handed its foreign keys, all of them, to it. */
    bool brought = foreign_key_count(t) > 0;
    for (size_t i = 0; given->table && i < given->table->constraints.len; i++) {
        const Constraint *k = given->table->constraints.items[i];
        bool own = k->is_inline && k->column_names.len == 1 &&
                   str_eq(k->column_names.items[0], given->name.text);
        if (!own || brought) continue;
        Constraint *copy = constraint_copy(k, c->a);
        copy->referred = k->referred;
        table_add_constraint(t, c->a, copy);
    }
    if (!push_added_column(c, op, t, col)) return false;
    compiler_statement(c, out);
    bool one_key = foreign_key_count(t) == 1;
    for (size_t i = 0; i < t->constraints.len; i++) {
        const Constraint *k = t->constraints.items[i];
        if (k->kind == CONSTRAINT_PRIMARY_KEY || (one_key && inlines_reference(op, k))) continue;
        Op add = {.kind = OP_ADD_CONSTRAINT, .schema = op->schema, .table = op->table};
        add.as.add_constraint.constraint = t->constraints.items[i];
        bool handled = false;
        if (c->rules->op && !c->rules->op(c, &add, out, &handled)) return false;
        if (!handled && !ddl_add_constraint(c, k, out)) return false;
    }
    /* Behind the column's own come those that its type brought to the table. */
    const Table *parent = op->as.add_column.brings_indexes ? op->as.add_column.parent : NULL;
    size_t own = t->indexes.len,
           all = parent && parent->indexes.len > own ? parent->indexes.len : own;
    for (size_t i = 0; i < all; i++) {
        const Index *x = i < own ? t->indexes.items[i] : parent->indexes.items[i];
        if (!c->rules->create_index(c, x, &no_options)) return false;
        compiler_statement(c, out);
    }
    if (!col->comment.len || !c->dialect->supports_comments || c->rules->inline_comments)
        return true;
    return ddl_column_comment(c, op->schema, op->table, col->name, col->comment, false, out);
}

/* ---- ALTER COLUMN ---- */

bool ddl_set_nullable(Compiler *c, const Op *op, Statements *out)
{
    alter_column(c, op);
    compiler_push_z(c, op->as.alter_column.nullable ? " DROP NOT NULL" : " SET NOT NULL");
    return done(c, out);
}

static bool is_kind(Given given, const ServerDefault *d, DefaultKind kind)
{
    return given == GIVEN_VALUE && d->kind == kind;
}

static bool set_default(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    bool computed =
        is_kind(x->server_default_given, &x->server_default, DEFAULT_COMPUTED) ||
        is_kind(x->existing_server_default_given, &x->existing_server_default, DEFAULT_COMPUTED);
    bool identity =
        is_kind(x->server_default_given, &x->server_default, DEFAULT_IDENTITY) ||
        is_kind(x->existing_server_default_given, &x->existing_server_default, DEFAULT_IDENTITY);
    if (computed)
        return compiler_fail(
            c, "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, to "
               "or from an existing column is not supported.");
    if (identity)
        return compiler_fail(
            c, "Adding, removing or modifying an \"identity\" construct, e.g. GENERATED AS "
               "IDENTITY, to or from an existing column is not supported in this dialect.");
    alter_column(c, op);
    if (x->server_default_given == GIVEN_NONE) {
        compiler_push_z(c, " DROP DEFAULT");
        return done(c, out);
    }
    compiler_push_z(c, " SET DEFAULT ");
    return ddl_default_needed(c, &x->server_default) && done(c, out);
}

static bool set_type(Compiler *c, const Op *op, Statements *out)
{
    alter_column(c, op);
    compiler_push_z(c, " TYPE ");
    return compiler_type(c, op->as.alter_column.type) && done(c, out);
}

static bool rename_column(Compiler *c, const Op *op, Statements *out)
{
    ddl_alter_table(c, op);
    compiler_push_z(c, c->rules->rename_column_word ? c->rules->rename_column_word : " RENAME ");
    compiler_ident(c, alter_column_ident(&op->as.alter_column));
    compiler_push_z(c, " TO ");
    compiler_ident(c, alter_column_new_ident(&op->as.alter_column));
    return done(c, out);
}

bool ddl_alter_column(Compiler *c, const Op *op, Statements *out)
{
    const AlterColumn *x = &op->as.alter_column;
    if (x->nullable >= 0 && !ddl_set_nullable(c, op, out)) return false;
    if (x->server_default_given != GIVEN_NOT && !set_default(c, op, out)) return false;
    if (x->type && !set_type(c, op, out)) return false;
    if (x->comment_given != GIVEN_NOT) {
        if (!c->dialect->supports_comments)
            return compiler_unsupported(
                c, "sqlalchemy.exc.UnsupportedCompilationError",
                "Compiler for %s can't render element of type ColumnComment", c->dialect->name);
        Str comment = x->comment_given == GIVEN_VALUE ? x->comment : STR_NULL;
        compiler_push_z(c, "COMMENT ON COLUMN ");
        compiler_alter_table_name(c, op->schema, op->table);
        end_column_comment(c, alter_column_ident(x), comment, out);
    }
    return str_is_null(x->new_name) || rename_column(c, op, out);
}

/* ---- sequences, types, schemas ---- */

/* SetColumnComment and DropColumnComment. */
static bool object_comment(Compiler *c, const Op *op, Statements *out)
{
    const Column *col = op->as.schema_object.object;
    bool drop = op->as.schema_object.kind == OP_OBJECT_DROP_COLUMN_COMMENT;
    if (!col->table)
        return compiler_fail(c, "the column '%.*s' has no table", STR_ARG(col->name.text));
    return ddl_column_comment(c, col->table->schema, col->table->name, col->name, col->comment,
                              drop, out);
}

bool ddl_schema_object(Compiler *c, const Op *op, Statements *out)
{
    const Sequence *s = op->as.schema_object.object;
    switch ((OpSchemaObject)op->as.schema_object.kind) {
    case OP_OBJECT_CREATE_SEQUENCE:
        compiler_push_z(c,
                        op->if_not_exists ? "CREATE SEQUENCE IF NOT EXISTS " : "CREATE SEQUENCE ");
        compiler_table(c, s->schema, s->name);
        if (s->data_type && c->rules->typed_sequences) {
            compiler_push_z(c, " AS ");
            if (!compiler_type(c, s->data_type)) return false;
        }
        size_t at = c->sql.len;
        compiler_push_z(c, " ");
        ddl_identity_options(c, &s->options);
        if (c->sql.len == at + 1) strbuf_truncate(&c->sql, at);
        return done(c, out);
    case OP_OBJECT_DROP_SEQUENCE:
        compiler_push_z(c, op->if_exists ? "DROP SEQUENCE IF EXISTS " : "DROP SEQUENCE ");
        compiler_table(c, s->schema, s->name);
        return done(c, out);
    case OP_OBJECT_CREATE_SCHEMA:
    case OP_OBJECT_DROP_SCHEMA: {
        bool create = op->as.schema_object.kind == OP_OBJECT_CREATE_SCHEMA;
        compiler_push_z(c, create ? "CREATE SCHEMA " : "DROP SCHEMA ");
        if (create && op->if_not_exists) compiler_push_z(c, "IF NOT EXISTS ");
        if (!create && op->if_exists) compiler_push_z(c, "IF EXISTS ");
        compiler_ident(c, *(const Ident *)op->as.schema_object.object);
        if (sql_options_find(&op->options, "cascade")) compiler_push_z(c, " CASCADE");
        return done(c, out);
    }
    case OP_OBJECT_SET_COLUMN_COMMENT:
    case OP_OBJECT_DROP_COLUMN_COMMENT: return object_comment(c, op, out);
    case OP_OBJECT_SET_CONSTRAINT_COMMENT:
    case OP_OBJECT_DROP_CONSTRAINT_COMMENT:
        return compiler_unsupported(
            c, "sqlalchemy.exc.UnsupportedCompilationError",
            "Compiler for %s can't render element of type %sConstraintComment", c->dialect->name,
            op->as.schema_object.kind == OP_OBJECT_SET_CONSTRAINT_COMMENT ? "Set" : "Drop");
    case OP_OBJECT_CREATE_TYPE:
    case OP_OBJECT_DROP_TYPE: break;
    }
    return ddl_type(c, op->as.schema_object.object,
                    op->as.schema_object.kind == OP_OBJECT_CREATE_TYPE, out);
}
