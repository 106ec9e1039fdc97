#include "engine/migrate.h"

#include <string.h>

#include "engine/journal.h"
#include "engine/rebuild.h"
#include "engine/version_table.h"
#include "eval/eval.h"
#include "modules/alembic/directive.h"
#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/sql/element.h"
#include "os/clock.h"
#include "os/path.h"
#include "revision/identifier.h"

#define LOGGER "alembic.runtime.migration"

static MigrateRun *run_of(Migration *m) { return m->host->user; }
static EngineConnection *connection_of(Migration *m)
{
    return engine_connection_get(m->connection);
}
static Err fresh(Migration *m) { return err_init(eval_arena(m->ev)); }
static bool settle(Migration *m, bool ok, const Err *err)
{
    return ok || directive_raise(m->ev, err);
}

/* ---- text ---- */

/* To the output_buffer of configure(), or to where the command prints. */
bool migrate_print(Migration *m, Str text, Err *err)
{
    MigrateRun *run = run_of(m);
    StrBuf b = {0}; /* no format: the text may have a NUL in a literal */
    strbuf_push(&b, text);
    strbuf_push_z(&b, "\n\n");
    Str block = strbuf_finish(&b, &run->r->call);
    if (run->command->output) {
        run->command->output(run->command->user, block);
        return true;
    }
    if (value_is_unset(m->options.output_buffer)) {
        project_output(run->r, block);
        return true;
    }
    Value out, arg = value_str(m->ev, block);
    if (!eval_call_method(m->ev, m->options.output_buffer, "write", &arg, 1, &out))
        return eval_take_error(m->ev, err);
    return true;
}

/* Alembic's _exec offline: tabs as four spaces, no white space around, the terminator. */
static Str printable(Migration *m, Str sql, Arena *a)
{
    StrBuf b = {0};
    sql = str_trim(sql);
    for (size_t i = 0; i < sql.len; i++) {
        if (sql.ptr[i] == '\t')
            strbuf_push_z(&b, "    ");
        else
            strbuf_push_char(&b, sql.ptr[i]);
    }
    strbuf_push_z(&b, m->dialect->statement_end);
    return strbuf_finish(&b, a);
}

static bool print_separator(Migration *m, Err *err)
{
    Str separator = m->options.batch_separator;
    if (str_is_null(separator)) separator = str_z(m->dialect->batch_separator);
    return str_is_empty(separator) || migrate_print(m, separator, err);
}

bool migrate_statement(Migration *m, Str sql, Err *err)
{
    if (!m->as_sql) return engine_connection_send(connection_of(m), sql, NULL, 0, NULL, err);
    return migrate_print(m, printable(m, sql, &run_of(m)->r->call), err) && print_separator(m, err);
}

/* ---- operations ---- */

static bool run_batch(Migration *m, const Op *op, Err *err)
{
    const Batch *b = op->as.batch;
    if (batch_recreates(b, m->dialect->name)) return rebuild_table(m, op, err);
    for (size_t i = 0; i < b->ops.len; i++)
        if (!migrate_operation(m, b->ops.items[i], err)) return false;
    return true;
}

bool migrate_operation(Migration *m, const Op *op, Err *err)
{
    if (op->kind == OP_BATCH) return run_batch(m, op, err);
    Arena scratch = {0};
    Statements sql = {0};
    bool ok = m->dialect->compile_op(op, &m->compile, &scratch, &sql, err);
    for (size_t i = 0; ok && i < sql.len; i++) ok = migrate_statement(m, sql.items[i], err);
    if (!ok && !err->pos.file) err->pos = op->pos;
    arena_release(&scratch);
    return ok;
}

static bool host_emit(Migration *m, const Op *op)
{
    Err err = fresh(m);
    return settle(m, migrate_operation(m, op, &err), &err);
}

static bool print_expression(Migration *m, Value statement)
{
    Arena scratch = {0};
    SqlExpr *e = NULL;
    Str sql;
    Err err = fresh(m);
    bool ok;
    if (value_is_str(statement)) {
        e = sql_expr_text(&scratch, value_as_str(statement));
        ok = true;
    } else {
        e = element_expr(m->ev, statement);
        ok = e != NULL;
        if (!ok && value_is_unset(eval_pending(m->ev)))
            eval_raise(m->ev, "TypeError", "not an SQL expression");
    }
    if (ok)
        ok = settle(m,
                    m->dialect->compile_expr(e, &m->compile, &scratch, &sql, NULL, &err) &&
                        migrate_statement(m, sql, &err),
                    &err);
    arena_release(&scratch);
    return ok;
}

