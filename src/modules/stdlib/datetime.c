#include "modules/stdlib/datetime.h"

#include <math.h>

#include "modules/stdlib/modules.h"
#include "os/clock.h"

Clock *datetime_clock(Value v) { return value_payload(v, &datetime_class_datetime); }

enum { EPOCH_ORDINAL = 719163 };

Value datetime_new(Eval *ev, Class *cls, Date d, Clock c)
{
    Value v = eval_instance_new(ev, cls ? cls : eval_class(ev, &datetime_class_datetime));
    *datetime_date(v) = d;
    *datetime_clock(v) = c;
    return v;
}

/* Wall-clock microseconds since 0001-01-01. */
static int64_t wall(const Date *d, const Clock *c)
{
    return ((datetime_ordinal(d) * 24 + c->hour) * 60 + c->minute) * 60000000 +
           c->second * INT64_C(1000000) + c->microsecond;
}

static bool from_wall(Eval *ev, int64_t us, Value tz, Class *cls, Value *out)
{
    int64_t days = us / INT64_C(86400000000), rest = us % INT64_C(86400000000);
    if (rest < 0) {
        rest += INT64_C(86400000000);
        days--;
    }
    Date d;
    if (!datetime_from_ordinal(ev, days, &d)) return false;
    int seconds = (int)(rest / 1000000);
    Clock c = {seconds / 3600, seconds / 60 % 60, seconds % 60, (int)(rest % 1000000), 0, tz};
    *out = datetime_new(ev, cls, d, c);
    return true;
}

static bool fields(Eval *ev, const Value *v, const int64_t *from, Value from_tz, Date *d, Clock *c)
{
    int64_t n[8];
    for (size_t i = 0; i < 8; i++) {
        size_t at = i == 7 ? 8 : i; /* tzinfo stands before fold */
        n[i] = from[i];
        if (!value_is_unset(v[at]) && !util_int(ev, v[at], "a datetime's field", &n[i]))
            return false;
    }
    Value tz = value_is_unset(v[7]) ? from_tz : v[7];
    if (!datetime_check_date(ev, n[0], n[1], n[2]) || !datetime_check_clock(ev, n + 3, tz, n[7]))
        return false;
    *d = (Date){(int)n[0], (int)n[1], (int)n[2]};
    *c = (Clock){(int)n[3], (int)n[4], (int)n[5], (int)n[6], (int)n[7], tz};
    return true;
}

static bool datetime_init(Eval *ev, Value self, Args *a)
{
    static const int64_t zero[8] = {0};
    Date d;
    Clock c;
    if (!fields(ev, a->v, zero, value_none(), &d, &c)) return false;
    *datetime_date(self) = d;
    *datetime_clock(self) = c;
    return true;
}

static bool datetime_replace(Eval *ev, Args *a, Value *out)
{
    Date d = *datetime_date(a->self);
    Clock c = *datetime_clock(a->self);
    int64_t from[] = {d.year, d.month, d.day, c.hour, c.minute, c.second, c.microsecond, c.fold};
    if (!fields(ev, a->v, from, c.tz, &d, &c)) return false;
    *out = datetime_new(ev, value_class(ev, a->self), d, c);
    return true;
}

static bool self_offset(Eval *ev, Value self, bool *known, int64_t *seconds)
{
    return datetime_offset(ev, datetime_clock(self)->tz, self, known, seconds);
}

static bool push_iso(Eval *ev, StrBuf *b, Value self, Str sep, Str timespec)
{
    bool known;
    int64_t offset;
    datetime_push_date(b, datetime_date(self));
    strbuf_push(b, sep);
    if (!datetime_push_clock(ev, b, datetime_clock(self), timespec) ||
        !self_offset(ev, self, &known, &offset))
        return false;
    if (known) datetime_push_offset(b, offset, ":");
    return true;
}

static bool datetime_isoformat(Eval *ev, Args *a, Value *out)
{
    Str sep, spec;
    StrBuf b = {0};
    if (!util_str(ev, a->v[0], "isoformat() argument 1", &sep) ||
        !util_str(ev, a->v[1], "isoformat() argument 2", &spec))
        return false;
    bool ok = push_iso(ev, &b, a->self, sep, spec);
    return util_finish_if(ev, &b, ok, out);
}

