#include "schema/type.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "schema/table.h"
#include "schema/type_table.h"

/* ---- finding classes ---- */

static unsigned module_bits(Str m)
{
    static const struct {
        const char *name;
        unsigned bits;
    } modules[] = {
        {"sqlalchemy", IN_SA},
        {"sqlalchemy.types", IN_TYPES},
        {"sqlalchemy.dialects.postgresql", IN_PG},
        {"sqlalchemy.dialects.postgresql.base", IN_PG},
        {"sqlalchemy.dialects.sqlite", IN_LITE},
        {"sqlalchemy.dialects.sqlite.base", IN_LITE},
        {"sqlalchemy.dialects.mysql", IN_MY},
        {"sqlalchemy.dialects.mysql.base", IN_MY},
        {"sqlalchemy.dialects.mssql", IN_MS},
        {"sqlalchemy.dialects.mssql.base", IN_MS},
        {"sqlalchemy.dialects.oracle", IN_ORA},
        {"sqlalchemy.dialects.oracle.base", IN_ORA},
        {"pgvector.sqlalchemy", IN_VEC},
    };
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (str_eq_z(m, modules[i].name)) return modules[i].bits;
    return 0;
}

const TypeClass *type_class_find(Str import_module, Str name)
{
    unsigned bits = module_bits(import_module);
    for (size_t i = 0; i < type_table_len; i++) {
        const TypeRow *r = &type_table[i];
        if (!str_eq_z(name, r->alias ? r->alias : r->cls->name)) continue;
        if (bits & r->where) return r->cls;
        if (str_eq_z(import_module, r->cls->module)) return r->cls;
    }
    return NULL;
}

/* "mysql" for sqlalchemy.dialects.mysql.types; null for generic types. */
static Str class_dialect(const TypeClass *cls)
{
    Str m = str_z(cls->module), prefix = STR("sqlalchemy.dialects.");
    if (!str_starts(m, prefix)) return STR_NULL;
    Str rest = str_slice(m, prefix.len, m.len);
    return str_cut(&rest, '.');
}

const TypeClass *type_class_get(const char *name)
{
    Str plain = str_z(name), dialect = STR_NULL;
    if (str_find_char(plain, '.') != STR_NPOS) dialect = str_cut(&plain, '.');
    for (size_t i = 0; i < type_table_len; i++) {
        const TypeRow *r = &type_table[i];
        if (!str_eq_z(plain, r->alias ? r->alias : r->cls->name)) continue;
        if (str_is_null(dialect) || str_eq(dialect, class_dialect(r->cls))) return r->cls;
    }
    /* "postgresql.UUID" and other generic types under a dialect's name */
    if (!str_is_null(dialect)) return type_class_get(plain.ptr);
    assert(!"unknown type class");
    return NULL;
}

bool type_class_is_a(const TypeClass *cls, const char *name)
{
    for (; cls; cls = cls->base)
        if (strcmp(cls->name, name) == 0) return true;
    return false;
}

/* ---- parameters ---- */

const TypeParam *type_class_params(const TypeClass *cls, size_t *n)
{
    while (cls && !cls->params) cls = cls->base;
    *n = 0;
    if (!cls) return NULL;
    while (cls->params[*n].name) ++*n;
    return cls->params;
}

int type_param_index(const TypeClass *cls, Str name)
{
    size_t n;
    const TypeParam *p = type_class_params(cls, &n);
    for (size_t i = 0; i < n; i++)
        if (str_eq_z(name, p[i].name)) return (int)i;
    return -1;
}

void type_take_schema(const SqlType *t)
{
    for (; t; t = t->impl) {
        if (str_is_null(t->schema) && t->metadata && !str_is_null(t->metadata->schema)) {
            SqlType *own = (SqlType *)t; /* const is the readers' view; the type is one object */
            own->schema = t->metadata->schema;
            own->schema_quote = ident_quote_wish(t->metadata->schema_quote);
        }
        for (size_t i = 0; i < t->variants.len; i++) type_take_schema(t->variants.items[i].type);
    }
}

