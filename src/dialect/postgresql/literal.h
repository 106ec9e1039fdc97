/* Parameters written into a statement as literals, as psycopg2 writes them. */
#ifndef RETORT_DIALECT_POSTGRESQL_LITERAL_H
#define RETORT_DIALECT_POSTGRESQL_LITERAL_H

#include "base/err.h"
#include "sql/value.h"

/* The statement with a literal for each $1 that has CONNECTION_BIND_MARK before it. */
bool postgresql_literal_write(Str sql, const SqlValue *params, size_t n, Arena *out, Str *text,
                              Err *err) MUST_CHECK;

#endif
