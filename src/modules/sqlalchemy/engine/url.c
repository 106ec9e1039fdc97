#include "modules/sqlalchemy/engine/internal.h"

#include <string.h>

typedef struct UrlPayload {
    DatabaseUrl url;
} UrlPayload;

static const DatabaseUrl *payload(Value v)
{
    UrlPayload *p = value_payload(v, &engine_class_url);
    return p ? &p->url : NULL;
}

static Str keep_str(Eval *ev, Value v)
{
    return value_is_str(v) ? arena_str(eval_arena(ev), value_as_str(v)) : STR_NULL;
}

static Value str_or_none(Eval *ev, Str s)
{
    return str_is_null(s) ? value_none() : value_str(ev, s);
}

Value engine_url_value(Eval *ev, const DatabaseUrl *u)
{
    Value v = eval_instance_new(ev, eval_class(ev, &engine_class_url));
    UrlPayload *p = value_payload(v, &engine_class_url);
    p->url = *u;
    return v;
}

bool engine_url_from_value(Eval *ev, Value v, DatabaseUrl *out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "the database URL");
    const DatabaseUrl *u = payload(v);
    if (u) {
        *out = *u;
        return true;
    }
    Value shown;
    if (!value_is_str(v))
        return eval_repr(ev, v, &shown) &&
               eval_raise_native(ev, &exc_ArgumentError, "Expected string or URL object, got %.*s",
                                 STR_ARG(value_as_str(shown)));
    Err err = engine_err(ev);
    *out = (DatabaseUrl){0};
    return url_parse(arena_str(eval_arena(ev), value_as_str(v)), eval_arena(ev), out, &err) ||
           engine_raise(ev, &err);
}

bool engine_make_url(Eval *ev, Args *a, Value *out)
{
    DatabaseUrl u;
    if (!engine_url_from_value(ev, a->v[0], &u)) return false;
    *out = engine_url_value(ev, &u);
    return true;
}

static Str drivername(Eval *ev, const DatabaseUrl *u)
{
    if (str_is_null(u->driver)) return u->dialect;
    return arena_fmt(eval_arena(ev), "%.*s+%.*s", STR_ARG(u->dialect), STR_ARG(u->driver));
}

static void set_drivername(DatabaseUrl *u, Str name)
{
    u->dialect = str_cut(&name, '+');
    u->driver = name;
}

/* Query parameters of a mapping; a list of values repeats its key. */
static bool add_query(Eval *ev, DatabaseUrl *u, Value mapping)
{
    Value key, item;
    size_t at = 0;
    if (!value_is_dict(mapping))
        return eval_raise(ev, "TypeError", "Query dictionary must be a mapping");
    while (value_dict_next(mapping, &at, &key, &item)) {
        bool many = value_is_list(item) || value_is_tuple(item);
        const Value *items = many ? value_seq_items(item) : &item;
        size_t n = many ? value_seq_len(item) : 1;
        for (size_t i = 0; i < n; i++) {
            if (!value_is_str(key) || !value_is_str(items[i]))
                return eval_raise(
                    ev, "TypeError",
                    "Query dictionary values must be strings or sequences of strings");
            UrlQuery q = {keep_str(ev, key), keep_str(ev, items[i])};
            VEC_PUSH(eval_arena(ev), &u->query, q);
        }
    }
    return true;
}

/* Applies drivername, username, password, host, port, database, query, where they are given. */
static bool apply(Eval *ev, DatabaseUrl *u, const Value *v)
{
    int64_t port = 0;
    if (value_is_str(v[0])) set_drivername(u, keep_str(ev, v[0]));
    if (value_is_str(v[1])) u->user = keep_str(ev, v[1]);
    if (!value_is_none(v[2])) {
        Value text;
        if (!eval_to_str(ev, v[2], &text)) return false;
        u->password = keep_str(ev, text);
    }
    if (value_is_str(v[3])) u->host = keep_str(ev, v[3]);
    if (value_as_int(v[4], &port))
        u->port = (int)port;
    else if (!value_is_none(v[4]))
        return eval_raise(ev, "TypeError", "Port argument must be an integer or None");
    if (value_is_str(v[5])) u->database = keep_str(ev, v[5]);
    if (!value_is_none(v[6]) && !value_is_unset(v[6])) {
        memset(&u->query, 0, sizeof u->query);
        return add_query(ev, u, v[6]);
    }
    return true;
}

