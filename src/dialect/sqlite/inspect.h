/* Reading a SQLite schema as SQLAlchemy's Inspector reflects it.
 *
 * PRAGMAs give the facts; names of constraints and options of foreign keys stand only in the text
 * of CREATE TABLE, which is searched with SQLAlchemy's own patterns, so that the same things are
 * found and the same things are missed. */
#ifndef RETORT_DIALECT_SQLITE_INSPECT_H
#define RETORT_DIALECT_SQLITE_INSPECT_H

#include "dialect/connection.h"

bool sqlite_inspect(Connection *c, const StrVec *schemas, const StrVec *only, MetaData *m,
                    Err *err);
bool sqlite_inspect_table_names(Connection *c, Str schema, bool views, Arena *out, StrVec *names,
                                Err *err);
bool sqlite_inspect_schema_names(Connection *c, Arena *out, StrVec *names, Err *err);
bool sqlite_inspect_has_table(Connection *c, Str schema, Str name, bool *found, Err *err);

#endif
