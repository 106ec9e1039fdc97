#include "dialect/mysql/value.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialect/connection.h"

/* ---- reading ---- */

static SqlValue text_value(SqlValueKind kind, Str text, Arena *out)
{
    return (SqlValue){.kind = kind, .as.text = arena_str(out, text)};
}

static SqlValue read_int(Str text, Arena *out)
{
    const char *z = arena_cstr(out, text);
    errno = 0;
    int64_t i = strtoll(z, NULL, 10);
    if (errno != ERANGE) return sql_value_int(i);
    return (SqlValue){.kind = SQL_VALUE_BIGINT, .as.text = {z, text.len}}; /* BIGINT UNSIGNED */
}

static int number_at(Str s, size_t at, size_t n)
{
    int value = 0;
    for (size_t i = at; i < at + n; i++) {
        if (i >= s.len || !isdigit((unsigned char)s.ptr[i])) return -1;
        value = value * 10 + (s.ptr[i] - '0');
    }
    return value;
}

static bool is_leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

/* A date that Python's datetime.date can hold. */
static bool is_date(Str s)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y = number_at(s, 0, 4), m = number_at(s, 5, 2), d = number_at(s, 8, 2);
    if (s.len < 10 || y < 1 || m < 1 || m > 12 || d < 1 || d > days[m - 1]) return false;
    return m != 2 || d < 29 || is_leap(y);
}

/* Microseconds always have six digits; none at all when they are zero, as str(datetime) shows. */
static Str with_fraction(Str s, Arena *out)
{
    size_t dot = str_find_char(s, '.');
    if (dot == STR_NPOS) return arena_str(out, s);
    Str digits = str_slice(s, dot + 1, dot + 7);
    bool zero = true;
    for (size_t i = 0; i < digits.len; i++) zero = zero && digits.ptr[i] == '0';
    Str whole = str_slice(s, 0, dot);
    if (zero) return arena_str(out, whole);
    return arena_fmt(out, "%.*s.%.*s%.*s", STR_ARG(whole), STR_ARG(digits), (int)(6 - digits.len),
                     "000000");
}

/* What is no moment in time may still be a day: PyMySQL falls back to a date, then to the text. */
static SqlValue read_datetime(Str s, Arena *out)
{
    bool has_clock = s.len >= 19 && number_at(s, 11, 2) >= 0 && number_at(s, 11, 2) < 24;
    if (!is_date(s) || !has_clock) return text_value(SQL_VALUE_STR, s, out);
    return (SqlValue){.kind = SQL_VALUE_DATETIME, .as.text = with_fraction(s, out)};
}

/* "-838:59:59.000001": a length of time, not a time of day. */
static SqlValue read_time(Str s, Arena *out)
{
    const char *z = arena_cstr(out, s);
    int hours, minutes, seconds, end = 0;
    char digits[7] = "000000";
    bool negative = *z == '-';
    if (sscanf(z + negative, "%3d:%2d:%2d%n", &hours, &minutes, &seconds, &end) < 3 || !end)
        return text_value(SQL_VALUE_STR, s, out);
    const char *rest = z + negative + end;
    for (size_t i = 0; *rest == '.' && i < 6 && isdigit((unsigned char)rest[i + 1]); i++)
        digits[i] = rest[i + 1];
    int64_t micros = ((int64_t)hours * 3600 + minutes * 60 + seconds) * 1000000;
    micros += strtol(digits, NULL, 10);
    return (SqlValue){.kind = SQL_VALUE_INTERVAL, .as.integer = negative ? -micros : micros};
}

