/* The inside of the comparison: what its files share.
 *
 * compare.c walks schemas and tables, compare_column.c looks at columns, compare_index.c at indexes
 * and unique constraints, compare_key.c at foreign keys and check constraints. Each file follows
 * the module of Alembic of that name, and each rule of a database is a field of AutogenRules. */
#ifndef RETORT_AUTOGEN_COMPARE_H
#define RETORT_AUTOGEN_COMPARE_H

#include "autogen/autogen.h"
#include "autogen/rules.h"

typedef struct Compare {
    Connection *conn;
    const Dialect *dialect;
    const AutogenRules *rules;
    const AutogenOptions *o;
    CompileOptions compile;
    Arena *out;
    MetaData *db; /* what the database has */
    OpVec *ops;   /* the upgrade so far */
    Err *err;
    bool failed; /* err is set; everything returns early */
} Compare;

/* One pair of tables; either may be NULL (added or removed table). */
typedef struct TablePair {
    Str schema; /* null = default */
    Str name;
    Table *conn, *model;
    Op *group; /* OP_MODIFY_TABLE that collects the operations */
} TablePair;

void compare_push(Compare *c, TablePair *p, Op *op);
/* An operation on the pair's table, with its schema. */
Op *compare_op(Compare *c, const TablePair *p, OpKind kind);

/* The hooks; true = take it. On a failed hook c->failed is set and false comes back. */
bool compare_name(Compare *c, Str name, AutogenItemKind kind, Str schema, Str table);
bool compare_object(Compare *c, AutogenItem item, Str name, bool reflected,
                    const AutogenItem *other);

/* "schema.table" or "table", as log lines have it. */
Str compare_table_text(Compare *c, const TablePair *p);
/* repr() of a name; None for null. */
Str compare_repr(Compare *c, Str name);
void compare_log(Compare *c, const char *module, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void compare_warn(Compare *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The final name of a constraint or index of the models: naming convention and length applied. */
bool compare_constraint_name(Compare *c, const Constraint *k, Ident *name);
bool compare_index_name(Compare *c, const Index *i, Ident *name);

void compare_columns_before(Compare *c, TablePair *p); /* added and changed columns */
void compare_columns_after(Compare *c, TablePair *p);  /* removed columns */
void compare_indexes(Compare *c, TablePair *p);
void compare_foreign_keys(Compare *c, TablePair *p);
void compare_table_comment(Compare *c, TablePair *p);
void compare_checks(Compare *c, TablePair *p);

#endif
