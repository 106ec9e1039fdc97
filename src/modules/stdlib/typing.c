/* _typing: what typing needs in C, parameterised aliases (eval/alias.h), which the modules that
 * read annotations look into; and whether what stands there is known at all. */
#include "eval/alias.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"

/* alias(origin, args, name, metadata=None) */
static bool typing_alias(Eval *ev, Args *a, Value *out)
{
    Str name;
    if (!util_str(ev, a->v[2], "a name", &name)) return false;
    *out = alias_new(ev, &native_class_generic_alias, a->v[0], a->v[1],
                     arena_str(eval_arena(ev), name));
    if (!value_is_none(a->v[3])) alias_of(*out)->metadata = a->v[3];
    return true;
}

static bool typing_union(Eval *ev, Args *a, Value *out)
{
    if (!alias_union(ev, a->v[0], a->v[1], out)) return false;
    return !value_is_unset(*out) ||
           eval_raise(ev, "TypeError", "unsupported operand type(s) for |: '%.*s' and '%.*s'",
                      STR_ARG(value_type_name(ev, a->v[0])), STR_ARG(value_type_name(ev, a->v[1])));
}

static bool typing_show(Eval *ev, Args *a, Value *out)
{
    StrBuf b = {0};
    bool ok = alias_push_type(ev, &b, a->v[0]);
    return util_finish_if(ev, &b, ok, out);
}

static bool typing_is_known(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(!value_is_unknown(a->v[0]));
    return true;
}

/* unknown(origin): what only matters where it is needed; origin: "the setting 'X', …". */
static bool typing_unknown(Eval *ev, Args *a, Value *out)
{
    Str origin;
    if (!util_str(ev, a->v[0], "an origin", &origin)) return false;
    *out = eval_unknown(ev, origin);
    return true;
}

static const NativeMember members[] = {
    NATIVE_FN("alias", "origin, args, name, metadata=None", typing_alias),
    NATIVE_FN("union", "left, right", typing_union),
    NATIVE_FN("show", "type", typing_show),
    NATIVE_FN("is_known", "value, /", typing_is_known),
    NATIVE_FN("unknown", "origin, /", typing_unknown),
    NATIVE_CLASS("GenericAlias", &native_class_generic_alias),
    NATIVE_CLASS("UnionType", &native_class_union_type),
    NATIVE_END};

const NativeModule stdlib_typing = {.name = "_typing", .members = members};
