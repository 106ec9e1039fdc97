/* The time of day, as datetime.now() gives it, here and in named time zones.
 *
 * Zones are read from the system's zoneinfo database through a small TZif reader instead of libc's
 * TZ variable, which is process-wide. Steps of leap seconds are not counted, as in Python. */
#ifndef RETORT_OS_CLOCK_H
#define RETORT_OS_CLOCK_H

#include "base/err.h"

typedef struct ClockTime {
    int year, month, day, hour, minute, second, microsecond;
    bool has_offset;    /* an aware datetime */
    int offset_seconds; /* east of UTC */
    int64_t epoch;      /* whole seconds since 1970-01-01 UTC */
} ClockTime;

/* datetime.now(): local wall time without an offset. */
ClockTime clock_now_local(void);

/* datetime.now(UTC).astimezone(ZoneInfo(zone)). *found = false when there is no such zone. */
bool clock_now_in_zone(Str zone, bool *found, ClockTime *out, Err *err) MUST_CHECK;

/* As clock_now_in_zone for a given instant; the part that can be tested. */
bool clock_in_zone(Str zone, int64_t epoch, int microsecond, bool *found, ClockTime *out,
                   Err *err) MUST_CHECK;

/* str(datetime): "2026-11-22 14:00:37.245193+01:00"; the fraction is left out when it is zero. */
Str clock_render(ClockTime t, Arena *out);

/* Microseconds of a clock that only runs forward. */
int64_t clock_monotonic(void);

#endif
