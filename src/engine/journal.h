/* What the running revision has done to a database that commits by itself.
 *
 * MySQL ends the transaction around every DDL statement, so a revision that fails half-way leaves
 * something behind. The journal keeps the statements of the running step with the line of the
 * script that each came from, and after each asks the connection whether they can still be undone;
 * nothing is guessed from the text of a statement. From that a failure can say which statements
 * are in the database for good. Connections that undo everything are not watched. */
#ifndef RETORT_ENGINE_JOURNAL_H
#define RETORT_ENGINE_JOURNAL_H

#include "modules/alembic/environment.h"
#include "modules/sqlalchemy/engine/connection.h"

typedef struct JournalEntry {
    Str sql;
    Str place; /* "versions/ab12_add.py:14"; null = not from a script */
    bool failed, stays;
} JournalEntry;

typedef struct Journal {
    Arena arena;
    Eval *ev;
    EngineConnection *connection; /* NULL = nothing is watched */
    VEC(JournalEntry) entries;
    size_t settled; /* entries whose fate is known */
} Journal;

/* Begins to watch the connection of a step, if its database needs that. */
void journal_begin(Journal *j, Migration *m);
/* Stops watching and forgets. */
void journal_end(Journal *j);
/* The statement that failed may have committed what was open before it. */
void journal_failed(Journal *j);
/* After the rollback: one statement per line, or null when nothing remains in the database. */
Str journal_remains(Journal *j, Arena *out);

#endif
