/* Database URLs, read as SQLAlchemy's make_url reads them.
 *
 *     dialect[+driver]://user:password@host:port/database?key=value
 *
 * User and password are percent-decoded; a password may hold anything. Printing always masks the
 * password as ***. */
#ifndef RETORT_CONFIG_URL_H
#define RETORT_CONFIG_URL_H

#include "base/err.h"
#include "base/vec.h"

typedef struct UrlQuery {
    Str key;
    Str value;
} UrlQuery;

typedef struct DatabaseUrl {
    Str dialect;              /* "postgresql" */
    Str driver;               /* "psycopg2"; null when not given */
    Str user, password, host; /* null when absent */
    int port;                 /* 0 when absent */
    Str database;             /* null when absent */
    VEC(UrlQuery) query;      /* decoded, in order; a repeated key appears twice */
} DatabaseUrl;

/* Fails with ERR_CONFIG in SQLAlchemy's words ("Could not parse SQLAlchemy URL from given URL
 * string"), never showing the text, which may hold a password. */
bool url_parse(Str text, Arena *arena, DatabaseUrl *out, Err *err) MUST_CHECK;

/* As SQLAlchemy's render_as_string(hide_password=...). */
Str url_render(const DatabaseUrl *u, bool hide_password, Arena *out);

Str url_query_find(const DatabaseUrl *u, const char *key); /* null = absent */

/* The value of a key as SQLAlchemy's coerce_kw_type() reads it; *out stays where the key is absent.
 * Fail with a ValueError in its words. */
bool url_query_bool(const DatabaseUrl *u, const char *key, bool *out, Err *err) MUST_CHECK;
bool url_query_int(const DatabaseUrl *u, const char *key, int *out, Err *err) MUST_CHECK;
bool url_query_float(const DatabaseUrl *u, const char *key, double *out, Err *err) MUST_CHECK;
/* SQLAlchemy's asbool() of a text. */
bool url_as_bool(Str text, bool *out, Err *err) MUST_CHECK;

#endif
