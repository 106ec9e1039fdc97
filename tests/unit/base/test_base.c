/* base/: arenas, strings, maps, vectors, UTF-8, errors, source excerpts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"

#define ASSERT_STR(s, z) assert_true(str_eq_z((s), (z)))

static void arena_memory_is_zeroed_and_aligned(void **state)
{
    Arena a = {0};
    for (size_t n = 1; n < 5000; n += 37) {
        char *p = arena_alloc(&a, n, 1);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
        memset(p, 0xAB, n);
    }
    arena_release(&a);
    assert_null(a.head);
}

static void arena_rewind_gives_back_zeroed_memory(void **state)
{
    Arena a = {0};
    arena_alloc(&a, 10, 1);
    ArenaMark m = arena_mark(&a);
    for (int i = 0; i < 1000; i++) memset(arena_alloc(&a, 100, 1), 0xFF, 100);
    arena_rewind(&a, m);
    assert_int_equal(a.total, m.total);
    char *p = arena_alloc(&a, 100, 1);
    for (int i = 0; i < 100; i++) assert_int_equal(p[i], 0);
    arena_release(&a);
}

static void push_digit(void *user) { strbuf_push_char(*(StrBuf **)user, '.'); }

static void arena_cleanups_run_once_at_rewind_and_release(void **state)
{
    Arena a = {0};
    StrBuf log = {0};
    StrBuf *log_ptr = &log;
    arena_on_release(&a, push_digit, &log_ptr);
    ArenaMark m = arena_mark(&a);
    arena_on_release(&a, push_digit, &log_ptr);
    arena_rewind(&a, m);
    assert_int_equal(log.len, 1);
    arena_release(&a);
    assert_int_equal(log.len, 2);
    strbuf_deinit(&log);
}

static void arena_grow_keeps_the_old_items(void **state)
{
    Arena a = {0};
    VEC(int) v = {0};
    for (int i = 0; i < 10000; i++) {
        VEC_PUSH(&a, &v, i);
        if (i % 100 == 0) arena_alloc(&a, 3, 1); /* so that growing in place is not always possible */
    }
    for (int i = 0; i < 10000; i++) assert_int_equal(v.items[i], i);
    VEC_REMOVE(&v, 0);
    VEC_INSERT(&a, &v, 1, -7);
    assert_int_equal(v.items[0], 1);
    assert_int_equal(v.items[1], -7);
    assert_int_equal(v.items[2], 2);
    arena_release(&a);
}

static void vectors_of_strings_are_searched_and_compared(void **state)
{
    Arena a = {0};
    StrVec v = {0}, w = {0};
    assert_int_equal(vec_find_str(&v, STR("x")), STR_NPOS);
    assert_true(vec_same_str(&v, &w));
    VEC_PUSH(&a, &v, STR("x"));
    VEC_PUSH(&a, &v, STR("X"));
    VEC_PUSH(&a, &v, STR("x"));
    assert_int_equal(vec_find_str(&v, STR("x")), 0);
    assert_int_equal(vec_find_str(&v, STR("X")), 1);
    assert_false(vec_has_str(&v, STR("xx")));
    VEC_PUSH(&a, &w, STR("x"));
    assert_false(vec_same_str(&v, &w));
    VEC_REMOVE(&v, 2);
    VEC_PUSH(&a, &w, STR("y"));
    assert_false(vec_same_str(&v, &w));
    w.items[1] = STR("X");
    assert_true(vec_same_str(&v, &w));
    arena_release(&a);
}

static void map_keeps_insertion_order_through_removal(void **state)
{
    Arena a = {0};
    Map m = {0};
    for (intptr_t i = 0; i < 1000; i++)
        map_put(&m, &a, arena_fmt(&a, "key%d", (int)i), (void *)(i + 1));
    assert_true(map_remove(&m, STR("key500")));
    assert_false(map_remove(&m, STR("key500")));
    assert_null(map_find(&m, STR("key500")));
    map_put(&m, &a, STR("key7"), (void *)99);
    assert_int_equal(m.len, 999);
    ASSERT_STR(m.entries[500].key, "key501");
    assert_int_equal((intptr_t)m.entries[7].value, 99);
    assert_int_equal((intptr_t)map_find(&m, STR("key999")), 1000);
    arena_release(&a);
}

static void str_functions_handle_edges(void **state)
{
    Str rest = STR("a=b=c");
    ASSERT_STR(str_cut(&rest, '='), "a");
    ASSERT_STR(rest, "b=c");
    str_cut(&rest, '=');
    ASSERT_STR(str_cut(&rest, '='), "c");
    assert_true(str_is_null(rest));
    assert_int_equal(str_find(STR("aab"), STR("ab")), 1);
    assert_int_equal(str_find(STR("ab"), STR("abc")), STR_NPOS);
    assert_int_equal(str_find(STR(""), STR("")), 0);
    ASSERT_STR(str_trim(STR(" \t x y \n")), "x y");
    assert_true(str_cmp(STR("ab"), STR("abc")) < 0);
    ASSERT_STR(str_slice(STR("abc"), 2, 99), "c");
    assert_true(str_eq_nocase(STR("HeLLo"), STR("hEllO")));
}

