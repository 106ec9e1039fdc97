#include "modules/sqlalchemy/engine/internal.h"

#include <string.h>

#include "modules/sqlalchemy/engine/connection.h"

Engine *engine_get(Value v) { return value_payload(v, &engine_class_engine); }
bool engine_is_engine(Value v) { return engine_get(v) != NULL; }

/* Keywords of create_engine() that say nothing about the database: pools, logging, caches. They are
 * accepted as SQLAlchemy accepts them; a migration uses one connection. */
static const char *const ENGINE_KEYWORDS[] = {
    "echo",
    "echo_pool",
    "future",
    "pool",
    "pool_size",
    "max_overflow",
    "pool_timeout",
    "pool_recycle",
    "pool_pre_ping",
    "pool_use_lifo",
    "pool_reset_on_return",
    "pool_logging_name",
    "logging_name",
    "hide_parameters",
    "query_cache_size",
    "encoding",
    "convert_unicode",
    "label_length",
    "plugins",
    "enable_from_linting",
    "insertmanyvalues_page_size",
    "use_insertmanyvalues",
    "executemany_mode",
    "executemany_batch_page_size",
    "executemany_values_page_size",
    "json_serializer",
    "json_deserializer",
    "module",
    "paramstyle",
    "client_encoding",
    "strategy",
    "pool_events",
    "max_identifier_length",
    "native_datetime",
    "case_sensitive",
    "implicit_returning",
    "skip_autocommit_rollback",
    "fast_executemany",
    "async_fallback",
    "use_native_hstore",
};

static bool is_engine_keyword(Str name)
{
    for (size_t i = 0; i < sizeof ENGINE_KEYWORDS / sizeof ENGINE_KEYWORDS[0]; i++)
        if (str_eq_z(name, ENGINE_KEYWORDS[i])) return true;
    return false;
}

static bool take_connect_args(Eval *ev, Engine *e, Value args)
{
    Value key, item;
    size_t at = 0;
    if (value_is_none(args)) return true;
    if (!value_is_dict(args))
        return eval_raise(ev, "TypeError", "connect_args must be a dictionary");
    while (value_dict_next(args, &at, &key, &item)) {
        SqlValue v;
        if (!value_is_str(key)) return eval_raise(ev, "TypeError", "keywords must be strings");
        if (!module_sql_value_from_value(ev, item, eval_arena(ev), &v)) return false;
        sql_options_put(&e->connect_args, eval_arena(ev),
                        arena_str(eval_arena(ev), value_as_str(key)), v);
    }
    return true;
}

static bool take_keyword(Eval *ev, Engine *e, Str name, Value item)
{
    if (str_eq_z(name, "connect_args")) return take_connect_args(ev, e, item);
    if (str_eq_z(name, "isolation_level")) {
        e->isolation = value_is_none(item) ? value_unset() : item;
        return true;
    }
    /* create_async_engine(): psycopg has two dialects, of which this takes the other. */
    if (str_eq_z(name, "_is_async")) {
        if (str_eq_z(e->parsed.driver, "psycopg")) e->parsed.driver = STR("psycopg_async");
        return true;
    }
    if (str_eq_z(name, "execution_options")) {
        if (!value_is_dict(item)) return true;
        e->options = item;
        return true;
    }
    if (str_eq_z(name, "poolclass")) {
        Class *cls = value_as_class(item);
        if (cls && str_eq_z(class_name(cls), "StaticPool")) e->keeps = true;
        return true;
    }
    if (str_eq_z(name, "creator"))
        return eval_raise(
            ev, "NotImplementedError",
            "create_engine(creator=...) needs a Python database driver; give a URL instead");
    if (is_engine_keyword(name)) return true;
    return eval_raise(
        ev, "TypeError",
        "Invalid argument(s) '%.*s' sent to create_engine(), using configuration "
        "%s/QueuePool/Engine.  Please check that the keyword arguments are appropriate for "
        "this combination of components.",
        STR_ARG(name), e->dialect->name);
}

static bool is_memory(const DatabaseUrl *u)
{
    return str_eq_z(u->dialect, "sqlite") &&
           (str_is_empty(u->database) || str_eq_z(u->database, ":memory:") ||
            str_contains(u->database, STR("mode=memory")));
}

