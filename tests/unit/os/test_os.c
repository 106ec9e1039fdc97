/* Files, paths, zones, processes. Zone expectations were recorded from Python's zoneinfo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "os/calendar.h"
#include "os/clock.h"
#include "os/codec.h"
#include "os/file.h"
#include "os/path.h"
#include "os/process.h"
#include "os/random.h"
#include "os/spool.h"
#include "os/tzfile.h"

static void test_paths(void **state)
{
    (void)state;
    Arena a = {0};
    assert_string_equal(path_clean(&a, STR("a//./b/../c/")).ptr, "a/b/../c");
    assert_string_equal(path_clean(&a, STR("./")).ptr, ".");
    assert_string_equal(path_join(&a, STR("/x"), STR("./y")).ptr, "/x/y");
    assert_string_equal(path_join(&a, STR("/x"), STR("/y")).ptr, "/y");
    assert_string_equal(path_relative(&a, STR("/a/b/c"), STR("/a/d")).ptr, "../b/c");
    assert_string_equal(path_relative(&a, STR("/a"), STR("/a")).ptr, ".");
    assert_true(str_eq_z(path_parent(STR("/a")), "/"));
    assert_true(str_eq_z(path_name(STR("/a/b.py")), "b.py"));
    arena_release(&a);
}

static void test_files(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    char dir[] = "/tmp/retort-os-XXXXXX";
    assert_non_null(mkdtemp(dir));
    Str sub = arena_fmt(&a, "%s/x/y", dir), file = arena_fmt(&a, "%s/x/y/f", dir), text;
    assert_true(file_make_dirs(sub, &err));
    assert_true(file_make_dirs(sub, &err));
    assert_true(file_write_new(file, STR("one"), &err));
    assert_false(file_write_new(file, STR("two"), &err));
    err_clear(&err);
    assert_true(file_read(file, &a, &text, &err));
    assert_string_equal(text.ptr, "one");
    assert_true(file_write_replace(file, STR("two"), &err));
    assert_true(file_read(file, &a, &text, &err));
    assert_string_equal(text.ptr, "two");
    FileEntryVec entries = {0};
    assert_true(file_write_new(arena_fmt(&a, "%s/a", sub.ptr), STR(""), &err));
    assert_true(file_list(sub, &a, &entries, &err));
    assert_int_equal(entries.len, 2);
    assert_string_equal(entries.items[0].name.ptr, "a");
    assert_false(file_read(arena_fmt(&a, "%s/none", dir), &a, &text, &err));
    assert_int_equal(err.code, ERR_IO);
    unlink(file.ptr);
    unlink(arena_fmt(&a, "%s/a", sub.ptr).ptr);
    rmdir(sub.ptr);
    rmdir(arena_fmt(&a, "%s/x", dir).ptr);
    rmdir(dir);
    arena_release(&a);
}

static void expect_rule(const char *rule, int64_t epoch, int offset)
{
    int got;
    assert_true(tzfile_rule_offset(str_z(rule), epoch, &got));
    assert_int_equal(got, offset);
}

static void test_zones(void **state)
{
    (void)state;
    const char *berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
    expect_rule(berlin, 1774746000 - 1, 3600); /* 2026-03-29 01:00 UTC */
    expect_rule(berlin, 1774746000, 7200);
    expect_rule(berlin, 1792890000 - 1, 7200); /* 2026-10-25 01:00 UTC */
    expect_rule(berlin, 1792890000, 3600);
    expect_rule("<+0530>-5:30", 0, 19800);
    expect_rule("AEST-10AEDT,M10.1.0,M4.1.0/3", 1767225600,
                39600); /* 2026-01-01, southern summer */
    int y, m, d;
    calendar_date(calendar_days(2024, 2, 29), &y, &m, &d);
    assert_int_equal(y * 10000 + m * 100 + d, 20240229);
    assert_int_equal(calendar_days(1970, 1, 1), 0);
}

static void test_clock(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    bool found;
    ClockTime t;
    assert_true(clock_in_zone(STR("UTC"), 1774746000, 5, &found, &t, &err));
    assert_true(found);
    assert_string_equal(clock_render(t, &a).ptr, "2026-03-29 01:00:00.000005+00:00");
    assert_true(clock_in_zone(STR("../etc/passwd"), 0, 0, &found, &t, &err));
    assert_false(found);
    assert_true(clock_in_zone(STR("No/Such"), 0, 0, &found, &t, &err));
    assert_false(found);
    arena_release(&a);
}

