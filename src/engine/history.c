#include <string.h>

#include "engine/environment.h"
#include "engine/project.h"
#include "revision/identifier.h"

/* Looking at the graph: history, heads, branches, show. */

static const char *const *texts(const StrVec *v, Arena *out)
{
    const char **a = ARENA_ARRAY(out, const char *, v->len + 1);
    for (size_t i = 0; i < v->len; i++) a[i] = arena_cstr(out, v->items[i]);
    return a;
}

static const char *const *ids(const RevisionVec *v, Arena *out)
{
    const char **a = ARENA_ARRAY(out, const char *, v->len + 1);
    for (size_t i = 0; i < v->len; i++) a[i] = arena_cstr(out, v->items[i]->id);
    return a;
}

const RetortRevision *project_revision(const Revision *rev, bool is_current, Arena *out)
{
    RetortRevision *p = ARENA_NEW(out, RetortRevision);
    *p = (RetortRevision){
        .id = arena_cstr(out, rev->id),
        .down = ids(&rev->down, out),
        .down_count = rev->down.len,
        /* As written, labels included: that is what Alembic shows. */
        .depends_on = texts(&rev->depends_on, out),
        .depends_on_count = rev->depends_on.len,
        .labels = texts(&rev->labels, out),
        .label_count = rev->labels.len,
        .children = ids(&rev->next, out),
        .child_count = rev->next.len,
        .doc = arena_cstr(out, graph_short_doc(rev)),
        .long_doc = arena_cstr(out, rev->doc),
        .path = arena_cstr(out, rev->path),
        .is_head = graph_is_real_head(rev),
        .is_effective_head = graph_is_head(rev) && !graph_is_real_head(rev),
        .is_base = graph_is_base(rev),
        .is_branchpoint = graph_is_branchpoint(rev),
        .is_mergepoint = graph_is_mergepoint(rev),
        .is_current = is_current,
    };
    return p;
}

/* rows: NULL when the database was not asked. */
static void list(const RevisionVec *v, const StrVec *rows, RetortRevisionFn fn, void *user)
{
    Arena scratch = {0};
    bool go_on = true;
    for (size_t i = 0; go_on && i < v->len; i++) {
        bool current = false;
        for (size_t k = 0; rows && k < rows->len; k++)
            current = current || str_eq(rows->items[k], v->items[i]->id);
        go_on = fn(user, project_revision(v->items[i], current, &scratch));
        arena_release(&scratch);
    }
}

/* ---- history ---- */

typedef struct HistoryJob {
    Retort *r;
    const RevisionGraph *graph;
    Str lower, upper; /* null = not given */
    bool indicate_current;
    RetortRevisionFn fn;
    void *user;
} HistoryJob;

static bool is_current_word(Str s) { return str_eq_z(s, "current"); }

/* rows: the version table, NULL without a database. */
static bool run_history(HistoryJob *job, const StrVec *rows, Err *err)
{
    IdentifierEnd lower = {job->lower, rows}, upper = {job->upper, rows};
    /* Only one end can stand for the database; the upper one is looked at first. */
    if (rows && is_current_word(job->upper))
        upper.symbol = STR_NULL;
    else if (rows && is_current_word(job->lower))
        lower.symbol = STR_NULL;
    RevisionVec found = {0};
    if (str_is_null(job->lower)) lower.symbol = STR("base");
    if (str_is_null(job->upper)) upper.symbol = STR("heads");
    if (!identifier_history(job->graph, lower, upper, &job->r->call, &found, err)) return false;
    list(&found, job->indicate_current ? rows : NULL, job->fn, job->user);
    return true;
}

static bool history_with_rows(void *user, const StrVec *rows, Eval *ev, Value template_args,
                              Err *err)
{
    (void)ev, (void)template_args;
    return run_history(user, rows, err);
}

