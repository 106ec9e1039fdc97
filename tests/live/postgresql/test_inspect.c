#include "../lib/live.h"

#include "base/strbuf.h"

/* What Alembic would do to drop everything, and to make it again: every fact of inspection shows.
 */
static Str both_ways(Live *l, MetaData *model, const AutogenOptions *o)
{
    OpVec up = live_compare(l, model, o), down = {0};
    live_must(autogen_reverse(&up, &l->arena, &down, &l->err), &l->err);
    return arena_fmt(&l->arena, "# upgrade\n%.*s# downgrade\n%.*s", STR_ARG(live_blocks(l, &up)),
                     STR_ARG(live_blocks(l, &down)));
}

static void expect_file(Live *l, Str got, const char *path)
{
    assert_string_equal(arena_cstr(&l->arena, got), arena_cstr(&l->arena, live_read(l, path)));
}

static void inspects_as_sqlalchemy(void **state)
{
    Live *l = live_postgresql("inspect_all");
    live_run_file(l, "postgresql/inspect.sql");
    AutogenOptions o = autogen_options_default();
    o.include_schemas = true;
    expect_file(l, both_ways(l, metadata_new(&l->arena), &o), "postgresql/inspect.expected");
    live_close(l);
}

static void a_database_equals_itself(void **state)
{
    Live *l = live_postgresql("inspect_self");
    live_run_file(l, "postgresql/inspect.sql");
    OpVec ops = live_compare(l, live_model(l), NULL);
    assert_string_equal(live_blocks(l, &ops).ptr, "");
    assert_true(autogen_is_empty(&ops));
    live_close(l);
}

static void compares_as_alembic(void **state)
{
    Live *from = live_postgresql("compare_from"), *to = live_postgresql("compare_to");
    live_run_file(from, "postgresql/compare_from.sql");
    live_run_file(to, "postgresql/compare_to.sql");
    AutogenOptions o = autogen_options_default();
    o.compare_server_default = AUTOGEN_COMPARE_ON;
    expect_file(from, both_ways(from, live_model(to), &o), "postgresql/compare.expected");
    live_close(from);
    live_close(to);
}

/* apply(diff(a, b), a) equals b; the downgrade brings a back. */
static void applying_the_difference_removes_it(void **state)
{
    Live *l = live_postgresql("apply_from"), *to = live_postgresql("apply_to"),
         *old = live_postgresql("apply_old");
    live_run_file(l, "postgresql/apply_from.sql");
    live_run_file(old, "postgresql/apply_from.sql");
    live_run_file(to, "postgresql/apply_to.sql");
    MetaData *model = live_model(to), *before = live_model(old);
    OpVec up = live_compare(l, model, NULL), down = {0};
    assert_false(autogen_is_empty(&up));
    live_must(autogen_reverse(&up, &l->arena, &down, &l->err), &l->err);
    live_apply(l, &up);
    OpVec rest = live_compare(l, model, NULL);
    assert_string_equal(live_blocks(l, &rest).ptr, "");
    live_apply(l, &down);
    OpVec back = live_compare(l, before, NULL);
    assert_string_equal(live_blocks(l, &back).ptr, "");
    live_close(l);
    live_close(to);
    live_close(old);
}

static void names_are_listed(void **state)
{
    Live *l = live_postgresql("names");
    live_run_file(l, "postgresql/inspect.sql");
    StrVec tables = {0}, views = {0}, schemas = {0};
    const ConnectionVtable *v = l->conn->vtable;
    live_must(v->table_names(l->conn, STR_NULL, false, &l->arena, &tables, &l->err), &l->err);
    live_must(v->table_names(l->conn, STR_NULL, true, &l->arena, &views, &l->err), &l->err);
    live_must(v->schema_names(l->conn, &l->arena, &schemas, &l->err), &l->err);
    assert_int_equal(tables.len, 8);
    assert_string_equal(tables.items[0].ptr, "Quoted Table");
    assert_int_equal(views.len, 1);
    assert_string_equal(views.items[0].ptr, "a_view");
    assert_int_equal(schemas.len, 3);
    assert_string_equal(schemas.items[1].ptr, "other");
    bool found;
    live_must(v->has_table(l->conn, STR("other"), STR("thing"), &found, &l->err), &l->err);
    assert_true(found);
    live_must(v->has_table(l->conn, STR_NULL, STR("thing"), &found, &l->err), &l->err);
    assert_false(found);
    assert_true(str_eq_z(v->default_schema(l->conn), "public"));
    live_close(l);
}

int main(int argc, char **argv)
{
    if (argc > 1) live_source_dir = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inspects_as_sqlalchemy),
        cmocka_unit_test(a_database_equals_itself),
        cmocka_unit_test(compares_as_alembic),
        cmocka_unit_test(applying_the_difference_removes_it),
        cmocka_unit_test(names_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
