#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "python/dump.h"
#include "python/parser.h"

typedef AstNode *(*ParseFn)(SourceFile *file, Arena *arena, Err *err);

/* The dump of the source, or "LINE:COLUMN: class: message" in out. */
static bool parse_to_text(ParseFn parse, Str source, StrBuf *out)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    SourceFile *file = source_file_new(&arena, STR("test.py"), source);
    AstNode *root = parse(file, &arena, &err);
    strbuf_clear(out);
    if (root)
        dump_ast(out, root, (DumpStyle){.minor = 14});
    else {
        assert_int_equal(err.code, ERR_SYNTAX);
        assert_ptr_equal(err.pos.file, file);
        strbuf_fmt(out, "%zu:%zu: %.*s: %.*s", source_line(file, err.pos.span.start),
                   source_column(file, err.pos.span.start), STR_ARG(err.kind),
                   STR_ARG(err.message));
    }
    arena_release(&arena);
    return root != NULL;
}

static void check_module(const char *source, const char *statements)
{
    StrBuf out = {0}, expected = {0};
    bool ok = parse_to_text(parser_parse_module, str_z(source), &out);
    if (*statements)
        strbuf_fmt(&expected, "Module(body=[%s])", statements);
    else
        strbuf_push_z(&expected, "Module()");
    if (!ok || !str_eq(strbuf_view(&out), strbuf_view(&expected)))
        fail_msg("source:   %s\nexpected: %s\nactual:   %s", source, expected.ptr, out.ptr);
    strbuf_deinit(&out);
    strbuf_deinit(&expected);
}

typedef struct Case {
    const char *source;
    const char *expected;
} Case;

static const Case recorded[] = {
#include "dump_cases.inc"
};

static void test_recorded_dumps(void **state)
{
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++)
        check_module(recorded[i].source, recorded[i].expected);
}

/* From the grammar and ASDL of 3.14, PEP 750 and PEP 758. */
static const Case new_in_314[] = {
    {"t\"a{b!r:c}d\" t'{e=}'",
     "Expr(value=TemplateStr(values=[Constant(value='a'), Interpolation(value=Name(id='b', "
     "ctx=Load()), str='b', conversion=114, format_spec=JoinedStr(values=[Constant(value='c')])), "
     "Constant(value='de='), Interpolation(value=Name(id='e', ctx=Load()), str='e', "
     "conversion=114)]))"},
    {"Rt'\\{ a }'",
     "Expr(value=TemplateStr(values=[Constant(value='\\\\'), Interpolation(value=Name(id='a', "
     "ctx=Load()), str=' a', conversion=-1)]))"},
    {"t''", "Expr(value=TemplateStr())"},
    {"try: pass\nexcept A, B: pass\n",
     "Try(body=[Pass()], handlers=[ExceptHandler(type=Tuple(elts=[Name(id='A', ctx=Load()), "
     "Name(id='B', ctx=Load())], ctx=Load()), body=[Pass()])])"},
    {"try: pass\nexcept* A, B: pass\n",
     "TryStar(body=[Pass()], handlers=[ExceptHandler(type=Tuple(elts=[Name(id='A', ctx=Load()), "
     "Name(id='B', ctx=Load())], ctx=Load()), body=[Pass()])])"},
};

static void test_new_in_314(void **state)
{
    for (size_t i = 0; i < sizeof new_in_314 / sizeof *new_in_314; i++)
        check_module(new_in_314[i].source, new_in_314[i].expected);
}

#define X "Expr(value=Name(id='x', ctx=Load()))"
#define IF_X "If(test=Name(id='x', ctx=Load()), body=[" X "])"

