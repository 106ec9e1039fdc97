/* What SQLAlchemy's bind processors do: values on their way to the server become what the type of
 * their column stores, or are refused as not of that type. */
#include <string.h>

#include "dialect/compiler.h"
#include "dialect/json.h"
#include "eval/eval.h"
#include "modules/sqlalchemy/engine/bind_check.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/engine/interval.h"
#include "modules/sqlalchemy/types.h"

static bool bind_json(const SqlType *t, Arena *out, SqlValue *value, Err *err)
{
    StrBuf b = {0};
    if (value->kind == SQL_VALUE_NULL && !value->object && type_get_bool(t, "none_as_null", false))
        return true;
    bool ok = json_push(&b, value, err);
    if (ok)
        *value = sql_value_str(strbuf_finish(&b, out));
    else
        strbuf_deinit(&b);
    return ok;
}

/* "2024-01-02 03:04:05" -> "2024-01-02 03:04:05.000000", without an offset. */
static Str with_microseconds(Str text, size_t clock, Arena *out)
{
    size_t end = clock;
    while (end < text.len && text.ptr[end] != '+' && text.ptr[end] != '-') end++;
    Str plain = str_slice(text, 0, end);
    return arena_fmt(out, "%.*s%s", STR_ARG(plain),
                     str_find_char(plain, '.') == STR_NPOS ? ".000000" : "");
}

static Str without_dashes(Str text, Arena *out)
{
    StrBuf b = {0};
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '-') strbuf_push_char(&b, text.ptr[i]);
    return strbuf_finish(&b, out);
}

/* What SQLAlchemy's types of SQLite store of dates and times. */
static void bind_moment(const SqlType *t, Arena *out, SqlValue *v)
{
    enum { DATE_LENGTH = 10, CLOCK = 11 }; /* "2024-01-02", and where the time begins */
    TypeAffinity affinity = t->cls->affinity;
    bool moment = v->kind == SQL_VALUE_DATETIME && v->as.text.len > CLOCK;
    if (moment && affinity == TYPE_AFFINITY_DATETIME)
        *v = sql_value_str(with_microseconds(v->as.text, CLOCK, out));
    else if (v->kind == SQL_VALUE_DATE && affinity == TYPE_AFFINITY_DATETIME)
        *v = sql_value_str(arena_fmt(out, "%.*s 00:00:00.000000", STR_ARG(v->as.text)));
    else if (moment && affinity == TYPE_AFFINITY_DATE)
        *v = sql_value_str(str_slice(v->as.text, 0, DATE_LENGTH));
    else if (v->kind == SQL_VALUE_TIME && affinity == TYPE_AFFINITY_TIME)
        *v = sql_value_str(with_microseconds(v->as.text, 0, out));
}

/* What a database stores instead where it lacks the type. */
static void bind_stored(const Dialect *d, const SqlType *t, Arena *out, SqlValue *v)
{
    TypeAffinity affinity = t->cls->affinity;
    bool text = v->kind == SQL_VALUE_UUID || v->kind == SQL_VALUE_STR;
    if (d->moments_are_text) bind_moment(t, out, v);
    if (v->kind == SQL_VALUE_INTERVAL && affinity == TYPE_AFFINITY_INTERVAL && !d->has_interval)
        *v = sql_value_str(interval_text(v->as.integer, out));
    else if (affinity == TYPE_AFFINITY_UUID && text && !d->rules->native_uuid)
        *v = sql_value_str(without_dashes(v->as.text, out));
}

static bool object_text(EngineConnection *c, Arena *out, SqlValue *value, Err *err)
{
    Value text;
    if (!eval_to_str(c->ev, value_object(value->object), &text)) return eval_take_error(c->ev, err);
    *value = sql_value_str(arena_str(out, value_as_str(text)));
    return true;
}

static bool bind_value(EngineConnection *c, const SqlType *t, size_t place, Arena *out,
                       SqlValue *value, Err *err);