static bool engine_new(Eval *ev, Value url, Value kw, Value *out)
{
    DatabaseUrl parsed;
    if (!engine_url_from_value(ev, url, &parsed)) return false;
    const Dialect *dialect = dialect_find(parsed.dialect);
    if (!dialect)
        return eval_raise_native(
            ev, &exc_NoSuchModuleError, "Can't load plugin: sqlalchemy.dialects:%.*s%s%.*s",
            STR_ARG(parsed.dialect), str_is_null(parsed.driver) ? "" : ".", STR_ARG(parsed.driver));
    Value v = eval_instance_new(ev, eval_class(ev, &engine_class_engine));
    Engine *e = engine_get(v);
    e->ev = ev;
    e->self = v;
    e->parsed = parsed;
    e->url = engine_url_value(ev, &parsed);
    e->dialect = dialect;
    e->options = value_dict(ev);
    e->keeps = is_memory(&parsed);
    *out = v;
    Value key, item;
    size_t at = 0;
    while (value_is_dict(kw) && value_dict_next(kw, &at, &key, &item))
        if (!take_keyword(ev, e, value_as_str(key), item)) return false;
    return true;
}

bool engine_create(Eval *ev, Args *a, Value *out) { return engine_new(ev, a->v[0], a->v[1], out); }

/* Keywords of a configuration are text: pool sizes and flags matter to nobody here, connect_args
 * cannot be given that way. */
bool engine_from_config(Eval *ev, Args *a, Value *out)
{
    Value config = a->v[0], url = value_unset(), key, item, all;
    size_t at = 0;
    if (!value_is_str(a->v[1])) return eval_raise(ev, "TypeError", "prefix must be a string");
    Str prefix = value_as_str(a->v[1]);
    if (value_is_none(config))
        return eval_raise(ev, "AttributeError", "'NoneType' object has no attribute 'keys'");
    if (!value_is_dict(config))
        return eval_raise(ev, "TypeError", "configuration must be a dictionary");
    all = value_dict(ev);
    while (value_dict_next(config, &at, &key, &item)) {
        if (!value_is_str(key) || !str_starts(value_as_str(key), prefix)) continue;
        Str name = str_slice(value_as_str(key), prefix.len, value_as_str(key).len);
        if (str_eq_z(name, "url"))
            url = item;
        else if (!is_engine_keyword(name))
            value_dict_put_str(ev, all, name, item);
    }
    at = 0;
    while (value_dict_next(a->v[2], &at, &key, &item)) {
        if (str_eq_z(value_as_str(key), "url"))
            url = item;
        else
            value_dict_put_str(ev, all, value_as_str(key), item);
    }
    if (value_is_unset(url)) return eval_raise(ev, "KeyError", "'url'");
    return engine_new(ev, url, all, out);
}

/* ---- methods ---- */

static bool eng_connect(Eval *ev, Args *a, Value *out)
{
    return engine_connect(ev, engine_get(a->self), out);
}

/* engine.begin(): a connection in a transaction that ends with the block. */
typedef struct Scope {
    Value connection;
    Value engine;
} Scope;

static const NativeClass scope_class;

static bool eng_begin(Eval *ev, Args *a, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &scope_class));
    ((Scope *)value_payload(*out, &scope_class))->engine = a->self;
    return true;
}

static bool scope_enter(Eval *ev, Args *a, Value *out)
{
    Scope *s = value_payload(a->self, &scope_class);
    Err err = engine_err(ev);
    if (!engine_connect(ev, engine_get(s->engine), &s->connection)) return false;
    *out = s->connection;
    return engine_connection_begin(engine_connection_get(s->connection), &err) ||
           engine_raise(ev, &err);
}

static bool scope_exit(Eval *ev, Args *a, Value *out)
{
    Scope *s = value_payload(a->self, &scope_class);
    EngineConnection *c = engine_connection_get(s->connection);
    Err err = engine_err(ev);
    bool ok = value_is_none(a->v[0]) ? engine_connection_commit(c, &err)
                                     : engine_connection_rollback(c, &err);
    engine_connection_close(c);
    *out = value_bool(false);
    return ok || engine_raise(ev, &err);
}

static void scope_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Scope *)payload)->connection);
    gc_visit(gc, ((Scope *)payload)->engine);
}

