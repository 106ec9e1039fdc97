#include "base/strbuf.h"
#include "engine/migrate.h"
#include "revision/identifier.h"

/* retort_plan: the whole history with what is applied, and the SQL that an upgrade would run.
 *
 * Two passes: the rows are read online; then the pending scripts run as for --sql, with what they
 * print collected step by step. Nothing is sent to the database but the reading of the rows. A
 * script that needs an answer from the database cannot be shown that way, and its place says so. */

typedef struct Shown {
    const Revision *revision;
    Str sql;
} Shown;

typedef struct PlanJob {
    Retort *r;
    Str target;
    StrVec rows;
    StrBuf text; /* of the step that is running */
    const PlanStep *step;
    VEC(Shown) shown;
} PlanJob;

static bool keep_rows(void *user, MigrateRun *run, const StrVec *rows, Err *err)
{
    PlanJob *job = user;
    for (size_t i = 0; i < rows->len; i++)
        VEC_PUSH(&job->r->call, &job->rows, arena_str(&job->r->call, rows->items[i]));
    return true;
}

static bool plan_pending(void *user, MigrateRun *run, const StrVec *rows, PlanStepVec *steps,
                         Err *err)
{
    PlanJob *job = user;
    return plan_upgrade(run->scripts->graph, rows, job->target, &run->r->call, steps, err);
}

static void collect(void *user, Str text)
{
    PlanJob *job = user;
    if (job->step) strbuf_push(&job->text, text);
}

static void next_step(void *user, const PlanStep *step)
{
    PlanJob *job = user;
    if (job->step) {
        Shown s = {job->step->revision, arena_str(&job->r->call, strbuf_view(&job->text))};
        VEC_PUSH(&job->r->call, &job->shown, s);
    }
    strbuf_clear(&job->text);
    job->step = step;
}

static bool step_failed(void *user, const PlanStep *step, const Err *err)
{
    PlanJob *job = user;
    strbuf_fmt(&job->text, "-- the rest of %.*s cannot be shown without running it: %.*s\n\n",
               STR_ARG(step->revision->id), STR_ARG(err->message));
    return true;
}

static Str find_sql(const PlanJob *job, const Revision *rev)
{
    for (size_t i = 0; i < job->shown.len; i++)
        if (job->shown.items[i].revision == rev) return job->shown.items[i].sql;
    return STR_NULL;
}

static bool report(PlanJob *job, const RevisionGraph *g,
                   bool (*fn)(void *user, const RetortPlanStep *step), void *user, Err *err)
{
    Arena *a = &job->r->call;
    RevisionVec current = {0}, order = {0}, all = {0};
    if (!identifier_resolve_all(g, &job->rows, a, &current, err)) return false;
    RevisionSet applied = graph_ancestors(g, &current, true, a), every = graph_set_new(g, a);
    for (size_t i = 0; i < g->all.len; i++) graph_set_add(&every, g->all.items[i]);
    all = g->real_heads;
    graph_sort(g, &every, &all, a, &order);
    for (size_t i = order.len; i-- > 0;) {
        Str sql = find_sql(job, order.items[i]);
        RetortPlanStep step = {.applied = graph_set_has(&applied, order.items[i]),
                               .would_run = !str_is_null(sql),
                               .sql = str_is_null(sql) ? NULL : sql.ptr};
        bool is_current = false;
        for (size_t k = 0; k < current.len; k++) is_current |= current.items[k] == order.items[i];
        step.revision = project_revision(order.items[i], is_current, a);
        if (!fn(user, &step)) break;
    }
    return true;
}

static bool plan(Retort *r, const char *revision,
                 bool (*fn)(void *user, const RetortPlanStep *step), void *user, Err *err)
{
    ScriptDirectory *scripts;
    PlanJob job = {.r = r, .target = str_z(revision ? revision : "head")};
    MigrateCommand read = {.name = "upgrade",
                           .read_only = true,
                           .has_destination_rev = true,
                           .finish = keep_rows,
                           .user = &job};
    VEC_PUSH(&r->call, &read.destination_rev, job.target);
    if (!project_scripts(r, &scripts, err) || !migrate_run(r, &read, err)) return false;
    MigrateCommand show = {.name = "upgrade",
                           .as_sql = true,
                           .read_only = true,
                           .has_starting_rev = true,
                           .starting_rev = job.rows,
                           .has_destination_rev = true,
                           .destination_rev = read.destination_rev,
                           .plan = plan_pending,
                           .output = collect,
                           .progress = next_step,
                           .step_failed = step_failed,
                           .user = &job};
    Log log = r->log; /* the second pass is not a run of its own */
    r->log = (Log){0};
    bool ok = migrate_run(r, &show, err);
    r->log = log;
    strbuf_deinit(&job.text);
    return ok && report(&job, scripts->graph, fn, user, err);
}

bool retort_plan(Retort *r, const char *revision,
                 bool (*fn)(void *user, const RetortPlanStep *step), void *user)
{
    return project_begin(r) && project_end(r, plan(r, revision, fn, user, &r->err));
}
