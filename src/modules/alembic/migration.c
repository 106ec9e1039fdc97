#include "modules/alembic/internal.h"

#include <stdarg.h>

#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/exc.h"

/* alembic.runtime.migration: MigrationContext, its impl, transactions, MigrationInfo. */

static Migration *migration_of(Value v)
{
    Migration **m = value_payload(v, &alembic_class_migration_context);
    return m ? *m : NULL;
}

Value migration_value(Migration *m) { return m->self; }

bool alembic_command_error(Eval *ev, const char *fmt, ...)
{
    Err err = err_init(eval_arena(ev));
    va_list ap;
    va_start(ap, fmt);
    err_vset(&err, ERR_COMMAND, fmt, ap);
    va_end(ap);
    return directive_raise(ev, &err);
}

static bool raise_err(Migration *m, const Err *err) { return directive_raise(m->ev, err); }

/* ---- transactions ---- */

typedef struct Scoped {
    Migration *m;
    bool per_migration;
    MigrationScope scope;
    bool begun, ended;
} Scoped;

static const NativeClass scope_class, autocommit_class;

bool migration_begin(Migration *m, bool per_migration, Value *out)
{
    *out = eval_instance_new(m->ev, eval_class(m->ev, &scope_class));
    Scoped *s = value_payload(*out, &scope_class);
    s->m = m;
    s->per_migration = per_migration;
    /* Online the transaction begins with the call, offline BEGIN is printed on entering. */
    if (m->as_sql) return true;
    s->begun = true;
    return m->host->begin(m, per_migration, &s->scope);
}

static bool scope_enter(Eval *ev, Args *a, Value *out)
{
    Scoped *s = value_payload(a->self, &scope_class);
    *out = a->self;
    if (s->begun) return true;
    s->begun = true;
    return s->m->host->begin(s->m, s->per_migration, &s->scope);
}

static bool scope_end(Scoped *s, bool failed)
{
    if (s->ended || !s->begun) return true;
    s->ended = true;
    return s->m->host->end(s->m, s->scope, failed);
}

static bool scope_exit(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(false);
    return scope_end(value_payload(a->self, &scope_class), !value_is_none(a->v[0]));
}

static bool scope_commit(Eval *ev, Args *a, Value *out)
{
    return scope_end(value_payload(a->self, &scope_class), false);
}
static bool scope_rollback(Eval *ev, Args *a, Value *out)
{
    return scope_end(value_payload(a->self, &scope_class), true);
}

static const NativeMethod scope_methods[] = {
    {"__enter__", "", scope_enter, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", scope_exit, NATIVE_METHOD},
    {"commit", "", scope_commit, NATIVE_METHOD},
    {"rollback", "", scope_rollback, NATIVE_METHOD},
    {0},
};
static const NativeClass scope_class = {.name = "_ProxyTransaction",
                                        .module = "alembic.runtime.migration",
                                        .payload = sizeof(Scoped),
                                        .methods = scope_methods};

/* autocommit_block(): what was done so far is committed, the block runs outside of a transaction.
 */
typedef struct Autocommit {
    Migration *m;
    bool was_in_transaction;
    bool was_autocommit;
} Autocommit;

static bool autocommit_block(Eval *ev, Args *a, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &autocommit_class));
    ((Autocommit *)value_payload(*out, &autocommit_class))->m = migration_of(a->self);
    return true;
}

static bool print_word(Migration *m, const char *word)
{
    if (!word) return true;
    Str text = arena_fmt(eval_arena(m->ev), "%s%s", word, m->dialect->statement_end);
    Str separator = m->options.batch_separator;
    if (str_is_null(separator)) separator = str_z(m->dialect->batch_separator);
    bool separated = word == m->dialect->commit_sql || m->dialect->begin_separated;
    if (!m->host->static_output(m, text)) return false;
    return !separated || str_is_empty(separator) || m->host->static_output(m, separator);
}

