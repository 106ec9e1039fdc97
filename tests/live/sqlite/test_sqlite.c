#include "../lib/live.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"

static Str both_ways(Live *l, MetaData *model, const AutogenOptions *o)
{
    OpVec up = live_compare(l, model, o), down = {0};
    live_must(autogen_reverse(&up, &l->arena, &down, &l->err), &l->err);
    return arena_fmt(&l->arena, "# upgrade\n%.*s# downgrade\n%.*s", STR_ARG(live_blocks(l, &up)),
                     STR_ARG(live_blocks(l, &down)));
}

static void inspects_as_sqlalchemy(void **state)
{
    Live *l = live_sqlite();
    live_run_file(l, "sqlite/inspect.sql");
    Str got = both_ways(l, metadata_new(&l->arena), NULL);
    assert_string_equal(got.ptr, live_read(l, "sqlite/inspect.expected").ptr);
    live_close(l);
}

static void compares_as_alembic(void **state)
{
    Live *from = live_sqlite(), *to = live_sqlite();
    live_run_file(from, "sqlite/compare_from.sql");
    live_run_file(to, "sqlite/compare_to.sql");
    AutogenOptions o = autogen_options_default();
    o.compare_server_default = AUTOGEN_COMPARE_ON;
    Str got = both_ways(from, live_model(to), &o);
    assert_string_equal(got.ptr, live_read(from, "sqlite/compare.expected").ptr);
    live_close(from);
    live_close(to);
}

/* Creating what the models want leaves no difference; the downgrade leaves nothing. */
static void creating_removes_the_difference(void **state)
{
    Live *l = live_sqlite(), *to = live_sqlite();
    live_run_file(to, "sqlite/create.sql");
    MetaData *model = live_model(to);
    OpVec up = live_compare(l, model, NULL), down = {0};
    live_must(autogen_reverse(&up, &l->arena, &down, &l->err), &l->err);
    live_apply(l, &up);
    OpVec rest = live_compare(l, model, NULL);
    assert_string_equal(live_blocks(l, &rest).ptr, "");
    live_apply(l, &down);
    assert_string_equal(live_scalar(l, "SELECT count(*) FROM sqlite_master").ptr, "0");
    live_close(l);
    live_close(to);
}

static void ddl_is_undone_with_the_rest(void **state)
{
    Live *l = live_sqlite();
    const ConnectionVtable *v = l->conn->vtable;
    live_must(v->begin(l->conn, &l->err), &l->err);
    live_run(l, "CREATE TABLE a (i INTEGER); INSERT INTO a VALUES (1)");
    assert_true(v->in_transaction(l->conn));
    live_must(v->rollback(l->conn, &l->err), &l->err);
    assert_false(v->in_transaction(l->conn));
    assert_string_equal(live_scalar(l, "SELECT count(*) FROM sqlite_master").ptr, "0");
    live_close(l);
}

static void values_go_in_and_out(void **state)
{
    Live *l = live_sqlite();
    SqlValue params[] = {sql_value_int(5),
                         sql_value_str(STR("it's")),
                         sql_value_null(),
                         sql_value_bool(true),
                         {.kind = SQL_VALUE_BYTES, .as.text = {"\0\xff", 2}},
                         {.kind = SQL_VALUE_FLOAT, .as.real = 0.5}};
    Result *r;
    SqlValue row[6];
    live_must(connection_execute(l->conn, STR("SELECT ?, ?, ?, ?, ?, ?"), params, 6, &r, &l->err),
              &l->err);
    assert_true(l->conn->vtable->next(r, row, &l->err));
    assert_int_equal(row[0].as.integer, 5);
    assert_true(str_eq_z(row[1].as.text, "it's"));
    assert_int_equal(row[2].kind, SQL_VALUE_NULL);
    assert_int_equal(row[3].as.integer, 1);
    assert_int_equal(row[4].as.text.len, 2);
    assert_true(row[5].as.real == 0.5);
    assert_false(l->conn->vtable->next(r, row, &l->err));
    l->conn->vtable->result_close(r);
    live_close(l);
}

static void failures_carry_extended_codes(void **state)
{
    Live *l = live_sqlite();
    live_run(l, "CREATE TABLE a (i INTEGER UNIQUE); INSERT INTO a VALUES (1)");
    assert_false(connection_run(l->conn, STR("INSERT INTO a VALUES (1)"), &l->err));
    assert_int_equal(l->err.driver_code, 2067); /* SQLITE_CONSTRAINT_UNIQUE */
    assert_true(str_eq_z(l->err.statement, "INSERT INTO a VALUES (1)"));
    live_close(l);
    l = live_new();
    assert_false(live_open(l, "sqlite:////nonexistent/dir/x.db"));
    assert_int_equal(l->err.code, ERR_CONNECT);
    live_close(l);
    l = live_new();
    assert_false(live_open(l, "sqlite://host/x.db"));
    assert_non_null(strstr(l->err.message.ptr, "Invalid SQLite URL"));
    live_close(l);
}

static void urls_name_files(void **state)
{
    char dir[] = "/tmp/retort-sqlite.XXXXXX", url[200], path[100];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/a.db", dir);
    snprintf(url, sizeof url, "sqlite:///%s", path);
    Live *l = live_new();
    live_must(live_open(l, url), &l->err);
    live_run(l, "CREATE TABLE a (i INTEGER)");
    live_close(l);
    snprintf(url, sizeof url, "sqlite:///file:%s?mode=ro&uri=true", path);
    l = live_new();
    live_must(live_open(l, url), &l->err);
    assert_string_equal(live_scalar(l, "SELECT name FROM sqlite_master").ptr, "'a'");
    assert_false(connection_run(l->conn, STR("DROP TABLE a"), &l->err));
    live_close(l);
    unlink(path);
    rmdir(dir);
}

int main(int argc, char **argv)
{
    if (argc > 1) live_source_dir = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inspects_as_sqlalchemy),
        cmocka_unit_test(compares_as_alembic),
        cmocka_unit_test(creating_removes_the_difference),
        cmocka_unit_test(ddl_is_undone_with_the_rest),
        cmocka_unit_test(values_go_in_and_out),
        cmocka_unit_test(failures_carry_extended_codes),
        cmocka_unit_test(urls_name_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
