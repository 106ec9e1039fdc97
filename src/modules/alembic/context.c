#include "modules/alembic/internal.h"

#include <string.h>

#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/exc.h"
#include "revision/identifier.h"

/* alembic.context: the functions of EnvironmentContext, as a module. */

/* ---- the host of an evaluator, and values that C structs hold ---- */

static const char host_key, keep_key;

typedef struct HostState {
    EnvironmentHost *host;
    Value config;
} HostState;

static void host_traverse(void *state, GcVisitor *gc)
{
    gc_visit(gc, ((HostState *)state)->config);
}

void environment_host_put(Eval *ev, EnvironmentHost *host)
{
    HostState *s = ARENA_NEW(eval_arena(ev), HostState);
    s->host = host;
    eval_state_put(ev, &host_key, s, NULL, host_traverse);
}

EnvironmentHost *environment_host(Eval *ev)
{
    HostState *s = eval_state_find(ev, &host_key);
    return s ? s->host : NULL;
}

static void keep_traverse(void *state, GcVisitor *gc) { gc_visit(gc, *(Value *)state); }

void alembic_keep(Eval *ev, Value v)
{
    Value *list = eval_state_find(ev, &keep_key);
    if (!list) {
        list = ARENA_NEW(eval_arena(ev), Value);
        *list = value_list(ev);
        eval_state_put(ev, &keep_key, list, NULL, keep_traverse);
    }
    if (value_is_object(v)) value_list_push(ev, *list, v);
}

Str alembic_str(Eval *ev, Value v)
{
    return value_is_str(v) ? arena_str(eval_arena(ev), value_as_str(v)) : STR_NULL;
}

EnvironmentHost *context_need_host(Eval *ev)
{
    EnvironmentHost *host = environment_host(ev);
    if (!host) eval_raise(ev, "NameError", "no Alembic environment is running here");
    return host;
}

static Migration *need_context(Eval *ev)
{
    EnvironmentHost *host = context_need_host(ev);
    if (host && !host->current) eval_raise(ev, "Exception", "No context has been configured yet.");
    return host ? host->current : NULL;
}

/* ---- arguments of the command ---- */

static bool is_offline_mode(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (host) *out = value_bool(host->as_sql);
    return host != NULL;
}

static bool requires_connection(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (host) *out = value_bool(!host->as_sql);
    return host != NULL;
}

static bool is_transactional_ddl(Eval *ev, Args *a, Value *out)
{
    Migration *m = need_context(ev);
    if (m) *out = value_bool(m->transactional_ddl);
    return m != NULL;
}

static bool get_x_argument(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    bool as_dictionary = false;
    if (!host || !eval_truth(ev, a->v[0], &as_dictionary)) return false;
    *out = as_dictionary ? value_dict(ev) : value_list(ev);
    for (size_t i = 0; i < host->x_args.len; i++) {
        Str rest = host->x_args.items[i];
        if (!as_dictionary) {
            value_list_push(ev, *out, value_str(ev, rest));
            continue;
        }
        Str key = str_cut(&rest, '=');
        value_dict_put_str(ev, *out, key, value_str(ev, str_is_null(rest) ? STR("") : rest));
    }
    return true;
}

static bool get_tag_argument(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (host) *out = str_is_null(host->tag) ? value_none() : value_str(ev, host->tag);
    return host != NULL;
}

/* ScriptDirectory.as_revision_number: None, one id, or a tuple of ids. */
static bool revision_number(Eval *ev, EnvironmentHost *host, const StrVec *idents, bool many,
                            Value *out)
{
    Err err = err_init(eval_arena(ev));
    StrVec ids = {0};
    *out = value_none();
    if (!idents->len) return true;
    const RevisionGraph *g = host->graph(host, &err);
    if (!g) return directive_raise(ev, &err);
    for (size_t i = 0; i < idents->len; i++)
        if (!identifier_as_numbers(g, idents->items[i], eval_arena(ev), &ids, &err))
            return directive_raise(ev, &err);
    if (!ids.len) return true;
    Value list = value_list(ev);
    for (size_t i = 0; i < ids.len; i++) value_list_push(ev, list, value_str(ev, ids.items[i]));
    bool single = ids.len == 1 && !many;
    *out = single ? value_seq_items(list)[0] : value_tuple(ev, value_seq_items(list), ids.len);
    return true;
}

static bool symbol_number(Eval *ev, const char *symbol, bool many, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    Str one = str_z(symbol);
    return host && revision_number(ev, host, &(StrVec){&one, 1, 1}, many, out);
}