static bool autocommit_enter(Eval *ev, Args *a, Value *out)
{
    Autocommit *x = value_payload(a->self, &autocommit_class);
    Migration *m = x->m;
    Err err = err_init(eval_arena(ev));
    if (m->as_sql) return !m->transactional_ddl || print_word(m, m->dialect->commit_sql);
    EngineConnection *c = engine_connection_get(m->connection);
    x->was_in_transaction = c->began;
    if (c->began) {
        if (!m->in_transaction)
            return eval_raise(
                ev, "AssertionError",
                "autocommit_block() cannot commit a transaction that env.py began itself");
        m->in_transaction = false;
        if (!engine_connection_commit(c, &err)) return raise_err(m, &err);
    }
    x->was_autocommit = c->autocommit;
    c->autocommit = true;
    return true;
}

static bool autocommit_exit(Eval *ev, Args *a, Value *out)
{
    Autocommit *x = value_payload(a->self, &autocommit_class);
    Migration *m = x->m;
    Err err = err_init(eval_arena(ev));
    *out = value_bool(false);
    if (m->as_sql) return !m->transactional_ddl || print_word(m, m->dialect->begin_sql);
    EngineConnection *c = engine_connection_get(m->connection);
    if (!engine_connection_commit(c, &err)) return raise_err(m, &err);
    c->autocommit = x->was_autocommit;
    if (!x->was_in_transaction) return true;
    m->in_transaction = true;
    return engine_connection_begin(c, &err) || raise_err(m, &err);
}

static const NativeMethod autocommit_methods[] = {
    {"__enter__", "", autocommit_enter, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", autocommit_exit, NATIVE_METHOD},
    {0},
};
static const NativeClass autocommit_class = {.name = "_GeneratorContextManager",
                                             .module = "contextlib",
                                             .payload = sizeof(Autocommit),
                                             .methods = autocommit_methods};

static bool begin_transaction(Eval *ev, Args *a, Value *out)
{
    bool per = false;
    return eval_truth(ev, a->v[0], &per) && migration_begin(migration_of(a->self), per, out);
}

/* ---- what is in the database ---- */

static bool current_heads(Eval *ev, Migration *m, Value *out)
{
    StrVec rows = {0};
    if (!m->host->heads(m, eval_arena(ev), &rows)) return false;
    Value list = value_list(ev);
    for (size_t i = 0; i < rows.len; i++) value_list_push(ev, list, value_str(ev, rows.items[i]));
    *out = value_tuple(ev, value_seq_items(list), rows.len);
    return true;
}

static bool get_current_heads(Eval *ev, Args *a, Value *out)
{
    return current_heads(ev, migration_of(a->self), out);
}

static bool get_current_revision(Eval *ev, Args *a, Value *out)
{
    Migration *m = migration_of(a->self);
    Value heads;
    if (!current_heads(ev, m, &heads)) return false;
    if (value_seq_len(heads) > 1)
        return alembic_command_error(ev,
                                     "Version table '%.*s' has more than one head present; "
                                     "please use get_current_heads()",
                                     STR_ARG(m->options.version_table));
    *out = value_seq_len(heads) ? value_seq_items(heads)[0] : value_none();
    return true;
}

/* ---- the rest ---- */

static bool context_execute(Eval *ev, Args *a, Value *out)
{
    Migration *m = migration_of(a->self);
    Value result;
    return m->host->execute(m, a->v[0], value_none(), a->v[1], &result);
}

static bool run_migrations(Eval *ev, Args *a, Value *out)
{
    Migration *m = migration_of(a->self);
    return m->host->run(m, a->v[0]);
}

static bool static_output(Eval *ev, Args *a, Value *out)
{
    Migration *m = migration_of(a->self);
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "text must be a string");
    return m->host->static_output(m, value_as_str(a->v[0]));
}

/* context._run(op): past implementations and impls of the project's own. */
static bool run_builtin(Eval *ev, Args *a, Value *out)
{
    Directive d = {.ev = ev,
                   .m = migration_of(a->self),
                   .name = "invoke",
                   .arena = eval_arena(ev)};
    return invoke_builtin(&d, a->v[0], out);
}

