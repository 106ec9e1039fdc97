#include "engine/changes.h"

static const char *text(Str s) { return str_is_empty(s) ? NULL : s.ptr; }

static const char *copied(Arena *a, Str s) { return str_is_empty(s) ? NULL : arena_cstr(a, s); }

static const char *type_text(Arena *a, const SqlType *t)
{
    return t ? text(type_repr(t, a)) : NULL;
}

static const char *const *names(Arena *a, const StrVec *v, size_t *n)
{
    const char **list = ARENA_ARRAY(a, const char *, v->len + 1);
    for (size_t i = 0; i < v->len; i++) list[i] = arena_cstr(a, v->items[i]);
    *n = v->len;
    return list;
}

static void tell_table(Arena *a, const Table *t, RetortChange *c)
{
    StrVec columns = {0};
    for (size_t i = 0; t && i < t->columns.len; i++)
        VEC_PUSH(a, &columns, t->columns.items[i]->name.text);
    c->columns = names(a, &columns, &c->column_count);
    if (t) c->comment = copied(a, t->comment);
}

static void tell_column(Arena *a, const Column *col, Ident name, RetortChange *c)
{
    c->name = copied(a, name.text);
    if (!col) return;
    c->type = type_text(a, col->type);
    c->nullable = col->nullable;
    c->comment = copied(a, col->comment);
}

static void tell_alter(Arena *a, const AlterColumn *x, RetortChange *c)
{
    c->name = copied(a, x->column);
    c->type = type_text(a, x->type);
    c->existing_type = type_text(a, x->existing_type);
    c->nullable = x->nullable;
    c->existing_nullable = x->existing_nullable;
    c->comment = copied(a, x->comment);
}

static void tell_index(Arena *a, const Index *i, Ident name, RetortChange *c)
{
    Err err = err_init(a);
    StrVec columns = {0};
    if (i) {
        const NamingConvention *naming =
            i->table && i->table->metadata ? &i->table->metadata->naming : NULL;
        if (!index_final_name(i, naming, a, &name, &err)) name = i->name;
        c->is_unique = i->unique;
    }
    for (size_t k = 0; i && k < i->expressions.len; k++)
        if (i->expressions.items[k]->kind == SQL_COLUMN)
            VEC_PUSH(a, &columns, i->expressions.items[k]->as.column.name);
    c->name = copied(a, name.text);
    c->columns = names(a, &columns, &c->column_count);
}

static void tell_constraint(Arena *a, const Constraint *k, Ident name, RetortChange *c)
{
    static const char *const types[] = {[CONSTRAINT_PRIMARY_KEY] = "primary",
                                        [CONSTRAINT_FOREIGN_KEY] = "foreignkey",
                                        [CONSTRAINT_UNIQUE] = "unique",
                                        [CONSTRAINT_CHECK] = "check",
                                        [CONSTRAINT_EXCLUDE] = "exclude"};
    Err err = err_init(a);
    if (k) {
        const NamingConvention *naming =
            k->table && k->table->metadata ? &k->table->metadata->naming : NULL;
        if (!constraint_final_name(k, naming, a, &name, &err)) name = k->name;
        c->constraint_type = types[k->kind];
        c->columns = names(a, &k->column_names, &c->column_count);
    }
    c->name = copied(a, name.text);
    if (!k || k->kind != CONSTRAINT_FOREIGN_KEY) return;
    c->referent = copied(a, table_key(a, k->referred_schema, k->referred_table));
    c->referent_columns = names(a, &k->referred_columns, &c->referent_column_count);
}