static bool get_head_revision(Eval *ev, Args *a, Value *out)
{
    return symbol_number(ev, "head", false, out);
}
static bool get_head_revisions(Eval *ev, Args *a, Value *out)
{
    return symbol_number(ev, "heads", true, out);
}

static bool get_revision_argument(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (!host) return false;
    if (!host->has_destination_rev) return eval_raise(ev, "KeyError", "destination_rev");
    if (str_eq_z(host->command, "stamp") && host->destination_rev.len) {
        /* Alembic hands over a tuple here, of which it gives back the first word as it was typed.
         */
        *out = value_str(ev, host->destination_rev.items[0]);
        return true;
    }
    bool many = host->destination_rev.len && str_eq_z(host->destination_rev.items[0], "heads");
    return revision_number(ev, host, &host->destination_rev, many, out);
}

static bool get_starting_revision_argument(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (!host) return false;
    if (host->current && host->current->options.starting_rev.len)
        return revision_number(ev, host, &host->current->options.starting_rev, false, out);
    if (host->has_starting_rev || host->current)
        return revision_number(ev, host, &host->starting_rev, false, out);
    return alembic_command_error(ev, "No starting revision argument is available.");
}

/* ---- configure() ---- */

typedef struct Configure {
    Eval *ev;
    Migration *m;
    Value *v; /* the arguments */
} Configure;

/* Places of configure()'s arguments. */
enum {
    ARG_CONNECTION,
    ARG_URL,
    ARG_DIALECT_NAME,
    ARG_DIALECT_OPTS,
    ARG_TRANSACTIONAL_DDL,
    ARG_PER_MIGRATION,
    ARG_OUTPUT_BUFFER,
    ARG_STARTING_REV,
    ARG_TAG,
    ARG_TEMPLATE_ARGS,
    ARG_RENDER_AS_BATCH,
    ARG_TARGET_METADATA,
    ARG_INCLUDE_NAME,
    ARG_INCLUDE_OBJECT,
    ARG_INCLUDE_SCHEMAS,
    ARG_PROCESS,
    ARG_COMPARE_TYPE,
    ARG_COMPARE_DEFAULT,
    ARG_RENDER_ITEM,
    ARG_LITERAL_BINDS,
    ARG_UPGRADE_TOKEN,
    ARG_DOWNGRADE_TOKEN,
    ARG_ALEMBIC_PREFIX,
    ARG_SQLALCHEMY_PREFIX,
    ARG_USER_PREFIX,
    ARG_ON_VERSION_APPLY,
    ARG_PLUGINS,
    ARG_KW
};

#define CONFIGURE_PARAMS                                                                           \
    "connection=None, url=None, dialect_name=None, dialect_opts=None, transactional_ddl=None, "    \
    "transaction_per_migration=False, output_buffer=None, starting_rev=None, tag=None, "           \
    "template_args=None, render_as_batch=False, target_metadata=None, include_name=None, "         \
    "include_object=None, include_schemas=False, process_revision_directives=None, "               \
    "compare_type=True, compare_server_default=False, render_item=None, literal_binds=False, "     \
    "upgrade_token='upgrades', downgrade_token='downgrades', alembic_module_prefix='op.', "        \
    "sqlalchemy_module_prefix='sa.', user_module_prefix=None, on_version_apply=None, "             \
    "autogenerate_plugins=None, **kw"

static bool flag(Configure *c, int arg, bool *out)
{
    Value v = c->v[arg];
    if (value_is_unknown(v)) return eval_need_known(c->ev, v, "an option of context.configure()");
    return eval_truth(c->ev, v, out);
}