static void test_lines(void **state)
{
    check_module("", "");
    check_module("# only a comment", "");
    check_module("\n\n   \n\t# c\n", "");
    check_module("x", X);
    check_module("x;x;\n", X ", " X);
    check_module("\xEF\xBB\xBFx\n", X);
    check_module("x\r\nx\rx\n", X ", " X ", " X);
    check_module("if x:\r\n  x\r\n", IF_X);
    check_module("if x:\n\tx\n", IF_X);
    check_module("if x:\n \f x\n", IF_X);
    check_module("\fx\n", X);
    check_module("if x:\n  # c\n\n  x\n # d\nx", IF_X ", " X);
    check_module("if x: \\\n x\n", IF_X);
    check_module("'a\\\r\nb'", "Expr(value=Constant(value='ab'))");
    check_module("'''a\r\nb'''", "Expr(value=Constant(value='a\\nb'))");
}

static void test_encodings(void **state)
{
    check_module("# -*- coding: latin-1 -*-\n'\xE9'", "Expr(value=Constant(value='\xC3\xA9'))");
    check_module("#!/x\n# vim: set fileencoding=iso-8859-15 :\n'\xA4'",
                 "Expr(value=Constant(value='\xE2\x82\xAC'))");
    check_module("# coding: utf-8\n'\xC3\xA9'", "Expr(value=Constant(value='\xC3\xA9'))");
    check_module("x\n# coding: no-such-encoding\n", X);
}

