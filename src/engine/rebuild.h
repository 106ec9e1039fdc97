/* Rebuilding a table: batch mode's "move and copy", for databases whose ALTER TABLE cannot.
 *
 * CREATE TABLE _alembic_tmp_x, INSERT … SELECT, DROP TABLE x, RENAME, indexes: the statements are
 * Alembic's, but all of it runs in the transaction of the step, and rows, triggers and views that
 * hang on the table come through. */
#ifndef RETORT_ENGINE_REBUILD_H
#define RETORT_ENGINE_REBUILD_H

#include "engine/migrate.h"

/* op: an OP_BATCH. */
bool rebuild_table(Migration *m, const Op *op, Err *err) MUST_CHECK;

#endif
