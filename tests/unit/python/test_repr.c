#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "python/repr.h"

/* Expectations recorded with CPython's repr(). */
static void test_float_repr(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {1.0, "1.0"},
        {0.1, "0.1"},
        {1e16, "1e+16"},
        {1e15, "1000000000000000.0"},
        {123456.789, "123456.789"},
        {1e-4, "0.0001"},
        {1e-5, "1e-05"},
        {5e-324, "5e-324"},
        {2.5e-320, "2.5e-320"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {1e22, "1e+22"},
        {1e23, "1e+23"},
        {0.1 + 0.2, "0.30000000000000004"},
        {9007199254740993.0, "9007199254740992.0"},
        {5.684341886080802e-14, "5.684341886080802e-14"},
    };
    StrBuf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf_clear(&out);
        repr_float(&out, cases[i].value);
        assert_string_equal(out.ptr, cases[i].text);
    }
    strbuf_deinit(&out);
}

static void test_str_repr(void **state)
{
    static const struct {
        const char *value;
        const char *text;
    } cases[] = {
        {"a", "'a'"},
        {"it's", "\"it's\""},
        {"'\"", "'\\'\"'"},
        {"\n\t\r\\\x01\x7F", "'\\n\\t\\r\\\\\\x01\\x7f'"},
        {"\xC2\xA0\xC2\xAD\xC3\xA9", "'\\xa0\\xad\xC3\xA9'"},
        {"\xE2\x80\xA8\xED\xA0\x80", "'\\u2028\\ud800'"},
        {"\xF0\x9F\x98\x80\xF3\xB0\x80\x80", "'\xF0\x9F\x98\x80\\U000f0000'"},
    };
    StrBuf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf_clear(&out);
        repr_str(&out, str_z(cases[i].value));
        assert_string_equal(out.ptr, cases[i].text);
    }
    strbuf_clear(&out);
    repr_bytes(&out, STR("a'\0\xFF"));
    assert_string_equal(out.ptr, "b\"a'\\x00\\xff\"");
    strbuf_deinit(&out);
}

static void test_unicode_names(void **state)
{
    static const struct {
        const char *name;
        uint32_t cp;
    } cases[] = {
        {"BULLET", 0x2022},
        {"latin small letter e with acute", 0xE9},
        {"LINE FEED", 0x0A},
        {"CJK UNIFIED IDEOGRAPH-4E2D", 0x4E2D},
        {"HANGUL SYLLABLE GAG", 0xAC01},
        {"HANGUL SYLLABLE HIH", 0xD7A3},
        {"HANGUL SYLLABLE A", 0xC544},
    };
    uint32_t cp;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(unicode_find_name(str_z(cases[i].name), &cp));
        assert_int_equal(cp, cases[i].cp);
    }
    assert_false(unicode_find_name(STR("BULLETT"), &cp));
    assert_false(unicode_find_name(STR("CJK UNIFIED IDEOGRAPH-0041"), &cp));
    assert_false(unicode_find_name(STR("HANGUL SYLLABLE GAX"), &cp));
}

static void test_identifier_characters(void **state)
{
    assert_true(unicode_is_xid_start('_') && unicode_is_xid_start(0xE9));
    assert_false(unicode_is_xid_start('0') || unicode_is_xid_start(0x20AC));
    assert_true(unicode_is_xid_continue('0') && unicode_is_xid_continue(0xB7));
    assert_false(unicode_is_xid_continue('-') || unicode_is_xid_continue(0xA0));
    Arena arena = {0};
    assert_true(str_eq_z(unicode_nfkc(&arena, STR("\xEF\xAC\x81")), "fi"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_float_repr),
        cmocka_unit_test(test_str_repr),
        cmocka_unit_test(test_unicode_names),
        cmocka_unit_test(test_identifier_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
