/* Where the modules that scripts import come from: sys.path, the project's virtual environment,
 * and, as a project that is installed has them, the folders of the project itself. */
#ifndef RETORT_ENGINE_IMPORTS_H
#define RETORT_ENGINE_IMPORTS_H

#include "engine/migrate.h"
#include "eval/eval.h"

/* sys.path as the configuration wants it, and the folders that scripts may read. */
bool imports_seed(MigrateRun *run, Arena *a, Err *err) MUST_CHECK;

/* EvalHost.find_source and EvalHost.origin; user: a MigrateRun. */
bool imports_find(void *user, Str dotted, Arena *arena, SourceFile **file, bool *is_package,
                  Err *err) MUST_CHECK;
EvalOrigin imports_origin(void *user, Str path);

/* A file of Python. */
bool imports_read(Str path, Arena *arena, SourceFile **file, Err *err) MUST_CHECK;

#endif