/* The items of an ARRAY, in any number of dimensions: its first item tells whether it is of arrays,
 * as a list may be an item of JSON. */
static bool bind_items(EngineConnection *c, const SqlType *item, size_t place, Arena *out,
                       SqlValue *value, Err *err)
{
    SqlValue *items = ARENA_ARRAY(out, SqlValue, value->as.list.len);
    bool nested = value->as.list.len && value->as.list.items[0].kind == SQL_VALUE_LIST;
    for (size_t i = 0; i < value->as.list.len; i++) {
        items[i] = value->as.list.items[i];
        bool ok = nested && items[i].kind == SQL_VALUE_LIST
                      ? bind_items(c, item, place, out, &items[i], err)
                      : bind_value(c, item, place, out, &items[i], err);
        if (!ok) return false;
    }
    value->as.list.items = items;
    value->as.list.container = NULL; /* an array, whatever it was given as */
    return true;
}

/* A range has the type of the column that it is for; a list of them is a multirange. */
static void bind_range(const SqlType *t, Arena *out, SqlValue *value)
{
    Str text;
    if (value->kind == SQL_VALUE_LIST && type_multirange_text(value, out, &text)) {
        value->kind = SQL_VALUE_RANGE;
        value->as.text = text;
    }
    if (value->kind == SQL_VALUE_RANGE) value->member = str_z(t->cls->visit);
}

/* An object, also a member of an enum for which no Enum speaks. */
static bool is_object(const SqlType *t, const SqlValue *v)
{
    bool is_enum = t && t->cls->affinity == TYPE_AFFINITY_ENUM;
    bool member = !str_is_null(v->member) && v->object && v->kind != SQL_VALUE_RANGE &&
                  value_object_kind(value_object(v->object)) == OBJECT_INSTANCE;
    return v->kind == SQL_VALUE_OBJECT || (member && !is_enum);
}

/* What the type makes of it. */
static bool bind_typed(EngineConnection *c, const SqlType *t, size_t place, Arena *out,
                       SqlValue *value, Err *err)
{
    Str stored;
    if (t->cls->affinity == TYPE_AFFINITY_ENUM) return type_enum_convert(t, value, err);
    if (t->cls->affinity == TYPE_AFFINITY_ARRAY && t->impl && value->kind == SQL_VALUE_LIST)
        return bind_items(c, t->impl, place, out, value, err);
    if (type_is_range(t)) bind_range(t, out, value);
    if (!engine_container_bind(t, out, value, err)) return false;
    if (!type_moment_text(t, value, out, &stored, err)) return false;
    if (!str_is_null(stored))
        *value = sql_value_str(stored);
    else if (value->kind != SQL_VALUE_NULL)
        bind_stored(c->dialect, t, out, value);
    return true;
}

static bool bind_value(EngineConnection *c, const SqlType *t, size_t place, Arena *out,
                       SqlValue *value, Err *err)
{
    if (t && value->kind != SQL_VALUE_NULL && type_class_is_a(t->cls, "PickleType")) {
        return err_raise(err, ERR_SCRIPT, "NotImplementedError",
                         "PickleType: Retort writes and reads no pickles");
    }
    if (t) t = type_convert(t, str_z(c->dialect->name), false, value, out, err);
    if (err_is_set(err)) return false;
    if (t && t->cls->affinity == TYPE_AFFINITY_JSON) return bind_json(t, out, value, err);
    if (t && !bind_check_type(c, t, value, err)) return false;
    if (is_object(t, value))
        return c->dialect->objects_as_text ? object_text(c, out, value, err)
                                           : bind_refuse(c, place, value, err);
    return (!t || bind_typed(c, t, place, out, value, err)) &&
           bind_check_driver(c, place, value, err);
}

bool engine_bind(EngineConnection *c, const SqlExpr *bind, size_t place, Arena *out,
                 SqlValue *value, Err *err)
{
    *value = bind->as.bind.value;
    return bind_value(c, bind->type, place, out, value, err);
}
