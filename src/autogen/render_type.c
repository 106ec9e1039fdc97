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
    if (visits(t, "DOMAIN")) return with_inner(r, t, "data_type", ", ");
    return type_repr(t, r->out);
}

/* repr() of an enum shows the MetaData that it belongs to, which no script can name; creating and
 * dropping the type inside create_table() does not need it. */
static const SqlType *without_metadata(Render *r, const SqlType *t)
{
    if (type_param_index(t->cls, STR("metadata")) < 0 || !str_is_null(t->user_repr) ||
        type_get(t, "metadata")->kind == SQL_VALUE_UNSET)
        return t;
    size_t n;
    type_class_params(t->cls, &n);
    SqlType *copy = ARENA_NEW(r->out, SqlType);
    *copy = *t;
    copy->args = ARENA_ARRAY(r->out, SqlValue, n + 1);
    memcpy(copy->args, t->args, n * sizeof *copy->args);
    copy->args[type_param_index(t->cls, STR("metadata"))] = (SqlValue){0};
    return copy;
}

/* A type of SQLAlchemy's own, as the script can name it: sa.NullType does not exist. */
static Str generic_type(Render *r, const SqlType *t)
{
    Str repr = visits(t, "ARRAY") ? with_inner(r, t, "item_type", "(") : type_repr(t, r->out);
    return arena_fmt(r->out, "%.*s%s%.*s", STR_ARG(r->o->sqlalchemy_module_prefix),
                     type_is_null(t) ? "types." : "", STR_ARG(repr));
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
    t = without_metadata(r, t);
    if (str_starts(module, STR("sqlalchemy.dialects."))) {
        Str name = dialect_of(module);
        autogen_import_add(
            r->imports, arena_fmt(r->out, "from sqlalchemy.dialects import %.*s", STR_ARG(name)));
        Str repr = str_eq_z(name, "postgresql") ? postgresql_repr(r, t) : type_repr(t, r->out);
        return arena_fmt(r->out, "%.*s.%.*s", STR_ARG(name), STR_ARG(repr));
    }
    if (str_starts(module, STR("sqlalchemy."))) return generic_type(r, t);
    Str repr = type_repr(t, r->out);
    if (!str_is_null(r->o->user_module_prefix))
        return arena_fmt(r->out, "%.*s%.*s", STR_ARG(r->o->user_module_prefix), STR_ARG(repr));
    autogen_import_add(r->imports, arena_fmt(r->out, "import %.*s", STR_ARG(module)));
    return arena_fmt(r->out, "%.*s.%.*s", STR_ARG(module), STR_ARG(repr));
}

Str render_type(Render *r, const SqlType *t) { return one_type(r, t, false); }
