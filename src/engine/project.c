#include "engine/project.h"

#include <string.h>

#include "base/diag.h"
#include "base/strbuf.h"
#include "engine/environment.h"
#include "os/env.h"
#include "os/path.h"

#define RETORT_VERSION "0.1.0"
#define ALEMBIC_VERSION "1.19.1"

const char *retort_version(void) { return RETORT_VERSION; }
const char *retort_alembic_version(void) { return ALEMBIC_VERSION; }

/* ---- opening ---- */

static void emit_line(void *user, int stream, Str line)
{
    Retort *r = user;
    Arena scratch = {0};
    r->options.log_line(r->options.user, stream, arena_cstr(&scratch, line));
    arena_release(&scratch);
}

static void forward_log(void *user, LogLevel level, Str logger, Str message)
{
    Retort *r = user;
    if (r->options.log_line) logging_write(r->logging, level, logger, message, emit_line, r);
    if (!r->options.log) return;
    Arena scratch = {0};
    r->options.log(r->options.user, level, arena_cstr(&scratch, logger),
                   arena_cstr(&scratch, message));
    arena_release(&scratch);
}

bool project_file_config(void *user, Str path, const StrVec *existing, Err *err)
{
    Retort *r = user;
    Str full = path_absolute(&r->call, r->directory, path);
    if (!logging_configure(&r->call, full, existing, &r->logging, err)) return false;
    const StrVec *unwritten = logging_unwritten(r->logging);
    for (size_t i = 0; i < unwritten->len; i++)
        project_warn(
            r, STR("UserWarning"),
            arena_fmt(&r->call,
                      "what goes to %.*s is written nowhere; a StreamHandler would show it",
                      STR_ARG(unwritten->items[i])),
            (SourcePos){0});
    return true;
}

bool project_log_config(Retort *r, Str text, Err *err)
{
    return logging_configure_text(&r->call, text, &r->logging, err);
}

static bool load(Retort *r, Config **out, Arena *arena, Err *err)
{
    ConfigSource source = {.files = r->options.config_files,
                           .file_count = r->options.config_file_count,
                           .section = str_z(r->options.section),
                           .directory = r->directory,
                           .environment_file = env_find("ALEMBIC_CONFIG")};
    return config_load(&source, arena, out, err);
}

static const char *const *copy_strings(Arena *a, const char *const *items, size_t n)
{
    const char **copy = ARENA_ARRAY(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++) copy[i] = arena_strz(a, items[i]).ptr;
    return copy;
}

static bool open_project(Retort *r, const RetortOptions *o)
{
    Arena *a = &r->arena;
    r->options = *o;
    r->options.config_files = copy_strings(a, o->config_files, o->config_file_count);
    r->options.x_args = copy_strings(a, o->x_args, o->x_arg_count);
    if (o->section) r->options.section = arena_strz(a, o->section).ptr;
    for (size_t i = 0; i < o->x_arg_count; i++)
        VEC_PUSH(a, &r->x_args, str_z(r->options.x_args[i]));
    if (!env_directory(a, &r->directory, &r->open_err)) return false;
    if (o->directory) r->directory = path_absolute(a, r->directory, str_z(o->directory));
    return load(r, &r->config, a, &r->open_err);
}

Retort *retort_open(const RetortOptions *options)
{
    static const RetortOptions none = {0};
    Arena a = {0};
    Retort *r = ARENA_NEW(&a, Retort);
    r->arena = a;
    r->log = (Log){forward_log, r};
    r->open_err = err_init(&r->arena);
    r->err = err_init(&r->call);
    open_project(r, options ? options : &none);
    return r;
}

bool retort_ok(const Retort *r) { return !err_is_set(&r->open_err); }

void retort_close(Retort *r)
{
    if (!r) return;
    arena_release(&r->call);
    Arena a = r->arena;
    arena_release(&a);
}

/* ---- errors ---- */

static RetortErrorKind kind_of(const Err *e)
{
    if (e->code == ERR_NONE) return RETORT_ERROR_NONE;
    if (e->code == ERR_USAGE) return RETORT_ERROR_USAGE;
    /* Scripts may refuse as Alembic does, by alembic.util.CommandError. */
    bool refused = e->code == ERR_COMMAND || str_eq_z(e->kind, "CommandError");
    return refused ? RETORT_ERROR_COMMAND : RETORT_ERROR_SCRIPT;
}

