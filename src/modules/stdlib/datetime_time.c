/* datetime.time, tzinfo, timezone and what finds a zone's offset. */
#include "modules/stdlib/datetime.h"

Clock *datetime_time(Value v) { return value_payload(v, &datetime_class_time); }

static Zone *zone_of(Value v) { return value_payload(v, &datetime_class_timezone); }

bool datetime_check_clock(Eval *ev, const int64_t v[4], Value tz, int64_t fold)
{
    if (v[0] < 0 || v[0] > 23) return eval_raise(ev, "ValueError", "hour must be in 0..23");
    if (v[1] < 0 || v[1] > 59) return eval_raise(ev, "ValueError", "minute must be in 0..59");
    if (v[2] < 0 || v[2] > 59) return eval_raise(ev, "ValueError", "second must be in 0..59");
    if (v[3] < 0 || v[3] > 999999)
        return eval_raise(ev, "ValueError", "microsecond must be in 0..999999");
    if (fold != 0 && fold != 1) return eval_raise(ev, "ValueError", "fold must be either 0 or 1");
    if (value_is_none(tz) || value_is_native(ev, tz, &datetime_class_tzinfo)) return true;
    if (value_is_unknown(tz)) return eval_need_known(ev, tz, "a time zone");
    return eval_raise(ev, "TypeError",
                      "tzinfo argument must be None or of a tzinfo subclass, not type '%.*s'",
                      STR_ARG(value_type_name(ev, tz)));
}

bool datetime_offset(Eval *ev, Value tz, Value when, bool *known, int64_t *seconds)
{
    *known = false;
    *seconds = 0;
    if (value_is_none(tz)) return true;
    if (zone_of(tz)) {
        *known = true;
        *seconds = zone_of(tz)->offset;
        return true;
    }
    Value result;
    if (!eval_call_method(ev, tz, "utcoffset", &when, 1, &result)) return false;
    if (value_is_none(result)) return true;
    const Delta *d = datetime_delta(result);
    if (!d)
        return eval_raise(ev, "TypeError",
                          "tzinfo.utcoffset() must return None or a timedelta, not '%.*s'",
                          STR_ARG(value_type_name(ev, result)));
    *known = true;
    *seconds = d->days * 86400 + d->seconds;
    return true;
}

/* ---- tzinfo ---- */

static bool tzinfo_none(Eval *ev, Args *a, Value *out)
{
    return eval_raise(ev, "NotImplementedError",
                      "a tzinfo subclass must implement utcoffset(), tzname() and dst()");
}

static const NativeMethod tzinfo_methods[] = {{"utcoffset", "dt, /", tzinfo_none, NATIVE_METHOD},
                                              {"tzname", "dt, /", tzinfo_none, NATIVE_METHOD},
                                              {"dst", "dt, /", tzinfo_none, NATIVE_METHOD},
                                              {"fromutc", "dt, /", datetime_fromutc, NATIVE_METHOD},
                                              {0}};

const NativeClass datetime_class_tzinfo = {
    .name = "tzinfo", .module = "datetime", .methods = tzinfo_methods};

/* ---- timezone ---- */

static const char utc_key;

static void utc_traverse(void *state, GcVisitor *gc) { gc_visit(gc, *(Value *)state); }

/* timezone.utc is one object, so that `is` works on it. */
Value datetime_utc(Eval *ev)
{
    Value *utc = eval_state_find(ev, &utc_key);
    if (!utc) {
        utc = ARENA_NEW(eval_arena(ev), Value);
        *utc = datetime_timezone_new(ev, 0, value_none());
        eval_state_put(ev, &utc_key, utc, NULL, utc_traverse);
    }
    return *utc;
}

Value datetime_timezone_new(Eval *ev, int64_t offset, Value name)
{
    Value v = util_new(ev, &datetime_class_timezone);
    *zone_of(v) = (Zone){offset, name};
    return v;
}

