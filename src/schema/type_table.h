/* The rows behind type.h: every type class of SQLAlchemy and its dialects, and of the packages that
 * bring their own column types.
 *
 * A new type is one row in type_table.c: its name, module, how compilers call it, its base, its
 * parameters, and the modules that export it. Nothing else in the schema layer names a type. */
#ifndef RETORT_SCHEMA_TYPE_TABLE_H
#define RETORT_SCHEMA_TYPE_TABLE_H

#include "schema/type.h"

/* Modules that export a class under its own name. */
enum {
    IN_SA = 1,
    IN_TYPES = 2,
    IN_PG = 4,
    IN_LITE = 8,
    IN_MY = 16,
    IN_MS = 32,
    IN_ORA = 64,
    IN_VEC = 128
};

typedef struct TypeRow {
    const TypeClass *cls;
    const char *alias; /* name in those modules; NULL = cls->name */
    unsigned where;
} TypeRow;

extern const TypeRow type_table[];
extern const size_t type_table_len;
extern const SqlType type_table_null; /* NullType() */

#endif
