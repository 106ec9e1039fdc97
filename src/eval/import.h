/* Modules and the import statement, with CPython's semantics of sys.modules.
 *
 * A module is in sys.modules before its code runs, so circular imports see it partially
 * initialized; it leaves again when its code fails. Submodules become attributes of their parent.
 * A module found nowhere is an unknown value, except where the script is prepared for an
 * ImportError (a try in the same file). */
#ifndef RETORT_EVAL_IMPORT_H
#define RETORT_EVAL_IMPORT_H

#include "eval/state.h"

/* Parses, compiles and runs a file in the dict of a module. */
bool import_run_source(Eval *ev, ModuleObject *m, SourceFile *file) MUST_CHECK;
/* Whether a frame of the innermost file stands in a try that catches ImportError. */
bool import_guarded(const Eval *ev);

#endif
