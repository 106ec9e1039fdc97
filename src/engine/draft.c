#include "engine/draft.h"

#include "engine/changes.h"
#include "engine/environment.h"
#include "modules/sqlalchemy/event.h"
#include "revision/identifier.h"

/* ---- the difference between the database and the models ---- */

/* Every head that the scripts have must be in the database, and nothing else. */
static bool check_at_head(MigrateRun *run, const StrVec *rows, Err *err)
{
    ScriptDirectory *scripts;
    RevisionVec current = {0}, heads = {0};
    Arena *a = &run->r->call;
    if (!project_scripts(run->r, &scripts, err) ||
        !identifier_resolve_all(scripts->graph, rows, a, &current, err) ||
        !identifier_resolve(scripts->graph, STR("heads"), a, &heads, err))
        return false;
    RevisionSet is = graph_set_new(scripts->graph, a), wanted = graph_set_new(scripts->graph, a);
    for (size_t i = 0; i < current.len; i++)
        if (current.items[i]) graph_set_add(&is, current.items[i]);
    for (size_t i = 0; i < heads.len; i++) graph_set_add(&wanted, heads.items[i]);
    bool same = is.len == wanted.len;
    for (size_t i = 0; same && i < heads.len; i++) same = graph_set_has(&is, heads.items[i]);
    if (same) return true;
    err_set(err, ERR_COMMAND, "Target database is not up to date.");
    return err_hint(err,
                    "Run `retort upgrade head` first: a new revision is the difference between "
                    "the models and a database that is at head.");
}

/* Models that declare nothing are nearly always models that env.py forgot to import; comparing with
 * them would propose to drop every table of the database. */
static bool check_tables(const MigrateRun *run, Err *err)
{
    const Migration *m = run->m;
    for (size_t i = 0; i < m->options.target_metadata.len; i++)
        if (m->options.target_metadata.items[i]->tables.len) return true;
    err_set(err, ERR_COMMAND, "The models declare no table: target_metadata of %.*s is empty",
            STR_ARG(script_directory_env_py(run->scripts, &run->r->call)));
    return err_hint(err, "Import the modules that declare the models in env.py. To drop the last "
                         "table of a schema, write the revision by hand.");
}

bool draft_compare(MigrateRun *run, const StrVec *rows, AutogenOptions *options, Arena *out,
                   OpVec *upgrade, Err *err)
{
    Migration *m = run->m;
    EngineConnection *c = engine_connection_get(m->connection);
    if (!check_at_head(run, rows, err)) return false;
    if (!m->options.has_target_metadata)
        return err_set(
            err, ERR_COMMAND,
            "Can't proceed with --autogenerate option; environment script %.*s does not provide a "
            "MetaData object or sequence of objects to the context.",
            STR_ARG(script_directory_env_py(run->scripts, &run->r->call)));
    if (event_is_heard(run->ev, "column_reflect"))
        eval_warn(run->ev, STR("EventWarning"),
                  STR("a listener for 'column_reflect' is not run by autogenerate"));
    if (!check_tables(run, err) || !migration_autogen_options(m, options, err)) return false;
    if (!c || !c->db) return err_set(err, ERR_COMMAND, "autogenerate needs a database connection");
    return migration_compare(m, c->db, options, out, upgrade, err);
}

/* ---- new scripts ---- */

/* What one context gave for a token of the template. */
typedef struct DraftBody {
    Str token, text;
} DraftBody;

typedef struct DraftedScript {
    ScriptDraft draft;
    VEC(DraftBody) bodies;
    AutogenImports imports;
} DraftedScript;

/* Scripts are written when env.py has ended: with several databases, each context gives a part. */
typedef struct DraftJob {
    const ScriptDraft *wanted;
    bool autogenerate;
    EnvironmentDraftFn fn;
    void *user;
    VEC(DraftedScript *) scripts;
    bool changed; /* some context found something */
    Value args;   /* the template's arguments that are the same for all */
} DraftJob;

static MigrationScript script_of(const ScriptDraft *d)
{
    MigrationScript s = {.rev_id = d->rev_id,
                         .message = d->message,
                         .splice = d->splice,
                         .version_path = d->version_path,
                         .depends_on = d->depends_on};
    s.head = d->heads.len == 1 ? d->heads.items[0] : STR_NULL;
    if (d->branch_labels.len) s.branch_label = d->branch_labels.items[0];
    return s;
}

/* first: the command's own script, whose heads may be several. */
static ScriptDraft draft_of(const ScriptDraft *wanted, const MigrationScript *s, bool first,
                            Arena *a)
{
    ScriptDraft d = *wanted;
    if (!first) d.heads = (StrVec){0};
    d.rev_id = s->rev_id;
    d.message = s->message;
    d.splice = s->splice;
    d.version_path = s->version_path;
    d.depends_on = s->depends_on;
    if (d.heads.len <= 1 && !str_is_null(s->head)) {
        d.heads = (StrVec){0};
        VEC_PUSH(a, &d.heads, s->head);
    }
    d.branch_labels = (StrVec){0};
    if (!str_is_null(s->branch_label)) VEC_PUSH(a, &d.branch_labels, s->branch_label);
    return d;
}

static void put_body(DraftedScript *d, Arena *a, Str token, Str text)
{
    for (size_t i = 0; i < d->bodies.len; i++)
        if (str_eq(d->bodies.items[i].token, token)) {
            d->bodies.items[i].text = text;
            return;
        }
    VEC_PUSH(a, &d->bodies, (DraftBody){token, text});
}

