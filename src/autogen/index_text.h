/* Index expressions, made comparable.
 *
 * PostgreSQL prints an expression its own way; Alembic's PostgresqlImpl compares the two spellings
 * after taking off everything that may differ by printing alone. The steps and their order are
 * Alembic's. */
#ifndef RETORT_AUTOGEN_INDEX_TEXT_H
#define RETORT_AUTOGEN_INDEX_TEXT_H

#include "base/arena.h"
#include "sql/expr.h"

/* Lower case, without quotes, table name, casts, outer parentheses, default sorting and spaces. */
Str index_text_normal(Str sql, Str table, Arena *out);

/* The first column in an expression, found depth first; the expression itself when there is none.
 */
const SqlExpr *index_text_first_column(const SqlExpr *e);

#endif
