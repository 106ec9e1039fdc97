#include "modules/stdlib/datetime.h"

#include <math.h>

enum { MAX_DAYS = 999999999 };
#define DAY_US ((DatetimeUs)86400 * 1000000)

Delta *datetime_delta(Value v) { return value_payload(v, &datetime_class_timedelta); }

DatetimeUs datetime_delta_us(const Delta *d)
{
    return (DatetimeUs)d->days * DAY_US + (DatetimeUs)d->seconds * 1000000 + d->microseconds;
}

bool datetime_delta_from_us(Eval *ev, DatetimeUs us, Value *out)
{
    DatetimeUs days = us / DAY_US, rest = us % DAY_US;
    if (rest < 0) {
        rest += DAY_US;
        days--;
    }
    if (days > MAX_DAYS || days < -MAX_DAYS)
        return eval_raise(ev, "OverflowError", "days=%lld; must have magnitude <= 999999999",
                          (long long)days);
    *out = util_new(ev, &datetime_class_timedelta);
    *datetime_delta(*out) =
        (Delta){(int64_t)days, (int32_t)(rest / 1000000), (int32_t)(rest % 1000000)};
    return true;
}

bool datetime_delta_new(Eval *ev, int64_t days, int64_t seconds, int64_t us, Value *out)
{
    return datetime_delta_from_us(ev, days * DAY_US + (DatetimeUs)seconds * 1000000 + us, out);
}

/* Adds value * unit microseconds; fractions round half to even at the end, as one sum. */
static bool add_part(Eval *ev, Value v, const char *name, int64_t unit, DatetimeUs *whole,
                     double *fraction)
{
    int64_t i;
    if (value_as_int(v, &i)) {
        *whole += (DatetimeUs)i * unit;
        return true;
    }
    if (v.kind == VALUE_FLOAT) {
        double int_part, frac = modf(v.as.real, &int_part);
        if (!isfinite(v.as.real) || fabs(int_part) > 1e18)
            return eval_raise(ev, isnan(v.as.real) ? "ValueError" : "OverflowError",
                              "cannot convert float %s to integer",
                              isnan(v.as.real) ? "NaN" : "infinity");
        *whole += (DatetimeUs)int_part * unit;
        double us = frac * (double)unit, us_int;
        *fraction += modf(us, &us_int);
        *whole += (DatetimeUs)us_int;
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of timedelta()");
    return eval_raise(ev, "TypeError", "unsupported type for timedelta %s component: %.*s", name,
                      STR_ARG(value_type_name(ev, v)));
}

static bool delta_init(Eval *ev, Value self, Args *a)
{
    static const struct {
        const char *name;
        int64_t unit;
    } parts[] = {
        {"days", INT64_C(86400000000)},  {"seconds", 1000000},  {"microseconds", 1},
        {"milliseconds", 1000},          {"minutes", 60000000}, {"hours", INT64_C(3600000000)},
        {"weeks", INT64_C(604800000000)}};
    DatetimeUs whole = 0;
    double fraction = 0;
    for (size_t i = 0; i < 7; i++) {
        if (!add_part(ev, a->v[i], parts[i].name, parts[i].unit, &whole, &fraction)) return false;
    }
    Value made;
    if (!datetime_delta_from_us(ev, whole + (DatetimeUs)rint(fraction), &made)) return false;
    *datetime_delta(self) = *datetime_delta(made);
    return true;
}

static bool delta_str(Eval *ev, Value self, Value *out)
{
    const Delta *d = datetime_delta(self);
    StrBuf b = {0};
    if (d->days)
        strbuf_fmt(&b, "%lld day%s, ", (long long)d->days,
                   d->days == 1 || d->days == -1 ? "" : "s");
    strbuf_fmt(&b, "%d:%02d:%02d", d->seconds / 3600, d->seconds / 60 % 60, d->seconds % 60);
    if (d->microseconds) strbuf_fmt(&b, ".%06d", d->microseconds);
    *out = util_finish(ev, &b);
    return true;
}

static bool delta_repr(Eval *ev, Value self, Value *out)
{
    const Delta *d = datetime_delta(self);
    StrBuf b = {0};
    const char *comma = "";
    strbuf_push_z(&b, "datetime.timedelta(");
    if (d->days) {
        strbuf_fmt(&b, "days=%lld", (long long)d->days);
        comma = ", ";
    }
    if (d->seconds) {
        strbuf_fmt(&b, "%sseconds=%d", comma, d->seconds);
        comma = ", ";
    }
    if (d->microseconds) {
        strbuf_fmt(&b, "%smicroseconds=%d", comma, d->microseconds);
        comma = ", ";
    }
    strbuf_push_z(&b, *comma ? ")" : "0)");
    *out = util_finish(ev, &b);
    return true;
}

/* a / b rounded half to even. */
static DatetimeUs divide_round(DatetimeUs a, DatetimeUs b)
{
    if (b < 0) {
        a = -a;
        b = -b;
    }
    DatetimeUs q = a / b, r = a % b;
    if (r < 0) {
        r += b;
        q--;
    }
    if (2 * r > b || (2 * r == b && (q & 1))) q++;
    return q;
}

static DatetimeUs divide_floor(DatetimeUs a, DatetimeUs b)
{
    DatetimeUs q = a / b;
    return a % b && (a < 0) != (b < 0) ? q - 1 : q;
}

static bool compare(Operator op, DatetimeUs x, DatetimeUs y, Value *out)
{
    int c = (x > y) - (x < y);
    bool yes = op == OPERATOR_EQ   ? c == 0
               : op == OPERATOR_NE ? c != 0
               : op == OPERATOR_LT ? c < 0
               : op == OPERATOR_LE ? c <= 0
               : op == OPERATOR_GT ? c > 0
                                   : c >= 0;
    *out = value_bool(yes);
    return true;
}

static bool zero_division(Eval *ev)
{
    return eval_raise(ev, "ZeroDivisionError", "integer division or modulo by zero");
}

static bool both_deltas(Eval *ev, Operator op, DatetimeUs x, DatetimeUs y, Value *out)
{
    if (op >= OPERATOR_EQ && op <= OPERATOR_GE) return compare(op, x, y, out);
    switch (op) {
    case OPERATOR_ADD: return datetime_delta_from_us(ev, x + y, out);
    case OPERATOR_SUB: return datetime_delta_from_us(ev, x - y, out);
    case OPERATOR_DIV:
        if (!y) return eval_raise(ev, "ZeroDivisionError", "division by zero");
        *out = value_float((double)((long double)x / (long double)y));
        return true;
    case OPERATOR_FLOORDIV:
        if (!y) return zero_division(ev);
        *out = value_int((int64_t)divide_floor(x, y));
        return true;
    case OPERATOR_MOD:
        if (!y) return zero_division(ev);
        return datetime_delta_from_us(ev, x - divide_floor(x, y) * y, out);
    default: return true;
    }
}

/* delta op number */
static bool scale(Eval *ev, Operator op, DatetimeUs us, Value by, Value *out)
{
    int64_t i;
    if (value_as_int(by, &i)) {
        if (op == OPERATOR_MUL) return datetime_delta_from_us(ev, us * i, out);
        if (op != OPERATOR_DIV && op != OPERATOR_FLOORDIV) return true;
        if (!i)
            return op == OPERATOR_DIV ? eval_raise(ev, "ZeroDivisionError", "division by zero")
                                      : zero_division(ev);
        return datetime_delta_from_us(
            ev, op == OPERATOR_DIV ? divide_round(us, i) : divide_floor(us, i), out);
    }
    if (by.kind == VALUE_FLOAT && (op == OPERATOR_MUL || op == OPERATOR_DIV)) {
        if (op == OPERATOR_DIV && by.as.real == 0)
            return eval_raise(ev, "ZeroDivisionError", "float division by zero");
        long double r =
            op == OPERATOR_MUL ? (long double)us * by.as.real : (long double)us / by.as.real;
        return datetime_delta_from_us(ev, (DatetimeUs)rintl(r), out);
    }
    return true;
}

static bool delta_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    const Delta *l = datetime_delta(left), *r = datetime_delta(right);
    if (op == OPERATOR_NEG && l) return datetime_delta_from_us(ev, -datetime_delta_us(l), out);
    if (op == OPERATOR_POS && l) {
        *out = left;
        return true;
    }
    if (l && r) return both_deltas(ev, op, datetime_delta_us(l), datetime_delta_us(r), out);
    if (l) return scale(ev, op, datetime_delta_us(l), right, out);
    if (r && op == OPERATOR_MUL) return scale(ev, op, datetime_delta_us(r), left, out);
    return true;
}

