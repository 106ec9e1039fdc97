#include "base/strbuf.h"
#include "config/repr.h"
#include "engine/script.h"
#include "os/env.h"
#include "os/path.h"
#include "os/process.h"

/* post_write_hooks: programs run on every new script. Python's own ones (module, console_scripts)
 * need an interpreter: the project's virtual environment's, else python3 of the PATH. */

static const char token[] = "REVISION_SCRIPT_FILENAME";

static Str option(const ConfigHook *hook, const char *name)
{
    for (size_t i = 0; i < hook->options.len; i++)
        if (str_eq_z(hook->options.items[i].key, name)) return hook->options.items[i].value;
    return STR_NULL;
}

/* shlex.split in POSIX mode. */
static bool split_words(Str s, Arena *a, StrVec *out, Err *err)
{
    StrBuf b = {0};
    bool in_word = false, ok = true;
    char quote = '\0';
    for (size_t i = 0; ok && i < s.len; i++) {
        char c = s.ptr[i];
        if (quote) {
            bool escape = c == '\\' && quote == '"' && i + 1 < s.len &&
                          (s.ptr[i + 1] == '"' || s.ptr[i + 1] == '\\');
            if (c == quote)
                quote = '\0';
            else
                strbuf_push_char(&b, escape ? s.ptr[++i] : c);
        } else if (c == '\'' || c == '"') {
            quote = c;
            in_word = true;
        } else if (c == '\\') {
            ok = i + 1 < s.len;
            if (ok) strbuf_push_char(&b, s.ptr[++i]);
            in_word = true;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            if (in_word) VEC_PUSH(a, out, arena_str(a, strbuf_view(&b)));
            strbuf_clear(&b);
            in_word = false;
        } else {
            strbuf_push_char(&b, c);
            in_word = true;
        }
    }
    if (in_word) VEC_PUSH(a, out, arena_str(a, strbuf_view(&b)));
    strbuf_deinit(&b);
    if (ok && !quote) return true;
    return err_raise(err, ERR_CONFIG, "ValueError",
                     quote ? "No closing quotation" : "No escaped character");
}

static Str replace_token(Str s, Str path, Arena *a)
{
    StrBuf b = {0};
    for (size_t i; (i = str_find(s, str_z(token))) != STR_NPOS;) {
        strbuf_push(&b, str_slice(s, 0, i));
        strbuf_push(&b, path);
        s = str_slice(s, i + sizeof token - 1, s.len);
    }
    strbuf_push(&b, s);
    return strbuf_finish(&b, a);
}

static bool push_options(const ConfigHook *hook, Str path, Arena *a, StrVec *argv, Err *err)
{
    Str options = option(hook, "options");
    if (str_is_null(options)) options = STR("");
    if (!str_contains(options, str_z(token)))
        options = arena_fmt(a, "%s %.*s", token, STR_ARG(options));
    StrVec words = {0};
    if (!split_words(options, a, &words, err)) return false;
    for (size_t i = 0; i < words.len; i++)
        VEC_PUSH(a, argv, replace_token(words.items[i], path, a));
    return true;
}

static bool required(const ConfigHook *hook, const char *name, Arena *a, Str *out, Err *err)
{
    *out = option(hook, name);
    return !str_is_null(*out) ||
           err_set(err, ERR_COMMAND, "Key %.*s.%s is required for post write hook %s",
                   STR_ARG(hook->name), name, repr_render(hook->name, a).ptr);
}

static Str find_python(Arena *a)
{
    Str venv = env_find("VIRTUAL_ENV");
    if (!str_is_empty(venv)) return path_join(a, venv, STR("bin/python"));
    return STR("python3");
}

/* Whether Python itself finds what a hook wants to run. */
static bool python_knows(Str python, const char *code, Arena *a, bool *known, Err *err)
{
    StrVec argv = {0};
    VEC_PUSH(a, &argv, python);
    VEC_PUSH(a, &argv, STR("-c"));
    VEC_PUSH(a, &argv, str_z(code));
    Str ignored;
    int status = 1;
    bool ok = process_capture(&(ProcessSpec){.argv = &argv}, a, &ignored, &status, err);
    *known = status == 0;
    return ok;
}

