#include "modules/sqlalchemy/engine/dialect_object.h"

#include <string.h>

#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/engine/preparer.h"
#include "modules/sqlalchemy/types.h"

typedef struct DialectPayload {
    const Dialect *dialect;
    int server_version;
    bool is_mariadb;
    Str driver; /* null = the usual one */
    Str default_schema;
    Value connection; /* whose dialect it is; unset = nobody's */
} DialectPayload;

/* The class of each dialect and the names that SQLAlchemy's modules give it: the base and the
 * drivers' own, which are one here. */
enum { DIALECT_COUNT = 6 };
static const NativeClass dialect_classes[DIALECT_COUNT];
static const struct {
    const char *dialect;
    const NativeClass *cls;
    const char *const names[8];
} DIALECTS[DIALECT_COUNT] = {
    {"postgresql",
     &dialect_classes[0],
     {"PGDialect", "PGDialect_psycopg2", "PGDialect_psycopg", "PGDialect_asyncpg"}},
    {"mysql",
     &dialect_classes[1],
     {"MySQLDialect", "MySQLDialect_mysqldb", "MySQLDialect_pymysql"}},
    {"mariadb", &dialect_classes[2], {"MariaDBDialect"}},
    {"sqlite",
     &dialect_classes[3],
     {"SQLiteDialect", "SQLiteDialect_pysqlite", "SQLiteDialect_aiosqlite"}},
    {"mssql", &dialect_classes[4], {"MSDialect", "MSDialect_pyodbc", "MSDialect_pymssql"}},
    {"oracle",
     &dialect_classes[5],
     {"OracleDialect", "OracleDialect_cx_oracle", "OracleDialect_oracledb"}},
};

static Value make(Eval *ev, Class *cls, const Dialect *dialect)
{
    Value v = eval_instance_new(ev, cls);
    DialectPayload *p = value_payload(v, &engine_class_dialect);
    p->dialect = dialect;
    p->connection = value_unset();
    p->is_mariadb = !strcmp(dialect->name, "mariadb");
    return v;
}

Value engine_dialect_value(Eval *ev, const Dialect *dialect, const EngineConnection *c)
{
    const NativeClass *cls = &engine_class_dialect;
    for (size_t i = 0; i < DIALECT_COUNT; i++)
        if (!strcmp(DIALECTS[i].dialect, dialect->name)) cls = DIALECTS[i].cls;
    Value v = make(ev, eval_class(ev, cls), dialect);
    DialectPayload *p = value_payload(v, &engine_class_dialect);
    const Engine *e = c ? engine_get(c->engine) : NULL;
    if (e) p->driver = e->parsed.driver;
    if (c) p->connection = c->self;
    if (c && c->db) {
        p->server_version = c->db->server_version;
        p->is_mariadb = c->db->is_mariadb;
        if (c->db->vtable->default_schema) {
            Str schema = c->db->vtable->default_schema(c->db);
            p->default_schema = str_is_null(schema) ? schema : arena_str(eval_arena(ev), schema);
        }
    }
    return v;
}

Value engine_dialect_of_url(Eval *ev, const Dialect *dialect, Str driver)
{
    Value v = engine_dialect_value(ev, dialect, NULL);
    DialectPayload *p = value_payload(v, &engine_class_dialect);
    p->driver = driver;
    return v;
}

bool engine_dialect_named(Eval *ev, Str name, Value *out)
{
    const Dialect *d = dialect_find(name);
    if (!d)
        return eval_raise_native(ev, &exc_NoSuchModuleError,
                                 "Can't load plugin: sqlalchemy.dialects:%.*s", STR_ARG(name));
    *out = engine_dialect_value(ev, d, NULL);
    return true;
}

/* server_version_info: (15, 8) on PostgreSQL, three numbers elsewhere. */
static Value version_info(Eval *ev, const DialectPayload *p)
{
    int v = p->server_version;
    if (!v) return value_none();
    Value parts[3] = {value_int(v / 10000), value_int(v % 10000), value_unset()};
    if (!strcmp(p->dialect->name, "postgresql")) return value_tuple(ev, parts, 2);
    int scale = !strcmp(p->dialect->name, "sqlite") ? 1000 : 100;
    parts[0] = value_int(v / (scale * scale));
    parts[1] = value_int(v / scale % scale);
    parts[2] = value_int(v % scale);
    return value_tuple(ev, parts, 3);
}