static bool datetime_str(Eval *ev, Value self, Value *out)
{
    StrBuf b = {0};
    bool ok = push_iso(ev, &b, self, STR(" "), STR("auto"));
    return util_finish_if(ev, &b, ok, out);
}

static bool datetime_repr(Eval *ev, Value self, Value *out)
{
    const Date *d = datetime_date(self);
    const Clock *c = datetime_clock(self);
    StrBuf b = {0};
    Value tz = value_unset();
    if (!value_is_none(c->tz) && !eval_repr(ev, c->tz, &tz)) return false;
    strbuf_fmt(&b, "datetime.datetime(%d, %d, %d, %d, %d", d->year, d->month, d->day, c->hour,
               c->minute);
    if (c->second || c->microsecond) strbuf_fmt(&b, ", %d", c->second);
    if (c->microsecond) strbuf_fmt(&b, ", %d", c->microsecond);
    if (c->fold) strbuf_push_z(&b, ", fold=1");
    if (!value_is_unset(tz)) strbuf_fmt(&b, ", tzinfo=%.*s", STR_ARG(value_as_str(tz)));
    strbuf_push_char(&b, ')');
    *out = util_finish(ev, &b);
    return true;
}

/* ---- arithmetic ---- */

static bool shift(Eval *ev, Value self, DatetimeUs by, Value *out)
{
    DatetimeUs us = wall(datetime_date(self), datetime_clock(self)) + by;
    if (us > INT64_MAX || us < 0) return eval_raise(ev, "OverflowError", "date value out of range");
    return from_wall(ev, (int64_t)us, datetime_clock(self)->tz, value_class(ev, self), out);
}

static bool pair(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    bool lk, rk;
    int64_t lo, ro;
    if (!self_offset(ev, left, &lk, &lo) || !self_offset(ev, right, &rk, &ro)) return false;
    bool equality = op == OPERATOR_EQ || op == OPERATOR_NE;
    if (lk != rk) {
        if (equality) {
            *out = value_bool(op == OPERATOR_NE);
            return true;
        }
        return eval_raise(ev, "TypeError", "can't %s offset-naive and offset-aware datetimes",
                          op == OPERATOR_SUB ? "subtract" : "compare");
    }
    int64_t l = wall(datetime_date(left), datetime_clock(left)) - lo * 1000000;
    int64_t r = wall(datetime_date(right), datetime_clock(right)) - ro * 1000000;
    if (op == OPERATOR_SUB) return datetime_delta_from_us(ev, (DatetimeUs)l - r, out);
    return eval_binary(ev, op, value_int(l), value_int(r), out);
}

static bool datetime_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    const Clock *l = datetime_clock(left), *r = datetime_clock(right);
    const Delta *delta = datetime_delta(l ? right : left);
    if (l && r && (op == OPERATOR_SUB || (op >= OPERATOR_EQ && op <= OPERATOR_GE)))
        return pair(ev, op, left, right, out);
    if (delta && op == OPERATOR_ADD)
        return shift(ev, l ? left : right, datetime_delta_us(delta), out);
    if (delta && l && op == OPERATOR_SUB) return shift(ev, left, -datetime_delta_us(delta), out);
    bool plain_date = (l && datetime_date(right)) || (r && datetime_date(left));
    if (plain_date && op >= OPERATOR_LT && op <= OPERATOR_GE)
        return eval_raise(ev, "TypeError", "can't compare %.*s to %.*s",
                          STR_ARG(value_type_name(ev, left)), STR_ARG(value_type_name(ev, right)));
    return true;
}

static bool datetime_hash(Eval *ev, Value self, uint64_t *out)
{
    bool known;
    int64_t offset;
    if (!self_offset(ev, self, &known, &offset)) return false;
    int64_t us = wall(datetime_date(self), datetime_clock(self)) - offset * 1000000;
    *out = (uint64_t)us * UINT64_C(0x9E3779B97F4A7C15);
    return true;
}