/* Offline, the URL only says which dialect. */
static bool choose_dialect(Configure *c)
{
    Eval *ev = c->ev;
    Value connection = c->v[ARG_CONNECTION], url = c->v[ARG_URL], name = c->v[ARG_DIALECT_NAME];
    if (value_is_unknown(connection))
        return eval_need_known(ev, connection, "context.configure(connection=...)");
    if (value_is_unknown(url)) return eval_need_known(ev, url, "the database URL");
    bool has_url = false;
    if (!value_is_none(url) && !eval_truth(ev, url, &has_url)) return false;
    if (!value_is_none(connection)) {
        EngineConnection *db = engine_connection_get(connection);
        if (engine_is_engine(connection)) {
            Value text;
            if (!eval_repr(ev, connection, &text)) return false;
            return alembic_command_error(ev,
                                         "'connection' argument to configure() is expected to be a "
                                         "sqlalchemy.engine.Connection instance, got %.*s",
                                         STR_ARG(value_as_str(text)));
        }
        if (!db)
            return eval_raise(ev, "TypeError",
                              "'connection' argument to configure() is no Connection: %.*s",
                              STR_ARG(value_type_name(ev, connection)));
        c->m->dialect = db->dialect;
        c->m->connection = connection;
        c->m->in_external_transaction = db->began && !c->m->as_sql;
        return true;
    }
    Str dialect;
    if (has_url) {
        Value module, fn, u, backend;
        if (!eval_import(ev, STR("sqlalchemy.engine"), &module) ||
            !eval_getattr(ev, module, STR("make_url"), &fn) ||
            !eval_call(ev, fn, &url, 1, value_unset(), &u) ||
            !eval_call_method(ev, u, "get_backend_name", NULL, 0, &backend))
            return false;
        dialect = value_as_str(backend);
    } else if (value_is_str(name) && value_as_str(name).len) {
        dialect = value_as_str(name);
        dialect = str_cut(&dialect, '+');
    } else {
        return eval_raise(ev, "Exception", "Connection, url, or dialect_name is required.");
    }
    c->m->dialect = dialect_find(dialect);
    if (!c->m->dialect)
        return eval_raise_native(ev, &exc_NoSuchModuleError,
                                 "Can't load plugin: sqlalchemy.dialects:%.*s", STR_ARG(dialect));
    if (!c->m->as_sql)
        return eval_raise(ev, "AssertionError",
                          "context.configure(): connection= is needed, unless --sql is given");
    return true;
}

