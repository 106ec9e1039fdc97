#include "modules/sqlalchemy/sqlalchemy.h"

#include <string.h>

#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/engine/dialect_object.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/ext.h"
#include "modules/sqlalchemy/orm/decl.h"
#include "modules/sqlalchemy/sql/comparator.h"
#include "modules/sqlalchemy/sql/label_style.h"
#include "modules/sqlalchemy/sql/match.h"
#include "modules/sqlalchemy/sql/operator_module.h"
#include "modules/sqlalchemy/sql/query.h"
#include "modules/sqlalchemy/types.h"
#include "schema/type_table.h"

static bool find_member(Eval *ev, const NativeMember *m, Str name, Value *out)
{
    for (; m->kind != MEMBER_END; m++) {
        if (!str_eq_z(name, m->name)) continue;
        switch (m->kind) {
        case MEMBER_FN:
            *out = eval_native_new(ev, m->name, m->params, m->as.fn, NULL, value_unset());
            return true;
        case MEMBER_CLASS: *out = class_value(eval_class(ev, m->as.cls)); return true;
        case MEMBER_VALUE: return m->as.make(ev, out);
        case MEMBER_STR: *out = value_str_z(ev, m->as.str); return true;
        default: *out = value_int(m->as.integer); return true;
        }
    }
    return true;
}

/* __all__, for `import *`: the names of the lists and of the module's types. */
static bool all_names(Eval *ev, const NativeMember *const *lists, const char *import_module,
                      Value *out)
{
    *out = value_list(ev);
    for (; *lists; lists++)
        for (const NativeMember *m = *lists; m->kind != MEMBER_END; m++)
            value_list_push(ev, *out, value_str_z(ev, m->name));
    for (size_t i = 0; i < type_table_len; i++) {
        const char *name = type_table[i].alias ? type_table[i].alias : type_table[i].cls->name;
        if (type_class_find(str_z(import_module), str_z(name)) && name[0] != '_')
            value_list_push(ev, *out, value_str_z(ev, name));
    }
    return true;
}

/* What `from sqlalchemy import *` has besides: the engine's names, and the submodules that are
 * imported with the package. */
static void package_names(Eval *ev, Value all)
{
    static const char *const submodules[] = {"event",    "exc",    "types",     "orm",
                                             "sql",      "schema", "engine",    "pool",
                                             "dialects", "ext",    "inspection"};
    const NativeModule *engine = sqlalchemy_engine_find(STR("sqlalchemy"));
    for (const NativeMember *m = engine ? engine->members : NULL; m && m->kind != MEMBER_END; m++)
        value_list_push(ev, all, value_str_z(ev, m->name));
    for (size_t i = 0; i < sizeof submodules / sizeof *submodules; i++)
        value_list_push(ev, all, value_str_z(ev, submodules[i]));
}

/* Names in the order of the lists; types of `import_module` last. */
static bool find_in(Eval *ev, const NativeMember *const *lists, const char *import_module, Str name,
                    Value *out)
{
    *out = value_unset();
    if (str_eq_z(name, "__all__")) return all_names(ev, lists, import_module, out);
    if (str_starts(name, STR("__"))) return true;
    for (; *lists && value_is_unset(*out); lists++)
        if (!find_member(ev, *lists, name, out)) return false;
    return !value_is_unset(*out) || types_getattr(ev, import_module, name, out);
}

static bool engine_name(Eval *ev, const char *module, Str name, Value *out)
{
    const NativeModule *m = sqlalchemy_engine_find(str_z(module));
    return !m || find_member(ev, m->members, name, out);
}

static const NativeMember *const everything[] = {schema_members, construct_members,   query_members,
                                                 from_members,   label_style_members, NULL};
static const NativeMember *const expressions[] = {
    construct_members, query_members, from_members, schema_members, label_style_members, NULL};
static const NativeMember *const nothing[] = {NULL};

static const NativeMember type_bases[] = {NATIVE_CLASS("TypeEngine", &types_TypeEngine),
                                          NATIVE_CLASS("Concatenable", &comparator_Concatenable),
                                          NATIVE_CLASS("Indexable", &comparator_Indexable),
                                          NATIVE_CLASS("ExternalType", &comparator_ExternalType),
                                          NATIVE_END};

