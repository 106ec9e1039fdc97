#include "base/err.h"

#include <string.h>

Err err_init(Arena *arena) { return (Err){.arena = arena}; }

bool err_vset(Err *e, ErrCode code, const char *fmt, va_list ap)
{
    if (err_is_set(e)) return false;
    e->code = code;
    e->message = arena_vfmt(e->arena, fmt, ap);
    return false;
}

bool err_set(Err *e, ErrCode code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vset(e, code, fmt, ap);
    va_end(ap);
    return false;
}

bool err_vraise(Err *e, ErrCode code, const char *kind, const char *fmt, va_list ap)
{
    if (!err_is_set(e)) e->kind = str_z(kind);
    return err_vset(e, code, fmt, ap);
}

bool err_raise(Err *e, ErrCode code, const char *kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vraise(e, code, kind, fmt, ap);
    va_end(ap);
    return false;
}

bool err_hint(Err *e, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    e->hint = arena_vfmt(e->arena, fmt, ap);
    va_end(ap);
    return false;
}

bool err_wrap(Err *e, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Str s = arena_vfmt(e->arena, fmt, ap);
    va_end(ap);
    e->context = str_is_null(e->context)
                     ? s
                     : arena_fmt(e->arena, "%.*s; %.*s", STR_ARG(s), STR_ARG(e->context));
    return false;
}

void err_clear(Err *e) { *e = (Err){.arena = e->arena}; }
