/* Types that stand beside the tables, as PostgreSQL's ENUM and DOMAIN do: which of them a table
 * needs, and their CREATE TYPE before it. */
#include <string.h>

#include "dialect/ddl.h"

/* The type that has to be there before a column of type t; NULL = none. bound: also one with a
 * MetaData of its own, which is made with that, not with a table. */
static const SqlType *named_type(Compiler *c, const SqlType *t, bool bound)
{
    /* A decorator hands its column's events to its `impl`, whatever load_dialect_impl() says. */
    while (t->cls->is_decorator && t->impl) t = t->impl;
    t = compiler_resolve_type(c, t);
    while (t->cls->affinity == TYPE_AFFINITY_ARRAY && t->impl)
        t = compiler_resolve_type(c, t->impl);
    /* PostgreSQL's own classes ask to be created wherever they are; an ENUM of theirs does not
     * where Enum is but a VARCHAR. */
    bool own = type_param_index(t->cls, STR("create_type")) >= 0;
    bool is_enum = !strcmp(t->cls->visit, "enum") && type_get_bool(t, "native_enum", true) &&
                   c->rules->native_enum && (own || c->rules->create_type);
    if (!is_enum && strcmp(t->cls->visit, "DOMAIN") != 0) return NULL;
    if (!bound && t->metadata) return NULL;
    return type_get_bool(t, "create_type", true) ? t : NULL;
}

/* The types that the columns of t need, each with the schema that it takes from the table. */
static bool find_types(Compiler *c, const Table *t, bool bound, NamedTypes *types)
{
    for (size_t i = 0; i < t->columns.len; i++) {
        if (t->columns.items[i]->keeps_types) continue;
        const SqlType *type = named_type(c, t->columns.items[i]->type, bound);
        if (err_is_set(c->err)) return false;
        if (!type) continue;
        SqlType *copy = ARENA_NEW(c->a, SqlType);
        *copy = *type;
        if (type->inherit_schema) {
            copy->schema = t->schema;
            copy->schema_quote = ident_quote_wish(t->name.schema_quote);
        }
        VEC_PUSH(c->a, types, copy);
    }
    return true;
}

/* Those that are made with their MetaData, between the table before t and t, or with t NULL after
 * the last one. A table would have brought them its schema. */
static bool find_owned(Compiler *c, const MetaData *m, const Table *t, NamedTypes *types)
{
    size_t place = 0;
    if (!m->types.len) return true;
    while (place < m->tables.len && m->tables.entries[place].value != t) place++;
    for (size_t i = 0; i < m->types.len; i++) {
        if (m->types.items[i].place != place) continue;
        const SqlType *type = named_type(c, m->types.items[i].type, true);
        if (err_is_set(c->err)) return false;
        if (!type) continue;
        type_take_schema(type);
        VEC_PUSH(c->a, types, (SqlType *)type);
    }
    return true;
}

Str ddl_type_key(Arena *arena, const SqlType *t)
{
    /* An ENUM and a DOMAIN of one name are two types to SQLAlchemy. */
    return arena_fmt(arena, "%s %.*s", t->cls->visit,
                     STR_ARG(table_key(arena, t->schema, t->name)));
}

bool ddl_named_types(const Dialect *d, const Table *t, const MetaData *of, bool bound,
                     const CompileOptions *o, Arena *out, NamedTypes *types, Err *err)
{
    Compiler c;
    compiler_init(&c, d, o, out, err);
    bool ok = (!of || find_owned(&c, of, t, types)) && (!t || find_types(&c, t, bound, types));
    compiler_deinit(&c);
    return ok;
}

bool ddl_create_types(Compiler *c, const Table *t, Statements *out)
{
    Map own = {0};
    NamedTypes types = {0};
    Map *created = c->o->types_created ? c->o->types_created : &own;
    Arena *arena = c->o->types_created && c->o->types_arena ? c->o->types_arena : c->a;
    if (!find_types(c, t, false, &types)) return false;
    for (size_t i = 0; i < types.len; i++) {
        Str key = ddl_type_key(arena, types.items[i]);
        if (map_has(created, key)) continue;
        map_put(created, arena, key, (void *)"");
        if (!ddl_type(c, types.items[i], true, out)) return false;
    }
    return true;
}

bool ddl_type(Compiler *c, const SqlType *t, bool create, Statements *out)
{
    if (c->rules->create_type)
        return (create ? c->rules->create_type : c->rules->drop_type)(c, t) &&
               (compiler_statement(c, out), true);
    return compiler_unsupported(c, "sqlalchemy.exc.UnsupportedCompilationError",
                                "Compiler for %s can't render element of type %s%sType",
                                c->dialect->name, create ? "Create" : "Drop",
                                type_class_is_a(t->cls, "DOMAIN") ? "Domain" : "Enum");
}