static bool zone_init(Eval *ev, Value self, Args *a)
{
    const Delta *d = datetime_delta(a->v[0]);
    if (!d)
        return eval_raise(ev, "TypeError",
                          "timezone() argument 1 must be datetime.timedelta, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[0])));
    int64_t seconds = d->days * 86400 + d->seconds;
    if (d->microseconds)
        return eval_raise(ev, "ValueError", "offsets with microseconds are not supported");
    if (seconds <= -86400 || seconds >= 86400) {
        Value text;
        if (!eval_repr(ev, a->v[0], &text)) return false;
        return eval_raise(ev, "ValueError",
                          "offset must be a timedelta strictly between -timedelta(hours=24) and "
                          "timedelta(hours=24), not %.*s.",
                          STR_ARG(value_as_str(text)));
    }
    *zone_of(self) = (Zone){seconds, value_is_unset(a->v[1]) ? value_none() : a->v[1]};
    return true;
}

static bool zone_name(Eval *ev, Value self, Value *out)
{
    const Zone *z = zone_of(self);
    *out = z->name;
    if (!value_is_none(z->name)) return true;
    StrBuf b = {0};
    strbuf_push_z(&b, "UTC");
    if (z->offset) datetime_push_offset(&b, z->offset, ":");
    *out = util_finish(ev, &b);
    return true;
}

static bool zone_tzname(Eval *ev, Args *a, Value *out) { return zone_name(ev, a->self, out); }

static bool zone_utcoffset(Eval *ev, Args *a, Value *out)
{
    return datetime_delta_new(ev, 0, zone_of(a->self)->offset, 0, out);
}

static bool zone_dst(Eval *ev, Args *a, Value *out) { return true; }

static bool zone_repr(Eval *ev, Value self, Value *out)
{
    const Zone *z = zone_of(self);
    if (value_is(self, datetime_utc(ev))) {
        *out = value_str_z(ev, "datetime.timezone.utc");
        return true;
    }
    Value delta, text, name = value_unset();
    if (!datetime_delta_new(ev, 0, z->offset, 0, &delta) || !eval_repr(ev, delta, &text))
        return false;
    if (!value_is_none(z->name) && !eval_repr(ev, z->name, &name)) return false;
    bool named = !value_is_unset(name);
    *out = value_str_fmt(ev, "datetime.timezone(%.*s%s%.*s)", STR_ARG(value_as_str(text)),
                         named ? ", " : "", STR_ARG(named ? value_as_str(name) : STR("")));
    return true;
}

static bool zone_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    const Zone *l = zone_of(left), *r = zone_of(right);
    if (l && r && (op == OPERATOR_EQ || op == OPERATOR_NE))
        *out = value_bool((l->offset == r->offset) == (op == OPERATOR_EQ));
    return true;
}

static bool zone_hash(Eval *ev, Value self, uint64_t *out)
{
    *out = (uint64_t)zone_of(self)->offset + 7;
    return true;
}

static bool zone_class_getattr(Eval *ev, Class *cls, Str name, Value *out)
{
    *out = value_unset();
    if (str_eq_z(name, "utc")) *out = datetime_utc(ev);
    if (str_eq_z(name, "min")) *out = datetime_timezone_new(ev, -86340, value_none());
    if (str_eq_z(name, "max")) *out = datetime_timezone_new(ev, 86340, value_none());
    return true;
}

static void zone_traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((Zone *)payload)->name); }

static const NativeMethod zone_methods[] = {{"utcoffset", "dt, /", zone_utcoffset, NATIVE_METHOD},
                                            {"tzname", "dt, /", zone_tzname, NATIVE_METHOD},
                                            {"dst", "dt, /", zone_dst, NATIVE_METHOD},
                                            {0}};

const NativeClass datetime_class_timezone = {.name = "timezone",
                                             .module = "datetime",
                                             .base = &datetime_class_tzinfo,
                                             .payload = sizeof(Zone),
                                             .init_params = "offset, name=?",
                                             .init = zone_init,
                                             .methods = zone_methods,
                                             .str = zone_name,
                                             .repr = zone_repr,
                                             .binary = zone_binary,
                                             .hash = zone_hash,
                                             .class_getattr = zone_class_getattr,
                                             .traverse = zone_traverse};

/* ---- time ---- */

Value datetime_time_new(Eval *ev, Clock c)
{
    Value v = util_new(ev, &datetime_class_time);
    *datetime_time(v) = c;
    return v;
}

