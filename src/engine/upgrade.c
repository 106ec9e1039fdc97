#include "engine/migrate.h"
#include "engine/version_table.h"
#include "revision/identifier.h"

/* retort_upgrade, retort_downgrade, retort_stamp, retort_ensure_version. */

typedef struct Target {
    Str symbol;
    const StrVec *symbols; /* of stamp */
    bool purge;
} Target;

static bool plan_up(void *user, MigrateRun *run, const StrVec *rows, PlanStepVec *steps, Err *err)
{
    Target *t = user;
    return plan_upgrade(run->scripts->graph, rows, t->symbol, &run->r->call, steps, err);
}

static void warn_sink(void *user, LogLevel level, Str logger, Str message)
{
    project_warn(user, STR("UserWarning"), message, (SourcePos){0});
}

static bool plan_down(void *user, MigrateRun *run, const StrVec *rows, PlanStepVec *steps, Err *err)
{
    Target *t = user;
    Log warn = {warn_sink, run->r};
    return plan_downgrade(run->scripts->graph, rows, t->symbol, &warn, &run->r->call, steps, err);
}

static bool plan_stamps(void *user, MigrateRun *run, const StrVec *rows, PlanStepVec *steps,
                        Err *err)
{
    Target *t = user;
    return plan_stamp(run->scripts->graph, rows, t->symbols, &run->r->call, steps, err);
}

/* "a:b" into a and b. More than one colon is Python's own complaint about unpacking. */
static bool split_range(Str text, Str *from, Str *to, Err *err)
{
    *to = text;
    *from = str_cut(to, ':');
    if (str_is_null(*to)) {
        *to = *from;
        *from = STR_NULL;
        return true;
    }
    if (str_find_char(*to, ':') == STR_NPOS) return true;
    return err_raise(err, ERR_SCRIPT, "ValueError", "too many values to unpack (expected 2)");
}

static bool load(Retort *r, Err *err)
{
    ScriptDirectory *scripts;
    return project_scripts(r, &scripts, err);
}

static MigrateCommand base_command(const char *name, const RetortRun *run, Target *t)
{
    return (MigrateCommand){.name = name,
                            .as_sql = run->sql,
                            .tag = str_z(run->tag),
                            .has_starting_rev = true,
                            .has_destination_rev = true,
                            .user = t};
}

static bool upgrade(Retort *r, const RetortRun *run, Err *err)
{
    Str from, to;
    Target t = {0};
    Str whole = str_z(run->revision);
    if (!load(r, err)) return false;
    if (!run->sql && str_find_char(whole, ':') != STR_NPOS)
        return err_set(err, ERR_COMMAND, "Range revision not allowed");
    if (!split_range(whole, &from, &to, err)) return false;
    t.symbol = to;
    MigrateCommand c = base_command("upgrade", run, &t);
    c.plan = plan_up;
    if (!str_is_null(from)) VEC_PUSH(&r->call, &c.starting_rev, from);
    VEC_PUSH(&r->call, &c.destination_rev, to);
    return migrate_run(r, &c, err);
}

static bool downgrade(Retort *r, const RetortRun *run, Err *err)
{
    Str from = STR_NULL, to, whole = str_z(run->revision);
    Target t = {0};
    bool range = str_find_char(whole, ':') != STR_NPOS;
    if (!load(r, err)) return false;
    if (range && !run->sql) return err_set(err, ERR_COMMAND, "Range revision not allowed");
    if (!range && run->sql)
        return err_set(err, ERR_COMMAND, "downgrade with --sql requires <fromrev>:<torev>");
    if (!split_range(whole, &from, &to, err)) return false;
    t.symbol = to;
    MigrateCommand c = base_command("downgrade", run, &t);
    c.plan = plan_down;
    if (!str_is_null(from)) VEC_PUSH(&r->call, &c.starting_rev, from);
    VEC_PUSH(&r->call, &c.destination_rev, to);
    return migrate_run(r, &c, err);
}

/* Every `a:` of the destinations must be the same. */
static bool stamp_targets(Retort *r, const RetortStamp *s, StrVec *targets, StrVec *start, Err *err)
{
    for (size_t i = 0; i < s->revision_count; i++) {
        Str from = STR_NULL, to = str_z(s->revisions[i]);
        if (s->sql && !split_range(to, &from, &to, err)) return false;
        VEC_PUSH(&r->call, targets, to);
        if (str_is_null(from)) continue;
        if (start->len && !str_eq(start->items[0], from))
            return err_set(
                err, ERR_COMMAND,
                "Stamp operation with --sql only supports a single starting revision at a time");
        if (!start->len) VEC_PUSH(&r->call, start, from);
    }
    return true;
}

static bool stamp(Retort *r, const RetortStamp *s, Err *err)
{
    StrVec targets = {0}, start = {0};
    if (!load(r, err) || !stamp_targets(r, s, &targets, &start, err)) return false;
    Target t = {.symbols = &targets};
    MigrateCommand c = {.name = "stamp",
                        .as_sql = s->sql,
                        .tag = str_z(s->tag),
                        .purge = s->purge,
                        .has_starting_rev = true,
                        .starting_rev = start,
                        .has_destination_rev = true,
                        .destination_rev = targets,
                        .plan = plan_stamps,
                        .user = &t};
    return migrate_run(r, &c, err);
}

static bool ensure_finish(void *user, MigrateRun *run, const StrVec *rows, Err *err)
{
    Migration *m = run->m;
    if (m->as_sql) return version_table_create(m, err);
    return version_table_ensure(m, false, err) &&
           (m->in_transaction || m->in_external_transaction ||
            engine_connection_commit(engine_connection_get(m->connection), err));
}

bool retort_upgrade(Retort *r, const RetortRun *run)
{
    return project_begin(r) && project_end(r, upgrade(r, run, &r->err));
}

bool retort_downgrade(Retort *r, const RetortRun *run)
{
    return project_begin(r) && project_end(r, downgrade(r, run, &r->err));
}

bool retort_stamp(Retort *r, const RetortStamp *s)
{
    return project_begin(r) && project_end(r, stamp(r, s, &r->err));
}

bool retort_ensure_version(Retort *r, bool sql)
{
    MigrateCommand c = {.name = "ensure_version", .as_sql = sql, .finish = ensure_finish};
    return project_begin(r) && project_end(r, load(r, &r->err) && migrate_run(r, &c, &r->err));
}
