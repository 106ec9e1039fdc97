#include "dialect/compiler.h"

#include <string.h>

void compiler_init(Compiler *c, const Dialect *d, const CompileOptions *o, Arena *out, Err *err)
{
    static const CompileOptions plain = {0};
    *c = (Compiler){.dialect = d, .rules = d->rules, .o = o ? o : &plain, .a = out, .err = err};
    c->literal_binds = c->o->literal_binds;
    c->include_table = true;
}

void compiler_deinit(Compiler *c) { strbuf_deinit(&c->sql); }

Str compiler_take(Compiler *c)
{
    Str text = arena_str(c->a, strbuf_view(&c->sql));
    strbuf_clear(&c->sql);
    return text;
}

static Str strip(Str s)
{
    while (s.len && strchr(" \t\n\r\v\f", s.ptr[0])) s.ptr++, s.len--;
    while (s.len && strchr(" \t\n\r\v\f", s.ptr[s.len - 1])) s.len--;
    return s;
}

void compiler_statement(Compiler *c, Statements *out)
{
    Str text = strbuf_view(&c->sql);
    if (!c->o->offline) {
        VEC_PUSH(c->a, out, compiler_take(c));
        return;
    }
    StrBuf b = {0};
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\t')
            strbuf_push_z(&b, "    ");
        else
            strbuf_push_char(&b, text.ptr[i]);
    }
    strbuf_clear(&c->sql);
    VEC_PUSH(c->a, out, arena_str(c->a, strip(strbuf_view(&b))));
    strbuf_deinit(&b);
}

bool compiler_fail(Compiler *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vset(c->err, ERR_COMPILE, fmt, ap);
    va_end(ap);
    if (str_is_null(c->err->kind)) c->err->kind = STR("sqlalchemy.exc.CompileError");
    return false;
}

bool compiler_unsupported(Compiler *c, const char *kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vset(c->err, ERR_UNSUPPORTED, fmt, ap);
    va_end(ap);
    c->err->kind = str_z(kind);
    return false;
}

bool compiler_push(Compiler *c, Str s)
{
    strbuf_push(&c->sql, s);
    return true;
}

bool compiler_push_z(Compiler *c, const char *s)
{
    strbuf_push_z(&c->sql, s);
    return true;
}

bool compiler_fmt(Compiler *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    strbuf_vfmt(&c->sql, fmt, ap);
    va_end(ap);
    return true;
}

Str compiler_plain_name(Compiler *c, Str base)
{
    StrBuf b = {0};
    for (size_t i = 0; i < base.len; i++) {
        bool odd = strchr("%() $", base.ptr[i]) != NULL;
        if (!odd || !i || !strchr("%() $", base.ptr[i - 1]))
            strbuf_push_char(&b, odd ? '_' : base.ptr[i]);
    }
    return strbuf_finish(&b, c->a);
}

/* anon_1, anon_2 … and count_1, now_1 …: one counter per base name, one name per thing. */
Str compiler_anon_name(Compiler *c, const void *of, Str base)
{
    for (size_t i = 0; of && i < c->anon_names.len; i++)
        if (c->anon_names.items[i].of == of) return c->anon_names.items[i].name;
    size_t at = 0;
    while (at < c->anon_counts.len && !str_eq(c->anon_counts.items[at].name, base)) at++;
    if (at == c->anon_counts.len) VEC_PUSH(c->a, &c->anon_counts, (AnonName){NULL, base});
    uintptr_t n = (uintptr_t)c->anon_counts.items[at].of + 1;
    c->anon_counts.items[at].of = (const void *)n;
    Str name = arena_fmt(c->a, "%.*s_%u", STR_ARG(base), (unsigned)n);
    VEC_PUSH(c->a, &c->anon_names, (AnonName){of, name});
    return name;
}

bool compiler_ddl_expr(Compiler *c, const SqlExpr *e)
{
    bool literal = c->literal_binds, table = c->include_table;
    c->literal_binds = true;
    c->include_table = false;
    bool ok = compiler_expr(c, e);
    c->literal_binds = literal;
    c->include_table = table;
    return ok;
}

const SqlType *compiler_resolve_type(Compiler *c, const SqlType *t)
{
    return type_for_dialect(t, str_z(c->dialect->name), c->err);
}

bool compiler_type(Compiler *c, const SqlType *t)
{
    const SqlType *effective = compiler_resolve_type(c, t);
    if (err_is_set(c->err)) return false;
    if (++c->depth > COMPILER_MAX_DEPTH) return compiler_fail(c, "type is nested too deeply");
    bool handled = false;
    bool ok = !c->o->types || c->o->types->compile(c->o->types, t, c, &handled);
    if (ok && !handled) ok = c->rules->type(c, effective);
    c->depth--;
    return ok;
}
