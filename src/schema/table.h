/* A schema in memory: metadata, tables, columns, constraints, indexes.
 *
 * The one form of a schema in Retort. Models build it, inspection of a live database builds it, a
 * directive such as create_table carries a piece of it, and the comparison of two of them is
 * autogenerate. It follows SQLAlchemy's schema objects, with names as they are there. Plain data;
 * everything lives in the arena of its MetaData (or of the directive). */
#ifndef RETORT_SCHEMA_TABLE_H
#define RETORT_SCHEMA_TABLE_H

#include "base/map.h"
#include "schema/type.h"
#include "sql/expr.h"

typedef struct MetaData MetaData;
typedef struct Table Table;
typedef struct Column Column;
typedef struct Constraint Constraint;
typedef struct Index Index;

typedef enum IdentQuote {
    IDENT_QUOTE_AUTO,
    IDENT_QUOTE_ALWAYS,
    IDENT_QUOTE_NEVER,
    IDENT_QUOTE_WHOLE /* as AUTO, of a quoted_name: Alembic splits no schema at its dots then */
} IdentQuote;
/* Of -1 never, 0 as needed, 1 always. */
static inline IdentQuote ident_quote(int wish)
{
    return wish > 0 ? IDENT_QUOTE_ALWAYS : wish < 0 ? IDENT_QUOTE_NEVER : IDENT_QUOTE_AUTO;
}
static inline int ident_quote_wish(IdentQuote q)
{
    return q == IDENT_QUOTE_ALWAYS ? 1 : q == IDENT_QUOTE_NEVER ? -1 : 0;
}

/* An identifier with SQLAlchemy's quoting wish and the origin of a constraint's name. */
typedef struct Ident {
    Str text; /* null = no name */
    IdentQuote quote;
    IdentQuote schema_quote; /* the wish of the schema that stands before it */
    bool is_conv; /* final: from op.f() or made by a naming convention; never converted again */
} Ident;

typedef VEC(Ident) IdentVec;

static inline Ident ident(Str text) { return (Ident){.text = text}; }
static inline bool ident_is_null(Ident i) { return str_is_null(i.text); }

typedef enum DefaultKind {
    DEFAULT_NONE,
    DEFAULT_STRING,   /* server_default='x': a quoted literal */
    DEFAULT_EXPR,     /* server_default=text(..) or any expression */
    DEFAULT_FETCHED,  /* FetchedValue(): the server does something we do not see */
    DEFAULT_COMPUTED, /* Computed('a + 1', persisted=True) */
    DEFAULT_IDENTITY,
    DEFAULT_SEQUENCE  /* Sequence as server default: its next_value() */
} DefaultKind;

/* Options of Identity and Sequence. has_ flags tell a given value from an absent one. */
typedef struct SequenceOptions {
    bool has_start, has_increment, has_minvalue, has_maxvalue, has_cache;
    int64_t start, increment, minvalue, maxvalue, cache;
    enum { SEQUENCE_UNSET, SEQUENCE_FALSE, SEQUENCE_TRUE } cycle, nominvalue, nomaxvalue, order;
} SequenceOptions;

typedef struct ServerDefault {
    DefaultKind kind;
    Str text; /* STRING; FETCHED: the class of a value that is no default, null = none */
    SqlExpr *expr;         /* EXPR, COMPUTED */
    int persisted;         /* COMPUTED: -1 not given, 0, 1 */
    bool always;           /* IDENTITY */
    bool always_none;      /* IDENTITY, Oracle: always=None, neither of the two words */
    int on_null;           /* IDENTITY, Oracle: -1 not given */
    SequenceOptions sequence; /* IDENTITY */
    struct Sequence *seq;  /* SEQUENCE */
} ServerDefault;

typedef struct Sequence {
    Ident name;
    Str schema;
    SequenceOptions options;
    bool is_optional;
    const SqlType *data_type;
    MetaData *metadata;
} Sequence;

/* The next value of a sequence as an expression. */
SqlExpr *sequence_next(Arena *out, const Sequence *s, const SqlType *type);

typedef enum ConstraintKind {
    CONSTRAINT_PRIMARY_KEY,
    CONSTRAINT_FOREIGN_KEY,
    CONSTRAINT_UNIQUE,
    CONSTRAINT_CHECK,
    CONSTRAINT_EXCLUDE
} ConstraintKind;

/* One element of an EXCLUDE constraint. */
typedef struct ExcludeElement {
    SqlExpr *expr;
    Str op;
    Str opclass; /* null = default */
    bool by_key; /* expr is the key of a column, until the table is known */
} ExcludeElement;