/* ---- construction ---- */

/* Zones answer for wall time; asking twice settles it everywhere but inside a gap. */
static bool from_utc(Eval *ev, Value tz, int64_t us, Class *cls, Value *out)
{
    bool known;
    int64_t offset;
    if (!from_wall(ev, us, tz, cls, out) || !datetime_offset(ev, tz, *out, &known, &offset))
        return false;
    for (int i = 0; i < 2; i++) {
        if (!from_wall(ev, us + offset * 1000000, tz, cls, out)) return false;
        if (!datetime_offset(ev, tz, *out, &known, &offset)) return false;
    }
    return from_wall(ev, us + offset * 1000000, tz, cls, out);
}

bool datetime_fromutc(Eval *ev, Args *a, Value *out)
{
    if (!value_payload(a->v[0], &datetime_class_datetime))
        return eval_raise(ev, "TypeError", "fromutc: argument must be a datetime");
    if (!value_is(datetime_clock(a->v[0])->tz, a->self))
        return eval_raise(ev, "ValueError", "fromutc: dt.tzinfo is not self");
    return from_utc(ev, a->self, wall(datetime_date(a->v[0]), datetime_clock(a->v[0])),
                    value_class(ev, a->v[0]), out);
}

static bool in_zone(Eval *ev, Value tz, int64_t epoch, int us, Class *cls, Value *out)
{
    int64_t base = (INT64_C(86400) * EPOCH_ORDINAL + epoch) * 1000000 + us;
    Class *zone = value_class(ev, tz);
    Value utc;
    const NativeClass *native = class_native(zone);
    if (!native || eval_class(ev, native) == zone) return from_utc(ev, tz, base, cls, out);
    /* a script's class may know better */
    return from_wall(ev, base, tz, cls, &utc) && eval_call_method(ev, tz, "fromutc", &utc, 1, out);
}

static bool datetime_now(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_as_class(a->self);
    ClockTime now = clock_now_local();
    if (value_is_unknown(a->v[0])) return *out = a->v[0], true;
    if (!value_is_none(a->v[0])) return in_zone(ev, a->v[0], now.epoch, now.microsecond, cls, out);
    *out =
        datetime_new(ev, cls, (Date){now.year, now.month, now.day},
                     (Clock){now.hour, now.minute, now.second, now.microsecond, 0, value_none()});
    return true;
}

static bool datetime_today(Eval *ev, Args *a, Value *out)
{
    Value none = value_none();
    Args now = {.self = a->self, .v = &none, .n = 1};
    return datetime_now(ev, &now, out);
}

static bool datetime_utcnow(Eval *ev, Args *a, Value *out)
{
    ClockTime now = clock_now_local();
    int64_t base = (INT64_C(86400) * EPOCH_ORDINAL + now.epoch) * 1000000 + now.microsecond;
    return from_wall(ev, base, value_none(), value_as_class(a->self), out);
}

/* Splits a POSIX timestamp, rounding half to even to microseconds. */
static bool split_timestamp(Eval *ev, Value v, int64_t *epoch, int *us)
{
    double d;
    int64_t i;
    *us = 0;
    if (value_as_int(v, epoch)) {
        if (*epoch > -INT64_C(62135596801) && *epoch < INT64_C(253402300800)) return true;
        return eval_raise(ev, "ValueError", "year is out of range");
    }
    if (!util_double(ev, v, &d)) return false;
    if (!(fabs(d) < 2.6e11)) return eval_raise(ev, "ValueError", "year is out of range");
    double whole, fraction = modf(d, &whole);
    i = (int64_t)rint(fraction * 1e6);
    *epoch = (int64_t)whole;
    if (i < 0) {
        i += 1000000;
        --*epoch;
    }
    if (i >= 1000000) {
        i -= 1000000;
        ++*epoch;
    }
    *us = (int)i;
    return true;
}

