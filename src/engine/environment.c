#include "engine/environment.h"

#include <string.h>

#include "engine/draft.h"
#include "engine/imports.h"
#include "modules/modules.h"
#include "modules/stdlib/stdlib.h"
#include "os/file.h"
#include "os/path.h"
#include "revision/identifier.h"

static const NativeModule *find_native(void *user, Str dotted) { return modules_find(dotted); }

static void host_print(void *user, int stream, Str text)
{
    MigrateRun *run = user;
    if (stream == 1)
        project_output(run->r, text);
    else
        project_error_output(run->r, text);
}

static void host_flush(void *user, int stream)
{
    MigrateRun *run = user;
    if (stream == 1) project_flush(run->r);
}

static void host_warn(void *user, Str category, Str message, SourcePos pos)
{
    MigrateRun *run = user;
    project_warn(run->r, category, message, pos);
}

/* ---- one evaluator ---- */

static bool log_config(void *user, Str text, Err *err)
{
    MigrateRun *run = user;
    return project_log_config(run->r, text, err);
}

static bool file_config(void *user, Str path, const StrVec *existing, Err *err)
{
    MigrateRun *run = user;
    return project_file_config(run->r, path, existing, err);
}

/* What env.py of several databases does with --sql: one file of SQL for each of them. That much may
 * be written, below the project's directory, and nothing else. */
static bool write_sql(void *user, Str path, Str text, Err *err)
{
    MigrateRun *run = user;
    Arena *a = &run->r->call;
    Str full = path_absolute(a, run->r->directory, path);
    Str parent = path_real(a, path_parent(full)), root = path_real(a, run->r->directory);
    bool inside = !str_is_null(parent) && !str_is_null(root) && str_starts(parent, root) &&
                  (parent.len == root.len || parent.ptr[root.len] == '/');
    if (!run->command->as_sql || !inside || !str_ends(full, STR(".sql"))) {
        err_raise(err, ERR_SCRIPT, "PermissionError", "a script may not write files: '%.*s'",
                  STR_ARG(path));
        return err_hint(err, "Only with --sql, and only .sql files below the project.");
    }
    /* A dry run shows what it collects instead. */
    if (str_is_null(text) || run->command->output) return true;
    return file_write_replace(path_join(a, parent, path_name(full)), text, err);
}

static void attach_stdlib(MigrateRun *run)
{
    static const Str argv[] = {{"alembic", 7}};
    stdlib_attach(run->ev, &(StdlibHost){.user = run,
                                         .root = run->r->directory,
                                         .folders = &run->readable,
                                         .directory = run->r->directory,
                                         .argv = argv,
                                         .argc = 1,
                                         .log = &run->r->log,
                                         .file_config = file_config,
                                         .log_config = log_config,
                                         .write_file = write_sql});
}

static void close_evaluator(void *user)
{
    Eval **owner = user;
    if (!*owner) return;
    engine_close_all(*owner);
    eval_free(*owner);
    *owner = NULL;
}

/* The evaluator belongs to the public call, so that its connections are closed at the next call or
 * with the project, even if a host's handler for exhausted memory has jumped out of this one. */
static void start_evaluator(MigrateRun *run)
{
    EvalHost host = {.user = run,
                     .find_native = find_native,
                     .find_source = imports_find,
                     .origin = imports_origin,
                     .print = host_print,
                     .flush = host_flush,
                     .warn = host_warn};
    run->owner = ARENA_NEW(&run->r->call, Eval *);
    arena_on_release(&run->r->call, close_evaluator, run->owner);
    run->ev = *run->owner = eval_new(&host, (EvalBudget){0});
    environment_host_put(run->ev, &run->host);
    modules_install(run->ev);
    attach_stdlib(run);
}

bool migrate_open(MigrateRun *run, Retort *r, const MigrateCommand *command, Err *err)
{
    static const MigrateCommand plain = {.name = ""};
    *run = (MigrateRun){.r = r, .command = command ? command : &plain};
    if (!project_directory(r, &run->scripts, err)) return false;
    migrate_host_init(run);
    if (!project_config(r, &run->host.config, err)) return false;
    start_evaluator(run);
    if (imports_seed(run, eval_arena(run->ev), err)) return true;
    migrate_close(run);
    return false;
}

void migrate_close(MigrateRun *run)
{
    if (!run->ev) return;
    journal_end(&run->journal);
    close_evaluator(run->owner);
    run->ev = NULL;
}

