/* Running Python for a command: env.py, revision scripts read for their identity, templates.
 *
 * The meeting point of the use cases that need an evaluator and the code that sets one up.
 * Callbacks run while the evaluator is alive; Values must not outlive them. */
#ifndef RETORT_ENGINE_ENVIRONMENT_H
#define RETORT_ENGINE_ENVIRONMENT_H

#include "engine/project.h"
#include "engine/script.h"
#include "eval/eval.h"

/* Runs a script's module to learn its revision, down_revision, branch_labels, depends_on and
 * docstring: a ScriptEvaluate whose user is the Retort. */
bool environment_evaluate(void *user, SourceFile *file, Arena *arena, Revision *r,
                          Err *err) MUST_CHECK;

/* Calls fn with a fresh evaluator (modules installed, env.py not run) and the template arguments
 * that every command has: {"config": Config}. */
typedef bool (*EnvironmentEvalFn)(void *user, Eval *ev, Value template_args, Err *err);
bool environment_plain(Retort *r, EnvironmentEvalFn fn, void *user, Err *err) MUST_CHECK;

/* Runs env.py online without migrating; fn gets the rows of the version table, once for each
 * run_migrations(). template_args as above plus what configure(template_args=…) added. */
typedef bool (*EnvironmentRowsFn)(void *user, const StrVec *rows, Eval *ev, Value template_args,
                                  Err *err);
bool environment_rows(Retort *r, EnvironmentRowsFn fn, void *user, Err *err) MUST_CHECK;

/* Runs env.py for `revision` with --autogenerate or revision_environment,
 * process_revision_directives included. fn gets every script to be written; template_args then also
 * holds the rendered bodies and imports. */
typedef bool (*EnvironmentDraftFn)(void *user, const ScriptDraft *draft, Eval *ev,
                                   Value template_args, Err *err);
bool environment_drafts(Retort *r, const ScriptDraft *wanted, bool autogenerate, bool sql,
                        EnvironmentDraftFn fn, void *user, Err *err) MUST_CHECK;

#endif
