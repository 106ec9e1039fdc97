#include "modules/sqlalchemy/engine/bind_check.h"

#include <stdlib.h>
#include <string.h>

#include "dialect/compiler.h"
#include "eval/eval.h"
#include "eval/float_text.h"

/* The name that Python has for the value's type in messages. */
static Str python_type(EngineConnection *c, const SqlValue *v)
{
    bool member = !str_is_null(v->member) && v->object;
    if (member || v->kind == SQL_VALUE_OBJECT)
        return value_type_name(c->ev, value_object(v->object));
    return str_z(sql_value_python_type(v));
}

static bool refuse(Err *err, const char *kind, Str message)
{
    return err_raise(err, ERR_SCRIPT, kind, "%.*s", STR_ARG(message));
}

/* ---- types ---- */

/* 0 and 1 are booleans, in any type of number; nothing else is. */
static bool check_boolean(SqlValue *value, Err *err)
{
    bool integer = value->kind == SQL_VALUE_INT;
    if (value->kind == SQL_VALUE_NULL || value->kind == SQL_VALUE_BOOL) return true;
    if (integer && (value->as.integer == 0 || value->as.integer == 1)) {
        *value = sql_value_bool(value->as.integer == 1);
        return true;
    }
    if (value->kind == SQL_VALUE_FLOAT && (value->as.real == 0 || value->as.real == 1)) {
        *value = sql_value_bool(value->as.real == 1);
        return true;
    }
    Str shown = sql_value_repr(value, err->arena);
    const char *form = integer || value->kind == SQL_VALUE_BIGINT
                           ? "Value %.*s is not None, True, or False"
                           : "Not a boolean value: %.*s";
    return refuse(err, integer ? "ValueError" : "TypeError",
                  arena_fmt(err->arena, form, STR_ARG(shown)));
}

/* float(value), as Numeric and Float of a database without decimals. */
static bool check_real(EngineConnection *c, SqlValue *v, Err *err)
{
    double d;
    switch (v->kind) {
    case SQL_VALUE_BOOL:
    case SQL_VALUE_INT:
    case SQL_VALUE_FLOAT: return true; /* the server makes no difference */
    case SQL_VALUE_BIGINT:
    case SQL_VALUE_DECIMAL:
    case SQL_VALUE_STR:
    case SQL_VALUE_BYTES:
        if (!float_text_parse(v->as.text, &d)) break;
        *v = (SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = d};
        return true;
    default:
        return refuse(err, "TypeError",
                      arena_fmt(err->arena,
                                "float() argument must be a string or a real number, not '%.*s'",
                                STR_ARG(python_type(c, v))));
    }
    return refuse(err, "ValueError",
                  arena_fmt(err->arena, "could not convert string to float: %.*s",
                            STR_ARG(sql_value_repr(v, err->arena))));
}

/* The moments of SQLite are formatted field by field. */
static bool check_moment(const SqlType *t, const SqlValue *v, Err *err)
{
    bool date = v->kind == SQL_VALUE_DATE || v->kind == SQL_VALUE_DATETIME;
    TypeAffinity affinity = t->cls->affinity;
    if (affinity == TYPE_AFFINITY_TIME ? v->kind == SQL_VALUE_TIME : date) return true;
    const char *message =
        affinity == TYPE_AFFINITY_DATETIME
            ? "SQLite DateTime type only accepts Python datetime and date objects as input."
        : affinity == TYPE_AFFINITY_DATE
            ? "SQLite Date type only accepts Python date objects as input."
            : "SQLite Time type only accepts Python time objects as input.";
    return refuse(err, "TypeError", str_z(message));
}

static bool check_uuid(EngineConnection *c, const SqlType *t, const SqlValue *v, Err *err)
{
    bool as_uuid = type_get_bool(t, "as_uuid", true);
    if (v->kind == (as_uuid ? SQL_VALUE_UUID : SQL_VALUE_STR)) return true;
    return refuse(err, "AttributeError",
                  arena_fmt(err->arena, "'%.*s' object has no attribute '%s'",
                            STR_ARG(python_type(c, v)), as_uuid ? "hex" : "replace"));
}

/* Types that SQLite lacks, and whose processors its driver needs. */
static bool check_on_sqlite(EngineConnection *c, const SqlType *t, SqlValue *v, Err *err)
{
    switch (t->cls->affinity) {
    case TYPE_AFFINITY_NUMERIC:
    case TYPE_AFFINITY_FLOAT: return check_real(c, v, err);
    case TYPE_AFFINITY_DATETIME:
    case TYPE_AFFINITY_DATE:
    case TYPE_AFFINITY_TIME: return check_moment(t, v, err);
    case TYPE_AFFINITY_UUID: return check_uuid(c, t, v, err);
    case TYPE_AFFINITY_BINARY:
        return v->kind == SQL_VALUE_BYTES ||
               refuse(err, "TypeError",
                      arena_fmt(err->arena,
                                "memoryview: a bytes-like object is required, not '%.*s'",
                                STR_ARG(python_type(c, v))));
    default: return true;
    }
}

bool bind_check_type(EngineConnection *c, const SqlType *t, SqlValue *value, Err *err)
{
    TypeAffinity affinity = t->cls->affinity;
    if (value->kind == SQL_VALUE_NULL) return true;
    if (affinity == TYPE_AFFINITY_BOOLEAN) return check_boolean(value, err);
    if (affinity == TYPE_AFFINITY_INTERVAL && !c->dialect->has_interval &&
        value->kind != SQL_VALUE_INTERVAL)
        return refuse(err, "TypeError",
                      arena_fmt(err->arena,
                                "unsupported operand type(s) for +: 'datetime.datetime' and '%.*s'",
                                STR_ARG(python_type(c, value))));
    bool binary = affinity == TYPE_AFFINITY_BINARY && value->kind == SQL_VALUE_BYTES;
    if (affinity == TYPE_AFFINITY_BINARY && !binary && c->dialect->has_interval)
        return refuse(
            err, "TypeError",
            arena_fmt(err->arena, "can't escape %.*s to binary", STR_ARG(python_type(c, value))));
    return !c->dialect->moments_are_text || check_on_sqlite(c, t, value, err);
}

/* ---- drivers ---- */

bool bind_refuse(EngineConnection *c, size_t place, const SqlValue *value, Err *err)
{
    Str name = python_type(c, value);
    if (strcmp(c->dialect->name, "postgresql") == 0)
        err_raise(err, ERR_SCRIPT, "sqlalchemy.exc.ProgrammingError",
                  "(psycopg2.ProgrammingError) can't adapt type '%.*s'", STR_ARG(name));
    else
        err_raise(err, ERR_SCRIPT, "sqlalchemy.exc.ProgrammingError",
                  "(sqlite3.ProgrammingError) Error binding parameter %zu: type '%.*s' is not "
                  "supported",
                  place, STR_ARG(name));
    return err_hint(err, "Give plain data: numbers, texts, dates, UUIDs, or what the column's type "
                         "converts.");
}

bool bind_check_driver(EngineConnection *c, size_t place, const SqlValue *value, Err *err)
{
    bool container = value->kind == SQL_VALUE_DICT ||
                     (value->kind == SQL_VALUE_LIST && value->as.list.container);
    if (container && c->dialect->has_interval) return bind_refuse(c, place, value, err);
    return true;
}
