#include <math.h>

#include "eval/builtins.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"

static bool domain(Eval *ev) { return eval_raise(ev, "ValueError", "math domain error"); }

#define UNARY(id, valid)                                                                           \
    static bool math_##id(Eval *ev, Args *a, Value *out)                                           \
    {                                                                                              \
        double x;                                                                                  \
        if (!util_double(ev, a->v[0], &x)) return false;                                           \
        if (!(valid)) return domain(ev);                                                           \
        double r = id(x);                                                                          \
        if (isinf(r) && isfinite(x)) return eval_raise(ev, "OverflowError", "math range error");   \
        *out = value_float(r);                                                                     \
        return true;                                                                               \
    }
UNARY(sqrt, !(x < 0))
UNARY(exp, true)
UNARY(log10, !(x <= 0))
UNARY(log2, !(x <= 0))
UNARY(log1p, !(x <= -1))
UNARY(expm1, true)
UNARY(sin, isfinite(x) || isnan(x))
UNARY(cos, isfinite(x) || isnan(x))
UNARY(tan, isfinite(x) || isnan(x))
UNARY(asin, !(fabs(x) > 1))
UNARY(acos, !(fabs(x) > 1))
UNARY(atan, true)
UNARY(sinh, true)
UNARY(cosh, true)
UNARY(tanh, true)
UNARY(fabs, true)

static bool math_log(Eval *ev, Args *a, Value *out)
{
    double x, base;
    if (!util_double(ev, a->v[0], &x)) return false;
    if (x <= 0) return domain(ev);
    *out = value_float(log(x));
    if (value_is_unset(a->v[1])) return true;
    if (!util_double(ev, a->v[1], &base)) return false;
    if (base <= 0) return domain(ev);
    if (base == 1) return eval_raise(ev, "ZeroDivisionError", "float division by zero");
    *out = value_float(log(x) / log(base));
    return true;
}

/* floor, ceil, trunc: an int, by the value's own method when it has one. */
static bool to_int(Eval *ev, Args *a, double (*how)(double), const char *method, Value *out)
{
    Value v = a->v[0], m = value_unset();
    int64_t i;
    double x;
    if (value_as_int(v, &i) || value_object_kind(v) == OBJECT_BIGINT)
        return eval_binary(ev, OPERATOR_ADD, v, value_int(0), out);
    if (value_is_object(v) && !eval_find_attr(ev, v, str_z(method), &m)) return false;
    if (!value_is_unset(m)) return eval_call(ev, m, NULL, 0, value_unset(), out);
    if (!util_double(ev, v, &x)) return false;
    Value whole = value_float(how(x));
    return eval_call(ev, class_value(eval_class(ev, &native_class_int)), &whole, 1, value_unset(),
                     out);
}

static bool math_floor(Eval *ev, Args *a, Value *out)
{
    return to_int(ev, a, floor, "__floor__", out);
}
static bool math_ceil(Eval *ev, Args *a, Value *out)
{
    return to_int(ev, a, ceil, "__ceil__", out);
}
static bool math_trunc(Eval *ev, Args *a, Value *out)
{
    return to_int(ev, a, trunc, "__trunc__", out);
}

#define BINARY(id, py)                                                                             \
    static bool math_##py(Eval *ev, Args *a, Value *out)                                           \
    {                                                                                              \
        double x, y;                                                                               \
        if (!util_double(ev, a->v[0], &x) || !util_double(ev, a->v[1], &y)) return false;          \
        *out = value_float(id(x, y));                                                              \
        return true;                                                                               \
    }
BINARY(atan2, atan2)
BINARY(copysign, copysign)

static bool math_ldexp(Eval *ev, Args *a, Value *out)
{
    double x;
    int64_t exponent;
    if (!util_double(ev, a->v[0], &x) || !util_int(ev, a->v[1], "an exponent", &exponent))
        return false;
    /* Beyond these every double is 0 or infinite already. */
    enum { MOST = 5000 };
    int by = exponent > MOST ? MOST : exponent < -MOST ? -MOST : (int)exponent;
    double r = ldexp(x, by);
    if (isinf(r) && isfinite(x)) return eval_raise(ev, "OverflowError", "math range error");
    *out = value_float(r);
    return true;
}

static bool math_pow(Eval *ev, Args *a, Value *out)
{
    double x, y;
    if (!util_double(ev, a->v[0], &x) || !util_double(ev, a->v[1], &y)) return false;
    double r = pow(x, y);
    if (isnan(r) && !isnan(x) && !isnan(y)) return domain(ev);
    if (x == 0 && y < 0) return domain(ev);
    if (isinf(r) && isfinite(x) && isfinite(y))
        return eval_raise(ev, "OverflowError", "math range error");
    *out = value_float(r);
    return true;
}

