/* Looking at SQL text that a server printed: parentheses, strings and quoted names in it.
 *
 * Reflection gets some facts only as text (CHECK bodies, CREATE TABLE statements). These helpers
 * know where a string or a quoted name begins and ends, and nothing else about SQL. */
#ifndef RETORT_DIALECT_SQLTEXT_H
#define RETORT_DIALECT_SQLTEXT_H

#include "base/str.h"

/* One past the end of the string or quoted name that begins at `at`; `at` when none begins there.
 */
size_t sqltext_skip_quoted(Str s, size_t at);

/* Index of the parenthesis that closes the one at `open`; STR_NPOS when none does. */
size_t sqltext_closing(Str s, size_t open);

/* Without one layer of parentheses, if they wrap the whole text (SQLAlchemy's strip_outer_parens).
 */
Str sqltext_strip_parens(Str s);

#endif