bool migrate_load_file(MigrateRun *run, Str path, Str dotted, Value *module, Err *err)
{
    SourceFile *file;
    if (!imports_read(path, eval_arena(run->ev), &file, err)) return false;
    return eval_run_file(run->ev, file, dotted, false, module, err);
}

/* An Err's texts and excerpt outlive the evaluator only if they are not in its arena. */
static void detach(MigrateRun *run, Err *err)
{
    if (!err->pos.file) return;
    Arena *a = &run->r->call;
    SourceFile *f = err->pos.file;
    err->pos.file = source_file_new(a, arena_str(a, f->path), arena_str(a, f->text));
}

/* A hint that the server's failure has stays in front. */
static void add_remains(MigrateRun *run, Err *err)
{
    err->remains = run->remains;
    err_hint(err,
             "%.*s%sThe database is still at revision %.*s. Undo these statements by hand, or take "
             "what they do out of the script until it has run; then run the command again.",
             STR_ARG(err->hint), str_is_null(err->hint) ? "" : " ", STR_ARG(run->left_at));
}

static bool fail(MigrateRun *run, Err *err)
{
    engine_error_restore(run->ev, err);
    if (!str_is_null(run->remains)) add_remains(run, err);
    if (!str_is_null(run->context)) err_wrap(err, "%.*s", STR_ARG(run->context));
    /* A refusal of the command itself only happens to pass through env.py. */
    else if (err->code == ERR_COMMAND)
        err->pos = (SourcePos){0};
    detach(run, err);
    return false;
}

/* What Python does when it ends: the functions of atexit, then the files that nobody closed. */
static bool run_at_exit(MigrateRun *run, Err *err)
{
    static const char *const names[] = {"atexit", "io"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Value module = value_dict_find_z(eval_modules(run->ev), names[i]), fn, ignored;
        if (value_is_unset(module)) continue;
        if (!eval_getattr(run->ev, module, STR("_at_exit"), &fn))
            return eval_take_error(run->ev, err);
        if (!eval_run_call(run->ev, fn, NULL, 0, value_unset(), &ignored, err)) return false;
    }
    return true;
}

bool migrate_run(Retort *r, const MigrateCommand *command, Err *err)
{
    MigrateRun run;
    Value module;
    if (!migrate_open(&run, r, command, err)) return false;
    Str path = script_directory_env_py(run.scripts, &r->call);
    bool ok = true;
    if (!file_exists(path))
        ok =
            err_raise(err, ERR_SCRIPT, "ImportError", "Can't find Python file %.*s", STR_ARG(path));
    if (ok && !migrate_load_file(&run, path, STR("env_py"), &module, err)) ok = fail(&run, err);
    Err late = err_init(err->arena);
    if (!run_at_exit(&run, &late) && ok) {
        *err = late;
        ok = fail(&run, err);
    }
    if (ok && command->end && !command->end(command->user, &run, err)) ok = fail(&run, err);
    if (ok && !run.ran)
        project_warn(r, STR("UserWarning"),
                     STR("env.py ended without calling context.run_migrations(); nothing was done"),
                     (SourcePos){0});
    migrate_close(&run);
    return ok;
}

/* ---- for commands that need Python but no migration ---- */

static Value template_args(MigrateRun *run)
{
    Value d = value_dict(run->ev), module, config;
    if (eval_import(run->ev, STR("alembic.context"), &module) &&
        eval_getattr(run->ev, module, STR("config"), &config))
        value_dict_put_z(run->ev, d, "config", config);
    else
        eval_catch(run->ev);
    return d;
}

bool environment_plain(Retort *r, EnvironmentEvalFn fn, void *user, Err *err)
{
    MigrateRun run;
    if (!migrate_open(&run, r, NULL, err)) return false;
    Value args = template_args(&run);
    eval_root_push(run.ev, args);
    bool ok = fn(user, run.ev, args, err);
    eval_root_pop(run.ev, 1);
    if (!ok) detach(&run, err);
    migrate_close(&run);
    return ok;
}

static bool refuse_ids(Eval *ev, Value v, const char *name, Str path, Err *err)
{
    Value shown;
    if (!eval_repr(ev, v, &shown)) return eval_take_error(ev, err);
    return err_set(err, ERR_COMMAND, "%s of %.*s must be None, a string or some strings, not %.*s",
                   name, STR_ARG(path), STR_ARG(value_as_str(shown)));
}