static bool parse_range(HistoryJob *job, Str range, Err *err)
{
    range = str_trim(range);
    if (str_find_char(range, ':') == STR_NPOS)
        return err_set(err, ERR_COMMAND,
                       "History range requires [start]:[end], [start]:, or :[end]");
    job->lower = str_cut(&range, ':');
    job->upper = range;
    if (str_find_char(range, ':') != STR_NPOS) {
        err_set(err, ERR_COMMAND, "History range requires [start]:[end], [start]:, or :[end]");
        return err_hint(err, "There is more than one colon in it.");
    }
    return true;
}

static bool history(HistoryJob *job, const RetortHistory *h, Err *err)
{
    ScriptDirectory *d;
    bool environment;
    if (!project_directory(job->r, &d, err)) return false;
    if (h->range && !parse_range(job, str_z(h->range), err)) return false;
    if (!config_revision_environment(job->r->config, &environment, err)) return false;
    if (!project_scripts(job->r, &d, err)) return false;
    job->graph = d->graph;
    environment = environment || h->indicate_current || is_current_word(job->lower) ||
                  is_current_word(job->upper);
    return environment ? environment_rows(job->r, history_with_rows, job, err)
                       : run_history(job, NULL, err);
}

bool retort_history(Retort *r, const RetortHistory *h, RetortRevisionFn fn, void *user)
{
    HistoryJob job = {.r = r, .indicate_current = h->indicate_current, .fn = fn, .user = user};
    return project_end(r, project_begin(r) && history(&job, h, &r->err));
}

/* ---- heads, branches, show ---- */

bool retort_heads(Retort *r, bool resolve_dependencies, RetortRevisionFn fn, void *user)
{
    ScriptDirectory *d;
    bool ok = project_begin(r) && project_scripts(r, &d, &r->err);
    if (ok) list(resolve_dependencies ? &d->graph->real_heads : &d->graph->heads, NULL, fn, user);
    return project_end(r, ok);
}

bool retort_branches(Retort *r, RetortRevisionFn fn, void *user)
{
    ScriptDirectory *d;
    RevisionVec all = {0}, forks = {0};
    IdentifierEnd lower = {.symbol = STR("base")}, upper = {.symbol = STR("heads")};
    bool ok = project_begin(r) && project_scripts(r, &d, &r->err) &&
              identifier_history(d->graph, lower, upper, &r->call, &all, &r->err);
    for (size_t i = 0; ok && i < all.len; i++)
        if (graph_is_branchpoint(all.items[i])) VEC_PUSH(&r->call, &forks, all.items[i]);
    if (ok) list(&forks, NULL, fn, user);
    return project_end(r, ok);
}

typedef struct ShowJob {
    Retort *r;
    const RevisionGraph *graph;
    RetortRevisionFn fn;
    void *user;
} ShowJob;

static bool show_found(ShowJob *job, const RevisionVec *found, Err *err)
{
    for (size_t i = 0; i < found->len; i++)
        if (!found->items[i]) return err_set(err, ERR_COMMAND, "Walked too far");
    list(found, NULL, job->fn, job->user);
    return true;
}

static bool show_rows(void *user, const StrVec *rows, Eval *ev, Value template_args, Err *err)
{
    (void)ev, (void)template_args;
    ShowJob *job = user;
    RevisionVec found = {0};
    return identifier_resolve_all(job->graph, rows, &job->r->call, &found, err) &&
           show_found(job, &found, err);
}

static bool show(ShowJob *job, Str revision, Err *err)
{
    ScriptDirectory *d;
    RevisionVec found = {0};
    if (!project_scripts(job->r, &d, err)) return false;
    job->graph = d->graph;
    if (is_current_word(revision)) return environment_rows(job->r, show_rows, job, err);
    return identifier_resolve(d->graph, revision, &job->r->call, &found, err) &&
           show_found(job, &found, err);
}

bool retort_show(Retort *r, const char *revision, RetortRevisionFn fn, void *user)
{
    ShowJob job = {.r = r, .fn = fn, .user = user};
    return project_end(r, project_begin(r) && show(&job, str_z(revision), &r->err));
}
