/* Writing revision scripts: choosing parent, place and file name, rendering script.py.mako, running
 * post-write hooks, and reading the result back.
 *
 * A ScriptDraft says what is wanted in Alembic's terms, before anything is resolved. An existing
 * file is never overwritten. */
#ifndef RETORT_ENGINE_SCRIPT_H
#define RETORT_ENGINE_SCRIPT_H

#include "engine/project.h"
#include "eval/eval.h"

typedef struct ScriptDraft {
    Str rev_id;
    Str message;  /* null = "empty message" */
    StrVec heads; /* symbols; empty = "head" */
    bool splice;
    StrVec branch_labels;
    Str version_path; /* null = chosen */
    StrVec depends_on;
    bool *unchanged; /* where to tell that autogenerate found no difference; may be NULL */
} ScriptDraft;

/* ScriptDirectory.generate_revision. template_args: a dict with further template variables.
 * *path: the file written, in r->call. */
bool script_generate(Retort *r, const ScriptDraft *draft, Eval *ev, Value template_args, Str *path,
                     Err *err) MUST_CHECK;

/* The post_write_hooks of the configuration, for one file. */
bool script_run_hooks(Retort *r, Str path, Err *err) MUST_CHECK;

#endif