static void utf8_decodes_and_rejects(void **state)
{
    Str s = STR("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    size_t i = 0;
    assert_int_equal(utf8_next(s, &i), 'a');
    assert_int_equal(utf8_next(s, &i), 0xE9);
    assert_int_equal(utf8_next(s, &i), 0x20AC);
    assert_int_equal(utf8_next(s, &i), 0x1F600);
    assert_int_equal(i, s.len);
    assert_int_equal(utf8_count(s), 4);
    assert_int_equal(utf8_offset(s, 2), 3);
    size_t bad = 0;
    assert_true(utf8_valid(s, &bad));
    assert_false(utf8_valid(STR("ab\xC0\x80"), &bad)); /* an overlong NUL */
    assert_int_equal(bad, 2);
    for (uint32_t cp = 0; cp < 0x110000; cp += 251) {
        char buf[4];
        size_t at = 0;
        Str one = {buf, utf8_encode(cp, buf)};
        assert_int_equal(utf8_next(one, &at), cp);
        assert_int_equal(at, one.len);
    }
}

static void the_first_error_wins(void **state)
{
    Arena a = {0};
    Err e = err_init(&a);
    assert_false(err_set(&e, ERR_IO, "no file '%s'", "x"));
    err_set(&e, ERR_CONFIG, "something later");
    err_wrap(&e, "reading '%s'", "y");
    err_wrap(&e, "starting");
    assert_int_equal(e.code, ERR_IO);
    ASSERT_STR(e.message, "no file 'x'");
    ASSERT_STR(e.context, "starting; reading 'y'");
    arena_release(&a);
}

static void a_raised_error_has_its_class(void **state)
{
    Arena a = {0};
    Err e = err_init(&a);
    assert_false(err_raise(&e, ERR_SCRIPT, "ValueError", "no %s", "x"));
    err_raise(&e, ERR_CONFIG, "KeyError", "something later");
    assert_int_equal(e.code, ERR_SCRIPT);
    ASSERT_STR(e.message, "no x");
    ASSERT_STR(e.kind, "ValueError");
    err_clear(&e);
    err_set(&e, ERR_IO, "no file");
    err_raise(&e, ERR_SCRIPT, "ValueError", "something later");
    assert_true(str_is_null(e.kind));
    arena_release(&a);
}

static void diag_points_at_the_column_in_code_points(void **state)
{
    Arena a = {0};
    SourceFile *f = source_file_new(&a, STR("x.py"), STR("one\n\t\xC3\xA9 = bad\nlast"));
    StrBuf b = {0};
    diag_render(&b, (SourcePos){f, {10, 13}}, STR("no such name"));
    ASSERT_STR(strbuf_view(&b), "x.py:2:6: no such name\n"
                                "     2 | \t\xC3\xA9 = bad\n"
                                "       | \t    ^~~\n");
    assert_int_equal(source_line(f, 14), 3);
    ASSERT_STR(source_line_text(f, 3), "last");
    ASSERT_STR(source_line_text(f, 4), "");
    strbuf_deinit(&b);
    arena_release(&a);
}

static jmp_buf out_of_memory;

static void jump_back(size_t wanted, void *user) { longjmp(out_of_memory, 1); }

static void exhaustion_reaches_the_handler(void **state)
{
    Arena a = {0};
    mem_set_exhausted(jump_back, NULL);
    volatile bool reached = false;
    if (setjmp(out_of_memory) == 0) {
        mem_fail_after(1);
        arena_alloc(&a, 1, 1);
    } else {
        reached = true;
    }
    if (setjmp(out_of_memory) == 0) {
        mem_alloc(SIZE_MAX / 2, 8); /* the product does not fit */
        reached = false;
    }
    mem_set_exhausted(NULL, NULL);
    assert_true(reached);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_memory_is_zeroed_and_aligned),
        cmocka_unit_test(arena_rewind_gives_back_zeroed_memory),
        cmocka_unit_test(arena_cleanups_run_once_at_rewind_and_release),
        cmocka_unit_test(arena_grow_keeps_the_old_items),
        cmocka_unit_test(vectors_of_strings_are_searched_and_compared),
        cmocka_unit_test(map_keeps_insertion_order_through_removal),
        cmocka_unit_test(str_functions_handle_edges),
        cmocka_unit_test(utf8_decodes_and_rejects),
        cmocka_unit_test(the_first_error_wins),
        cmocka_unit_test(a_raised_error_has_its_class),
        cmocka_unit_test(diag_points_at_the_column_in_code_points),
        cmocka_unit_test(exhaustion_reaches_the_handler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