static const char *text_or_null(Arena *a, Str s)
{
    return str_is_null(s) ? NULL : arena_cstr(a, s);
}

static RetortError describe(const Err *e, Arena *a)
{
    RetortError out = {.kind = kind_of(e),
                       .sqlstate = e->sqlstate,
                       .driver_code = e->driver_code,
                       .exits = e->exits,
                       .exit_status = e->exit_status};
    if (out.kind == RETORT_ERROR_NONE) return (RetortError){.sqlstate = ""};
    out.message = arena_cstr(a, e->message);
    out.hint = text_or_null(a, e->hint);
    out.exception = text_or_null(a, e->kind);
    out.context = text_or_null(a, e->context);
    out.statement = text_or_null(a, e->statement);
    out.remains = text_or_null(a, e->remains);
    if (e->pos.file) {
        StrBuf b = {0};
        out.file = text_or_null(a, e->pos.file->path);
        out.line = source_line(e->pos.file, e->pos.span.start);
        out.column = source_column(e->pos.file, e->pos.span.start);
        diag_render_excerpt(&b, e->pos);
        if (b.len) out.excerpt = strbuf_finish(&b, a).ptr;
        strbuf_deinit(&b);
    }
    return out;
}

const RetortError *retort_error(const Retort *r)
{
    /* Before the first call there is only the result of opening. */
    Retort *m = (Retort *)r;
    if (err_is_set(&r->open_err) && r->error.kind == RETORT_ERROR_NONE)
        m->error = describe(&r->open_err, &m->arena);
    if (!r->error.sqlstate) m->error.sqlstate = "";
    return &r->error;
}

bool project_begin(Retort *r)
{
    arena_release(&r->call);
    r->logging = NULL;
    r->err = err_init(&r->call);
    r->error = (RetortError){.sqlstate = ""};
    return !err_is_set(&r->open_err);
}

bool project_end(Retort *r, bool ok)
{
    if (!ok) r->error = describe(err_is_set(&r->open_err) ? &r->open_err : &r->err, &r->call);
    /* Alembic logs its CommandErrors, which shows where env.py has set up logging. */
    if (!ok && r->error.kind == RETORT_ERROR_COMMAND && !r->options.raise)
        log_write(&r->log, LOG_ERROR, "alembic.util.messaging", "%s", r->error.message);
    return ok;
}

/* ---- what is in the project ---- */

bool project_config(Retort *r, Config **out, Err *err) { return load(r, out, &r->call, err); }

static void warn_script(void *user, Str message)
{
    project_warn(user, STR("UserWarning"), message, (SourcePos){0});
}

bool project_directory(Retort *r, ScriptDirectory **out, Err *err)
{
    ScriptDirectoryHost host = {environment_evaluate, warn_script, r};
    if (!r->scripts) {
        ScriptDirectory *d;
        if (!script_directory_open(r->config, &host, &r->arena, &d, err)) return false;
        r->scripts = d;
    }
    *out = r->scripts;
    return true;
}

bool project_scripts(Retort *r, ScriptDirectory **out, Err *err)
{
    return project_directory(r, out, err) && script_directory_load(*out, err);
}

/* ---- what people get to see ---- */

void project_status(Retort *r, RetortPhase phase, const char *fmt, ...)
{
    if (!r->options.status) return;
    StrBuf b = {0};
    va_list ap;
    va_start(ap, fmt);
    strbuf_vfmt(&b, fmt, ap);
    va_end(ap);
    r->options.status(r->options.user, phase, b.ptr ? b.ptr : "");
    strbuf_deinit(&b);
}

void project_error_output(Retort *r, Str text)
{
    if (r->options.error_output) r->options.error_output(r->options.user, text.ptr, text.len);
}

void project_flush(Retort *r)
{
    if (r->options.flush) r->options.flush(r->options.user);
}

void project_output(Retort *r, Str text)
{
    if (r->options.output) r->options.output(r->options.user, text.ptr, text.len);
}

void project_warn(Retort *r, Str category, Str message, SourcePos pos)
{
    if (!r->options.warn) return;
    Arena scratch = {0};
    r->options.warn(r->options.user, arena_cstr(&scratch, category), arena_cstr(&scratch, message),
                    pos.file ? arena_cstr(&scratch, pos.file->path) : NULL,
                    pos.file ? source_line(pos.file, pos.span.start) : 0);
    arena_release(&scratch);
}
