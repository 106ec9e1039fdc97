/* The proleptic Gregorian calendar: days and dates, without the C library's process-wide state. */
#ifndef RETORT_OS_CALENDAR_H
#define RETORT_OS_CALENDAR_H

#include <stdint.h>

/* Days from 1970-01-01 to a date. */
int64_t calendar_days(int year, int month, int day);

/* The date of a day number. */
void calendar_date(int64_t days, int *year, int *month, int *day);

/* The year that an instant (seconds since 1970, taken as they are) falls in. */
int calendar_year(int64_t seconds);

#endif
