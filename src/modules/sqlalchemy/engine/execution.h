/* One statement on its way to the server: what execute.c and values.c share.
 *
 * The tree is the script's own, whose nodes may be shared: only its root is copied, and binds get
 * their values back after each execution. values.c fills in what values() left out: the columns of
 * the parameters, the Python-side defaults; and it finds the key of the new row. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_EXECUTION_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_EXECUTION_H

#include "modules/sqlalchemy/engine/internal.h"
#include "sql/statement.h"

/* A bind of the script's own tree and what it held: parameters are put in for one execution. */
typedef struct SavedBind {
    SqlExpr *node;
    SqlBind before;
} SavedBind;

typedef struct Execution {
    Eval *ev;
    EngineConnection *c;
    Value statement;
    Arena scratch;
    SqlExpr *tree;
    CompileOptions options;
    Str sql;
    SqlExprVec binds;
    bool own_values; /* values() was given */
    Value first;  /* of a list of parameters: the dict that says which columns; unset = no list */
    size_t group; /* number of the present one */
    Value made;   /* dict of what Python-side defaults gave, by column key; unset = nothing */
    VEC(SavedBind) saved;
} Execution;

/* Compiles the tree into sql and binds. */
bool execution_compile(Execution *x) MUST_CHECK;

/* ---- values.c ---- */
/* Completes the tree of an INSERT or UPDATE with what `params` and defaults say. */
bool execution_fill_values(Execution *x, Value params) MUST_CHECK;
/* Result.inserted_primary_key of an INSERT of one row; rows: what RETURNING gave, or NULL. Leaves
 * *out unset where SQLAlchemy has none. */
bool execution_inserted_key(Execution *x, Result *rows, Value *out) MUST_CHECK;
/* The parameters of the row, by column key: those given and those that defaults made. */
bool execution_inserted_params(Execution *x, Value *out) MUST_CHECK;

#endif
