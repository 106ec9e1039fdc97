/* Runs every script of a folder and compares what it prints with what CPython 3.11 printed; once
 * as usual and once collecting garbage at every safe point. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support.h"

typedef struct Case {
    char *script;
    char *expected;
    char *dir;
} Case;

static void run_case(const Case *k, bool stress)
{
    TestHost h = {.dir = k->dir, .budget.stress = stress};
    size_t len, want_len;
    char *text = support_read(k->script, &len), *want = support_read(k->expected, &want_len);
    assert_non_null(text);
    assert_non_null(want);
    support_open(&h);
    SourceFile *f = source_file_new(&h.arena, str_z(k->script), (Str){text, len});
    Value module;
    if (!eval_run_file(h.ev, f, STR("__main__"), true, &module, &h.err))
        fail_msg("%s:%zu: %.*s: %.*s", k->script,
                 h.err.pos.file ? source_line(h.err.pos.file, h.err.pos.span.start) : 0,
                 STR_ARG(h.err.kind), STR_ARG(h.err.message));
    strbuf_push(&h.out, STR(""));
    assert_string_equal(h.out.ptr, want);
    support_close(&h);
    mem_free(text);
    mem_free(want);
}

static void test_case(void **state)
{
    run_case(*state, false);
    run_case(*state, true);
}

static char *join(const char *dir, const char *name, const char *suffix)
{
    size_t stem = strlen(name) - 3;
    size_t n = strlen(dir) + stem + strlen(suffix) + 2;
    char *p = malloc(n);
    snprintf(p, n, "%s/%.*s%s", dir, (int)stem, name, suffix);
    return p;
}

enum { MAX_CASES = 256 };
static struct CMUnitTest tests[MAX_CASES];
static Case cases[MAX_CASES];
static size_t count;

static void add_case(const char *dir, const char *name)
{
    if (count == MAX_CASES) abort();
    cases[count] = (Case){join(dir, name, ".py"), join(dir, name, ".out"), strdup(dir)};
    tests[count] = (struct CMUnitTest){cases[count].script, test_case, NULL, NULL, &cases[count]};
    count++;
}

static void add_folder(const char *dir)
{
    DIR *d = opendir(dir);
    if (!d) {
        fprintf(stderr, "no folder %s\n", dir);
        exit(1);
    }
    for (struct dirent *e; (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n > 3 && strcmp(e->d_name + n - 3, ".py") == 0) add_case(dir, e->d_name);
    }
    closedir(d);
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    char imports[1024];
    add_folder(argv[1]);
    snprintf(imports, sizeof imports, "%s/imports", argv[1]);
    add_case(imports, "main.py");
    int failed = _cmocka_run_group_tests("golden", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        free(cases[i].script);
        free(cases[i].expected);
        free(cases[i].dir);
    }
    return failed;
}