static bool delta_hash(Eval *ev, Value self, uint64_t *out)
{
    *out = (uint64_t)datetime_delta_us(datetime_delta(self)) * UINT64_C(0x9E3779B97F4A7C15);
    return true;
}

static bool delta_truth(Eval *ev, Value self, bool *out)
{
    *out = datetime_delta_us(datetime_delta(self)) != 0;
    return true;
}

static bool delta_total_seconds(Eval *ev, Args *a, Value *out)
{
    *out = value_float((double)((long double)datetime_delta_us(datetime_delta(a->self)) / 1e6L));
    return true;
}

static bool delta_abs(Eval *ev, Args *a, Value *out)
{
    DatetimeUs us = datetime_delta_us(datetime_delta(a->self));
    return datetime_delta_from_us(ev, us < 0 ? -us : us, out);
}

static bool delta_days(Eval *ev, Args *a, Value *out)
{
    *out = value_int(datetime_delta(a->self)->days);
    return true;
}

static bool delta_seconds(Eval *ev, Args *a, Value *out)
{
    *out = value_int(datetime_delta(a->self)->seconds);
    return true;
}

static bool delta_microseconds(Eval *ev, Args *a, Value *out)
{
    *out = value_int(datetime_delta(a->self)->microseconds);
    return true;
}

static bool delta_class_getattr(Eval *ev, Class *cls, Str name, Value *out)
{
    *out = value_unset();
    if (str_eq_z(name, "min")) return datetime_delta_new(ev, -MAX_DAYS, 0, 0, out);
    if (str_eq_z(name, "max")) return datetime_delta_new(ev, MAX_DAYS, 86399, 999999, out);
    if (str_eq_z(name, "resolution")) return datetime_delta_new(ev, 0, 0, 1, out);
    return true;
}

static const NativeMethod delta_methods[] = {
    {"total_seconds", "", delta_total_seconds, NATIVE_METHOD},
    {"__abs__", "", delta_abs, NATIVE_METHOD},
    {"days", "", delta_days, NATIVE_GETTER},
    {"seconds", "", delta_seconds, NATIVE_GETTER},
    {"microseconds", "", delta_microseconds, NATIVE_GETTER},
    {0}};

const NativeClass datetime_class_timedelta = {
    .name = "timedelta",
    .module = "datetime",
    .payload = sizeof(Delta),
    .init_params = "days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0",
    .init = delta_init,
    .methods = delta_methods,
    .str = delta_str,
    .repr = delta_repr,
    .binary = delta_binary,
    .hash = delta_hash,
    .truth = delta_truth,
    .class_getattr = delta_class_getattr};
