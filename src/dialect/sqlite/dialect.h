/* SQLite: its spelling, its rules, and its entry in the table of dialects. */
#ifndef RETORT_DIALECT_SQLITE_DIALECT_H
#define RETORT_DIALECT_SQLITE_DIALECT_H

#include "dialect/compiler.h"
#include "dialect/connection.h"

extern const Dialect sqlite_dialect;

/* ddl.c */
bool sqlite_column(Compiler *c, const Column *col);
bool sqlite_primary_key(Compiler *c, const Constraint *k, bool *handled);
bool sqlite_computed(Compiler *c, const ServerDefault *d);
bool sqlite_constraint_end(Compiler *c, const Constraint *k);
bool sqlite_skip_constraint(const Constraint *k);
void sqlite_key_column_end(Compiler *c, const Constraint *k, size_t i);
bool sqlite_table_end(Compiler *c, const Table *t);
bool sqlite_create_index(Compiler *c, const Index *i, const Op *op);
bool sqlite_op(Compiler *c, const Op *op, Statements *out, bool *handled);

/* expr.c */
bool sqlite_function(Compiler *c, const SqlExpr *e, bool *handled);
bool sqlite_empty_list(Compiler *c, size_t columns);
bool sqlite_binary(Compiler *c, const SqlExpr *e, bool *handled);
bool sqlite_extract(Compiler *c, const SqlExpr *e);
bool sqlite_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled);
bool sqlite_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset);

/* compare.c */
bool sqlite_defaults_differ(Connection *conn, const Column *inspected, const Column *model,
                            Str inspected_sql, Str model_sql, bool *differ, Err *err);

#endif
