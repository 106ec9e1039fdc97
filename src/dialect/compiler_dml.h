/* What compiler_insert.c and compiler_dml.c (UPDATE, DELETE and what all three have around them)
 * share. The rest of the dialect calls compiler_dml(). */
#ifndef RETORT_DIALECT_COMPILER_DML_H
#define RETORT_DIALECT_COMPILER_DML_H

#include "dialect/compiler.h"

/* named: in a CTE, whose queries name their columns. */
bool compiler_insert(Compiler *c, const SqlInsert *given, bool named);

/* RETURNING, where the database has it. What SQLAlchemy adds to the statement when it is executed
 * has its values as binds. */
bool compiler_dml_returning(Compiler *c, const SqlExprVec *columns);
/* Whether return_defaults() asks for this column: those that it names, or all. */
bool compiler_dml_asks_default(const SqlDefaults *d, const Column *col);
/* OUTPUT, where the database has that instead; which: "inserted" or "deleted", as which the
 * table's columns are those of the row. */
bool compiler_dml_output(Compiler *c, const SqlExpr *table, const SqlExprVec *columns,
                         const char *which);

#endif
