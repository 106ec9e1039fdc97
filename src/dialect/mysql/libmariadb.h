/* libmariadb, loaded when the first MySQL or MariaDB connection is opened.
 *
 * As with libpq (dialect/library.h), libmariadb.c defines the functions that Retort uses under
 * their own names. Callers include mysql.h and notice nothing, except that libmariadb_load must
 * have succeeded before. */
#ifndef RETORT_DIALECT_MYSQL_LIBMARIADB_H
#define RETORT_DIALECT_MYSQL_LIBMARIADB_H

#include "base/err.h"

/* Loads libmariadb once per process. Fails with ERR_CONNECT when it is missing or too old. */
bool libmariadb_load(Err *err) MUST_CHECK;

#endif
