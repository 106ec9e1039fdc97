#include "dialect/schema_map.h"

const SchemaPair *schema_map_find(const SchemaMap *m, Str schema)
{
    for (size_t i = 0; m && i < m->len; i++) {
        Str from = m->items[i].from;
        if (str_is_null(from) == str_is_null(schema) && str_eq(from, schema)) return &m->items[i];
    }
    return NULL;
}

Str schema_map_get(const SchemaMap *m, Str schema)
{
    const SchemaPair *pair = schema_map_find(m, schema);
    return pair ? pair->to : schema;
}
