/* What can be learned from the text of CREATE TABLE and CREATE INDEX.
 *
 * The patterns are those of SQLAlchemy's sqlite dialect, so that reflection sees what it sees: the
 * names of constraints, options of foreign keys, UNIQUE and CHECK clauses. This is searching, not
 * parsing: unusual spellings are missed, as they are there. */
#ifndef RETORT_DIALECT_SQLITE_INSPECT_DDL_H
#define RETORT_DIALECT_SQLITE_INSPECT_DDL_H

#include "schema/table.h"

/* The compiled patterns; made once per inspection. */
typedef struct SqliteDdlPatterns SqliteDdlPatterns;

SqliteDdlPatterns *sqlite_ddl_patterns_new(void);
void sqlite_ddl_patterns_free(SqliteDdlPatterns *p);

/* The type that a declared type stands for, by SQLAlchemy's reading of SQLite's affinity rules. */
const SqlType *sqlite_ddl_type(const SqliteDdlPatterns *p, Str declared, bool is_generated,
                               Arena *out);

/* Name of the PRIMARY KEY constraint; null = unnamed. */
Str sqlite_ddl_primary_key_name(const SqliteDdlPatterns *p, Str sql, Arena *out);

/* The expression of a generated column; empty when it cannot be found. */
Str sqlite_ddl_computed(Str sql, Str column, Arena *out);

/* The predicate of a partial index; null when it cannot be found. */
Str sqlite_ddl_index_where(const SqliteDdlPatterns *p, Str sql, Arena *out);

typedef struct SqliteDdlForeignKey {
    Str name; /* null = unnamed */
    StrVec columns;
    Str table;
    StrVec referred;
    Str ondelete, onupdate, initially; /* null = not given */
    int deferrable;                    /* -1 = not given */
} SqliteDdlForeignKey;

/* The next table-level FOREIGN KEY at or after *at. */
bool sqlite_ddl_next_foreign_key(const SqliteDdlPatterns *p, Str sql, size_t *at,
                                 SqliteDdlForeignKey *fk, Arena *out);

/* Where a search for UNIQUE stands: first the table's clauses, then the columns' own. */
typedef struct SqliteDdlPlace {
    bool is_inline;
    size_t at;
} SqliteDdlPlace;

bool sqlite_ddl_next_unique(const SqliteDdlPatterns *p, Str sql, SqliteDdlPlace *place, Str *name,
                            StrVec *columns, Arena *out);

typedef struct SqliteDdlCheck {
    Str name; /* null = unnamed; views into the text */
    Str sqltext;
} SqliteDdlCheck;

bool sqlite_ddl_next_check(const SqliteDdlPatterns *p, Str sql, size_t *at, SqliteDdlCheck *check);

#endif
