/* Types that stand beside the tables, as PostgreSQL's ENUM and DOMAIN do: made before the tables of
 * create_all(), gone after those of drop_all(), each once. */
#include <string.h>

#include "dialect/ddl.h"
#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/internal.h"

/* Whether creating or dropping a type is something to be said to the database: elsewhere than on
 * PostgreSQL, and where it is but a VARCHAR, an Enum is not. */
static bool has_statement(const EngineConnection *c, const SqlType *t)
{
    bool own = type_param_index(t->cls, STR("create_type")) >= 0; /* of PostgreSQL itself */
    if (own && (type_class_is_a(t->cls, "DOMAIN") || c->dialect->rules->native_enum)) return true;
    return !strcmp(c->dialect->name, "postgresql") && t->cls->affinity == TYPE_AFFINITY_ENUM &&
           type_get_bool(t, "native_enum", true);
}

bool engine_type_change(EngineConnection *c, const SqlType *t, bool create, bool checkfirst)
{
    bool found = false;
    if (!has_statement(c, t)) return true;
    /* One without a name cannot be looked for: its statement says so. */
    if (checkfirst && c->db && t->name.len) {
        if (!engine_exists(c, c->db->vtable->has_type, t->schema, t->name, &found)) return false;
        if (found == create) return true;
    }
    Op *op = op_new(eval_arena(c->ev), OP_CREATE_SCHEMA_OBJECT, STR_NULL, (Ident){0});
    op->as.schema_object.kind = create ? OP_OBJECT_CREATE_TYPE : OP_OBJECT_DROP_TYPE;
    op->as.schema_object.object = (SqlType *)t;
    op->pos = eval_position(c->ev);
    return engine_emit(c, op);
}

/* The types of a table, or with t NULL those that have come since the last; each is said once. */
static bool change(const TypesChange *x, const Table *t)
{
    EngineConnection *c = x->c;
    Arena *arena = eval_arena(c->ev);
    CompileOptions o = {.hooks = compiles_hooks(c->ev)};
    NamedTypes types = {0};
    Err err = engine_err(c->ev);
    connection_set_options(c->db, &o);
    if (!c->dialect->named_types(t, x->of, x->create && x->checkfirst, &o, arena, &types, &err))
        return engine_raise(c->ev, &err);
    for (size_t k = 0; k < types.len; k++) {
        Str key = ddl_type_key(arena, types.items[k]);
        if (map_has(x->done, key)) continue;
        map_put(x->done, arena, key, (void *)"");
        if (!engine_type_change(c, types.items[k], x->create, x->checkfirst)) return false;
    }
    return true;
}

bool engine_types_change(const TypesChange *x, const TableVec *tables)
{
    for (size_t i = 0; i < tables->len; i++)
        if (!change(x, tables->items[i])) return false;
    return !x->of || change(x, NULL);
}
