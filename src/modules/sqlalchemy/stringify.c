#include "modules/sqlalchemy/stringify.h"

#include <string.h>

#include "dialect/generic/dialect.h"
#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/ddl.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/element.h"
#include "sql/statement.h"

/* ---- dialects ---- */

/* The dialect of a dialect object, an engine or a connection; `fallback` when there is none. */
static bool find_dialect(Eval *ev, Value v, Str fallback, const Dialect **out)
{
    Value inner, name;
    Str text = fallback;
    if (!module_absent(v)) {
        if (!eval_find_attr(ev, v, STR("dialect"), &inner)) return false;
        if (!value_is_unset(inner)) v = inner;
        if (!eval_getattr(ev, v, STR("name"), &name)) return false;
        if (!value_is_str(name)) return eval_raise(ev, "TypeError", "a dialect is needed");
        text = value_as_str(name);
    }
    *out = dialect_find(text);
    if (!*out && module_absent(v)) *out = dialect_find(STR("sqlite"));
    return *out || eval_raise_native(ev, &exc_NoSuchModuleError,
                                     "Can't load plugin: sqlalchemy.dialects:%.*s", STR_ARG(text));
}

static bool failed(Eval *ev, const Err *err)
{
    return eval_raise_native(ev, &exc_CompileError, "%.*s", STR_ARG(err->message));
}

/* ---- types ---- */

/* str() of a type of a dialect's own: as SQLAlchemy's generic compiler writes it, which gives those
 * that it does not know their bare names. */
static bool is_known_to_all(const char *name)
{
    static const char *const known[] = {
        "BIGINT",   "BINARY", "BLOB",  "BOOLEAN",   "CHAR",      "CLOB",    "DATE",     "DATETIME",
        "DECIMAL",  "DOUBLE", "FLOAT", "INTEGER",   "NCHAR",     "NUMERIC", "NVARCHAR", "REAL",
        "SMALLINT", "TEXT",   "TIME",  "TIMESTAMP", "VARBINARY", "VARCHAR"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(name, known[i])) return true;
    return false;
}

/* PostgreSQL's ENUM, which is but a VARCHAR elsewhere. */
static bool is_native_enum(const TypeClass *cls)
{
    return !strcmp(cls->name, "ENUM") && strstr(cls->module, "postgresql") != NULL;
}

static bool is_bare_name(const TypeClass *cls)
{
    const char *name = cls->name;
    if (!strcmp(name, "ARRAY")) return true;
    if (!strstr(cls->module, ".dialects.") || is_known_to_all(name)) return false;
    for (const char *p = name; *p; p++)
        if (*p >= 'a' && *p <= 'z') return false;
    return !is_native_enum(cls);
}

static bool type_text(Eval *ev, Value self, Value dialect, Value *out)
{
    const SqlType *t;
    const Dialect *d;
    Arena scratch = {0};
    Err err = err_init(&scratch);
    CompileOptions options = {.literal_binds = true, .hooks = compiles_hooks(ev)};
    Str sql;
    if (!module_type_from_value(ev, self, eval_arena(ev), &t)) return false;
    if (module_absent(dialect) && is_bare_name(t->cls))
        return *out = value_str_z(ev, t->cls->name), true;
    if (module_absent(dialect) && t->cls->affinity == TYPE_AFFINITY_NULL)
        return *out = value_str_z(ev, "NULL"), true;
    bool generic = is_known_to_all(t->cls->name) || is_native_enum(t->cls);
    const char *home = generic ? "sqlite" : dialect_of_type(t)->name;
    if (!find_dialect(ev, dialect, str_z(home), &d)) return false;
    bool ok = d->compile_type(t, &options, &scratch, &sql, &err);
    if (ok)
        *out = value_str(ev, sql);
    else
        failed(ev, &err);
    arena_release(&scratch);
    return ok;
}

bool stringify_type_compile(Eval *ev, Args *a, Value *out)
{
    return type_text(ev, a->self, a->v[0], out);
}

bool stringify_type(Eval *ev, Value self, Value *out)
{
    return type_text(ev, self, value_unset(), out);
}

/* ---- expressions ---- */

/* The values of the parameters by their names, in the order in which they come. */
static bool params_of(Eval *ev, const BindNames *binds, Value params)
{
    for (size_t i = 0; i < binds->names.len; i++) {
        const SqlValue *v = &binds->binds.items[i]->as.bind.value;
        Value value = value_none();
        bool known = v->kind != SQL_VALUE_UNSET && v->kind != SQL_VALUE_NULL;
        if (v->object)
            value = value_object(v->object);
        else if (known && !module_value_from_sql_value(ev, v, &value))
            return false;
        value_dict_put_str(ev, params, binds->names.items[i], value);
    }
    return true;
}

