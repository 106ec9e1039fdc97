/* Plain data between Python and the schema model. */
#include <inttypes.h>
#include <stdlib.h>

#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/sql/element.h"

/* Containers deeper than this are refused: JSON of a script, not a structure of ours. */
enum { DEPTH_MAX = 100 };

static bool convert(Eval *ev, Value v, Arena *arena, SqlValue *out, unsigned depth);

static bool convert_items(Eval *ev, Value list, Arena *arena, SqlValue *out, unsigned depth)
{
    size_t n = value_seq_len(list);
    *out = (SqlValue){.kind = SQL_VALUE_LIST};
    out->as.list.items = ARENA_ARRAY(arena, SqlValue, n);
    out->as.list.len = n;
    for (size_t i = 0; i < n; i++)
        if (!convert(ev, value_seq_items(list)[i], arena, &out->as.list.items[i], depth + 1))
            return false;
    return true;
}

static bool convert_dict(Eval *ev, Value dict, Arena *arena, SqlValue *out, unsigned depth)
{
    size_t n = value_dict_len(dict), at = 0, i = 0;
    Value key, item;
    *out = (SqlValue){.kind = SQL_VALUE_DICT};
    out->as.list.items = ARENA_ARRAY(arena, SqlValue, 2 * n);
    out->as.list.len = 2 * n;
    while (i < n && value_dict_next(dict, &at, &key, &item)) {
        if (!convert(ev, key, arena, &out->as.list.items[2 * i], depth + 1) ||
            !convert(ev, item, arena, &out->as.list.items[2 * i + 1], depth + 1))
            return false;
        i++;
    }
    return true;
}

static bool convert_text(Eval *ev, Value v, Arena *arena, SqlValueKind kind, SqlValue *out)
{
    Value s;
    if (!eval_to_str(ev, v, &s)) return false;
    *out = (SqlValue){.kind = kind, .as.text = arena_str(arena, value_as_str(s))};
    return true;
}

static bool int_attr(Eval *ev, Value v, const char *name, int64_t *out)
{
    Value x;
    if (!eval_getattr(ev, v, str_z(name), &x)) return false;
    return value_as_int(x, out) || eval_raise(ev, "TypeError", "%s is not an int", name);
}

static bool convert_interval(Eval *ev, Value v, SqlValue *out)
{
    int64_t days, seconds, micro;
    if (!int_attr(ev, v, "days", &days) || !int_attr(ev, v, "seconds", &seconds) ||
        !int_attr(ev, v, "microseconds", &micro))
        return false;
    /* timedelta allows 999999999 days, which fit: 8.64e19 would not, so it is checked. */
    int64_t total;
    if (__builtin_mul_overflow(days, INT64_C(86400000000), &total) ||
        __builtin_add_overflow(total, seconds * 1000000 + micro, &total))
        return eval_raise(ev, "OverflowError", "timedelta is too big for a database");
    *out = (SqlValue){.kind = SQL_VALUE_INTERVAL, .as.integer = total};
    return true;
}

static bool convert_member(Eval *ev, Value v, Arena *arena, SqlValue *out, unsigned depth)
{
    Value inner, name;
    if (!eval_getattr(ev, v, STR("value"), &inner) || !eval_getattr(ev, v, STR("name"), &name) ||
        !convert(ev, inner, arena, out, depth + 1))
        return false;
    if (value_is_str(name)) out->member = arena_str(arena, value_as_str(name));
    return true;
}

/* A member of class Color(str, Enum) and the like: an object of a built-in kind. */
static bool is_own_scalar(Eval *ev, Value v)
{
    int kind = value_object_kind(v);
    return (kind == OBJECT_STR || kind == OBJECT_BIGINT || kind == OBJECT_BYTES) &&
           !str_eq_z(class_module(value_class(ev, v)), "builtins") &&
           module_is_instance_of(ev, v, "enum", "Enum");
}