SqlType *type_new(Arena *a, const TypeClass *cls)
{
    SqlType *t = ARENA_NEW(a, SqlType);
    size_t n;
    const TypeParam *params = type_class_params(cls, &n);
    t->cls = cls;
    t->args = ARENA_ARRAY(a, SqlValue, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *given = params[i].default_repr;
        bool is_number = given && given[0] >= '0' && given[0] <= '9';
        if (is_number) t->args[i] = sql_value_int(strtoll(given, NULL, 10));
    }
    return t;
}

/* Keeps the fields that compilers read in step with the arguments. */
static void mirror(SqlType *t, const char *param, const SqlValue *v)
{
    if (strcmp(param, "name") == 0 && v->kind == SQL_VALUE_STR) {
        t->name = v->as.text;
        if (!t->name_quote) t->name_quote = v->quote; /* quote= wins over it */
    }
    if (strcmp(param, "quote") == 0 && v->kind == SQL_VALUE_BOOL)
        t->name_quote = v->as.boolean ? 1 : -1;
    if (strcmp(param, "schema") == 0 && v->kind == SQL_VALUE_STR) {
        t->schema = v->as.text;
        t->schema_quote = v->quote;
    }
    if (strcmp(param, "inherit_schema") == 0 && v->kind == SQL_VALUE_BOOL)
        t->inherit_schema = v->as.boolean;
    bool inner = strcmp(param, "item_type") == 0 || strcmp(param, "data_type") == 0 ||
                 strcmp(param, "impl") == 0;
    if (inner && v->kind == SQL_VALUE_TYPE) t->impl = v->as.type;
}

void type_set(SqlType *t, const char *param, SqlValue v)
{
    int i = type_param_index(t->cls, str_z(param));
    assert(i >= 0);
    t->args[i] = v;
    mirror(t, param, &v);
}

const SqlValue *type_get(const SqlType *t, const char *param)
{
    static const SqlValue unset = {0};
    int i = type_param_index(t->cls, str_z(param));
    return i < 0 || !t->args ? &unset : &t->args[i];
}

int64_t type_get_int(const SqlType *t, const char *param, int64_t missing)
{
    const SqlValue *v = type_get(t, param);
    return v->kind == SQL_VALUE_INT ? v->as.integer : missing;
}

bool type_get_bool(const SqlType *t, const char *param, bool missing)
{
    const SqlValue *v = type_get(t, param);
    if (v->kind == SQL_VALUE_INT) return v->as.integer != 0;
    return v->kind == SQL_VALUE_BOOL ? v->as.boolean : missing;
}

/* ---- questions ---- */

bool type_is_decimal(const SqlType *t)
{
    bool is_number = strcmp(t->cls->name, "NUMBER") == 0;
    bool is_float = t->cls->affinity == TYPE_AFFINITY_FLOAT;
    /* MySQL's DOUBLE and REAL are decimals, its FLOAT is not. */
    bool mysql_float =
        is_float && strstr(t->cls->module, ".mysql.") && strcmp(t->cls->name, "FLOAT") != 0;
    bool missing = is_number ? type_get_int(t, "scale", 0) > 0 : !is_float || mysql_float;
    return type_get_bool(t, "asdecimal", missing);
}

bool type_is_null(const SqlType *t) { return !t || strcmp(t->cls->name, "NullType") == 0; }

/* A decorator inside a decorator is possible, an endless chain is not: impls are made first. */
static const SqlType *undecorated(const SqlType *t)
{
    while (t && t->cls->is_decorator && t->impl) t = t->impl;
    return t;
}

TypeAffinity type_affinity(const SqlType *t)
{
    t = undecorated(t);
    if (!t) return TYPE_AFFINITY_NULL;
    if (t->cls->affinity == TYPE_AFFINITY_FLOAT) return TYPE_AFFINITY_NUMERIC;
    if (t->cls->affinity == TYPE_AFFINITY_ENUM) return TYPE_AFFINITY_STRING;
    return t->cls->affinity;
}

/* The class that is the type's _type_affinity where no generic one is; NULL = a generic one is. */
static const TypeClass *own_affinity(const SqlType *t)
{
    t = undecorated(t);
    if (!t) return NULL;
    const TypeClass *cls = t->cls;
    if (cls == type_class_get("postgresql.ENUM")) return type_class_get("postgresql.NamedType");
    if (cls == type_class_get("mysql.ENUM")) return cls;
    if (cls->affinity != TYPE_AFFINITY_OTHER) return NULL;
    while (cls->base && cls->base->base && cls->base != type_class_get("UserDefinedType"))
        cls = cls->base;
    return cls;
}

