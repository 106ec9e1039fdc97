#include "dialect/postgresql/value.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "dialect/json.h"

/* pg_type.dat: these oids are the same in every server. */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_OID = 26,
    OID_JSON = 114,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_DATE = 1082,
    OID_TIME = 1083,
    OID_TIMESTAMP = 1114,
    OID_TIMESTAMPTZ = 1184,
    OID_INTERVAL = 1186,
    OID_TIMETZ = 1266,
    OID_NUMERIC = 1700,
    OID_UUID = 2950,
    OID_JSONB = 3802
};

/* Array type and its elements' type; text-like elements need no entry of their own kind. */
static const struct {
    unsigned array, element;
} arrays[] = {
    {199, OID_JSON},      {1000, OID_BOOL},    {1001, OID_BYTEA},
    {1002, 18},           {1003, 19},          {1005, OID_INT2},
    {1007, OID_INT4},     {1009, OID_TEXT},    {1014, 1042},
    {1015, 1043},         {1016, OID_INT8},    {1021, OID_FLOAT4},
    {1022, OID_FLOAT8},   {1028, OID_OID},     {1115, OID_TIMESTAMP},
    {1182, OID_DATE},     {1183, OID_TIME},    {1185, OID_TIMESTAMPTZ},
    {1187, OID_INTERVAL}, {1231, OID_NUMERIC}, {1270, OID_TIMETZ},
    {2951, OID_UUID},     {3807, OID_JSONB},
};

static SqlValue text_value(SqlValueKind kind, Str text, Arena *out)
{
    return (SqlValue){.kind = kind, .as.text = arena_str(out, text)};
}

static SqlValue read_bytea(Str text, Arena *out)
{
    if (!str_starts(text, STR("\\x"))) return text_value(SQL_VALUE_BYTES, text, out);
    size_t n = (text.len - 2) / 2;
    char *bytes = arena_alloc(out, n + 1, 1);
    for (size_t i = 0; i < n; i++) {
        unsigned byte = 0;
        for (size_t j = 0; j < 2; j++) {
            char c = text.ptr[2 + 2 * i + j];
            byte = byte * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
        }
        bytes[i] = (char)byte;
    }
    return (SqlValue){.kind = SQL_VALUE_BYTES, .as.text = {bytes, n}};
}

/* "10:20:30.5+02" -> "10:20:30.500000+02:00"; what str() of Python's value shows. */
static void push_time(StrBuf *b, Str text)
{
    size_t i = 0;
    while (i < text.len && (isdigit((unsigned char)text.ptr[i]) || text.ptr[i] == ':'))
        strbuf_push_char(b, text.ptr[i++]);
    if (i < text.len && text.ptr[i] == '.') {
        size_t start = i;
        while (i < text.len && (i == start || isdigit((unsigned char)text.ptr[i])))
            strbuf_push_char(b, text.ptr[i++]);
        for (size_t digits = i - start - 1; digits < 6; digits++) strbuf_push_char(b, '0');
    }
    if (i < text.len) {
        Str zone = str_slice(text, i, text.len);
        strbuf_push(b, zone);
        if (zone.len == 3) strbuf_push_z(b, ":00");
    }
}

/* Years before Christ have no Python value: they stay text. */
static bool is_plain_date(Str text)
{
    return text.len >= 10 && isdigit((unsigned char)text.ptr[0]) && text.ptr[4] == '-' &&
           !str_ends(text, STR("BC"));
}

/* The first or last moment that Python has, as psycopg2 gives infinity; null = it is none. */
static Str infinite(Str text, bool clock, bool zone)
{
    bool first = str_eq_z(text, "-infinity");
    if (!first && !str_eq_z(text, "infinity")) return STR_NULL;
    if (!clock) return first ? STR("0001-01-01") : STR("9999-12-31");
    if (zone)
        return first ? STR("0001-01-01 00:00:00+00:00") : STR("9999-12-31 23:59:59.999999+00:00");
    return first ? STR("0001-01-01 00:00:00") : STR("9999-12-31 23:59:59.999999");
}

