#include "op/op.h"

#include <assert.h>

#include "op/batch.h"

Op *op_new(Arena *a, OpKind kind, Str schema, Ident table)
{
    Op *op = ARENA_NEW(a, Op);
    op->kind = kind;
    op->schema = schema;
    op->table = table;
    if (kind == OP_ALTER_COLUMN) {
        op->as.alter_column.nullable = -1;
        op->as.alter_column.autoincrement = -1;
        op->as.alter_column.existing_nullable = -1;
        op->as.alter_column.existing_autoincrement = -1;
    }
    return op;
}

/* ---- reversing ---- */

static Op *refuse(Err *err, const char *kind, const char *message)
{
    err_raise(err, ERR_SCRIPT, kind, "%s", message);
    return NULL;
}

/* A copy with everything but kind and body. */
static Op *turned(const Op *op, Arena *a, OpKind kind)
{
    Op *r = op_new(a, kind, op->schema, op->table);
    r->options = op->options;
    r->pos = op->pos;
    return r;
}

static Op *reverse_drop_table(const Op *op, Arena *a, Err *err)
{
    if (!op->as.drop_table.original)
        return refuse(err, "ValueError",
                      "operation is not reversible; original table is not present");
    Op *r = turned(op, a, OP_CREATE_TABLE);
    r->as.create_table.table = op->as.drop_table.original;
    return r;
}

static Op *reverse_drop_column(const Op *op, Arena *a, Err *err)
{
    if (!op->as.drop_column.original)
        return refuse(err, "ValueError",
                      "operation is not reversible; original column is not present");
    Op *r = turned(op, a, OP_ADD_COLUMN);
    r->as.add_column.column = op->as.drop_column.original;
    r->if_not_exists = op->if_exists;
    return r;
}

static Op *reverse_add_column(const Op *op, Arena *a)
{
    Op *r = turned(op, a, OP_DROP_COLUMN);
    r->as.drop_column.name = op->as.add_column.column->name;
    r->as.drop_column.original = op->as.add_column.column;
    r->if_exists = op->if_not_exists;
    return r;
}

/* Swaps what an alter_column sets with what it says was there, for the facts that it sets. */
static Op *reverse_alter_column(const Op *op, Arena *a)
{
    Op *r = turned(op, a, OP_ALTER_COLUMN);
    const AlterColumn *c = &op->as.alter_column;
    AlterColumn *n = &r->as.alter_column;
    *n = *c;
    if (!str_is_null(c->new_name)) {
        n->column = c->new_name;
        n->new_name = c->column;
    }
    if (c->type) {
        n->type = c->existing_type;
        n->existing_type = c->type;
    }
    if (c->nullable >= 0) {
        n->nullable = c->existing_nullable;
        n->existing_nullable = c->nullable;
    }
    if (c->autoincrement >= 0) {
        n->autoincrement = c->existing_autoincrement;
        n->existing_autoincrement = c->autoincrement;
    }
    if (c->server_default_given != GIVEN_NOT) {
        n->server_default_given = c->existing_server_default_given;
        n->server_default = c->existing_server_default;
        n->existing_server_default_given = c->server_default_given;
        n->existing_server_default = c->server_default;
    }
    if (c->comment_given != GIVEN_NOT) {
        /* Alembic's default for existing_comment is None, which then is what is set. */
        n->comment_given = c->existing_comment_given == GIVEN_VALUE ? GIVEN_VALUE : GIVEN_NONE;
        n->comment = c->existing_comment;
        n->existing_comment_given = c->comment_given;
        n->existing_comment = c->comment;
    }
    return r;
}

static Op *reverse_create_index(const Op *op, Arena *a)
{
    Op *r = turned(op, a, OP_DROP_INDEX);
    r->as.drop_index.name = op->as.create_index.index->name;
    r->as.drop_index.original = op->as.create_index.index;
    return r;
}

static Op *reverse_drop_index(const Op *op, Arena *a, Err *err)
{
    if (!op->as.drop_index.original)
        return refuse(err, "ValueError",
                      "operation is not reversible; original index is not present");
    Op *r = turned(op, a, OP_CREATE_INDEX);
    r->as.create_index.index = op->as.drop_index.original;
    return r;
}

static Str constraint_type_word(ConstraintKind kind)
{
    switch (kind) {
    case CONSTRAINT_PRIMARY_KEY: return STR("primary");
    case CONSTRAINT_FOREIGN_KEY: return STR("foreignkey");
    case CONSTRAINT_UNIQUE: return STR("unique");
    case CONSTRAINT_CHECK: return STR("check");
    case CONSTRAINT_EXCLUDE: return STR_NULL; /* drop_constraint() has no word for it */
    }
    return STR_NULL;
}

static Op *reverse_add_constraint(const Op *op, Arena *a)
{
    Op *r = turned(op, a, OP_DROP_CONSTRAINT);
    Constraint *c = op->as.add_constraint.constraint;
    r->as.drop_constraint.name = c->name;
    r->as.drop_constraint.type = constraint_type_word(c->kind);
    r->as.drop_constraint.original = c;
    return r;
}