static bool host_execute(Migration *m, Value statement, Value params, Value options, Value *result)
{
    *result = value_none();
    if (value_is_unknown(statement)) return eval_need_known(m->ev, statement, "op.execute()");
    /* As Alembic: they are the connection's from now on. */
    if (!m->as_sql && value_is_dict(options) && !engine_options_set(connection_of(m), options))
        return false;
    if (engine_is_ddl(statement)) return host_emit(m, engine_ddl_op(m->ev, statement));
    const SqlExpr *e = value_is_str(statement) ? NULL : element_expr(m->ev, statement);
    if (!value_is_str(statement) && (!e || e->kind == SQL_TABLE)) {
        Value text;
        if (!eval_repr(m->ev, statement, &text)) return false;
        return eval_raise(m->ev, "TypeError",
                          "op.execute() takes SQL text or an expression, not %.*s",
                          STR_ARG(value_as_str(text)));
    }
    if (m->as_sql) return print_expression(m, statement);
    if (value_is_str(statement)) {
        SqlExpr *text =
            sql_expr_text(eval_arena(m->ev), arena_str(eval_arena(m->ev), value_as_str(statement)));
        statement = module_expr_value(m->ev, text);
    }
    /* A directive's failure is known when it ends, rows or none. */
    Err err = fresh(m);
    return engine_connection_execute(connection_of(m), statement, params, result) &&
           (engine_buffer_results(connection_of(m), &err) || engine_raise(m->ev, &err));
}

static bool host_static_output(Migration *m, Str text)
{
    Err err = fresh(m);
    return settle(m, migrate_print(m, text, &err), &err);
}

/* ---- transactions: MigrationContext.begin_transaction ---- */

static bool print_word(Migration *m, const char *word, bool separate, Err *err)
{
    if (!word) return true;
    Str text = arena_fmt(&run_of(m)->r->call, "%s%s", word, m->dialect->statement_end);
    return migrate_print(m, text, err) && (!separate || print_separator(m, err));
}

static bool begin_scope(Migration *m, bool per_migration, MigrationScope *scope, Err *err)
{
    *scope = MIGRATION_SCOPE_NONE;
    if (m->in_external_transaction) return true;
    bool now = m->transactional_ddl ? per_migration == m->options.transaction_per_migration
                                    : per_migration;
    if (!now) return true;
    if (m->as_sql) {
        if (!m->transactional_ddl) return true;
        *scope = MIGRATION_SCOPE_PRINTED;
        return print_word(m, m->dialect->begin_sql, m->dialect->begin_separated, err);
    }
    if (!m->transactional_ddl && m->in_transaction) return true;
    *scope = MIGRATION_SCOPE_REAL;
    m->in_transaction = true;
    EngineConnection *c = connection_of(m);
    return c->began || engine_connection_begin(c, err);
}

static bool end_scope(Migration *m, MigrationScope scope, bool failed, Err *err)
{
    if (scope == MIGRATION_SCOPE_NONE) return true;
    if (scope == MIGRATION_SCOPE_PRINTED)
        return failed || print_word(m, m->dialect->commit_sql, true, err);
    m->in_transaction = false;
    EngineConnection *c = connection_of(m);
    return failed ? engine_connection_rollback(c, err) : engine_connection_commit(c, err);
}

static bool host_begin(Migration *m, bool per_migration, MigrationScope *scope)
{
    Err err = fresh(m);
    return settle(m, begin_scope(m, per_migration, scope, &err), &err);
}

/* Says what a failed step has left behind, and where the database is. */
static void keep_remains(MigrateRun *run)
{
    run->remains = journal_remains(&run->journal, &run->r->call);
    run->left_at = journal_revisions(&run->journal, &run->r->call);
}

static bool host_end(Migration *m, MigrationScope scope, bool failed)
{
    Err err = fresh(m);
    bool ok = end_scope(m, scope, failed, &err);
    if (!ok && !failed) keep_remains(run_of(m));
    /* What failed first is what counts; a connection that is gone cannot roll back anyway. */
    return failed || settle(m, ok, &err);
}

