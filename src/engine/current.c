#include "engine/migrate.h"
#include "eval/eval.h"
#include "revision/identifier.h"

/* retort_current: reads, never writes. */

typedef struct CurrentJob {
    bool check_heads;
    void (*database_url)(void *user, const char *url);
    RetortRevisionFn fn;
    void *user;
} CurrentJob;

static bool check_heads(MigrateRun *run, const StrVec *rows, Err *err)
{
    const RevisionGraph *g = run->scripts->graph;
    RevisionVec current = {0};
    Arena *a = &run->r->call;
    if (!identifier_resolve_all(g, rows, a, &current, err)) return false;
    bool same = current.len == g->heads.len;
    RevisionSet is = graph_set_new(g, a);
    for (size_t i = 0; i < current.len; i++)
        if (current.items[i]) graph_set_add(&is, current.items[i]);
    for (size_t i = 0; same && i < g->heads.len; i++) same = graph_set_has(&is, g->heads.items[i]);
    if (same) return true;
    return err_raise(err, ERR_COMMAND, "DatabaseNotAtHead",
                     "Database is not on all head revisions");
}

static bool say_url(CurrentJob *job, MigrateRun *run, Err *err)
{
    EngineConnection *c = engine_connection_get(run->m->connection);
    Value url, text, hide = value_bool(true);
    if (!job->database_url || !c || value_is_none(c->engine)) return true;
    if (!eval_getattr(run->ev, c->engine, STR("url"), &url) ||
        !eval_call_method(run->ev, url, "render_as_string", &hide, 1, &text))
        return eval_take_error(run->ev, err);
    job->database_url(job->user, value_as_str(text).ptr);
    return true;
}

static bool current_finish(void *user, MigrateRun *run, const StrVec *rows, Err *err)
{
    CurrentJob *job = user;
    RevisionVec all = {0};
    if (!say_url(job, run, err) || (job->check_heads && !check_heads(run, rows, err)) ||
        !identifier_all_current(run->scripts->graph, rows, &run->r->call, &all, err))
        return false;
    for (size_t i = 0; i < all.len && job->fn; i++)
        if (!job->fn(job->user, project_revision(all.items[i], true, &run->r->call))) break;
    return true;
}

bool retort_current(Retort *r, bool heads, void (*database_url)(void *user, const char *url),
                    RetortRevisionFn fn, void *user)
{
    if (!project_begin(r)) return false;
    CurrentJob job = {heads, database_url, fn, user};
    MigrateCommand c = {
        .name = "current", .read_only = true, .finish = current_finish, .user = &job};
    ScriptDirectory *scripts;
    return project_end(r, project_scripts(r, &scripts, &r->err) && migrate_run(r, &c, &r->err));
}
