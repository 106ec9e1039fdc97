/* Dates and times as text: ISO 8601, strftime, strptime. The C locale's names are used, as in a
 * Python process that never called setlocale. */
#include "modules/stdlib/datetime.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const day_names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

void datetime_push_date(StrBuf *b, const Date *d)
{
    strbuf_fmt(b, "%04d-%02d-%02d", d->year, d->month, d->day);
}

bool datetime_push_clock(Eval *ev, StrBuf *b, const Clock *c, Str spec)
{
    if (str_eq_z(spec, "auto")) spec = c->microsecond ? STR("microseconds") : STR("seconds");
    strbuf_fmt(b, "%02d", c->hour);
    if (str_eq_z(spec, "hours")) return true;
    strbuf_fmt(b, ":%02d", c->minute);
    if (str_eq_z(spec, "minutes")) return true;
    strbuf_fmt(b, ":%02d", c->second);
    if (str_eq_z(spec, "seconds")) return true;
    if (str_eq_z(spec, "milliseconds"))
        strbuf_fmt(b, ".%03d", c->microsecond / 1000);
    else if (str_eq_z(spec, "microseconds"))
        strbuf_fmt(b, ".%06d", c->microsecond);
    else
        return eval_raise(ev, "ValueError", "Unknown timespec value");
    return true;
}

void datetime_push_offset(StrBuf *b, int64_t seconds, const char *colon)
{
    int64_t s = seconds < 0 ? -seconds : seconds;
    strbuf_fmt(b, "%c%02d%s%02d", seconds < 0 ? '-' : '+', (int)(s / 3600), colon,
               (int)(s / 60 % 60));
    if (s % 60) strbuf_fmt(b, "%s%02d", colon, (int)(s % 60));
}

/* ---- strftime ---- */

typedef struct Moment {
    Date d;
    Clock c;
    int weekday; /* Monday 0 */
    int yday;    /* 1 = 1 January */
} Moment;

static int day_of_year(const Date *d)
{
    Date first = {d->year, 1, 1};
    return (int)(datetime_ordinal(d) - datetime_ordinal(&first)) + 1;
}

static bool push_zone(Eval *ev, StrBuf *b, char code, Value self)
{
    Value v;
    if (!eval_call_method(ev, self, code == 'Z' ? "tzname" : "utcoffset", NULL, 0, &v))
        return false;
    if (code == 'Z' && value_is_str(v)) strbuf_push(b, value_as_str(v));
    const Delta *d = code == 'z' ? datetime_delta(v) : NULL;
    if (d) datetime_push_offset(b, d->days * 86400 + d->seconds, "");
    return true;
}

static bool push_code(Eval *ev, StrBuf *b, char code, const Moment *m, Value self)
{
    int hour12 = m->c.hour % 12 ? m->c.hour % 12 : 12;
    int sunday = (m->weekday + 1) % 7;
    int iso_year, iso_week, iso_day;
    datetime_isocalendar(&m->d, &iso_year, &iso_week, &iso_day);
    switch (code) {
    case 'a': strbuf_fmt(b, "%.3s", day_names[m->weekday]); return true;
    case 'A': strbuf_push_z(b, day_names[m->weekday]); return true;
    case 'b':
    case 'h': strbuf_fmt(b, "%.3s", month_names[m->d.month - 1]); return true;
    case 'B': strbuf_push_z(b, month_names[m->d.month - 1]); return true;
    case 'C': strbuf_fmt(b, "%02d", m->d.year / 100); return true;
    case 'd': strbuf_fmt(b, "%02d", m->d.day); return true;
    case 'e': strbuf_fmt(b, "%2d", m->d.day); return true;
    case 'f': strbuf_fmt(b, "%06d", m->c.microsecond); return true;
    case 'G': strbuf_fmt(b, "%d", iso_year); return true;
    case 'H': strbuf_fmt(b, "%02d", m->c.hour); return true;
    case 'I': strbuf_fmt(b, "%02d", hour12); return true;
    case 'j': strbuf_fmt(b, "%03d", m->yday); return true;
    case 'm': strbuf_fmt(b, "%02d", m->d.month); return true;
    case 'M': strbuf_fmt(b, "%02d", m->c.minute); return true;
    case 'n': strbuf_push_char(b, '\n'); return true;
    case 'p': strbuf_push_z(b, m->c.hour < 12 ? "AM" : "PM"); return true;
    case 'S': strbuf_fmt(b, "%02d", m->c.second); return true;
    case 't': strbuf_push_char(b, '\t'); return true;
    case 'u': strbuf_fmt(b, "%d", iso_day); return true;
    case 'U': strbuf_fmt(b, "%02d", (m->yday + 6 - sunday) / 7); return true;
    case 'V': strbuf_fmt(b, "%02d", iso_week); return true;
    case 'w': strbuf_fmt(b, "%d", sunday); return true;
    case 'W': strbuf_fmt(b, "%02d", (m->yday + 6 - m->weekday) / 7); return true;
    case 'y': strbuf_fmt(b, "%02d", m->d.year % 100); return true;
    case 'Y': strbuf_fmt(b, "%d", m->d.year); return true;
    case 'z':
    case 'Z': return push_zone(ev, b, code, self);
    case '%': strbuf_push_char(b, '%'); return true;
    default: strbuf_fmt(b, "%%%c", code); return true; /* as glibc leaves what it does not know */
    }
}

