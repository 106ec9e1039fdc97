/* The columns of FROM elements and of queries, and what SQLAlchemy calls them. */
#ifndef RETORT_DIALECT_COLUMNS_H
#define RETORT_DIALECT_COLUMNS_H

#include "schema/table.h"
#include "sql/statement.h"

/* The columns that a FROM element has under its own name: SQL_COLUMN nodes that belong to it. What
 * cannot be known, of text(), is left out. */
void columns_of_from(Arena *a, const SqlExpr *from, SqlExprVec *out);
/* The columns of a query or a statement with RETURNING, in order, tables replaced by theirs. */
void columns_of_query(Arena *a, const SqlExpr *query, SqlExprVec *out);
/* items with tables, aliases and joins replaced by their columns. */
void columns_expand(Arena *a, const SqlExprVec *items, SqlExprVec *out);
bool columns_is_from(const SqlExpr *e);
/* The name that an expression has by itself; null = none, or a generated one: *anon is then what it
 * is generated for, else NULL. */
Str columns_own_name(const SqlExpr *e, const SqlExpr **anon);
/* What a generated name begins with: "lower" of lower(x), "anon". */
Str columns_anon_base(const SqlExpr *e);
/* Two column expressions that are one: SQLAlchemy compares objects. */
bool columns_same(const SqlExpr *a, const SqlExpr *b);
/* The expression in a cast and its kin that lends them its name; NULL = not of this kind. */
const SqlExpr *columns_wrapped(const SqlExpr *e);

/* How SQLAlchemy names the columns of a SELECT (_generate_columns_plus_names). */
typedef struct ColumnLabel {
    const SqlExpr *expr;
    Str required, fallback;       /* null: none, or generated for ... */
    const SqlExpr *required_anon, *fallback_anon;
    unsigned repeat;              /* not 0: the generated name has a second underscore */
    bool repeated;
} ColumnLabel;
typedef VEC(ColumnLabel) ColumnLabelVec;
ColumnLabelVec columns_label(Arena *a, const SqlExprVec *columns, bool anon_for_dupe);

#endif
