/* repr() and SQL of every type class, against what SQLAlchemy gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dialect/dialect.h"
#include "schema/type.h"

typedef struct Case {
    const char *cls, *args, *repr, *postgresql, *sqlite;
} Case;

static const Case cases[] = {
#include "../schema/type_cases.inc"
};

/* 10, True, 'text', <Class> */
static SqlValue read_value(Arena *a, Str s)
{
    if (str_eq_z(s, "True") || str_eq_z(s, "False")) return sql_value_bool(str_eq_z(s, "True"));
    if (s.ptr[0] == '\'') return sql_value_str(arena_str(a, str_slice(s, 1, s.len - 1)));
    if (s.ptr[0] == '<') {
        Str name = str_slice(s, 1, s.len - 1);
        return (SqlValue){.kind = SQL_VALUE_TYPE,
                          .as.type = type_new(a, type_class_get(arena_cstr(a, name)))};
    }
    return sql_value_int(strtol(s.ptr, NULL, 10));
}

static SqlType *build(Arena *a, const Case *c)
{
    SqlType *t = type_new(a, type_class_get(c->cls));
    Str rest = str_z(c->args);
    while (rest.len) {
        Str value = str_cut(&rest, ';'), name = str_cut(&value, '=');
        if (str_eq_z(name, "enums")) {
            while (!str_is_null(value)) VEC_PUSH(a, &t->enum_values, str_cut(&value, '/'));
            continue;
        }
        type_set(t, arena_cstr(a, name), read_value(a, value));
    }
    return t;
}

static int wrong(const Case *c, const char *what, Str got, const char *expected)
{
    if (str_eq_z(got, expected)) return 0;
    print_error("%s(%s) %s: got %.*s, expected %s\n", c->cls, c->args, what, STR_ARG(got),
                expected);
    return 1;
}

static int check_sql(Arena *a, const Case *c, const char *dialect, const SqlType *t,
                     const char *expected)
{
    Err err = err_init(a);
    Str sql = STR_NULL;
    CompileOptions o = {.offline = true, .literal_binds = true};
    bool ok = dialect_find(str_z(dialect))->compile_type(t, &o, a, &sql, &err);
    if (expected)
        return ok ? wrong(c, dialect, sql, expected) : wrong(c, dialect, err.message, expected);
    return ok ? wrong(c, dialect, sql, "an error") : 0;
}

static void test_all(void **state)
{
    Arena a = {0};
    int failures = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Case *c = &cases[i];
        SqlType *t = build(&a, c);
        failures += wrong(c, "repr", type_repr(t, &a), c->repr);
        failures += check_sql(&a, c, "postgresql", t, c->postgresql);
        failures += check_sql(&a, c, "sqlite", t, c->sqlite);
    }
    arena_release(&a);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
