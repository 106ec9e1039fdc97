#include "modules/sqlalchemy/engine/interval.h"

#include <stdio.h>

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar, after Howard Hinnant's
 * days_from_civil and civil_from_days. */
static int64_t days_from_civil(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void civil_from_days(int64_t days, int64_t *y, int *m, int *d)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *d = (int)(doy - (153 * mp + 2) / 5 + 1);
    *m = (int)(mp < 10 ? mp + 3 : mp - 9);
    *y = yoe + era * 400 + (*m <= 2);
}

Str interval_text(int64_t micro, Arena *out)
{
    int64_t second = micro / 1000000, rest = micro % 1000000, y;
    int m, d;
    if (rest < 0) rest += 1000000, second--;
    int64_t day = second / INTERVAL_DAY, clock = second % INTERVAL_DAY;
    if (clock < 0) clock += INTERVAL_DAY, day--;
    civil_from_days(day, &y, &m, &d);
    return arena_fmt(out, "%04d-%02d-%02d %02d:%02d:%02d.%06d", (int)y, m, d, (int)(clock / 3600),
                     (int)(clock / 60 % 60), (int)(clock % 60), (int)rest);
}

bool interval_read(Str text, int64_t *micro)
{
    int y, month, d, h, minute, s, us = 0;
    char copy[40];
    snprintf(copy, sizeof copy, "%.*s", STR_ARG(text));
    if (sscanf(copy, "%d-%d-%d %d:%d:%d.%d", &y, &month, &d, &h, &minute, &s, &us) < 6)
        return false;
    int64_t seconds = days_from_civil(y, month, d) * INTERVAL_DAY + h * 3600 + minute * 60 + s;
    *micro = seconds * 1000000 + us;
    return true;
}
