#include "dialect/compiler.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "dialect/json.h"

static bool json_literal(Compiler *c, const SqlValue *v)
{
    StrBuf b = {0};
    bool ok = json_push(&b, v, c->err) && compiler_string(c, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok;
}

static bool uuid_literal(Compiler *c, Str text, const SqlType *t)
{
    bool native = c->rules->native_uuid && (!t || type_get_bool(t, "native_uuid", true));
    if (native && (!t || type_get_bool(t, "as_uuid", true))) return compiler_string(c, text);
    compiler_push_z(c, "'");
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '-') strbuf_push_char(&c->sql, text.ptr[i]);
    return compiler_push_z(c, "'");
}

/* The lists in an ARRAY are arrays. */
static bool array_items(Compiler *c, const SqlValue *v, const SqlType *item, const char *open)
{
    compiler_push_z(c, open);
    for (size_t i = 0; i < v->as.list.len; i++) {
        const SqlValue *inner = &v->as.list.items[i];
        if (i) compiler_push_z(c, ", ");
        bool ok = inner->kind == SQL_VALUE_LIST ? array_items(c, inner, item, open)
                                                : compiler_literal(c, inner, item);
        if (!ok) return false;
    }
    return compiler_push_z(c, "]");
}

static bool no_literal(Compiler *c, const SqlValue *v, const SqlType *t)
{
    Str text = v->kind == SQL_VALUE_TYPE ? STR("type") : STR_NULL;
    if (!str_is_null(v->bare_member)) text = v->bare_member;
    if (str_is_null(text)) text = sql_value_repr(v, c->a);
    if (!t || type_is_null(t))
        return compiler_fail(c,
                             "No literal value renderer is available for literal value \"%.*s\" "
                             "with datatype NULL",
                             STR_ARG(text));
    /* SQLite's types are the generic ones. */
    const Dialect *home =
        strstr(t->cls->module, ".dialects.") ? dialect_of_type(t) : dialect_find(STR("sqlite"));
    Str type;
    if (!home->compile_type(t, c->o, c->a, &type, c->err)) return false;
    bool has_renderer = t->cls->affinity != TYPE_AFFINITY_JSON;
    return compiler_fail(c,
                         has_renderer ? "Could not render literal value \"%.*s\" with datatype %.*s"
                                      : "No literal value renderer is available for literal value "
                                        "\"%.*s\" with datatype %.*s",
                         STR_ARG(text), STR_ARG(type));
}

/* SQLAlchemy writes bytes as the text that they are in UTF-8; others have no place in a script. */
static bool bytes_literal(Compiler *c, const SqlValue *v, const SqlType *t)
{
    size_t bad;
    if (utf8_valid(v->as.text, &bad)) return compiler_string(c, v->as.text);
    bool text = t && type_affinity(t) == TYPE_AFFINITY_STRING;
    return compiler_fail(c, "Could not render literal value \"%.*s\" with datatype %s",
                         STR_ARG(sql_value_repr(v, c->a)), text ? "VARCHAR" : "BLOB");
}

/* Not Oracle's NUMBER, which counts as an integer and takes any number. */
static bool is_whole(const SqlType *t)
{
    return t && type_affinity(t) == TYPE_AFFINITY_INTEGER && !type_class_is_a(t->cls, "Numeric");
}

/* Text as a number: nothing but a number may stand without quotes. */
static bool push_digits(Compiler *c, const SqlValue *v, const SqlType *t)
{
    char *end;
    const char *text = arena_cstr(c->a, v->as.text);
    if (is_whole(t))
        (void)strtoll(text, &end, 10);
    else
        (void)strtod(text, &end);
    if (!v->as.text.len || *end) return no_literal(c, v, t);
    bool plus = is_whole(t) && v->as.text.ptr[0] == '+';
    return compiler_push(c, str_slice(v->as.text, plus, v->as.text.len));
}

/* What int() refuses for an integer type, and a Boolean that is not None, True or False. */
static bool is_wrong(const SqlType *t, const SqlValue *v)
{
    bool flag = t && t->cls->affinity == TYPE_AFFINITY_BOOLEAN;
    switch (v->kind) {
    case SQL_VALUE_STR: return flag;
    case SQL_VALUE_INT: return flag && v->as.integer != 0 && v->as.integer != 1;
    case SQL_VALUE_BYTES:
    case SQL_VALUE_RANGE:
    case SQL_VALUE_DATE:
    case SQL_VALUE_TIME:
    case SQL_VALUE_DATETIME: return flag || is_whole(t);
    default: return false;
    }
}