static bool command_line(const ConfigHook *hook, Str type, Arena *a, StrVec *argv, Err *err)
{
    Str what, python = find_python(a);
    bool known;
    if (str_eq_z(type, "exec")) {
        if (!required(hook, "executable", a, &what, err)) return false;
        VEC_PUSH(a, argv, what);
        return true;
    }
    if (str_eq_z(type, "module")) {
        if (!required(hook, "module", a, &what, err)) return false;
        Str code =
            arena_fmt(a, "import importlib.util as u, sys; sys.exit(u.find_spec(%s) is None)",
                      repr_render(what, a).ptr);
        if (!python_knows(python, code.ptr, a, &known, err)) return false;
        if (!known) return err_set(err, ERR_COMMAND, "Could not find module %.*s", STR_ARG(what));
        VEC_PUSH(a, argv, python);
        VEC_PUSH(a, argv, STR("-m"));
        VEC_PUSH(a, argv, what);
        return true;
    }
    if (str_eq_z(type, "console_scripts")) {
        if (!required(hook, "entrypoint", a, &what, err)) return false;
        Str find = arena_fmt(a,
                             "import importlib.metadata as m, sys; e = [e for e in "
                             "m.entry_points(group='console_scripts')"
                             " if e.name == %s]",
                             repr_render(what, a).ptr);
        if (!python_knows(python, arena_fmt(a, "%s; sys.exit(not e)", find.ptr).ptr, a, &known,
                          err))
            return false;
        if (!known)
            return err_set(err, ERR_COMMAND, "Could not find entrypoint console_scripts.%.*s",
                           STR_ARG(what));
        VEC_PUSH(a, argv, python);
        VEC_PUSH(a, argv, STR("-c"));
        VEC_PUSH(a, argv, arena_fmt(a, "%s; e[0].load()()", find.ptr));
        return true;
    }
    err_set(err, ERR_COMMAND, "No formatter with name '%.*s' registered", STR_ARG(type));
    return err_hint(err, "Hooks that env.py registers in Python cannot be run; use type = exec.");
}

static bool run_hook(Retort *r, const ConfigHook *hook, Str type, Str path, int *status, Err *err)
{
    StrVec argv = {0};
    Str directory = option(hook, "cwd");
    if (!command_line(hook, type, &r->call, &argv, err) ||
        !push_options(hook, path, &r->call, &argv, err))
        return false;
    if (!str_is_null(directory)) directory = path_absolute(&r->call, r->directory, directory);
    return process_run(&(ProcessSpec){.argv = &argv, .directory = directory}, status, err);
}

/* The script stands and the other hooks ran, as with Alembic; but nobody is told that all is well.
 */
static bool report_failed(const StrVec *failed, Str path, Err *err)
{
    StrBuf b = {0};
    if (!failed->len) return true;
    for (size_t i = 0; i < failed->len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(failed->items[i]));
    err_set(err, ERR_COMMAND, "Post write hook failed: %s", b.ptr);
    strbuf_deinit(&b);
    return err_hint(err, "The script was written nevertheless: %.*s", STR_ARG(path));
}

bool script_run_hooks(Retort *r, Str path, Err *err)
{
    StrVec failed = {0};
    for (size_t i = 0; i < r->scripts->settings.hooks.len; i++) {
        const ConfigHook *hook = &r->scripts->settings.hooks.items[i];
        Str type = option(hook, "type"), name = repr_render(hook->name, &r->call);
        int status = 0;
        if (str_is_null(type))
            return err_set(
                err, ERR_COMMAND,
                "Key '%.*s.type' (or 'type' in toml) is required for post write hook %.*s",
                STR_ARG(hook->name), STR_ARG(name));
        project_status(r, RETORT_PHASE_LINE, "Running post write hook %.*s ...", STR_ARG(name));
        bool ok = run_hook(r, hook, type, path, &status, err);
        project_status(r, ok && !status ? RETORT_PHASE_DONE : RETORT_PHASE_FAILED, "%s", "");
        if (!ok) return false;
        if (status)
            VEC_PUSH(&r->call, &failed,
                     arena_fmt(&r->call, "%.*s (exit status %d)", STR_ARG(name), status));
    }
    return report_failed(&failed, path, err);
}