static const char *composite(char code)
{
    switch (code) {
    case 'c': return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x': return "%m/%d/%y";
    case 'F': return "%Y-%m-%d";
    case 'r': return "%I:%M:%S %p";
    case 'R': return "%H:%M";
    case 'T':
    case 'X': return "%H:%M:%S";
    default: return NULL;
    }
}

static bool push_format(Eval *ev, StrBuf *b, Str format, const Moment *m, Value self)
{
    for (size_t i = 0; i < format.len; i++) {
        if (format.ptr[i] != '%' || i + 1 == format.len) {
            strbuf_push_char(b, format.ptr[i]);
            continue;
        }
        char code = format.ptr[++i];
        if (code == '-' && i + 1 < format.len) { /* glibc: without padding */
            StrBuf part = {0};
            bool ok = push_code(ev, &part, format.ptr[++i], m, self);
            size_t skip = 0;
            while (skip + 1 < part.len && (part.ptr[skip] == '0' || part.ptr[skip] == ' ')) skip++;
            strbuf_push(b, str_slice(strbuf_view(&part), skip, part.len));
            strbuf_deinit(&part);
            if (!ok) return false;
            continue;
        }
        const char *more = composite(code);
        if (!(more ? push_format(ev, b, str_z(more), m, self) : push_code(ev, b, code, m, self)))
            return false;
    }
    return true;
}

bool datetime_strftime(Eval *ev, Str format, const Date *d, const Clock *c, Value self, Value *out)
{
    Moment m = {.d = {1900, 1, 1}, .c = {.tz = value_none()}};
    if (d) m.d = *d;
    if (c) m.c = *c;
    m.weekday = (int)((datetime_ordinal(&m.d) + 6) % 7);
    m.yday = day_of_year(&m.d);
    /* A plain date knows no zone: its %z and %Z are empty. */
    StrBuf b = {0};
    bool ok;
    if (c) {
        ok = push_format(ev, &b, format, &m, self);
    } else {
        Value midnight = datetime_time_new(ev, m.c);
        ok = push_format(ev, &b, format, &m, midnight);
    }
    return util_finish_if(ev, &b, ok, out);
}

/* ---- ISO 8601 ---- */

/* Reads exactly n digits. */
static bool digits(Str s, size_t *i, size_t n, int *out)
{
    *out = 0;
    if (*i + n > s.len) return false;
    for (size_t end = *i + n; *i < end; ++*i) {
        if (!isdigit((unsigned char)s.ptr[*i])) return false;
        *out = *out * 10 + (s.ptr[*i] - '0');
    }
    return true;
}

static bool skip_char(Str s, size_t *i, char c)
{
    if (*i >= s.len || s.ptr[*i] != c) return false;
    ++*i;
    return true;
}

static bool parse_week_date(Str s, size_t i, int year, bool dashed, Date *out)
{
    int week, day = 1;
    if (year < 1 || !digits(s, &i, 2, &week)) return false;
    if (i < s.len && ((dashed && !skip_char(s, &i, '-')) || !digits(s, &i, 1, &day))) return false;
    if (i != s.len || week < 1 || week > 53 || day < 1 || day > 7) return false;
    Date fourth = {year, 1, 4};
    int64_t monday = datetime_ordinal(&fourth) - (datetime_ordinal(&fourth) + 6) % 7;
    int64_t ordinal = monday + (week - 1) * 7 + day - 1;
    return ordinal >= 1 && ordinal <= 3652059 && datetime_from_ordinal(NULL, ordinal, out);
}

