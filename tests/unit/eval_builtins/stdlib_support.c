#include "stdlib_support.h"

#include "base/diag.h"
#include "eval/eval.h"
#include "modules/stdlib/stdlib.h"
#include "os/file.h"
#include "os/path.h"

typedef struct Host {
    Str folder;
    StrBuf *out;
} Host;

static bool load(Arena *a, Str path, SourceFile **file, Err *err)
{
    Str text;
    if (!file_read(path, a, &text, err)) return false;
    *file = source_file_new(a, path, text);
    return true;
}

static bool find_source(void *user, Str dotted, Arena *a, SourceFile **file, bool *is_package,
                        Err *err)
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
    *is_package = false;
    Str module = arena_fmt(a, "%.*s/%s.py", STR_ARG(host->folder), relative);
    return !file_exists(module) || load(a, module, file, err);
}

static const NativeModule *find_native(void *user, Str dotted) { return stdlib_find(dotted); }

static void print(void *user, int stream, Str text)
{
    if (stream == 1) strbuf_push(((Host *)user)->out, text);
}

static void log_sink(void *user, LogLevel level, Str logger, Str message)
{
    strbuf_fmt(((Host *)user)->out, "%d:%.*s:%.*s\n", (int)level, STR_ARG(logger),
               STR_ARG(message));
}

bool stdlib_support_run(Str script, StrBuf *out)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    Str path = path_real(&arena, script);
    if (str_is_null(path)) path = script;
    Host host = {.folder = path_parent(path), .out = out};
    EvalHost eval_host = {
        .user = &host, .find_source = find_source, .find_native = find_native, .print = print};
    Log log = {.sink = log_sink, .user = &host};
    StdlibHost stdlib = {.root = host.folder, .argv = &path, .argc = 1, .log = &log};
    Eval *ev = eval_new(&eval_host, (EvalBudget){0});
    stdlib_attach(ev, &stdlib);
    SourceFile *file;
    Value module;
    bool ok = load(&arena, path, &file, &err) &&
              eval_run_file(ev, file, STR("__main__"), true, &module, &err);
    if (!ok) {
        strbuf_fmt(out, "%.*s: ", STR_ARG(err.kind));
        diag_render(out, err.pos, err.message);
    }
    eval_free(ev);
    arena_release(&arena);
    return ok;
}