static SqlValue read_date(Str text, Arena *out)
{
    Str end = infinite(text, false, false);
    if (!str_is_null(end)) text = end;
    return text_value(is_plain_date(text) ? SQL_VALUE_DATE : SQL_VALUE_STR, text, out);
}

static SqlValue read_datetime(Str text, bool zone, Arena *out)
{
    Str end = infinite(text, true, zone);
    if (!str_is_null(end)) return text_value(SQL_VALUE_DATETIME, end, out);
    if (!is_plain_date(text) || text.len < 19) return text_value(SQL_VALUE_STR, text, out);
    StrBuf b = {0};
    strbuf_push(&b, str_slice(text, 0, 11));
    push_time(&b, str_slice(text, 11, text.len));
    return (SqlValue){.kind = SQL_VALUE_DATETIME, .as.text = strbuf_finish(&b, out)};
}

static SqlValue read_time(Str text, Arena *out)
{
    StrBuf b = {0};
    bool midnight = str_starts(text, STR("24:00:00")); /* the end of the day; Python has none */
    if (midnight) strbuf_push_z(&b, "00:00:00");
    push_time(&b, midnight ? str_slice(text, 8, text.len) : text);
    return (SqlValue){.kind = SQL_VALUE_TIME, .as.text = strbuf_finish(&b, out)};
}

/* "1 year 2 mons -3 days 04:05:06.789": a year counts 365 days and a month 30, as psycopg2 has it.
 */
static bool parse_interval(Str text, int64_t *micros)
{
    int64_t days = 0;
    *micros = 0;
    char buffer[128];
    if (text.len >= sizeof buffer) return false;
    memcpy(buffer, text.ptr, text.len);
    buffer[text.len] = 0;
    char *at = buffer;
    while (*at) {
        char *end;
        if (*at == ' ') {
            at++;
            continue;
        }
        bool negative = *at == '-';
        long long n = strtoll(at, &end, 10);
        if (end == at) return false;
        if (*end == ':') {
            int64_t minutes = strtoll(end + 1, &end, 10);
            if (*end != ':') return false;
            double seconds = strtod(end + 1, &end);
            int64_t part = (llabs(n) * 3600 + minutes * 60) * 1000000 + llround(seconds * 1e6);
            *micros += negative ? -part : part;
        } else if (strncmp(end, " year", 5) == 0) {
            days += n * 365;
        } else if (strncmp(end, " mon", 4) == 0) {
            days += n * 30;
        } else if (strncmp(end, " day", 4) == 0) {
            days += n;
        } else {
            return false;
        }
        if (*end == ' ') end++;
        while (isalpha((unsigned char)*end)) end++;
        at = end;
    }
    *micros += days * INT64_C(86400000000);
    return true;
}

static SqlValue read_interval(Str text, Arena *out)
{
    int64_t micros;
    if (!parse_interval(text, &micros)) return text_value(SQL_VALUE_STR, text, out);
    return (SqlValue){.kind = SQL_VALUE_INTERVAL, .as.integer = micros};
}

static SqlValue read_int(Str text, Arena *out)
{
    Str copy = arena_str(out, text);
    return sql_value_int(strtoll(copy.ptr, NULL, 10));
}

static SqlValue read_float(Str text, Arena *out)
{
    Str copy = arena_str(out, text);
    return (SqlValue){.kind = SQL_VALUE_FLOAT, .as.real = strtod(copy.ptr, NULL)};
}

/* Length of the element that begins at `from`, up to its comma or closing brace. */
static size_t element_end(Str text, size_t from)
{
    bool quoted = false;
    unsigned depth = 0;
    size_t i = from;
    for (; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\\') {
            i++;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == '{') {
            depth++;
        } else if (!quoted && c == '}') {
            if (depth == 0) return i;
            depth--;
        } else if (!quoted && c == ',' && depth == 0) {
            return i;
        }
    }
    return i < text.len ? i : text.len;
}