bool datetime_parse_date(Str s, Date *out)
{
    size_t i = 0;
    if (!digits(s, &i, 4, &out->year)) return false;
    bool dashed = skip_char(s, &i, '-');
    if (skip_char(s, &i, 'W')) return parse_week_date(s, i, out->year, dashed, out);
    if (!digits(s, &i, 2, &out->month)) return false;
    if (dashed && !skip_char(s, &i, '-')) return false;
    return digits(s, &i, 2, &out->day) && i == s.len;
}

/* hh[[:]mm[[:]ss[.f+]]] up to `end`. */
static bool parse_hms(Str s, int v[4])
{
    size_t i = 0;
    memset(v, 0, 4 * sizeof *v);
    if (!digits(s, &i, 2, &v[0])) return false;
    bool colons = i < s.len && s.ptr[i] == ':';
    for (int k = 1; k < 3 && i < s.len; k++) {
        if (s.ptr[i] == '.' || s.ptr[i] == ',') return false;
        if (colons && !skip_char(s, &i, ':')) return false;
        if (!digits(s, &i, 2, &v[k])) return false;
        if (k == 2) break;
    }
    if (i < s.len && (s.ptr[i] == '.' || s.ptr[i] == ',')) {
        int place = 100000;
        size_t start = ++i;
        for (; i < s.len && isdigit((unsigned char)s.ptr[i]); i++, place /= 10)
            v[3] += (s.ptr[i] - '0') * place;
        if (i == start) return false;
    }
    return i == s.len;
}

bool datetime_parse_clock(Str s, Parsed *p)
{
    size_t zone = 0;
    int v[4], o[4] = {0};
    while (zone < s.len && !strchr("+-Zz", s.ptr[zone])) zone++;
    if (!parse_hms(str_slice(s, 0, zone), v)) return false;
    p->clock.hour = v[0];
    p->clock.minute = v[1];
    p->clock.second = v[2];
    p->clock.microsecond = v[3];
    if (v[0] > 23 || v[1] > 59 || v[2] > 59) return false;
    p->has_offset = zone < s.len;
    if (!p->has_offset) return true;
    if (s.ptr[zone] == 'Z' || s.ptr[zone] == 'z') return zone + 1 == s.len;
    if (!parse_hms(str_slice(s, zone + 1, s.len), o) || o[3]) return false;
    p->offset = (o[0] * 60 + o[1]) * 60 + o[2];
    if (s.ptr[zone] == '-') p->offset = -p->offset;
    return o[0] < 24 && o[1] < 60;
}

/* ---- strptime ---- */

typedef struct Reader {
    Str text;
    size_t at;
    Parsed *out;
    int yday, pm; /* pm -1 = not given */
    bool hour12;
} Reader;

/* Between 1 and `most` digits. */
static bool number(Reader *r, size_t most, int low, int high, int *out)
{
    size_t start = r->at;
    int v = 0;
    while (r->at < r->text.len && r->at - start < most &&
           isdigit((unsigned char)r->text.ptr[r->at]))
        v = v * 10 + (r->text.ptr[r->at++] - '0');
    *out = v;
    return r->at > start && v >= low && v <= high;
}

static bool name(Reader *r, const char *const *names, int count, size_t cut, int *out)
{
    for (int i = 0; i < count; i++) {
        size_t len = cut ? cut : strlen(names[i]);
        if (r->at + len <= r->text.len && strncasecmp(r->text.ptr + r->at, names[i], len) == 0) {
            r->at += len;
            *out = i;
            return true;
        }
    }
    return false;
}

static bool read_fraction(Reader *r, int *out)
{
    int place = 100000;
    size_t start = r->at;
    *out = 0;
    for (; r->at < r->text.len && r->at - start < 6 && isdigit((unsigned char)r->text.ptr[r->at]);
         r->at++, place /= 10)
        *out += (r->text.ptr[r->at] - '0') * place;
    return r->at > start;
}