/* The drivers that SQLAlchemy calls with await. */
static bool is_async_driver(Str driver)
{
    static const char *const names[] = {"asyncpg", "aiosqlite",      "aiomysql",     "asyncmy",
                                        "aioodbc", "oracledb_async", "psycopg_async"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_z(driver, names[i])) return true;
    return false;
}

/* How the usual driver writes parameters. */
static const char *paramstyle(const DialectPayload *p)
{
    static const char *const styles[][2] = {{"sqlite", "qmark"},
                                            {"mssql", "qmark"},
                                            {"oracle", "named"},
                                            {"mysql", "format"},
                                            {"mariadb", "format"}};
    if (str_eq_z(p->driver, "asyncpg")) return "numeric_dollar";
    if (str_eq_z(p->driver, "pymysql") || str_eq_z(p->driver, "aiomysql")) return "pyformat";
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (!strcmp(styles[i][0], p->dialect->name)) return styles[i][1];
    return "pyformat";
}

static bool dialect_getattr(Eval *ev, Value self, Str name, Value *out)
{
    const DialectPayload *p = value_payload(self, &engine_class_dialect);
    bool pg = !strcmp(p->dialect->name, "postgresql"), sqlite = !strcmp(p->dialect->name, "sqlite");
    if (str_eq_z(name, "name"))
        *out = value_str_z(ev, p->dialect->name);
    else if (str_eq_z(name, "driver") && str_eq_z(p->driver, "psycopg_async"))
        *out = value_str_z(ev, "psycopg");
    else if (str_eq_z(name, "driver") && !str_is_null(p->driver))
        *out = value_str(ev, p->driver);
    else if (str_eq_z(name, "driver"))
        *out = value_str_z(ev, pg ? "psycopg2" : sqlite ? "pysqlite" : "mysqldb");
    else if (str_eq_z(name, "server_version_info"))
        *out = version_info(ev, p);
    else if (str_eq_z(name, "default_schema_name"))
        *out = str_is_null(p->default_schema) ? value_none() : value_str(ev, p->default_schema);
    else if (str_eq_z(name, "supports_comments"))
        *out = value_bool(p->dialect->supports_comments);
    else if (str_eq_z(name, "supports_sequences"))
        *out = value_bool(dialect_has_sequences(p->dialect, p->server_version));
    else if (str_eq_z(name, "max_identifier_length"))
        *out = value_int(p->dialect->max_identifier);
    else if (str_eq_z(name, "identifier_preparer"))
        *out = engine_preparer(ev, p->dialect);
    else if (str_eq_z(name, "supports_alter"))
        *out = value_bool(!sqlite);
    else if (str_eq_z(name, "is_async"))
        *out = value_bool(is_async_driver(p->driver));
    else if (str_eq_z(name, "paramstyle"))
        *out = value_str_z(ev, paramstyle(p));
    else if (str_eq_z(name, "is_mariadb"))
        *out = value_bool(p->is_mariadb);
    /* Packages ask whether the dialect has JSON by these. */
    else if (str_eq_z(name, "_json_serializer") || str_eq_z(name, "_json_deserializer"))
        *out = strcmp(p->dialect->name, "oracle") ? value_none() : value_unset();
    else if (str_eq_z(name, "supports_native_boolean"))
        *out = value_bool(!sqlite);
    else if (str_eq_z(name, "supports_native_enum") || str_eq_z(name, "supports_native_uuid"))
        *out = value_bool(pg);
    else
        *out = value_unset();
    return true;
}

static bool dialect_has_table(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = engine_connection_get(a->v[0]);
    bool found = false;
    Err err = engine_err(ev);
    if (!c || !c->db) return eval_raise(ev, "TypeError", "has_table() needs a Connection");
    if (!value_is_str(a->v[1])) return eval_raise(ev, "TypeError", "table name must be a string");
    Str schema = value_is_str(a->v[2]) ? value_as_str(a->v[2]) : STR_NULL;
    if (!engine_buffer_results(c, &err) ||
        !c->db->vtable->has_table(c->db, schema, value_as_str(a->v[1]), &found, &err))
        return engine_raise(ev, &err);
    *out = value_bool(found);
    return true;
}

