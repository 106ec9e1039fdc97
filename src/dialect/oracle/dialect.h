/* Oracle: its spelling and its entry in the table of dialects. There is no connection to it: SQL
 * can be printed, not sent. */
#ifndef RETORT_DIALECT_ORACLE_DIALECT_H
#define RETORT_DIALECT_ORACLE_DIALECT_H

#include "dialect/compiler.h"

extern const Dialect oracle_dialect;

/* reserved.c */
extern const char *const oracle_reserved[];

/* types.c */
bool oracle_type(Compiler *c, const SqlType *t);

/* ddl.c */
bool oracle_column(Compiler *c, const Column *col);
bool oracle_computed(Compiler *c, const ServerDefault *d);
bool oracle_table_end(Compiler *c, const Table *t);
bool oracle_create_index(Compiler *c, const Index *i, const Op *op);
bool oracle_op(Compiler *c, const Op *op, Statements *out, bool *handled);

/* expr.c */
bool oracle_next_value(Compiler *c, Str schema, Ident name);
bool oracle_function(Compiler *c, const SqlExpr *e, bool *handled);
bool oracle_binary(Compiler *c, const SqlExpr *e, bool *handled);
bool oracle_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled);
bool oracle_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset);
bool oracle_for_update(Compiler *c, const SqlForUpdate *f);

#endif
