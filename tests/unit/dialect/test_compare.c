/* Which types autogenerate sees as different, against Alembic's compare_type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "dialect/dialect.h"

typedef struct Case {
    const char *dialect, *inspected, *inspected_args, *model, *model_args;
    bool differ;
} Case;

/* Recorded from Alembic 1.19.1. */
static const Case cases[] = {
    {"postgresql", "VARCHAR", "length=50", "String", "", false},
    {"postgresql", "VARCHAR", "length=50", "String", "length=60", true},
    {"postgresql", "VARCHAR", "", "Text", "", true},
    {"postgresql", "NUMERIC", "", "Numeric", "precision=10;scale=2", false},
    {"postgresql", "NUMERIC", "precision=10;scale=2", "Numeric", "precision=10", false},
    {"postgresql", "NUMERIC", "", "DECIMAL", "", false},
    {"postgresql", "DOUBLE_PRECISION", "", "Float", "", false},
    {"postgresql", "INTEGER", "", "BigInteger", "", true},
    {"postgresql", "REAL", "", "Float", "", true},
    {"postgresql", "postgresql.TIMESTAMP", "", "DateTime", "timezone=True", true},
    {"postgresql", "postgresql.TIMESTAMP", "precision=3", "DateTime", "", false},
    {"postgresql", "postgresql.JSON", "", "postgresql.JSONB", "", true},
    {"postgresql", "UUID", "", "Uuid", "", false},
    {"postgresql", "CHAR", "length=32", "Uuid", "native_uuid=False", false},
    {"postgresql", "DATE", "", "DateTime", "", true},
    {"postgresql", "postgresql.INTERVAL", "", "postgresql.INTERVAL", "precision=3", false},
    {"postgresql", "TEXT", "", "Text", "", false},
    {"postgresql", "postgresql.BYTEA", "", "PickleType", "", false},
    {"postgresql", "FLOAT", "", "Double", "", false},
    {"postgresql", "DATETIME", "", "DateTime", "timezone=True", true},
    {"postgresql", "CHAR", "length=3", "String", "length=3", true},
    {"postgresql", "postgresql.CITEXT", "", "String", "", true},
    {"sqlite", "VARCHAR", "length=50", "String", "", false},
    {"sqlite", "VARCHAR", "length=50", "String", "length=60", true},
    {"sqlite", "VARCHAR", "", "Text", "", true},
    {"sqlite", "NUMERIC", "", "Numeric", "precision=10;scale=2", false},
    {"sqlite", "NUMERIC", "precision=10;scale=2", "Numeric", "precision=10", false},
    {"sqlite", "NUMERIC", "", "DECIMAL", "", false},
    {"sqlite", "DOUBLE_PRECISION", "", "Float", "", true},
    {"sqlite", "INTEGER", "", "BigInteger", "", true},
    {"sqlite", "REAL", "", "Float", "", true},
    {"sqlite", "postgresql.TIMESTAMP", "", "DateTime", "timezone=True", true},
    {"sqlite", "postgresql.TIMESTAMP", "precision=3", "DateTime", "", true},
    {"sqlite", "UUID", "", "Uuid", "", true},
    {"sqlite", "CHAR", "length=32", "Uuid", "native_uuid=False", false},
    {"sqlite", "DATE", "", "DateTime", "", true},
    {"sqlite", "TEXT", "", "Text", "", false},
    {"sqlite", "FLOAT", "", "Double", "", true},
    {"sqlite", "DATETIME", "", "DateTime", "timezone=True", false},
    {"sqlite", "CHAR", "length=3", "String", "length=3", true},
};

static SqlType *build(Arena *a, const char *cls, const char *args)
{
    SqlType *t = type_new(a, type_class_get(cls));
    Str rest = str_z(args);
    while (rest.len) {
        Str value = str_cut(&rest, ';'), name = str_cut(&value, '=');
        bool flag = str_eq_z(value, "True") || str_eq_z(value, "False");
        type_set(t, arena_cstr(a, name),
                 flag ? sql_value_bool(str_eq_z(value, "True"))
                      : sql_value_int(strtol(value.ptr, NULL, 10)));
    }
    return t;
}

static void test_types(void **state)
{
    Arena a = {0};
    int failures = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Case *c = &cases[i];
        Err err = err_init(&a);
        bool differ = !c->differ;
        bool ok = dialect_find(str_z(c->dialect))
                      ->types_differ(build(&a, c->inspected, c->inspected_args),
                                     build(&a, c->model, c->model_args), NULL, NULL, &differ, &err);
        if (ok && differ == c->differ) continue;
        print_error("%s: %s(%s) and %s(%s)\n", c->dialect, c->inspected, c->inspected_args,
                    c->model, c->model_args);
        failures++;
    }
    arena_release(&a);
    assert_int_equal(failures, 0);
}

static void test_sqlite_defaults(void **state)
{
    static const struct {
        const char *inspected, *model;
        bool differ;
    } defaults[] = {{"'x'", "'x'", false}, {"(1 + 2)", "1 + 2", false}, {"\"'x'\"", "'x'", false},
                    {"5", "'5'", false},   {NULL, "NULL", true},        {"''", "''", false},
                    {"''", "", true},      {NULL, NULL, false},         {"('x')", "x", false}};
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        bool differ;
        assert_true(dialect_find(STR("sqlite"))
                        ->defaults_differ(NULL, NULL, NULL, str_z(defaults[i].inspected),
                                          str_z(defaults[i].model), &differ, NULL));
        assert_int_equal(differ, defaults[i].differ);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_types),
                                       cmocka_unit_test(test_sqlite_defaults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