static const Case errors[] = {
    {"x = (1,\n", "1:5: SyntaxError: '(' was never closed"},
    {"f(a,\nb = 1\n\nx = 2\n", "1:2: SyntaxError: '(' was never closed"},
    {"x = [1, 2)",
     "1:10: SyntaxError: closing parenthesis ')' does not match opening parenthesis '['"},
    {"(\n]", "2:1: SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' on "
             "line 1"},
    {")", "1:1: SyntaxError: unmatched ')'"},
    {"if x\n  pass", "1:5: SyntaxError: expected ':'"},
    {"if x:\npass",
     "2:1: IndentationError: expected an indented block after 'if' statement on line 1"},
    {"\ndef f():\npass",
     "3:1: IndentationError: expected an indented block after function definition on line 2"},
    {"  x", "1:1: IndentationError: unexpected indent"},
    {"if x:\n    a\n  b\n",
     "3:1: IndentationError: unindent does not match any outer indentation level"},
    {"if x:\n\ta\n        b\n",
     "3:1: TabError: inconsistent use of tabs and spaces in indentation"},
    {"x = 'abc\ny", "1:5: SyntaxError: unterminated string literal (detected at line 1)"},
    {"x = '''abc\ny\n",
     "1:5: SyntaxError: unterminated triple-quoted string literal (detected at line 2)"},
    {"f'{a'", "1:5: SyntaxError: f-string: expecting '}'"},
    {"f'{}'", "1:4: SyntaxError: f-string: valid expression required before '}'"},
    {"f'}'", "1:3: SyntaxError: f-string: single '}' is not allowed"},
    {"f'{a!x}'", "1:6: SyntaxError: f-string: invalid conversion character 'x': expected 's', "
                 "'r', or 'a'"},
    {"f() = 1", "1:1: SyntaxError: cannot assign to function call here. Maybe you meant '==' "
                "instead of '='?"},
    {"(a, f()) = 1", "1:5: SyntaxError: cannot assign to function call"},
    {"None = 1", "1:1: SyntaxError: cannot assign to None"},
    {"for f() in y: pass", "1:5: SyntaxError: cannot assign to function call"},
    {"del f()", "1:5: SyntaxError: cannot delete function call"},
    {"f() += 1",
     "1:1: SyntaxError: 'function call' is an illegal expression for augmented assignment"},
    {"(a, b): int", "1:1: SyntaxError: only single target (not tuple) can be annotated"},
    {"if x = 3: pass",
     "1:4: SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
    {"f(a=1, b)", "1:8: SyntaxError: positional argument follows keyword argument"},
    {"f(a.b=1)",
     "1:3: SyntaxError: expression cannot contain assignment, perhaps you meant \"==\"?"},
    {"f(a for a in b, c)", "1:3: SyntaxError: Generator expression must be parenthesized"},
    {"def f(a=1, b): pass",
     "1:12: SyntaxError: parameter without a default follows parameter with a default"},
    {"def f(*): pass", "1:7: SyntaxError: named arguments must follow bare *"},
    {"[a, b c]", "1:5: SyntaxError: invalid syntax. Perhaps you forgot a comma?"},
    {"print x",
     "1:1: SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?"},
    {"x = 012", "1:5: SyntaxError: leading zeros in decimal integer literals are not permitted; "
                "use an 0o prefix for octal integers"},
    {"x = 0o8", "1:7: SyntaxError: invalid digit '8' in octal literal"},
    {"x = 1abc", "1:5: SyntaxError: invalid decimal literal"},
    {"x = $", "1:5: SyntaxError: invalid syntax"},
    {"x = \xE2\x82\xAC", "1:5: SyntaxError: invalid character '\xE2\x82\xAC' (U+20AC)"},
    {"x = a\xC2\xA0", "1:6: SyntaxError: invalid non-printable character U+00A0"},
    {"'\\xg'", "1:2: SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in "
               "position 0-1: truncated \\xXX escape"},
    {"'\\N{no such name}'", "1:2: SyntaxError: (unicode error) 'unicodeescape' codec can't decode "
                            "bytes in position 0-15: unknown Unicode character name"},
    {"b'\xC3\xA9'", "1:1: SyntaxError: bytes can only contain ASCII literal characters"},
    {"b'a' 'b'", "1:1: SyntaxError: cannot mix bytes and nonbytes literals"},
    {"t'a' 'b'", "1:1: SyntaxError: cannot mix t-string literals with string or bytes literals"},
    {"from a import b,\n",
     "1:17: SyntaxError: trailing comma not allowed without surrounding parentheses"},
    {"try:\n pass\nexcept a, b as c: pass",
     "3:8: SyntaxError: multiple exception types must be parenthesized when using 'as'"},
    {"x = \\ 1", "1:6: SyntaxError: unexpected character after line continuation character"},
    {"x = \\", "1:5: SyntaxError: unexpected EOF while parsing"},
    {"x = 1 +\n", "1:8: SyntaxError: invalid syntax"},
    {"x\xFF", "1:2: SyntaxError: Non-UTF-8 code in source, but no encoding declared; see "
              "https://peps.python.org/pep-0263/ for details"},
    {"# coding: ascii\n'\xC3\xA9'",
     "2:2: SyntaxError: 'ascii' codec can't decode byte: ordinal not in range(128)"},
    {"# coding: no-such\n", "1:1: SyntaxError: unknown encoding: no-such"},
    {"\xEF\xBB\xBF# coding: latin-1\n", "1:1: SyntaxError: encoding problem: latin-1 with BOM"},
};

static void test_errors(void **state)
{
    StrBuf out = {0};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        bool ok = parse_to_text(parser_parse_module, str_z(errors[i].source), &out);
        if (ok || !str_eq_z(strbuf_view(&out), errors[i].expected))
            fail_msg("source:   %s\nexpected: %s\nactual:   %s", errors[i].source,
                     errors[i].expected, out.ptr);
    }
    strbuf_deinit(&out);
}

static void test_nul_bytes(void **state)
{
    StrBuf out = {0};
    assert_false(parse_to_text(parser_parse_module, STR("x = 1\n\0"), &out));
    assert_string_equal(out.ptr, "2:1: SyntaxError: source code string cannot contain null bytes");
    strbuf_deinit(&out);
}

/* prefix + unit * n + middle + close * n */
static bool parses_repeated(const char *prefix, const char *unit, size_t n, const char *middle,
                            const char *close, StrBuf *out)
{
    StrBuf source = {0};
    strbuf_push_z(&source, prefix);
    for (size_t i = 0; i < n; i++) strbuf_push_z(&source, unit);
    strbuf_push_z(&source, middle);
    for (size_t i = 0; i < n; i++) strbuf_push_z(&source, close);
    bool ok = parse_to_text(parser_parse_module, strbuf_view(&source), out);
    strbuf_deinit(&source);
    return ok;
}

