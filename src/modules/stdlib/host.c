/* _host: the outside world as scripts may see it, for os, os.path, pathlib, io and logging in
 * prelude/. Reading is limited to the project, and writing to
 * what the host agrees to. */
#include "modules/stdlib/native_util.h"

#include <sys/stat.h>
#include <unistd.h>

#include "eval/builtins.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/state.h"
#include "os/file.h"
#include "os/path.h"

static bool denied(Eval *ev, Str path)
{
    return eval_raise(ev, "PermissionError",
                      "a script may read files below the project only: '%.*s'", STR_ARG(path));
}

static bool raise_missing(Eval *ev, Str path, int code, const char *text)
{
    Value e, args[] = {value_int(code), value_str_z(ev, text), value_str(ev, path)};
    Str name = code == 2 ? STR("FileNotFoundError") : STR("NotADirectoryError");
    Value cls = class_value(eval_class(ev, exception_class_find(name)));
    return eval_call(ev, cls, args, 3, value_unset(), &e) && eval_raise_value(ev, e);
}

static bool host_read(Eval *ev, Args *a, Value *out)
{
    Str path, real, text;
    Arena arena = {0};
    Err err = err_init(&arena);
    if (!util_path(ev, a->v[0], &path)) return false;
    /* The machine's own state does not exist here: who asks for it can do without. */
    bool machine = str_starts(path, STR("/proc/")) || str_starts(path, STR("/sys/"));
    bool ok = stdlib_may_read(ev, path, &arena, &real);
    if (!ok && !machine)
        denied(ev, path);
    else if (!ok || str_is_null(real))
        ok = raise_missing(ev, path, 2, "No such file or directory");
    else if (!file_read(real, &arena, &text, &err))
        ok = eval_raise(ev, "OSError", "%.*s", STR_ARG(err.message));
    else
        *out = value_bytes(ev, text);
    arena_release(&arena);
    return ok;
}

/* "dir", "file" or None. What lies outside the project looks absent, except its folders. */
static bool host_kind(Eval *ev, Args *a, Value *out)
{
    Str path, real;
    Arena arena = {0};
    if (!util_path(ev, a->v[0], &path)) return false;
    bool may = stdlib_may_read(ev, path, &arena, &real);
    if (!str_is_null(real)) {
        bool dir = file_is_dir(real);
        if (dir || may) *out = value_str_z(ev, dir ? "dir" : "file");
    }
    arena_release(&arena);
    return true;
}

static bool host_size(Eval *ev, Args *a, Value *out)
{
    Str path, real;
    Arena arena = {0};
    struct stat st;
    if (!util_path(ev, a->v[0], &path)) return false;
    bool may = stdlib_may_read(ev, path, &arena, &real), ok = true;
    if (!may)
        ok = denied(ev, path);
    else if (str_is_null(real) || stat(arena_cstr(&arena, real), &st) != 0)
        ok = raise_missing(ev, path, 2, "No such file or directory");
    else {
        Value pair[] = {value_int(st.st_size),
                        value_float((double)st.st_mtim.tv_sec + (double)st.st_mtim.tv_nsec / 1e9)};
        *out = value_tuple(ev, pair, 2);
    }
    arena_release(&arena);
    return ok;
}

static bool host_list(Eval *ev, Args *a, Value *out)
{
    Str path, real;
    Arena arena = {0};
    Err err = err_init(&arena);
    FileEntryVec entries = {0};
    if (!util_path(ev, a->v[0], &path)) return false;
    bool ok = stdlib_may_read(ev, path, &arena, &real);
    if (!ok)
        denied(ev, path);
    else if (str_is_null(real))
        ok = raise_missing(ev, path, 2, "No such file or directory");
    else if (!file_is_dir(real))
        ok = raise_missing(ev, path, 20, "Not a directory");
    else if (!file_list(real, &arena, &entries, &err))
        ok = eval_raise(ev, "OSError", "%.*s", STR_ARG(err.message));
    if (ok) *out = value_list(ev);
    for (size_t i = 0; ok && i < entries.len; i++)
        value_list_push(ev, *out, value_str(ev, entries.items[i].name));
    arena_release(&arena);
    return ok;
}

static bool host_realpath(Eval *ev, Args *a, Value *out)
{
    Str path;
    Arena arena = {0};
    if (!util_path(ev, a->v[0], &path)) return false;
    Str real = path_real(&arena, path);
    if (!str_is_null(real)) *out = value_str(ev, real);
    arena_release(&arena);
    return true;
}

