/* Reading the schema of a MySQL or MariaDB database.
 *
 * As SQLAlchemy does, a table is known by what SHOW CREATE TABLE prints: it alone has everything
 * (prefix lengths, options, generated columns) in one statement. */
#ifndef RETORT_DIALECT_MYSQL_INSPECT_H
#define RETORT_DIALECT_MYSQL_INSPECT_H

#include "dialect/connection.h"

bool mysql_inspect(Connection *c, const StrVec *schemas, const StrVec *only, MetaData *m,
                   Err *err) MUST_CHECK;
bool mysql_inspect_table_names(Connection *c, Str schema, bool views, Arena *out, StrVec *names,
                               Err *err) MUST_CHECK;
bool mysql_inspect_schema_names(Connection *c, Arena *out, StrVec *names, Err *err) MUST_CHECK;
bool mysql_inspect_sequence_names(Connection *c, Str schema, Arena *out, StrVec *names,
                                  Err *err) MUST_CHECK;
bool mysql_inspect_has_sequence(Connection *c, Str schema, Str name, bool *found,
                                Err *err) MUST_CHECK;
bool mysql_inspect_has_table(Connection *c, Str schema, Str name, bool *found, Err *err) MUST_CHECK;

#endif