static bool datetime_fromtimestamp(Eval *ev, Args *a, Value *out)
{
    int64_t epoch;
    int us;
    bool found;
    Class *cls = value_as_class(a->self);
    if (!split_timestamp(ev, a->v[0], &epoch, &us)) return false;
    if (!value_is_none(a->v[1])) return in_zone(ev, a->v[1], epoch, us, cls, out);
    Err err = err_init(eval_arena(ev));
    ClockTime t;
    if (!clock_in_zone(STR("localtime"), epoch, us, &found, &t, &err) || !found)
        t.offset_seconds = 0;
    int64_t base = (INT64_C(86400) * EPOCH_ORDINAL + epoch + t.offset_seconds) * 1000000 + us;
    return from_wall(ev, base, value_none(), cls, out);
}

static bool datetime_utcfromtimestamp(Eval *ev, Args *a, Value *out)
{
    int64_t epoch;
    int us;
    if (!split_timestamp(ev, a->v[0], &epoch, &us)) return false;
    int64_t base = (INT64_C(86400) * EPOCH_ORDINAL + epoch) * 1000000 + us;
    return from_wall(ev, base, value_none(), value_as_class(a->self), out);
}

static bool datetime_fromordinal(Eval *ev, Args *a, Value *out)
{
    int64_t n;
    Date d;
    if (!util_int(ev, a->v[0], "an ordinal", &n)) return false;
    if (n < 1) return eval_raise(ev, "ValueError", "ordinal must be >= 1");
    if (!datetime_from_ordinal(ev, n, &d)) return false;
    *out = datetime_new(ev, value_as_class(a->self), d, (Clock){.tz = value_none()});
    return true;
}

static bool datetime_combine(Eval *ev, Args *a, Value *out)
{
    const Date *d = datetime_date(a->v[0]);
    const Clock *c = datetime_time(a->v[1]);
    if (!d || !c)
        return eval_raise(ev, "TypeError", "combine() argument %d must be datetime.%s, not %.*s",
                          d ? 2 : 1, d ? "time" : "date",
                          STR_ARG(value_type_name(ev, a->v[d ? 1 : 0])));
    Clock clock = *c;
    if (!value_is_unset(a->v[2])) clock.tz = a->v[2];
    *out = datetime_new(ev, value_as_class(a->self), *d, clock);
    return true;
}

static Value zone_for(Eval *ev, const Parsed *p)
{
    if (!p->has_offset) return value_none();
    return p->offset ? datetime_timezone_new(ev, p->offset, value_none()) : datetime_utc(ev);
}

/* The end of the date part: ISO dates have 7 to 10 characters. */
static bool parse_iso(Str text, Parsed *p)
{
    for (size_t n = text.len < 10 ? text.len : 10; n >= 7; n--) {
        if (!datetime_parse_date(str_slice(text, 0, n), &p->date)) continue;
        return n == text.len ||
               (n + 1 < text.len && datetime_parse_clock(str_slice(text, n + 1, text.len), p));
    }
    return false;
}

static bool datetime_fromisoformat(Eval *ev, Args *a, Value *out)
{
    Parsed p = {.clock.tz = value_none()};
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "fromisoformat: argument must be str");
    Str text = value_as_str(a->v[0]);
    if (!parse_iso(text, &p))
        return eval_raise(ev, "ValueError", "Invalid isoformat string: '%.*s'", STR_ARG(text));
    int64_t clock[] = {p.clock.hour, p.clock.minute, p.clock.second, p.clock.microsecond};
    if (!datetime_check_date(ev, p.date.year, p.date.month, p.date.day) ||
        !datetime_check_clock(ev, clock, value_none(), 0))
        return false;
    p.clock.tz = zone_for(ev, &p);
    *out = datetime_new(ev, value_as_class(a->self), p.date, p.clock);
    return true;
}

static bool datetime_strptime_method(Eval *ev, Args *a, Value *out)
{
    Parsed p = {.date = {1900, 1, 1}, .clock.tz = value_none()};
    Str text, format;
    if (!util_str(ev, a->v[0], "strptime() argument 1", &text) ||
        !util_str(ev, a->v[1], "strptime() argument 2", &format) ||
        !datetime_strptime(ev, text, format, &p))
        return false;
    p.clock.tz = zone_for(ev, &p);
    *out = datetime_new(ev, value_as_class(a->self), p.date, p.clock);
    return true;
}

