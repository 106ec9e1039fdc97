#include "../lib/live.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

static char *url_with(const char *tail)
{
    static char text[400];
    const char *url = getenv("RETORT_TEST_PG_URL");
    snprintf(text, sizeof text, "%.*s%s", (int)(strrchr(url, '/') - url), url, tail);
    return text;
}

static void expect_no_connection(const char *url, const char *message, const char *hint)
{
    Live *l = live_new();
    assert_false(live_open(l, url));
    assert_int_equal(l->err.code, ERR_CONNECT);
    assert_non_null(strstr(arena_cstr(&l->arena, l->err.message), message));
    assert_non_null(strstr(arena_cstr(&l->arena, l->err.hint), hint));
    assert_null(strstr(arena_cstr(&l->arena, l->err.message), "s3cret"));
    live_close(l);
}

static void failures_to_connect_are_clear(void **state)
{
    expect_no_connection("postgresql://u:s3cret@127.0.0.1:1/x", "Connection refused",
                         "Start the server");
    expect_no_connection(url_with("/no_such_db"), "database \"no_such_db\" does not exist",
                         "Create it first");
    expect_no_connection("postgresql://u:s3cret@/x?host=/nonexistent", "No such file",
                         "Start the server");
    Live *l = live_new();
    assert_false(live_open(l, url_with("/postgres?nonsense=1")));
    assert_int_equal(l->err.code, ERR_CONFIG);
    live_close(l);
}

static void url_options_arrive(void **state)
{
    Live *l = live_new();
    live_must(
        live_open(l,
                  url_with("/postgres?options=-csearch_path%3Dpg_catalog&application_name=mine")),
        &l->err);
    assert_string_equal(live_scalar(l, "SHOW search_path").ptr, "'pg_catalog'");
    assert_string_equal(live_scalar(l, "SHOW application_name").ptr, "'mine'");
    live_close(l);
    l = live_postgresql("conn_a");
    assert_string_equal(live_scalar(l, "SHOW application_name").ptr, "'retort'");
    live_close(l);
}

static void cells_are_typed(void **state)
{
    static const struct {
        const char *sql, *repr;
    } cases[] = {
        {"SELECT 1::int2", "1"},
        {"SELECT 9223372036854775807", "9223372036854775807"},
        {"SELECT 1.5::float8", "1.5"},
        {"SELECT 1.50::numeric", "Decimal('1.50')"},
        {"SELECT true", "True"},
        {"SELECT 'x''y'::text", "\"x'y\""},
        {"SELECT '\\x00ff'::bytea", "b'\\x00\\xff'"},
        {"SELECT ARRAY[1, NULL, 3]", "[1, None, 3]"},
        {"SELECT ARRAY[['a', 'b,\"c'], ['', 'NULL']]", "[['a', 'b,\"c'], ['', 'NULL']]"},
        {"SELECT '{\"b\": [1, 2.5, null, true], \"a\": {\"x\": \"\\u00e9\"}}'::jsonb",
         "{'a': {'x': 'é'}, 'b': [1, 2.5, None, True]}"},
        {"SELECT '[123456789012345678901234567890]'::json", "[123456789012345678901234567890]"},
        {"SELECT NULL", NULL},
    };
    Live *l = live_postgresql("conn_b");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str got = live_scalar(l, cases[i].sql);
        if (cases[i].repr)
            assert_string_equal(got.ptr, cases[i].repr);
        else
            assert_null(got.ptr);
    }
    live_close(l);
}

static SqlValue one(Live *l, const char *sql, const SqlValue *params, size_t n)
{
    Result *r;
    SqlValue row[8];
    live_must(connection_execute(l->conn, str_z(sql), params, n, &r, &l->err), &l->err);
    assert_true(l->conn->vtable->next(r, row, &l->err));
    if (row[0].kind >= SQL_VALUE_DECIMAL && row[0].kind <= SQL_VALUE_DATETIME)
        row[0].as.text = arena_str(&l->arena, row[0].as.text);
    l->conn->vtable->result_close(r);
    return row[0];
}

