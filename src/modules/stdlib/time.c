#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"
#include "os/clock.h"

static bool time_time(Eval *ev, Args *a, Value *out)
{
    ClockTime now = clock_now_local();
    *out = value_float((double)now.epoch + now.microsecond / 1e6);
    return true;
}

static bool time_time_ns(Eval *ev, Args *a, Value *out)
{
    ClockTime now = clock_now_local();
    *out = value_int(now.epoch * INT64_C(1000000000) + now.microsecond * INT64_C(1000));
    return true;
}

static bool time_monotonic(Eval *ev, Args *a, Value *out)
{
    *out = value_float((double)clock_monotonic() / 1e6);
    return true;
}

/* Waiting has no use in a migration, and would hold its locks. */
static bool time_sleep(Eval *ev, Args *a, Value *out)
{
    double seconds;
    if (!util_double(ev, a->v[0], &seconds)) return false;
    return seconds >= 0 || eval_raise(ev, "ValueError", "sleep length must be non-negative");
}

static bool time_strftime(Eval *ev, Args *a, Value *out)
{
    Value cls, now, format = a->v[0];
    if (!value_is_none(a->v[1]))
        return eval_raise(ev, "NotImplementedError",
                          "time.strftime() of a given time is not supported");
    return util_import_attr(ev, "datetime", "datetime", &cls) &&
           eval_call_method(ev, cls, "now", NULL, 0, &now) &&
           eval_call_method(ev, now, "strftime", &format, 1, out);
}

static const NativeMember members[] = {NATIVE_FN("time", "", time_time),
                                       NATIVE_FN("time_ns", "", time_time_ns),
                                       NATIVE_FN("monotonic", "", time_monotonic),
                                       NATIVE_FN("perf_counter", "", time_monotonic),
                                       NATIVE_FN("process_time", "", time_monotonic),
                                       NATIVE_FN("sleep", "seconds, /", time_sleep),
                                       NATIVE_FN("strftime", "format, t=None", time_strftime),
                                       NATIVE_INT("timezone", 0),
                                       NATIVE_END};

const NativeModule stdlib_time = {.name = "time", .members = members};
