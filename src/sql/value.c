#include "sql/value.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/unicode.h"
#include "base/utf8.h"

bool sql_value_equal(const SqlValue *a, const SqlValue *b)
{
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: return true;
    case SQL_VALUE_BOOL: return a->as.boolean == b->as.boolean;
    case SQL_VALUE_INT:
    case SQL_VALUE_INTERVAL: return a->as.integer == b->as.integer;
    case SQL_VALUE_FLOAT: return a->as.real == b->as.real;
    case SQL_VALUE_BIGINT:
    case SQL_VALUE_DECIMAL:
    case SQL_VALUE_STR:
    case SQL_VALUE_BYTES:
    case SQL_VALUE_DATE:
    case SQL_VALUE_TIME:
    case SQL_VALUE_DATETIME:
    case SQL_VALUE_RANGE:
    case SQL_VALUE_UUID: return str_eq(a->as.text, b->as.text);
    case SQL_VALUE_LIST:
    case SQL_VALUE_DICT:
        if (a->as.list.len != b->as.list.len) return false;
        for (size_t i = 0; i < a->as.list.len; i++)
            if (!sql_value_equal(&a->as.list.items[i], &b->as.list.items[i])) return false;
        return true;
    case SQL_VALUE_EXPR: return a->as.expr == b->as.expr;
    case SQL_VALUE_TYPE: return a->as.type == b->as.type;
    case SQL_VALUE_OBJECT: return a->object == b->object;
    }
    return false;
}

/* ---- Python's repr ---- */

static void push_char(StrBuf *b, uint32_t cp, char quote)
{
    if (cp == (uint32_t)quote || cp == '\\')
        strbuf_fmt(b, "\\%c", (char)cp);
    else if (cp == '\n')
        strbuf_push_z(b, "\\n");
    else if (cp == '\r')
        strbuf_push_z(b, "\\r");
    else if (cp == '\t')
        strbuf_push_z(b, "\\t");
    else if (cp < 0x20 || cp == 0x7f)
        strbuf_fmt(b, "\\x%02x", cp);
    else if (cp < 0x7f || unicode_is_printable(cp)) {
        char bytes[4];
        strbuf_push(b, (Str){bytes, utf8_encode(cp, bytes)});
    } else if (cp <= 0xff)
        strbuf_fmt(b, "\\x%02x", cp);
    else if (cp <= 0xffff)
        strbuf_fmt(b, "\\u%04x", cp);
    else
        strbuf_fmt(b, "\\U%08x", cp);
}

static char quote_for(Str s)
{
    bool has_single = str_find_char(s, '\'') != STR_NPOS;
    return has_single && str_find_char(s, '"') == STR_NPOS ? '"' : '\'';
}

static void push_str(StrBuf *b, Str s)
{
    char quote = quote_for(s);
    strbuf_push_char(b, quote);
    for (size_t i = 0; i < s.len;) push_char(b, utf8_next(s, &i), quote);
    strbuf_push_char(b, quote);
}

static void push_bytes(StrBuf *b, Str s)
{
    char quote = quote_for(s);
    strbuf_fmt(b, "b%c", quote);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x80)
            push_char(b, c, quote);
        else
            strbuf_fmt(b, "\\x%02x", c);
    }
    strbuf_push_char(b, quote);
}

Str sql_value_repr_str(Str s, Arena *out)
{
    StrBuf b = {0};
    push_str(&b, s);
    return strbuf_finish(&b, out);
}

void sql_value_push_float(StrBuf *b, double x)
{
    if (isnan(x)) {
        strbuf_push_z(b, "nan");
        return;
    }
    if (isinf(x)) {
        strbuf_push_z(b, x < 0 ? "-inf" : "inf");
        return;
    }
    char text[32];
    int digits = 1;
    do snprintf(text, sizeof text, "%.*e", digits - 1, x);
    while (strtod(text, NULL) != x && ++digits <= 17);
    int exponent = atoi(strchr(text, 'e') + 1);
    if (exponent < -4 || exponent >= 16) {
        *strchr(text, 'e') = '\0';
        strbuf_fmt(b, "%se%c%02d", text, exponent < 0 ? '-' : '+', abs(exponent));
        return;
    }
    int decimals = digits - 1 - exponent;
    strbuf_fmt(b, "%.*f", decimals < 1 ? 1 : decimals, x);
}

static void push_value(StrBuf *b, const SqlValue *v);

/* A list inside a list is as deep as a script wrote it, and scripts have a depth budget. */
static void push_items(StrBuf *b, const SqlValue *v)
{
    bool is_dict = v->kind == SQL_VALUE_DICT, is_tuple = !is_dict && v->as.list.is_tuple;
    const char *container = is_dict ? NULL : v->as.list.container;
    bool is_set = container && strcmp(container, "set") == 0 && v->as.list.len;
    if (container && !is_set) {
        strbuf_fmt(b, v->as.list.len ? "<%s>" : "%s()", container);
        return;
    }
    strbuf_push_char(b, is_dict || is_set ? '{' : is_tuple ? '(' : '[');
    for (size_t i = 0; i < v->as.list.len; i++) {
        if (i) strbuf_push_z(b, is_dict && i % 2 ? ": " : ", ");
        push_value(b, &v->as.list.items[i]);
    }
    if (is_tuple && v->as.list.len == 1) strbuf_push_char(b, ',');
    strbuf_push_char(b, is_dict || is_set ? '}' : is_tuple ? ')' : ']');
}