static void test_what_must_fit(void **state)
{
    StrBuf out = {0};
    assert_true(parses_repeated("x = ", "(", 200, "1", ")", &out));
    assert_true(parses_repeated("x = ", "a + ", 900, "1", "", &out));
    assert_true(parses_repeated("x = a", ".b", 900, "", "", &out));
    assert_true(parses_repeated("if a: pass\n", "elif b: pass\n", 900, "", "", &out));
    assert_true(parses_repeated("x = ", "'a' ", 100000, "", "", &out));
    assert_true(parses_repeated("x = 1", " and a", 100000, "", "", &out));
    assert_true(parses_repeated("x = ", "a or b and not ", 100000, "1", "", &out));
    assert_true(parses_repeated("", "a = ", 100000, "1", "", &out));
    strbuf_deinit(&out);
}

static void test_nesting_is_bounded(void **state)
{
    static const char *const units[] = {
        "a + ", "-", "not ", "lambda: ", "2 ** ", "await ", "a if b else ", "not -"};
    StrBuf out = {0};
    assert_false(parses_repeated("x = ", "(", 201, "1", ")", &out));
    assert_non_null(strstr(out.ptr, "too many nested parentheses"));
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        assert_false(parses_repeated("x = ", units[i], 100000, "1", "", &out));
    assert_false(parses_repeated("x = a", ".b", 100000, "", "", &out));
    assert_false(parses_repeated("if a: pass\n", "elif b: pass\n", 100000, "", "", &out));
    assert_non_null(strstr(out.ptr, "maximum recursion depth exceeded during compilation"));
    assert_false(parses_repeated("x = ", "f\"{", 100000, "1", "}\"", &out));
    assert_false(parses_repeated("x = f\"{a:", "{b:", 100000, "", "}", &out));
    assert_false(parses_repeated("match x:\n case ", "A(", 100000, "1", ")", &out));
    strbuf_deinit(&out);
}

static void test_expression(void **state)
{
    StrBuf out = {0};
    assert_true(parse_to_text(parser_parse_expression, STR(" Optional[\n int]\n"), &out));
    assert_string_equal(out.ptr, "Expression(body=Subscript(value=Name(id='Optional', ctx=Load()), "
                                 "slice=Name(id='int', ctx=Load()), ctx=Load()))");
    assert_false(parse_to_text(parser_parse_expression, STR("a b"), &out));
    assert_string_equal(out.ptr, "1:3: SyntaxError: invalid syntax");
    assert_false(parse_to_text(parser_parse_expression, STR(""), &out));
    assert_false(parse_to_text(parser_parse_expression, STR("x = 1"), &out));
    strbuf_deinit(&out);
}

static void test_big_int(void **state)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    SourceFile *file = source_file_new(&arena, STR("t"),
                                       STR("9_223_372_036_854_775_807; 9_223372036854775808; "
                                           "0o1_777777777777777777777; 0_0"));
    AstNode *root = parser_parse_module(file, &arena, &err);
    assert_non_null(root);
    AstNode **body = root->module.body.items;
    assert_false(body[0]->expr.value->constant.is_big);
    assert_true(body[0]->expr.value->constant.integer == INT64_MAX);
    assert_true(body[1]->expr.value->constant.is_big);
    assert_true(str_eq_z(body[1]->expr.value->constant.text, "9223372036854775808"));
    assert_true(str_eq_z(body[2]->expr.value->constant.text, "0xffffffffffffffff"));
    assert_int_equal(body[3]->expr.value->constant.integer, 0);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recorded_dumps), cmocka_unit_test(test_new_in_314),
        cmocka_unit_test(test_lines),          cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_errors),         cmocka_unit_test(test_nul_bytes),
        cmocka_unit_test(test_what_must_fit),  cmocka_unit_test(test_nesting_is_bounded),
        cmocka_unit_test(test_expression),     cmocka_unit_test(test_big_int),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