/* Range(1, 5): its text, and the name of the type that it has by itself. */
static bool convert_range(Eval *ev, Value v, Arena *arena, SqlValue *out)
{
    Value type;
    if (!convert_text(ev, v, arena, SQL_VALUE_RANGE, out) ||
        !eval_getattr(ev, v, STR("_sa_type_name"), &type))
        return false;
    if (value_is_str(type)) out->member = arena_str(arena, value_as_str(type));
    return true;
}

static bool convert_instance(Eval *ev, Value v, Arena *arena, SqlValue *out, unsigned depth)
{
    Value list;
    if (module_is_instance_of(ev, v, "enum", "Enum")) {
        Value shown;
        if (!convert_member(ev, v, arena, out, depth) || !eval_repr(ev, v, &shown)) return false;
        if (value_object_kind(v) == OBJECT_INSTANCE)
            out->bare_member = arena_str(arena, value_as_str(shown));
        return true;
    }
    if (module_is_instance_of(ev, v, "decimal", "Decimal"))
        return convert_text(ev, v, arena, SQL_VALUE_DECIMAL, out);
    if (module_is_instance_of(ev, v, "uuid", "UUID"))
        return convert_text(ev, v, arena, SQL_VALUE_UUID, out);
    if (module_is_instance_of(ev, v, "datetime", "datetime"))
        return convert_text(ev, v, arena, SQL_VALUE_DATETIME, out);
    if (module_is_instance_of(ev, v, "datetime", "date"))
        return convert_text(ev, v, arena, SQL_VALUE_DATE, out);
    if (module_is_instance_of(ev, v, "datetime", "time"))
        return convert_text(ev, v, arena, SQL_VALUE_TIME, out);
    if (module_is_instance_of(ev, v, "datetime", "timedelta")) return convert_interval(ev, v, out);
    if (module_is_instance_of(ev, v, "_sqlalchemy_values", "Range"))
        return convert_range(ev, v, arena, out);
    if (module_is_instance_of(ev, v, "_sqlalchemy_values", "JsonNull")) {
        *out = (SqlValue){.kind = SQL_VALUE_NULL, .object = v.as.object};
        return true;
    }
    if (module_is_type(ev, v)) {
        Value shown;
        if (!eval_repr(ev, v, &shown)) return false;
        *out = (SqlValue){.kind = SQL_VALUE_TYPE,
                          .bare_member = arena_str(arena, value_as_str(shown))};
        return module_type_from_value(ev, v, arena, &out->as.type);
    }
    if (element_expr(ev, v)) {
        *out = (SqlValue){.kind = SQL_VALUE_EXPR};
        return module_expr_from_value(ev, v, arena, &out->as.expr);
    }
    /* rows, mappings and other containers */
    if (!value_as_class(v) && !eval_is_callable(ev, v)) {
        Value it;
        if (!eval_find_attr(ev, v, STR("__iter__"), &it)) return false;
        if (!value_is_unset(it))
            return eval_to_list(ev, v, &list) && convert_items(ev, list, arena, out, depth);
    }
    return eval_raise(ev, "TypeError", "a value of type '%.*s' is no data for a database",
                      STR_ARG(value_type_name(ev, v)));
}

/* What Python calls the type of a value that convert() reads as a list. */
static const char *container_name(Value v)
{
    switch (value_object_kind(v)) {
    case OBJECT_SET: return "set";
    case OBJECT_FROZENSET: return "frozenset";
    case OBJECT_GENERATOR: return "generator";
    case OBJECT_RANGE: return "range";
    default: return "iterator";
    }
}