static void push_interval(StrBuf *b, int64_t us)
{
    /* timedelta keeps days, seconds, microseconds with only days negative. */
    const int64_t second = 1000000, day = 86400 * second;
    int64_t days = us / day, rest = us % day;
    if (rest < 0) days--, rest += day;
    const char *sep = "";
    strbuf_push_z(b, "datetime.timedelta(");
    if (days) strbuf_fmt(b, "days=%" PRId64, days), sep = ", ";
    if (rest / second) strbuf_fmt(b, "%sseconds=%" PRId64, sep, rest / second), sep = ", ";
    if (rest % second) strbuf_fmt(b, "%smicroseconds=%" PRId64, sep, rest % second), sep = ", ";
    if (!*sep) strbuf_push_char(b, '0');
    strbuf_push_char(b, ')');
}

/* "2020-01-31 10:20:30.5" as datetime.datetime(2020, 1, 31, 10, 20, 30, 500000). */
static void push_time_parts(StrBuf *b, Str text, const char *cls)
{
    strbuf_fmt(b, "datetime.%s(", cls);
    bool first = true, seconds_done = false;
    int n = 0;
    for (size_t i = 0; i < text.len;) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            bool zone = n >= 3 && (text.ptr[i] == '+' || (text.ptr[i] == '-' && seconds_done));
            if (zone) break;
            i++;
            continue;
        }
        bool fraction = i && text.ptr[i - 1] == '.';
        long value = 0;
        int width = 0;
        for (; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++, width++)
            value = value * 10 + (text.ptr[i] - '0');
        for (; fraction && width < 6; width++) value *= 10;
        strbuf_fmt(b, "%s%ld", first ? "" : ", ", value);
        first = false;
        seconds_done = ++n >= 2 && str_contains(str_slice(text, 0, i), STR(":"));
    }
    strbuf_push_char(b, ')');
}

static void push_value(StrBuf *b, const SqlValue *v)
{
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: strbuf_push_z(b, "None"); return;
    case SQL_VALUE_BOOL: strbuf_push_z(b, v->as.boolean ? "True" : "False"); return;
    case SQL_VALUE_INT: strbuf_fmt(b, "%" PRId64, v->as.integer); return;
    case SQL_VALUE_BIGINT: strbuf_push(b, v->as.text); return;
    case SQL_VALUE_FLOAT: sql_value_push_float(b, v->as.real); return;
    case SQL_VALUE_DECIMAL: strbuf_fmt(b, "Decimal('%.*s')", STR_ARG(v->as.text)); return;
    case SQL_VALUE_STR: push_str(b, v->as.text); return;
    case SQL_VALUE_BYTES: push_bytes(b, v->as.text); return;
    case SQL_VALUE_DATE: push_time_parts(b, v->as.text, "date"); return;
    case SQL_VALUE_TIME: push_time_parts(b, v->as.text, "time"); return;
    case SQL_VALUE_DATETIME: push_time_parts(b, v->as.text, "datetime"); return;
    case SQL_VALUE_INTERVAL: push_interval(b, v->as.integer); return;
    case SQL_VALUE_UUID: strbuf_fmt(b, "UUID('%.*s')", STR_ARG(v->as.text)); return;
    case SQL_VALUE_RANGE: push_str(b, v->as.text); return;
    case SQL_VALUE_LIST:
    case SQL_VALUE_DICT: push_items(b, v); return;
    case SQL_VALUE_EXPR: strbuf_push_z(b, "<expression>"); return; /* in a list or a dict */
    case SQL_VALUE_TYPE: strbuf_push_z(b, "<type>"); return;
    case SQL_VALUE_OBJECT: strbuf_push_z(b, "<object>"); return;
    }
}

Str sql_value_repr(const SqlValue *v, Arena *out)
{
    StrBuf b = {0};
    push_value(&b, v);
    return strbuf_finish(&b, out);
}

/* ---- options ---- */

const SqlValue *sql_options_find(const SqlOptions *o, const char *name)
{
    for (size_t i = 0; i < o->len; i++)
        if (str_eq_z(o->items[i].name, name)) return &o->items[i].value;
    return NULL;
}

void sql_options_put(SqlOptions *o, Arena *a, Str name, SqlValue value)
{
    for (size_t i = 0; i < o->len; i++)
        if (str_eq(o->items[i].name, name)) {
            o->items[i].value = value;
            return;
        }
    if (o->len == o->cap) {
        size_t cap = o->cap ? o->cap * 2 : 4;
        o->items = arena_grow(a, o->items, o->cap, cap, sizeof *o->items);
        o->cap = cap;
    }
    o->items[o->len++] = (SqlOption){name, value};
}

const char *sql_value_python_type(const SqlValue *v)
{
    switch (v->kind) {
    case SQL_VALUE_BOOL: return "bool";
    case SQL_VALUE_INT:
    case SQL_VALUE_BIGINT: return "int";
    case SQL_VALUE_FLOAT: return "float";
    case SQL_VALUE_DECIMAL: return "decimal.Decimal";
    case SQL_VALUE_STR: return "str";
    case SQL_VALUE_BYTES: return "bytes";
    case SQL_VALUE_DATE: return "datetime.date";
    case SQL_VALUE_TIME: return "datetime.time";
    case SQL_VALUE_DATETIME: return "datetime.datetime";
    case SQL_VALUE_INTERVAL: return "datetime.timedelta";
    case SQL_VALUE_UUID: return "UUID";
    case SQL_VALUE_RANGE: return "Range";
    case SQL_VALUE_LIST:
        if (v->as.list.container) return v->as.list.container;
        return v->as.list.is_tuple ? "tuple" : "list";
    case SQL_VALUE_DICT: return "dict";
    case SQL_VALUE_NULL: return "NoneType";
    default: return "object";
    }
}

const char *sql_value_python_name(const SqlValue *v)
{
    const char *name = sql_value_python_type(v), *dot = strchr(name, '.');
    return dot ? dot + 1 : name;
}
