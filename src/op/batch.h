/* A finished batch_alter_table block, as data.
 *
 * The block queues its directives and is emitted as one OP_BATCH when it ends, because on SQLite
 * the whole block decides whether the table is altered in place or rebuilt. Names are those of
 * Alembic's batch_alter_table(). What rebuilding means is the engine's and the dialect's business;
 * this header refuses to know it. */
#ifndef RETORT_OP_BATCH_H
#define RETORT_OP_BATCH_H

#include "op/op.h"

typedef enum BatchRecreate {
    BATCH_RECREATE_AUTO,
    BATCH_RECREATE_ALWAYS,
    BATCH_RECREATE_NEVER
} BatchRecreate;

/* One tuple of partial_reordering: columns in the order wished for. */
typedef VEC(StrVec) BatchOrders;

/* What listeners made of a column of the inspected table; NULL, false, -1 = left as it is. */
typedef struct BatchColumn {
    Str name;
    const SqlType *type;
    bool has_default;
    ServerDefault server_default;
    int nullable;
} BatchColumn;

typedef struct Batch {
    Ident table;
    Str schema; /* null = default */
    BatchRecreate recreate;
    BatchOrders partial_reordering;
    Table *copy_from;        /* NULL = the table is inspected */
    ColumnVec table_columns; /* table_args */
    ConstraintVec table_constraints;
    IndexVec table_indexes;  /* of no table yet: columns by their keys */
    SqlOptions table_kwargs; /* of which these two are no options of a dialect: */
    StrVec table_prefixes;
    Str table_comment;
    bool schema_twice;         /* table_kwargs has one, which no rebuild can take */
    ColumnVec reflect_columns; /* reflect_args: override inspected columns */
    ConstraintVec reflect_constraints;
    IndexVec reflect_indexes;
    VEC(BatchColumn) reflected; /* reflect_kwargs, as this and the next */
    StrVec include_columns;     /* empty = all */
    bool has_naming;
    NamingConvention naming; /* for constraints that the database has without a name */
    OpVec ops;               /* in the order of the script */
} Batch;

/* Whether some operation is beyond ALTER TABLE of a database that can only add columns, by the
 * rule of Alembic's SQLite implementation. */
bool batch_needs_recreate(const Batch *b);
/* Whether the table is rebuilt on a dialect. */
bool batch_recreates(const Batch *b, const char *dialect);

#endif
