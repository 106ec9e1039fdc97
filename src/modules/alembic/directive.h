/* From the arguments of a directive to an Operation: what op.c and batch.c share.
 *
 * A Directive is the call in progress: where it comes from, where it goes. Inside a
 * batch_alter_table block `batch` is set, and the operation is queued instead of emitted. */
#ifndef RETORT_MODULES_ALEMBIC_DIRECTIVE_H
#define RETORT_MODULES_ALEMBIC_DIRECTIVE_H

#include "modules/alembic/environment.h"
#include "modules/sqlalchemy/schema.h"

typedef struct Directive {
    Eval *ev;
    Migration *m;
    const char *name; /* "add_column", for messages */
    Batch *batch;     /* NULL outside of a block */
    Arena *arena;     /* of the operation */
} Directive;

/* Runs or queues it. */
bool directive_emit(Directive *d, Op *op) MUST_CHECK;
/* The same past implementations that a project put in the place of the built-in ones. */
bool directive_emit_builtin(Directive *d, Op *op) MUST_CHECK;

/* The same with the statement that a script has for it (@compiles(DropIndex)). object: what its
 * function sees, unset = the operation's own. */
bool directive_emit_spelled(Directive *d, Op *op, Value object) MUST_CHECK;

/* Raises e as the exception that Alembic would raise; returns false. */
bool directive_raise(Eval *ev, const Err *e);

/* ---- arguments; what: the parameter's name ---- */
bool directive_ident(Directive *d, Value v, const char *what, Ident *out) MUST_CHECK;
/* The same for a schema: an empty one is none. */
bool directive_schema(Directive *d, Value v, const char *what,
                      Ident *out) MUST_CHECK; /* None = null */
bool directive_name(Directive *d, Value v, const char *what,
                    Ident *out) MUST_CHECK;                                       /* None refused */
bool directive_str(Directive *d, Value v, const char *what, Str *out) MUST_CHECK; /* None = null */
bool directive_flag(Directive *d, Value v, int *out) MUST_CHECK; /* -1 for None or unset */
bool directive_names(Directive *d, Value v, const char *what, StrVec *out) MUST_CHECK;
/* The same as they are written, with their wishes for quotes. */
bool directive_idents(Directive *d, Value v, const char *what, IdentVec *out) MUST_CHECK;
bool directive_known(Directive *d, Value v) MUST_CHECK;
/* Raises that v is of a wrong type; false. */
bool directive_wrong(Directive *d, Value v, const char *what, const char *wanted) MUST_CHECK;

/* ---- pieces ---- */
/* A table that holds what a directive is about, under the naming convention in force. */
Table *directive_table(Directive *d, Ident name, Str schema);
/* The keywords of Table(): comment, prefixes, quote …, and the dialects' options. */
bool directive_table_keywords(Directive *d, Value kw, Table *t) MUST_CHECK;
/* The column of the name, which is made without a type when there is none. */
Column *directive_untyped(Directive *d, Table *t, Str name);
/* Raises that a column is appended that is there; false. */
bool directive_column_twice(Directive *d, const Table *t, Str name);
/* With untyped columns of the names. */
Table *directive_table_of(Directive *d, Ident name, Str schema, const IdentVec *columns);
bool directive_index(Directive *d, Value name, Ident table, Str schema, Value columns, Value unique,
                     Value kw, Index **out) MUST_CHECK;
bool directive_column(Directive *d, Value column, Ident table, Str schema, Column **out,
                      Table **parent) MUST_CHECK;

/* ---- whole directives, shared by op.* and batch_op.* ---- */
typedef struct AlterArgs {
    Value nullable, comment, server_default, new_column_name, type_, existing_type,
        existing_server_default, existing_nullable, existing_comment, insert_before, insert_after,
        kw;
} AlterArgs;

typedef struct ForeignKeyArgs {
    Value name, referent, local_cols, remote_cols, onupdate, ondelete, deferrable, initially, match,
        referent_schema, kw;
} ForeignKeyArgs;

bool directive_add_column(Directive *d, Ident table, Str schema, Value column, Value if_not_exists,
                          Value inline_references, Value inline_primary_key, Value before,
                          Value after) MUST_CHECK;
bool directive_drop_column(Directive *d, Ident table, Str schema, Value column,
                           Value kw) MUST_CHECK;
bool directive_alter_column(Directive *d, Ident table, Str schema, Value column,
                            const AlterArgs *x) MUST_CHECK;
bool directive_create_index(Directive *d, Ident table, Str schema, Value name, Value columns,
                            Value unique, Value if_not_exists, Value kw) MUST_CHECK;
bool directive_drop_index(Directive *d, Ident table, Str schema, Value name, Value if_exists,
                          Value kw) MUST_CHECK;
bool directive_primary_key(Directive *d, Ident table, Str schema, Value name,
                           Value columns) MUST_CHECK;
bool directive_unique(Directive *d, Ident table, Str schema, Value name, Value columns,
                      Value kw) MUST_CHECK;
bool directive_check(Directive *d, Ident table, Str schema, Value name, Value condition,
                     Value kw) MUST_CHECK;
bool directive_foreign_key(Directive *d, Ident table, Str schema,
                           const ForeignKeyArgs *x) MUST_CHECK;
bool directive_exclude(Directive *d, Ident table, Str schema, Value name, Value elements,
                       Value kw) MUST_CHECK;
bool directive_drop_constraint(Directive *d, Ident table, Str schema, Value name, Value type_,
                               Value if_exists) MUST_CHECK;
bool directive_table_comment(Directive *d, bool drop, Ident table, Str schema, Value comment,
                             Value existing) MUST_CHECK;
bool directive_execute(Directive *d, Value sqltext, Value execution_options) MUST_CHECK;
bool directive_inline_literal(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool directive_conv(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
