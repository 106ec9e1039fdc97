/* What a run has done to the database beyond a rollback.
 *
 * MySQL ends the transaction around every DDL statement, and an autocommit_block() runs outside of
 * one on every database, so a revision that fails half-way may leave something behind. The journal
 * keeps the statements of the steps whose rows in the version table are not committed yet, with the
 * line of the script that each came from. After each it asks the connection whether they can still
 * be undone; nothing is guessed from the text of a statement. From that a failure can say which
 * statements are in the database for good, and at which revisions it is. */
#ifndef RETORT_ENGINE_JOURNAL_H
#define RETORT_ENGINE_JOURNAL_H

#include "modules/alembic/environment.h"
#include "modules/sqlalchemy/engine/connection.h"

typedef struct JournalEntry {
    Str sql;
    Str place;     /* "versions/ab12_add.py:14"; null = not from a script */
    size_t number; /* of the statement within its step */
    bool stays;
    const char *doubt; /* under which condition it stays; NULL = for sure */
} JournalEntry;

typedef struct Journal {
    Arena arena;
    Eval *ev;
    EngineConnection *connection; /* NULL = nothing is watched */
    const StrVec *rows;           /* of the version table, as the run has them */
    StrVec committed;             /* the same, as the database has them for good */
    VEC(JournalEntry) entries;
    size_t settled;  /* entries whose fate is known */
    size_t step;     /* the first entry of the running step */
    size_t number;   /* statements of the running step */
    size_t failed;   /* the one that failed last; 0 = none */
    size_t unlisted; /* statements beyond what the journal keeps */
} Journal;

/* Begins to watch the connection of a run; rows must live as long as the journal. */
void journal_begin(Journal *j, Migration *m, const StrVec *rows);
/* A step's statements begin, and end with its row of the version table. */
void journal_step(Journal *j);
void journal_step_done(Journal *j);
/* Stops watching and forgets. */
void journal_end(Journal *j);
/* The statement that failed may have committed what was open before it. */
void journal_failed(Journal *j);
/* After the rollback: one statement per line, or null when nothing remains in the database. */
Str journal_remains(Journal *j, Arena *out);
/* "'ab12', 'cd34'" or "base". */
Str journal_revisions(const Journal *j, Arena *out);

#endif