static Op *reverse_drop_constraint(const Op *op, Arena *a, Err *err)
{
    if (!op->as.drop_constraint.original)
        return refuse(err, "ValueError",
                      "constraint cannot be produced; original constraint is not present");
    Op *r = turned(op, a, OP_ADD_CONSTRAINT);
    r->as.add_constraint.constraint = op->as.drop_constraint.original;
    return r;
}

static Op *reverse_table_comment(const Op *op, Arena *a)
{
    bool restores =
        op->kind == OP_DROP_TABLE_COMMENT || !str_is_null(op->as.table_comment.existing);
    Op *r = turned(op, a, restores ? OP_CREATE_TABLE_COMMENT : OP_DROP_TABLE_COMMENT);
    if (restores) r->as.table_comment.comment = op->as.table_comment.existing;
    r->as.table_comment.existing = op->as.table_comment.comment;
    return r;
}

static Op *reverse_schema_object(const Op *op, Arena *a)
{
    Op *r = turned(op, a, OP_CREATE_SCHEMA_OBJECT);
    r->as.schema_object = op->as.schema_object;
    switch ((OpSchemaObject)op->as.schema_object.kind) {
    case OP_OBJECT_CREATE_SEQUENCE: r->as.schema_object.kind = OP_OBJECT_DROP_SEQUENCE; break;
    case OP_OBJECT_DROP_SEQUENCE: r->as.schema_object.kind = OP_OBJECT_CREATE_SEQUENCE; break;
    case OP_OBJECT_CREATE_TYPE: r->as.schema_object.kind = OP_OBJECT_DROP_TYPE; break;
    case OP_OBJECT_DROP_TYPE: r->as.schema_object.kind = OP_OBJECT_CREATE_TYPE; break;
    case OP_OBJECT_CREATE_SCHEMA: r->as.schema_object.kind = OP_OBJECT_DROP_SCHEMA; break;
    case OP_OBJECT_DROP_SCHEMA: r->as.schema_object.kind = OP_OBJECT_CREATE_SCHEMA; break;
    /* What the comment was is not known. */
    case OP_OBJECT_SET_COLUMN_COMMENT:
    case OP_OBJECT_DROP_COLUMN_COMMENT:
    case OP_OBJECT_SET_CONSTRAINT_COMMENT:
    case OP_OBJECT_DROP_CONSTRAINT_COMMENT: return NULL;
    }
    return r;
}

/* Groups hold single operations only, so this is one level deep. */
static bool reverse_all(const OpVec *from, Arena *a, OpVec *to, Err *err)
{
    for (size_t i = from->len; i-- > 0;) {
        assert(from->items[i]->kind != OP_MODIFY_TABLE && from->items[i]->kind != OP_BATCH);
        Op *one = op_reverse(from->items[i], a, err);
        if (!one) return false;
        VEC_PUSH(a, to, one);
    }
    return true;
}

static Op *reverse_group(const Op *op, Arena *a, Err *err)
{
    Op *r = turned(op, a, op->kind);
    if (op->kind == OP_MODIFY_TABLE)
        return reverse_all(&op->as.modify_table.ops, a, &r->as.modify_table.ops, err) ? r : NULL;
    Batch *batch = ARENA_NEW(a, Batch);
    *batch = *op->as.batch;
    batch->ops = (OpVec){0};
    r->as.batch = batch;
    return reverse_all(&op->as.batch->ops, a, &batch->ops, err) ? r : NULL;
}

Op *op_reverse(const Op *op, Arena *a, Err *err)
{
    Op *r = NULL;
    switch (op->kind) {
    case OP_CREATE_TABLE:
        r = turned(op, a, OP_DROP_TABLE);
        r->as.drop_table.original = op->as.create_table.table;
        return r;
    case OP_DROP_TABLE: return reverse_drop_table(op, a, err);
    case OP_RENAME_TABLE:
        r = turned(op, a, OP_RENAME_TABLE);
        r->table = op->as.rename_table.new_name;
        r->as.rename_table.new_name = op->table;
        return r;
    case OP_ADD_COLUMN: return reverse_add_column(op, a);
    case OP_DROP_COLUMN: return reverse_drop_column(op, a, err);
    case OP_ALTER_COLUMN: return reverse_alter_column(op, a);
    case OP_CREATE_INDEX: return reverse_create_index(op, a);
    case OP_DROP_INDEX: return reverse_drop_index(op, a, err);
    case OP_ADD_CONSTRAINT: return reverse_add_constraint(op, a);
    case OP_DROP_CONSTRAINT: return reverse_drop_constraint(op, a, err);
    case OP_CREATE_TABLE_COMMENT:
    case OP_DROP_TABLE_COMMENT: return reverse_table_comment(op, a);
    case OP_CREATE_SCHEMA_OBJECT:
        r = reverse_schema_object(op, a);
        if (r) return r;
        break;
    case OP_MODIFY_TABLE:
    case OP_BATCH: return reverse_group(op, a, err);
    case OP_EXECUTE:
    case OP_BULK_INSERT:
    case OP_CUSTOM: break;
    }
    /* MigrateOperation.reverse() of the rest. */
    return refuse(err, "NotImplementedError", "operation is not reversible");
}
