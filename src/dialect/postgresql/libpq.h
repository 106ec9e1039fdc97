/* libpq, loaded when the first PostgreSQL connection is opened.
 *
 * Linking libpq in the usual way makes every start load it and the twenty libraries it needs (TLS,
 * Kerberos, LDAP): several times what `retort heads` does otherwise, and nothing at all where the
 * database is SQLite. So libpq.c defines the functions that Retort uses under their own names, each
 * a jump to the real one, found with dlopen. Callers include libpq-fe.h and notice nothing, except
 * that libpq_load must have succeeded before. */
#ifndef RETORT_DIALECT_POSTGRESQL_LIBPQ_H
#define RETORT_DIALECT_POSTGRESQL_LIBPQ_H

#include "base/err.h"

/* Loads libpq once per process. Fails with ERR_CONNECT when it is missing or too old (before 14,
 * which has no pipeline mode). */
bool libpq_load(Err *err) MUST_CHECK;

#endif