/* A statement that only MySQL has is written in its words. */
static bool is_upsert_of_mysql(const SqlExpr *e)
{
    return e->kind == SQL_INSERT && e->as.insert->on_conflict.what == SQL_CONFLICT_DUPLICATE_KEY;
}

static bool expr_text(Eval *ev, Value self, Value dialect, bool literal, Value params, Value *out)
{
    const SqlExpr *e = element_expr(ev, self);
    const Dialect *d;
    Arena scratch = {0};
    Err err = err_init(&scratch);
    /* "offline" writes binds by their names, as the generic dialect does. */
    CompileOptions options = {
        .literal_binds = literal, .offline = true, .hooks = compiles_hooks(ev)};
    SqlExprVec binds = {0};
    BindNames names = {.arena = &scratch};
    Str sql;
    options.bind_names = &names;
    if (!e) return eval_raise(ev, "TypeError", "not an SQL expression");
    bool generic = module_absent(dialect);
    d = &generic_dialect;
    if (generic && is_upsert_of_mysql(e)) d = dialect_find(STR("mysql")), generic = false;
    if (!module_absent(dialect) && !find_dialect(ev, dialect, STR(""), &d)) return false;
    options.double_percent = !generic && d->doubles_percent;
    options.driver_binds = !generic;
    bool ok = d->compile_expr(e, &options, &scratch, &sql, &binds, &err);
    if (ok)
        *out = value_str(ev, sql);
    else
        failed(ev, &err);
    ok = ok && (value_is_unset(params) || params_of(ev, &names, params));
    arena_release(&scratch);
    return ok;
}

static bool compiled_str(Eval *ev, Value self, Value *out)
{
    return eval_getattr(ev, self, STR("string"), out);
}

static const NativeClass stringify_Compiled = {
    .name = "SQLCompiler", .module = "sqlalchemy.sql.compiler", .str = compiled_str};

bool stringify_compile(Eval *ev, Args *a, Value *out)
{
    Value kw = value_dict_find_z(a->v[2], "compile_kwargs"), text;
    Value flag = value_is_dict(kw) ? value_dict_find_z(kw, "literal_binds") : value_unset();
    bool literal = false;
    Value dialect = module_absent(a->v[1]) ? a->v[0] : a->v[1];
    if (!value_is_unset(flag) && !eval_truth(ev, flag, &literal)) return false;
    Value params = value_dict(ev);
    eval_root_push(ev, params);
    bool ok = expr_text(ev, a->self, dialect, literal, params, &text);
    eval_root_pop(ev, 1);
    if (!ok) return false;
    *out = eval_instance_new(ev, eval_class(ev, &stringify_Compiled));
    return eval_setattr(ev, *out, STR("string"), text) &&
           eval_setattr(ev, *out, STR("params"), params) &&
           eval_setattr(ev, *out, STR("statement"), a->self);
}

bool stringify_expr(Eval *ev, Value self, Value *out)
{
    return expr_text(ev, self, value_unset(), false, value_unset(), out);
}

/* ---- DDL elements ---- */

static bool ddl_text(Eval *ev, Value self, Value dialect, Value *out)
{
    const Dialect *d;
    Arena scratch = {0};
    Err err = err_init(&scratch);
    CompileOptions options = {.literal_binds = true, .hooks = compiles_hooks(ev)};
    Statements sql = {0};
    Op *op = engine_ddl_op(ev, self);
    /* SQLite's types are the generic ones, but it has no ALTER TABLE for constraints. */
    bool plain = op->kind == OP_CREATE_TABLE || op->kind == OP_DROP_TABLE ||
                 op->kind == OP_CREATE_INDEX || op->kind == OP_DROP_INDEX;
    if (!find_dialect(ev, dialect, plain ? STR("sqlite") : STR("postgresql"), &d)) return false;
    options.double_percent = !module_absent(dialect) && d->doubles_percent;
    bool ok = d->compile_op(op, &options, &scratch, &sql, &err);
    if (ok)
        *out = value_str(ev, sql.len ? sql.items[0] : STR(""));
    else
        failed(ev, &err);
    arena_release(&scratch);
    return ok;
}

bool stringify_ddl_compile(Eval *ev, Args *a, Value *out)
{
    Value text;
    if (!ddl_text(ev, a->self, module_absent(a->v[1]) ? a->v[0] : a->v[1], &text)) return false;
    *out = eval_instance_new(ev, eval_class(ev, &stringify_Compiled));
    return eval_setattr(ev, *out, STR("string"), text) &&
           eval_setattr(ev, *out, STR("statement"), a->self);
}

bool stringify_ddl(Eval *ev, Value self, Value *out)
{
    return ddl_text(ev, self, value_unset(), out);
}
