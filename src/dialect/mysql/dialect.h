/* MySQL and MariaDB: one spelling, two entries in the table of dialects.
 *
 * MariaDB differs in its reserved words, in the prefix of its options and in how a CHECK is
 * dropped; everything else is shared. */
#ifndef RETORT_DIALECT_MYSQL_DIALECT_H
#define RETORT_DIALECT_MYSQL_DIALECT_H

#include "dialect/compiler.h"

extern const Dialect mysql_dialect;
extern const Dialect mysql_mariadb_dialect;
/* What "mysql://" is on a MariaDB server: found only by connecting. */
extern const Dialect mysql_on_mariadb_dialect;

/* reserved.c */
extern const char *const mysql_reserved[];
extern const char *const mysql_reserved_mariadb[];

/* dialect.c */
bool mysql_is_mariadb(const Compiler *c);
/* Whether there is a server, of that version or a later one: 80013 is MySQL 8.0.13, 100201 MariaDB
 * 10.2.1, MYSQL_NEVER neither of them. --sql has none to ask. */
enum { MYSQL_NEVER = 1 << 30 };
bool mysql_server_has(const Compiler *c, int mysql, int mariadb);

/* An option by its name without "mysql_" or "mariadb_"; NULL = not given. */
const SqlValue *mysql_option(Compiler *c, const SqlOptions *a, const SqlOptions *b,
                             const char *name);
/* The same; on MariaDB the one for MySQL will do. */
const SqlValue *mysql_any_option(Compiler *c, const SqlOptions *a, const SqlOptions *b,
                                 const char *name);

/* types.c */
bool mysql_type(Compiler *c, const SqlType *t);
/* What CAST takes for a string type: always a CHAR. */
bool mysql_cast_string(Compiler *c, const SqlType *t);
/* What CAST takes for a number. */
bool mysql_cast_decimal(Compiler *c, const SqlType *t);
/* A generic Double, here MySQL's DOUBLE, has no scale: with a precision it is refused. */
bool mysql_is_half_a_double(const SqlType *t);
bool mysql_half_a_double(Compiler *c);

/* ddl.c */
bool mysql_column(Compiler *c, const Column *col);
bool mysql_constraint_end(Compiler *c, const Constraint *k);
bool mysql_table_end(Compiler *c, const Table *t);
bool mysql_create_index(Compiler *c, const Index *i, const Op *op);
bool mysql_drop_index(Compiler *c, const Index *i, const Op *op);

/* alter.c */
bool mysql_op(Compiler *c, const Op *op, Statements *out, bool *handled);

/* compare.c */
bool mysql_defaults_differ(Connection *conn, const Column *inspected, const Column *model,
                           Str inspected_sql, Str model_sql, bool *differ, Err *err);

/* expr.c */
bool mysql_next_value(Compiler *c, Str schema, Ident name);
bool mysql_function(Compiler *c, const SqlExpr *e, bool *handled);
bool mysql_extract(Compiler *c, const SqlExpr *e);
bool mysql_binary(Compiler *c, const SqlExpr *e, bool *handled);
bool mysql_cast(Compiler *c, const SqlExpr *e, bool *handled);
bool mysql_limit(Compiler *c, const SqlExpr *limit, const SqlExpr *offset);
bool mysql_for_update(Compiler *c, const SqlForUpdate *f);

#endif