static Str unquote_element(Str raw, Arena *out)
{
    if (str_eq_nocase(raw, STR("NULL"))) return STR_NULL;
    if (raw.len < 2 || raw.ptr[0] != '"') return arena_str(out, raw);
    char *text = arena_alloc(out, raw.len, 1);
    size_t n = 0;
    for (size_t i = 1; i + 1 < raw.len; i++) {
        if (raw.ptr[i] == '\\' && i + 2 < raw.len) i++;
        text[n++] = raw.ptr[i];
    }
    return (Str){text, n};
}

/* The elements as they are written, quotes and all. */
static void split_raw(Str text, Arena *out, StrVec *found)
{
    /* "[0:1]={1,2}": bounds other than 1 are written out. */
    size_t at = str_find_char(text, '{');
    if (at == STR_NPOS) return;
    at++;
    while (at < text.len && text.ptr[at] != '}') {
        size_t end = element_end(text, at);
        VEC_PUSH(out, found, str_slice(text, at, end));
        at = end < text.len && text.ptr[end] == ',' ? end + 1 : end;
    }
}

void postgresql_value_split_array(Str text, Arena *out, Str **items, size_t *n)
{
    StrVec found = {0};
    split_raw(text, out, &found);
    for (size_t i = 0; i < found.len; i++) found.items[i] = unquote_element(found.items[i], out);
    *items = found.items;
    *n = found.len;
}

static SqlValue read_element(unsigned element, Str raw, Arena *out);

static SqlValue read_array(unsigned element, Str text, Arena *out)
{
    StrVec raw = {0};
    split_raw(text, out, &raw);
    SqlValue list = {.kind = SQL_VALUE_LIST};
    list.as.list.items = ARENA_ARRAY(out, SqlValue, raw.len ? raw.len : 1);
    list.as.list.len = raw.len;
    for (size_t i = 0; i < raw.len; i++)
        list.as.list.items[i] = read_element(element, raw.items[i], out);
    return list;
}

/* A brace in a text is quoted, so that one that is not begins an array; there are at most 6 levels.
 */
static SqlValue read_element(unsigned element, Str raw, Arena *out)
{
    if (raw.len && raw.ptr[0] == '{') return read_array(element, raw, out);
    Str text = unquote_element(raw, out);
    return str_is_null(text) ? sql_value_null() : postgresql_value_read(element, text, out);
}

static SqlValue read_json(Str text, Arena *out)
{
    SqlValue v;
    if (json_parse(text, out, &v)) return v;
    return text_value(SQL_VALUE_STR, text, out);
}

SqlValue postgresql_value_read(unsigned oid, Str text, Arena *out)
{
    switch (oid) {
    case OID_BOOL: return sql_value_bool(text.len && text.ptr[0] == 't');
    case OID_BYTEA: return read_bytea(text, out);
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_OID: return read_int(text, out);
    case OID_FLOAT4:
    case OID_FLOAT8: return read_float(text, out);
    case OID_NUMERIC: return text_value(SQL_VALUE_DECIMAL, text, out);
    case OID_JSON:
    case OID_JSONB: return read_json(text, out);
    case OID_DATE: return read_date(text, out);
    case OID_TIME:
    case OID_TIMETZ: return read_time(text, out);
    case OID_TIMESTAMP:
    case OID_TIMESTAMPTZ: return read_datetime(text, oid == OID_TIMESTAMPTZ, out);
    case OID_INTERVAL: return read_interval(text, out);
    case OID_UUID: return text_value(SQL_VALUE_UUID, text, out);
    default: break;
    }
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        if (arrays[i].array == oid) return read_array(arrays[i].element, text, out);
    return text_value(SQL_VALUE_STR, text, out);
}