/* ---- configure() ---- */

static bool host_configured(EnvironmentHost *h, Migration *m)
{
    MigrateRun *run = h->user;
    EngineConnection *c = connection_of(m);
    Arena *a = eval_arena(m->ev);
    m->compile.types_created = ARENA_NEW(a, Map);
    m->compile.types_arena = a;
    if (c) connection_set_options(c->db, &m->compile);
    m->engine = run;
    log_write(h->log, LOG_INFO, LOGGER, "Context impl %s.", m->dialect->impl_name);
    if (m->as_sql) log_write(h->log, LOG_INFO, LOGGER, "Generating static SQL");
    log_write(h->log, LOG_INFO, LOGGER, "Will assume %s DDL.",
              m->transactional_ddl ? "transactional" : "non-transactional");
    return true;
}

static const RevisionGraph *host_graph(EnvironmentHost *h, Err *err)
{
    if (!h->script->graph && !script_directory_load(h->script, err)) return NULL;
    return h->script->graph;
}

/* ---- rows ---- */

static bool starting_rows(Migration *m, Arena *out, StrVec *rows, Err *err)
{
    const StrVec *from =
        m->options.starting_rev.len ? &m->options.starting_rev : &m->host->starting_rev;
    for (size_t i = 0; i < from->len; i++) {
        Revision *r = NULL;
        if (str_eq_z(from->items[i], "base") || str_is_empty(from->items[i])) continue;
        const RevisionGraph *g = host_graph(m->host, err);
        if (!g || !identifier_resolve_one(g, from->items[i], &r, err)) return false;
        if (r) VEC_PUSH(out, rows, r->id);
    }
    return true;
}

static bool read_rows(Migration *m, Arena *out, StrVec *rows, Err *err)
{
    if (m->as_sql) return starting_rows(m, out, rows, err);
    if (m->options.starting_rev.len)
        return err_set(err, ERR_COMMAND,
                       "Can't specify current_rev to context when using a database connection");
    return version_table_read(m, out, rows, err);
}

static bool host_heads(Migration *m, Arena *out, StrVec *rows)
{
    Err err = fresh(m);
    return settle(m, read_rows(m, out, rows, &err), &err);
}

/* ---- steps ---- */

/* A step and the function of its script; unset for a stamp. */
typedef struct Work {
    PlanStep *step;
    Value fn;
} Work;

/* "versions/ab12_add.py" -> "ab12_add_py", as Alembic names the modules. */
static Str module_name(Str path, Arena *a)
{
    Str name = path_name(path);
    StrBuf b = {0};
    for (size_t i = 0; i < name.len; i++)
        strbuf_push_char(&b, name.ptr[i] == '.' || name.ptr[i] == '-' ? '_' : name.ptr[i]);
    return strbuf_finish(&b, a);
}

/* Scripts are read before anything runs, so that a broken one stops the run while nothing has
 * happened. */
static bool load_work(Migration *m, PlanStepVec *steps, Work *work)
{
    MigrateRun *run = run_of(m);
    for (size_t i = 0; i < steps->len; i++) {
        PlanStep *s = &steps->items[i];
        Value module;
        Err err = fresh(m);
        work[i] = (Work){s, value_unset()};
        if (s->is_stamp) continue;
        Arena *a = eval_arena(m->ev);
        if (!migrate_load_file(run, s->revision->path, module_name(s->revision->path, a), &module,
                               &err)) {
            run->context = plan_step_text(s, a);
            return eval_fail(m->ev, &err);
        }
        if (!eval_getattr(m->ev, module, s->is_upgrade ? STR("upgrade") : STR("downgrade"),
                          &work[i].fn))
            return false;
        eval_root_push(m->ev, work[i].fn);
    }
    return true;
}