/* ---- parts and conversions ---- */

static bool datetime_date_part(Eval *ev, Args *a, Value *out)
{
    *out = datetime_date_new(ev, NULL, *datetime_date(a->self));
    return true;
}

static bool datetime_time_part(Eval *ev, Args *a, Value *out)
{
    Clock c = *datetime_clock(a->self);
    c.tz = value_none();
    *out = datetime_time_new(ev, c);
    return true;
}

static bool datetime_timetz(Eval *ev, Args *a, Value *out)
{
    *out = datetime_time_new(ev, *datetime_clock(a->self));
    return true;
}

static bool local_offset(Eval *ev, int64_t epoch, int64_t *offset)
{
    Err err = err_init(eval_arena(ev));
    ClockTime t;
    bool found = false;
    *offset = 0;
    if (clock_in_zone(STR("localtime"), epoch, 0, &found, &t, &err) && found)
        *offset = t.offset_seconds;
    return true;
}

static bool epoch_us(Eval *ev, Value self, int64_t *out)
{
    bool known;
    int64_t offset;
    if (!self_offset(ev, self, &known, &offset)) return false;
    int64_t us =
        wall(datetime_date(self), datetime_clock(self)) - INT64_C(86400000000) * EPOCH_ORDINAL;
    if (!known && !local_offset(ev, us / 1000000, &offset)) return false;
    *out = us - offset * 1000000;
    return true;
}

static bool datetime_timestamp(Eval *ev, Args *a, Value *out)
{
    int64_t us;
    if (!epoch_us(ev, a->self, &us)) return false;
    *out = value_float((double)((long double)us / 1e6L));
    return true;
}

static bool datetime_astimezone(Eval *ev, Args *a, Value *out)
{
    int64_t us, offset;
    if (!epoch_us(ev, a->self, &us)) return false;
    int64_t epoch = us / 1000000, rest = us % 1000000;
    if (rest < 0) {
        rest += 1000000;
        epoch--;
    }
    Value tz = a->v[0];
    if (value_is_none(tz)) {
        if (!local_offset(ev, epoch, &offset)) return false;
        tz = offset ? datetime_timezone_new(ev, offset, value_none()) : datetime_utc(ev);
    }
    return in_zone(ev, tz, epoch, (int)rest, value_class(ev, a->self), out);
}

static bool ask_zone(Eval *ev, Args *a, const char *method, Value *out)
{
    Value tz = datetime_clock(a->self)->tz;
    return value_is_none(tz) || eval_call_method(ev, tz, method, &a->self, 1, out);
}

static bool datetime_utcoffset(Eval *ev, Args *a, Value *out)
{
    return ask_zone(ev, a, "utcoffset", out);
}
static bool datetime_tzname(Eval *ev, Args *a, Value *out)
{
    return ask_zone(ev, a, "tzname", out);
}
static bool datetime_dst(Eval *ev, Args *a, Value *out) { return ask_zone(ev, a, "dst", out); }

#define FIELD(field)                                                                               \
    static bool datetime_##field(Eval *ev, Args *a, Value *out)                                    \
    {                                                                                              \
        *out = value_int(datetime_clock(a->self)->field);                                          \
        return true;                                                                               \
    }
FIELD(hour)
FIELD(minute)
FIELD(second)
FIELD(microsecond)
FIELD(fold)

static bool datetime_tzinfo(Eval *ev, Args *a, Value *out)
{
    *out = datetime_clock(a->self)->tz;
    return true;
}

static bool datetime_class_getattr(Eval *ev, Class *cls, Str name, Value *out)
{
    *out = value_unset();
    Clock zero = {.tz = value_none()}, last = {23, 59, 59, 999999, 0, value_none()};
    if (str_eq_z(name, "min")) *out = datetime_new(ev, NULL, (Date){1, 1, 1}, zero);
    if (str_eq_z(name, "max")) *out = datetime_new(ev, NULL, (Date){9999, 12, 31}, last);
    if (str_eq_z(name, "resolution")) return datetime_delta_new(ev, 0, 0, 1, out);
    return true;
}