void postgresql_value_push_float(StrBuf *b, double d)
{
    if (isnan(d))
        strbuf_push_z(b, "NaN");
    else if (isinf(d))
        strbuf_push_z(b, d > 0 ? "Infinity" : "-Infinity");
    else
        sql_value_push_float(b, d);
}

/* Days stand apart, as psycopg2 sends them: the server keeps "1 day", which is not always 24 hours.
 */
void postgresql_value_push_interval(StrBuf *b, int64_t micros)
{
    const int64_t day = INT64_C(86400) * 1000000;
    int64_t days = micros / day, left = micros % day;
    if (left < 0) days--, left += day;
    strbuf_fmt(b, "%" PRId64 " days %" PRId64 ".%06" PRId64 " seconds", days, left / 1000000,
               left % 1000000);
}

static bool push_array(StrBuf *b, const SqlValue *list, Arena *out, Err *err)
{
    strbuf_push_char(b, '{');
    for (size_t i = 0; i < list->as.list.len; i++) {
        const SqlValue *v = &list->as.list.items[i];
        if (i > 0) strbuf_push_char(b, ',');
        if (v->kind == SQL_VALUE_LIST) {
            if (!push_array(b, v, out, err)) return false;
            continue;
        }
        PostgresqlParam p = {0};
        if (!postgresql_value_write(v, out, &p, err)) return false;
        if (p.value == NULL) {
            strbuf_push_z(b, "NULL");
        } else if (p.format == 1) {
            strbuf_push_z(b, "\"\\\\x");
            for (int j = 0; j < p.length; j++) strbuf_fmt(b, "%02x", (unsigned char)p.value[j]);
            strbuf_push_char(b, '"');
        } else {
            strbuf_push_quoted(b, str_z(p.value));
        }
    }
    strbuf_push_char(b, '}');
    return true;
}

static unsigned array_of(unsigned element)
{
    for (size_t i = 0; element && i < sizeof arrays / sizeof *arrays; i++)
        if (arrays[i].element == element) return arrays[i].array;
    return 0;
}

static unsigned scalar_type(const SqlValue *v);

/* The type that ARRAY[…] of these literals has; 0 = the server decides. */
static unsigned list_element(const SqlValue *list)
{
    unsigned found = 0;
    for (size_t i = 0; i < list->as.list.len; i++) {
        const SqlValue *v = &list->as.list.items[i];
        unsigned one = v->kind == SQL_VALUE_LIST ? list_element(v) : scalar_type(v);
        bool widens = (found == OID_INT4 && (one == OID_INT8 || one == OID_NUMERIC)) ||
                      (found == OID_INT8 && one == OID_NUMERIC);
        bool fits = (one == OID_INT4 && (found == OID_INT8 || found == OID_NUMERIC)) ||
                    (one == OID_INT8 && found == OID_NUMERIC);
        if (!one || one == found || fits) continue;
        if (found && !widens) return 0;
        found = one;
    }
    return found;
}

/* A time zone shows as +hh:mm or -hh:mm at the end. */
bool postgresql_value_has_zone(Str text)
{
    size_t colon = str_find_char(text, ':');
    Str tail = colon == STR_NPOS ? STR_NULL : str_slice(text, colon, text.len);
    return str_find_char(tail, '+') != STR_NPOS || str_find_char(tail, '-') != STR_NPOS;
}

/* Ranges are known by their types' names; 0 = the server decides. */
static unsigned range_type(Str name)
{
    static const struct {
        const char *name;
        unsigned oid;
    } types[] = {{"INT4RANGE", 3904},      {"NUMRANGE", 3906},       {"TSRANGE", 3908},
                 {"TSTZRANGE", 3910},      {"DATERANGE", 3912},      {"INT8RANGE", 3926},
                 {"INT4MULTIRANGE", 4451}, {"NUMMULTIRANGE", 4532},  {"TSMULTIRANGE", 4533},
                 {"TSTZMULTIRANGE", 4534}, {"DATEMULTIRANGE", 4535}, {"INT8MULTIRANGE", 4536}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq_z(name, types[i].name)) return types[i].oid;
    return 0;
}