/* A str, None or a sequence of them. */
static bool read_ids(Eval *ev, Value module, const char *name, Str path, StrVec *out, Arena *a,
                     Err *err)
{
    bool required = strcmp(name, "down_revision") == 0;
    Value v, list, iter;
    if (!eval_find_attr(ev, module, str_z(name), &v)) return eval_take_error(ev, err);
    if (value_is_unset(v) && required) {
        return err_raise(err, ERR_SCRIPT, "AttributeError", "module has no attribute '%s': %.*s",
                         name, STR_ARG(path));
    }
    if (value_is_unset(v) || value_is_none(v)) return true;
    if (value_is_str(v)) {
        VEC_PUSH(a, out, arena_str(a, value_as_str(v)));
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, name) || eval_take_error(ev, err);
    if (!eval_find_attr(ev, v, STR("__iter__"), &iter)) return eval_take_error(ev, err);
    if (value_is_unset(iter)) return refuse_ids(ev, v, name, path, err);
    if (!eval_to_list(ev, v, &list)) return eval_take_error(ev, err);
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value item = value_seq_items(list)[i];
        if (value_is_unknown(item))
            return eval_need_known(ev, item, name) || eval_take_error(ev, err);
        if (!value_is_str(item)) return refuse_ids(ev, item, name, path, err);
        VEC_PUSH(a, out, arena_str(a, value_as_str(item)));
    }
    return true;
}

/* Alembic's words, without its advice for what comes from a database. */
static bool refuse_id(Eval *ev, Value id, Str path, Err *err)
{
    Value shown;
    if (value_is_unknown(id))
        return eval_need_known(ev, id, "revision") || eval_take_error(ev, err);
    if (!eval_repr(ev, id, &shown)) return eval_take_error(ev, err);
    err_set(err, ERR_COMMAND, "revision identifier %.*s is not a string",
            STR_ARG(value_as_str(shown)));
    return err_hint(err, "It is in %.*s.", STR_ARG(path));
}

static bool read_identity(Eval *ev, Value module, Arena *a, Revision *r, Err *err)
{
    Value id, doc;
    if (!eval_find_attr(ev, module, STR("revision"), &id) ||
        !eval_find_attr(ev, module, STR("__doc__"), &doc))
        return eval_take_error(ev, err);
    if (value_is_str(doc)) r->doc = arena_str(a, str_trim(value_as_str(doc)));
    if (!value_is_unset(id) && !value_is_str(id)) return refuse_id(ev, id, r->path, err);
    if (!value_is_unset(id)) r->id = arena_str(a, value_as_str(id));
    return read_ids(ev, module, "down_revision", r->path, &r->down_ids, a, err) &&
           read_ids(ev, module, "depends_on", r->path, &r->depends_on, a, err) &&
           read_ids(ev, module, "branch_labels", r->path, &r->own_labels, a, err);
}

bool environment_evaluate(void *user, SourceFile *file, Arena *arena, Revision *rev, Err *err)
{
    MigrateRun run = {0};
    Value module;
    static const MigrateCommand plain = {.name = ""};
    run.r = user;
    run.command = &plain;
    migrate_host_init(&run);
    run.host.config = run.r->config;
    start_evaluator(&run);
    bool ok = imports_seed(&run, eval_arena(run.ev), err) &&
              eval_run_file(run.ev, file, STR("revision_py"), false, &module, err) &&
              read_identity(run.ev, module, arena, rev, err);
    if (!ok) detach(&run, err);
    migrate_close(&run);
    return ok;
}

/* ---- rows ---- */

typedef struct RowsJob {
    EnvironmentRowsFn fn;
    void *user;
} RowsJob;

void environment_template_args(MigrateRun *run, Value *args)
{
    Value more, key, item;
    size_t at = 0;
    if (value_is_unset(*args)) {
        *args = template_args(run);
        alembic_keep(run->ev, *args);
    }
    more = run->m->options.template_args;
    while (value_is_dict(more) && value_dict_next(more, &at, &key, &item))
        if (value_is_str(key)) value_dict_put_str(run->ev, *args, value_as_str(key), item);
}

static bool rows_finish(void *user, MigrateRun *run, const StrVec *rows, Err *err)
{
    RowsJob *job = user;
    Value args = value_unset();
    environment_template_args(run, &args);
    eval_root_push(run->ev, args);
    bool ok = job->fn(job->user, rows, run->ev, args, err);
    eval_root_pop(run->ev, 1);
    return ok;
}

bool environment_rows(Retort *r, EnvironmentRowsFn fn, void *user, Err *err)
{
    RowsJob job = {fn, user};
    MigrateCommand command = {
        .name = "history", .read_only = true, .finish = rows_finish, .user = &job};
    return migrate_run(r, &command, err);
}
