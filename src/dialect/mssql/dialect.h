/* Microsoft SQL Server: its spelling and its entry in the table of dialects. There is no connection
 * to it: SQL can be printed, not sent. */
#ifndef RETORT_DIALECT_MSSQL_DIALECT_H
#define RETORT_DIALECT_MSSQL_DIALECT_H

#include "dialect/compiler.h"

extern const Dialect mssql_dialect;

/* reserved.c */
extern const char *const mssql_reserved[];

/* types.c */
bool mssql_type(Compiler *c, const SqlType *t);

/* ddl.c */
bool mssql_column(Compiler *c, const Column *col);
bool mssql_computed(Compiler *c, const ServerDefault *d);
bool mssql_key_word(Compiler *c, const Constraint *k);
bool mssql_create_index(Compiler *c, const Index *i, const Op *op);
bool mssql_drop_index(Compiler *c, const Index *i, const Op *op);
bool mssql_table_comment(Compiler *c, Str schema, Ident table, Str comment, bool drop);
bool mssql_column_comment(Compiler *c, Str schema, Ident table, Ident column, Str comment,
                          bool drop);

/* alter.c */
bool mssql_op(Compiler *c, const Op *op, Statements *out, bool *handled);

/* expr.c */
bool mssql_unicode(Compiler *c, Str text); /* N'text' */
bool mssql_next_value(Compiler *c, Str schema, Ident name);
bool mssql_function(Compiler *c, const SqlExpr *e, bool *handled);
bool mssql_binary(Compiler *c, const SqlExpr *e, bool *handled);
bool mssql_cast(Compiler *c, const SqlExpr *e, bool *handled);
bool mssql_extract(Compiler *c, const SqlExpr *e);
bool mssql_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled);
bool mssql_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset);
bool mssql_top(Compiler *c, const SqlSelect *s);
const SqlSelect *mssql_rewrite_select(Compiler *c, const SqlSelect *s);
bool mssql_for_update(Compiler *c, const SqlForUpdate *f);

#endif
