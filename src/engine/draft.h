/* What autogenerate makes of a running environment: the operations for `revision --autogenerate`
 * and `check`, and the scripts that process_revision_directives leaves. */
#ifndef RETORT_ENGINE_DRAFT_H
#define RETORT_ENGINE_DRAFT_H

#include "engine/migrate.h"

/* The difference from the database to target_metadata; fails unless the database is at all heads.
 */
bool draft_compare(MigrateRun *run, const StrVec *rows, AutogenOptions *options, Arena *out,
                   OpVec *upgrade, Err *err) MUST_CHECK;
/* {"config": …} and what configure(template_args=…) of each context added: an unset *args is made,
 * and lives as long as the evaluator. */
void environment_template_args(MigrateRun *run, Value *args);

#endif