SqlValue mysql_value_read(enum enum_field_types type, bool is_binary, Str text, Arena *out)
{
    switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_YEAR: return read_int(text, out);
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
        return (SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = strtod(arena_cstr(out, text), NULL)};
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL: return text_value(SQL_VALUE_DECIMAL, text, out);
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
        return text_value(is_date(text) ? SQL_VALUE_DATE : SQL_VALUE_STR, text, out);
    case MYSQL_TYPE_TIMESTAMP:
    case MYSQL_TYPE_DATETIME: return read_datetime(text, out);
    case MYSQL_TYPE_TIME: return read_time(text, out);
    case MYSQL_TYPE_JSON: return text_value(SQL_VALUE_STR, text, out);
    default: return text_value(is_binary ? SQL_VALUE_BYTES : SQL_VALUE_STR, text, out);
    }
}

/* ---- writing ---- */

/* pymysql.converters.escape_string; without backslashes only the quote is special. */
static void push_string(StrBuf *b, Str s, bool plain_backslash)
{
    strbuf_push_char(b, '\'');
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i], escape = 0;
        if (plain_backslash) {
            if (c == '\'') strbuf_push_char(b, c);
            strbuf_push_char(b, c);
            continue;
        }
        switch (c) {
        case '\0': escape = '0'; break;
        case '\n': escape = 'n'; break;
        case '\r': escape = 'r'; break;
        case '\032': escape = 'Z'; break;
        case '\\':
        case '"':
        case '\'': escape = c; break;
        default: break;
        }
        if (escape) strbuf_push_char(b, '\\');
        strbuf_push_char(b, escape ? escape : c);
    }
    strbuf_push_char(b, '\'');
}

static void push_bytes(StrBuf *b, Str s)
{
    strbuf_push_z(b, "_binary X'");
    for (size_t i = 0; i < s.len; i++) strbuf_fmt(b, "%02x", (unsigned char)s.ptr[i]);
    strbuf_push_char(b, '\'');
}

/* A float without an exponent would be read as a decimal. */
static bool push_float(StrBuf *b, double d, Err *err)
{
    if (!isfinite(d)) {
        return err_raise(err, ERR_DATABASE, "pymysql.err.ProgrammingError",
                         "%s can not be used with MySQL",
                         isnan(d) ? "nan"
                         : d < 0  ? "-inf"
                                  : "inf");
    }
    size_t start = b->len;
    sql_value_push_float(b, d);
    if (!memchr(b->ptr + start, 'e', b->len - start)) strbuf_push_z(b, "e0");
    return true;
}

/* "1.5E+3" -> "1500": with an exponent it would be a float. */
static bool push_decimal(StrBuf *b, Str text, Err *err)
{
    size_t e = str_find_char(text, 'E');
    Str mantissa = str_slice(text, 0, e == STR_NPOS ? text.len : e);
    if (!text.len || !isdigit((unsigned char)text.ptr[text.len - 1])) {
        return err_raise(err, ERR_DATABASE, "pymysql.err.ProgrammingError",
                         "%.*s can not be used with MySQL", STR_ARG(text));
    }
    if (e == STR_NPOS) {
        strbuf_push(b, text);
        return true;
    }
    enum { MOST = 400 }; /* digits: far more than any column holds */
    char exponent[16] = "";
    memcpy(exponent, text.ptr + e + 1, text.len - e - 1 < 15 ? text.len - e - 1 : 15);
    long shift = strtol(exponent, NULL, 10);
    if (shift > MOST || shift < -MOST)
        return err_set(err, ERR_DATABASE, "the number %.*s is out of range", STR_ARG(text));
    if (mantissa.len && mantissa.ptr[0] == '-') {
        strbuf_push_char(b, '-');
        mantissa = str_slice(mantissa, 1, mantissa.len);
    }
    Str whole = str_cut(&mantissa, '.');
    long point = (long)whole.len + shift, n = (long)(whole.len + mantissa.len);
    if (point <= 0) strbuf_push_z(b, "0.");
    for (long i = point < 0 ? point : 0; i < n || i < point; i++) {
        if (i == point && i > 0) strbuf_push_char(b, '.');
        bool digit = i >= 0 && i < n;
        char c = !digit                ? '0'
                 : i < (long)whole.len ? whole.ptr[i]
                                       : mantissa.ptr[i - (long)whole.len];
        strbuf_push_char(b, c);
    }
    return true;
}

