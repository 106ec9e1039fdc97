/* libpq, loaded when the first PostgreSQL connection is opened.
 *
 * For the reason see dialect/library.h. libpq.c defines the functions that Retort uses under their
 * own names, each a jump to the real one. Callers include libpq-fe.h and notice nothing, except
 * that libpq_load must have succeeded before. */
#ifndef RETORT_DIALECT_POSTGRESQL_LIBPQ_H
#define RETORT_DIALECT_POSTGRESQL_LIBPQ_H

#include "base/err.h"

/* Loads libpq once per process. Fails with ERR_CONNECT when it is missing or too old (before 14,
 * which has no pipeline mode). */
bool libpq_load(Err *err) MUST_CHECK;

#endif
