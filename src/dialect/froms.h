/* Which FROM elements a statement has: those that its expressions select from, those inside joins.
 */
#ifndef RETORT_DIALECT_FROMS_H
#define RETORT_DIALECT_FROMS_H

#include "base/vec.h"
#include "schema/table.h"
#include "sql/statement.h"

/* A FROM element as such: by its expression, or by the schema table that it stands for. */
typedef struct FromKey {
    const SqlExpr *expr;
    const Table *table;
} FromKey;
typedef VEC(FromKey) FromKeyVec;

FromKey froms_key(const SqlExpr *from);
/* What a SQL_COLUMN belongs to; empty = nothing. */
FromKey froms_of_column(const SqlExpr *column);
bool froms_same(FromKey a, FromKey b);
bool froms_have(const FromKeyVec *v, FromKey k);
/* Adds what the expressions select from, in order and once each; the vectors grow in the arena. */
void froms_collect(Arena *a, const SqlExprVec *items, FromKeyVec *out);
/* Adds the elements, each with those that it joins. */
void froms_expand(Arena *a, const FromKeyVec *v, FromKeyVec *out);
/* Takes out what stands inside a join of the list. */
void froms_hide_joined(Arena *a, FromKeyVec *v);

#endif
