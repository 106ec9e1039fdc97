/* Connections to MySQL and MariaDB through libmariadb, whatever the driver's name in the URL is.
 *
 * Statements go in the text protocol with their parameters written out, and rows come one at a
 * time. The server commits by itself around DDL; a transaction here is what PyMySQL with
 * autocommit off gives: everything else waits for commit or rollback. */
#ifndef RETORT_DIALECT_MYSQL_CONNECT_H
#define RETORT_DIALECT_MYSQL_CONNECT_H

#include "dialect/connection.h"

/* Dialect.connect of MySQL and MariaDB. The connection closes itself when the arena is released. */
bool mysql_connect_open(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                        Connection **out, Err *err) MUST_CHECK;

#endif