struct Constraint {
    ConstraintKind kind;
    Ident name;
    Table *table;            /* set when attached; a directive attaches to a bare Table */
    StrVec column_names;     /* local columns; resolved through the table. CHECK: columns in it */
    int deferrable;          /* -1 not given, 0, 1 */
    Str initially;           /* null or as given: "DEFERRED" */
    Str comment;
    SqlOptions options;      /* dialect keywords, e.g. postgresql_include */
    SqlOptions info;
    /* foreign keys */
    Str referred_schema;     /* null = default */
    Str referred_table;
    IdentQuote referred_quote, referred_schema_quote;
    StrVec referred_columns;
    Table *referred;         /* resolved table of the same metadata; NULL until then */
    Str onupdate, ondelete, match; /* null = not given */
    bool use_alter;
    bool link_to_name;
    bool is_inline;          /* came from Column(ForeignKey(...)) */
    /* check */
    SqlExpr *sqltext;
    const SqlType *type_bound; /* made by Boolean or Enum; NULL = written by the user */
    const SqlType *type_whole; /* with type_bound: the column's type, of which it may be a variant */
    Column *column;            /* CHECK given inside a Column; NULL = table level */
    bool is_implicit_unique;   /* made by Column(unique=True) */
    bool is_isolated;          /* added or dropped on its own: never part of a CREATE TABLE */
    bool is_implicit_key;      /* made by Column(primary_key=True) */
    /* exclude */
    VEC(ExcludeElement) elements;
    SqlExpr *where;
    Str using;               /* "gist" */
    uint64_t creation_order; /* SQLAlchemy renders constraints in this order */
    StrVec only_for;         /* ddl_if(dialect=…): the dialects that it is created on; none = all */
};

typedef VEC(Constraint *) ConstraintVec;

struct Index {
    Ident name;
    Table *table;
    SqlExprVec expressions; /* SQL_COLUMN with .column set for plain columns */
    bool unique;
    bool column_flag;       /* from Column(index=True) */
    SqlOptions options;     /* dialect keywords */
    SqlOptions info;
    StrVec only_for; /* as of a constraint; CREATE INDEX itself is not asked */
};

typedef VEC(Index *) IndexVec;

struct Column {
    Ident name;
    Str key;             /* name in Python; = name.text by default */
    Table *table;
    const SqlType *type; /* NullType until a foreign key resolves it */
    bool nullable;
    bool nullable_given; /* the model said so itself */
    bool nullable_none;  /* as None: NOT NULL where that has to be said, silent elsewhere */
    bool primary_key;
    enum { AUTOINCREMENT_AUTO, AUTOINCREMENT_TRUE, AUTOINCREMENT_FALSE, AUTOINCREMENT_IGNORE_FK } autoincrement;
    ServerDefault server_default;
    bool server_onupdate;
    bool has_default;       /* a Python-side default: never DDL */
    SqlValue default_value; /* when it is a plain scalar; else UNSET */
    const SqlExpr *default_expr; /* when it is an expression of SQL; else NULL */
    bool has_onupdate;           /* the same for UPDATE */
    const SqlExpr *onupdate_expr;
    Sequence *sequence;     /* Column(..., Sequence('s')) */
    Sequence *idle_sequence; /* the same beside default=: only MetaData.drop_all() knows of it */
    Str comment;            /* null = none */
    int unique, index;      /* -1 not given, 0, 1 */
    bool system, sentinel;
    ConstraintVec constraints; /* inline CHECK and ForeignKey, before the column has a table */
    SqlOptions options;     /* dialect keywords, e.g. sqlite_on_conflict_not_null */
    SqlOptions info;
    int sort_order;         /* mapped_column(sort_order=) */
    uint64_t creation_order;
    bool keeps_types; /* CREATE TABLE does not make the type that stands beside it */
    /* from inspection */
    bool is_reflected;
    Str collation;
};

typedef VEC(Column *) ColumnVec;

struct Table {
    Ident name;
    Str schema;   /* null = default */
    MetaData *metadata;
    ColumnVec columns;
    ConstraintVec constraints; /* the primary key first, when there is one */
    IndexVec indexes;
    Str comment;  /* null = none */
    StrVec prefixes;
    SqlOptions options; /* mysql_engine, postgresql_partition_by … */
    SqlOptions info;
    bool is_view;
    uint64_t creation_order;
};

typedef VEC(Table *) TableVec;

/* One entry of naming_convention: "ix" -> "ix_%(column_0_label)s". */
typedef struct NamingRule {
    Str key;     /* "ix", "uq", "ck", "fk", "pk", or a custom token */
    Str format;  /* null when the token is computed by a script */
    /* Custom tokens: a Python callable behind a hook. */
    bool (*compute)(void *user, const Constraint *c, const Index *i, Table *t, Str *out, Err *err);
    void *user;
} NamingRule;

typedef struct NamingConvention {
    NamingRule *items;
    size_t len;
} NamingConvention;