static const char *const directives[] = {[OP_CREATE_TABLE] = "create_table",
                                         [OP_DROP_TABLE] = "drop_table",
                                         [OP_RENAME_TABLE] = "rename_table",
                                         [OP_ADD_COLUMN] = "add_column",
                                         [OP_DROP_COLUMN] = "drop_column",
                                         [OP_ALTER_COLUMN] = "alter_column",
                                         [OP_CREATE_INDEX] = "create_index",
                                         [OP_DROP_INDEX] = "drop_index",
                                         [OP_ADD_CONSTRAINT] = "create_constraint",
                                         [OP_DROP_CONSTRAINT] = "drop_constraint",
                                         [OP_CREATE_TABLE_COMMENT] = "create_table_comment",
                                         [OP_DROP_TABLE_COMMENT] = "drop_table_comment",
                                         [OP_EXECUTE] = "execute",
                                         [OP_BULK_INSERT] = "bulk_insert",
                                         [OP_CREATE_SCHEMA_OBJECT] = "execute",
                                         [OP_MODIFY_TABLE] = "alter_table",
                                         [OP_BATCH] = "batch_alter_table",
                                         [OP_CUSTOM] = "custom"};

/* The directive of a new constraint names its kind. */
static const char *directive_of(const Op *op)
{
    static const char *const adding[] = {[CONSTRAINT_PRIMARY_KEY] = "create_primary_key",
                                         [CONSTRAINT_FOREIGN_KEY] = "create_foreign_key",
                                         [CONSTRAINT_UNIQUE] = "create_unique_constraint",
                                         [CONSTRAINT_CHECK] = "create_check_constraint",
                                         [CONSTRAINT_EXCLUDE] = "create_exclude_constraint"};
    if (op->kind == OP_ADD_CONSTRAINT) return adding[op->as.add_constraint.constraint->kind];
    return directives[op->kind];
}

static void tell_kind(Arena *a, const Op *op, RetortChange *c)
{
    switch (op->kind) {
    case OP_CREATE_TABLE: tell_table(a, op->as.create_table.table, c); break;
    case OP_DROP_TABLE: tell_table(a, op->as.drop_table.original, c); break;
    case OP_RENAME_TABLE: c->name = copied(a, op->as.rename_table.new_name.text); break;
    case OP_ADD_COLUMN:
        tell_column(a, op->as.add_column.column, op->as.add_column.column->name, c);
        break;
    case OP_DROP_COLUMN:
        tell_column(a, op->as.drop_column.original, op->as.drop_column.name, c);
        break;
    case OP_ALTER_COLUMN: tell_alter(a, &op->as.alter_column, c); break;
    case OP_CREATE_INDEX: tell_index(a, op->as.create_index.index, (Ident){0}, c); break;
    case OP_DROP_INDEX: tell_index(a, op->as.drop_index.original, op->as.drop_index.name, c); break;
    case OP_ADD_CONSTRAINT:
        tell_constraint(a, op->as.add_constraint.constraint, (Ident){0}, c);
        break;
    case OP_DROP_CONSTRAINT:
        tell_constraint(a, op->as.drop_constraint.original, op->as.drop_constraint.name, c);
        if (!c->constraint_type) c->constraint_type = copied(a, op->as.drop_constraint.type);
        break;
    case OP_CREATE_TABLE_COMMENT:
    case OP_DROP_TABLE_COMMENT: c->comment = copied(a, op->as.table_comment.comment); break;
    case OP_CUSTOM: c->name = copied(a, op->as.custom.name); break;
    default: break;
    }
}

void changes_tell(MigrateRun *run, const OpVec *ops, const AutogenOptions *options,
                  RetortChangeFn fn, void *user)
{
    Arena *a = &run->r->call;
    AutogenImports imports = {.arena = a};
    for (size_t i = 0; i < ops->len; i++) {
        const Op *op = ops->items[i];
        if (op->kind == OP_MODIFY_TABLE) {
            changes_tell(run, &op->as.modify_table.ops, options, fn, user);
            continue;
        }
        RetortChange c = {.op = directive_of(op),
                          .schema = copied(a, op->schema),
                          .table = copied(a, op->table.text),
                          .nullable = -1,
                          .existing_nullable = -1};
        Err err = err_init(a);
        Str python;
        tell_kind(a, op, &c);
        if (autogen_render_op(op, run->m->dialect, run->m->compile.server_version, options,
                              &imports, a, &python, &err))
            c.python = copied(a, python);
        fn(user, &c);
    }
}
