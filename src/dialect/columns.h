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
/* A name as SQLAlchemy has it: given, or to be generated when the statement is written. What is
 * generated for the same thing from the same words is the same name. */
typedef struct ColumnName {
    Str text;              /* null = none, or generated ... */
    const SqlExpr *of;     /* ... for this; NULL = not generated */
    Str base;              /* what it begins with: "lower" of lower(x), "anon" */
    const SqlExpr *prefix; /* what has a generated name that stands in front of base; NULL = none */
    const SqlExpr *stem;   /* what has a generated name that stands behind base; NULL = none */
    bool no_number;        /* the prefix, base and stem are all of the name */
    unsigned repeat;       /* the how-manieth repetition of its column; 0 = none */
    int quote;             /* of text: -1 never, 0 as needed, 1 always */
} ColumnName;

static inline bool columns_is_name(const ColumnName *n) { return n->of || !str_is_null(n->text); }
bool columns_same_name(const ColumnName *a, const ColumnName *b);
/* The name that an expression has by itself, given or generated; false = none. */
bool columns_own_name(const SqlExpr *e, ColumnName *out);
/* table_column, by which ORDER BY "table_column" finds it; null text = generated. False = none. */
bool columns_table_name(Arena *a, const SqlExpr *e, ColumnName *out);
/* The name that is generated for an expression; one that wraps a name has that. */
ColumnName columns_generated_name(const SqlExpr *e);
/* What a column is called that stands for e under a generated name. */
ColumnName columns_label_name(const SqlExpr *e);
/* Two column expressions that are one: SQLAlchemy compares objects. */
bool columns_same(const SqlExpr *a, const SqlExpr *b);
/* The expression in a cast and its kin that lends it its name; NULL = not of this kind. */
const SqlExpr *columns_wrapped(const SqlExpr *e);

/* How SQLAlchemy names the columns of a SELECT (_generate_columns_plus_names). */
typedef struct ColumnLabel {
    const SqlExpr *expr;
    ColumnName required, fallback;
    bool repeated;
} ColumnLabel;
typedef VEC(ColumnLabel) ColumnLabelVec;
ColumnLabelVec columns_label(Arena *a, const SqlExprVec *columns, bool anon_for_dupe,
                             SqlLabelStyle style);
/* How a subquery or CTE names the columns of a query: by the SELECT that it is, or begins with. A
 * subquery knows no SQL_LABELS_NONE, as no two may have one name; a CTE is taken at its word. */
SqlLabelStyle columns_style(const SqlExpr *query, bool of_cte);

#endif
