/* Connections to PostgreSQL through libpq, whatever the driver's name in the URL is.
 *
 * Statements whose result nobody needs go through libpq's pipeline mode; rows of a query come in
 * single-row mode. Values come back typed by what the server says about the column, as psycopg2
 * and SQLAlchemy would give them to a script. */
#ifndef RETORT_DIALECT_POSTGRESQL_CONNECT_H
#define RETORT_DIALECT_POSTGRESQL_CONNECT_H

#include "dialect/connection.h"

/* Dialect.connect of PostgreSQL. The connection closes itself when the arena is released. */
bool postgresql_connect_open(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                             Connection **out, Err *err) MUST_CHECK;

#endif