static bool convert(Eval *ev, Value v, Arena *arena, SqlValue *out, unsigned depth)
{
    if (depth > DEPTH_MAX) return eval_raise(ev, "RecursionError", "a value is nested too deeply");
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a value for the database");
    switch (v.kind) {
    case VALUE_UNSET:
    case VALUE_NONE: *out = sql_value_null(); return true;
    case VALUE_BOOL: *out = sql_value_bool(v.as.boolean); return true;
    case VALUE_INT: *out = sql_value_int(v.as.integer); return true;
    case VALUE_FLOAT: *out = (SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = v.as.real}; return true;
    case VALUE_OBJECT: break;
    }
    Value list;
    int64_t small;
    if (value_is_native(ev, v, &objects_quoted_name)) {
        Ident name;
        if (!module_ident_from_value(ev, v, &name)) return false;
        *out = sql_value_str(arena_str(arena, name.text));
        out->quote = (signed char)ident_quote_wish(name.quote);
        return true;
    }
    if (is_own_scalar(ev, v)) return convert_member(ev, v, arena, out, depth);
    switch (value_object_kind(v)) {
    case OBJECT_STR: *out = sql_value_str(arena_str(arena, value_as_str(v))); return true;
    case OBJECT_BYTES:
        *out = (SqlValue){.kind = SQL_VALUE_BYTES, .as.text = arena_str(arena, value_as_bytes(v))};
        return true;
    case OBJECT_BIGINT:
        if (value_as_int(v, &small)) return *out = sql_value_int(small), true;
        return convert_text(ev, v, arena, SQL_VALUE_BIGINT, out);
    case OBJECT_LIST:
    case OBJECT_TUPLE:
        if (!convert_items(ev, v, arena, out, depth)) return false;
        out->as.list.is_tuple = value_is_tuple(v);
        return true;
    case OBJECT_DICT: return convert_dict(ev, v, arena, out, depth);
    case OBJECT_SET:
    case OBJECT_FROZENSET:
    case OBJECT_GENERATOR:
    case OBJECT_ITERATOR:
    case OBJECT_RANGE:
        if (!eval_to_list(ev, v, &list) || !convert_items(ev, list, arena, out, depth))
            return false;
        out->as.list.container = container_name(v);
        return true;
    default: return convert_instance(ev, v, arena, out, depth);
    }
}

bool module_sql_value_from_value(Eval *ev, Value v, Arena *out_arena, SqlValue *out)
{
    return convert(ev, v, out_arena, out, 0);
}

static bool bind_value(Eval *ev, Value v, Arena *arena, SqlValue *out, unsigned depth);

/* Items of IN (…) and of arrays have conversions too. */
static bool bind_items(Eval *ev, Value list, Arena *arena, SqlValue *out, unsigned depth)
{
    size_t n = value_seq_len(list);
    *out = (SqlValue){.kind = SQL_VALUE_LIST, .object = list.as.object};
    out->as.list.items = ARENA_ARRAY(arena, SqlValue, n);
    out->as.list.len = n;
    out->as.list.is_tuple = value_is_tuple(list);
    for (size_t i = 0; i < n; i++)
        if (!bind_value(ev, value_seq_items(list)[i], arena, &out->as.list.items[i], depth + 1))
            return false;
    return true;
}

bool module_bind_value_from_value(Eval *ev, Value v, Arena *out_arena, SqlValue *out)
{
    return bind_value(ev, v, out_arena, out, 0);
}

static bool bind_value(Eval *ev, Value v, Arena *out_arena, SqlValue *out, unsigned depth)
{
    if ((value_is_list(v) || value_is_tuple(v)) && depth < DEPTH_MAX)
        return bind_items(ev, v, out_arena, out, depth);
    bool ok = convert(ev, v, out_arena, out, 0);
    if (!ok) {
        Value e = eval_pending(ev);
        if (!value_is_object(v) || eval_fatal(ev) || value_is_unknown(v) ||
            !str_eq_z(value_type_name(ev, e), "TypeError"))
            return false;
        eval_catch(ev);
        *out = (SqlValue){.kind = SQL_VALUE_OBJECT};
    }
    int kind = value_object_kind(v);
    bool plain = kind == OBJECT_STR || kind == OBJECT_BYTES || kind == OBJECT_BIGINT;
    if (value_is_object(v) && (!plain || is_own_scalar(ev, v))) out->object = v.as.object;
    return true;
}

