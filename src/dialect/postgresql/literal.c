#include "dialect/postgresql/literal.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "dialect/connection.h"
#include "dialect/json.h"
#include "dialect/postgresql/value.h"

/* A backslash says the same whatever standard_conforming_strings is. */
static bool push_string(StrBuf *b, Str s, Err *err)
{
    if (s.len && memchr(s.ptr, 0, s.len) != NULL)
        return err_set(err, ERR_DATABASE, "A string literal cannot contain NUL (0x00) characters.");
    if (str_find_char(s, '\\') != STR_NPOS) strbuf_push_z(b, " E");
    strbuf_push_char(b, '\'');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\'' || s.ptr[i] == '\\') strbuf_push_char(b, s.ptr[i]);
        strbuf_push_char(b, s.ptr[i]);
    }
    strbuf_push_char(b, '\'');
    return true;
}

static bool push_typed(StrBuf *b, Str s, const char *type, Err *err)
{
    if (!push_string(b, s, err)) return false;
    strbuf_fmt(b, "::%s", type);
    return true;
}

/* A minus sign behind another would begin a comment. */
static void push_number(StrBuf *b, Str digits)
{
    if (digits.ptr[0] == '-') strbuf_push_char(b, ' ');
    strbuf_push(b, digits);
}

static bool push_real(StrBuf *b, double d, Err *err)
{
    StrBuf text = {0};
    postgresql_value_push_float(&text, d);
    bool ok = true;
    if (isfinite(d))
        push_number(b, strbuf_view(&text));
    else
        ok = push_typed(b, strbuf_view(&text), "float", err);
    strbuf_deinit(&text);
    return ok;
}

static bool push_interval(StrBuf *b, int64_t micros, Err *err)
{
    StrBuf text = {0};
    postgresql_value_push_interval(&text, micros);
    bool ok = push_typed(b, strbuf_view(&text), "interval", err);
    strbuf_deinit(&text);
    return ok;
}

static void push_bytes(StrBuf *b, Str s)
{
    strbuf_push_z(b, "E'\\\\x");
    for (size_t i = 0; i < s.len; i++) strbuf_fmt(b, "%02x", (unsigned char)s.ptr[i]);
    strbuf_push_z(b, "'::bytea");
}

static bool push_json(StrBuf *b, const SqlValue *v, Err *err)
{
    StrBuf text = {0};
    bool ok = json_push(&text, v, err) && push_string(b, strbuf_view(&text), err);
    strbuf_deinit(&text);
    return ok;
}

static bool push_range(StrBuf *b, const SqlValue *v, Err *err)
{
    if (!push_string(b, v->as.text, err)) return false;
    if (!str_is_null(v->member)) strbuf_fmt(b, "::%.*s", STR_ARG(v->member));
    return true;
}

static bool push_literal(StrBuf *b, const SqlValue *v, Err *err);

static bool push_array(StrBuf *b, const SqlValue *v, Err *err)
{
    if (!v->as.list.len) return strbuf_push_z(b, "'{}'"), true;
    strbuf_push_z(b, "ARRAY[");
    for (size_t i = 0; i < v->as.list.len; i++) {
        if (i) strbuf_push_char(b, ',');
        if (!push_literal(b, &v->as.list.items[i], err)) return false;
    }
    strbuf_push_char(b, ']');
    return true;
}

static bool push_literal(StrBuf *b, const SqlValue *v, Err *err)
{
    Str text = v->as.text;
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: strbuf_push_z(b, "NULL"); return true;
    case SQL_VALUE_BOOL: strbuf_push_z(b, v->as.boolean ? "true" : "false"); return true;
    case SQL_VALUE_INT:
        strbuf_fmt(b, v->as.integer < 0 ? " %" PRId64 : "%" PRId64, v->as.integer);
        return true;
    case SQL_VALUE_BIGINT: push_number(b, text); return true;
    case SQL_VALUE_DECIMAL:
        if (isalpha((unsigned char)text.ptr[text.len - 1]))
            return push_typed(b, text, "numeric", err);
        push_number(b, text);
        return true;
    case SQL_VALUE_FLOAT: return push_real(b, v->as.real, err);
    case SQL_VALUE_STR: return push_string(b, text, err);
    case SQL_VALUE_BYTES: push_bytes(b, text); return true;
    case SQL_VALUE_DATE: return push_typed(b, text, "date", err);
    case SQL_VALUE_TIME:
        return push_typed(b, text, postgresql_value_has_zone(text) ? "timetz" : "time", err);
    case SQL_VALUE_DATETIME:
        return push_typed(b, text, postgresql_value_has_zone(text) ? "timestamptz" : "timestamp",
                          err);
    case SQL_VALUE_INTERVAL: return push_interval(b, v->as.integer, err);
    case SQL_VALUE_UUID: return push_typed(b, text, "uuid", err);
    case SQL_VALUE_RANGE: return push_range(b, v, err);
    case SQL_VALUE_LIST: return push_array(b, v, err);
    case SQL_VALUE_DICT: return push_json(b, v, err);
    case SQL_VALUE_EXPR:
    case SQL_VALUE_OBJECT:
    case SQL_VALUE_TYPE: break;
    }
    return err_set(err, ERR_INTERNAL, "an expression cannot be sent as a parameter");
}

/* The number behind "$" at sql[*at], which moves past it. */
static size_t number_at(Str sql, size_t *at)
{
    size_t n = 0;
    for (*at += 1; *at < sql.len && isdigit((unsigned char)sql.ptr[*at]); *at += 1)
        n = n * 10 + (size_t)(sql.ptr[*at] - '0');
    return n;
}

bool postgresql_literal_write(Str sql, const SqlValue *params, size_t n, Arena *out, Str *text,
                              Err *err)
{
    StrBuf b = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < sql.len;) {
        if (sql.ptr[i] != CONNECTION_BIND_MARK) {
            strbuf_push_char(&b, sql.ptr[i++]);
            continue;
        }
        i++;
        size_t at = number_at(sql, &i);
        ok = at >= 1 && at <= n ? push_literal(&b, &params[at - 1], err)
                                : err_set(err, ERR_INTERNAL, "parameter %zu was not given", at);
    }
    *text = strbuf_finish(&b, out);
    return ok;
}