static void datetime_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Clock *)payload)->tz);
}

#define FIELDS                                                                                     \
    "year=?, month=?, day=?, hour=?, minute=?, second=?, microsecond=?, tzinfo=?, *, fold=?"

static const NativeMethod datetime_methods[] = {
    {"now", "tz=None", datetime_now, NATIVE_CLASSMETHOD},
    {"today", "", datetime_today, NATIVE_CLASSMETHOD},
    {"utcnow", "", datetime_utcnow, NATIVE_CLASSMETHOD},
    {"fromtimestamp", "timestamp, tz=None", datetime_fromtimestamp, NATIVE_CLASSMETHOD},
    {"utcfromtimestamp", "timestamp, /", datetime_utcfromtimestamp, NATIVE_CLASSMETHOD},
    {"fromordinal", "ordinal, /", datetime_fromordinal, NATIVE_CLASSMETHOD},
    {"combine", "date, time, tzinfo=?", datetime_combine, NATIVE_CLASSMETHOD},
    {"fromisoformat", "date_string, /", datetime_fromisoformat, NATIVE_CLASSMETHOD},
    {"strptime", "date_string, format, /", datetime_strptime_method, NATIVE_CLASSMETHOD},
    {"isoformat", "sep='T', timespec='auto'", datetime_isoformat, NATIVE_METHOD},
    {"replace", FIELDS, datetime_replace, NATIVE_METHOD},
    {"date", "", datetime_date_part, NATIVE_METHOD},
    {"time", "", datetime_time_part, NATIVE_METHOD},
    {"timetz", "", datetime_timetz, NATIVE_METHOD},
    {"timestamp", "", datetime_timestamp, NATIVE_METHOD},
    {"astimezone", "tz=None", datetime_astimezone, NATIVE_METHOD},
    {"utcoffset", "", datetime_utcoffset, NATIVE_METHOD},
    {"tzname", "", datetime_tzname, NATIVE_METHOD},
    {"dst", "", datetime_dst, NATIVE_METHOD},
    {"hour", "", datetime_hour, NATIVE_GETTER},
    {"minute", "", datetime_minute, NATIVE_GETTER},
    {"second", "", datetime_second, NATIVE_GETTER},
    {"microsecond", "", datetime_microsecond, NATIVE_GETTER},
    {"fold", "", datetime_fold, NATIVE_GETTER},
    {"tzinfo", "", datetime_tzinfo, NATIVE_GETTER},
    {0}};

const NativeClass datetime_class_datetime = {.name = "datetime",
                                             .module = "datetime",
                                             .base = &datetime_class_date,
                                             .payload = sizeof(Clock),
                                             .init_params =
                                                 "year, month, day, hour=?, minute=?, second=?, "
                                                 "microsecond=?, tzinfo=?, *, fold=?",
                                             .init = datetime_init,
                                             .methods = datetime_methods,
                                             .str = datetime_str,
                                             .repr = datetime_repr,
                                             .binary = datetime_binary,
                                             .hash = datetime_hash,
                                             .class_getattr = datetime_class_getattr,
                                             .traverse = datetime_traverse};

static bool make_utc(Eval *ev, Value *out)
{
    *out = datetime_utc(ev);
    return true;
}

static const NativeMember members[] = {NATIVE_CLASS("date", &datetime_class_date),
                                       NATIVE_CLASS("datetime", &datetime_class_datetime),
                                       NATIVE_CLASS("time", &datetime_class_time),
                                       NATIVE_CLASS("timedelta", &datetime_class_timedelta),
                                       NATIVE_CLASS("timezone", &datetime_class_timezone),
                                       NATIVE_CLASS("tzinfo", &datetime_class_tzinfo),
                                       NATIVE_VALUE("UTC", make_utc),
                                       NATIVE_INT("MINYEAR", 1),
                                       NATIVE_INT("MAXYEAR", 9999),
                                       NATIVE_END};

const NativeModule stdlib_datetime = {.name = "datetime", .members = members};