/* What a literal of the value would be. */
static unsigned scalar_type(const SqlValue *v)
{
    switch (v->kind) {
    case SQL_VALUE_BOOL: return OID_BOOL;
    case SQL_VALUE_INT:
        return v->as.integer >= INT32_MIN && v->as.integer <= INT32_MAX ? OID_INT4 : OID_INT8;
    case SQL_VALUE_BIGINT:
    case SQL_VALUE_DECIMAL: return OID_NUMERIC;
    /* NaN and the infinities are written as float literals. */
    case SQL_VALUE_FLOAT: return isfinite(v->as.real) ? OID_NUMERIC : OID_FLOAT8;
    case SQL_VALUE_STR: return OID_TEXT;
    case SQL_VALUE_BYTES: return OID_BYTEA;
    case SQL_VALUE_DATE: return OID_DATE;
    case SQL_VALUE_TIME: return postgresql_value_has_zone(v->as.text) ? OID_TIMETZ : OID_TIME;
    case SQL_VALUE_DATETIME:
        return postgresql_value_has_zone(v->as.text) ? OID_TIMESTAMPTZ : OID_TIMESTAMP;
    case SQL_VALUE_INTERVAL: return OID_INTERVAL;
    case SQL_VALUE_UUID: return OID_UUID;
    case SQL_VALUE_RANGE: return range_type(v->member);
    default: return 0;
    }
}

bool postgresql_value_write(const SqlValue *v, Arena *out, PostgresqlParam *p, Err *err)
{
    StrBuf b = {0};
    bool ok = true;
    /* A text takes the type that the server wants, as a literal does. */
    *p = (PostgresqlParam){.type = v->kind == SQL_VALUE_STR ? 0 : scalar_type(v)};
    switch (v->kind) {
    case SQL_VALUE_UNSET:
    case SQL_VALUE_NULL: return true;
    case SQL_VALUE_BOOL: p->value = v->as.boolean ? "t" : "f"; return true;
    case SQL_VALUE_STR:
        if (v->as.text.len && memchr(v->as.text.ptr, 0, v->as.text.len) != NULL)
            return err_set(err, ERR_DATABASE,
                           "A string literal cannot contain NUL (0x00) characters.");
        p->value = arena_cstr(out, v->as.text);
        return true;
    case SQL_VALUE_BIGINT:
    case SQL_VALUE_DECIMAL:
    case SQL_VALUE_DATE:
    case SQL_VALUE_UUID:
    case SQL_VALUE_TIME:
    case SQL_VALUE_RANGE:
    case SQL_VALUE_DATETIME: p->value = arena_cstr(out, v->as.text); return true;
    case SQL_VALUE_BYTES:
        p->value = arena_cstr(out, v->as.text);
        p->length = (int)v->as.text.len;
        p->format = 1;
        return true;
    case SQL_VALUE_INT: strbuf_fmt(&b, "%" PRId64, v->as.integer); break;
    case SQL_VALUE_FLOAT: postgresql_value_push_float(&b, v->as.real); break;
    case SQL_VALUE_INTERVAL: postgresql_value_push_interval(&b, v->as.integer); break;
    case SQL_VALUE_LIST:
        p->type = array_of(list_element(v));
        ok = push_array(&b, v, out, err);
        break;
    case SQL_VALUE_DICT: ok = json_push(&b, v, err); break;
    case SQL_VALUE_EXPR:
    case SQL_VALUE_OBJECT:
    case SQL_VALUE_TYPE:
        return err_set(err, ERR_INTERNAL, "an expression cannot be sent as a parameter");
    }
    p->value = strbuf_finish(&b, out).ptr;
    return ok;
}
