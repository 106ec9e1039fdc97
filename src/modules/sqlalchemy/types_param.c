#include <string.h>

#include "modules/sqlalchemy/types.h"

/* What a parameter takes. SQLAlchemy checks none of this and pastes the value into the statement,
 * or fails with "%d format: a real number is required"; here the parameter is named. */
typedef enum ParamKind {
    PARAM_ANY,
    PARAM_FORMAT, /* of SQLite's dates, or of VECTOR */
    PARAM_TYPE,
    PARAM_FLAG,
    PARAM_WHOLE,
    PARAM_LENGTH,
    PARAM_TEXT,
    PARAM_SQL
} ParamKind;

static bool is_listed(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0) return true;
    return false;
}

static ParamKind param_kind(const TypeParam *p)
{
    static const char *const whole[] = {"precision",        "scale",         "dimensions",
                                        "second_precision", "day_precision", "display_width",
                                        "binary_precision", "fsp",           NULL};
    static const char *const text[] = {"collation", "charset", "fields", "constraint_name", NULL};
    const char *r = p->default_repr;
    static const char *const types[] = {"item_type", "data_type", "impl", NULL};
    if (p->how == TYPE_PARAM_VARARGS) return PARAM_ANY;
    if (!strcmp(p->name, "regexp") || !strcmp(p->name, "storage_format")) return PARAM_FORMAT;
    if (is_listed(types, p->name)) return PARAM_TYPE;
    if (r && (strcmp(r, "True") == 0 || strcmp(r, "False") == 0)) return PARAM_FLAG;
    if (strcmp(p->name, "not_null") == 0) return PARAM_FLAG; /* of a DOMAIN; None is False */
    if (strcmp(p->name, "length") == 0) return PARAM_LENGTH;
    if (is_listed(whole, p->name)) return PARAM_WHOLE;
    if (is_listed(text, p->name)) return PARAM_TEXT;
    bool sql = strcmp(p->name, "check") == 0 || strcmp(p->name, "default") == 0; /* of a DOMAIN */
    return sql ? PARAM_SQL : PARAM_ANY;
}

static bool all_digits(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    return s.len > 0;
}

static const char *wanted(ParamKind kind, Value v)
{
    if (value_is_none(v)) return NULL;
    int64_t i;
    bool integer = !value_is_bool(v) && value_as_int(v, &i);
    switch (kind) {
    case PARAM_WHOLE:
        return integer || (value_is_str(v) && all_digits(value_as_str(v))) ? NULL : "an integer";
    case PARAM_LENGTH: /* 'max' and '20 CHAR' are lengths of SQL Server and Oracle */
        return integer || value_is_str(v) ? NULL : "an integer or a string";
    default: return NULL;
    }
}

bool types_param_is_type(Eval *ev, const TypeParam *p, Value v)
{
    ParamKind kind = param_kind(p);
    return (kind == PARAM_TYPE && !value_is_none(v)) ||
           (kind == PARAM_ANY && module_is_type(ev, v));
}

bool types_param_is_hook(Eval *ev, const TypeParam *p, Value v)
{
    return param_kind(p) == PARAM_ANY && eval_is_callable(ev, v) && !value_is_str(v);
}

/* What Oracle's VECTOR itself checks, in its words. */
static bool check_vector(Eval *ev, const SqlType *t, const TypeParam *p, Value v)
{
    int64_t number;
    if (type_param_index(t->cls, STR("storage_type")) < 0 || value_is_none(v)) return true;
    if (strcmp(p->name, "dim") == 0)
        return value_as_int(v, &number) || eval_raise(ev, "TypeError", "dim must be an integer");
    bool format = strcmp(p->name, "storage_format") == 0;
    return module_is_instance_of(ev, v, "enum", "Enum") ||
           eval_raise(ev, "TypeError", "%s must be an enum of type %s", p->name,
                      format ? "VectorStorageFormat" : "VectorStorageType");
}

bool types_param_value(Eval *ev, const SqlType *t, const TypeParam *p, Value v, SqlValue *out)
{
    ParamKind kind = param_kind(p);
    if (kind == PARAM_FLAG) {
        bool on;
        if (!eval_truth(ev, v, &on)) return false;
        *out = sql_value_bool(on);
        return true;
    }
    bool textual =
        t->cls->affinity == TYPE_AFFINITY_STRING || t->cls->affinity == TYPE_AFFINITY_BINARY;
    if (kind == PARAM_LENGTH && !textual) kind = PARAM_WHOLE;
    bool of_sqlite = type_param_index(t->cls, STR("regexp")) >= 0;
    if (of_sqlite && kind == PARAM_FORMAT && strcmp(p->name, "regexp") != 0) kind = PARAM_TEXT;
    if (!check_vector(ev, t, p, v)) return false;
    const char *expected = wanted(kind, v);
    bool pattern = value_is_str(v) || module_is_instance_of(ev, v, "re", "Pattern");
    if (strcmp(p->name, "regexp") == 0 && !pattern && !value_is_none(v))
        expected = "a string or a compiled pattern";
    if (!expected && !module_sql_value_from_value(ev, v, eval_arena(ev), out)) return false;
    bool text = !expected && (out->kind == SQL_VALUE_STR || out->kind == SQL_VALUE_NULL);
    /* "" is no length and no collation to SQLAlchemy. */
    bool empty = text && out->kind == SQL_VALUE_STR && !out->as.text.len;
    if (empty && (kind == PARAM_TEXT || kind == PARAM_LENGTH)) *out = sql_value_null();
    if (kind == PARAM_TEXT && !text) expected = "a string";
    if (kind == PARAM_SQL && !text && out->kind != SQL_VALUE_EXPR)
        expected = "a string or an SQL expression";
    if (!expected) return true;
    return eval_raise(ev, "TypeError", "%s(): %s must be %s, not %.*s", t->cls->name, p->name,
                      expected, STR_ARG(value_type_name(ev, v)));
}