static bool host_getcwd(Eval *ev, Args *a, Value *out)
{
    const StdlibHost *host = &state_get(ev)->host;
    Str dir = str_is_null(host->directory) ? host->root : host->directory;
    *out = value_str(ev, str_is_null(dir) ? STR("/") : dir);
    return true;
}

static bool host_environ(Eval *ev, Args *a, Value *out)
{
    *out = stdlib_environ(ev);
    return true;
}

/* A variable that only the host knows of (.env); None = unset. */
static bool host_find_env(Eval *ev, Args *a, Value *out)
{
    const StdlibHost *host = &state_get(ev)->host;
    Str name;
    if (!util_str(ev, a->v[0], "a variable's name", &name)) return false;
    Str v = host->find_env ? host->find_env(host->user, name) : STR_NULL;
    if (!str_is_null(v)) *out = value_str(ev, v);
    return true;
}

static bool host_log(Eval *ev, Args *a, Value *out)
{
    const Log *log = state_get(ev)->host.log;
    int64_t level;
    Str logger, message;
    if (!util_int(ev, a->v[0], "a level", &level) ||
        !util_str(ev, a->v[1], "a logger's name", &logger) ||
        !util_str(ev, a->v[2], "a message", &message))
        return false;
    if (log && log->sink) log->sink(log->user, (LogLevel)level, logger, message);
    return true;
}

static bool host_log_config(Eval *ev, Args *a, Value *out)
{
    const StdlibHost *host = &state_get(ev)->host;
    Err err = err_init(eval_arena(ev));
    Str text;
    if (!util_str(ev, a->v[0], "sections", &text)) return false;
    return !host->log_config || host->log_config(host->user, text, &err) || eval_fail(ev, &err);
}

static bool host_file_config(Eval *ev, Args *a, Value *out)
{
    const StdlibHost *host = &state_get(ev)->host;
    Str path;
    Err err = err_init(eval_arena(ev));
    if (!host->file_config) return true;
    if (!util_path(ev, a->v[0], &path)) return false;
    StrVec existing = {0};
    bool disable = value_is_list(a->v[1]);
    for (size_t i = 0; disable && i < value_seq_len(a->v[1]); i++)
        if (value_is_str(value_seq_items(a->v[1])[i]))
            VEC_PUSH(eval_arena(ev), &existing, value_as_str(value_seq_items(a->v[1])[i]));
    return host->file_config(host->user, path, disable ? &existing : NULL, &err) ||
           eval_fail(ev, &err);
}

/* text None: may it be written at all? */
static bool host_write(Eval *ev, Args *a, Value *out)
{
    const StdlibHost *host = &state_get(ev)->host;
    Str path, text = value_is_str(a->v[1]) ? value_as_str(a->v[1]) : STR_NULL;
    Err err = err_init(eval_arena(ev));
    if (!util_path(ev, a->v[0], &path)) return false;
    /* open(os.devnull, "w"), as for a subprocess's stderr: nothing is written anywhere. */
    if (str_eq(path, STR("/dev/null"))) return true;
    if (!host->write_file)
        return eval_raise(ev, "PermissionError", "a script may not write files: '%.*s'",
                          STR_ARG(path));
    return host->write_file(host->user, path, text, &err) || eval_fail(ev, &err);
}

static bool host_getpid(Eval *ev, Args *a, Value *out)
{
    *out = value_int(getpid());
    return true;
}

static const NativeMember members[] = {NATIVE_FN("read", "path", host_read),
                                       NATIVE_FN("kind", "path", host_kind),
                                       NATIVE_FN("stat", "path", host_size),
                                       NATIVE_FN("list", "path", host_list),
                                       NATIVE_FN("realpath", "path", host_realpath),
                                       NATIVE_FN("getcwd", "", host_getcwd),
                                       NATIVE_FN("environ", "", host_environ),
                                       NATIVE_FN("find_env", "name", host_find_env),
                                       NATIVE_FN("log", "level, logger, message", host_log),
                                       NATIVE_FN("file_config", "path, existing", host_file_config),
                                       NATIVE_FN("log_config", "text", host_log_config),
                                       NATIVE_FN("write", "path, text", host_write),
                                       NATIVE_FN("getpid", "", host_getpid),
                                       NATIVE_END};

const NativeModule stdlib_host = {.name = "_host", .members = members};
