/* Values between SqlValue and MySQL's text protocol, as PyMySQL converts them.
 *
 * Reading: a cell becomes what the driver gives a script for a column of that type; dates that no
 * calendar has ("0000-00-00") stay text. Writing: parameters stand in the statement as literals,
 * because that is how the Python drivers send them; a prepared statement would give results other
 * types and cannot hold DDL. */
#ifndef RETORT_DIALECT_MYSQL_VALUE_H
#define RETORT_DIALECT_MYSQL_VALUE_H

#include <mysql.h>

#include "base/err.h"
#include "sql/value.h"

/* The value of a cell that is not NULL. Text lives in out. */
SqlValue mysql_value_read(enum enum_field_types type, bool is_binary, Str text, Arena *out);

/* Appends the literal. plain_backslash: the session's sql_mode has NO_BACKSLASH_ESCAPES. */
bool mysql_value_push(StrBuf *b, const SqlValue *v, bool plain_backslash, Err *err) MUST_CHECK;

/* The statement with its parameters in place of the question marks that have CONNECTION_BIND_MARK
 * before them. */
bool mysql_value_substitute(Str sql, const SqlValue *params, size_t n, bool plain_backslash,
                            StrBuf *out, Err *err) MUST_CHECK;

#endif
