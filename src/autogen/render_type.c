#include "autogen/render.h"

#include <stdlib.h>

static Str module_of(const SqlType *t)
{
    return str_is_null(t->user_module) ? str_z(t->cls->module) : t->user_module;
}

/* "postgresql" of "sqlalchemy.dialects.postgresql.json". */
static Str dialect_of(Str module)
{
    Str rest = str_slice(module, sizeof "sqlalchemy.dialects." - 1, module.len);
    size_t dot = str_find_char(rest, '.');
    return dot == STR_NPOS ? rest : str_slice(rest, 0, dot);
}

static const SqlType *inner_type(const SqlType *t, const char *param)
{
    if (type_param_index(t->cls, str_z(param)) < 0) return NULL;
    const SqlValue *v = type_get(t, param);
    if (v->kind == SQL_VALUE_TYPE) return v->as.type;
    return str_eq_z(str_z(param), "item_type") ? t->impl : NULL;
}

/* The type that repr() shows inside another one gets its own prefix:
 * ARRAY(String()) -> ARRAY(sa.String()). `before` is what stands in front of it. */
static Str with_inner(Render *r, const SqlType *t, const char *param, const char *before)
{
    Str outer = type_repr(t, r->out);
    const SqlType *inner = inner_type(t, param);
    if (inner == NULL)
        inner = type_new(r->out, type_class_get("Text")); /* the default of astext_type */
    Str shown = arena_fmt(r->out, "%s%.*s", before, STR_ARG(type_repr(inner, r->out)));
    size_t at = str_find(outer, shown);
    if (at == STR_NPOS) return outer;
    return arena_fmt(r->out, "%.*s%s%.*s%.*s", STR_ARG(str_slice(outer, 0, at)), before,
                     STR_ARG(render_type(r, inner)),
                     STR_ARG(str_slice(outer, at + shown.len, outer.len)));
}

static bool visits(const SqlType *t, const char *name)
{
    return str_eq_z(str_z(t->cls->visit), name);
}

/* The repr() of a type of PostgreSQL's module, inner types rendered too. */
static Str postgresql_repr(Render *r, const SqlType *t)
{
    if (visits(t, "ARRAY")) return with_inner(r, t, "item_type", "(");
    if (visits(t, "JSON") || visits(t, "JSONB"))
        return with_inner(r, t, "astext_type", "astext_type=");
    if (visits(t, "HSTORE")) return with_inner(r, t, "text_type", "text_type=");
    return type_repr(t, r->out);
}

static Str one_type(Render *r, const SqlType *t, bool skip_variants);

static int by_dialect(const void *a, const void *b)
{
    return str_cmp(((const TypeVariant *)a)->dialect, ((const TypeVariant *)b)->dialect);
}

static Str with_variants(Render *r, const SqlType *t)
{
    StrBuf b = {0};
    TypeVariant *sorted = ARENA_ARRAY(r->out, TypeVariant, t->variants.len);
    memcpy(sorted, t->variants.items, t->variants.len * sizeof *sorted);
    qsort(sorted, t->variants.len, sizeof *sorted, by_dialect);
    strbuf_push(&b, one_type(r, t, true));
    for (size_t i = 0; i < t->variants.len && !r->failed; i++)
        strbuf_fmt(&b, ".with_variant(%.*s, %.*s)", STR_ARG(one_type(r, sorted[i].type, true)),
                   STR_ARG(render_repr(r, sorted[i].dialect)));
    return strbuf_finish(&b, r->out);
}

static Str one_type(Render *r, const SqlType *t, bool skip_variants)
{
    Str text;
    AutogenItem item = {.kind = AUTOGEN_TYPE, .as.type = t};
    if (render_hook(r, item, &text)) return text;
    Str module = module_of(t);
    if (!skip_variants && t->variants.len > 0) return with_variants(r, t);
    if (str_starts(module, STR("sqlalchemy.dialects."))) {
        Str name = dialect_of(module);
        autogen_import_add(
            r->imports, arena_fmt(r->out, "from sqlalchemy.dialects import %.*s", STR_ARG(name)));
        Str repr = r->rules->renders_subtypes && str_eq_z(name, r->rules->dialect)
                       ? postgresql_repr(r, t)
                       : type_repr(t, r->out);
        return arena_fmt(r->out, "%.*s.%.*s", STR_ARG(name), STR_ARG(repr));
    }
    if (str_starts(module, STR("sqlalchemy."))) {
        Str repr = visits(t, "ARRAY") ? with_inner(r, t, "item_type", "(") : type_repr(t, r->out);
        return arena_fmt(r->out, "%.*s%.*s", STR_ARG(r->o->sqlalchemy_module_prefix),
                         STR_ARG(repr));
    }
    Str repr = type_repr(t, r->out);
    if (!str_is_null(r->o->user_module_prefix))
        return arena_fmt(r->out, "%.*s%.*s", STR_ARG(r->o->user_module_prefix), STR_ARG(repr));
    return arena_fmt(r->out, "%.*s.%.*s", STR_ARG(module), STR_ARG(repr));
}

Str render_type(Render *r, const SqlType *t) { return one_type(r, t, false); }
