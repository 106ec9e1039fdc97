/* The new table of a rebuild, put together from the parts that the block left.
 *
 * In SQLAlchemy's order: named constraints before those without a name; a constraint goes with a
 * column that it had. */
#ifndef RETORT_ENGINE_REBUILD_FRESH_H
#define RETORT_ENGINE_REBUILD_FRESH_H

#include "engine/rebuild_table.h"

/* The columns in the order that the block wishes for. */
bool rebuild_fresh_sort(Rebuild *x) MUST_CHECK;
/* Sets x->fresh. */
bool rebuild_fresh_build(Rebuild *x) MUST_CHECK;

#endif
