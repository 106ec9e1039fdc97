/* ini, TOML, .env, URLs and their merge. Expectations were recorded from Python's configparser and
 * tomllib, python-dotenv 1.2 and SQLAlchemy 2.0.52. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "config/config.h"
#include "config/dotenv.h"
#include "config/url.h"
#include "os/file.h"

/* ---- ini ---- */

/* The value, or "Class: message". */
static const char *ini_value(Arena *a, const char *text)
{
    Err err = err_init(a);
    IniPair here = {STR("here"), STR("/srv/p")};
    Ini *ini = ini_new(a, &here, 1);
    Str out;
    if (ini_parse(ini, STR("x.ini"), str_z(text), &err) &&
        ini_find(ini, STR("a"), STR("K"), a, &out, &err))
        return out.ptr ? out.ptr : "(none)";
    return arena_fmt(a, "%.*s: %.*s", STR_ARG(err.kind), STR_ARG(err.message)).ptr;
}

static void test_ini(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"[a]\nK = v ; x\n", "v ; x"},
        {"[a]\nk = one\n  two\n\n  three\n# c\nj=1\n", "one\ntwo\n\nthree"},
        {"[a]\nk=%(here)s/x%%\n", "/srv/p/x%"},
        {"[DEFAULT]\nd=1\n[a]\nk: %(d)s\n", "1"},
        {"[a]\r\nk = 1\r\n", "1"},
        {"[a]\nk=%(no)s\n",
         "configparser.InterpolationMissingOptionError: Bad value substitution: option 'k' in "
         "section 'a' contains an "
         "interpolation key 'no' which is not a valid option name. Raw value: '%(no)s'"},
        {"[a]\nk=%x\n",
         "configparser.InterpolationSyntaxError: '%' must be followed by '%' or '(', found: '%x'"},
        {"[a]\nk=%(here\n",
         "configparser.InterpolationSyntaxError: bad interpolation variable reference '%(here'"},
        {"[a]\nk=%(k)s\n", "configparser.InterpolationDepthError: Recursion limit exceeded in "
                           "value substitution: option 'k' in section "
                           "'a' contains an interpolation key which cannot be substituted in 10 "
                           "steps. Raw value: '%(k)s'"},
        {"[a]\nk=1\nK=2\n",
         "configparser.DuplicateOptionError: While reading from 'x.ini' [line  3]: option 'k' in "
         "section 'a' already exists"},
        {"[a]\n[a]\n", "configparser.DuplicateSectionError: While reading from 'x.ini' [line  2]: "
                       "section 'a' already exists"},
        {"k=1\n", "configparser.MissingSectionHeaderError: File contains no section "
                  "headers.\nfile: 'x.ini', line: 1\n'k=1\\n'"},
        {"[a]\nfoo\nk=1\nbar\n", "configparser.ParsingError: Source contains parsing errors: "
                                 "'x.ini'\n\t[line  2]: 'foo\\n'\n\t[line  4]: 'bar\\n'"},
    };
    Arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(ini_value(&a, cases[i][0]), cases[i][1]);
    arena_release(&a);
}

static void test_ini_set(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    Ini *ini = ini_new(&a, NULL, 0);
    Str out;
    assert_true(ini_set(ini, STR("s"), STR("Url"), STR("a%%b"), &err));
    assert_true(ini_find(ini, STR("s"), STR("url"), &a, &out, &err));
    assert_string_equal(out.ptr, "a%b");
    assert_false(ini_set(ini, STR("s"), STR("url"), STR("p%40x"), &err));
    assert_string_equal(err.message.ptr, "invalid interpolation syntax in 'p%40x' at position 1");
    assert_string_equal(err.kind.ptr, "ValueError");
    arena_release(&a);
}

/* ---- TOML ---- */

static TomlValue *toml(Arena *a, const char *text, Err *err)
{
    return toml_parse(source_file_new(a, STR("t.toml"), str_z(text)), a, err);
}

