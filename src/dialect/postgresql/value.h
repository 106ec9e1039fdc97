/* Values between SqlValue and PostgreSQL's text format.
 *
 * Reading: a cell becomes what psycopg2 and SQLAlchemy give a script for a column of that type;
 * types that have no richer form stay text. Writing: a parameter gets the type that the literal
 * would have had if it stood in the statement, because that is what psycopg2 sends. */
#ifndef RETORT_DIALECT_POSTGRESQL_VALUE_H
#define RETORT_DIALECT_POSTGRESQL_VALUE_H

#include "base/err.h"
#include "sql/value.h"

/* The value of a cell of type `oid`. Text and lists live in out. */
SqlValue postgresql_value_read(unsigned oid, Str text, Arena *out);

/* One parameter of PQexecParams. */
typedef struct PostgresqlParam {
    unsigned type;     /* oid; 0 = the server decides */
    const char *value; /* NULL = SQL NULL */
    int length;        /* of binary values */
    int format;        /* 1 = binary */
} PostgresqlParam;

/* Appends the text of a float, or of a length of time in microseconds. */
void postgresql_value_push_float(StrBuf *b, double d);
void postgresql_value_push_interval(StrBuf *b, int64_t micros);
/* Whether the text of a time or moment ends with a time zone. */
bool postgresql_value_has_zone(Str text);

bool postgresql_value_write(const SqlValue *v, Arena *out, PostgresqlParam *param,
                            Err *err) MUST_CHECK;

/* The elements of an array in text form, '{a,"b c",NULL}': null Str for NULL. Nested arrays come
 * as one element with their braces. */
void postgresql_value_split_array(Str text, Arena *out, Str **items, size_t *n);

#endif
