/* Runs a Python file with the standard library and prints what it prints, so that the output can
 * be compared with CPython's. usage: run_stdlib FILE [DIR...] */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "eval/eval.h"
#include "modules/stdlib/stdlib.h"
#include "os/file.h"
#include "os/path.h"

typedef struct Host {
    char **dirs;
    int count;
} Host;

static bool load(Arena *a, Str path, SourceFile **file, Err *err)
{
    Str text;
    if (!file_read(path, a, &text, err)) return false;
    *file = source_file_new(a, path, text);
    return true;
}

static bool find_source(void *user, Str dotted, Arena *a, SourceFile **file, bool *is_package, Err *err)
{
    const Host *host = user;
    Str text;
    *file = NULL;
    if (stdlib_source(dotted, &text, is_package)) {
        *file = source_file_new(a, arena_fmt(a, "<stdlib>/%.*s.py", STR_ARG(dotted)), text);
        return true;
    }
    char *relative = arena_cstr(a, dotted);
    for (char *p = relative; *p; p++) {
        if (*p == '.') *p = '/';
    }
    for (int i = 0; i < host->count; i++) {
        Str package = arena_fmt(a, "%s/%s/__init__.py", host->dirs[i], relative);
        Str module = arena_fmt(a, "%s/%s.py", host->dirs[i], relative);
        *is_package = file_exists(package);
        if (*is_package) return load(a, package, file, err);
        if (file_exists(module)) return load(a, module, file, err);
    }
    return true;
}

static const NativeModule *find_native(void *user, Str dotted) { return stdlib_find(dotted); }

static void print(void *user, int stream, Str text)
{
    fwrite(text.ptr, 1, text.len, stream == 2 ? stderr : stdout);
}

static void warn(void *user, Str category, Str message, SourcePos pos)
{
    fprintf(stderr, "%.*s: %.*s\n", STR_ARG(category), STR_ARG(message));
}

/* As logging.basicConfig() shows records on standard error. */
static void log_sink(void *user, LogLevel level, Str logger, Str message)
{
    printf("LOG %d %.*s %.*s\n", level, STR_ARG(logger), STR_ARG(message));
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    Arena arena = {0};
    Err err = err_init(&arena);
    Str script = path_real(&arena, str_z(argv[1]));
    if (str_is_null(script)) return 2;
    Host host = {argv + 2, argc - 2};
    EvalHost eval_host = {.user = &host, .find_source = find_source, .find_native = find_native,
                          .print = print, .warn = warn};
    Log log = {.sink = log_sink};
    StdlibHost stdlib = {.root = path_parent(script), .argv = &script, .argc = 1, .log = &log};
    Eval *ev = eval_new(&eval_host, (EvalBudget){0});
    stdlib_attach(ev, &stdlib);
    SourceFile *file;
    Value module;
    bool ok = load(&arena, script, &file, &err) &&
              eval_run_file(ev, file, STR("__main__"), true, &module, &err);
    fflush(stdout);
    if (!ok) {
        StrBuf b = {0};
        diag_render(&b, err.pos, err.message);
        fprintf(stderr, "%.*s: %s", STR_ARG(err.kind), b.ptr);
        strbuf_deinit(&b);
    }
    eval_free(ev);
    arena_release(&arena);
    return ok ? 0 : 1;
}
