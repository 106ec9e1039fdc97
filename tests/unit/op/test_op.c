#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "op/batch.h"

static Arena arena;

static int setup(void **state) { return 0; }
static int teardown(void **state)
{
    arena_release(&arena);
    return 0;
}

static Op *table_op(OpKind kind) { return op_new(&arena, kind, STR("s"), ident(STR("t"))); }

static Column *column(const char *name)
{
    return column_new(&arena, ident(str_z(name)), type_new(&arena, type_class_get("Integer")));
}

static Op *reversed(const Op *op)
{
    Err err = err_init(&arena);
    Op *r = op_reverse(op, &arena, &err);
    assert_non_null(r);
    assert_true(str_eq_z(r->schema, "s"));
    return r;
}

static void refuses(const Op *op, const char *kind, const char *message)
{
    Err err = err_init(&arena);
    assert_null(op_reverse(op, &arena, &err));
    assert_string_equal(err.kind.ptr, kind);
    assert_string_equal(err.message.ptr, message);
}

/* op.drop_column("t", "c") from a script has no original: Alembic's own words. */
static void drops_need_an_original(void **state)
{
    Op *op = table_op(OP_DROP_COLUMN);
    refuses(op, "ValueError", "operation is not reversible; original column is not present");
    op = table_op(OP_DROP_CONSTRAINT);
    refuses(op, "ValueError", "constraint cannot be produced; original constraint is not present");
    refuses(table_op(OP_EXECUTE), "NotImplementedError", "operation is not reversible");
    refuses(table_op(OP_BULK_INSERT), "NotImplementedError", "operation is not reversible");
}

static void add_and_drop_column(void **state)
{
    Op *op = table_op(OP_ADD_COLUMN);
    op->as.add_column.column = column("c");
    op->if_not_exists = 1;
    Op *back = reversed(op);
    assert_int_equal(back->kind, OP_DROP_COLUMN);
    assert_true(str_eq_z(back->as.drop_column.name.text, "c"));
    assert_int_equal(back->if_exists, 1);
    Op *again = reversed(back);
    assert_int_equal(again->kind, OP_ADD_COLUMN);
    assert_ptr_equal(again->as.add_column.column, op->as.add_column.column);
    assert_int_equal(again->if_not_exists, 1);
}

/* Only the facts that are set change places. */
static void alter_column_swaps(void **state)
{
    Op *op = table_op(OP_ALTER_COLUMN);
    AlterColumn *c = &op->as.alter_column;
    c->column = STR("c");
    c->nullable = 0;
    c->existing_nullable = 1;
    c->existing_type = type_new(&arena, type_class_get("Integer"));
    c->server_default_given = GIVEN_VALUE;
    c->server_default = (ServerDefault){.kind = DEFAULT_STRING, .text = STR("5")};
    c->existing_server_default_given = GIVEN_NONE;
    c->comment_given = GIVEN_VALUE;
    c->comment = STR("new");
    AlterColumn *n = &reversed(op)->as.alter_column;
    assert_int_equal(n->nullable, 1);
    assert_int_equal(n->existing_nullable, 0);
    assert_null(n->type);
    assert_ptr_equal(n->existing_type, c->existing_type);
    assert_int_equal(n->server_default_given, GIVEN_NONE);
    assert_int_equal(n->existing_server_default_given, GIVEN_VALUE);
    assert_true(str_eq_z(n->existing_server_default.text, "5"));
    assert_int_equal(n->comment_given, GIVEN_NONE);
    assert_true(str_eq_z(n->existing_comment, "new"));
}

static void rename_goes_back(void **state)
{
    Op *op = table_op(OP_RENAME_TABLE);
    op->as.rename_table.new_name = ident(STR("u"));
    Op *back = reversed(op);
    assert_true(str_eq_z(back->table.text, "u"));
    assert_true(str_eq_z(back->as.rename_table.new_name.text, "t"));
}

static void constraint_types(void **state)
{
    static const struct {
        ConstraintKind kind;
        const char *word;
    } cases[] = {{CONSTRAINT_UNIQUE, "unique"},
                 {CONSTRAINT_FOREIGN_KEY, "foreignkey"},
                 {CONSTRAINT_PRIMARY_KEY, "primary"},
                 {CONSTRAINT_CHECK, "check"}};
    for (size_t i = 0; i < 4; i++) {
        Op *op = table_op(OP_ADD_CONSTRAINT);
        op->as.add_constraint.constraint = constraint_new(&arena, cases[i].kind, ident(STR("n")));
        Op *back = reversed(op);
        assert_true(str_eq_z(back->as.drop_constraint.type, cases[i].word));
        assert_int_equal(reversed(back)->kind, OP_ADD_CONSTRAINT);
    }
}

static void comments(void **state)
{
    Op *op = table_op(OP_CREATE_TABLE_COMMENT);
    op->as.table_comment.comment = STR("new");
    assert_int_equal(reversed(op)->kind, OP_DROP_TABLE_COMMENT);
    op->as.table_comment.existing = STR("old");
    Op *back = reversed(op);
    assert_int_equal(back->kind, OP_CREATE_TABLE_COMMENT);
    assert_true(str_eq_z(back->as.table_comment.comment, "old"));
    assert_true(str_eq_z(back->as.table_comment.existing, "new"));
}

static void groups_are_turned_around(void **state)
{
    Op *group = table_op(OP_MODIFY_TABLE), *one = table_op(OP_ADD_COLUMN),
       *two = table_op(OP_RENAME_TABLE);
    one->as.add_column.column = column("a");
    two->as.rename_table.new_name = ident(STR("u"));
    VEC_PUSH(&arena, &group->as.modify_table.ops, one);
    VEC_PUSH(&arena, &group->as.modify_table.ops, two);
    Op *back = reversed(group);
    assert_int_equal(back->as.modify_table.ops.len, 2);
    assert_int_equal(back->as.modify_table.ops.items[0]->kind, OP_RENAME_TABLE);
    assert_int_equal(back->as.modify_table.ops.items[1]->kind, OP_DROP_COLUMN);
}

/* SQLiteImpl.requires_recreate_in_batch. */
static void what_rebuilds_a_table(void **state)
{
    Batch b = {0};
    Op *add = table_op(OP_ADD_COLUMN);
    add->as.add_column.column = column("a");
    VEC_PUSH(&arena, &b.ops, table_op(OP_CREATE_INDEX));
    VEC_PUSH(&arena, &b.ops, add);
    assert_false(batch_recreates(&b, "sqlite"));
    add->as.add_column.column->server_default.kind = DEFAULT_EXPR;
    assert_true(batch_recreates(&b, "sqlite"));
    assert_false(batch_recreates(&b, "postgresql"));
    b.recreate = BATCH_RECREATE_NEVER;
    assert_false(batch_recreates(&b, "sqlite"));
    b.recreate = BATCH_RECREATE_ALWAYS;
    assert_true(batch_recreates(&b, "postgresql"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drops_need_an_original),   cmocka_unit_test(add_and_drop_column),
        cmocka_unit_test(alter_column_swaps),       cmocka_unit_test(rename_goes_back),
        cmocka_unit_test(constraint_types),         cmocka_unit_test(comments),
        cmocka_unit_test(groups_are_turned_around), cmocka_unit_test(what_rebuilds_a_table),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