static bool time_fields(Eval *ev, const Value *v, const Clock *from, Clock *out)
{
    int64_t n[5] = {from->hour, from->minute, from->second, from->microsecond, from->fold};
    for (size_t i = 0; i < 4; i++) {
        if (!value_is_unset(v[i]) && !util_int(ev, v[i], "a time's field", &n[i])) return false;
    }
    if (!value_is_unset(v[5]) && !util_int(ev, v[5], "fold", &n[4])) return false;
    Value tz = value_is_unset(v[4]) ? from->tz : v[4];
    if (!datetime_check_clock(ev, n, tz, n[4])) return false;
    *out = (Clock){(int)n[0], (int)n[1], (int)n[2], (int)n[3], (int)n[4], tz};
    return true;
}

static bool time_init(Eval *ev, Value self, Args *a)
{
    Clock zero = {.tz = value_none()}, c;
    if (!time_fields(ev, a->v, &zero, &c)) return false;
    *datetime_time(self) = c;
    return true;
}

static bool time_replace(Eval *ev, Args *a, Value *out)
{
    Clock c;
    if (!time_fields(ev, a->v, datetime_time(a->self), &c)) return false;
    *out = datetime_time_new(ev, c);
    return true;
}

static bool time_text(Eval *ev, Value self, Str timespec, Value *out)
{
    const Clock *c = datetime_time(self);
    StrBuf b = {0};
    bool known;
    int64_t offset;
    bool ok = datetime_push_clock(ev, &b, c, timespec) &&
              datetime_offset(ev, c->tz, value_none(), &known, &offset);
    if (ok && known) datetime_push_offset(&b, offset, ":");
    return util_finish_if(ev, &b, ok, out);
}

static bool time_str(Eval *ev, Value self, Value *out)
{
    return time_text(ev, self, STR("auto"), out);
}

static bool time_isoformat(Eval *ev, Args *a, Value *out)
{
    Str spec;
    return util_str(ev, a->v[0], "timespec", &spec) && time_text(ev, a->self, spec, out);
}

static bool time_repr(Eval *ev, Value self, Value *out)
{
    const Clock *c = datetime_time(self);
    StrBuf b = {0};
    Value tz = value_unset();
    if (!value_is_none(c->tz) && !eval_repr(ev, c->tz, &tz)) return false;
    strbuf_fmt(&b, "datetime.time(%d, %d", c->hour, c->minute);
    if (c->second || c->microsecond) strbuf_fmt(&b, ", %d", c->second);
    if (c->microsecond) strbuf_fmt(&b, ", %d", c->microsecond);
    if (!value_is_unset(tz)) strbuf_fmt(&b, ", tzinfo=%.*s", STR_ARG(value_as_str(tz)));
    if (c->fold) strbuf_push_z(&b, ", fold=1");
    strbuf_push_char(&b, ')');
    *out = util_finish(ev, &b);
    return true;
}

static int64_t microseconds(const Clock *c)
{
    return ((c->hour * 60 + c->minute) * INT64_C(60) + c->second) * 1000000 + c->microsecond;
}

static bool time_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    const Clock *l = datetime_time(left), *r = datetime_time(right);
    if (!l || !r || op < OPERATOR_EQ || op > OPERATOR_GE) return true;
    bool lk, rk;
    int64_t lo, ro;
    if (!datetime_offset(ev, l->tz, value_none(), &lk, &lo) ||
        !datetime_offset(ev, r->tz, value_none(), &rk, &ro))
        return false;
    if (lk != rk) {
        if (op == OPERATOR_EQ || op == OPERATOR_NE) {
            *out = value_bool(op == OPERATOR_NE);
            return true;
        }
        return eval_raise(ev, "TypeError", "can't compare offset-naive and offset-aware times");
    }
    return eval_binary(ev, op, value_int(microseconds(l) - lo * 1000000),
                       value_int(microseconds(r) - ro * 1000000), out);
}

static bool time_hash(Eval *ev, Value self, uint64_t *out)
{
    bool known;
    int64_t offset;
    const Clock *c = datetime_time(self);
    if (!datetime_offset(ev, c->tz, value_none(), &known, &offset)) return false;
    *out = (uint64_t)(microseconds(c) - offset * 1000000) * UINT64_C(0x9E3779B97F4A7C15);
    return true;
}