static const NativeMethod scope_methods[] = {
    {"__enter__", "", scope_enter, NATIVE_METHOD},
    {"__exit__", "type_, value, traceback", scope_exit, NATIVE_METHOD},
    {0},
};

static const NativeClass scope_class = {
    .name = "_GeneratorContextManager",
    .module = "contextlib",
    .payload = sizeof(Scope),
    .methods = scope_methods,
    .traverse = scope_traverse,
};

static bool eng_dispose(Eval *ev, Args *a, Value *out)
{
    Engine *e = engine_get(a->self);
    if (!e->kept) return true;
    Value v;
    bool keeps = e->keeps;
    if (!engine_connect(ev, e, &v)) return false;
    e->keeps = false;
    engine_connection_close(engine_connection_get(v));
    e->keeps = keeps;
    return true;
}

static bool eng_options(Eval *ev, Args *a, Value *out)
{
    Engine *e = engine_get(a->self);
    Value key, item;
    size_t at = 0;
    *out = eval_instance_new(ev, eval_class(ev, &engine_class_engine));
    Engine *copy = engine_get(*out);
    *copy = *e;
    copy->self = *out;
    copy->kept = NULL;
    copy->options = value_dict(ev);
    while (value_dict_next(e->options, &at, &key, &item))
        value_dict_put_str(ev, copy->options, value_as_str(key), item);
    at = 0;
    while (value_dict_next(a->v[0], &at, &key, &item))
        value_dict_put_str(ev, copy->options, value_as_str(key), item);
    return true;
}

static bool eng_get_options(Eval *ev, Args *a, Value *out)
{
    *out = engine_get(a->self)->options;
    return true;
}

static bool eng_url(Eval *ev, Args *a, Value *out)
{
    *out = engine_get(a->self)->url;
    return true;
}

static bool eng_dialect(Eval *ev, Args *a, Value *out)
{
    const Engine *e = engine_get(a->self);
    *out = engine_dialect_of_url(ev, e->dialect, e->parsed.driver);
    return true;
}

static bool eng_name(Eval *ev, Args *a, Value *out)
{
    *out = value_str_z(ev, engine_get(a->self)->dialect->name);
    return true;
}

static bool eng_driver(Eval *ev, Args *a, Value *out)
{
    return eval_call_method(ev, engine_get(a->self)->url, "get_driver_name", NULL, 0, out);
}

static bool eng_self(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool eng_echo(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(false);
    return true;
}

static bool eng_repr(Eval *ev, Value self, Value *out)
{
    Value url;
    if (!eval_to_str(ev, engine_get(self)->url, &url)) return false;
    *out = value_str_fmt(ev, "Engine(%.*s)", STR_ARG(value_as_str(url)));
    return true;
}

static void eng_traverse(void *payload, GcVisitor *gc)
{
    Engine *e = payload;
    gc_visit(gc, e->url);
    gc_visit(gc, e->options);
    gc_visit(gc, e->isolation);
    gc_visit(gc, e->dialect_value);
}

static const NativeMethod engine_methods[] = {
    {"connect", "", eng_connect, NATIVE_METHOD},
    {"begin", "", eng_begin, NATIVE_METHOD},
    {"dispose", "close=True", eng_dispose, NATIVE_METHOD},
    {"execution_options", "**opt", eng_options, NATIVE_METHOD},
    {"get_execution_options", "", eng_get_options, NATIVE_METHOD},
    {"url", "", eng_url, NATIVE_GETTER},
    {"dialect", "", eng_dialect, NATIVE_GETTER},
    {"name", "", eng_name, NATIVE_GETTER},
    {"driver", "", eng_driver, NATIVE_GETTER},
    {"engine", "", eng_self, NATIVE_GETTER},
    {"echo", "", eng_echo, NATIVE_GETTER},
    {0},
};

const NativeClass engine_class_engine = {
    .name = "Engine",
    .module = "sqlalchemy.engine.base",
    .payload = sizeof(Engine),
    .methods = engine_methods,
    .repr = eng_repr,
    .str = eng_repr,
    .traverse = eng_traverse,
};

/* Pool classes are only ever passed around. */
const NativeClass engine_class_pool = {.name = "Pool", .module = "sqlalchemy.pool.base"};
