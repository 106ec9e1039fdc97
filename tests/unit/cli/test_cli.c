/* Options, usage and messages. Expectations were recorded from argparse and textwrap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "cli/message.h"
#include "cli/option.h"

static const Option global_options[] = {
    {"version", NULL, "--version", OPTION_VERSION, "v"},
    {"config", "-c", "--config", OPTION_LIST, "c"},
    {"quiet", "-q", "--quiet", OPTION_FLAG, "q"},
    {0},
};
static const Option make_options[] = {
    {"rev_range", "-r", "--rev-range", OPTION_VALUE,
     "Only this range of many, which takes more than one line to say"},
    {"rev_id", NULL, "--rev-id", OPTION_VALUE, "id"},
    {"verbose", "-v", "--verbose", OPTION_FLAG, "more"},
    {0},
};
static const Positional one[] = {{"revision", false, "which"}, {0}};
static const Positional many[] = {{"revisions", true, "which"}, {0}};
static const Command commands[] = {{"make", "Make it.", make_options, one, NULL, NULL},
                                   {"stamp", "Stamp it.", make_options, many, NULL, NULL},
                                   {0}};
static const OptionProgram program = {"alembic", "alembic 1", global_options, commands, NULL};

typedef struct Result {
    Arena a;
    Parsed parsed;
    StrBuf out, err;
    OptionOutcome outcome;
} Result;

static Result parse(const char *line)
{
    Result r = {0};
    char name[] = "alembic", *argv[32] = {name};
    int argc = 1;
    Str rest = str_z(line);
    while (rest.len) argv[argc++] = arena_cstr(&r.a, str_cut(&rest, ' '));
    r.outcome = option_parse(&program, argc, argv, 80, &r.a, &r.parsed, &r.out, &r.err);
    return r;
}

static void release(Result *r)
{
    strbuf_deinit(&r->out);
    strbuf_deinit(&r->err);
    arena_release(&r->a);
}

static void check_value(const char *line, const char *dest, const char *value)
{
    Result r = parse(line);
    if (r.outcome != OPTION_RUN) fail_msg("%s: %s", line, r.err.ptr);
    assert_string_equal(option_value(&r.parsed, dest), value);
    release(&r);
}

static void check_error(const char *line, const char *message)
{
    Result r = parse(line);
    assert_int_equal(r.outcome, OPTION_EXIT_USAGE);
    const char *error = strstr(r.err.ptr, "alembic");
    while (error && strchr(error, '\n')[1]) error = strchr(error, '\n') + 1;
    assert_string_equal(error, message);
    release(&r);
}

static void test_values(void **state)
{
    (void)state;
    check_value("make -r-1: x", "rev_range", "-1:");
    check_value("make x --rev-r=a:b", "rev_range", "a:b");
    check_value("make -vra x", "rev_range", "a");
    check_value("-c a --conf b make x", "config", "b");
    Result r = parse("make -1");
    assert_int_equal(r.outcome, OPTION_RUN);
    assert_string_equal(r.parsed.positionals.items[0].items[0], "-1");
    release(&r);
    r = parse("stamp a -v -- -b");
    assert_int_equal(r.outcome, OPTION_EXIT_USAGE);
    release(&r);
    r = parse("stamp a b");
    assert_int_equal(r.parsed.positionals.items[0].len, 2);
    release(&r);
}

static void test_errors(void **state)
{
    (void)state;
    check_error("", "alembic: error: too few arguments\n");
    check_error("make", "alembic make: error: the following arguments are required: revision\n");
    check_error("make -r -1: x",
                "alembic make: error: argument -r/--rev-range: expected one argument\n");
    check_error("make --rev x y",
                "alembic make: error: ambiguous option: --rev could match --rev-range, --rev-id\n");
    check_error("make x y --sql", "alembic: error: unrecognized arguments: y --sql\n");
    check_error("make x --verbose=1",
                "alembic make: error: argument -v/--verbose: ignored explicit argument '1'\n");
    check_error("bogus", "alembic: error: argument {make,stamp}: invalid choice: 'bogus' (choose "
                         "from 'make', 'stamp')\n");
}

static void test_help(void **state)
{
    (void)state;
    Result r = parse("stamp -h");
    assert_int_equal(r.outcome, OPTION_EXIT_OK);
    assert_string_equal(
        r.out.ptr, "usage: alembic stamp [-h] [-r REV_RANGE] [--rev-id REV_ID] [-v]\n"
                   "                     revisions [revisions ...]\n"
                   "\n"
                   "positional arguments:\n"
                   "  revisions             which\n"
                   "\n"
                   "options:\n"
                   "  -h, --help            show this help message and exit\n"
                   "  -r REV_RANGE, --rev-range REV_RANGE\n"
                   "                        Only this range of many, which takes more than one\n"
                   "                        line to say\n"
                   "  --rev-id REV_ID       id\n"
                   "  -v, --verbose         more\n");
    release(&r);
}

static void test_wrap(void **state)
{
    (void)state;
    StrBuf b = {0};
    message_wrap(
        STR("FAILED: Multiple heads are present; a-very-long-word here abcdefghijklmnopqrstuvwxyz"),
        24, &b);
    assert_string_equal(b.ptr, "  FAILED: Multiple heads\n  are present; a-very-\n  long-word here "
                               "abcdefg\n  hijklmnopqrstuvwxyz");
    strbuf_deinit(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values), cmocka_unit_test(test_errors),
                                       cmocka_unit_test(test_help), cmocka_unit_test(test_wrap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