static bool time_fromisoformat(Eval *ev, Args *a, Value *out)
{
    Parsed p = {.clock.tz = value_none()};
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "fromisoformat: argument must be str");
    Str text = value_as_str(a->v[0]);
    if (!datetime_parse_clock(text.len && text.ptr[0] == 'T' ? str_slice(text, 1, text.len) : text,
                              &p))
        return eval_raise(ev, "ValueError", "Invalid isoformat string: '%.*s'", STR_ARG(text));
    if (p.has_offset)
        p.clock.tz =
            p.offset ? datetime_timezone_new(ev, p.offset, value_none()) : datetime_utc(ev);
    *out = datetime_time_new(ev, p.clock);
    return true;
}

static bool time_strftime(Eval *ev, Args *a, Value *out)
{
    Str format;
    if (!util_str(ev, a->v[0], "strftime() argument 1", &format)) return false;
    return datetime_strftime(ev, format, NULL, datetime_time(a->self), a->self, out);
}

static bool time_format(Eval *ev, Args *a, Value *out)
{
    Str format;
    if (!util_str(ev, a->v[0], "__format__() argument 1", &format)) return false;
    return format.len ? time_strftime(ev, a, out) : time_str(ev, a->self, out);
}

static bool time_ask_zone(Eval *ev, Args *a, const char *method, Value *out)
{
    Value tz = datetime_time(a->self)->tz, none = value_none();
    return value_is_none(tz) || eval_call_method(ev, tz, method, &none, 1, out);
}

static bool time_utcoffset(Eval *ev, Args *a, Value *out)
{
    return time_ask_zone(ev, a, "utcoffset", out);
}
static bool time_tzname(Eval *ev, Args *a, Value *out)
{
    return time_ask_zone(ev, a, "tzname", out);
}

#define FIELD(field)                                                                               \
    static bool time_##field(Eval *ev, Args *a, Value *out)                                        \
    {                                                                                              \
        *out = value_int(datetime_time(a->self)->field);                                           \
        return true;                                                                               \
    }
FIELD(hour)
FIELD(minute)
FIELD(second)
FIELD(microsecond)
FIELD(fold)

static bool time_tzinfo(Eval *ev, Args *a, Value *out)
{
    *out = datetime_time(a->self)->tz;
    return true;
}

static bool time_class_getattr(Eval *ev, Class *cls, Str name, Value *out)
{
    *out = value_unset();
    if (str_eq_z(name, "min")) *out = datetime_time_new(ev, (Clock){.tz = value_none()});
    if (str_eq_z(name, "max"))
        *out = datetime_time_new(ev, (Clock){23, 59, 59, 999999, 0, value_none()});
    if (str_eq_z(name, "resolution")) return datetime_delta_new(ev, 0, 0, 1, out);
    return true;
}

static void time_traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((Clock *)payload)->tz); }

static const NativeMethod time_methods[] = {
    {"fromisoformat", "time_string, /", time_fromisoformat, NATIVE_CLASSMETHOD},
    {"isoformat", "timespec='auto'", time_isoformat, NATIVE_METHOD},
    {"strftime", "format", time_strftime, NATIVE_METHOD},
    {"__format__", "format, /", time_format, NATIVE_METHOD},
    {"replace", "hour=?, minute=?, second=?, microsecond=?, tzinfo=?, *, fold=?", time_replace,
     NATIVE_METHOD},
    {"utcoffset", "", time_utcoffset, NATIVE_METHOD},
    {"tzname", "", time_tzname, NATIVE_METHOD},
    {"hour", "", time_hour, NATIVE_GETTER},
    {"minute", "", time_minute, NATIVE_GETTER},
    {"second", "", time_second, NATIVE_GETTER},
    {"microsecond", "", time_microsecond, NATIVE_GETTER},
    {"fold", "", time_fold, NATIVE_GETTER},
    {"tzinfo", "", time_tzinfo, NATIVE_GETTER},
    {0}};

const NativeClass datetime_class_time = {
    .name = "time",
    .module = "datetime",
    .payload = sizeof(Clock),
    .init_params = "hour=?, minute=?, second=?, microsecond=?, tzinfo=?, *, fold=?",
    .init = time_init,
    .methods = time_methods,
    .str = time_str,
    .repr = time_repr,
    .binary = time_binary,
    .hash = time_hash,
    .class_getattr = time_class_getattr,
    .traverse = time_traverse};
