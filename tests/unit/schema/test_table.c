/* Tables, keys, naming conventions and sorting, against SQLAlchemy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schema/table.h"

static Arena arena;

static int teardown(void **state)
{
    arena_release(&arena);
    return 0;
}

static Table *table(MetaData *m, const char *name)
{
    Table *t = table_new(&arena, m, ident(str_z(name)), STR_NULL);
    Column *c = column_new(&arena, ident(STR("id")), type_new(&arena, type_class_get("Integer")));
    c->primary_key = true;
    table_add_column(t, &arena, c);
    assert_true(metadata_add(m, t));
    return t;
}

static void refer(Table *t, const char *to)
{
    Column *c = column_new(&arena, ident(arena_fmt(&arena, "%s_id", to)), NULL);
    Constraint *k = constraint_new(&arena, CONSTRAINT_FOREIGN_KEY, ident(STR_NULL));
    k->referred_table = str_z(to);
    VEC_PUSH(&arena, &k->referred_columns, STR("id"));
    VEC_PUSH(&arena, &c->constraints, k);
    table_add_column(t, &arena, c);
}

static const char *order(MetaData *m, bool *cycle)
{
    TableVec v = metadata_sorted(m, &arena, cycle);
    StrBuf b = {0};
    for (size_t i = 0; i < v.len; i++) strbuf_fmt(&b, "%.*s ", STR_ARG(v.items[i]->name.text));
    return strbuf_finish(&b, &arena).ptr;
}

static void test_sorted(void **state)
{
    MetaData *m = metadata_new(&arena);
    Table *a = table(m, "a"), *b = table(m, "b");
    table(m, "d");
    table(m, "c");
    refer(a, "d");
    refer(b, "a");
    bool cycle;
    assert_string_equal(order(m, &cycle), "c d a b ");
    assert_false(cycle);
    assert_string_equal(table_find_column(a, STR("d_id"))->type->cls->name, "Integer");
}

static void test_sorted_cycle(void **state)
{
    MetaData *m = metadata_new(&arena);
    Table *a = table(m, "a"), *b = table(m, "b"), *c = table(m, "c");
    refer(a, "b");
    refer(b, "a");
    refer(c, "c");
    refer(table(m, "0"), "b");
    bool cycle;
    assert_string_equal(order(m, &cycle), "a b c 0 ");
    assert_true(cycle);
}

static void test_autoincrement(void **state)
{
    MetaData *m = metadata_new(&arena);
    Table *a = table(m, "a"), *b = table(m, "b");
    assert_ptr_equal(table_autoincrement_column(a), table_find_column(a, STR("id")));
    Column *second =
        column_new(&arena, ident(STR("x")), type_new(&arena, type_class_get("Integer")));
    second->primary_key = true;
    table_add_column(b, &arena, second);
    assert_null(table_autoincrement_column(b));
    second->autoincrement = AUTOINCREMENT_TRUE;
    assert_ptr_equal(table_autoincrement_column(b), second);
    assert_false(second->nullable);
}

static void test_index_label(void **state)
{
    MetaData *m = metadata_new(&arena);
    Table *t = table_new(&arena, m, ident(STR("t")), STR("a.b"));
    Column *c = column_new(&arena, ident(STR("x")), type_new(&arena, type_class_get("Integer")));
    c->index = c->unique = 1;
    table_add_column(t, &arena, c);
    assert_int_equal(t->indexes.len, 1);
    assert_true(t->indexes.items[0]->unique);
    Ident name;
    Err err = err_init(&arena);
    assert_true(index_final_name(t->indexes.items[0], &m->naming, &arena, &name, &err));
    assert_string_equal(name.text.ptr, "ix_a_b_t_x");
    assert_true(name.is_conv);
}

static void test_copy(void **state)
{
    MetaData *m = metadata_new(&arena), *other = metadata_new(&arena);
    Table *a = table(m, "a");
    refer(a, "a");
    Table *copy = table_copy(a, &arena, other);
    assert_int_equal(copy->columns.len, 2);
    assert_int_equal(copy->constraints.len, 2);
    assert_ptr_not_equal(copy->columns.items[0], a->columns.items[0]);
    assert_ptr_equal(copy->constraints.items[1]->table, copy);
}

static void test_modules(void **state)
{
    assert_string_equal(type_class_find(STR("sqlalchemy"), STR("String"))->module,
                        "sqlalchemy.sql.sqltypes");
    assert_string_equal(type_class_find(STR("sqlalchemy.dialects.postgresql"), STR("UUID"))->module,
                        "sqlalchemy.sql.sqltypes");
    assert_string_equal(
        type_class_find(STR("sqlalchemy.dialects.postgresql.json"), STR("JSONB"))->name, "JSONB");
    assert_string_equal(type_class_find(STR("pgvector.sqlalchemy"), STR("Vector"))->name, "VECTOR");
    assert_null(type_class_find(STR("sqlalchemy"), STR("JSONB")));
    assert_null(type_class_find(STR("nowhere"), STR("String")));
    assert_true(type_class_is_a(type_class_get("postgresql.ENUM"), "Enum"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_sorted, teardown),
        cmocka_unit_test_teardown(test_sorted_cycle, teardown),
        cmocka_unit_test_teardown(test_autoincrement, teardown),
        cmocka_unit_test_teardown(test_index_label, teardown),
        cmocka_unit_test_teardown(test_copy, teardown),
        cmocka_unit_test_teardown(test_modules, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