static bool math_fmod(Eval *ev, Args *a, Value *out)
{
    double x, y;
    if (!util_double(ev, a->v[0], &x) || !util_double(ev, a->v[1], &y)) return false;
    if (y == 0 || isinf(x)) return domain(ev);
    *out = value_float(fmod(x, y));
    return true;
}

static bool math_hypot(Eval *ev, Args *a, Value *out)
{
    double sum = 0;
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        double x;
        if (!util_double(ev, value_seq_items(a->v[0])[i], &x)) return false;
        sum = hypot(sum, x);
    }
    *out = value_float(sum);
    return true;
}

#define TEST(id)                                                                                   \
    static bool math_##id(Eval *ev, Args *a, Value *out)                                           \
    {                                                                                              \
        double x;                                                                                  \
        if (!util_double(ev, a->v[0], &x)) return false;                                           \
        *out = value_bool(id(x));                                                                  \
        return true;                                                                               \
    }
TEST(isnan)
TEST(isinf)
TEST(isfinite)

static bool math_degrees(Eval *ev, Args *a, Value *out)
{
    double x;
    if (!util_double(ev, a->v[0], &x)) return false;
    *out = value_float(x * (180.0 / M_PI));
    return true;
}

static bool math_radians(Eval *ev, Args *a, Value *out)
{
    double x;
    if (!util_double(ev, a->v[0], &x)) return false;
    *out = value_float(x * (M_PI / 180.0));
    return true;
}

static bool math_modf(Eval *ev, Args *a, Value *out)
{
    double x, whole;
    if (!util_double(ev, a->v[0], &x)) return false;
    double fraction = modf(x, &whole);
    Value pair[] = {value_float(fraction), value_float(whole)};
    *out = value_tuple(ev, pair, 2);
    return true;
}

static bool math_frexp(Eval *ev, Args *a, Value *out)
{
    double x;
    int e = 0;
    if (!util_double(ev, a->v[0], &x)) return false;
    double m = isfinite(x) ? frexp(x, &e) : x;
    Value pair[] = {value_float(m), value_int(e)};
    *out = value_tuple(ev, pair, 2);
    return true;
}

/* Neumaier's sum in long double: exact for what scripts add up, unlike a plain loop. */
static bool math_fsum(Eval *ev, Args *a, Value *out)
{
    Value list;
    long double sum = 0, lost = 0;
    if (!eval_to_list(ev, a->v[0], &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        double x;
        if (!util_double(ev, value_seq_items(list)[i], &x)) return false;
        long double t = sum + x;
        lost += fabsl(sum) >= fabsl((long double)x) ? (sum - t) + x : (x - t) + sum;
        sum = t;
    }
    *out = value_float((double)(sum + lost));
    return true;
}

#define CONSTANT(id, v)                                                                            \
    static bool make_##id(Eval *ev, Value *out)                                                    \
    {                                                                                              \
        *out = value_float(v);                                                                     \
        return true;                                                                               \
    }
CONSTANT(pi, M_PI)
CONSTANT(e, M_E)
CONSTANT(tau, 2 * M_PI)
CONSTANT(inf, INFINITY)
CONSTANT(nan, NAN)

#define FN1(id) NATIVE_FN(#id, "x, /", math_##id)
#define FN2(id) NATIVE_FN(#id, "x, y, /", math_##id)

static const NativeMember members[] = {FN1(sqrt),
                                       FN1(exp),
                                       FN1(log10),
                                       FN1(log2),
                                       FN1(log1p),
                                       FN1(expm1),
                                       FN1(sin),
                                       FN1(cos),
                                       FN1(tan),
                                       FN1(asin),
                                       FN1(acos),
                                       FN1(atan),
                                       FN1(sinh),
                                       FN1(cosh),
                                       FN1(tanh),
                                       FN1(fabs),
                                       FN1(floor),
                                       FN1(ceil),
                                       FN1(trunc),
                                       FN1(isnan),
                                       FN1(isinf),
                                       FN1(isfinite),
                                       FN1(degrees),
                                       FN1(radians),
                                       FN1(modf),
                                       FN1(frexp),
                                       FN1(fsum),
                                       FN2(atan2),
                                       FN2(copysign),
                                       NATIVE_FN("ldexp", "x, i, /", math_ldexp),
                                       FN2(pow),
                                       FN2(fmod),
                                       NATIVE_FN("log", "x, base=?, /", math_log),
                                       NATIVE_FN("hypot", "*coordinates", math_hypot),
                                       NATIVE_VALUE("pi", make_pi),
                                       NATIVE_VALUE("e", make_e),
                                       NATIVE_VALUE("tau", make_tau),
                                       NATIVE_VALUE("inf", make_inf),
                                       NATIVE_VALUE("nan", make_nan),
                                       NATIVE_END};

/* prelude/math.py adds what works on whole numbers. */
const NativeModule stdlib_math = {.name = "_math", .members = members};