static bool url_create(Eval *ev, Args *a, Value *out)
{
    DatabaseUrl u = {0};
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "drivername must be a string");
    if (!apply(ev, &u, a->v)) return false;
    *out = engine_url_value(ev, &u);
    return true;
}

static bool url_set(Eval *ev, Args *a, Value *out)
{
    DatabaseUrl u = *payload(a->self);
    if (!apply(ev, &u, a->v)) return false;
    *out = engine_url_value(ev, &u);
    return true;
}

static bool url_update_query(Eval *ev, Args *a, Value *out)
{
    DatabaseUrl u = *payload(a->self), merged = u;
    bool append = false;
    memset(&merged.query, 0, sizeof merged.query);
    if (!eval_truth(ev, a->v[1], &append)) return false;
    if (!value_is_dict(a->v[0]))
        return eval_raise(ev, "TypeError", "update_query_dict() takes a mapping");
    for (size_t i = 0; i < u.query.len; i++)
        if (append || value_is_unset(value_dict_find_str(a->v[0], u.query.items[i].key)))
            VEC_PUSH(eval_arena(ev), &merged.query, u.query.items[i]);
    if (!add_query(ev, &merged, a->v[0])) return false;
    *out = engine_url_value(ev, &merged);
    return true;
}

static bool url_render_as_string(Eval *ev, Args *a, Value *out)
{
    bool hide = true;
    if (!eval_truth(ev, a->v[0], &hide)) return false;
    *out = value_str(ev, url_render(payload(a->self), hide, eval_arena(ev)));
    return true;
}

static bool url_backend(Eval *ev, Args *a, Value *out)
{
    *out = value_str(ev, payload(a->self)->dialect);
    return true;
}

/* The drivers that SQLAlchemy takes when the URL names none. */
static const char *default_driver(Str dialect)
{
    if (str_eq_z(dialect, "postgresql")) return "psycopg2";
    if (str_eq_z(dialect, "sqlite")) return "pysqlite";
    if (str_eq_z(dialect, "mysql") || str_eq_z(dialect, "mariadb")) return "mysqldb";
    if (str_eq_z(dialect, "mssql")) return "pyodbc";
    if (str_eq_z(dialect, "oracle")) return "cx_oracle";
    return "";
}

static bool url_driver(Eval *ev, Args *a, Value *out)
{
    const DatabaseUrl *u = payload(a->self);
    *out = str_is_null(u->driver) ? value_str_z(ev, default_driver(u->dialect))
                                  : value_str(ev, u->driver);
    return true;
}

static bool url_connect_args(Eval *ev, Args *a, Value *out)
{
    const DatabaseUrl *u = payload(a->self);
    Value d = value_dict(ev);
    if (!str_is_null(u->host)) value_dict_put_z(ev, d, "host", value_str(ev, u->host));
    if (!str_is_null(u->database)) value_dict_put_z(ev, d, "database", value_str(ev, u->database));
    if (!str_is_null(u->user)) value_dict_put_z(ev, d, "username", value_str(ev, u->user));
    if (!str_is_null(u->password)) value_dict_put_z(ev, d, "password", value_str(ev, u->password));
    if (u->port) value_dict_put_z(ev, d, "port", value_int(u->port));
    *out = d;
    return true;
}