static bool read_offset(Reader *r)
{
    Parsed *p = r->out;
    Str s = r->text;
    p->has_offset = true;
    if (skip_char(s, &r->at, 'Z')) return true;
    bool minus = r->at < s.len && s.ptr[r->at] == '-';
    int h, m, sec = 0;
    if (!minus && !(r->at < s.len && s.ptr[r->at] == '+')) return false;
    r->at++;
    if (!digits(s, &r->at, 2, &h)) return false;
    bool colon = skip_char(s, &r->at, ':');
    if (!digits(s, &r->at, 2, &m)) return false;
    size_t before = r->at;
    if ((colon && !skip_char(s, &r->at, ':')) || !digits(s, &r->at, 2, &sec)) {
        r->at = before;
        sec = 0;
    }
    p->offset = (h * 60 + m) * 60 + sec;
    if (minus) p->offset = -p->offset;
    return true;
}

static bool read_code(Reader *r, char code)
{
    Parsed *p = r->out;
    int v;
    static const char *const halves[] = {"AM", "PM"};
    static const char *const zones[] = {"UTC", "GMT"};
    switch (code) {
    case 'a': return name(r, day_names, 7, 0, &v) || name(r, day_names, 7, 3, &v);
    case 'A': return name(r, day_names, 7, 0, &v);
    case 'b':
    case 'h':
        if (!name(r, month_names, 12, 3, &v)) return false;
        p->date.month = v + 1;
        return true;
    case 'B':
        if (!name(r, month_names, 12, 0, &v)) return false;
        p->date.month = v + 1;
        return true;
    case 'd':
    case 'e': return number(r, 2, 1, 31, &p->date.day);
    case 'f': return read_fraction(r, &p->clock.microsecond);
    case 'H': return number(r, 2, 0, 23, &p->clock.hour);
    case 'I': r->hour12 = true; return number(r, 2, 1, 12, &p->clock.hour);
    case 'j': return number(r, 3, 1, 366, &r->yday);
    case 'm': return number(r, 2, 1, 12, &p->date.month);
    case 'M': return number(r, 2, 0, 59, &p->clock.minute);
    case 'p': return name(r, halves, 2, 0, &r->pm);
    case 'S': return number(r, 2, 0, 61, &p->clock.second);
    case 'y':
        if (!number(r, 2, 0, 99, &v)) return false;
        p->date.year = v < 69 ? 2000 + v : 1900 + v;
        return true;
    case 'Y': return digits(r->text, &r->at, 4, &p->date.year);
    case 'z': return read_offset(r);
    case 'Z': return name(r, zones, 2, 0, &v);
    case '%': return skip_char(r->text, &r->at, '%');
    default: return false;
    }
}

static bool read_format(Reader *r, Str format, bool *bad_code)
{
    for (size_t i = 0; i < format.len; i++) {
        char c = format.ptr[i];
        if (isspace((unsigned char)c)) {
            while (r->at < r->text.len && isspace((unsigned char)r->text.ptr[r->at])) r->at++;
        } else if (c != '%') {
            if (!skip_char(r->text, &r->at, c)) return false;
        } else {
            if (++i == format.len || !strchr("aAbBhdefHIjmMpSyYzZ%cxXDFRTr", format.ptr[i])) {
                *bad_code = true;
                return false;
            }
            const char *more = composite(format.ptr[i]);
            if (!(more ? read_format(r, str_z(more), bad_code) : read_code(r, format.ptr[i])))
                return false;
        }
    }
    return true;
}

bool datetime_strptime(Eval *ev, Str text, Str format, Parsed *out)
{
    Reader r = {.text = text, .out = out, .pm = -1};
    bool bad_code = false;
    Value shown, shown_format;
    if (!eval_repr(ev, value_str(ev, text), &shown) ||
        !eval_repr(ev, value_str(ev, format), &shown_format))
        return false;
    if (!read_format(&r, format, &bad_code)) {
        if (bad_code)
            return eval_raise(ev, "ValueError", "bad directive in format %.*s",
                              STR_ARG(value_as_str(shown_format)));
        return eval_raise(ev, "ValueError", "time data %.*s does not match format %.*s",
                          STR_ARG(value_as_str(shown)), STR_ARG(value_as_str(shown_format)));
    }
    if (r.at < text.len)
        return eval_raise(ev, "ValueError", "unconverted data remains: %.*s",
                          STR_ARG(str_slice(text, r.at, text.len)));
    if (r.hour12) {
        out->clock.hour %= 12;
        if (r.pm == 1) out->clock.hour += 12;
    }
    if (r.yday) {
        Date first = {out->date.year, 1, 1};
        if (!datetime_from_ordinal(ev, datetime_ordinal(&first) + r.yday - 1, &out->date))
            return false;
    }
    return datetime_check_date(ev, out->date.year, out->date.month, out->date.day);
}
