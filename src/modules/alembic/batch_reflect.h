/* reflect_kwargs of batch_alter_table: what they make of the table that is inspected.
 *
 * The keywords are those of Table(autoload_with=…), so a Table is made with them, its listeners
 * run, and what became different from a plain inspection goes into the Batch as data. */
#ifndef RETORT_MODULES_ALEMBIC_BATCH_REFLECT_H
#define RETORT_MODULES_ALEMBIC_BATCH_REFLECT_H

#include "modules/alembic/environment.h"
#include "op/batch.h"

/* kwargs: a dict or None. */
bool batch_reflect(Migration *m, Batch *b, Value kwargs) MUST_CHECK;

#endif
