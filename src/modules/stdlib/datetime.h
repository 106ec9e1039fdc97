/* datetime's classes, shared by the files that implement them.
 *
 * Values are immutable; payloads hold plain fields. Offsets are whole seconds, as every zone in use
 * has; CPython allows microseconds, which are refused. */
#ifndef RETORT_MODULES_STDLIB_DATETIME_H
#define RETORT_MODULES_STDLIB_DATETIME_H

#include "modules/stdlib/native_util.h"

/* Microseconds of a timedelta: 999999999 days of them do not fit 64 bits. */
__extension__ typedef __int128 DatetimeUs;

typedef struct Delta {
    int64_t days;
    int32_t seconds;      /* 0..86399 */
    int32_t microseconds; /* 0..999999 */
} Delta;

typedef struct Date {
    int year, month, day;
} Date;

typedef struct Clock {
    int hour, minute, second, microsecond, fold;
    Value tz; /* None or a tzinfo */
} Clock;

typedef struct Zone { /* datetime.timezone */
    int64_t offset;   /* seconds east of UTC */
    Value name;       /* None when it was not given */
} Zone;

extern const NativeClass datetime_class_timedelta, datetime_class_date, datetime_class_time,
    datetime_class_datetime, datetime_class_tzinfo, datetime_class_timezone;

/* Payloads; NULL when v is no instance. A datetime has a Date and a Clock. */
Delta *datetime_delta(Value v);
Date *datetime_date(Value v);
Clock *datetime_time(Value v);
Clock *datetime_clock(Value v); /* of a datetime */

/* datetime_delta.c */
bool datetime_delta_new(Eval *ev, int64_t days, int64_t seconds, int64_t us, Value *out) MUST_CHECK;
/* The whole delta in microseconds. */
DatetimeUs datetime_delta_us(const Delta *d);
bool datetime_delta_from_us(Eval *ev, DatetimeUs us, Value *out) MUST_CHECK;

/* datetime_date.c */
bool datetime_check_date(Eval *ev, int64_t year, int64_t month, int64_t day) MUST_CHECK;
int64_t datetime_ordinal(const Date *d); /* 0001-01-01 is 1 */
bool datetime_from_ordinal(Eval *ev, int64_t ordinal, Date *out) MUST_CHECK;
Value datetime_date_new(Eval *ev, Class *cls, Date d);
void datetime_isocalendar(const Date *d, int *year, int *week, int *weekday);

/* datetime_time.c */
bool datetime_check_clock(Eval *ev, const int64_t v[4], Value tz, int64_t fold) MUST_CHECK;
/* The offset of tz at `when` (a datetime or None). *known false when tz gives none. */
bool datetime_offset(Eval *ev, Value tz, Value when, bool *known, int64_t *seconds) MUST_CHECK;
Value datetime_utc(Eval *ev);
Value datetime_timezone_new(Eval *ev, int64_t offset, Value name);
Value datetime_time_new(Eval *ev, Clock c);

/* datetime.c */
Value datetime_new(Eval *ev, Class *cls, Date d, Clock c);
/* tzinfo.fromutc(dt): the wall time in the zone at the moment that dt's fields say in UTC. */
bool datetime_fromutc(Eval *ev, Args *a, Value *out) MUST_CHECK;

/* datetime_text.c */
void datetime_push_date(StrBuf *b, const Date *d);
/* timespec: "auto", "hours" …; ValueError for others. */
bool datetime_push_clock(Eval *ev, StrBuf *b, const Clock *c, Str timespec) MUST_CHECK;
void datetime_push_offset(StrBuf *b, int64_t seconds, const char *colon);
/* strftime of what is at hand; d or c may be NULL. self is asked for utcoffset and tzname. */
bool datetime_strftime(Eval *ev, Str format, const Date *d, const Clock *c, Value self,
                       Value *out) MUST_CHECK;
typedef struct Parsed {
    Date date;
    Clock clock;
    bool has_offset;
    int64_t offset;
} Parsed;
bool datetime_strptime(Eval *ev, Str text, Str format, Parsed *out) MUST_CHECK;
/* ISO forms; false without an exception when text is none. */
bool datetime_parse_date(Str text, Date *out);
bool datetime_parse_clock(Str text, Parsed *out);

#endif
