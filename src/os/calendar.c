#include "os/calendar.h"

/* Years begin in March here, so that the leap day comes last and months fit one linear formula. A
 * 400-year era has 146097 days; day 0 of era 0 is 0000-03-01, 719468 days before 1970-01-01. */
enum { ERA_DAYS = 146097, EPOCH_SHIFT = 719468 };

int64_t calendar_days(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * ERA_DAYS + yoe * 365 + yoe / 4 - yoe / 100 + doy - EPOCH_SHIFT;
}

void calendar_date(int64_t days, int *year, int *month, int *day)
{
    days += EPOCH_SHIFT;
    int64_t era = (days >= 0 ? days : days - (ERA_DAYS - 1)) / ERA_DAYS;
    int64_t doe = days - era * ERA_DAYS;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

int calendar_year(int64_t seconds)
{
    int y, m, d;
    int64_t days = (seconds >= 0 ? seconds : seconds - 86399) / 86400;
    calendar_date(days, &y, &m, &d);
    return y;
}
