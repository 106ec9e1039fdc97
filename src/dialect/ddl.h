/* Operations and schema pieces as SQL, in the generic way that SQLAlchemy's DDLCompiler and
 * Alembic's DefaultImpl have. Dialects call these from their own functions and plug theirs in by
 * DialectRules. */
#ifndef RETORT_DIALECT_DDL_H
#define RETORT_DIALECT_DDL_H

#include "dialect/compare.h"
#include "dialect/compiler.h"

/* ---- what a Dialect's function pointers call ---- */
bool ddl_compile_type(const Dialect *d, const SqlType *t, const CompileOptions *o, Arena *out,
                      Str *sql, Err *err);
bool ddl_compile_expr(const Dialect *d, const SqlExpr *e, const CompileOptions *o, Arena *out,
                      Str *sql, SqlExprVec *binds, Err *err);
bool ddl_compile_op(const Dialect *d, const Op *op, const CompileOptions *o, Arena *out,
                    Statements *sql, Err *err);
bool ddl_compile_default(const Dialect *d, const Column *c, const CompileOptions *o, Arena *out,
                         Str *sql, Err *err);

/* ---- pieces: ddl_table.c, ddl_constraint.c, ddl_index.c ---- */
bool ddl_create_table(Compiler *c, const Op *op, const Table *t, Statements *out);
bool ddl_default(Compiler *c, const ServerDefault *d, bool *any); /* without the word DEFAULT */
/* The same where a default has to follow: one that has no SQL of its own is refused. */
bool ddl_default_needed(Compiler *c, const ServerDefault *d);
bool ddl_default_clause(Compiler *c, const Column *col); /* " DEFAULT x" or nothing */
bool ddl_identity_options(Compiler *c, const SequenceOptions *o);
bool ddl_identity(Compiler *c, const ServerDefault *d);
bool ddl_computed(Compiler *c, const ServerDefault *d);
/* The column that counts by itself, NULL = none; complains of those that cannot but are told to. */
bool ddl_autoincrement_column(Compiler *c, const Table *t, const Column **out);
bool ddl_column_name(Compiler *c, const Column *col);
/* Inline CHECKs of a column, each with a leading blank. */
bool ddl_column_checks(Compiler *c, const Column *col);

/* The specification of a column in CREATE TABLE, with its own CHECKs. */
bool ddl_column(Compiler *c, const Column *col);
bool ddl_constraint(Compiler *c, const Constraint *k);
const char *ddl_constraint_class(ConstraintKind kind); /* "CheckConstraint()", for messages */
bool ddl_fk_tail(Compiler *c, const Constraint *k);    /* MATCH, ON DELETE, ON UPDATE, DEFERRABLE */
bool ddl_deferrability(Compiler *c, const Constraint *k);
/* "CONSTRAINT name " by the naming convention; nothing for a nameless one. */
bool ddl_constraint_preamble(Compiler *c, const Constraint *k);
/* The final name of a constraint or index, cut or refused as the dialect wants. */
bool ddl_final_name(Compiler *c, Ident name, Ident *out);
/* A type-bound CHECK on a dialect that has the type natively is not written. */
bool ddl_constraint_applies(Compiler *c, const Constraint *k);
/* A keyword that goes into SQL as it stands must match what SQLAlchemy allows. */
bool ddl_phrase(Compiler *c, Str phrase, const char *const *allowed, const char *pattern);

bool ddl_index_name(Compiler *c, const Index *i, const char *verb, bool with_schema);
bool ddl_create_index(Compiler *c, const Index *i, const Op *op);
bool ddl_drop_index(Compiler *c, const Index *i, const Op *op);
/* The options "postgresql_where", "sqlite_where": text or an expression. */
bool ddl_option_expr(Compiler *c, const SqlValue *v);
/* An option of an index by the directive's keywords or the index's own; NULL = absent or None. */
const SqlValue *ddl_option(const SqlOptions *a, const SqlOptions *b, const char *name);
/* The name that an option is, quoted as its quoted_name says. */
Ident ddl_option_name(const SqlValue *v);

/* ---- types beside the tables: ddl_types.c ---- */
/* What is one type to CREATE TYPE: its kind, schema and name. */
Str ddl_type_key(Arena *arena, const SqlType *t);
/* See Dialect.named_types. */
bool ddl_named_types(const Dialect *d, const Table *t, const MetaData *of, bool bound,
                     const CompileOptions *o, Arena *out, NamedTypes *types, Err *err);
/* The CREATE TYPEs that CREATE TABLE needs and that this run has not written yet. */
bool ddl_create_types(Compiler *c, const Table *t, Statements *out);
/* CREATE or DROP TYPE; refused where the database has none. */
bool ddl_type(Compiler *c, const SqlType *t, bool create, Statements *out);

