/* Connections to SQLite files through the sqlite3 library.
 *
 * Transactions are SQLite's own: begin() sends BEGIN, so DDL is rolled back with the rest, which
 * Python's driver does not do. foreign_keys stays as SQLite has it, off. */
#ifndef RETORT_DIALECT_SQLITE_CONNECT_H
#define RETORT_DIALECT_SQLITE_CONNECT_H

#include "dialect/connection.h"

/* Dialect.connect of SQLite. The connection closes itself when the arena is released. */
bool sqlite_connect_open(const DatabaseUrl *url, const SqlOptions *connect_args, Arena *arena,
                         Connection **out, Err *err) MUST_CHECK;

#endif
