/* A CREATE TABLE statement as SQLite keeps it, taken apart clause by clause.
 *
 * Reflection follows SQLAlchemy's patterns and misses what those miss: collations, conflict
 * clauses, AUTOINCREMENT, constraints written beside a column, options of the table. Rebuilding a
 * table must lose none of them, so here the statement is read by SQLite's own grammar (CREATE TABLE
 * in its documentation). The text comes from sqlite_master, so SQLite has accepted it; a clause
 * that is unknown here all the same makes the reading fail rather than be passed over. */
#ifndef RETORT_DIALECT_SQLITE_TABLE_TEXT_H
#define RETORT_DIALECT_SQLITE_TABLE_TEXT_H

#include "base/arena.h"
#include "base/vec.h"

/* Options by which a table that is made again keeps what SQLAlchemy has no words for. Of a key:
 * what stands behind its columns, and that it is written in its column: there, INTEGER PRIMARY KEY
 * DESC is no name for the rowid. Of a column: it has AUTOINCREMENT, be it a foreign key, too; the
 * name of its NOT NULL. */
#define SQLITE_KEY_ENDINGS "sqlite_key_endings"
#define SQLITE_KEY_IN_COLUMN "sqlite_key_in_column"
#define SQLITE_DECLARED_AUTOINCREMENT "sqlite_declared_autoincrement"
#define SQLITE_NOT_NULL_NAME "sqlite_not_null_name"

/* A constraint of the table or of one column. */
typedef struct SqliteTextConstraint {
    enum {
        SQLITE_TEXT_PRIMARY_KEY,
        SQLITE_TEXT_UNIQUE,
        SQLITE_TEXT_CHECK,
        SQLITE_TEXT_FOREIGN_KEY
    } kind;
    Str name;        /* null = unnamed */
    StrVec columns;  /* not for CHECK */
    StrVec endings;  /* of a key, one for each column: "COLLATE NOCASE DESC"; "" = its name only */
    bool in_column;  /* a primary key that is written beside its column */
    Str expression;  /* CHECK, without its parentheses */
    Str on_conflict; /* null = not given */
    /* foreign keys */
    Str table;
    StrVec referred;                          /* empty = the primary key */
    Str ondelete, onupdate, match, initially; /* null = not given */
    int deferrable;                           /* -1 = not given */
} SqliteTextConstraint;

typedef VEC(SqliteTextConstraint) SqliteTextConstraintVec;

typedef struct SqliteTextColumn {
    Str name;
    Str type;         /* as declared; empty = none */
    Str collation;    /* null = not given */
    Str generated;    /* the expression, without its parentheses; null = no generated column */
    Str default_text; /* as it can stand behind DEFAULT; null = not given */
    Str not_null_name, not_null_conflict; /* null = not given */
    bool autoincrement;
} SqliteTextColumn;

typedef VEC(SqliteTextColumn) SqliteTextColumnVec;

typedef struct SqliteTableText {
    SqliteTextColumnVec columns;
    SqliteTextConstraintVec constraints; /* in the order of the text */
    bool without_rowid, strict;
} SqliteTableText;

/* False when the text cannot be read. Texts are copied into the arena. */
bool sqlite_table_text_parse(Str sql, Arena *a, SqliteTableText *out);

/* A CHECK's condition without its table's name before columns ("t.a > 0"): there is no other table
 * that it could speak of, and this one changes its name. */
Str sqlite_table_text_unqualify(Str condition, Arena *a);

/* Whether an expression names a column: an identifier by that name, whatever its case. */
bool sqlite_table_text_mentions(Str expression, Str column);

#endif
