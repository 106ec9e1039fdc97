/* Regular expressions over CREATE TABLE statements: SQLAlchemy's patterns, run by PCRE2. */
#ifndef RETORT_DIALECT_SQLITE_PATTERN_H
#define RETORT_DIALECT_SQLITE_PATTERN_H

#include "base/str.h"

enum { SQLITE_PATTERN_GROUPS = 12 };

/* A match: group[0] is the whole, groups that took no part are null. */
typedef struct SqlitePatternMatch {
    Str group[SQLITE_PATTERN_GROUPS];
    size_t end; /* where to go on searching */
} SqlitePatternMatch;

typedef struct SqlitePattern SqlitePattern;

/* Case-insensitive; dot_all lets . match newlines. The expression is part of the program: one that
 * does not compile is a bug. Free with sqlite_pattern_free. */
SqlitePattern *sqlite_pattern_new(const char *expression, bool dot_all);
void sqlite_pattern_free(SqlitePattern *p);
/* The first match at or after start. A text that exhausts the matcher's limits does not match. */
bool sqlite_pattern_find(const SqlitePattern *p, Str text, size_t start, SqlitePatternMatch *m);

#endif
