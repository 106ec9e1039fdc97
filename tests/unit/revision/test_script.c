/* The fast scan of a script's identity, slugs, file names, and templates as Python. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "revision/naming.h"
#include "revision/script_scan.h"
#include "revision/template.h"

static void test_scan_plain(void **state)
{
    (void)state;
    Arena a = {0};
    ScriptScan s;
    assert_true(script_scan(
        STR("# -*- x -*-\n\"\"\"add \\\"a\\\"\n\nRevision ID: r1\n\"\"\"\n"
            "from alembic import op\nrevision: str = 'r1'  # id\n"
            "down_revision: Union[str, None] = (\n    'a', # one\n    'b'\n)\n"
            "branch_labels = ['x']; depends_on = None\n\n"
            "def upgrade():\n    revision = 'no'\n    op.execute('''\nrevision = 'not me'\n''')\n"),
        &a, &s));
    assert_string_equal(s.doc.ptr, "add \"a\"\n\nRevision ID: r1\n");
    assert_string_equal(s.revision.items.items[0].ptr, "r1");
    assert_int_equal(s.down_revision.items.len, 2);
    assert_string_equal(s.down_revision.items.items[1].ptr, "b");
    assert_string_equal(s.branch_labels.items.items[0].ptr, "x");
    assert_true(s.depends_on.is_none);
    arena_release(&a);
}

/* What a scan cannot be sure of goes to the evaluator. */
static void test_scan_unsure(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "revision = 'a' + 'b'\n",
        "revision = make()\n",
        "revision, down_revision = 'a', None\n",
        "if True:\n    revision = 'a'\n",
        "from ids import *\n",
        "revision = f'{x}'\n",
        "globals()['revision'] = 'a'\n",
        "def f():\n    global revision\n",
        "x = revision = 'a'\n",
        "revision = b'a'\n",
        "revision += 'a'\n",
    };
    Arena a = {0};
    ScriptScan s;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (script_scan(str_z(texts[i]), &a, &s)) fail_msg("scanned: %s", texts[i]);
    arena_release(&a);
}

static void expect_slug(const char *message, int limit, const char *slug)
{
    Arena a = {0};
    assert_string_equal(naming_slug(str_z(message), limit, &a).ptr, slug);
    arena_release(&a);
}

static void test_slug(void **state)
{
    (void)state;
    expect_slug("Hello, World! It's a very long message that goes on", 40,
                "hello_world_it_s_a_very_long_message_");
    expect_slug("ÄÖ übung", 40, "äö_übung");
    expect_slug("", 40, "");
    expect_slug("abcdefgh", 3, "abc_");
    expect_slug("__a  b__", 40, "__a_b__");
}

static void test_file_name(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    Str out;
    ClockTime t = {
        .year = 2026, .month = 3, .day = 4, .hour = 5, .minute = 6, .second = 7, .epoch = 99};
    assert_true(naming_render(
        STR("%(year)d/%(month).2d/%(day).2d_%(hour).2d%(minute).2d_%(rev)s_%(slug)s%%%(epoch)s"),
        STR("r"), STR("s"), t, &a, &out, &err));
    assert_string_equal(out.ptr, "2026/03/04_0506_r_s%99");
    assert_true(naming_render(STR("%(slug)-4s|%(rev).3s|%(slug)3s|%(year)05d|%(month)3s|"),
                              STR("abcd"), STR("é"), t, &a, &out, &err));
    assert_string_equal(out.ptr, "é   |abc|  é|02026|  3|");
    assert_false(naming_render(STR("%(nope)s"), STR("r"), STR("s"), t, &a, &out, &err));
    assert_string_equal(err.kind.ptr, "KeyError");
    assert_string_equal(err.message.ptr, "'nope'");
    arena_release(&a);
}

/* A string that the translation must hold. */
static void assert_holds(Str text, const char *part)
{
    if (!str_contains(text, str_z(part))) print_message("%.*s\n", STR_ARG(text));
    assert_true(str_contains(text, str_z(part)));
}

static void test_template_source(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    TemplateSource s;
    SourceFile *f = source_file_new(
        &a, STR("t"), STR("a ${x | comma,n}\n% for i in y:\n${i}\\\n% endfor\n## no\n%% 5\n"));
    assert_true(template_translate(f, &a, false, &s, &err));
    assert_holds(s.text, "    x = __get('x', __module)\n");
    assert_holds(s.text, "    __w('a ')\n    __w(comma((x)))\n    __w('\\n')\n    for i in y:\n"
                         "        pass\n        __w(str(i))\n    __w('% 5\\n')\n");
    assert_true(template_translate(f, &a, true, &s, &err));
    assert_holds(s.text, "__w('% 5\\r\\n')");
    arena_release(&a);
}

/* Defs stand before the text in which they are called, filtered ones collect what they write. */
static void test_template_def(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    TemplateSource s;
    SourceFile *f = source_file_new(
        &a, STR("t"),
        STR("${f(1)}<%def name=\"f(n)\" filter=\"trim\">x</%def><% y = '''\n z''' %>"));
    assert_true(template_translate(f, &a, false, &s, &err));
    assert_holds(s.text, "    def f(n):\n        caller = __take_caller()\n        __push()\n"
                         "        try:\n            pass\n            __w('x')\n        finally:\n"
                         "            __text = __pop()\n        __w(__filter_trim(__text))\n"
                         "        return ''\n    __w(str(f(1)))\n    y = '''\n z''' \n");
    assert_int_equal(s.line_map.items[0], TEMPLATE_RUNTIME);
    arena_release(&a);
}

static void test_template_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *kind, *message;
    } cases[] = {
        {"% if x:\n", "SyntaxException", "Unterminated control keyword: 'if'"},
        {"% endif\n", "SyntaxException", "No starting keyword 'if' for 'endif'"},
        {"% if x:\n% endfor\n", "SyntaxException", "Keyword 'endfor' doesn't match keyword 'if'"},
        {"${x", "SyntaxException", "Expected: \\|,}"},
        {"<% x", "SyntaxException", "Expected: %>"},
        {"<%def name=\"f()\">", "SyntaxException", "Unclosed tag: <%def>"},
        {"<%def name=\"f()\">\n% if x:\n</%def>", "SyntaxException",
         "Unterminated control keyword: 'if'"},
        {"</%def>", "SyntaxException", "Closing tag without opening tag: </%def>"},
        {"<%block></%def>", "SyntaxException", "Closing tag </%def> does not match tag: <%block>"},
        {"<%def></%def>", "CompileException", "Missing attribute(s) for tag 'def': 'name'"},
        {"<%def name=\"f()\" x=\"1\"></%def>", "CompileException",
         "Invalid attribute(s) for tag 'def': 'x'"},
        {"<%nope/>", "CompileException", "No such tag: 'nope'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena a = {0};
        Err err = err_init(&a);
        TemplateSource s;
        SourceFile *f = source_file_new(&a, STR("t"), str_z(cases[i].text));
        assert_false(template_translate(f, &a, false, &s, &err));
        assert_string_equal(err.kind.ptr, cases[i].kind);
        if (!str_ends(err.message, str_z(cases[i].message)))
            print_message("%s: %.*s\n", cases[i].text, STR_ARG(err.message));
        assert_true(str_ends(err.message, str_z(cases[i].message)));
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_plain),
        cmocka_unit_test(test_scan_unsure),
        cmocka_unit_test(test_slug),
        cmocka_unit_test(test_file_name),
        cmocka_unit_test(test_template_source),
        cmocka_unit_test(test_template_def),
        cmocka_unit_test(test_template_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