/* Types whose literals are those of their own database wherever they are. */
static bool own_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled)
{
    const Dialect *home = dialect_of_type(t);
    bool moment = v->kind == SQL_VALUE_DATETIME || v->kind == SQL_VALUE_TIME;
    bool taken = v->kind == SQL_VALUE_TIME ? c->rules->own_time : c->rules->own_datetime;
    if (!strstr(t->cls->module, ".dialects.") || home == c->dialect || !home->rules->literal)
        return true;
    bool span = v->kind == SQL_VALUE_INTERVAL && strcmp(t->cls->name, "INTERVAL") == 0;
    bool date = strcmp(home->name, "oracle") == 0 && strcmp(t->cls->name, "DATE") == 0;
    bool text = home->moments_are_text || date;
    if (!span && !(moment && text && !taken && !c->dialect->moments_are_text)) return true;
    return home->rules->literal(c, v, t, handled);
}

/* int(x): a number as a literal of an integer type. */
static bool push_whole(Compiler *c, double x)
{
    double whole = trunc(x);
    if (!isfinite(whole))
        return compiler_fail(c, "cannot convert float infinity or NaN to integer");
    return compiler_fmt(c, "%.0f", whole == 0 ? 0.0 : whole);
}

/* int() of a Decimal: "12.5", "-1E+3", "NaN"; exact, however long it is. */
static bool push_whole_decimal(Compiler *c, Str s)
{
    /* Far more digits than a number in a statement has; an exponent may ask for any number of
     * zeros. */
    enum { MAX_ZEROS = 4096 };
    bool negative = s.len && s.ptr[0] == '-';
    size_t i = negative, point = 0, digits = 0;
    StrBuf b = {0};
    for (; i < s.len && (s.ptr[i] == '.' || (s.ptr[i] >= '0' && s.ptr[i] <= '9')); i++) {
        if (s.ptr[i] == '.')
            point = digits;
        else
            strbuf_push_char(&b, s.ptr[i]), digits++;
    }
    if (!digits || (i < s.len && s.ptr[i] != 'E')) {
        strbuf_deinit(&b);
        return compiler_fail(c, "cannot convert Infinity or NaN to integer");
    }
    if (str_find_char(str_slice(s, 0, i), '.') == STR_NPOS) point = digits;
    long exponent = i < s.len ? strtol(arena_cstr(c->a, str_slice(s, i + 1, s.len)), NULL, 10) : 0;
    long whole = (long)point + exponent; /* digits in front of the point */
    if (whole > MAX_ZEROS) {
        strbuf_deinit(&b);
        return compiler_fail(c, "the number is too long");
    }
    for (; (long)digits < whole; digits++) strbuf_push_char(&b, '0');
    Str text = str_slice(strbuf_view(&b), 0, whole > 0 ? (size_t)whole : 0);
    while (text.len > 1 && text.ptr[0] == '0') text.ptr++, text.len--;
    bool zero = !text.len || str_eq_z(text, "0");
    if (!zero && negative) compiler_push_z(c, "-");
    compiler_push(c, zero ? STR("0") : text);
    strbuf_deinit(&b);
    return true;
}

void compiler_moment_part(const SqlType *t, SqlValue *v)
{
    enum { DAY = 10, CLOCK = 11 }; /* how long "2024-01-02" is, and where the time begins */
    if (!t || v->kind != SQL_VALUE_DATETIME || v->as.text.len < CLOCK) return;
    if (type_affinity(t) == TYPE_AFFINITY_DATE) {
        v->kind = SQL_VALUE_DATE;
        v->as.text = str_slice(v->as.text, 0, DAY);
    } else if (type_affinity(t) == TYPE_AFFINITY_TIME) {
        v->kind = SQL_VALUE_TIME;
        v->as.text = str_slice(v->as.text, CLOCK, v->as.text.len);
    }
}

