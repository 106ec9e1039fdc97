/* _zone: offsets of named time zones, for zoneinfo. */
#include <stdlib.h>

#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"
#include "os/clock.h"

/* (offset in seconds, abbreviation) at an instant; None for an unknown zone. */
static bool zone_offset(Eval *ev, Args *a, Value *out)
{
    Str key;
    int64_t epoch;
    bool found;
    ClockTime t;
    Err err = err_init(eval_arena(ev));
    if (!util_str(ev, a->v[0], "a zone's key", &key) ||
        !util_int(ev, a->v[1], "an instant", &epoch))
        return false;
    if (!clock_in_zone(key, epoch, 0, &found, &t, &err)) return eval_fail(ev, &err);
    if (!found) return true;
    StrBuf name = {0};
    int minutes = t.offset_seconds / 60;
    if (t.offset_seconds == 0)
        strbuf_push_z(&name, "UTC");
    else
        strbuf_fmt(&name, "%c%02d%02d", minutes < 0 ? '-' : '+', abs(minutes) / 60,
                   abs(minutes) % 60);
    Value pair[] = {value_int(t.offset_seconds), util_finish(ev, &name)};
    *out = value_tuple(ev, pair, 2);
    return true;
}

static const NativeMember members[] = {NATIVE_FN("offset", "key, epoch", zone_offset), NATIVE_END};

const NativeModule stdlib_zone = {.name = "_zone", .members = members};