bool migration_impl(Migration *m, Value *out)
{
    Value dict = instance_dict(m->ev, m->self), module, fn;
    *out = value_dict_find_z(dict, "_impl");
    if (!value_is_unset(*out)) return true;
    if (!eval_import(m->ev, STR("alembic.ddl.impl"), &module) ||
        !eval_getattr(m->ev, module, STR("_of_context"), &fn) ||
        !eval_call(m->ev, fn, &m->self, 1, value_unset(), out))
        return false;
    value_dict_put_z(m->ev, dict, "_impl", *out);
    return true;
}

static bool migration_getattr(Eval *ev, Value self, Str name, Value *out)
{
    Migration *m = migration_of(self);
    *out = value_unset();
    if (str_eq_z(name, "connection") || str_eq_z(name, "bind"))
        *out = m->connection;
    else if (str_eq_z(name, "as_sql"))
        *out = value_bool(m->as_sql);
    else if (str_eq_z(name, "opts"))
        *out = m->options.opts;
    else if (str_eq_z(name, "version_table"))
        *out = value_str(ev, m->options.version_table);
    else if (str_eq_z(name, "version_table_schema"))
        *out = str_is_null(m->options.version_table_schema)
                   ? value_none()
                   : value_str(ev, m->options.version_table_schema);
    else if (str_eq_z(name, "transactional_ddl"))
        *out = value_bool(m->transactional_ddl);
    else if (str_eq_z(name, "impl"))
        return migration_impl(m, out);
    else if (str_eq_z(name, "migration_context"))
        *out = self;
    else if (str_eq_z(name, "environment_context"))
        return eval_import(ev, STR("alembic.context"), out);
    else if (str_eq_z(name, "dialect"))
        return eval_getattr(ev, m->connection, STR("dialect"), out);
    else if (str_eq_z(name, "config") || str_eq_z(name, "script")) {
        Value module;
        return eval_import(ev, STR("alembic.context"), &module) &&
               eval_getattr(ev, module, name, out);
    }
    return true;
}

static bool context_configure(Eval *ev, Args *a, Value *out)
{
    Value module, fn, key, item, kw = value_dict(ev);
    static const char *const names[] = {"connection", "url", "dialect_name"};
    size_t at = 0;
    for (int i = 0; i < 3; i++)
        if (!value_is_none(a->v[i])) value_dict_put_z(ev, kw, names[i], a->v[i]);
    while (value_is_dict(a->v[6]) && value_dict_next(a->v[6], &at, &key, &item))
        if (value_is_str(key)) value_dict_put_str(ev, kw, value_as_str(key), item);
    EnvironmentHost *host = environment_host(ev);
    if (!host)
        return eval_raise(ev, "RuntimeError",
                          "MigrationContext.configure() needs a running environment");
    Migration *before = host->current;
    if (!eval_import(ev, STR("alembic.context"), &module) ||
        !eval_getattr(ev, module, STR("configure"), &fn) || !eval_call(ev, fn, NULL, 0, kw, out))
        return false;
    *out = host->current->self;
    if (before) host->current = before;
    return true;
}

static const NativeMethod migration_methods[] = {
    {"configure",
     "connection=None, url=None, dialect_name=None, dialect=None, environment_context=None, "
     "dialect_opts=None, opts=None",
     context_configure, NATIVE_CLASSMETHOD},
    {"begin_transaction", "_per_migration=False", begin_transaction, NATIVE_METHOD},
    {"autocommit_block", "", autocommit_block, NATIVE_METHOD},
    {"get_current_revision", "", get_current_revision, NATIVE_METHOD},
    {"get_current_heads", "", get_current_heads, NATIVE_METHOD},
    {"execute", "sql, execution_options=None", context_execute, NATIVE_METHOD},
    {"run_migrations", "**kw", run_migrations, NATIVE_METHOD},
    {"static_output", "text", static_output, NATIVE_METHOD},
    {"_run", "operation", run_builtin, NATIVE_METHOD},
    {0},
};

