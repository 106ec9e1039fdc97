/* What SQLite hangs on a table, kept over a rebuild.
 *
 * DROP TABLE takes indexes, triggers and the AUTOINCREMENT counter with it, rows without an INTEGER
 * PRIMARY KEY would be numbered anew, and what refers to a renamed column elsewhere (views,
 * triggers, foreign keys of other tables) would be left behind. All functions do nothing on other
 * databases and with --sql. */
#ifndef RETORT_ENGINE_REBUILD_SQLITE_H
#define RETORT_ENGINE_REBUILD_SQLITE_H

#include "engine/rebuild_table.h"

/* Where each statement commits by itself, the rebuild gets a transaction of its own: it happens as
 * a whole or not at all. End returns ok, or false where the commit fails. */
bool rebuild_sqlite_begin(Rebuild *x) MUST_CHECK;
bool rebuild_sqlite_end(Rebuild *x, bool ok) MUST_CHECK;
/* The table's own name, and schema if it is a temporary one. */
bool rebuild_sqlite_find(Rebuild *x) MUST_CHECK;
/* Renames columns in place first, where SQLite can: it follows the name into everything that
 * mentions it. x->old is inspected again. */
bool rebuild_sqlite_rename_columns(Rebuild *x) MUST_CHECK;
/* Reads the definition of the table, and its indexes. */
bool rebuild_sqlite_read(Rebuild *x) MUST_CHECK;
/* Before the new table is made: triggers, counters, statistics. With foreign keys enforced, refuses
 * where DROP TABLE would delete rows of other tables, and lets the new one's refer to itself. */
bool rebuild_sqlite_remember(Rebuild *x) MUST_CHECK;
/* The name by which the rows' hidden numbers are to be copied; null = they need not be. */
bool rebuild_sqlite_rowid(Rebuild *x, Str *name) MUST_CHECK;
/* Gives the new table the old one's name. */
bool rebuild_sqlite_rename(Rebuild *x) MUST_CHECK;
/* After that: triggers, the counter, statistics; refuses triggers that have a column which is gone.
 */
bool rebuild_sqlite_restore(Rebuild *x) MUST_CHECK;

#endif
