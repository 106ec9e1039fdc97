#include "modules/stdlib/stdlib.h"

#include <string.h>

#include "modules/stdlib/modules.h"
#include "modules/stdlib/prelude.h"
#include "modules/stdlib/state.h"
#include "os/env.h"
#include "os/path.h"

static const char state_key = 0;

static const NativeModule *const modules[] = {
    &stdlib_binascii, &stdlib_builtins, &stdlib_datetime,    &stdlib_hash,    &stdlib_host,
    &stdlib_json,     &stdlib_math,     &stdlib_re,          &stdlib_support, &stdlib_sys,
    &stdlib_time,     &stdlib_typing,   &stdlib_unicodedata, &stdlib_zone};

const NativeModule *stdlib_find(Str dotted)
{
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (str_eq_z(dotted, modules[i]->name)) return modules[i];
    }
    return NULL;
}

bool stdlib_source(Str dotted, Str *text, bool *is_package)
{
    for (const PreludeModule *m = prelude_modules; m->name; m++) {
        if (!str_eq_z(dotted, m->name)) continue;
        *text = (Str){m->text, m->len};
        *is_package = m->is_package;
        return true;
    }
    return false;
}

static void traverse(void *state, GcVisitor *gc)
{
    StdlibState *s = state;
    gc_visit(gc, s->path);
    gc_visit(gc, s->environ);
}

StdlibState *state_get(Eval *ev)
{
    StdlibState *s = eval_state_find(ev, &state_key);
    if (s) return s;
    s = ARENA_NEW(eval_arena(ev), StdlibState);
    s->path = value_list(ev);
    s->environ = value_unset();
    eval_state_put(ev, &state_key, s, NULL, traverse);
    return s;
}

void stdlib_attach(Eval *ev, const StdlibHost *host)
{
    StdlibState *s = state_get(ev);
    Arena *a = eval_arena(ev);
    s->host = *host;
    if (!str_is_null(host->root)) s->host.root = arena_str(a, host->root);
    if (!str_is_null(host->directory)) s->host.directory = arena_str(a, host->directory);
    Str *argv = ARENA_ARRAY(a, Str, host->argc + 1);
    for (size_t i = 0; i < host->argc; i++) argv[i] = arena_str(a, host->argv[i]);
    s->host.argv = argv;
}

void stdlib_logging_set_sink(Eval *ev, const Log *log) { state_get(ev)->host.log = log; }

Value stdlib_sys_path(Eval *ev) { return state_get(ev)->path; }

extern char **environ;

Value stdlib_environ(Eval *ev)
{
    StdlibState *s = state_get(ev);
    if (!value_is_unset(s->environ)) return s->environ;
    s->environ = value_dict(ev);
    for (char **e = environ; e && *e; e++) {
        const char *eq = strchr(*e, '=');
        if (!eq) continue;
        value_dict_put_str(ev, s->environ, (Str){*e, (size_t)(eq - *e)}, value_str_z(ev, eq + 1));
    }
    return s->environ;
}

static bool is_below(Str path, Str folder)
{
    if (str_eq(path, folder) || str_eq(folder, STR("/"))) return true;
    return str_starts(path, folder) && path.ptr[folder.len] == '/';
}

bool stdlib_may_read(Eval *ev, Str path, Arena *arena, Str *real)
{
    const StdlibHost *host = &state_get(ev)->host;
    *real = STR_NULL;
    if (str_is_null(host->root)) return false;
    Str base = str_is_null(host->directory) ? host->root : host->directory;
    Str absolute = path_absolute(arena, base, path_clean(arena, path));
    *real = path_real(arena, absolute);
    Str root = path_real(arena, host->root);
    if (str_is_null(root)) root = host->root;
    /* A file that does not exist: its name decides, so that exists() can say so. */
    Str asked = str_is_null(*real) ? absolute : *real;
    if (is_below(asked, root)) return true;
    for (size_t i = 0; host->folders && i < host->folders->len; i++) {
        Str folder = path_real(arena, host->folders->items[i]);
        if (!str_is_null(folder) && is_below(asked, folder)) return true;
    }
    return false;
}