const NativeClass alembic_class_migration_context = {
    .name = "MigrationContext",
    .module = "alembic.runtime.migration",
    .payload = sizeof(Migration *),
    .methods = migration_methods,
    .getattr = migration_getattr,
};

/* ---- MigrationInfo ---- */

/* The scripts of one of the *_ids. */
static bool scripts_of(Eval *ev, Value self, const char *ids, Value *out)
{
    Value directory = eval_instance_new(ev, eval_class(ev, &alembic_class_script_directory));
    Value list = value_list(ev), wanted = value_dict_find_z(instance_dict(ev, self), ids), get, rev;
    eval_root_push(ev, list);
    bool ok = eval_getattr(ev, directory, STR("get_revision"), &get);
    for (size_t i = 0; ok && i < value_seq_len(wanted); i++) {
        Value id = value_seq_items(wanted)[i];
        ok = eval_call(ev, get, &id, 1, value_unset(), &rev);
        if (ok) value_list_push(ev, list, rev);
    }
    if (ok) *out = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    eval_root_pop(ev, 1);
    return ok;
}

static bool up_revisions(Eval *ev, Args *a, Value *out)
{
    return scripts_of(ev, a->self, "up_revision_ids", out);
}

static bool up_revision(Eval *ev, Args *a, Value *out)
{
    Value all;
    if (!up_revisions(ev, a, &all)) return false;
    *out = value_seq_len(all) ? value_seq_items(all)[0] : value_none();
    return true;
}

static bool down_revisions(Eval *ev, Args *a, Value *out)
{
    return scripts_of(ev, a->self, "down_revision_ids", out);
}

static bool source_revisions(Eval *ev, Args *a, Value *out)
{
    return scripts_of(ev, a->self, "source_revision_ids", out);
}

static bool destination_revisions(Eval *ev, Args *a, Value *out)
{
    return scripts_of(ev, a->self, "destination_revision_ids", out);
}

static const NativeMethod info_methods[] = {
    {"up_revision", "", up_revision, NATIVE_GETTER},
    {"up_revisions", "", up_revisions, NATIVE_GETTER},
    {"down_revisions", "", down_revisions, NATIVE_GETTER},
    {"source_revisions", "", source_revisions, NATIVE_GETTER},
    {"destination_revisions", "", destination_revisions, NATIVE_GETTER},
    {0},
};

static const NativeClass info_class = {.name = "MigrationInfo",
                                       .module = "alembic.runtime.migration",
                                       .methods = info_methods};

static Value ids_tuple(Eval *ev, const StrVec *ids)
{
    Value list = value_list(ev);
    for (size_t i = 0; i < ids->len; i++) value_list_push(ev, list, value_str(ev, ids->items[i]));
    return value_tuple(ev, value_seq_items(list), ids->len);
}

Value migration_info_value(Eval *ev, const PlanStep *step)
{
    Value v = eval_instance_new(ev, eval_class(ev, &info_class)), d = instance_dict(ev, v);
    Value from = ids_tuple(ev, &step->from), to = ids_tuple(ev, &step->to);
    Value up = step->is_upgrade ? to : from, down = step->is_upgrade ? from : to;
    value_dict_put_z(ev, d, "is_upgrade", value_bool(step->is_upgrade));
    value_dict_put_z(ev, d, "is_stamp", value_bool(step->is_stamp));
    value_dict_put_z(ev, d, "is_migration", value_bool(!step->is_stamp));
    value_dict_put_z(ev, d, "up_revision_ids", up);
    value_dict_put_z(ev, d, "up_revision_id",
                     value_seq_len(up) ? value_seq_items(up)[0] : value_none());
    value_dict_put_z(ev, d, "down_revision_ids", down);
    value_dict_put_z(ev, d, "source_revision_ids", from);
    value_dict_put_z(ev, d, "destination_revision_ids", to);
    return v;
}

const NativeMember migration_members[] = {
    NATIVE_CLASS("MigrationContext", &alembic_class_migration_context),
    NATIVE_CLASS("MigrationInfo", &info_class),
    NATIVE_END,
};
