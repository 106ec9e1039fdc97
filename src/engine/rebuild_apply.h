/* What the operations of a batch block do to the parts of a table that is rebuilt.
 *
 * Columns go by the name that they had at the start, constraints and indexes by their own, as in
 * Alembic's ApplyBatchImpl; its errors are raised here, too. */
#ifndef RETORT_ENGINE_REBUILD_APPLY_H
#define RETORT_ENGINE_REBUILD_APPLY_H

#include "engine/rebuild_table.h"

/* One operation of the block. */
bool rebuild_apply(Rebuild *x, const Op *op) MUST_CHECK;

#endif