static bool take_metadata(Configure *c)
{
    Value v = c->v[ARG_TARGET_METADATA], list = v;
    MigrationOptions *o = &c->m->options;
    if (value_is_none(v)) return true;
    if (value_is_unknown(v)) return eval_need_known(c->ev, v, "target_metadata");
    o->has_target_metadata = true;
    MetaData *one = module_metadata_get(c->ev, v);
    if (one) {
        VEC_PUSH(eval_arena(c->ev), &o->target_metadata, one);
        c->m->compile.naming = &one->naming;
        return true;
    }
    if (!value_is_list(v) && !value_is_tuple(v) && !eval_to_list(c->ev, v, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        one = module_metadata_get(c->ev, value_seq_items(list)[i]);
        if (!one)
            return eval_raise(c->ev, "TypeError",
                              "target_metadata must be MetaData, or a sequence of them");
        VEC_PUSH(eval_arena(c->ev), &o->target_metadata, one);
    }
    return true;
}

static bool compare_option(Configure *c, int arg, MigrationCompare *how, Value *fn)
{
    Value v = c->v[arg];
    bool truth = false;
    *fn = value_unset();
    if (value_is_unknown(v)) return eval_need_known(c->ev, v, "an option of context.configure()");
    if (eval_is_callable(c->ev, v)) {
        *how = MIGRATION_COMPARE_CALL;
        *fn = v;
        return true;
    }
    if (!eval_truth(c->ev, v, &truth)) return false;
    *how = truth ? MIGRATION_COMPARE_ON : MIGRATION_COMPARE_OFF;
    return true;
}

static Value callable_or_unset(Value v) { return value_is_none(v) ? value_unset() : v; }

static bool strings(Eval *ev, Value v, StrVec *out)
{
    Value list;
    if (value_is_none(v)) return true;
    if (value_is_str(v)) {
        VEC_PUSH(eval_arena(ev), out, alembic_str(ev, v));
        return true;
    }
    if (!eval_to_list(ev, v, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++)
        VEC_PUSH(eval_arena(ev), out, alembic_str(ev, value_seq_items(list)[i]));
    return true;
}

static bool take_callables(Configure *c)
{
    MigrationOptions *o = &c->m->options;
    Value apply = c->v[ARG_ON_VERSION_APPLY];
    o->include_name = callable_or_unset(c->v[ARG_INCLUDE_NAME]);
    o->include_object = callable_or_unset(c->v[ARG_INCLUDE_OBJECT]);
    o->render_item = callable_or_unset(c->v[ARG_RENDER_ITEM]);
    o->process_revision_directives = callable_or_unset(c->v[ARG_PROCESS]);
    if (value_is_none(apply))
        o->on_version_apply = value_tuple(c->ev, NULL, 0);
    else if (value_is_tuple(apply) || value_is_list(apply))
        o->on_version_apply = apply;
    else
        o->on_version_apply = value_tuple(c->ev, &apply, 1);
    alembic_keep(c->ev, o->on_version_apply);
    return true;
}

static Value keyword(Configure *c, const char *name)
{
    Value v = value_dict_find_z(c->v[ARG_KW], name);
    return value_is_unset(v) ? value_none() : v;
}

/* A string or None. */
static bool text(Configure *c, Value v, const char *name, Str *out)
{
    if (value_is_unknown(v)) return eval_need_known(c->ev, v, "an option of context.configure()");
    if (!module_absent(v) && !value_is_str(v))
        return eval_raise(c->ev, "TypeError", "context.configure(): %s must be a string, not %.*s",
                          name, STR_ARG(value_type_name(c->ev, v)));
    *out = alembic_str(c->ev, v);
    return true;
}

/* Another name than what was meant would be a version table without rows. */
static bool take_version_table(Configure *c)
{
    MigrationOptions *o = &c->m->options;
    Value name = value_dict_find_z(c->v[ARG_KW], "version_table");
    if (!text(c, name, "version_table", &o->version_table) ||
        !text(c, keyword(c, "version_table_schema"), "version_table_schema",
              &o->version_table_schema))
        return false;
    if (value_is_unset(name)) o->version_table = STR("alembic_version");
    return o->version_table.len ||
           eval_raise(c->ev, "TypeError",
                      "context.configure(): version_table must be a name, not %s",
                      value_is_none(name) ? "None" : "''");
}

/* Alembic compares it with True and False. */
static bool take_per_migration(Configure *c)
{
    Value v = c->v[ARG_PER_MIGRATION];
    int64_t n;
    if (!value_is_unknown(v) && (!value_as_int(v, &n) || (n != 0 && n != 1)))
        return eval_raise(c->ev, "TypeError",
                          "context.configure(): transaction_per_migration must be True or False");
    return flag(c, ARG_PER_MIGRATION, &c->m->options.transaction_per_migration);
}

static bool take_options(Configure *c)
{
    MigrationOptions *o = &c->m->options;
    Eval *ev = c->ev;
    bool transactional = false, pk = true;
    o->transactional_ddl = -1;
    if (!value_is_none(c->v[ARG_TRANSACTIONAL_DDL])) {
        if (!flag(c, ARG_TRANSACTIONAL_DDL, &transactional)) return false;
        o->transactional_ddl = transactional;
    }
    if (!take_per_migration(c) || !take_version_table(c) ||
        !flag(c, ARG_LITERAL_BINDS, &o->literal_binds) ||
        !flag(c, ARG_RENDER_AS_BATCH, &o->render_as_batch) ||
        !flag(c, ARG_INCLUDE_SCHEMAS, &o->include_schemas) ||
        !strings(ev, c->v[ARG_STARTING_REV], &o->starting_rev) ||
        !strings(ev, c->v[ARG_PLUGINS], &o->autogenerate_plugins) ||
        !compare_option(c, ARG_COMPARE_TYPE, &o->compare_type, &o->compare_type_fn) ||
        !compare_option(c, ARG_COMPARE_DEFAULT, &o->compare_server_default,
                        &o->compare_server_default_fn))
        return false;
    Value version_pk = value_dict_find_z(c->v[ARG_KW], "version_table_pk");
    if (!value_is_unset(version_pk) && !eval_truth(ev, version_pk, &pk)) return false;
    o->version_table_pk = pk;
    o->tag = alembic_str(ev, c->v[ARG_TAG]);
    if (!text(c, c->v[ARG_UPGRADE_TOKEN], "upgrade_token", &o->upgrade_token) ||
        !text(c, c->v[ARG_DOWNGRADE_TOKEN], "downgrade_token", &o->downgrade_token) ||
        !text(c, c->v[ARG_ALEMBIC_PREFIX], "alembic_module_prefix", &o->alembic_module_prefix) ||
        !text(c, c->v[ARG_SQLALCHEMY_PREFIX], "sqlalchemy_module_prefix",
              &o->sqlalchemy_module_prefix) ||
        !text(c, c->v[ARG_USER_PREFIX], "user_module_prefix", &o->user_module_prefix))
        return false;
    o->output_buffer = callable_or_unset(c->v[ARG_OUTPUT_BUFFER]);
    o->template_args = callable_or_unset(c->v[ARG_TEMPLATE_ARGS]);
    return take_callables(c) && take_metadata(c);
}

/* context.get_context().opts: names as Alembic has them. */
static Value opts_value(Configure *c)
{
    static const struct {
        const char *name;
        int arg;
    } names[] = {
        {"transaction_per_migration", ARG_PER_MIGRATION},
        {"target_metadata", ARG_TARGET_METADATA},
        {"include_name", ARG_INCLUDE_NAME},
        {"include_object", ARG_INCLUDE_OBJECT},
        {"include_schemas", ARG_INCLUDE_SCHEMAS},
        {"render_as_batch", ARG_RENDER_AS_BATCH},
        {"upgrade_token", ARG_UPGRADE_TOKEN},
        {"downgrade_token", ARG_DOWNGRADE_TOKEN},
        {"sqlalchemy_module_prefix", ARG_SQLALCHEMY_PREFIX},
        {"alembic_module_prefix", ARG_ALEMBIC_PREFIX},
        {"user_module_prefix", ARG_USER_PREFIX},
        {"literal_binds", ARG_LITERAL_BINDS},
        {"process_revision_directives", ARG_PROCESS},
        {"render_item", ARG_RENDER_ITEM},
        {"compare_type", ARG_COMPARE_TYPE},
        {"compare_server_default", ARG_COMPARE_DEFAULT},
        {"template_args", ARG_TEMPLATE_ARGS},
        {"output_buffer", ARG_OUTPUT_BUFFER},
    };
    Value d = value_dict(c->ev), key, item;
    size_t at = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        value_dict_put_z(c->ev, d, names[i].name, c->v[names[i].arg]);
    value_dict_put_z(c->ev, d, "as_sql", value_bool(c->m->as_sql));
    while (value_dict_next(c->v[ARG_KW], &at, &key, &item))
        value_dict_put_str(c->ev, d, value_as_str(key), item);
    return d;
}

static bool emit(void *user, const Op *op)
{
    Migration *m = user;
    return m->host->emit(m, op);
}

static bool refuse_online_literals(Configure *c)
{
    if (!c->m->options.literal_binds || c->m->as_sql) return true;
    return alembic_command_error(c->ev, "Can't use literal_binds setting without as_sql mode");
}

static bool dump(void *user, Value statement)
{
    Migration *m = user;
    Value result;
    return m->host->execute(m, statement, value_none(), value_none(), &result);
}

/* The templates choose "named", so that % stays as it is; without that the driver's own style
 * counts. */
static bool has_paramstyle(Configure *c)
{
    Value opts = c->v[ARG_DIALECT_OPTS], key, item;
    size_t at = 0;
    while (value_is_dict(opts) && value_dict_next(opts, &at, &key, &item))
        if (value_is_str(key) && str_eq_z(value_as_str(key), "paramstyle"))
            return !value_is_str(item) || !str_eq_z(value_as_str(item), "pyformat");
    return false;
}

static bool configure(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (!host) return false;
    Migration *m = ARENA_NEW(eval_arena(ev), Migration);
    Configure c = {ev, m, a->v};
    m->ev = ev;
    m->host = host;
    m->as_sql = host->as_sql;
    m->self = eval_instance_new(ev, eval_class(ev, &alembic_class_migration_context));
    *(Migration **)value_payload(m->self, &alembic_class_migration_context) = m;
    alembic_keep(ev, m->self);
    m->options.opts = opts_value(&c);
    alembic_keep(ev, m->options.opts);
    /* MigrationContext.configure(dialect_name=…, opts={"as_sql": True, "output_buffer": …}) */
    Value as_sql = value_dict_find_z(c.v[ARG_KW], "as_sql");
    if (!value_is_unset(as_sql) && !eval_truth(ev, as_sql, &m->as_sql)) return false;
    Value dialect_opts = c.v[ARG_DIALECT_OPTS];
    if (!module_absent(dialect_opts) && !value_is_dict(dialect_opts))
        return eval_raise(ev, "TypeError",
                          "'dialect_opts' argument to configure() must be a dictionary, not %.*s",
                          STR_ARG(value_type_name(ev, dialect_opts)));
    if (!choose_dialect(&c) || !take_options(&c) || !refuse_online_literals(&c)) return false;
    m->transactional_ddl = m->options.transactional_ddl < 0 ? m->dialect->transactional_ddl
                                                            : m->options.transactional_ddl > 0;
    if (m->options.transactional_ddl < 0 && !invoke_impl_transactional(m)) return false;
    if (m->as_sql) m->connection = engine_connection_mock(ev, m->dialect, dump, emit, m);
    alembic_keep(ev, m->connection);
    const char *separator = arena_fmt(eval_arena(ev), "%s_batch_separator", m->dialect->name).ptr;
    m->options.batch_separator = alembic_str(ev, keyword(&c, separator));
    m->compile.literal_binds = m->options.literal_binds;
    m->compile.offline = m->as_sql;
    m->compile.hooks = compiles_hooks(ev);
    m->compile.driver_binds = m->as_sql && !has_paramstyle(&c);
    m->compile.double_percent = m->as_sql && m->dialect->doubles_percent && !has_paramstyle(&c);
    if (!host->configured(host, m)) return false;
    host->current = m;
    return true;
}

/* ---- running ---- */

static bool begin_transaction(Eval *ev, Args *a, Value *out)
{
    Migration *m = need_context(ev);
    return m && migration_begin(m, false, out);
}

static bool run_migrations(Eval *ev, Args *a, Value *out)
{
    EnvironmentHost *host = context_need_host(ev);
    if (!host) return false;
    if (!host->current)
        return eval_raise(ev, "AssertionError", "context.configure() was not called");
    Migration *before = host->operations;
    host->operations = host->current;
    bool ok = host->run(host->current, a->v[0]);
    host->operations = before;
    return ok;
}

static bool execute(Eval *ev, Args *a, Value *out)
{
    Migration *m = need_context(ev);
    Value result;
    return m && m->host->execute(m, a->v[0], value_none(), a->v[1], &result);
}

static bool static_output(Eval *ev, Args *a, Value *out)
{
    Migration *m = need_context(ev);
    if (!m) return false;
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "text must be a string");
    return m->host->static_output(m, value_as_str(a->v[0]));
}

static bool get_context(Eval *ev, Args *a, Value *out)
{
    Migration *m = need_context(ev);
    if (m) *out = m->self;
    return m != NULL;
}

static bool get_impl(Eval *ev, Args *a, Value *out)
{
    Migration *m = need_context(ev);
    return m && migration_impl(m, out);
}

static bool get_bind(Eval *ev, Args *a, Value *out)
{
    Migration *m = need_context(ev);
    if (m) *out = m->connection;
    return m != NULL;
}

const NativeMember context_members[] = {
    NATIVE_FN("configure", CONFIGURE_PARAMS, configure),
    NATIVE_FN("begin_transaction", "", begin_transaction),
    NATIVE_FN("run_migrations", "**kw", run_migrations),
    NATIVE_FN("execute", "sql, execution_options=None", execute),
    NATIVE_FN("static_output", "text", static_output),
    NATIVE_FN("get_context", "", get_context),
    NATIVE_FN("get_impl", "", get_impl),
    NATIVE_FN("get_bind", "", get_bind),
    NATIVE_FN("is_offline_mode", "", is_offline_mode),
    NATIVE_FN("requires_connection", "", requires_connection),
    NATIVE_FN("is_transactional_ddl", "", is_transactional_ddl),
    NATIVE_FN("get_x_argument", "as_dictionary=False", get_x_argument),
    NATIVE_FN("get_tag_argument", "", get_tag_argument),
    NATIVE_FN("get_head_revision", "", get_head_revision),
    NATIVE_FN("get_head_revisions", "", get_head_revisions),
    NATIVE_FN("get_revision_argument", "", get_revision_argument),
    NATIVE_FN("get_starting_revision_argument", "", get_starting_revision_argument),
    NATIVE_END,
};

/* ---- context.config and context.script ---- */

static const NativeClass environment_class = {.name = "EnvironmentContext",
                                              .module = "alembic.runtime.environment"};
const NativeMember environment_members[] = {NATIVE_CLASS("EnvironmentContext", &environment_class),
                                            NATIVE_END};

bool context_getattr(Eval *ev, Str name, Value *out)
{
    *out = value_unset();
    HostState *s = eval_state_find(ev, &host_key);
    if (!s || !s->host) return alembic_no_attribute(ev, "alembic.context", name);
    if (str_eq_z(name, "config")) {
        if (value_is_unset(s->config)) s->config = config_value(ev, s->host);
        *out = s->config;
    } else if (str_eq_z(name, "script")) {
        *out = eval_instance_new(ev, eval_class(ev, &alembic_class_script_directory));
    }
    return !value_is_unset(*out) || alembic_no_attribute(ev, "alembic.context", name);
}