static bool package(Eval *ev, Str name, Value *out)
{
    if (!find_in(ev, everything, "sqlalchemy", name, out)) return false;
    if (str_eq_z(name, "__all__")) package_names(ev, *out);
    return !value_is_unset(*out) || engine_name(ev, "sqlalchemy", name, out);
}
static bool types(Eval *ev, Str name, Value *out)
{
    if (!find_in(ev, nothing, "sqlalchemy.types", name, out)) return false;
    return !value_is_unset(*out) || find_member(ev, type_bases, name, out);
}
static bool sqltypes(Eval *ev, Str name, Value *out)
{
    if (!find_in(ev, nothing, "sqlalchemy.sql.sqltypes", name, out)) return false;
    return !value_is_unset(*out) || types(ev, name, out);
}
static bool schema(Eval *ev, Str name, Value *out)
{
    return find_in(ev, everything, "sqlalchemy", name, out);
}
static bool sql(Eval *ev, Str name, Value *out)
{
    return find_in(ev, expressions, "sqlalchemy", name, out);
}

/* sqlalchemy.sql.functions: func, and each function by its name: functions.now() */
static bool functions(Eval *ev, Str name, Value *out)
{
    if (!find_in(ev, expressions, "sqlalchemy", name, out) || !value_is_unset(*out)) return true;
    Value func;
    if (str_starts(name, STR("_"))) return true;
    return functions_func(ev, &func) && eval_getattr(ev, func, name, out);
}

/* ---- dialects ---- */

static bool array_(Eval *ev, Args *a, Value *out)
{
    ElementData *d;
    *out = element_new(ev, &element_ClauseList, SQL_LIST, &d);
    d->node.as.list.op = SQL_OP_COMMA;
    d->node.as.list.form = SQL_LIST_ARRAY;
    Value list;
    if (!eval_to_list(ev, a->v[0], &list) ||
        !element_array_items(ev, d, list, &d->node.as.list.items))
        return false;
    SqlType *t = type_new(eval_arena(ev),
                          type_class_find(STR("sqlalchemy.dialects.postgresql"), STR("ARRAY")));
    t->impl = d->node.as.list.items.len ? d->node.as.list.items.items[0]->type : NULL;
    if (!module_absent(a->v[1]) && !module_type_from_value(ev, a->v[1], eval_arena(ev), &t->impl))
        return false;
    const SqlType *inner = t->impl;
    if (inner && inner->cls->affinity == TYPE_AFFINITY_ARRAY) { /* one dimension more */
        type_set(t, "dimensions", sql_value_int(type_get_int(inner, "dimensions", 1) + 1));
        t->impl = inner->impl;
    }
    if (!t->impl) t->impl = element_plain_type(ev, "NullType");
    d->node.type = t;
    return true;
}

/* Any(value, array), All(value, array): the array's method. */
static bool of_array(Eval *ev, Args *a, const char *method, Value *out)
{
    Value args[] = {a->v[0], a->v[2]};
    return eval_call_method(ev, a->v[1], method, args, 2, out);
}
static bool any_of(Eval *ev, Args *a, Value *out) { return of_array(ev, a, "any", out); }
static bool all_of(Eval *ev, Args *a, Value *out) { return of_array(ev, a, "all", out); }

/* array_agg(expr, ...): func.array_agg(), whose value has PostgreSQL's operators. */
static bool array_agg(Eval *ev, Args *a, Value *out)
{
    Value func;
    if (!functions_func(ev, &func) || !eval_getattr(ev, func, STR("array_agg"), &func) ||
        !eval_call(ev, func, value_seq_items(a->v[0]), value_seq_len(a->v[0]), a->v[1], out))
        return false;
    ElementData *d = element_data(*out);
    const SqlType *t = d->node.type;
    bool generic = t && t->cls == type_class_get("ARRAY");
    if (!generic) return true;
    SqlType *own = type_new(eval_arena(ev),
                            type_class_find(STR("sqlalchemy.dialects.postgresql"), STR("ARRAY")));
    own->impl = t->impl;
    d->node.type = own;
    return true;
}

/* hstore(keys, values), or hstore(array): a function whose value has hstore's operators. */
static bool hstore(Eval *ev, Args *a, Value *out)
{
    Value func, type, kw = value_dict(ev);
    if (!functions_func(ev, &func) || !eval_getattr(ev, func, STR("hstore"), &func) ||
        !types_getattr(ev, "sqlalchemy.dialects.postgresql", STR("HSTORE"), &type))
        return false;
    value_dict_put_z(ev, kw, "type_", type);
    return eval_call(ev, func, value_seq_items(a->v[0]), value_seq_len(a->v[0]), kw, out);
}

static const NativeMember postgresql_members[] = {
    NATIVE_CLASS("ExcludeConstraint", &objects_ExcludeConstraint),
    NATIVE_CLASS("aggregate_order_by", &objects_aggregate_order_by),
    NATIVE_FN("array", "clauses, type_=None, **kw", array_),
    NATIVE_FN("hstore", "*args", hstore),
    NATIVE_FN("Any", "other, arrexpr, operator=None", any_of),
    NATIVE_FN("All", "other, arrexpr, operator=None", all_of),
    NATIVE_FN("array_agg", "*arg, **kw", array_agg),
    NATIVE_CLASS("Insert", &query_Insert),
    NATIVE_CLASS("CreateEnumType", &engine_class_create_enum_type),
    NATIVE_CLASS("DropEnumType", &engine_class_drop_enum_type),
    NATIVE_CLASS("CreateDomainType", &engine_class_create_domain_type),
    NATIVE_CLASS("DropDomainType", &engine_class_drop_domain_type),
    NATIVE_END};
