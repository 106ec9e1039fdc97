/* What a table's CREATE TABLE says and SQLAlchemy's reflection misses.
 *
 * Alembic's rebuild loses it: types that reflection knows only by affinity, collations, conflict
 * clauses, AUTOINCREMENT, CHECKs and foreign keys without names or written beside a column, the
 * expressions of generated columns, WITHOUT ROWID and STRICT. Here it is added to the reflected
 * table, so that the new one has it all. */
#ifndef RETORT_ENGINE_REBUILD_DECLARED_H
#define RETORT_ENGINE_REBUILD_DECLARED_H

#include "engine/rebuild_table.h"

/* x->definition into x->old; nothing to do without one. A definition that cannot be read is an
 * error: something would be lost. */
bool rebuild_declared_add(Rebuild *x) MUST_CHECK;

#endif