static bool call_hooks(Migration *m, const PlanStep *s, const StrVec *rows, Value kw)
{
    Value hooks = m->options.on_version_apply, heads = value_set(m->ev), out;
    if (!value_seq_len(hooks)) return true;
    for (size_t i = 0; i < rows->len; i++)
        if (!value_set_add(m->ev, heads, value_str(m->ev, rows->items[i]))) return false;
    Value args = value_dict(m->ev);
    value_dict_put_z(m->ev, args, "ctx", m->self);
    value_dict_put_z(m->ev, args, "step", migration_info_value(m->ev, s));
    value_dict_put_z(m->ev, args, "heads", heads);
    value_dict_put_z(m->ev, args, "run_args", kw);
    eval_root_push(m->ev, args);
    bool ok = true;
    for (size_t i = 0; ok && i < value_seq_len(hooks); i++)
        ok = eval_call(m->ev, value_seq_items(hooks)[i], NULL, 0, args, &out);
    eval_root_pop(m->ev, 1);
    return ok;
}

static bool step_body(Migration *m, const Work *w, StrVec *rows, Value kw)
{
    MigrateRun *run = run_of(m);
    Arena *a = eval_arena(m->ev);
    Err err = fresh(m);
    Value out;
    PlanRowChanges changes = {0};
    if (m->as_sql && !rows->len && !settle(m, version_table_create(m, &err), &err)) return false;
    log_write(&run->r->log, LOG_INFO, LOGGER, "Running %.*s", STR_ARG(plan_step_text(w->step, a)));
    if (m->as_sql) {
        Str note = arena_fmt(a, "-- Running %.*s", STR_ARG(plan_step_short_text(w->step, a)));
        if (!settle(m, migrate_print(m, note, &err), &err)) return false;
    }
    if (!value_is_unset(w->fn)) {
        bool before = eval_strict_calls(m->ev, true);
        bool ran = eval_call(m->ev, w->fn, NULL, 0, kw, &out);
        (void)eval_strict_calls(m->ev, before);
        if (!ran) return false;
    }
    bool ok = plan_row_changes(run->scripts->graph, w->step, rows, a, &changes, &err) &&
              version_table_apply(m, &changes, &err);
    return settle(m, ok, &err) && call_hooks(m, w->step, rows, kw);
}

static bool run_step(Migration *m, const Work *w, StrVec *rows, Value kw)
{
    MigrateRun *run = run_of(m);
    MigrationScope scope;
    run->context = plan_step_text(w->step, eval_arena(m->ev));
    run->remains = STR_NULL;
    journal_step(&run->journal);
    if (!host_begin(m, true, &scope)) return false;
    bool ok = step_body(m, w, rows, kw);
    if (!ok) {
        Value x = eval_fatal(m->ev) ? value_unset() : eval_catch(m->ev);
        journal_failed(&run->journal);
        (void)host_end(m, scope, true);
        keep_remains(run);
        return value_is_unset(x) ? false : eval_raise_value(m->ev, x);
    }
    if (!host_end(m, scope, false)) return false;
    journal_step_done(&run->journal);
    run->context = STR_NULL;
    return true;
}

/* The dry run shows the other steps even when one cannot be shown. */
static bool forgiven(Migration *m, const Work *w, StrVec *rows)
{
    MigrateRun *run = run_of(m);
    Err err = fresh(m);
    PlanRowChanges changes = {0};
    if (!run->command->step_failed) return false;
    (void)eval_take_error(m->ev, &err);
    engine_error_restore(m->ev, &err);
    if (!run->command->step_failed(run->command->user, w->step, &err))
        return eval_fail(m->ev, &err);
    err_clear(&err);
    return settle(
        m, plan_row_changes(run->scripts->graph, w->step, rows, eval_arena(m->ev), &changes, &err),
        &err);
}

/* Tells the caller's step callback. started < 0: the step is about to run. */
static void tell_step(Migration *m, const PlanStepVec *steps, size_t i, int64_t started)
{
    const RetortOptions *o = &run_of(m)->r->options;
    const PlanStep *s = &steps->items[i];
    if (!o->step || m->as_sql || s->is_stamp) return;
    Arena scratch = {0};
    RetortStep step = {.index = i + 1,
                       .count = steps->len,
                       .id = arena_cstr(&scratch, s->revision->id),
                       .text = plan_step_text(s, &scratch).ptr,
                       .done = started >= 0};
    if (step.done) step.seconds = (double)(clock_monotonic() - started) / 1e6;
    o->step(o->user, &step);
    arena_release(&scratch);
}

