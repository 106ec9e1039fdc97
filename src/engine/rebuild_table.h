/* The table that a rebuild makes: what is there, changed by the operations of the block.
 *
 * As Alembic's ApplyBatchImpl does it, and with its errors: columns go by the name that they had at
 * the start, constraints by their own. Here the new table is only described; nothing is sent but
 * for the inspection of the old one. */
#ifndef RETORT_ENGINE_REBUILD_TABLE_H
#define RETORT_ENGINE_REBUILD_TABLE_H

#include "engine/migrate.h"

/* One column of the new table and where its rows come from. */
typedef struct RebuildPart {
    Str key;                    /* name at the start; the block refers to it by this */
    Column *column;             /* the new one */
    bool copied;                /* has a source */
    VEC(const SqlType *) casts; /* in their order; empty = copied as it is */
    Str source;                 /* column of the old table */
    IdentQuote source_quote;
    bool
        retyped; /* the CHECK of its type comes behind this constraint, or before all of its kind */
    const Constraint *check_after;
} RebuildPart;

typedef VEC(RebuildPart) RebuildParts;

/* `before` stands in front of `after` in the new table. */
typedef struct RebuildPair {
    Str before, after;
} RebuildPair;

typedef struct Rebuild {
    Migration *m;
    const Op *op;
    const Batch *b;
    Arena *a;
    Err *err;
    Table *old;
    RebuildParts parts;
    ConstraintVec constraints;
    IndexVec indexes, new_indexes;
    StrVec existing_order;
    VEC(RebuildPair) pairs;
    Table *fresh;
    /* SQLite, on a connection (rebuild_sqlite.h) */
    StrVec renamed_from, renamed_to; /* columns that have their new names already */
    Str definition;                  /* CREATE TABLE of the old table; null = not known */
    StrVec index_names, index_texts; /* CREATE INDEX statements that are to be run again */
    StrVec triggers;                 /* CREATE TRIGGER statements */
    Str counter;                     /* of AUTOINCREMENT; null = none */
    bool legacy_alter_table;         /* the connection's setting */
    bool triggers_work;              /* there are some, and statements can use them */
    bool analyzed;                   /* there are statistics about it */
    bool own_transaction;            /* begun for the rebuild */
} Rebuild;

/* An error as the script sees it. */
bool rebuild_table_fail(Rebuild *x, const char *kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* By the name that it had at the start; NULL = none. */
RebuildPart *rebuild_table_find(Rebuild *x, Str key);
/* The name at the start of a column that has its new one already. */
Str rebuild_table_key(const Rebuild *x, Str name);

/* Sets x->old, from copy_from or by inspection. */
bool rebuild_table_inspect(Rebuild *x) MUST_CHECK;
/* The name of a constraint of x->old: a table of copy_from has its names by the convention of its
 * MetaData from the start, whatever becomes of its columns. */
bool rebuild_table_name(Rebuild *x, const Constraint *c, Ident *name) MUST_CHECK;
/* Takes x->old apart. */
bool rebuild_table_take(Rebuild *x) MUST_CHECK;
/* `before` is to stand in front of `after`. */
void rebuild_table_order(Rebuild *x, Str before, Str after);
/* "flag IN (0, 1)", as it is read from a database: a Boolean's or Enum's. */
bool rebuild_table_is_type_check(const Constraint *c, Str column);
/* Of what a column carries, its CHECKs stay with it; the rest belongs to the table. SQLAlchemy's
 * copies of them are without the dialects' options. Their names are what the conventions made of
 * them when the column came to the table that it is from. */
bool rebuild_table_own_checks(Rebuild *x, Column *c, Table *from,
                              const NamingConvention *naming) MUST_CHECK;

/* rebuild.c: an operation on one of the two tables, and sending it. */
Op *rebuild_op(Rebuild *x, OpKind kind, const Table *t);
bool rebuild_emit(Rebuild *x, Op *op) MUST_CHECK;

#endif
