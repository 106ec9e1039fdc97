/* Column types from what format_type() prints, by the rules of SQLAlchemy's reflection.
 *
 * "character varying(20)[]" becomes ARRAY(VARCHAR(length=20)); a name that is no built-in type is
 * looked up among the database's enums and domains. What is not known at all becomes NullType. */
#ifndef RETORT_DIALECT_POSTGRESQL_INSPECT_TYPE_H
#define RETORT_DIALECT_POSTGRESQL_INSPECT_TYPE_H

#include "dialect/postgresql/session.h"

/* An enum or a domain of the database, under the name that format_type() prints. */
typedef struct PostgresqlNamedType {
    Str name, schema;
    bool visible; /* by the search path */
    bool is_domain;
    StrVec labels;                                             /* enums */
    Str base, default_text, constraint_name, check, collation; /* domains; null = none */
    bool not_null;
} PostgresqlNamedType;

/* All of them by name: "mood", "other.mood". Filled on first use. */
typedef struct PostgresqlTypes {
    PostgresqlSession *session;
    Arena *arena;
    bool loaded;
    Map by_name;
} PostgresqlTypes;

/* The type of a column; NullType (with a log line) when it cannot be told. collation may be null.
 * *domain gets the domain when the type is one (may be NULL). */
bool postgresql_inspect_type(PostgresqlTypes *types, Str format_type, Str collation, Str column,
                             const SqlType **type, const PostgresqlNamedType **domain,
                             Err *err) MUST_CHECK;

#endif