static bool insert_name(Eval *ev, Str name, Value *out)
{
    bool known = str_eq_z(name, "insert") || str_eq_z(name, "Insert");
    return !known || find_member(ev, query_members, name, out);
}

static void dialect_names(Eval *ev, Value all)
{
    value_list_push(ev, all, value_str_z(ev, "insert"));
    value_list_push(ev, all, value_str_z(ev, "Insert"));
    value_list_push(ev, all, value_str_z(ev, "dialect"));
}

static const NativeMember *const postgresql_lists[] = {postgresql_members, NULL};

static const NativeMember mysql_members[] = {
    NATIVE_FN("match",
              "*cols, against=None, in_boolean_mode=False, in_natural_language_mode=False, "
              "with_query_expansion=False",
              match_match),
    NATIVE_END};
static const NativeMember *const mysql_lists[] = {mysql_members, NULL};

#define DIALECT(fn, lists, path)                                                                   \
    static bool fn(Eval *ev, Str name, Value *out)                                                 \
    {                                                                                              \
        if (!find_in(ev, lists, path, name, out)) return false;                                    \
        if (str_eq_z(name, "__all__")) dialect_names(ev, *out);                                    \
        return (!value_is_unset(*out) || insert_name(ev, name, out)) &&                            \
               (!value_is_unset(*out) ||                                                           \
                engine_dialect_class(ev, str_z(strrchr(path, '.') + 1), name, out));               \
    }
DIALECT(postgresql_names, postgresql_lists, "sqlalchemy.dialects.postgresql")
DIALECT(mysql, mysql_lists, "sqlalchemy.dialects.mysql")
/* Functions of text search stand in the package, too: postgresql.to_tsquery() is func.to_tsquery().
 */
static bool postgresql(Eval *ev, Str name, Value *out)
{
    static const char *const search[] = {"to_tsvector",          "to_tsquery",
                                         "plainto_tsquery",      "phraseto_tsquery",
                                         "websearch_to_tsquery", "ts_headline"};
    Value func;
    for (size_t i = 0; i < sizeof search / sizeof *search; i++)
        if (str_eq_z(name, search[i]))
            return functions_func(ev, &func) && eval_getattr(ev, func, name, out);
    if (str_eq_z(name, "Range") || str_eq_z(name, "MultiRange")) {
        Value module;
        return eval_import(ev, STR("_sqlalchemy_values"), &module) &&
               eval_getattr(ev, module, name, out);
    }
    return postgresql_names(ev, name, out);
}
DIALECT(sqlite, nothing, "sqlalchemy.dialects.sqlite")
static const NativeMember mssql_members[] = {
    NATIVE_FN("try_cast", "expression, type_", construct_try_cast), NATIVE_END};
static const NativeMember *const mssql_lists[] = {mssql_members, NULL};
DIALECT(mssql, mssql_lists, "sqlalchemy.dialects.mssql")
DIALECT(oracle_types, nothing, "sqlalchemy.dialects.oracle")

/* How vectors are stored and indexed is said with plain Python classes. */
static bool oracle(Eval *ev, Str name, Value *out)
{
    Value module;
    if (!oracle_types(ev, name, out)) return false;
    if (!value_is_unset(*out)) return true;
    if (!str_starts(name, STR("Vector")) && !str_eq_z(name, "SparseVector")) return true;
    return eval_import(ev, STR("_sqlalchemy_oracle"), &module) &&
           eval_find_attr(ev, module, name, out);
}

/* The modules of drivers: only dialect classes. */
#define DRIVER(fn, dialect)                                                                        \
    static bool fn(Eval *ev, Str name, Value *out)                                                 \
    {                                                                                              \
        return engine_dialect_class(ev, STR(dialect), name, out);                                  \
    }
DRIVER(postgresql_driver, "postgresql")
DRIVER(mysql_driver, "mysql")
static bool mariadb_driver(Eval *ev, Str name, Value *out) /* which has types, too */
{
    return engine_dialect_class(ev, STR("mariadb"), name, out) &&
           (!value_is_unset(*out) || mysql(ev, name, out));
}
DRIVER(sqlite_driver, "sqlite")
DRIVER(mssql_driver, "mssql")
DRIVER(oracle_driver, "oracle")