static void test_process(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    StrVec argv = {0};
    Str out;
    int status;
    VEC_PUSH(&a, &argv, STR("sh"));
    VEC_PUSH(&a, &argv, STR("-c"));
    VEC_PUSH(&a, &argv, STR("pwd; exit 3"));
    assert_true(process_capture(&(ProcessSpec){&argv, STR("/")}, &a, &out, &status, &err));
    assert_string_equal(out.ptr, "/\n");
    assert_int_equal(status, 3);
    argv.items[0] = STR("no-such-program-at-all");
    assert_false(process_capture(&(ProcessSpec){.argv = &argv}, &a, &out, &status, &err));
    assert_int_equal(err.code, ERR_IO);
    arena_release(&a);
}

static void test_random_ids(void **state)
{
    (void)state;
    Arena a = {0};
    Err err = err_init(&a);
    Str one, two;
    assert_true(random_revision_id(&a, &one, &err));
    assert_true(random_revision_id(&a, &two, &err));
    assert_int_equal(one.len, 12);
    assert_false(str_eq(one, two));
    arena_release(&a);
}

static void check_codec(const char *name, const char *text, const char *wanted, size_t len)
{
    Arena a = {0};
    Err err = err_init(&a);
    Str out;
    if (!codec_encode(str_z(text), str_z(name), &a, &out, &err)) fail_msg("%s", err.message.ptr);
    assert_int_equal(out.len, len);
    assert_memory_equal(out.ptr, wanted, len);
    arena_release(&a);
}

static void check_codec_error(const char *name, const char *text, const char *kind,
                              const char *message)
{
    Arena a = {0};
    Err err = err_init(&a);
    Str out;
    assert_false(codec_encode(str_z(text), str_z(name), &a, &out, &err));
    assert_true(str_eq_z(err.kind, kind));
    assert_string_equal(err.message.ptr, message);
    arena_release(&a);
}

/* Recorded from str.encode(). */
static void test_codec(void **state)
{
    (void)state;
    check_codec("latin-1", "h\xc3\xa9", "h\xe9", 2);
    check_codec("ISO8859_15", "\xe2\x82\xac", "\xa4", 1);
    check_codec("cp1252", "\xe2\x82\xac", "\x80", 1);
    check_codec("utf-16", "a",
                "\xff\xfe"
                "a\0",
                4);
    check_codec("utf_8_sig", "a",
                "\xef\xbb\xbf"
                "a",
                4);
    check_codec("ascii", "", "", 0);
    check_codec_error("ascii", "ab\xc3\xa9", "UnicodeEncodeError",
                      "'ascii' codec can't encode character '\\xe9' in position 2");
    check_codec_error("latin-1", "\xe2\x82\xac", "UnicodeEncodeError",
                      "'latin-1' codec can't encode character '\\u20ac' in position 0");
    check_codec_error("nonsense", "a", "LookupError", "unknown encoding: nonsense");
}

/* Both in memory and, beyond a few megabytes, in a file. */
static void test_spool(void **state)
{
    (void)state;
    enum { SMALL = 1000, LARGE = 1000000 };
    static const int counts[] = {0, SMALL, LARGE};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        Arena a = {0};
        Err err = err_init(&a);
        Spool *s = spool_new();
        for (int i = 0; i < counts[k]; i++) {
            long long v[2] = {i, -i};
            assert_true(spool_write(s, v, sizeof v, &err));
        }
        assert_true(spool_memory(s) <= 8u << 20);
        for (int i = 0; i < counts[k]; i++) {
            long long v[2];
            assert_true(spool_read(s, v, sizeof v, &err));
            if (v[0] != i || v[1] != -i) fail_msg("item %d came back as %lld", i, v[0]);
        }
        char more;
        assert_false(spool_read(s, &more, 1, &err));
        spool_free(s);
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),   cmocka_unit_test(test_files),
        cmocka_unit_test(test_zones),   cmocka_unit_test(test_clock),
        cmocka_unit_test(test_process), cmocka_unit_test(test_random_ids),
        cmocka_unit_test(test_codec),   cmocka_unit_test(test_spool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