static void times_are_pythons(void **state)
{
    Live *l = live_postgresql("conn_c");
    SqlValue v = one(
        l, "SET TIME ZONE 'Asia/Kolkata'; SELECT '2020-01-31 10:20:30.5+00'::timestamptz", NULL, 0);
    assert_int_equal(v.kind, SQL_VALUE_DATETIME);
    assert_true(str_eq_z(v.as.text, "2020-01-31 15:50:30.500000+05:30"));
    v = one(l, "SELECT '2020-01-31 10:20:30'::timestamp", NULL, 0);
    assert_true(str_eq_z(v.as.text, "2020-01-31 10:20:30"));
    v = one(l, "SELECT 'infinity'::timestamp", NULL, 0);
    assert_true(str_eq_z(v.as.text, "9999-12-31 23:59:59.999999")); /* as psycopg2 has it */
    v = one(l, "SELECT '1 year 2 mons -3 days -04:05:06.789'::interval", NULL, 0);
    assert_int_equal(v.kind, SQL_VALUE_INTERVAL);
    assert_true(v.as.integer == (365 + 60 - 3) * INT64_C(86400000000) - INT64_C(14706789000));
    live_close(l);
}

static void parameters_take_their_literals_types(void **state)
{
    Live *l = live_postgresql("conn_d");
    SqlValue params[] = {sql_value_int(5),
                         sql_value_str(STR("it's")),
                         sql_value_null(),
                         sql_value_bool(true),
                         {.kind = SQL_VALUE_BYTES, .as.text = {"\0\xff", 2}},
                         {.kind = SQL_VALUE_FLOAT, .as.real = 0.1},
                         {.kind = SQL_VALUE_DATETIME, .as.text = STR("2020-01-31 10:20:30+00:00")}};
    SqlValue v = one(l, "SELECT repeat($2, $1)", params, 2);
    assert_int_equal(v.kind, SQL_VALUE_STR);
    SqlValue items[] = {sql_value_int(1), sql_value_int(2)};
    SqlValue list = {.kind = SQL_VALUE_LIST, .as.list = {items, 2, false}};
    v = one(l, "SELECT 2 = ANY ($1)", &list, 1);
    assert_true(v.kind == SQL_VALUE_BOOL && v.as.boolean);
    v = one(l, "SELECT length($1)", &params[4], 1);
    assert_int_equal(v.as.integer, 2);
    live_close(l);
}

static void rows_stream_past_other_statements(void **state)
{
    Live *l = live_postgresql("conn_e");
    const ConnectionVtable *v = l->conn->vtable;
    Result *r;
    SqlValue row[1];
    int64_t sum = 0;
    live_run(l, "CREATE TABLE seen (i integer)");
    live_must(
        connection_execute(l->conn, STR("SELECT generate_series(1, 1000)"), NULL, 0, &r, &l->err),
        &l->err);
    assert_int_equal(v->column_count(r), 1);
    assert_true(str_eq_z(v->column_name(r, 0), "generate_series"));
    while (v->next(r, row, &l->err)) {
        sum += row[0].as.integer;
        SqlValue i = row[0];
        if (i.as.integer % 100 == 0)
            live_must(connection_execute(l->conn, STR("INSERT INTO seen VALUES ($1)"), &i, 1, NULL,
                                         &l->err),
                      &l->err);
    }
    live_must(!err_is_set(&l->err), &l->err);
    assert_int_equal(sum, 500500);
    assert_int_equal(v->affected(r), 1000);
    v->result_close(r);
    assert_string_equal(live_scalar(l, "SELECT count(*) FROM seen").ptr, "10");
    live_close(l);
}

