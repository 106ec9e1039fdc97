/* JSON documents, the drawn graph, suggestions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/similar.h"
#include "cli/graph.h"
#include "cli/json.h"

static void check_text(const char *text, const char *wanted)
{
    Json j = {0};
    json_open(&j, NULL, '[');
    json_str(&j, NULL, text);
    json_close(&j, ']');
    assert_string_equal(j.text.ptr, wanted);
    json_deinit(&j);
}

static void test_json_text(void **state)
{
    (void)state;
    check_text("a\"b\\c/d", "[\n  \"a\\\"b\\\\c/d\"\n]");
    check_text("\t\n\r\x01\x7f", "[\n  \"\\t\\n\\u000d\\u0001\\u007f\"\n]");
    check_text("\xc3\xbc \xf0\x9f\x90\x98", "[\n  \"\xc3\xbc \xf0\x9f\x90\x98\"\n]");
    check_text("\xff", "[\n  \"\xef\xbf\xbd\"\n]");
    check_text("", "[\n  \"\"\n]");
    check_text(NULL, "[\n  null\n]");
}

static void test_json_nesting(void **state)
{
    (void)state;
    Json j = {0};
    json_begin(&j, "x");
    json_open(&j, "empty", '[');
    json_close(&j, ']');
    json_open(&j, "o", '{');
    json_bool(&j, "yes", true);
    json_int(&j, "n", -3);
    json_close(&j, '}');
    json_null(&j, "z");
    Str text = json_end(&j);
    assert_string_equal(text.ptr, "{\n  \"format\": 1,\n  \"command\": \"x\",\n  \"empty\": [],\n"
                                  "  \"o\": {\n    \"yes\": true,\n    \"n\": -3\n  },\n"
                                  "  \"z\": null\n}");
    json_deinit(&j);
}

/* "c:a,b" = revision c with parents a and b, newest first. */
static void check_graph(const char *history, const char *wanted)
{
    Arena a = {0};
    Graph g = {.arena = &a};
    StrBuf out = {0};
    Str rest = str_z(history);
    while (!str_is_null(rest)) {
        Str parents = str_cut(&rest, ' '), id = str_cut(&parents, ':');
        StrVec v = {0};
        while (parents.len) VEC_PUSH(&a, &v, str_cut(&parents, ','));
        graph_draw(&g, id, &v, id, &out);
    }
    assert_string_equal(out.ptr, wanted);
    strbuf_deinit(&out);
    arena_release(&a);
}

static void test_graph(void **state)
{
    (void)state;
    check_graph("b:a a:", "* b\n* a\n");
    check_graph("d:b,c b:a c:a a:", "* d\n|\\\n* | b\n| * c\n|/\n* a\n");
    check_graph("c:a b:a a:", "* c\n| * b\n|/\n* a\n");
    /* A lane that ends lets the others close the gap. */
    check_graph("m:x,y,z x: y:z z:", "* m\n|\\\n|\\ \\\n* | | x\n / /\n* | y\n|/\n* z\n");
    /* The third lane crosses the second on its way to the first. */
    check_graph("c:a b:y d:a a: y:", "* c\n| * b\n| | * d\n| |/\n|/|\n* | a\n /\n* y\n");
}

static void check_near(const char *word, const char *wanted)
{
    static const char *const words[] = {"upgrade", "downgrade", "heads", "history", "show"};
    Similar s = similar_new(str_z(word));
    for (size_t i = 0; i < 5; i++) similar_offer(&s, str_z(words[i]));
    if (wanted)
        assert_string_equal(s.best.ptr, wanted);
    else
        assert_true(str_is_null(s.best));
}

static void test_similar(void **state)
{
    (void)state;
    check_near("upgarde", "upgrade");
    check_near("hist", "history");
    check_near("head", "heads");
    check_near("shwo", "show");
    check_near("downgrad", "downgrade");
    check_near("show", NULL);
    check_near("x", NULL);
    check_near("", NULL);
    check_near("entirely", NULL);
    assert_int_equal(similar_distance(STR("ca"), STR("abc")), 3);
    assert_int_equal(similar_distance(STR(""), STR("abc")), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_text), cmocka_unit_test(test_json_nesting),
        cmocka_unit_test(test_graph), cmocka_unit_test(test_similar)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
