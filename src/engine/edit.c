#include "engine/environment.h"
#include "os/env.h"
#include "os/file.h"
#include "os/process.h"
#include "revision/identifier.h"

/* Opening revision scripts in the user's editor. */

typedef struct EditJob {
    Retort *r;
    const RevisionGraph *graph;
} EditJob;

static bool fail(Err *err, const char *reason)
{
    return err_set(err, ERR_COMMAND, "Error executing editor (%s)", reason);
}

/* $EDITOR and $VISUAL name a file, or a program for the front of the list of usual editors. */
static bool find_editor(Arena *a, Str *out, Err *err)
{
    static const char *const usual[] = {"sensible-editor", "editor", "nano", "vim", "code"};
    static const char *const variables[] = {"EDITOR", "VISUAL"};
    StrVec candidates = {0};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        VEC_PUSH(a, &candidates, str_z(usual[i]));
    for (size_t i = 0; i < 2; i++) {
        Str choice = env_find(variables[i]);
        if (str_is_null(choice)) continue;
        if (file_exists(choice)) return *out = choice, true;
        if (str_find_char(choice, '/') == STR_NPOS) VEC_INSERT(a, &candidates, i, choice);
    }
    for (size_t i = 0; i < candidates.len; i++) {
        *out = env_find_program(a, candidates.items[i]);
        if (!str_is_null(*out)) return true;
    }
    return fail(
        err,
        "No suitable editor found. Please set the \"EDITOR\" or \"VISUAL\" environment variables");
}

static bool open_file(Retort *r, Str path, Err *err)
{
    Str editor;
    StrVec argv = {0};
    int status;
    if (!find_editor(&r->call, &editor, err)) return false;
    VEC_PUSH(&r->call, &argv, editor);
    VEC_PUSH(&r->call, &argv, path);
    Err e = err_init(&r->call);
    if (!process_run(&(ProcessSpec){.argv = &argv}, &status, &e)) return fail(err, e.message.ptr);
    if (status == 0) return true;
    Str reason = arena_fmt(&r->call, "Command '['%.*s', '%.*s']' returned non-zero exit status %d.",
                           STR_ARG(editor), STR_ARG(path), status);
    return fail(err, reason.ptr);
}

static bool open_all(Retort *r, const RevisionVec *found, Err *err)
{
    for (size_t i = 0; i < found->len; i++) {
        if (!found->items[i]) return err_set(err, ERR_COMMAND, "Walked too far");
        if (!open_file(r, found->items[i]->path, err)) return false;
    }
    return true;
}

static bool edit_rows(void *user, const StrVec *rows, Eval *ev, Value template_args, Err *err)
{
    (void)ev, (void)template_args;
    EditJob *job = user;
    RevisionVec found = {0};
    if (!rows->len) return err_set(err, ERR_COMMAND, "No current revisions");
    return identifier_resolve_all(job->graph, rows, &job->r->call, &found, err) &&
           open_all(job->r, &found, err);
}

static bool edit(Retort *r, Str revision, Err *err)
{
    ScriptDirectory *d;
    RevisionVec found = {0};
    if (!project_scripts(r, &d, err)) return false;
    EditJob job = {r, d->graph};
    if (str_eq_z(revision, "current")) return environment_rows(r, edit_rows, &job, err);
    if (!identifier_resolve(d->graph, revision, &r->call, &found, err)) return false;
    if (!found.len)
        return err_set(err, ERR_COMMAND, "No revision files indicated by symbol '%.*s'",
                       STR_ARG(revision));
    return open_all(r, &found, err);
}

bool retort_edit(Retort *r, const char *revision)
{
    return project_end(r, project_begin(r) && edit(r, str_z(revision), &r->err));
}
