#include "os/clock.h"

#include <string.h>
#include <time.h>

#include "base/strbuf.h"
#include "os/calendar.h"
#include "os/env.h"
#include "os/file.h"
#include "os/tzfile.h"

static ClockTime split(int64_t epoch, int offset, int microsecond)
{
    int64_t local = epoch + offset;
    int64_t days = (local >= 0 ? local : local - 86399) / 86400;
    int seconds = (int)(local - days * 86400);
    ClockTime t = {.hour = seconds / 3600,
                   .minute = seconds / 60 % 60,
                   .second = seconds % 60,
                   .microsecond = microsecond,
                   .offset_seconds = offset,
                   .epoch = epoch};
    calendar_date(days, &t.year, &t.month, &t.day);
    return t;
}

static void now(int64_t *epoch, int *microsecond)
{
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    *epoch = ts.tv_sec;
    *microsecond = (int)(ts.tv_nsec / 1000);
}

ClockTime clock_now_local(void)
{
    int64_t epoch;
    int microsecond;
    now(&epoch, &microsecond);
    time_t t = (time_t)epoch;
    struct tm tm;
    localtime_r(&t, &tm);
    return split(epoch, (int)tm.tm_gmtoff, microsecond);
}

/* Where ZoneInfo looks (sysconfig's TZPATH on Linux). */
static const char *const zone_dirs[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                        "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};

/* A key must stay below the database: no absolute path, no ".." and no empty component. */
static bool key_is_safe(Str zone)
{
    if (zone.len == 0 || zone.len > 200 || memchr(zone.ptr, '\0', zone.len)) return false;
    while (!str_is_null(zone)) {
        Str part = str_cut(&zone, '/');
        if (part.len == 0 || part.ptr[0] == '.') return false;
    }
    return true;
}

bool clock_in_zone(Str zone, int64_t epoch, int microsecond, bool *found, ClockTime *out, Err *err)
{
    *found = false;
    if (!key_is_safe(zone)) return true;
    Arena scratch = {0};
    bool ok = true;
    for (size_t i = 0; i < sizeof zone_dirs / sizeof *zone_dirs && ok && !*found; i++) {
        Str path = arena_fmt(&scratch, "%s/%.*s", zone_dirs[i], STR_ARG(zone)), data;
        if (!file_exists(path) || file_is_dir(path)) continue;
        int offset;
        ok = file_read(path, &scratch, &data, err);
        if (!ok || !tzfile_offset(data, epoch, &offset)) continue;
        *found = true;
        *out = split(epoch, offset, microsecond);
        out->has_offset = true;
    }
    /* Without a database UTC still is UTC. */
    if (ok && !*found && str_eq_z(zone, "UTC")) {
        *found = true;
        *out = split(epoch, 0, microsecond);
        out->has_offset = true;
    }
    arena_release(&scratch);
    return ok;
}

bool clock_now_in_zone(Str zone, bool *found, ClockTime *out, Err *err)
{
    int64_t epoch;
    int microsecond;
    now(&epoch, &microsecond);
    return clock_in_zone(zone, epoch, microsecond, found, out, err);
}

Str clock_render(ClockTime t, Arena *out)
{
    StrBuf b = {0};
    strbuf_fmt(&b, "%04d-%02d-%02d %02d:%02d:%02d", t.year, t.month, t.day, t.hour, t.minute,
               t.second);
    if (t.microsecond) strbuf_fmt(&b, ".%06d", t.microsecond);
    if (t.has_offset) {
        int off = t.offset_seconds, mag = off < 0 ? -off : off;
        strbuf_fmt(&b, "%c%02d:%02d", off < 0 ? '-' : '+', mag / 3600, mag / 60 % 60);
        if (mag % 60) strbuf_fmt(&b, ":%02d", mag % 60);
    }
    return strbuf_finish(&b, out);
}

int64_t clock_monotonic(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