static void test_toml(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    TomlValue *t = toml(
        &a,
        "a = \"x\\u00e9\\n\" # c\n'b c' = '''\nl1\nl2'''\nd.e = [1, 0x1F, -2_000,\n 3.5e2, true,]\n"
        "when = 1979-05-27 07:32:00\n[t.u]\nk = {x = 1, y = 'z'}\n[[h]]\nn = 1\n[[h]]\nn = 2\n",
        &err);
    assert_non_null(t);
    assert_string_equal(toml_find(t, "a")->string.ptr, "x\xc3\xa9\n");
    assert_string_equal(toml_find(t, "b c")->string.ptr, "l1\nl2");
    const TomlValue *e = toml_find(toml_find(t, "d"), "e");
    assert_int_equal(e->array.len, 5);
    assert_int_equal(e->array.items[1]->integer, 31);
    assert_int_equal(e->array.items[2]->integer, -2000);
    assert_true(e->array.items[3]->real == 350.0);
    assert_true(e->array.items[4]->boolean);
    assert_string_equal(toml_find(t, "when")->string.ptr, "1979-05-27 07:32:00");
    assert_string_equal(
        toml_find(toml_find(toml_find(toml_find(t, "t"), "u"), "k"), "y")->string.ptr, "z");
    assert_int_equal(toml_find(toml_find(t, "h")->array.items[1], "n")->integer, 2);
    arena_release(&a);
}

static void test_toml_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a = 1\na = 2\n", "[t]\n[t]\n",
                                      "a = \n",         "a = [1\n",
                                      "a = \"x\n",      "a = 01\n",
                                      "a = 1__0\n",     "a = {x=1}\n[a]\n",
                                      "a = 1 b = 2\n",  "a.b = 1\na.b.c = 2\n",
                                      "= 1\n",          "a = \"\\q\"\n"};
    Arena a = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Err err = err_init(&a);
        if (toml(&a, bad[i], &err)) fail_msg("accepted: %s", bad[i]);
        assert_int_equal(err.code, ERR_CONFIG);
    }
    arena_release(&a);
}

/* ---- .env ---- */

static Str lookup(void *user, Str name)
{
    (void)user;
    return str_eq_z(name, "HOME") ? STR("/root") : STR_NULL;
}

static void count_warning(void *user, size_t line)
{
    *(size_t *)user = *(size_t *)user * 100 + line;
}

static void test_dotenv(void **state)
{
    (void)state;
    Arena a = {0};
    size_t warned = 0;
    DotenvOptions o = {.interpolate = true,
                       .override = true,
                       .lookup = lookup,
                       .warn = count_warning,
                       .user = &warned};
    DotenvPairVec v = {0};
    dotenv_parse(STR("# c\nexport A=1\nB = two words # note\nC='sq \\' ${A}'\nD=\"dq \\n ${A} x\"\n"
                     "E=${A}${HOME:-x}${NO:-dflt}${NO2}\nF\nG=\nH=\"multi\nline\"\nI=a#b\n=bad\nJ= "
                     "# c\n'Q k'=1\nA=9\nK=\"x\" y\n"),
                 &o, &a, &v);
    StrBuf b = {0};
    for (size_t i = 0; i < v.len; i++)
        strbuf_fmt(&b, "%.*s=%s|", STR_ARG(v.items[i].key),
                   v.items[i].value.ptr ? v.items[i].value.ptr : "(none)");
    assert_string_equal(b.ptr, "A=9|B=two words|C=sq ' 1|D=dq \n 1 "
                               "x|E=1/rootdflt|F=(none)|G=|H=multi\nline|I=a#b|J=|Q k=1|");
    assert_int_equal(warned, 1216);
    strbuf_deinit(&b);
    arena_release(&a);
}

/* ---- URLs ---- */

