/* The execution option schema_translate_map: from a script's dict to the connection. */
#include "dialect/compiler.h"
#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/sql/element.h"
#include "modules/sqlalchemy/sql/extra.h"

#define OPTION "schema_translate_map"

/* Maps are small and change seldom: they live as long as what the script itself made. */
static bool take_pair(EngineConnection *c, Value from, Value to, SchemaMap *out)
{
    Eval *ev = c->ev;
    SchemaPair pair = {.from = STR_NULL};
    if ((!value_is_none(from) && !value_is_str(from)) || (!value_is_none(to) && !value_is_str(to)))
        return eval_raise(ev, "TypeError",
                          "schema_translate_map takes names of schemas, or None, to such names");
    if (!value_is_none(from)) pair.from = module_str(ev, from);
    if (value_is_str(to)) {
        Ident name;
        if (!module_ident_from_value(ev, to, &name)) return false;
        pair.to = name.text;
        pair.quote = ident_quote_wish(name.quote);
    }
    if (str_is_empty(pair.to) && c->db->vtable->default_schema)
        pair.to = c->db->vtable->default_schema(c->db);
    if (str_is_empty(pair.to))
        return eval_raise_native(ev, &exc_CompileError,
                                 "Dialect has no default schema name; can't use None as dynamic "
                                 "schema target.");
    VEC_PUSH(eval_arena(ev), out, pair);
    return true;
}

bool engine_translate_set(EngineConnection *c, Value options)
{
    Value map = value_dict_find_z(options, OPTION), from, to;
    SchemaMap made = {0};
    size_t at = 0;
    if (value_is_unset(map) || !c->db) return true;
    if (!value_is_none(map) && !value_is_dict(map))
        return eval_raise(c->ev, "TypeError", "schema_translate_map must be a dictionary");
    while (value_is_dict(map) && value_dict_next(map, &at, &from, &to))
        if (!take_pair(c, from, to, &made)) return false;
    c->db->schemas = made;
    return true;
}

bool engine_execute(EngineConnection *c, Value statement, Value params, Value options,
                    Value *result)
{
    if (!c->db) return engine_connection_execute(c, statement, params, result);
    SchemaMap before = c->db->schemas;
    Value own =
        element_data(statement) ? extra_item(statement, "execution_options") : value_unset();
    bool ok = true;
    /* What the connection says goes before what the statement says. */
    if (value_is_dict(own) && value_is_unset(value_dict_find_z(c->options, OPTION)))
        ok = engine_translate_set(c, own);
    if (ok && value_is_dict(options)) ok = engine_translate_set(c, options);
    ok = ok && engine_connection_execute(c, statement, params, result);
    if (c->db) c->db->schemas = before;
    return ok;
}

Str engine_translate(const EngineConnection *c, Str schema)
{
    return c->db ? schema_map_get(&c->db->schemas, schema) : schema;
}
