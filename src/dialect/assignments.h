/* What INSERT and UPDATE set: the columns in the order of their table, the defaults that a script
 * left out, the text of `column = value`. Both statements, ON CONFLICT and bulk_insert() share it.
 */
#ifndef RETORT_DIALECT_ASSIGNMENTS_H
#define RETORT_DIALECT_ASSIGNMENTS_H

#include "dialect/compiler.h"

/* The table that is changed: of a join, the first. */
const SqlExpr *assignments_primary(const SqlExpr *table);
/* Its schema table; NULL = none is known. */
const Table *assignments_table(const SqlExpr *table);
/* Its columns that have a Column: all those of a schema table, and what table() was given. */
ColumnVec assignments_columns(Arena *a, const SqlExpr *table);
/* The column's place in the table; SIZE_MAX = it is none of it. */
size_t assignments_place(const SqlExpr *table, Str column);

/* Offline a statement that says nothing of values has all columns as parameters. */
static inline bool assignments_said(bool given, const SqlAssignmentVec *values)
{
    return given || values->len;
}

/* What was given and the columns that have a default: offline an expression or the next of a
 * sequence is written, while a value that Python would make as the statement runs is NULL. Online
 * the caller has asked for them all. */
SqlAssignmentVec assignments_with_defaults(Compiler *c, const SqlExpr *table,
                                           const SqlAssignmentVec *given, bool on_update);
/* SQLAlchemy writes values in the order of the table's columns, not in the order given. */
SqlAssignmentVec assignments_in_order(Compiler *c, const SqlExpr *table,
                                      const SqlAssignmentVec *given);
/* The parameters of a statement that says nothing of values: all columns. */
SqlAssignmentVec assignments_every_column(Compiler *c, const SqlExpr *table);

/* A value of INSERT or UPDATE: a plain value takes the type of its column. */
bool assignments_push_value(Compiler *c, const SqlAssignment *a);
/* A column by its name, quoted as it was declared. */
bool assignments_push_column(Compiler *c, const SqlExpr *table, Str name);
/* of: the table that is changed; table: the columns are written with its name; NULL = alone. */
bool assignments_push(Compiler *c, const SqlExpr *of, const SqlAssignmentVec *set,
                      const SqlExpr *table);
bool assignments_push_every_column(Compiler *c, const SqlExpr *table);

#endif