static void test_url(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"postgresql+psycopg2://scott:tiger@localhost:5432/test?a=b&c=d",
         "postgresql+psycopg2://scott:***@localhost:5432/test?a=b&c=d"},
        {"sqlite:////abs/x.db", "sqlite:////abs/x.db"},
        {"sqlite://", "sqlite://"},
        {"postgresql://u%40x:p%2Fw@h/db", "postgresql://u%40x:***@h/db"},
        {"postgresql://u:p@ss@h/db", "postgresql://u:***@ss@h/db"},
        {"postgresql://[::1]:5432/db", "postgresql://[::1]:5432/db"},
        {"mysql://u:p w+x@h/db?z=1&a=x%20y&a=2", "mysql://u:***@h/db?a=x+y&a=2&z=1"},
        {"postgresql://host/db?host=/var/run", "postgresql://host/db?host=%2Fvar%2Frun"},
        {"postgresql://u@h", "postgresql://u@h"},
        {"postgresql://:5432/x", "postgresql://:5432/x"},
        {"postgresql://u:a/b?c@h:1/d", "postgresql://u:***@h:1/d"},
    };
    Arena a = {0};
    Err err = err_init(&a);
    DatabaseUrl u;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(url_parse(str_z(cases[i][0]), &a, &u, &err));
        assert_string_equal(url_render(&u, true, &a).ptr, cases[i][1]);
    }
    assert_string_equal(u.password.ptr, "a/b?c");
    assert_string_equal(url_render(&u, false, &a).ptr, "postgresql://u:a%2Fb%3Fc@h:1/d");
    assert_false(url_parse(STR("bogus"), &a, &u, &err));
    assert_string_equal(err.message.ptr, "Could not parse SQLAlchemy URL from given URL string");
    err_clear(&err);
    assert_false(url_parse(STR("postgresql://h:x/d"), &a, &u, &err));
    assert_string_equal(err.message.ptr, "invalid literal for int() with base 10: 'x'");
    arena_release(&a);
}

/* ---- both files ---- */

static void write_file(Arena *a, const char *dir, const char *name, const char *text)
{
    Err err = err_init(a);
    assert_true(file_write_replace(arena_fmt(a, "%s/%s", dir, name), str_z(text), &err));
}

static void test_merged(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    char dir[] = "/tmp/retort-config-XXXXXX";
    assert_non_null(mkdtemp(dir));
    write_file(&a, dir, "alembic.ini",
               "[alembic]\nscript_location = %(here)s/m\nversion_locations = a, b c\n");
    write_file(&a, dir, "pyproject.toml",
               "[tool.alembic]\nscript_location = 'no'\nfile_template = "
               "'%%(rev)s'\nprepend_sys_path = ['%(here)s/x']\n"
               "sourceless = true\ntruncate_slug_length = "
               "7\n[[tool.alembic.post_write_hooks]]\nname = 'h'\ntype = 'exec'\n");
    Config *c;
    ConfigScripts s;
    assert_true(config_load(&(ConfigSource){.directory = str_z(dir)}, &a, &c, &err));
    assert_true(config_scripts(c, &a, &s, &err));
    assert_string_equal(s.script_location.ptr, arena_fmt(&a, "%s/m", dir).ptr);
    assert_int_equal(s.version_locations.len, 3);
    assert_true(str_eq_z(s.version_locations.items[2], "c"));
    assert_string_equal(s.file_template.ptr, "%(rev)s");
    assert_string_equal(s.prepend_sys_path.items[0].ptr, arena_fmt(&a, "%s/x", dir).ptr);
    assert_true(s.sourceless);
    assert_int_equal(s.truncate_slug_length, 7);
    assert_int_equal(s.hooks.len, 1);
    assert_true(config_load(&(ConfigSource){.directory = str_z(dir), .section = STR("other")}, &a,
                            &c, &err));
    Str v;
    assert_false(config_main_option(c, STR("x"), &a, &v, &err));
    assert_string_equal(err.message.ptr,
                        "No config file 'alembic.ini' found, or file has no '[other]' section");
    unlink(arena_fmt(&a, "%s/alembic.ini", dir).ptr);
    unlink(arena_fmt(&a, "%s/pyproject.toml", dir).ptr);
    err_clear(&err);
    assert_true(config_load(&(ConfigSource){.directory = str_z(dir)}, &a, &c, &err));
    assert_false(config_scripts(c, &a, &s, &err));
    assert_string_equal(err.message.ptr, "No 'script_location' key found in configuration.");
    rmdir(dir);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ini),    cmocka_unit_test(test_ini_set),
        cmocka_unit_test(test_toml),   cmocka_unit_test(test_toml_refused),
        cmocka_unit_test(test_dotenv), cmocka_unit_test(test_url),
        cmocka_unit_test(test_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
