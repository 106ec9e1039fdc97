/* Every script of a folder must print what CPython 3.11 printed for it (the .out beside it, made by
 * running python3 -W ignore there). usage: test_stdlib_golden FOLDER */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "os/file.h"
#include "stdlib_support.h"

static Arena arena;

static void check_script(void **state)
{
    const char *script = *state;
    Str expected, path = str_z(script);
    Err err = err_init(&arena);
    Str out_path = arena_fmt(&arena, "%.*s.out", (int)path.len - 3, script);
    StrBuf out = {0};
    stdlib_support_run(path, &out);
    assert_true(file_read(out_path, &arena, &expected, &err));
    /* Line by line, so that a failure shows the line and not the whole text. */
    Str got = strbuf_view(&out);
    while (!str_is_null(expected) && !str_is_null(got)) {
        Str want_line = str_cut(&expected, '\n'), got_line = str_cut(&got, '\n');
        assert_string_equal(arena_cstr(&arena, got_line), arena_cstr(&arena, want_line));
    }
    assert_true(str_is_null(expected) == str_is_null(got));
    strbuf_deinit(&out);
}

int main(int argc, char **argv)
{
    Err err = err_init(&arena);
    FileEntryVec entries = {0};
    VEC(struct CMUnitTest) tests = {0};
    if (argc != 2 || !file_list(str_z(argv[1]), &arena, &entries, &err)) return 2;
    for (size_t i = 0; i < entries.len; i++) {
        Str name = entries.items[i].name;
        if (!str_ends(name, STR(".py"))) continue;
        char *path = arena_cstr(&arena, arena_fmt(&arena, "%s/%.*s", argv[1], STR_ARG(name)));
        VEC_PUSH(&arena, &tests,
                 (struct CMUnitTest){.name = arena_cstr(&arena, name),
                                     .test_func = check_script,
                                     .initial_state = path});
    }
    int failed = _cmocka_run_group_tests("stdlib", tests.items, tests.len, NULL, NULL);
    arena_release(&arena);
    return tests.len == 0 || failed != 0;
}