static const NativeMember none[] = {NATIVE_END};
static const NativeMember package_members[] = {NATIVE_STR("__version__", "2.0.52"), NATIVE_END};

/* One row per import path; several paths of SQLAlchemy export the same names. */
static const NativeModule modules[] = {
    {"sqlalchemy", package_members, package},
    {"sqlalchemy.future", none, package},
    {"sqlalchemy.types", none, types},
    {"sqlalchemy.sql.sqltypes", none, sqltypes},
    {"sqlalchemy.sql.type_api", none, sqltypes},
    {"sqlalchemy.schema", none, schema},
    {"sqlalchemy.sql.schema", none, schema},
    {"sqlalchemy.sql.ddl", none, schema},
    {"sqlalchemy.sql.base", none, schema},
    {"sqlalchemy.sql.naming", none, schema},
    {"sqlalchemy.sql", none, sql},
    {"sqlalchemy.sql.expression", none, sql},
    {"sqlalchemy.sql.elements", none, sql},
    {"sqlalchemy.sql.selectable", none, sql},
    {"sqlalchemy.sql.dml", none, sql},
    {"sqlalchemy.sql.operators", operator_module_members, sql},
    {"sqlalchemy.sql.functions", none, functions},
    {"sqlalchemy.dialects", none, NULL},
    {"sqlalchemy.dialects.postgresql", none, postgresql},
    {"sqlalchemy.dialects.postgresql.base", none, postgresql},
    {"sqlalchemy.dialects.postgresql.json", none, postgresql},
    {"sqlalchemy.dialects.postgresql.array", none, postgresql},
    {"sqlalchemy.dialects.postgresql.ranges", none, postgresql},
    {"sqlalchemy.dialects.postgresql.named_types", none, postgresql},
    {"sqlalchemy.dialects.postgresql.types", none, postgresql},
    {"sqlalchemy.dialects.postgresql.ext", none, postgresql},
    {"sqlalchemy.dialects.postgresql.hstore", none, postgresql},
    {"sqlalchemy.dialects.postgresql.dml", none, postgresql},
    {"sqlalchemy.dialects.mysql", none, mysql},
    {"sqlalchemy.dialects.mysql.base", none, mysql},
    {"sqlalchemy.dialects.mysql.types", none, mysql},
    {"sqlalchemy.dialects.mysql.json", none, mysql},
    {"sqlalchemy.dialects.mysql.enumerated", none, mysql},
    {"sqlalchemy.dialects.mysql.dml", none, mysql},
    {"sqlalchemy.dialects.sqlite", none, sqlite},
    {"sqlalchemy.dialects.sqlite.base", none, sqlite},
    {"sqlalchemy.dialects.sqlite.json", none, sqlite},
    {"sqlalchemy.dialects.sqlite.dml", none, sqlite},
    {"sqlalchemy.dialects.mssql", none, mssql},
    {"sqlalchemy.dialects.mssql.base", none, mssql},
    {"sqlalchemy.dialects.mssql.json", none, mssql},
    {"sqlalchemy.dialects.oracle", none, oracle},
    {"sqlalchemy.dialects.oracle.base", none, oracle},
    {"sqlalchemy.dialects.oracle.types", none, oracle},
    {"sqlalchemy.dialects.oracle.vector", none, oracle},
    {"sqlalchemy.dialects.postgresql.psycopg2", none, postgresql_driver},
    {"sqlalchemy.dialects.postgresql.psycopg", none, postgresql_driver},
    {"sqlalchemy.dialects.postgresql.asyncpg", none, postgresql_driver},
    {"sqlalchemy.dialects.mysql.mysqldb", none, mysql_driver},
    {"sqlalchemy.dialects.mysql.pymysql", none, mysql_driver},
    {"sqlalchemy.dialects.mysql.mariadb", none, mariadb_driver},
    {"sqlalchemy.dialects.sqlite.pysqlite", none, sqlite_driver},
    {"sqlalchemy.dialects.sqlite.aiosqlite", none, sqlite_driver},
    {"sqlalchemy.dialects.mssql.pyodbc", none, mssql_driver},
    {"sqlalchemy.dialects.mssql.pymssql", none, mssql_driver},
    {"sqlalchemy.dialects.oracle.cx_oracle", none, oracle_driver},
    {"sqlalchemy.dialects.oracle.oracledb", none, oracle_driver},
};

const NativeModule *sqlalchemy_find(Str dotted)
{
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (str_eq_z(dotted, modules[i].name)) return &modules[i];
    const NativeModule *own[] = {&exc_module, &exc_orm_module, &orm_module};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (str_eq_z(dotted, own[i]->name)) return own[i];
    const NativeModule *m = ext_find(dotted);
    return m ? m : sqlalchemy_engine_find(dotted);
}
