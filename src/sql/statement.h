/* Bodies of statements and FROM elements: what sql/expr.h names but does not hold.
 *
 * One struct per construct, with SQLAlchemy's parameters under SQLAlchemy's names. Plain data, made
 * once; a builder method of SQLAlchemy (select().where()) is a copy with one field changed, for
 * which a shallow struct copy is enough as vectors are never changed in place after that. */
#ifndef RETORT_SQL_STATEMENT_H
#define RETORT_SQL_STATEMENT_H

#include "sql/expr.h"

/* The meaning of the fields by the kind of the expression that holds it. */
struct SqlFrom {
    /* SQL_TABLE */
    Str name;
    Str schema;          /* null = default */
    struct Table *table; /* schema table; NULL = a lightweight table() */
    SqlExprVec columns;  /* of table() and VALUES: SQL_COLUMN nodes with from set to the holder */
    /* SQL_ALIAS: element AS name. SQL_CTE: element is the query. */
    SqlExpr *element;
    Str alias;           /* null = anonymous */
    StrVec column_names; /* alias(a, b) of VALUES and table functions */
    bool lateral, is_subquery, recursive, nesting;
    bool render_derived, with_types; /* AS t(a, b), AS t(a INTEGER) */
    bool with_ordinality;
    const struct SqlFrom *restates; /* the CTE that union() was called on */
    SqlExpr *sampling; /* TABLESAMPLE; NULL = none */
    SqlExpr *seed;
    /* SQL_JOIN */
    SqlExpr *left, *right, *onclause; /* onclause NULL = by foreign keys, resolved by the maker */
    bool is_outer, is_full;
    /* SQL_VALUES: rows of SQL_LIST */
    SqlExprVec rows;
    bool literal_binds;
};

typedef struct SqlForUpdate {
    bool given, read, nowait, skip_locked, key_share;
    SqlExprVec of;
} SqlForUpdate;

struct SqlSelect {
    SqlExprVec columns; /* expressions, labels, or tables (all their columns) */
    SqlExprVec froms;   /* select_from(), in order; others are found from the columns */
    SqlExprVec where;   /* joined by AND */
    SqlExprVec group_by, having, order_by;
    SqlExpr *limit, *offset, *fetch;
    bool fetch_percent, fetch_with_ties;
    bool distinct;
    SqlExprVec distinct_on;
    SqlForUpdate for_update;
    SqlExprVec ctes; /* add_cte() */
    SqlExprVec correlate, correlate_except;
    bool correlate_given, correlate_except_given; /* also for none: correlate(None) */
    StrVec prefixes, suffixes;
};

typedef enum SqlCompoundOp {
    SQL_COMPOUND_UNION,
    SQL_COMPOUND_UNION_ALL,
    SQL_COMPOUND_EXCEPT,
    SQL_COMPOUND_EXCEPT_ALL,
    SQL_COMPOUND_INTERSECT,
    SQL_COMPOUND_INTERSECT_ALL
} SqlCompoundOp;

struct SqlCompound {
    SqlCompoundOp op;
    SqlExprVec selects;
    SqlExprVec order_by, group_by;
    SqlExpr *limit, *offset, *fetch;
    bool fetch_percent, fetch_with_ties;
    SqlForUpdate for_update;
    SqlExprVec ctes;
};

/* column = value of INSERT and UPDATE. */
typedef struct SqlAssignment {
    Str column;
    SqlExpr *target; /* an expression on the left (UPDATE t SET a[1] = ..); NULL = the column */
    SqlExpr *value;
    const struct SqlType *type; /* of the column, for literals; NULL = of the value */
} SqlAssignment;
typedef VEC(SqlAssignment) SqlAssignmentVec;

/* ON CONFLICT / ON DUPLICATE KEY UPDATE. */
typedef struct SqlOnConflict {
    enum {
        SQL_CONFLICT_NONE,
        SQL_CONFLICT_NOTHING,
        SQL_CONFLICT_UPDATE,
        SQL_CONFLICT_DUPLICATE_KEY
    } what;
    Str constraint; /* ON CONSTRAINT name; null = by elements */
    SqlExprVec index_elements;
    SqlExpr *index_where;
    SqlAssignmentVec set;
    SqlExpr *where;
} SqlOnConflict;

struct SqlInsert {
    SqlExpr *table;             /* SQL_TABLE */
    SqlAssignmentVec values;    /* one row */
    VEC(SqlAssignmentVec) rows; /* values([..]): several rows; the first gives the columns */
    StrVec from_columns;        /* from_select */
    SqlExpr *from_select;
    SqlExprVec returning;
    SqlOnConflict on_conflict;
    SqlExprVec ctes;
    StrVec prefixes;
};

struct SqlUpdate {
    SqlExpr *table;
    SqlAssignmentVec values;
    SqlExprVec where;
    SqlExprVec returning;
    SqlExprVec ctes;
    StrVec prefixes;
};

struct SqlDelete {
    SqlExpr *table;
    SqlExprVec where;
    SqlExprVec returning;
    SqlExprVec ctes;
    StrVec prefixes;
};

/* table("t", column("a"), ...): the columns are taken over. schema null = default. */
SqlExpr *sql_statement_table(Arena *a, Str schema, Str name, SqlExpr **columns, size_t n);
/* The FROM element of a schema table. */
SqlExpr *sql_statement_schema_table(Arena *a, struct Table *t, Str schema, Str name);
/* An empty statement of kind SQL_SELECT, SQL_COMPOUND, SQL_INSERT, SQL_UPDATE or SQL_DELETE, or an
 * empty FROM element of kind SQL_ALIAS, SQL_CTE, SQL_JOIN or SQL_VALUES. */
SqlExpr *sql_statement_new(Arena *a, SqlKind kind);

#endif
