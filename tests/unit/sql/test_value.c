/* repr() of plain values, and the binds of text(), against CPython and SQLAlchemy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sql/expr.h"

static Arena arena;

#define REPR(v, expected) assert_string_equal(sql_value_repr(&(v), &arena).ptr, expected)

static SqlValue text_value(SqlValueKind kind, const char *s)
{
    return (SqlValue){.kind = kind, .as.text = str_z(s)};
}

static void test_strings(void **state)
{
    const char *cases[][2] = {{"a", "'a'"},
                              {"it's", "\"it's\""},
                              {"'\"", "'\\'\"'"},
                              {"a\nb\t\\", "'a\\nb\\t\\\\'"},
                              {"\x01é", "'\\x01é'"},
                              {"\xc2\xa0", "'\\xa0'"},
                              {"", "''"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(sql_value_repr_str(str_z(cases[i][0]), &arena).ptr, cases[i][1]);
}

static void test_numbers(void **state)
{
    struct {
        double x;
        const char *text;
    } cases[] = {{1, "1.0"},
                 {1.5, "1.5"},
                 {1e16, "1e+16"},
                 {1e15, "1000000000000000.0"},
                 {0.0001, "0.0001"},
                 {0.00001, "1e-05"},
                 {0.1, "0.1"},
                 {-2.5e-7, "-2.5e-07"},
                 {123456.789, "123456.789"},
                 {1e22, "1e+22"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SqlValue v = {.kind = SQL_VALUE_FLOAT, .as.real = cases[i].x};
        REPR(v, cases[i].text);
    }
    SqlValue d = text_value(SQL_VALUE_DECIMAL, "1.50");
    REPR(d, "Decimal('1.50')");
}

static void test_others(void **state)
{
    SqlValue items[] = {sql_value_int(1), sql_value_str(STR("a"))};
    SqlValue list = {.kind = SQL_VALUE_LIST, .as.list = {items, 2, false}},
             one = {.kind = SQL_VALUE_LIST, .as.list = {items, 1, true}};
    SqlValue dict = {.kind = SQL_VALUE_DICT, .as.list = {items, 2, false}};
    REPR(list, "[1, 'a']");
    REPR(one, "(1,)");
    REPR(dict, "{1: 'a'}");
    SqlValue date = text_value(SQL_VALUE_DATE, "2020-01-31"),
             moment = text_value(SQL_VALUE_DATETIME, "2020-01-31 10:20:30.5");
    REPR(date, "datetime.date(2020, 1, 31)");
    REPR(moment, "datetime.datetime(2020, 1, 31, 10, 20, 30, 500000)");
    SqlValue span = {.kind = SQL_VALUE_INTERVAL, .as.integer = -1};
    REPR(span, "datetime.timedelta(days=-1, seconds=86399, microseconds=999999)");
    assert_false(sql_value_equal(&list, &one));
    assert_true(sql_value_equal(&list, &list));
}

static void test_binds(void **state)
{
    struct {
        const char *text, *names;
    } cases[] = {{"a = :x AND b = :y_1", "x y_1 "},
                 {"a::int", ""},
                 {"'10\\:30'", ""},
                 {":a:b", ""},
                 {":abc:", "ab "},
                 {"x:y", ""},
                 {":x, :x", "x "},
                 {"(:x)", "x "},
                 {":", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const SqlExpr *e = sql_expr_text(&arena, str_z(cases[i].text));
        StrBuf b = {0};
        for (size_t k = 0; k < e->as.text.binds.len; k++)
            strbuf_fmt(&b, "%.*s ", STR_ARG(e->as.text.binds.items[k]->as.bind.key));
        assert_string_equal(strbuf_finish(&b, &arena).ptr, cases[i].names);
    }
}

static int teardown(void **state)
{
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_strings),
                                       cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_others), cmocka_unit_test(test_binds)};
    return cmocka_run_group_tests(tests, NULL, teardown);
}
