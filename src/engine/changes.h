/* Operations as a caller of the library sees them: RetortChange of include/retort.h. */
#ifndef RETORT_ENGINE_CHANGES_H
#define RETORT_ENGINE_CHANGES_H

#include "engine/migrate.h"

/* Calls fn for each operation, those in groups too. Texts live in the call's arena. */
void changes_tell(MigrateRun *run, const OpVec *ops, const AutogenOptions *options,
                  RetortChangeFn fn, void *user);

#endif
