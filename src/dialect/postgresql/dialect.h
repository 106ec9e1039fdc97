/* PostgreSQL: its spelling, its rules, and its entry in the table of dialects. */
#ifndef RETORT_DIALECT_POSTGRESQL_DIALECT_H
#define RETORT_DIALECT_POSTGRESQL_DIALECT_H

#include "dialect/compiler.h"
#include "dialect/connection.h"

extern const Dialect postgresql_dialect;

/* types.c */
bool postgresql_type(Compiler *c, const SqlType *t);
/* schema.name of a named type (ENUM, DOMAIN). */
bool postgresql_type_name(Compiler *c, const SqlType *t);

/* ddl.c */
bool postgresql_column(Compiler *c, const Column *col);
bool postgresql_computed(Compiler *c, const ServerDefault *d);
bool postgresql_constraint_tail(Compiler *c, const Constraint *k);
bool postgresql_constraint_end(Compiler *c, const Constraint *k);
bool postgresql_key_word(Compiler *c, const Constraint *k);
bool postgresql_exclude(Compiler *c, const Constraint *k);
bool postgresql_table_end(Compiler *c, const Table *t);
bool postgresql_create_index(Compiler *c, const Index *i, const Op *op);
bool postgresql_drop_index(Compiler *c, const Index *i, const Op *op);
bool postgresql_create_type(Compiler *c, const SqlType *t);
bool postgresql_drop_type(Compiler *c, const SqlType *t);
bool postgresql_op(Compiler *c, const Op *op, Statements *out, bool *handled);

/* expr.c */
bool postgresql_next_value(Compiler *c, Str schema, Ident name);
bool postgresql_function(Compiler *c, const SqlExpr *e, bool *handled);
bool postgresql_binary(Compiler *c, const SqlExpr *e, bool *handled);
bool postgresql_literal(Compiler *c, const SqlValue *v, const SqlType *t, bool *handled);
bool postgresql_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset);
bool postgresql_for_update(Compiler *c, const SqlForUpdate *f);
void postgresql_placeholder(Compiler *c, size_t n, const SqlExpr *bind);
/* '::JSONB' behind a placeholder whose type needs it. */
bool postgresql_bind_cast(Compiler *c, const SqlExpr *bind);

/* compare.c */
bool postgresql_defaults_differ(Connection *conn, const Column *inspected, const Column *model,
                                Str inspected_sql, Str model_sql, bool *differ, Err *err);

#endif
