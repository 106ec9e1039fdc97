#include "modules/stdlib/datetime.h"

#include "os/calendar.h"
#include "os/clock.h"

/* Ordinal of 1970-01-01, from which os/calendar.h counts. */
enum { EPOCH_ORDINAL = 719163, MAX_ORDINAL = 3652059 };

Date *datetime_date(Value v) { return value_payload(v, &datetime_class_date); }

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

bool datetime_check_date(Eval *ev, int64_t year, int64_t month, int64_t day)
{
    if (year < 1 || year > 9999)
        return eval_raise(ev, "ValueError", "year %lld is out of range", (long long)year);
    if (month < 1 || month > 12) return eval_raise(ev, "ValueError", "month must be in 1..12");
    if (day < 1 || day > days_in_month((int)year, (int)month))
        return eval_raise(ev, "ValueError", "day is out of range for month");
    return true;
}

int64_t datetime_ordinal(const Date *d)
{
    return calendar_days(d->year, d->month, d->day) + EPOCH_ORDINAL;
}

bool datetime_from_ordinal(Eval *ev, int64_t ordinal, Date *out)
{
    if (ordinal < 1 || ordinal > MAX_ORDINAL)
        return eval_raise(ev, "OverflowError", "date value out of range");
    calendar_date(ordinal - EPOCH_ORDINAL, &out->year, &out->month, &out->day);
    return true;
}

Value datetime_date_new(Eval *ev, Class *cls, Date d)
{
    Value v = eval_instance_new(ev, cls ? cls : eval_class(ev, &datetime_class_date));
    *datetime_date(v) = d;
    return v;
}

static int weekday(const Date *d) { return (int)((datetime_ordinal(d) + 6) % 7); }

void datetime_isocalendar(const Date *d, int *year, int *week, int *wday)
{
    /* The week belongs to the year of its Thursday. */
    int64_t thursday = datetime_ordinal(d) - weekday(d) + 3;
    int month, day;
    calendar_date(thursday - EPOCH_ORDINAL, year, &month, &day);
    int64_t first = calendar_days(*year, 1, 1) + EPOCH_ORDINAL;
    *week = (int)((thursday - first) / 7 + 1);
    *wday = weekday(d) + 1;
}

static bool date_init(Eval *ev, Value self, Args *a)
{
    int64_t v[3];
    for (size_t i = 0; i < 3; i++) {
        if (!util_int(ev, a->v[i], "a date's field", &v[i])) return false;
    }
    if (!datetime_check_date(ev, v[0], v[1], v[2])) return false;
    *datetime_date(self) = (Date){(int)v[0], (int)v[1], (int)v[2]};
    return true;
}

static bool date_isoformat(Eval *ev, Args *a, Value *out)
{
    StrBuf b = {0};
    datetime_push_date(&b, datetime_date(a->self));
    *out = util_finish(ev, &b);
    return true;
}

static bool date_str(Eval *ev, Value self, Value *out)
{
    Args a = {.self = self};
    return date_isoformat(ev, &a, out);
}

static bool date_repr(Eval *ev, Value self, Value *out)
{
    const Date *d = datetime_date(self);
    *out = value_str_fmt(ev, "datetime.date(%d, %d, %d)", d->year, d->month, d->day);
    return true;
}

static bool date_hash(Eval *ev, Value self, uint64_t *out)
{
    *out = (uint64_t)datetime_ordinal(datetime_date(self)) * UINT64_C(0x9E3779B97F4A7C15);
    return true;
}

static bool date_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if (datetime_clock(left) || datetime_clock(right)) return true; /* no mixing with datetime */
    const Date *l = datetime_date(left), *r = datetime_date(right);
    const Delta *delta = datetime_delta(l ? right : left);
    if (l && r && op >= OPERATOR_EQ && op <= OPERATOR_GE)
        return eval_binary(ev, op, value_int(datetime_ordinal(l)), value_int(datetime_ordinal(r)),
                           out);
    if (l && r && op == OPERATOR_SUB)
        return datetime_delta_new(ev, datetime_ordinal(l) - datetime_ordinal(r), 0, 0, out);
    bool add = op == OPERATOR_ADD && delta, sub = op == OPERATOR_SUB && l && delta;
    if (!add && !sub) return true;
    const Date *from = l ? l : r;
    Date to;
    if (!datetime_from_ordinal(ev, datetime_ordinal(from) + (add ? delta->days : -delta->days),
                               &to))
        return false;
    *out = datetime_date_new(ev, NULL, to);
    return true;
}

static bool date_today(Eval *ev, Args *a, Value *out)
{
    ClockTime now = clock_now_local();
    *out = datetime_date_new(ev, value_as_class(a->self), (Date){now.year, now.month, now.day});
    return true;
}

static bool date_fromisoformat(Eval *ev, Args *a, Value *out)
{
    Date d;
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "fromisoformat: argument must be str");
    Str text = value_as_str(a->v[0]);
    if (!datetime_parse_date(text, &d))
        return eval_raise(ev, "ValueError", "Invalid isoformat string: '%.*s'", STR_ARG(text));
    if (!datetime_check_date(ev, d.year, d.month, d.day)) return false;
    *out = datetime_date_new(ev, value_as_class(a->self), d);
    return true;
}