static void an_error_amid_rows_is_reported(void **state)
{
    Live *l = live_postgresql("conn_f");
    Result *r;
    SqlValue row[1];
    size_t n = 0;
    live_must(connection_execute(l->conn, STR("SELECT 1 / (3 - i) FROM generate_series(1, 5) i"),
                                 NULL, 0, &r, &l->err),
              &l->err);
    while (l->conn->vtable->next(r, row, &l->err)) n++;
    assert_int_equal(n, 2);
    assert_string_equal(l->err.sqlstate, "22012");
    l->conn->vtable->result_close(r);
    err_clear(&l->err);
    assert_string_equal(live_scalar(l, "SELECT 1").ptr, "1");
    live_close(l);
}

static void a_queued_failure_names_its_statement(void **state)
{
    Live *l = live_postgresql("conn_g");
    const ConnectionVtable *v = l->conn->vtable;
    SourceFile *file = source_file_new(&l->arena, STR("x.py"), STR("one\ntwo\nthree\n"));
    SourcePos second = {.file = file, .span = {4, 7}};
    live_must(v->begin(l->conn, &l->err), &l->err);
    live_must(v->queue(l->conn, STR("CREATE TABLE a (i integer)"), (SourcePos){0}, &l->err),
              &l->err);
    live_must(v->queue(l->conn, STR("CREATE TABLE a (j integer)"), second, &l->err), &l->err);
    live_must(v->queue(l->conn, STR("CREATE TABLE b (i integer)"), (SourcePos){0}, &l->err),
              &l->err);
    assert_true(v->in_transaction(l->conn));
    assert_false(v->flush(l->conn, &l->err));
    assert_int_equal(l->err.code, ERR_DATABASE);
    assert_string_equal(l->err.sqlstate, "42P07");
    assert_true(str_eq_z(l->err.statement, "CREATE TABLE a (j integer)"));
    assert_ptr_equal(l->err.pos.file, file);
    assert_int_equal(l->err.pos.span.start, 4);
    err_clear(&l->err);
    assert_false(v->commit(l->conn, &l->err)); /* must not pass for success */
    err_clear(&l->err);
    live_must(v->rollback(l->conn, &l->err), &l->err);
    assert_false(v->in_transaction(l->conn));
    assert_string_equal(
        live_scalar(l, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").ptr, "0");
    live_close(l);
}

static void a_queue_commits_as_a_whole(void **state)
{
    Live *l = live_postgresql("conn_h");
    const ConnectionVtable *v = l->conn->vtable;
    live_must(v->begin(l->conn, &l->err), &l->err);
    for (int i = 0; i < 500; i++) {
        Str sql = arena_fmt(&l->arena, "CREATE TABLE t%d (i integer)", i);
        live_must(v->queue(l->conn, sql, (SourcePos){0}, &l->err), &l->err);
    }
    live_must(v->queue(l->conn, STR("INSERT INTO t1 VALUES (1); INSERT INTO t1 VALUES (2);"),
                       (SourcePos){0}, &l->err),
              &l->err);
    live_must(v->commit(l->conn, &l->err), &l->err);
    assert_string_equal(
        live_scalar(l, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").ptr, "500");
    assert_string_equal(live_scalar(l, "SELECT sum(i) FROM t1").ptr, "3");
    live_close(l);
}

static void notices_go_to_the_log(void **state)
{
    Live *l = live_postgresql("conn_i");
    live_run(l, "DO $$ BEGIN RAISE NOTICE 'hear me'; END $$");
    assert_non_null(strstr(l->log.ptr, "[sqlalchemy.dialects.postgresql] NOTICE:  hear me"));
    live_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failures_to_connect_are_clear),
        cmocka_unit_test(url_options_arrive),
        cmocka_unit_test(cells_are_typed),
        cmocka_unit_test(times_are_pythons),
        cmocka_unit_test(parameters_take_their_literals_types),
        cmocka_unit_test(rows_stream_past_other_statements),
        cmocka_unit_test(an_error_amid_rows_is_reported),
        cmocka_unit_test(a_queued_failure_names_its_statement),
        cmocka_unit_test(a_queue_commits_as_a_whole),
        cmocka_unit_test(notices_go_to_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
