/* Modules and the import statement, with CPython's semantics of sys.modules.
 *
 * A module is in sys.modules before its code runs, so circular imports see it partially
 * initialized; it leaves again when its code fails. Submodules become attributes of their parent.
 * A module found nowhere is an unknown value, except where the script is prepared for an
 * ImportError (a try in the same file). An installed package that cannot be run to its end is
 * unknown too: a migration may well use nothing of it. */
#ifndef RETORT_EVAL_IMPORT_H
#define RETORT_EVAL_IMPORT_H

#include "eval/state.h"

/* Parses, compiles and runs a file in the dict of a module. */
bool import_run_source(Eval *ev, ModuleObject *m, SourceFile *file) MUST_CHECK;
/* Whether the module stands for one that has more than it: a name it lacks is unknown. */
bool module_is_partial(const Eval *ev, const ModuleObject *m);
/* Whether a frame of the innermost file stands in a try that catches ImportError. */
bool import_guarded(const Eval *ev);

#endif
