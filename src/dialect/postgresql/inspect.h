/* Reading a PostgreSQL schema as SQLAlchemy's Inspector reflects it.
 *
 * A handful of catalog queries fetch all tables at once, whatever their number; the parsing of
 * constraint definitions and type names follows SQLAlchemy's reflection line by line, because
 * autogenerate compares the results with models by its rules. Views are taken only when they are
 * asked for by name. */
#ifndef RETORT_DIALECT_POSTGRESQL_INSPECT_H
#define RETORT_DIALECT_POSTGRESQL_INSPECT_H

#include "dialect/connection.h"

bool postgresql_inspect(Connection *c, const StrVec *schemas, const StrVec *only, MetaData *m,
                        Err *err);
bool postgresql_inspect_table_names(Connection *c, Str schema, bool views, Arena *out,
                                    StrVec *names, Err *err);
bool postgresql_inspect_schema_names(Connection *c, Arena *out, StrVec *names, Err *err);
bool postgresql_inspect_has_table(Connection *c, Str schema, Str name, bool *found, Err *err);
bool postgresql_inspect_has_sequence(Connection *c, Str schema, Str name, bool *found, Err *err);
bool postgresql_inspect_has_type(Connection *c, Str schema, Str name, bool *found, Err *err);
bool postgresql_inspect_sequence_names(Connection *c, Str schema, Arena *out, StrVec *names,
                                       Err *err);

#endif