static bool run_steps(Migration *m, PlanStepVec *steps, StrVec *rows, Value kw)
{
    const MigrateCommand *command = run_of(m)->command;
    Arena *a = eval_arena(m->ev);
    Work *work = ARENA_ARRAY(a, Work, steps->len + 1);
    size_t loaded = 0;
    bool ok = load_work(m, steps, work);
    journal_end(&run_of(m)->journal);
    journal_begin(&run_of(m)->journal, m, rows);
    for (size_t i = 0; ok && i < steps->len; i++) {
        if (command->progress) command->progress(command->user, work[i].step);
        tell_step(m, steps, i, -1);
        int64_t started = clock_monotonic();
        ok = run_step(m, &work[i], rows, kw) || forgiven(m, &work[i], rows);
        if (ok) tell_step(m, steps, i, started);
    }
    for (size_t i = 0; i < steps->len; i++) loaded += !value_is_unset(work[i].fn);
    eval_root_pop(m->ev, loaded);
    if (ok && command->progress) command->progress(command->user, NULL);
    return ok;
}

/* The plan is made before anything is written: a run that has no plan leaves no version table. */
static bool prepare(Migration *m, StrVec *rows, PlanStepVec *steps, Err *err)
{
    MigrateRun *run = run_of(m);
    const MigrateCommand *command = run->command;
    if (command->purge) {
        if (m->as_sql) return err_set(err, ERR_COMMAND, "Can't use --purge with --sql mode");
    } else if (!read_rows(m, eval_arena(m->ev), rows, err)) {
        return false;
    }
    if (command->plan && !command->plan(command->user, run, rows, steps, err)) return false;
    if (command->purge) return version_table_ensure(m, true, err);
    bool must_write = !m->as_sql && !rows->len && !command->read_only;
    return !must_write || version_table_ensure(m, false, err);
}

static bool host_run(Migration *m, Value kw)
{
    MigrateRun *run = run_of(m);
    Migration *before = run->m;
    /* The journal looks at them when env.py commits, after this has returned. */
    StrVec *rows = ARENA_NEW(eval_arena(m->ev), StrVec);
    PlanStepVec steps = {0};
    Err err = fresh(m);
    run->m = m;
    run->ran = true;
    bool ok = settle(m, prepare(m, rows, &steps, &err), &err) && run_steps(m, &steps, rows, kw);
    if (ok && run->command->finish) {
        Err late = fresh(m);
        ok = settle(m, run->command->finish(run->command->user, run, rows, &late), &late);
    }
    run->m = before;
    return ok;
}

static void host_print(EnvironmentHost *h, Str line)
{
    MigrateRun *run = h->user;
    project_status(run->r, RETORT_PHASE_LINE, "%.*s", STR_ARG(line));
}

static void host_warn(EnvironmentHost *h, Eval *ev, Str category, Str message)
{
    MigrateRun *run = h->user;
    project_warn(run->r, category, message, eval_position(ev));
}

static bool host_module(EnvironmentHost *h, const Revision *r, Value *out, Err *err)
{
    MigrateRun *run = h->user;
    bool strict = eval_strict_calls(run->ev, false);
    bool ok = migrate_load_file(run, r->path, module_name(r->path, eval_arena(run->ev)), out, err);
    (void)eval_strict_calls(run->ev, strict);
    return ok;
}

void migrate_host_init(MigrateRun *run)
{
    const MigrateCommand *c = run->command;
    run->host = (EnvironmentHost){.user = run,
                                  .script = run->scripts,
                                  .graph = host_graph,
                                  .module = host_module,
                                  .log = &run->r->log,
                                  .command = str_z(c->name),
                                  .autogenerate = c->autogenerate,
                                  .as_sql = c->as_sql,
                                  .x_args = run->r->x_args,
                                  .tag = c->tag,
                                  .has_starting_rev = c->has_starting_rev,
                                  .starting_rev = c->starting_rev,
                                  .has_destination_rev = c->has_destination_rev,
                                  .destination_rev = c->destination_rev,
                                  .arena = &run->r->call,
                                  .print = host_print,
                                  .warn = host_warn,
                                  .configured = host_configured,
                                  .emit = host_emit,
                                  .execute = host_execute,
                                  .static_output = host_static_output,
                                  .begin = host_begin,
                                  .end = host_end,
                                  .run = host_run,
                                  .heads = host_heads};
}