static bool render_bodies(MigrateRun *run, const MigrationScript *s, AutogenOptions *o,
                          DraftedScript *d, Err *err)
{
    Migration *m = run->m;
    Arena *a = &run->r->call;
    Str up = STR("pass"), down = STR("pass");
    for (size_t i = 0; i < s->imports.len; i++)
        autogen_import_add(&d->imports, s->imports.items[i]);
    int version = m->compile.server_version;
    if (!autogen_render(&s->upgrade, m->dialect, version, o, &d->imports, a, &up, err) ||
        !autogen_render(&s->downgrade, m->dialect, version, o, &d->imports, a, &down, err))
        return false;
    put_body(d, a, arena_str(a, m->options.upgrade_token), up);
    put_body(d, a, arena_str(a, m->options.downgrade_token), down);
    return true;
}

static bool add_script(DraftJob *job, MigrateRun *run, const MigrationScript *script, size_t at,
                       AutogenOptions *options, Err *err)
{
    Arena *a = &run->r->call;
    if (at == job->scripts.len) {
        DraftedScript *made = ARENA_NEW(a, DraftedScript);
        made->imports.arena = a;
        VEC_PUSH(a, &job->scripts, made);
    }
    DraftedScript *d = job->scripts.items[at];
    d->draft = draft_of(job->wanted, script, at == 0, a);
    return render_bodies(run, script, options, d, err);
}

static bool drafts_finish(void *user, MigrateRun *run, const StrVec *rows, Err *err)
{
    DraftJob *job = user;
    Arena *a = &run->r->call;
    AutogenOptions options = autogen_options_default();
    MigrationScript script = script_of(job->wanted);
    size_t n = 0;
    if (job->autogenerate) {
        if (!draft_compare(run, rows, &options, a, &script.upgrade, err) ||
            !migration_reverse(run->m, &script.upgrade, a, &script.downgrade, err))
            return false;
    }
    if (!migration_process_directives(run->m, rows, &script, a, err)) return false;
    environment_template_args(run, &job->args);
    if (script.dropped) {
        job->scripts.len = 0;
        return true;
    }
    job->changed = job->changed || script.next || !autogen_is_empty(&script.upgrade);
    for (const MigrationScript *s = &script; s; s = s->next)
        if (!add_script(job, run, s, n++, &options, err)) return false;
    return true;
}

static bool write_script(DraftJob *job, MigrateRun *run, DraftedScript *d, Err *err)
{
    Eval *ev = run->ev;
    Value args = value_dict(ev), key, item;
    size_t at = 0;
    eval_root_push(ev, args);
    while (value_dict_next(job->args, &at, &key, &item))
        value_dict_put_str(ev, args, value_as_str(key), item);
    for (size_t i = 0; i < d->bodies.len; i++)
        value_dict_put_str(ev, args, d->bodies.items[i].token,
                           value_str(ev, d->bodies.items[i].text));
    value_dict_put_z(ev, args, "imports",
                     value_str(ev, autogen_imports_text(&d->imports, &run->r->call)));
    bool ok = job->fn(job->user, &d->draft, ev, args, err);
    eval_root_pop(ev, 1);
    return ok;
}

static bool drafts_end(void *user, MigrateRun *run, Err *err)
{
    DraftJob *job = user;
    if (run->ran && job->autogenerate && job->wanted->unchanged)
        *job->wanted->unchanged = !job->scripts.len || !job->changed;
    for (size_t i = 0; i < job->scripts.len; i++)
        if (!write_script(job, run, job->scripts.items[i], err)) return false;
    return true;
}

bool environment_drafts(Retort *r, const ScriptDraft *wanted, bool autogenerate, bool sql,
                        EnvironmentDraftFn fn, void *user, Err *err)
{
    DraftJob job = {.wanted = wanted, .autogenerate = autogenerate, .fn = fn, .user = user};
    job.args = value_unset();
    MigrateCommand command = {.name = "revision",
                              .as_sql = sql,
                              .autogenerate = autogenerate,
                              .read_only = true,
                              .finish = drafts_finish,
                              .end = drafts_end,
                              .user = &job};
    return migrate_run(r, &command, err);
}

/* ---- check ---- */

typedef struct CheckJob {
    RetortChangeFn fn; /* NULL = none */
    void *user;
} CheckJob;

static bool check_finish(void *user, MigrateRun *run, const StrVec *rows, Err *err)
{
    const CheckJob *job = user;
    AutogenOptions options;
    OpVec upgrade = {0};
    Arena *a = &run->r->call;
    if (!draft_compare(run, rows, &options, a, &upgrade, err)) return false;
    MigrationScript script = {.rev_id = STR("check"), .upgrade = upgrade};
    if (!migration_reverse(run->m, &upgrade, a, &script.downgrade, err) ||
        !migration_process_directives(run->m, rows, &script, a, err))
        return false;
    /* Of several scripts, Alembic looks at the last. */
    MigrationScript *last = &script;
    while (last->next) last = last->next;
    if (script.dropped || autogen_is_empty(&last->upgrade)) return true;
    if (job->fn) changes_tell(run, &last->upgrade, &options, job->fn, job->user);
    Str text;
    if (!migration_describe_own(run->m, &last->upgrade, err) ||
        !autogen_describe(&last->upgrade, run->m->dialect, a, &text, err))
        return false;
    return err_set(err, ERR_COMMAND, "New upgrade operations detected: %.*s", STR_ARG(text));
}

bool retort_check(Retort *r, RetortChangeFn fn, void *user)
{
    if (!project_begin(r)) return false;
    CheckJob job = {fn, user};
    MigrateCommand command = {.name = "check",
                              .autogenerate = true,
                              .read_only = true,
                              .finish = check_finish,
                              .user = &job};
    bool ok = migrate_run(r, &command, &r->err);
    return project_end(r, ok);
}