/* A type with metadata=, and how many tables there were before it. */
typedef struct OwnedType {
    const SqlType *type;
    size_t place;
} OwnedType;

struct MetaData {
    Arena *arena;
    Str schema;     /* default schema of its tables; null = none */
    IdentQuote schema_quote;
    Map tables;     /* "name" or "schema.name" -> Table * */
    NamingConvention naming; /* SQLAlchemy's default is {"ix": "ix_%(column_0_label)s"} */
    VEC(Sequence *) sequences;
    VEC(OwnedType) types;
    uint64_t next_order;
    /* Models register tables under other MetaData too; Retort counts creations over all of them. */
};

MetaData *metadata_new(Arena *a);
/* "name" or "schema.name". */
Str table_key(Arena *a, Str schema, Str name);
Table *metadata_find(const MetaData *m, Str schema, Str name);
/* Tables with the referred ones first, ties by name, as MetaData.sorted_tables. On a cycle the
 * foreign keys that close it are ignored, and *cycle tells (may be NULL). */
TableVec metadata_sorted(MetaData *m, Arena *out, bool *cycle);
/* Tables as SQLAlchemy's sort_tables_and_constraints() has them: the referred ones first, otherwise
 * as given; metadata_resolve() comes before it. */
typedef struct TableOrder {
    TableVec tables;
    ConstraintVec
        apart;  /* foreign keys that stand by themselves: use_alter, and those of a cycle */
    bool cycle; /* there was one */
    bool stuck; /* and it is one of foreign keys that cannot stand by themselves */
    const Constraint *missing; /* a foreign key to a table that is nowhere; NULL = none */
} TableOrder;
/* Whether a foreign key cannot be taken out of its table; NULL = all can. */
typedef bool (*TableOrderFixed)(const Constraint *k, void *user);
TableOrder table_order(const TableVec *tables, TableOrderFixed fixed, void *user, Arena *out);
/* All foreign keys resolve: sets Constraint.referred and columns' types that come from a foreign
 * key. An unknown table or column is not an error here: referred stays NULL. */
void metadata_resolve(MetaData *m);

Table *table_new(Arena *a, MetaData *m, Ident name, Str schema); /* not registered in m */
/* Registers in its metadata. False: there is one by that name. */
bool metadata_add(MetaData *m, Table *t);
Column *column_new(Arena *a, Ident name, const SqlType *type);
void column_set_nullable(Column *c, bool nullable); /* said, in place of None too */
/* Appends and applies what the column carries: primary key membership, inline foreign keys and
 * checks, unique and index flags (with SQLAlchemy's names by convention), CHECKs of Boolean/Enum
 * types. */
void table_add_column(Table *t, Arena *a, Column *c);
void table_add_constraint(Table *t, Arena *a, Constraint *c);
void table_add_index(Table *t, Arena *a, Index *i);
Column *table_find_column(const Table *t, Str name); /* by name; NULL = none */
Column *table_column_by_key(const Table *t, Str key);   /* as table.c[key]; NULL = none */
Column *table_find_column_key(const Table *t, Str key); /* the same, else by name */
Constraint *table_primary_key(const Table *t);       /* NULL = none with columns */
/* The column that gets SERIAL / AUTO_INCREMENT, as SQLAlchemy's table._autoincrement_column; NULL = none. */
Column *table_autoincrement_column(const Table *t);

Constraint *constraint_new(Arena *a, ConstraintKind kind, Ident name);
/* The table that a foreign key refers to, as it is to be written. */
Ident constraint_target(const Constraint *c);
/* SQLAlchemy's words for a foreign key whose other table is in no MetaData that it knows. */
Str constraint_no_target(const Constraint *c, Arena *out);
Index *index_new(Arena *a, Ident name);
/* The final name under a naming convention (conv names and absent rules give name back; no name
 * and no rule gives null). Fails when the convention needs what is not there, in SQLAlchemy's words. */
bool constraint_final_name(const Constraint *c, const NamingConvention *n, Arena *out, Ident *name, Err *err);
bool index_final_name(const Index *i, const NamingConvention *n, Arena *out, Ident *name, Err *err);

/* Leaves a table with these columns only; indexes and keys that have another one go, the primary
 * key goes on with what is left, CHECKs stay: what is in them is not known. */
void table_keep_columns(Table *t, const StrVec *names);

Table *table_copy(const Table *t, Arena *a, MetaData *m);
Column *column_copy(const Column *c, Arena *a);
Constraint *constraint_copy(const Constraint *c, Arena *a);
/* As SQLAlchemy's Column._copy() and Constraint._copy(), which leave out the dialects' options of
 * CHECKs and of foreign keys; ForeignKey.copy() of a column keeps them. */
Column *column_public_copy(const Column *c, Arena *a);
Constraint *constraint_public_copy(const Constraint *c, Arena *a);

#endif