bool type_same_affinity(const SqlType *a, const SqlType *b)
{
    const TypeClass *own = own_affinity(a);
    if (own || own_affinity(b)) return own == own_affinity(b);
    return type_affinity(a) == type_affinity(b);
}

bool type_wants_check(const SqlType *t)
{
    while (t && t->cls->is_decorator && t->impl) t = t->impl;
    return t && type_get_bool(t, "create_constraint", false);
}

bool type_has_variant(const SqlType *t, Str dialect)
{
    for (size_t i = 0; i < t->variants.len; i++)
        if (str_eq(t->variants.items[i].dialect, dialect)) return true;
    return false;
}

const SqlType *type_next(const SqlType *t, Str dialect, Err *err)
{
    for (size_t i = 0; i < t->variants.len; i++)
        if (str_eq(t->variants.items[i].dialect, dialect)) return t->variants.items[i].type;
    if (t->dialect_impl) {
        const SqlType *next = t->dialect_impl(t->dialect_impl_user, t, dialect, err);
        if (next != t) return next ? next : t->impl; /* err tells */
    }
    return t->cls->is_decorator && t->impl != t ? t->impl : NULL;
}

const SqlType *type_for_dialect(const SqlType *t, Str dialect, Err *err)
{
    if (!t) return &type_table_null;
    for (const SqlType *next; (next = type_next(t, dialect, err)) != NULL; t = next)
        if (err_is_set(err)) return next;
    return t;
}

const SqlType *type_convert(const SqlType *t, Str dialect, bool literal, SqlValue *v, Arena *out,
                            Err *err)
{
    if (!t) return &type_table_null;
    for (;;) {
        if (t->hooks && !type_has_variant(t, dialect) &&
            !t->hooks->convert(t->hooks, dialect, literal, v, out, err))
            return t;
        if (v->kind == SQL_VALUE_LIST && type_is_vector(t) && !type_vector_text(t, v, out, err))
            return t;
        const SqlType *next = type_next(t, dialect, err);
        if (!next || err_is_set(err)) return next ? next : t;
        t = next;
    }
}

static bool not_a_member(const SqlType *t, const SqlValue *v, Err *err)
{
    StrBuf b = {0};
    for (size_t i = 0; i < t->enum_values.len; i++)
        strbuf_fmt(&b, "%s%.*s", i ? ", " : "", STR_ARG(t->enum_values.items[i]));
    bool plain = v->kind != SQL_VALUE_EXPR && v->kind != SQL_VALUE_TYPE && err->arena;
    Str shown = v->kind == SQL_VALUE_STR ? v->as.text
                : plain                  ? sql_value_repr(v, err->arena)
                                         : STR("?");
    err_raise(err, ERR_SCRIPT, "LookupError",
              "'%.*s' is not among the defined enum values. Enum name: %.*s. Possible values: %.*s",
              STR_ARG(shown), STR_ARG(str_is_null(t->name) ? STR("None") : t->name),
              STR_ARG(strbuf_view(&b)));
    strbuf_deinit(&b);
    return false;
}

bool type_enum_convert(const SqlType *t, SqlValue *v, Err *err)
{
    if (v->kind == SQL_VALUE_NULL || v->kind == SQL_VALUE_UNSET || v->kind == SQL_VALUE_EXPR)
        return true;
    if (!str_is_null(v->member)) {
        for (size_t i = 0; i < t->enum_members.len && i < t->enum_values.len; i++) {
            if (!str_eq(t->enum_members.items[i], v->member)) continue;
            *v = sql_value_str(t->enum_values.items[i]);
            return true;
        }
    }
    if (v->kind != SQL_VALUE_STR) return not_a_member(t, v, err);
    /* A text that is no member passes, as in SQLAlchemy, unless validate_strings is set; a member
     * of another class does not. */
    bool listed = vec_has_str(&t->enum_values, v->as.text);
    bool strict = !str_is_null(v->member) || type_get_bool(t, "validate_strings", false);
    if (!listed && strict) return not_a_member(t, v, err);
    *v = sql_value_str(v->as.text);
    return true;
}