static bool url_query(Eval *ev, const DatabaseUrl *u, Value *out)
{
    Value d = value_dict(ev);
    for (size_t i = 0; i < u->query.len; i++) {
        Value seen = value_dict_find_str(d, u->query.items[i].key);
        Value item = value_str(ev, u->query.items[i].value);
        if (value_is_unset(seen)) {
            value_dict_put_str(ev, d, u->query.items[i].key, item);
            continue;
        }
        /* A repeated key has a tuple of its values. */
        Value all = value_list(ev);
        if (value_is_tuple(seen))
            for (size_t k = 0; k < value_seq_len(seen); k++)
                value_list_push(ev, all, value_seq_items(seen)[k]);
        else
            value_list_push(ev, all, seen);
        value_list_push(ev, all, item);
        value_dict_put_str(ev, d, u->query.items[i].key,
                           value_tuple(ev, value_seq_items(all), value_seq_len(all)));
    }
    *out = d;
    return true;
}

static bool url_getattr(Eval *ev, Value self, Str name, Value *out)
{
    const DatabaseUrl *u = payload(self);
    if (str_eq_z(name, "drivername"))
        *out = value_str(ev, drivername(ev, u));
    else if (str_eq_z(name, "username"))
        *out = str_or_none(ev, u->user);
    else if (str_eq_z(name, "password"))
        *out = str_or_none(ev, u->password);
    else if (str_eq_z(name, "host"))
        *out = str_or_none(ev, u->host);
    else if (str_eq_z(name, "port"))
        *out = u->port ? value_int(u->port) : value_none();
    else if (str_eq_z(name, "database"))
        *out = str_or_none(ev, u->database);
    else if (str_eq_z(name, "query"))
        return url_query(ev, u, out);
    else
        *out = value_unset();
    return true;
}

static bool url_text(Eval *ev, Value self, Value *out)
{
    *out = value_str(ev, url_render(payload(self), true, eval_arena(ev)));
    return true;
}

static bool url_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    const DatabaseUrl *a = payload(left), *b = payload(right);
    *out = value_unset();
    if ((op != OPERATOR_EQ && op != OPERATOR_NE) || !a || !b) return true;
    bool same = str_eq(url_render(a, false, eval_arena(ev)), url_render(b, false, eval_arena(ev)));
    *out = value_bool(same == (op == OPERATOR_EQ));
    return true;
}

static bool url_hash(Eval *ev, Value self, uint64_t *out)
{
    *out = str_hash(url_render(payload(self), false, eval_arena(ev)));
    return true;
}

static bool url_refuse_new(Eval *ev, Value self, Args *a)
{
    return eval_raise(ev, "TypeError", "URL objects are made with URL.create() or make_url()");
}

#define URL_PARTS "username=None, password=None, host=None, port=None, database=None, query="

static const NativeMethod url_methods[] = {
    {"create", "drivername, " URL_PARTS "?", url_create, NATIVE_CLASSMETHOD},
    {"set", "drivername=None, " URL_PARTS "None", url_set, NATIVE_METHOD},
    {"update_query_dict", "query_parameters, append=False", url_update_query, NATIVE_METHOD},
    {"render_as_string", "hide_password=True", url_render_as_string, NATIVE_METHOD},
    {"__to_string__", "hide_password=True", url_render_as_string, NATIVE_METHOD},
    {"get_backend_name", "", url_backend, NATIVE_METHOD},
    {"get_driver_name", "", url_driver, NATIVE_METHOD},
    {"translate_connect_args", "names=None, **kw", url_connect_args, NATIVE_METHOD},
    {0},
};

const NativeClass engine_class_url = {
    .name = "URL",
    .module = "sqlalchemy.engine.url",
    .payload = sizeof(UrlPayload),
    .init_params = "*args, **kw",
    .init = url_refuse_new,
    .methods = url_methods,
    .getattr = url_getattr,
    .str = url_text,
    .repr = url_text,
    .binary = url_binary,
    .hash = url_hash,
};
