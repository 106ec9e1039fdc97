#include "dialect/compiler.h"

#include <string.h>

#include "base/utf8.h"
#include "dialect/columns.h"

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
    err_vraise(c->err, ERR_COMPILE, "sqlalchemy.exc.CompileError", fmt, ap);
    va_end(ap);
    return false;
}

bool compiler_unsupported(Compiler *c, const char *kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vraise(c->err, ERR_UNSUPPORTED, kind, fmt, ap);
    va_end(ap);
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

/* Room for what stands instead of the end of a name that is too long, as in SQLAlchemy. */
enum { CUT_ROOM = 6 };

Str compiler_cut_name(Compiler *c, CompilerName kind, Str name)
{
    size_t limit = c->dialect->max_identifier - CUT_ROOM;
    if (name.len <= limit || utf8_count(name) <= limit) return name;
    for (size_t i = 0; i < c->cut_names.len; i++) {
        const CutName *old = &c->cut_names.items[i];
        if (old->kind == kind && str_eq(old->name, name)) return old->cut;
    }
    Str start = str_slice(name, 0, utf8_offset(name, limit));
    Str cut = arena_fmt(c->a, "%.*s_%x", STR_ARG(start), ++c->cuts[kind]);
    VEC_PUSH(c->a, &c->cut_names, ((CutName){kind, name, cut}));
    return cut;
}

static bool is_same_key(const AnonName *a, const AnonName *b)
{
    return a->of == b->of && a->place == b->place && a->repeat == b->repeat &&
           str_eq(a->base, b->base);
}

/* anon_1, anon_2 … and count_1, now_1 …: one counter per base name, one name per thing. */
static Str numbered(Compiler *c, const AnonName *key)
{
    for (size_t i = 0; i < c->anon_names.len; i++)
        if (is_same_key(&c->anon_names.items[i], key)) return c->anon_names.items[i].name;
    size_t at = 0;
    while (at < c->anon_counts.len && !str_eq(c->anon_counts.items[at].base, key->base)) at++;
    if (at == c->anon_counts.len) VEC_PUSH(c->a, &c->anon_counts, ((AnonCount){key->base, 0}));
    AnonName made = *key;
    made.name = arena_fmt(c->a, "%.*s_%u", STR_ARG(key->base), ++c->anon_counts.items[at].n);
    VEC_PUSH(c->a, &c->anon_names, made);
    return made.name;
}

Str compiler_anon_name(Compiler *c, CompilerName kind, const AnonName *key)
{
    return compiler_cut_name(c, kind, numbered(c, key));
}

/* The part that stands in front of a generated name: the generated name of something else. */
static Str prefix_of(Compiler *c, const SqlExpr *e)
{
    ColumnName own;
    if (columns_is_from(e)) return compiler_alias_name(c, e);
    return columns_own_name(e, &own) ? compiler_column_label(c, &own) : STR("");
}

Str compiler_column_label(Compiler *c, const ColumnName *n)
{
    if (!n->of) return compiler_cut_name(c, COMPILER_NAME_LABEL, n->text);
    static const char constants[] = "nul"
                                    "tru"
                                    "fal"; /* one address for each of the constants */
    AnonName key = {.of = n->of, .repeat = n->repeat};
    if (n->of->kind == SQL_NULL) key.of = constants;
    if (n->of->kind == SQL_TRUE) key.of = constants + 1;
    if (n->of->kind == SQL_FALSE) key.of = constants + 2;
    bool column = n->of->kind == SQL_COLUMN;
    if (column && n->of->as.column.place) {
        key.of = n->of->as.column.from->as.from;
        key.place = n->of->as.column.place;
    } else if (column && n->of->as.column.column) {
        const SqlExpr *from = n->of->as.column.from;
        key.of = from && from->kind != SQL_TABLE ? (const void *)from->as.from
                                                 : (const void *)n->of->as.column.column;
    }
    bool parts = n->prefix || n->stem;
    key.base = parts ? STR("") : compiler_plain_name(c, n->base);
    Str name = n->no_number ? STR("") : numbered(c, &key);
    if (parts) {
        Str before = n->prefix ? prefix_of(c, n->prefix) : STR("");
        Str after = n->stem ? prefix_of(c, n->stem) : STR("");
        name = arena_fmt(c->a, "%.*s%.*s%.*s%s%.*s", STR_ARG(before), STR_ARG(n->base),
                         STR_ARG(after), n->stem && n->repeat ? "_" : "", STR_ARG(name));
    }
    return compiler_cut_name(c, COMPILER_NAME_LABEL, name);
}

Str compiler_label_name(Compiler *c, const SqlExpr *label)
{
    ColumnName name;
    columns_own_name(label, &name);
    if (!name.of && !label->as.label.is_cut) return name.text;
    return compiler_column_label(c, &name);
}

bool compiler_label(Compiler *c, const SqlExpr *label)
{
    return compiler_wished_name(c, compiler_label_name(c, label), label->as.label.quote);
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
    bool ok = !c->o->hooks || c->o->hooks->type(c->o->hooks, t, c, &handled);
    if (ok && !handled) ok = c->rules->type(c, effective);
    c->depth--;
    return ok;
}
