#include "os/tzfile.h"

#include <string.h>

#include "os/calendar.h"

static int64_t read_big(const unsigned char *p, int bytes)
{
    uint64_t v = 0;
    for (int i = 0; i < bytes; i++) v = v << 8 | p[i];
    if (bytes == 4) return (int32_t)(uint32_t)v;
    return (int64_t)v;
}

typedef struct Header {
    int64_t isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt;
} Header;

enum { HEADER_SIZE = 44, TYPE_SIZE = 6 };

static bool read_header(Str data, size_t at, Header *h)
{
    if (data.len < at + HEADER_SIZE || memcmp(data.ptr + at, "TZif", 4) != 0) return false;
    const unsigned char *p = (const unsigned char *)data.ptr + at + 20;
    int64_t *fields[] = {&h->isutcnt, &h->isstdcnt, &h->leapcnt,
                         &h->timecnt, &h->typecnt,  &h->charcnt};
    for (size_t i = 0; i < 6; i++) {
        *fields[i] = read_big(p + 4 * i, 4);
        /* A zone has a few hundred transitions; a count beyond this is not a zone file. */
        if (*fields[i] < 0 || *fields[i] > 100000) return false;
    }
    return h->typecnt > 0;
}

static size_t body_size(const Header *h, int time_size)
{
    return (size_t)(h->timecnt * (time_size + 1) + h->typecnt * TYPE_SIZE + h->charcnt +
                    h->leapcnt * (time_size + 4) + h->isstdcnt + h->isutcnt);
}

bool tzfile_offset(Str data, int64_t epoch, int *offset)
{
    Header h;
    if (!read_header(data, 0, &h)) return false;
    size_t at = 0;
    int time_size = 4;
    if (data.ptr[4] >= '2') {
        at = HEADER_SIZE + body_size(&h, 4);
        time_size = 8;
        if (!read_header(data, at, &h)) return false;
    }
    size_t end = at + HEADER_SIZE + body_size(&h, time_size);
    if (end > data.len) return false;
    const unsigned char *times = (const unsigned char *)data.ptr + at + HEADER_SIZE;
    const unsigned char *kinds = times + h.timecnt * time_size;
    const unsigned char *types = kinds + h.timecnt;
    int64_t i = h.timecnt;
    while (i > 0 && read_big(times + (i - 1) * time_size, time_size) > epoch) i--;
    if (i == h.timecnt && time_size == 8 && end + 2 <= data.len) {
        Str rule = str_trim(str_slice(data, end, data.len));
        if (rule.len) return tzfile_rule_offset(rule, epoch, offset);
    }
    int kind = i > 0 ? kinds[i - 1] : 0;
    if (kind >= h.typecnt) return false;
    *offset = (int)read_big(types + kind * TYPE_SIZE, 4);
    return true;
}

/* ---- the footer ---- */

static bool read_name(Str *s)
{
    size_t n = 0;
    if (s->len && s->ptr[0] == '<') {
        n = str_find_char(*s, '>');
        if (n == STR_NPOS) return false;
        n++;
    } else {
        while (n < s->len && ((s->ptr[n] | 32) >= 'a' && (s->ptr[n] | 32) <= 'z')) n++;
    }
    *s = str_slice(*s, n, s->len);
    return n > 0;
}

static bool read_number(Str *s, int *out)
{
    size_t n = 0;
    int v = 0;
    while (n < s->len && s->ptr[n] >= '0' && s->ptr[n] <= '9' && v < 10000)
        v = v * 10 + (s->ptr[n++] - '0');
    *s = str_slice(*s, n, s->len);
    *out = v;
    return n > 0;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool read_time(Str *s, int *out)
{
    int sign = 1, part;
    if (s->len && (s->ptr[0] == '+' || s->ptr[0] == '-')) {
        if (s->ptr[0] == '-') sign = -1;
        *s = str_slice(*s, 1, s->len);
    }
    if (!read_number(s, &part)) return false;
    int total = part * 3600;
    for (int unit = 60; unit && s->len && s->ptr[0] == ':'; unit = unit == 60 ? 1 : 0) {
        *s = str_slice(*s, 1, s->len);
        if (!read_number(s, &part)) return false;
        total += part * unit;
    }
    *out = sign * total;
    return true;
}

typedef struct RuleDate {
    char kind;            /* 'M', 'J' or 'n' */
    int month, week, day; /* day: week day, or day of the year */
    int time;
} RuleDate;

static bool read_char(Str *s, char c)
{
    if (!s->len || s->ptr[0] != c) return false;
    *s = str_slice(*s, 1, s->len);
    return true;
}

static bool read_date(Str *s, RuleDate *d)
{
    *d = (RuleDate){.time = 7200};
    if (read_char(s, 'M')) {
        d->kind = 'M';
        if (!read_number(s, &d->month) || !read_char(s, '.') || !read_number(s, &d->week) ||
            !read_char(s, '.') || !read_number(s, &d->day))
            return false;
    } else {
        d->kind = read_char(s, 'J') ? 'J' : 'n';
        if (!read_number(s, &d->day)) return false;
    }
    return !read_char(s, '/') || read_time(s, &d->time);
}

/* Seconds since 1970 of the rule's moment in a year, by the wall clock before the change. */
static int64_t moment(const RuleDate *d, int year)
{
    int64_t day;
    if (d->kind == 'M') {
        day = calendar_days(year, d->month, 1);
        int weekday = (int)(((day + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
        day += (d->day - weekday + 7) % 7 + (d->week - 1) * 7;
        while (day >= calendar_days(d->month == 12 ? year + 1 : year, d->month % 12 + 1, 1))
            day -= 7;
    } else {
        day = calendar_days(year, 1, 1) + d->day;
        bool leap = calendar_days(year + 1, 1, 1) - calendar_days(year, 1, 1) == 366;
        if (d->kind == 'J') day += (leap && d->day >= 60) ? 0 : -1;
    }
    return day * 86400 + d->time;
}

bool tzfile_rule_offset(Str rule, int64_t epoch, int *offset)
{
    int std_west, dst_west;
    if (!read_name(&rule) || !read_time(&rule, &std_west)) return false;
    *offset = -std_west;
    if (rule.len == 0) return true;
    if (!read_name(&rule)) return false;
    dst_west = std_west - 3600;
    if (rule.len && rule.ptr[0] != ',' && !read_time(&rule, &dst_west)) return false;
    RuleDate begin, end;
    if (!read_char(&rule, ',') || !read_date(&rule, &begin) || !read_char(&rule, ',') ||
        !read_date(&rule, &end))
        return false;
    int year = calendar_year(epoch - std_west);
    int64_t on = moment(&begin, year) + std_west, off = moment(&end, year) + dst_west;
    bool summer = on < off ? epoch >= on && epoch < off : epoch >= on || epoch < off;
    *offset = -(summer ? dst_west : std_west);
    return true;
}
