/* Regular expressions over what a database prints of its schema: SQLAlchemy searches it with
 * patterns, and so that the same things are found these are searched with PCRE2. */
#ifndef RETORT_DIALECT_PATTERN_H
#define RETORT_DIALECT_PATTERN_H

#include "base/str.h"

enum { PATTERN_GROUPS = 16 };

/* A match: group[0] is the whole, groups that took no part are null. */
typedef struct PatternMatch {
    Str group[PATTERN_GROUPS];
    size_t end; /* where to go on searching */
} PatternMatch;

typedef struct Pattern Pattern;

/* Case-insensitive; dot_all lets . match newlines. The expression is part of the program: one that
 * does not compile is a bug. Free with pattern_free. */
Pattern *pattern_new(const char *expression, bool dot_all);
void pattern_free(Pattern *p);
/* The first match at or after start. A text that exhausts the matcher's limits does not match. */
bool pattern_find(const Pattern *p, Str text, size_t start, PatternMatch *m);

#endif