static bool dialect_get_schemas(Eval *ev, Args *a, Value *out)
{
    EngineConnection *c = engine_connection_get(a->v[0]);
    Err err = engine_err(ev);
    StrVec names = {0};
    if (!c || !c->db) return eval_raise(ev, "TypeError", "get_schema_names() needs a Connection");
    if (!engine_buffer_results(c, &err) ||
        !c->db->vtable->schema_names(c->db, eval_arena(ev), &names, &err))
        return engine_raise(ev, &err);
    *out = value_list(ev);
    for (size_t i = 0; i < names.len; i++) value_list_push(ev, *out, value_str(ev, names.items[i]));
    return true;
}

/* ---- type_descriptor() ---- */

/* What the usual driver's dialect makes of a type: of the classes of a type, the first one that the
 * dialect has here gives the class to write it as. SQLAlchemy's colspecs, of which a driver's own
 * classes are named by the generic class that writes as they do. */
typedef struct Adapted {
    const char *dialect, *from, *to;
} Adapted;
static const Adapted ADAPTED[] = {
    {"postgresql", "Numeric", "Numeric"},
    {"postgresql", "Float", "Float"},
    {"sqlite", "TIMESTAMP", "DateTime"},
    {"mysql", "Numeric", "mysql.NUMERIC"},
    {"mysql", "Float", "mysql.FLOAT"},
    {"mysql", "Double", "mysql.DOUBLE"},
    {"mysql", "MatchType", "Float"},
    {"mssql", "DATETIME", "DATETIME"},
    {"mssql", "DateTime", "DateTime"},
    {"mssql", "Date", "Date"},
    {"mssql", "Time", "Time"},
    {"mssql", "Enum", "Enum"},
    {"mssql", "Unicode", "Unicode"},
    {"mssql", "UnicodeText", "UnicodeText"},
    {"mssql", "String", "String"},
    {"mssql", "Uuid", "Uuid"},
    {"mssql", "Numeric", "Numeric"},
    {"mssql", "Float", "Float"},
    {"mssql", "BINARY", "BINARY"},
    {"mssql", "LargeBinary", "VARBINARY"},
    {"oracle", "Boolean", "Boolean"},
    {"oracle", "TIMESTAMP", "TIMESTAMP"},
    {"oracle", "DateTime", "oracle.DATE"},
    {"oracle", "Float", "Numeric"},
    {"oracle", "Numeric", "Numeric"},
    {"oracle", "Integer", "Integer"},
    {"oracle", "Enum", "Enum"},
    {"oracle", "CHAR", "CHAR"},
    {"oracle", "NCHAR", "NCHAR"},
    {"oracle", "NVARCHAR", "NVARCHAR"},
    {"oracle", "Unicode", "Unicode"},
    {"oracle", "UnicodeText", "UnicodeText"},
    {"oracle", "Text", "Text"},
    {"oracle", "String", "String"},
    {"oracle", "Uuid", "Uuid"},
};

/* Classes of SQLAlchemy's own modules: a dialect's are adapted by nobody, and a script's are its
 * own affair. */
static const TypeClass *adapted_class(const char *dialect, const TypeClass *cls)
{
    const char *home = !strcmp(dialect, "mariadb") ? "mysql" : dialect;
    if (cls->is_decorator || cls->is_user_defined || strstr(cls->module, ".dialects.")) return NULL;
    for (const TypeClass *at = cls; at; at = at->base)
        for (size_t i = 0; i < sizeof ADAPTED / sizeof ADAPTED[0]; i++)
            if (!strcmp(ADAPTED[i].dialect, home) && !strcmp(ADAPTED[i].from, at->name))
                return type_class_get(ADAPTED[i].to);
    return NULL;
}

