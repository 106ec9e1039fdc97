/* What SQLite hangs on a table, kept over a rebuild.
 *
 * DROP TABLE takes indexes, triggers and the AUTOINCREMENT counter with it, rows without an INTEGER
 * PRIMARY KEY would be numbered anew, and what refers to a renamed column elsewhere (views,
 * triggers, foreign keys of other tables) would be left behind. All functions do nothing on other
 * databases and with --sql. */
#ifndef RETORT_ENGINE_REBUILD_SQLITE_H
#define RETORT_ENGINE_REBUILD_SQLITE_H

#include "engine/rebuild_table.h"

/* Renames columns in place first, where SQLite can: it follows the name into everything that
 * mentions it. x->old is inspected again. */
bool rebuild_sqlite_rename_columns(Rebuild *x) MUST_CHECK;
/* Reads the definition of the table, and its indexes. */
bool rebuild_sqlite_read(Rebuild *x) MUST_CHECK;
/* Before the new table is made: triggers, counters; refuses where DROP TABLE would delete rows of
 * other tables. */
bool rebuild_sqlite_remember(Rebuild *x) MUST_CHECK;
/* The name by which the rows' hidden numbers are to be copied; null = they need not be. */
bool rebuild_sqlite_rowid(Rebuild *x, Str *name) MUST_CHECK;
/* Gives the new table the old one's name. */
bool rebuild_sqlite_rename(Rebuild *x) MUST_CHECK;
/* After that: triggers and the counter. */
bool rebuild_sqlite_restore(Rebuild *x) MUST_CHECK;

#endif