bool compiler_literal(Compiler *c, const SqlValue *given, const SqlType *t)
{
    bool handled = false;
    SqlValue own = *given, *v = &own;
    if (t && given->kind == SQL_VALUE_NULL)
        t = compiler_resolve_type(c, t);
    else if (t)
        t = type_convert(t, str_z(c->dialect->name), true, v, c->a, c->err);
    if (err_is_set(c->err)) return false;
    if (t && t->cls->affinity == TYPE_AFFINITY_ENUM && !type_enum_convert(t, v, c->err))
        return false;
    /* Its value would be a guess: Enum columns store names. */
    if (!str_is_null(v->bare_member) || is_wrong(t, v)) return no_literal(c, v, t);
    if (t && !own_literal(c, v, t, &handled)) return false;
    if (!handled && c->rules->literal && !c->rules->literal(c, v, t, &handled)) return false;
    if (handled) return true;
    compiler_moment_part(t, v);
    if (v->kind == SQL_VALUE_NULL && v->object && t && t->cls->affinity == TYPE_AFFINITY_JSON)
        return compiler_string(c, STR("null")); /* JSON.NULL */
    Str stored = STR_NULL;
    bool taken = v->kind == SQL_VALUE_TIME ? c->rules->own_time : c->rules->own_datetime;
    if (t && !taken && !type_moment_text(t, v, c->a, &stored, c->err)) return false;
    if (!str_is_null(stored)) return compiler_string(c, stored);
    if (t && t->cls->affinity == TYPE_AFFINITY_JSON && v->kind != SQL_VALUE_NULL &&
        v->kind != SQL_VALUE_UNSET && v->kind != SQL_VALUE_EXPR)
        return json_literal(c, v);
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: return compiler_push_z(c, "NULL");
    case SQL_VALUE_BOOL:
        if (t && type_affinity(t) == TYPE_AFFINITY_INTEGER)
            return compiler_push_z(c, v->as.boolean ? "1" : "0");
        if (t && type_affinity(t) == TYPE_AFFINITY_NUMERIC) /* str(True) */
            return compiler_push_z(c, v->as.boolean ? "True" : "False");
        return compiler_push_z(c, v->as.boolean ? c->rules->true_text : c->rules->false_text);
    case SQL_VALUE_INT:
        if (t && t->cls->affinity == TYPE_AFFINITY_BOOLEAN)
            return compiler_push_z(c, v->as.integer ? c->rules->true_text : c->rules->false_text);
        if (t && t->cls->affinity == TYPE_AFFINITY_STRING)
            return compiler_string(c, arena_fmt(c->a, "%" PRId64, v->as.integer));
        return compiler_fmt(c, "%" PRId64, v->as.integer);
    case SQL_VALUE_FLOAT:
        if (is_whole(t)) return push_whole(c, v->as.real);
        sql_value_push_float(&c->sql, v->as.real);
        return true;
    case SQL_VALUE_DECIMAL:
        if (is_whole(t)) return push_whole_decimal(c, v->as.text);
        return compiler_push(c, v->as.text);
    case SQL_VALUE_BIGINT: return compiler_push(c, v->as.text);
    case SQL_VALUE_STR:
        if (t && (type_affinity(t) == TYPE_AFFINITY_INTEGER ||
                  type_affinity(t) == TYPE_AFFINITY_NUMERIC))
            return push_digits(c, v, t);
        if (t && t->cls->affinity == TYPE_AFFINITY_UUID && v->as.text.len == 36)
            return uuid_literal(c, v->as.text, t);
        return compiler_string(c, v->as.text);
    case SQL_VALUE_BYTES: return bytes_literal(c, v, t);
    case SQL_VALUE_RANGE:
    case SQL_VALUE_DATE:
    case SQL_VALUE_TIME:
    case SQL_VALUE_DATETIME: return compiler_string(c, v->as.text);
    case SQL_VALUE_INTERVAL:
        return compiler_fail(c, "Could not render literal value \"%.*s\" with datatype DATETIME",
                             STR_ARG(sql_value_repr(v, c->a)));
    case SQL_VALUE_UUID: return uuid_literal(c, v->as.text, t);
    case SQL_VALUE_LIST:
        if (!t || t->cls->affinity != TYPE_AFFINITY_ARRAY) break;
        /* PostgreSQL's own ARRAY is written its way wherever it is. */
        bool generic = t->cls == type_class_get("ARRAY") && !c->rules->has_arrays;
        return array_items(c, v, t->impl, generic ? "[" : "ARRAY[");
    case SQL_VALUE_EXPR: return compiler_expr(c, v->as.expr);
    case SQL_VALUE_DICT:
    case SQL_VALUE_TYPE:
    case SQL_VALUE_OBJECT: break;
    }
    return no_literal(c, v, t);
}