static bool type_descriptor(Eval *ev, Args *a, Value *out)
{
    const DialectPayload *p = value_payload(a->self, &engine_class_dialect);
    const SqlType *t;
    *out = a->v[0];
    if (value_as_class(*out) && !eval_call(ev, *out, NULL, 0, value_unset(), out)) return false;
    if (value_is_unknown(*out)) return true;
    if (!module_type_from_value(ev, *out, eval_arena(ev), &t)) return false;
    const TypeClass *cls = adapted_class(p->dialect->name, t->cls);
    if (!cls || cls == t->cls) return true;
    size_t n;
    const TypeParam *params = type_class_params(cls, &n);
    SqlType *adapted = type_new(eval_arena(ev), cls);
    SqlValue *args = adapted->args;
    *adapted = *t;
    adapted->cls = cls;
    adapted->args = args;
    for (size_t i = 0; i < n; i++)
        if (type_param_index(t->cls, str_z(params[i].name)) >= 0)
            args[i] = *type_get(t, params[i].name);
    /* As it was, not as the other class has it. */
    Str asdecimal = STR("asdecimal");
    if (type_param_index(t->cls, asdecimal) >= 0 && type_param_index(cls, asdecimal) >= 0)
        type_set(adapted, "asdecimal", sql_value_bool(type_is_decimal(t)));
    *out = module_type_value(ev, adapted);
    return types_check_numbers(ev, adapted);
}

static const NativeMethod dialect_methods[] = {
    {"type_descriptor", "typeobj", type_descriptor, NATIVE_METHOD},
    {"has_table", "connection, table_name, schema=None, **kw", dialect_has_table, NATIVE_METHOD},
    {"get_schema_names", "connection, **kw", dialect_get_schemas, NATIVE_METHOD},
    {0},
};

/* `connection.dialect.default_schema_name = tenant`, beside a changed search path. */
static bool dialect_setattr(Eval *ev, Value self, Str name, Value v, bool *done)
{
    DialectPayload *p = value_payload(self, &engine_class_dialect);
    *done = str_eq_z(name, "default_schema_name") && value_is_str(v);
    if (!*done) return true;
    EngineConnection *c =
        value_is_unset(p->connection) ? NULL : engine_connection_get(p->connection);
    p->default_schema = arena_str(eval_arena(ev), value_as_str(v));
    if (c && c->db && c->db->vtable->set_default_schema)
        c->db->vtable->set_default_schema(c->db, p->default_schema);
    return true;
}

static void dialect_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((DialectPayload *)payload)->connection);
}

const NativeClass engine_class_dialect = {
    .name = "DefaultDialect",
    .module = "sqlalchemy.engine.default",
    .payload = sizeof(DialectPayload),
    .methods = dialect_methods,
    .getattr = dialect_getattr,
    .setattr = dialect_setattr,
    .traverse = dialect_traverse,
};

/* postgresql.dialect() and its like: an object that knows its name. */
static bool construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    for (size_t i = 0; i < DIALECT_COUNT; i++) {
        if (class_is_subclass(cls, eval_class(ev, DIALECTS[i].cls)))
            *out = make(ev, cls, dialect_find(str_z(DIALECTS[i].dialect)));
    }
    return true;
}

static bool init(Eval *ev, Value self, Args *a) { return true; }

#define CLASS(text, path, parent)                                                                  \
    {                                                                                              \
        .name = text, .module = "sqlalchemy.dialects." path, .base = parent,                       \
        .init_params = "*args, **kw", .construct = construct, .init = init                         \
    }

static const NativeClass dialect_classes[DIALECT_COUNT] = {
    CLASS("PGDialect_psycopg2", "postgresql.psycopg2", &engine_class_dialect),
    CLASS("MySQLDialect_mysqldb", "mysql.mysqldb", &engine_class_dialect),
    CLASS("MariaDBDialect", "mysql.mariadb", &dialect_classes[1]),
    CLASS("SQLiteDialect_pysqlite", "sqlite.pysqlite", &engine_class_dialect),
    CLASS("MSDialect_pyodbc", "mssql.pyodbc", &engine_class_dialect),
    CLASS("OracleDialect_cx_oracle", "oracle.cx_oracle", &engine_class_dialect),
};

bool engine_dialect_class(Eval *ev, Str dialect, Str name, Value *out)
{
    for (size_t i = 0; i < DIALECT_COUNT; i++) {
        bool own = str_eq_z(dialect, DIALECTS[i].dialect), found = own && str_eq_z(name, "dialect");
        for (size_t k = 0; !found && k < 8 && DIALECTS[i].names[k]; k++)
            found = str_eq_z(name, DIALECTS[i].names[k]);
        if (found) *out = class_value(eval_class(ev, DIALECTS[i].cls));
    }
    return true;
}
