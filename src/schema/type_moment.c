/* Moments in the texts that SQLite's own types store, on whatever database. */
#include <inttypes.h>
#include <string.h>

#include "schema/type.h"

enum { FIELDS = 7, WIDTH_LIMIT = 40 }; /* year to microsecond; more zeros than that are a mistake */

static const char *const names[FIELDS] = {"year",   "month",  "day",        "hour",
                                          "minute", "second", "microsecond"};

#define DAY "%(year)04d-%(month)02d-%(day)02d"
#define CLOCK "%(hour)02d:%(minute)02d:%(second)02d"

static Str format_of(const SqlType *t)
{
    if (type_param_index(t->cls, STR("regexp")) < 0) return STR_NULL; /* SQLite's have it */
    const SqlValue *own = type_get(t, "storage_format");
    if (own->kind == SQL_VALUE_STR) return own->as.text;
    if (type_param_index(t->cls, STR("truncate_microseconds")) < 0) return STR(DAY);
    bool truncates = type_get_bool(t, "truncate_microseconds", false);
    if (t->cls->affinity == TYPE_AFFINITY_TIME)
        return truncates ? STR(CLOCK) : STR(CLOCK ".%(microsecond)06d");
    return truncates ? STR(DAY " " CLOCK) : STR(DAY " " CLOCK ".%(microsecond)06d");
}

static int64_t digits(Str s, size_t *at)
{
    int64_t n = 0;
    for (; *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9' && n < 100000000; (*at)++)
        n = n * 10 + (s.ptr[*at] - '0');
    return n;
}

/* "2024-01-02 03:04:05.000006+00:00", or a part of it. */
static void take_apart(const SqlValue *v, int64_t fields[FIELDS])
{
    Str s = v->as.text;
    size_t at = 0, start;
    memset(fields, 0, FIELDS * sizeof *fields);
    for (int i = v->kind == SQL_VALUE_TIME ? 3 : 0; i < FIELDS && at < s.len; i++) {
        start = at;
        fields[i] = digits(s, &at);
        for (size_t n = at - start; i == FIELDS - 1 && n < 6; n++) fields[i] *= 10;
        if (at < s.len && (i == 5 ? s.ptr[at] != '.' : false)) return;
        at++;
    }
}

/* One "%(month)02d" at s[*at], behind its %. False: it is something else. */
static bool push_field(StrBuf *b, Str s, size_t *at, const int64_t fields[FIELDS])
{
    Str rest = str_slice(s, *at, s.len);
    size_t end = str_find_char(rest, ')'), from = end + 1;
    if (!str_starts(rest, STR("(")) || end == STR_NPOS) return false;
    bool zeros = from < rest.len && rest.ptr[from] == '0';
    int64_t width = digits(rest, &from);
    if (from >= rest.len || rest.ptr[from] != 'd' || width > WIDTH_LIMIT) return false;
    for (int i = 0; i < FIELDS; i++) {
        if (!str_eq_z(str_slice(rest, 1, end), names[i])) continue;
        strbuf_fmt(b, zeros ? "%0*" PRId64 : "%*" PRId64, (int)width, fields[i]);
        *at += from + 1;
        return true;
    }
    return false;
}

static bool formatted(Str format, const int64_t fields[FIELDS], Arena *out, Str *text)
{
    StrBuf b = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < format.len;) {
        char ch = format.ptr[i++];
        if (ch != '%')
            strbuf_push_char(&b, ch);
        else if (i < format.len && format.ptr[i] == '%')
            strbuf_push_char(&b, format.ptr[i++]);
        else
            ok = push_field(&b, format, &i, fields);
    }
    *text = arena_str(out, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok;
}

bool type_moment_text(const SqlType *t, const SqlValue *v, Arena *out, Str *text, Err *err)
{
    int64_t fields[FIELDS];
    *text = STR_NULL;
    bool is_moment =
        v->kind == SQL_VALUE_DATE || v->kind == SQL_VALUE_TIME || v->kind == SQL_VALUE_DATETIME;
    Str format = is_moment ? format_of(t) : STR_NULL;
    if (!format.len) return true;
    take_apart(v, fields);
    if (formatted(format, fields, out, text)) return true;
    *text = STR_NULL;
    return err_set(err, ERR_SCRIPT,
                   "the storage_format '%.*s' has more than %%(year)04d and its like",
                   STR_ARG(format));
}

bool type_moment_is_number(const SqlType *t, Arena *out)
{
    static const int64_t zeros[FIELDS];
    Str text, format = format_of(t);
    if (!format.len || !formatted(format, zeros, out, &text)) return false;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
    return true;
}
