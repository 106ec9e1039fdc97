#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

char *support_read(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    StrBuf b = {0};
    char chunk[4096];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) strbuf_push(&b, (Str){chunk, n});
    fclose(f);
    strbuf_push(&b, STR(""));
    *len = b.len;
    return b.ptr;
}

static SourceFile *load(TestHost *h, Str path)
{
    size_t len;
    char *text = support_read(path.ptr, &len);
    if (!text) return NULL;
    SourceFile *f = source_file_new(&h->arena, path, arena_str(&h->arena, (Str){text, len}));
    mem_free(text);
    return f;
}

static bool find_source(void *user, Str dotted, Arena *a, SourceFile **file, bool *package,
                        Err *err)
{
    TestHost *h = user;
    *file = NULL;
    for (const TestModule *m = h->modules; m && m->name; m++) {
        if (!str_eq_z(dotted, m->name)) continue;
        *package = strstr(m->text, "# package") != NULL;
        *file = source_file_new(&h->arena, arena_fmt(&h->arena, "%s.py", m->name), str_z(m->text));
    }
    if (*file || !h->dir) return true;
    Str rel = arena_str(&h->arena, dotted);
    for (char *p = (char *)rel.ptr; *p; p++)
        if (*p == '.') *p = '/';
    *package = true;
    *file = load(h, arena_fmt(&h->arena, "%s/%s/__init__.py", h->dir, rel.ptr));
    if (*file) return true;
    *package = false;
    *file = load(h, arena_fmt(&h->arena, "%s/%s.py", h->dir, rel.ptr));
    return true;
}

static const NativeModule *find_native(void *user, Str dotted)
{
    TestHost *h = user;
    for (size_t i = 0; h->natives && h->natives[i]; i++)
        if (str_eq_z(dotted, h->natives[i]->name)) return h->natives[i];
    return NULL;
}

/* Modules whose name begins with "installed" are packages beside the project. */
static EvalOrigin origin(void *user, Str path)
{
    return str_starts(path, STR("installed")) ? EVAL_ORIGIN_INSTALLED : EVAL_ORIGIN_PROJECT;
}

static void print(void *user, int stream, Str text) { strbuf_push(&((TestHost *)user)->out, text); }

void support_open(TestHost *h)
{
    EvalHost host = {
        .user = h, .find_native = find_native, .find_source = find_source, .origin = origin,
        .print = print};
    h->err = err_init(&h->arena);
    h->ev = eval_new(&host, h->budget);
}

void support_close(TestHost *h)
{
    eval_free(h->ev);
    strbuf_deinit(&h->out);
    arena_release(&h->arena);
}

bool support_run(TestHost *h, const char *text)
{
    SourceFile *f = source_file_new(&h->arena, STR("main.py"), str_z(text));
    Value module;
    err_clear(&h->err);
    strbuf_clear(&h->out);
    return eval_run_file(h->ev, f, STR("__main__"), true, &module, &h->err);
}

void support_expect(TestHost *h, const char *text, const char *printed)
{
    if (!support_run(h, text))
        print_error("%.*s: %.*s\n", STR_ARG(h->err.kind), STR_ARG(h->err.message));
    assert_false(err_is_set(&h->err));
    strbuf_push(&h->out, STR(""));
    assert_string_equal(h->out.ptr, printed);
}
