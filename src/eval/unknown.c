#include "eval/unknown.h"

/* A path longer than this says nothing more; the value then passes on as it is. */
enum { PATH_MAX_BYTES = 120 };

static Value unknown_new(Eval *ev, StrObject *origin, StrObject *path)
{
    UnknownObject *u = object_new(ev, OBJECT_UNKNOWN, sizeof *u);
    u->origin = origin;
    u->path = path;
    return value_of(u);
}

Value eval_unknown(Eval *ev, Str origin)
{
    return unknown_new(ev, object_intern(ev, origin), NULL);
}

bool value_is_unknown(Value v) { return value_is_kind(v, OBJECT_UNKNOWN); }

bool unknown_named(Eval *ev, Str origin, Str path, Value *out)
{
    *out = unknown_new(ev, object_intern(ev, origin), object_intern(ev, path));
    return true;
}

bool unknown_spread(Eval *ev, Value v, const char *how, Str name, Value *out)
{
    UnknownObject *u = OBJECT_AS(UnknownObject, v);
    *out = v;
    if (str_is_null(name)) return true;
    bool attribute = how[0] == 'a' && u->path;
    if (attribute && u->path->len + name.len > PATH_MAX_BYTES) return true;
    StrBuf b = {0};
    if (attribute) {
        strbuf_push(&b, object_str_view(u->path));
        strbuf_push_char(&b, '.');
    }
    strbuf_push(&b, name);
    *out = unknown_new(ev, u->origin, object_intern(ev, strbuf_view(&b)));
    strbuf_deinit(&b);
    return true;
}

bool eval_strict_calls(Eval *ev, bool on)
{
    bool before = ev->strict_calls;
    ev->strict_calls = on;
    return before;
}

bool eval_need_known(Eval *ev, Value v, const char *wanted)
{
    UnknownObject *u = OBJECT_AS(UnknownObject, v);
    Str origin = object_str_view(u->origin), path = u->path ? object_str_view(u->path) : STR("");
    bool missing = str_starts(origin, STR("module ")) && !str_contains(origin, STR(", which "));
    Err e = err_init(&ev->arena);
    err_set(&e, ERR_UNKNOWN,
            "the value of %s%.*s%s is not known, but %s needs it: it comes from %.*s%s",
            path.len ? "'" : "an expression", STR_ARG(path), path.len ? "'" : "", wanted,
            STR_ARG(origin), missing ? ", which Retort does not have" : "");
    if (missing)
        err_hint(
            &e,
            "Make %.*s importable from the project's own sources, or keep what the migration needs "
            "out of it.",
            STR_ARG(origin));
    return eval_fail(ev, &e);
}