/* ---- ALTER: ddl_alter.c ---- */
/* An identity can be altered or dropped, not turned into a default; Alembic ends with an
 * AttributeError. */
#define DDL_NOT_AN_IDENTITY                                                                        \
    "The column is an identity: drop that first (server_default=None), then set another default."
/* Nor a default into an identity; Alembic writes half a statement, or ends with a TypeError. */
#define DDL_HAS_DEFAULT                                                                            \
    "The column has a default: drop that first (server_default=None), then add the identity."
bool ddl_alter_table(Compiler *c, const Op *op); /* "ALTER TABLE t" */
bool ddl_alter_column(Compiler *c, const Op *op, Statements *out);
bool ddl_set_nullable(Compiler *c, const Op *op, Statements *out);
bool ddl_column_comment(Compiler *c, Str schema, Ident table, Ident column, Str comment, bool drop,
                        Statements *out);
bool ddl_table_comment(Compiler *c, Str schema, Ident table, Str comment, bool drop,
                       Statements *out);
bool ddl_add_column(Compiler *c, const Op *op, Statements *out);
bool ddl_add_constraint(Compiler *c, const Constraint *k, Statements *out);
/* The name of the constraint that an operation drops, as the naming convention makes it. */
bool ddl_dropped_name(Compiler *c, const Op *op, Ident *name);
bool ddl_drop_constraint(Compiler *c, const Op *op, Statements *out);
/* The CHECKs of Boolean/Enum before and after a change of type. */
bool ddl_type_checks(Compiler *c, const Op *op, const SqlType *t, bool drop, Statements *out);
bool ddl_schema_object(Compiler *c, const Op *op, Statements *out);
bool ddl_bulk_insert(Compiler *c, const Op *op, Statements *out);

/* What a Dialect's pointers need when nothing but the dialect differs: functions named
 * prefix_compile_type and so on. */
#define DDL_FUNCTIONS(prefix, dialect, synonyms)                                                   \
    static bool prefix##_compile_type(const SqlType *t, const CompileOptions *o, Arena *out,       \
                                      Str *sql, Err *err)                                          \
    {                                                                                              \
        return ddl_compile_type(&dialect, t, o, out, sql, err);                                    \
    }                                                                                              \
    static bool prefix##_compile_expr(const SqlExpr *e, const CompileOptions *o, Arena *out,       \
                                      Str *sql, SqlExprVec *binds, Err *err)                       \
    {                                                                                              \
        return ddl_compile_expr(&dialect, e, o, out, sql, binds, err);                             \
    }                                                                                              \
    static bool prefix##_compile_op(const Op *op, const CompileOptions *o, Arena *out,             \
                                    Statements *sql, Err *err)                                     \
    {                                                                                              \
        return ddl_compile_op(&dialect, op, o, out, sql, err);                                     \
    }                                                                                              \
    static bool prefix##_compile_default(const Column *c, const CompileOptions *o, Arena *out,     \
                                         Str *sql, Err *err)                                       \
    {                                                                                              \
        return ddl_compile_default(&dialect, c, o, out, sql, err);                                 \
    }                                                                                              \
    static bool prefix##_named_types(const Table *t, const MetaData *of, bool bound,               \
                                     const CompileOptions *o, Arena *out, NamedTypes *types,       \
                                     Err *err)                                                     \
    {                                                                                              \
        return ddl_named_types(&dialect, t, of, bound, o, out, types, err);                        \
    }                                                                                              \
    static bool prefix##_types_differ(const SqlType *inspected, const SqlType *model,              \
                                      const Column *inspected_col, const Column *model_col,        \
                                      bool *differ, Err *err)                                      \
    {                                                                                              \
        return compare_types(&dialect, synonyms, inspected, model, differ, err);                   \
    }

/* Defaults that differ when their texts do. */
#define DDL_TEXT_DEFAULTS(prefix)                                                                  \
    static bool prefix##_defaults_differ(Connection *conn, const Column *inspected,                \
                                         const Column *model, Str inspected_sql, Str model_sql,    \
                                         bool *differ, Err *err)                                   \
    {                                                                                              \
        *differ = !str_eq(inspected_sql, model_sql);                                               \
        return true;                                                                               \
    }
#define DDL_COMPILE_POINTERS(prefix)                                                               \
    .compile_type = prefix##_compile_type, .compile_expr = prefix##_compile_expr,                  \
    .compile_op = prefix##_compile_op, .compile_default = prefix##_compile_default,                \
    .named_types = prefix##_named_types, .types_differ = prefix##_types_differ
#define DDL_POINTERS(prefix)                                                                       \
    DDL_COMPILE_POINTERS(prefix), .defaults_differ = prefix##_defaults_differ

#endif
