#include "dialect/json.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"

/* Python's own reader gives up at about a thousand levels (its recursion limit). */
enum { MAX_DEPTH = 900 };

typedef struct Reader {
    const char *at, *end;
    Arena *out;
} Reader;

typedef VEC(SqlValue) ValueVec;

static bool read_value(Reader *r, unsigned depth, SqlValue *v);

static void skip_space(Reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

static bool take(Reader *r, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0) return false;
    r->at += n;
    return true;
}

static bool read_hex4(Reader *r, unsigned *code)
{
    if (r->end - r->at < 4) return false;
    *code = 0;
    for (int i = 0; i < 4; i++) {
        char c = *r->at++;
        if (!isxdigit((unsigned char)c)) return false;
        *code = *code * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return true;
}

/* A surrogate without its partner has no UTF-8 form: U+FFFD stands for it. */
static void push_code_point(StrBuf *b, unsigned c)
{
    char text[4];
    if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;
    strbuf_push(b, (Str){text, utf8_encode(c, text)});
}

static bool read_escape(Reader *r, StrBuf *b)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (r->at == r->end) return false;
    char c = *r->at++;
    const char *known = c ? strchr(names, c) : NULL;
    if (known != NULL) {
        strbuf_push_char(b, values[known - names]);
        return true;
    }
    unsigned code;
    if (c != 'u' || !read_hex4(r, &code)) return false;
    if (code >= 0xD800 && code < 0xDC00 && r->end - r->at >= 6 && r->at[0] == '\\' &&
        r->at[1] == 'u') {
        const char *back = r->at;
        unsigned low;
        r->at += 2;
        if (!read_hex4(r, &low)) return false;
        if (low >= 0xDC00 && low < 0xE000)
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        else
            r->at = back;
    }
    push_code_point(b, code);
    return true;
}

static bool read_string(Reader *r, Str *s)
{
    StrBuf b = {0};
    bool ok = false;
    r->at++; /* the opening quote */
    while (r->at < r->end) {
        char c = *r->at++;
        if (c == '"') {
            ok = true;
            break;
        }
        if (c == '\\') {
            if (!read_escape(r, &b)) break;
        } else {
            strbuf_push_char(&b, c);
        }
    }
    *s = strbuf_finish(&b, r->out);
    return ok;
}

static bool read_number(Reader *r, SqlValue *v)
{
    const char *start = r->at;
    bool is_float = false;
    if (r->at < r->end && *r->at == '-') r->at++;
    const char *digits = r->at;
    while (r->at < r->end && isdigit((unsigned char)*r->at)) r->at++;
    if (r->at == digits) return false;
    if (r->at < r->end && *r->at == '.') {
        is_float = true;
        r->at++;
        while (r->at < r->end && isdigit((unsigned char)*r->at)) r->at++;
    }
    if (r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
        is_float = true;
        r->at++;
        if (r->at < r->end && (*r->at == '+' || *r->at == '-')) r->at++;
        while (r->at < r->end && isdigit((unsigned char)*r->at)) r->at++;
    }
    Str text = arena_str(r->out, (Str){start, (size_t)(r->at - start)});
    if (is_float) {
        *v = (SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = strtod(text.ptr, NULL)};
        return true;
    }
    errno = 0;
    long long i = strtoll(text.ptr, NULL, 10);
    if (errno == ERANGE)
        *v = (SqlValue){.kind = SQL_VALUE_BIGINT, .as.text = text};
    else
        *v = sql_value_int(i);
    return true;
}

static bool read_array(Reader *r, unsigned depth, SqlValue *v)
{
    ValueVec items = {0};
    r->at++;
    skip_space(r);
    if (!take(r, "]")) {
        for (;;) {
            SqlValue item;
            if (!read_value(r, depth + 1, &item)) return false;
            VEC_PUSH(r->out, &items, item);
            skip_space(r);
            if (take(r, "]")) break;
            if (!take(r, ",")) return false;
        }
    }
    *v = (SqlValue){.kind = SQL_VALUE_LIST, .as.list = {.items = items.items, .len = items.len}};
    return true;
}

static void put_pair(Reader *r, ValueVec *items, Map *seen, Str key, SqlValue value)
{
    MapEntry *known = map_entry(seen, key);
    if (known != NULL) {
        items->items[2 * (size_t)(known - seen->entries) + 1] = value;
        return;
    }
    map_put(seen, r->out, key, NULL);
    VEC_PUSH(r->out, items, sql_value_str(key));
    VEC_PUSH(r->out, items, value);
}

static bool read_object(Reader *r, unsigned depth, SqlValue *v)
{
    ValueVec items = {0};
    Map seen = {0};
    r->at++;
    skip_space(r);
    if (!take(r, "}")) {
        for (;;) {
            Str key;
            SqlValue value;
            skip_space(r);
            if (r->at == r->end || *r->at != '"' || !read_string(r, &key)) return false;
            skip_space(r);
            if (!take(r, ":") || !read_value(r, depth + 1, &value)) return false;
            put_pair(r, &items, &seen, key, value);
            skip_space(r);
            if (take(r, "}")) break;
            if (!take(r, ",")) return false;
        }
    }
    *v = (SqlValue){.kind = SQL_VALUE_DICT, .as.list = {.items = items.items, .len = items.len}};
    return true;
}

