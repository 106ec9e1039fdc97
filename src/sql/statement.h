/* Bodies of statements and FROM elements: what sql/expr.h names but does not hold.
 *
 * One struct per construct, with SQLAlchemy's parameters under SQLAlchemy's names. Plain data, made
 * once; a builder method of SQLAlchemy (select().where()) is a copy with one field changed, for
 * which a shallow struct copy is enough as vectors are never changed in place after that. */
#ifndef RETORT_SQL_STATEMENT_H
#define RETORT_SQL_STATEMENT_H

#include "sql/expr.h"

/* What prefix_with() and suffix_with() add: SQL for one dialect or, dialect "*", for all. */
typedef struct SqlAffix {
    SqlExpr *text;
    Str dialect;
} SqlAffix;
typedef VEC(SqlAffix) SqlAffixVec;

/* with_hint(): what a database is told of a table, of which %(name)s is the name. */
typedef struct SqlHint {
    SqlExpr *from;
    Str text;
    Str dialect; /* "*" = every one */
} SqlHint;
typedef VEC(SqlHint) SqlHintVec;

/* What add_cte() adds. */
typedef struct SqlOwnCte {
    SqlExpr *cte;
    bool nest_here;
} SqlOwnCte;
typedef VEC(SqlOwnCte) SqlOwnCteVec;

/* The meaning of the fields by the kind of the expression that holds it. */
struct SqlFrom {
    /* SQL_TABLE */
    Str name;
    Str schema;          /* null = default */
    int quote, schema_quote; /* of table() or an alias: -1 never, 0 as needed, 1 always */
    struct Table *table; /* schema table; NULL = a lightweight table() */
    SqlExprVec columns;  /* of table() and VALUES: SQL_COLUMN nodes with from set to the holder */
    /* SQL_ALIAS: element AS name. SQL_CTE: element is the query. */
    SqlExpr *element;
    Str alias; /* null = anonymous */
    bool is_cut; /* alias may be cut to fit, as what op.f() gives */
    Str base;  /* what the generated name of an anonymous one begins with; null = by the element */
    bool lateral, is_subquery, recursive, nesting;
    bool render_derived, with_types; /* AS t(a, b), AS t(a INTEGER) */
    bool with_ordinality;
    const struct SqlType *row_type; /* of what a function gives, as one value; NULL = not known */
    SqlAffixVec prefixes, suffixes; /* of a CTE */
    const struct SqlFrom *restates; /* the CTE that union() was called on */
    SqlExpr *sampling; /* TABLESAMPLE; NULL = none */
    SqlExpr *seed;
    /* SQL_JOIN */
    SqlExpr *left, *right, *onclause; /* onclause NULL = by foreign keys, resolved by the maker */
    bool is_outer, is_full;
    /* SQL_VALUES: rows of SQL_LIST */
    SqlExprVec rows;
    bool literal_binds;
    bool bare_columns; /* stand without its name */
    bool is_anonymous; /* has a generated name; else none at all where alias is null */
};

typedef struct SqlForUpdate {
    bool given, read, nowait, skip_locked, key_share;
    SqlExprVec of;
} SqlForUpdate;

/* How columns are named that have no label: set_label_style(). */
typedef enum SqlLabelStyle {
    SQL_LABELS_DISAMBIGUATE, /* only those whose name comes twice */
    SQL_LABELS_TABLE_NAME,   /* table_column */
    SQL_LABELS_NONE
} SqlLabelStyle;

struct SqlSelect {
    SqlExprVec columns; /* expressions, labels, or tables (all their columns) */
    SqlLabelStyle label_style;
    SqlExprVec froms;   /* select_from(), in order; others are found from the columns */
    SqlExprVec where;   /* joined by AND */
    SqlExprVec group_by, having, order_by;
    SqlExpr *limit, *offset, *fetch;
    bool fetch_percent, fetch_with_ties;
    bool fetch_approximate; /* Oracle's FETCH APPROX */
    bool distinct;
    SqlExprVec distinct_on;
    SqlForUpdate for_update;
    SqlOwnCteVec ctes; /* add_cte() */
    SqlExprVec correlate, correlate_except;
    bool correlate_given, correlate_except_given; /* also for none: correlate(None) */
    SqlAffixVec prefixes, suffixes;
    SqlAffixVec statement_hints; /* with_statement_hint() */
    SqlHintVec hints;
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
    SqlOwnCteVec ctes;
};

/* column = value of INSERT and UPDATE. */
typedef struct SqlAssignment {
    Str column;
    SqlExpr *target; /* an expression on the left (UPDATE t SET a[1] = ..); NULL = the column */
    SqlExpr *of;     /* the column as it was given, when it is one of another table; else NULL */
    SqlExpr *value;
    const struct SqlType *type; /* of the column, for literals; NULL = of the value */
    bool by_name;               /* the column was given as text */
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
    bool is_ordered; /* set stays in the order given */
    SqlExpr *where;
} SqlOnConflict;

/* return_defaults(): what the server makes comes back; of no columns in particular, all that it
 * makes. */
typedef struct SqlDefaults {
    bool given;
    SqlExprVec columns, supplemental;
} SqlDefaults;

struct SqlInsert {
    SqlExpr *table;             /* SQL_TABLE */
    SqlAssignmentVec values;    /* one row */
    VEC(SqlAssignmentVec) rows; /* values([..]): several rows; the first gives the columns */
    StrVec from_columns;        /* from_select */
    SqlExpr *from_select;
    SqlExprVec returning;
    SqlDefaults defaults;
    SqlOnConflict on_conflict;
    SqlOwnCteVec ctes;
    SqlAffixVec prefixes;
    SqlHintVec hints;
    bool values_given;    /* values() was called: no values are none, not all columns as binds */
    bool is_inline;       /* inline(): the new key is not asked for */
    bool select_defaults; /* from_select() adds the defaults of the columns that it leaves out */
};

struct SqlUpdate {
    SqlExpr *table;
    SqlAssignmentVec values;
    bool values_given; /* as in SqlInsert */
    bool is_ordered;   /* ordered_values(): in the order given, not in that of the table */
    SqlExprVec where;
    SqlExprVec returning;
    SqlDefaults defaults;
    SqlOwnCteVec ctes;
    SqlAffixVec prefixes;
    SqlHintVec hints;
    SqlExpr *limits[2]; /* mysql_limit and mariadb_limit of with_dialect_options(); NULL = none */
};

struct SqlDelete {
    SqlExpr *table;
    SqlExprVec where;
    SqlExprVec returning;
    SqlDefaults defaults;
    SqlOwnCteVec ctes;
    SqlAffixVec prefixes;
    SqlHintVec hints;
    SqlExpr *limits[2]; /* as in SqlUpdate */
};

/* table("t", column("a"), ...): the columns are taken over. schema null = default. */
SqlExpr *sql_statement_table(Arena *a, Str schema, Str name, SqlExpr **columns, size_t n);
/* The FROM element of a schema table. */
SqlExpr *sql_statement_schema_table(Arena *a, struct Table *t, Str schema, Str name);
/* An empty statement of kind SQL_SELECT, SQL_COMPOUND, SQL_INSERT, SQL_UPDATE or SQL_DELETE, or an
 * empty FROM element of kind SQL_ALIAS, SQL_CTE, SQL_JOIN or SQL_VALUES. */
SqlExpr *sql_statement_new(Arena *a, SqlKind kind);

#endif