/* ---- the way back ---- */

static bool call_named(Eval *ev, const char *module, const char *name, const char *method,
                       const Value *args, size_t n, Value *out)
{
    Value m, fn;
    if (!eval_import(ev, str_z(module), &m) || !eval_getattr(ev, m, str_z(name), &fn)) return false;
    if (method && !eval_getattr(ev, fn, str_z(method), &fn)) return false;
    return eval_call(ev, fn, args, n, value_unset(), out);
}

static bool back_list(Eval *ev, const SqlValue *v, Value *out)
{
    Value list = value_list(ev);
    eval_root_push(ev, list);
    bool ok = true;
    for (size_t i = 0; ok && i < v->as.list.len; i++) {
        Value item;
        ok = module_value_from_sql_value(ev, &v->as.list.items[i], &item);
        if (ok) value_list_push(ev, list, item);
    }
    eval_root_pop(ev, 1);
    *out = ok && v->as.list.is_tuple ? value_tuple(ev, value_seq_items(list), value_seq_len(list))
                                     : list;
    return ok;
}

static bool back_dict(Eval *ev, const SqlValue *v, Value *out)
{
    Value dict = value_dict(ev);
    eval_root_push(ev, dict);
    bool ok = true;
    for (size_t i = 0; ok && i + 1 < v->as.list.len; i += 2) {
        Value key, item;
        ok = module_value_from_sql_value(ev, &v->as.list.items[i], &key) &&
             module_value_from_sql_value(ev, &v->as.list.items[i + 1], &item) &&
             value_dict_put(ev, dict, key, item);
    }
    eval_root_pop(ev, 1);
    *out = dict;
    return ok;
}

bool module_value_from_sql_value(Eval *ev, const SqlValue *v, Value *out)
{
    Value text;
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: *out = value_none(); return true;
    case SQL_VALUE_BOOL: *out = value_bool(v->as.boolean); return true;
    case SQL_VALUE_INT: *out = value_int(v->as.integer); return true;
    case SQL_VALUE_FLOAT: *out = value_float(v->as.real); return true;
    case SQL_VALUE_STR: *out = value_str(ev, v->as.text); return true;
    case SQL_VALUE_BYTES: *out = value_bytes(ev, v->as.text); return true;
    case SQL_VALUE_LIST: return back_list(ev, v, out);
    case SQL_VALUE_DICT: return back_dict(ev, v, out);
    case SQL_VALUE_EXPR: *out = module_expr_value(ev, v->as.expr); return true;
    case SQL_VALUE_TYPE: *out = module_type_value(ev, v->as.type); return true;
    case SQL_VALUE_OBJECT: *out = value_object(v->object); return true;
    case SQL_VALUE_INTERVAL: {
        Value args[] = {value_int(0), value_int(0), value_int(v->as.integer)};
        return call_named(ev, "datetime", "timedelta", NULL, args, 3, out);
    }
    default: break;
    }
    text = value_str(ev, v->as.text);
    switch (v->kind) {
    case SQL_VALUE_BIGINT:
        return eval_call(ev, class_value(value_class(ev, value_int(0))), &text, 1, value_unset(),
                         out);
    case SQL_VALUE_DECIMAL: return call_named(ev, "decimal", "Decimal", NULL, &text, 1, out);
    case SQL_VALUE_DATE: return call_named(ev, "datetime", "date", "fromisoformat", &text, 1, out);
    case SQL_VALUE_TIME: return call_named(ev, "datetime", "time", "fromisoformat", &text, 1, out);
    case SQL_VALUE_DATETIME:
        return call_named(ev, "datetime", "datetime", "fromisoformat", &text, 1, out);
    case SQL_VALUE_UUID: return call_named(ev, "uuid", "UUID", NULL, &text, 1, out);
    default: return eval_raise(ev, "TypeError", "this value has no Python form");
    }
}