static bool date_fromordinal(Eval *ev, Args *a, Value *out)
{
    int64_t n;
    Date d;
    if (!util_int(ev, a->v[0], "an ordinal", &n)) return false;
    if (n < 1) return eval_raise(ev, "ValueError", "ordinal must be >= 1");
    if (!datetime_from_ordinal(ev, n, &d)) return false;
    *out = datetime_date_new(ev, value_as_class(a->self), d);
    return true;
}

static bool date_toordinal(Eval *ev, Args *a, Value *out)
{
    *out = value_int(datetime_ordinal(datetime_date(a->self)));
    return true;
}

static bool date_weekday(Eval *ev, Args *a, Value *out)
{
    *out = value_int(weekday(datetime_date(a->self)));
    return true;
}

static bool date_isoweekday(Eval *ev, Args *a, Value *out)
{
    *out = value_int(weekday(datetime_date(a->self)) + 1);
    return true;
}

static bool date_isocalendar(Eval *ev, Args *a, Value *out)
{
    int year, week, day;
    datetime_isocalendar(datetime_date(a->self), &year, &week, &day);
    Value parts[] = {value_int(year), value_int(week), value_int(day)};
    *out = value_tuple(ev, parts, 3);
    return true;
}

static bool date_strftime(Eval *ev, Args *a, Value *out)
{
    Str format;
    if (!util_str(ev, a->v[0], "strftime() argument 1", &format)) return false;
    return datetime_strftime(ev, format, datetime_date(a->self), datetime_clock(a->self), a->self,
                             out);
}

static bool date_format(Eval *ev, Args *a, Value *out)
{
    Str format;
    if (!util_str(ev, a->v[0], "__format__() argument 1", &format)) return false;
    return format.len ? date_strftime(ev, a, out) : eval_to_str(ev, a->self, out);
}

static bool date_ctime(Eval *ev, Args *a, Value *out)
{
    return datetime_strftime(ev, STR("%a %b %e %H:%M:%S %Y"), datetime_date(a->self),
                             datetime_clock(a->self), a->self, out);
}

static bool date_replace(Eval *ev, Args *a, Value *out)
{
    const Date *d = datetime_date(a->self);
    int64_t v[] = {d->year, d->month, d->day};
    for (size_t i = 0; i < 3; i++) {
        if (!value_is_unset(a->v[i]) && !util_int(ev, a->v[i], "a date's field", &v[i]))
            return false;
    }
    if (!datetime_check_date(ev, v[0], v[1], v[2])) return false;
    *out = datetime_date_new(ev, value_class(ev, a->self), (Date){(int)v[0], (int)v[1], (int)v[2]});
    return true;
}

static bool date_year(Eval *ev, Args *a, Value *out)
{
    *out = value_int(datetime_date(a->self)->year);
    return true;
}

static bool date_month(Eval *ev, Args *a, Value *out)
{
    *out = value_int(datetime_date(a->self)->month);
    return true;
}

static bool date_day(Eval *ev, Args *a, Value *out)
{
    *out = value_int(datetime_date(a->self)->day);
    return true;
}

static bool date_class_getattr(Eval *ev, Class *cls, Str name, Value *out)
{
    *out = value_unset();
    if (str_eq_z(name, "min")) *out = datetime_date_new(ev, NULL, (Date){1, 1, 1});
    if (str_eq_z(name, "max")) *out = datetime_date_new(ev, NULL, (Date){9999, 12, 31});
    if (str_eq_z(name, "resolution")) return datetime_delta_new(ev, 1, 0, 0, out);
    return true;
}

static const NativeMethod date_methods[] = {
    {"today", "", date_today, NATIVE_CLASSMETHOD},
    {"fromisoformat", "date_string, /", date_fromisoformat, NATIVE_CLASSMETHOD},
    {"fromordinal", "ordinal, /", date_fromordinal, NATIVE_CLASSMETHOD},
    {"isoformat", "", date_isoformat, NATIVE_METHOD},
    {"toordinal", "", date_toordinal, NATIVE_METHOD},
    {"weekday", "", date_weekday, NATIVE_METHOD},
    {"isoweekday", "", date_isoweekday, NATIVE_METHOD},
    {"isocalendar", "", date_isocalendar, NATIVE_METHOD},
    {"strftime", "format", date_strftime, NATIVE_METHOD},
    {"__format__", "format, /", date_format, NATIVE_METHOD},
    {"ctime", "", date_ctime, NATIVE_METHOD},
    {"replace", "year=?, month=?, day=?", date_replace, NATIVE_METHOD},
    {"year", "", date_year, NATIVE_GETTER},
    {"month", "", date_month, NATIVE_GETTER},
    {"day", "", date_day, NATIVE_GETTER},
    {0}};

const NativeClass datetime_class_date = {.name = "date",
                                         .module = "datetime",
                                         .payload = sizeof(Date),
                                         .init_params = "year, month, day",
                                         .init = date_init,
                                         .methods = date_methods,
                                         .str = date_str,
                                         .repr = date_repr,
                                         .hash = date_hash,
                                         .binary = date_binary,
                                         .class_getattr = date_class_getattr};
