/* Runs a Python file and prints what it prints: for comparing with python3.
 * usage: run_script FILE [DIR...]  (modules are looked for beside FILE and in the DIRs) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "eval/eval.h"

static char *slurp(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    size_t cap = 0, n = 0;
    char *buf = NULL;
    for (;;) {
        if (n == cap) buf = realloc(buf, cap = cap ? cap * 2 : 65536);
        size_t got = fread(buf + n, 1, cap - n, f);
        if (!got) break;
        n += got;
    }
    fclose(f);
    *len = n;
    return buf;
}

typedef struct Host {
    const char **dirs;
    int n;
} Host;

static SourceFile *load(Arena *a, const char *path)
{
    size_t len;
    char *text = slurp(path, &len);
    if (!text) return NULL;
    SourceFile *f = source_file_new(a, arena_strz(a, path), arena_str(a, (Str){text, len}));
    free(text);
    return f;
}

static bool find_source(void *user, Str dotted, Arena *a, SourceFile **file, bool *package,
                        Err *err)
{
    Host *h = user;
    *file = NULL;
    Str rel = arena_str(a, dotted);
    for (char *p = (char *)rel.ptr; *p; p++)
        if (*p == '.') *p = '/';
    for (int i = 0; i < h->n && !*file; i++) {
        *package = true;
        *file = load(a, arena_fmt(a, "%s/%s/__init__.py", h->dirs[i], rel.ptr).ptr);
        if (*file) break;
        *package = false;
        *file = load(a, arena_fmt(a, "%s/%s.py", h->dirs[i], rel.ptr).ptr);
        if (*file) break;
        struct stat st;
        Str dir = arena_fmt(a, "%s/%s", h->dirs[i], rel.ptr);
        if (stat(dir.ptr, &st) == 0 && S_ISDIR(st.st_mode)) {
            *package = true;
            *file = source_file_new(a, arena_fmt(a, "%s/__init__.py", dir.ptr), STR(""));
        }
    }
    return true;
}

static bool get_maxsize(Eval *ev, Value *out)
{
    *out = value_int(INT64_MAX);
    return true;
}

static const NativeMember sys_members[] = {NATIVE_VALUE("maxsize", get_maxsize),
                                           NATIVE_STR("platform", "linux"), NATIVE_END};
static const NativeModule sys_module = {"nativesys", sys_members, NULL};

static const NativeModule *find_native(void *user, Str dotted)
{
    return str_eq_z(dotted, "nativesys") ? &sys_module : NULL;
}

static void print(void *user, int stream, Str text)
{
    fwrite(text.ptr, 1, text.len, stream == 2 ? stderr : stdout);
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    Arena arena = {0};
    Err err = err_init(&arena);
    const char *dirs[16];
    Host host = {dirs, 0};
    char *base = strdup(argv[1]);
    char *slash = strrchr(base, '/');
    if (slash) *slash = 0;
    dirs[host.n++] = slash ? base : ".";
    for (int i = 2; i < argc && host.n < 16; i++) dirs[host.n++] = argv[i];
    EvalHost eh = {
        .user = &host, .find_source = find_source, .find_native = find_native, .print = print};
    Eval *ev = eval_new(&eh, (EvalBudget){.stress = getenv("RUN_SCRIPT_STRESS") != NULL});
    SourceFile *file = load(&arena, argv[1]);
    if (!file) return 2;
    Value module;
    bool ok = eval_run_file(ev, file, STR("__main__"), true, &module, &err);
    fflush(stdout);
    if (!ok) {
        StrBuf b = {0};
        if (getenv("RUN_SCRIPT_TRACE")) {
            for (size_t i = 0; i < eval_trace_len(ev); i++) {
                Str fn;
                SourcePos pos = eval_trace_at(ev, i, &fn);
                strbuf_fmt(&b, "  %.*s:%zu in %.*s\n", STR_ARG(pos.file->path),
                           source_line(pos.file, pos.span.start), STR_ARG(fn));
            }
        }
        if (err.kind.len) strbuf_fmt(&b, "%.*s: %.*s\n", STR_ARG(err.kind), STR_ARG(err.message));
        diag_render(&b, err.pos, err.message);
        fprintf(stderr, "%.*s\n", STR_ARG(strbuf_view(&b)));
        strbuf_deinit(&b);
    }
    eval_free(ev);
    free(base);
    arena_release(&arena);
    return ok ? 0 : 1;
}