static void push_interval(StrBuf *b, int64_t micros)
{
    uint64_t left = micros < 0 ? -(uint64_t)micros : (uint64_t)micros;
    uint64_t seconds = left / 1000000, fraction = left % 1000000;
    strbuf_fmt(b, "'%s%02" PRIu64 ":%02" PRIu64 ":%02" PRIu64, micros < 0 ? "-" : "",
               seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (fraction) strbuf_fmt(b, ".%06" PRIu64, fraction);
    strbuf_push_char(b, '\'');
}

/* The column has no time zone: the offset is dropped, as the driver does. */
static void push_moment(StrBuf *b, Str text, size_t clock)
{
    size_t end = clock;
    while (end < text.len && text.ptr[end] != '+' && text.ptr[end] != '-') end++;
    strbuf_fmt(b, "'%.*s'", STR_ARG(str_slice(text, 0, end)));
}

static bool refuse(const char *type, Err *err)
{
    err_raise(err, ERR_SCRIPT, "TypeError", "%s can not be used as parameter", type);
    return err_hint(err, "Give it as JSON text, or to a column that has a JSON type.");
}

bool mysql_value_push(StrBuf *b, const SqlValue *v, bool plain_backslash, Err *err)
{
    enum { CLOCK = 11 }; /* where the time begins in "2024-01-02 03:04:05" */
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: strbuf_push_z(b, "NULL"); return true;
    case SQL_VALUE_BOOL: strbuf_push_char(b, v->as.boolean ? '1' : '0'); return true;
    case SQL_VALUE_INT: strbuf_fmt(b, "%" PRId64, v->as.integer); return true;
    case SQL_VALUE_BIGINT: strbuf_push(b, v->as.text); return true;
    case SQL_VALUE_DECIMAL: return push_decimal(b, v->as.text, err);
    case SQL_VALUE_FLOAT: return push_float(b, v->as.real, err);
    case SQL_VALUE_STR:
    case SQL_VALUE_RANGE:
    case SQL_VALUE_UUID: push_string(b, v->as.text, plain_backslash); return true;
    case SQL_VALUE_BYTES: push_bytes(b, v->as.text); return true;
    case SQL_VALUE_DATE: strbuf_fmt(b, "'%.*s'", STR_ARG(v->as.text)); return true;
    case SQL_VALUE_DATETIME: push_moment(b, v->as.text, CLOCK); return true;
    case SQL_VALUE_TIME: push_moment(b, v->as.text, 0); return true;
    case SQL_VALUE_INTERVAL: push_interval(b, v->as.integer); return true;
    case SQL_VALUE_LIST: return refuse(sql_value_python_name(v), err);
    case SQL_VALUE_DICT: return refuse("dict", err);
    case SQL_VALUE_EXPR:
    case SQL_VALUE_OBJECT:
    case SQL_VALUE_TYPE: break;
    }
    return err_set(err, ERR_INTERNAL, "an expression cannot be sent as a parameter");
}

/* ---- placeholders ---- */

static bool refuse_count(size_t wanted, size_t given, Err *err)
{
    return err_raise(err, ERR_DATABASE, "pymysql.err.ProgrammingError",
                     "the statement has %zu placeholders and %zu parameters are given", wanted,
                     given);
}

bool mysql_value_substitute(Str sql, const SqlValue *params, size_t n, bool plain_backslash,
                            StrBuf *out, Err *err)
{
    size_t used = 0;
    for (size_t i = 0; i < sql.len; i++) {
        if (sql.ptr[i] != CONNECTION_BIND_MARK) {
            strbuf_push_char(out, sql.ptr[i]);
            continue;
        }
        i++; /* the question mark */
        if (used < n && !mysql_value_push(out, &params[used], plain_backslash, err)) return false;
        used++;
    }
    return used == n || refuse_count(used, n, err);
}
