/* schema_translate_map: the schemas that stand for others while a connection is used.
 *
 * Table objects, sequences and named types are taken from, and made in, the other schema. What
 * names its table by itself stays as it is: table(), text, Alembic's own ALTER statements. It is
 * kept with the connection, and looked up as SQL is made. */
#ifndef RETORT_DIALECT_SCHEMA_MAP_H
#define RETORT_DIALECT_SCHEMA_MAP_H

#include "base/vec.h"

typedef struct SchemaPair {
    Str from; /* null = objects without a schema */
    Str to;
    int quote; /* of `to`: -1 never, 0 as needed, 1 always */
} SchemaPair;

typedef VEC(SchemaPair) SchemaMap;

/* NULL = the schema stands for itself. */
const SchemaPair *schema_map_find(const SchemaMap *m, Str schema);
/* Its name by the map. */
Str schema_map_get(const SchemaMap *m, Str schema);

#endif