static bool read_value(Reader *r, unsigned depth, SqlValue *v)
{
    if (depth > MAX_DEPTH) return false;
    skip_space(r);
    if (r->at == r->end) return false;
    switch (*r->at) {
    case '{': return read_object(r, depth, v);
    case '[': return read_array(r, depth, v);
    case '"': v->kind = SQL_VALUE_STR; return read_string(r, &v->as.text);
    case 't': *v = sql_value_bool(true); return take(r, "true");
    case 'f': *v = sql_value_bool(false); return take(r, "false");
    case 'n': *v = sql_value_null(); return take(r, "null");
    default: return read_number(r, v);
    }
}

bool json_parse(Str text, Arena *out, SqlValue *value)
{
    Reader r = {text.ptr, text.ptr + text.len, out};
    if (str_is_null(text) || !read_value(&r, 0, value)) return false;
    skip_space(&r);
    return r.at == r.end;
}

/* ---- writing ---- */

static void push_unit(StrBuf *b, uint32_t unit) { strbuf_fmt(b, "\\u%04x", (unsigned)unit); }

static void push_character(StrBuf *b, uint32_t c)
{
    static const char escaped[] = "\"\\\n\r\t\f\b", names[] = "\"\\nrtfb";
    const char *at = c && c < 0x80 ? strchr(escaped, (int)c) : NULL;
    if (at != NULL) {
        strbuf_fmt(b, "\\%c", names[at - escaped]);
    } else if (c >= 0x20 && c < 0x7F) {
        strbuf_push_char(b, (char)c);
    } else if (c < 0x10000) {
        push_unit(b, c);
    } else {
        push_unit(b, 0xD800 + ((c - 0x10000) >> 10));
        push_unit(b, 0xDC00 + ((c - 0x10000) & 0x3FF));
    }
}

static void push_string(StrBuf *b, Str s)
{
    strbuf_push_char(b, '"');
    for (size_t i = 0; i < s.len;) push_character(b, utf8_next(s, &i));
    strbuf_push_char(b, '"');
}

static void push_real(StrBuf *b, double d)
{
    if (isnan(d))
        strbuf_push_z(b, "NaN");
    else if (isinf(d))
        strbuf_push_z(b, d > 0 ? "Infinity" : "-Infinity");
    else
        sql_value_push_float(b, d);
}

static bool push_value(StrBuf *b, const SqlValue *v, unsigned depth, Err *err);

/* Keys are strings; of other types, json.dumps takes what has a spelling. */
static bool push_key(StrBuf *b, const SqlValue *v, Err *err)
{
    switch (v->kind) {
    case SQL_VALUE_STR: return push_value(b, v, 0, err);
    case SQL_VALUE_NULL:
    case SQL_VALUE_BOOL:
    case SQL_VALUE_INT:
    case SQL_VALUE_BIGINT:
    case SQL_VALUE_FLOAT: break;
    default:
        return err_raise(err, ERR_SCRIPT, "TypeError",
                         "keys must be str, int, float, bool or None, not %s",
                         sql_value_python_name(v));
    }
    strbuf_push_char(b, '"');
    bool ok = push_value(b, v, 0, err);
    strbuf_push_char(b, '"');
    return ok;
}

static bool push_items(StrBuf *b, const SqlValue *v, unsigned depth, Err *err)
{
    bool is_dict = v->kind == SQL_VALUE_DICT;
    strbuf_push_char(b, is_dict ? '{' : '[');
    for (size_t i = 0; i < v->as.list.len; i++) {
        if (i > 0) strbuf_push_z(b, is_dict && i % 2 ? ": " : ", ");
        const SqlValue *item = &v->as.list.items[i];
        bool is_key = is_dict && i % 2 == 0;
        if (!(is_key ? push_key(b, item, err) : push_value(b, item, depth + 1, err))) return false;
    }
    strbuf_push_char(b, is_dict ? '}' : ']');
    return true;
}

static bool push_value(StrBuf *b, const SqlValue *v, unsigned depth, Err *err)
{
    if (depth > MAX_DEPTH) return err_set(err, ERR_SCRIPT, "Circular reference detected");
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: strbuf_push_z(b, "null"); return true;
    case SQL_VALUE_BOOL: strbuf_push_z(b, v->as.boolean ? "true" : "false"); return true;
    case SQL_VALUE_INT: strbuf_fmt(b, "%" PRId64, v->as.integer); return true;
    case SQL_VALUE_BIGINT: strbuf_push(b, v->as.text); return true;
    case SQL_VALUE_FLOAT: push_real(b, v->as.real); return true;
    case SQL_VALUE_LIST:
        if (v->as.list.container) break;
        return push_items(b, v, depth, err);
    case SQL_VALUE_DICT: return push_items(b, v, depth, err);
    case SQL_VALUE_STR: push_string(b, v->as.text); return true;
    default: break;
    }
    return err_raise(err, ERR_SCRIPT, "TypeError", "Object of type %s is not JSON serializable",
                     sql_value_python_name(v));
}

bool json_push(StrBuf *b, const SqlValue *v, Err *err) { return push_value(b, v, 0, err); }
