/* The script directory: where revision scripts lie, and reading their identities.
 *
 * Listing must be fast for ten thousand files, so a script is not run for its identity: a scan of
 * its module level finds the docstring and the assignments of revision, down_revision,
 * branch_labels and depends_on when these are plain literals. Anything else goes to `evaluate`,
 * which the engine provides and which runs the module. */
#ifndef RETORT_REVISION_SCRIPT_DIRECTORY_H
#define RETORT_REVISION_SCRIPT_DIRECTORY_H

#include "config/config.h"
#include "revision/graph.h"

/* Identity read by running the module: fills doc, id, down_ids, depends_on, own_labels of `r`;
 * leaves r->id null when the module has no `revision`. */
typedef bool (*ScriptEvaluate)(void *user, SourceFile *file, Arena *arena, Revision *r, Err *err);

typedef struct ScriptDirectoryHost {
    ScriptEvaluate evaluate; /* NULL = scripts that need it are an error */
    /* A UserWarning of Alembic's. May be NULL. */
    void (*warn)(void *user, Str message);
    void *user;
} ScriptDirectoryHost;

typedef struct ScriptDirectory {
    Arena *arena;
    ConfigScripts settings;
    ScriptDirectoryHost host;
    Str base;             /* directory that relative paths start from */
    Str directory;        /* script_location, as given (cleaned) */
    Str absolute;         /* the same, absolute */
    StrVec locations;     /* absolute version locations */
    RevisionGraph *graph; /* NULL until script_directory_load */
} ScriptDirectory;

/* Checks that the directory exists ("Path doesn't exist: …"); reads no script yet. */
bool script_directory_open(const Config *config, const ScriptDirectoryHost *host, Arena *arena,
                           ScriptDirectory **out, Err *err) MUST_CHECK;
/* Reads every script and builds the graph, once. */
bool script_directory_load(ScriptDirectory *d, Err *err) MUST_CHECK;

Str script_directory_env_py(const ScriptDirectory *d, Arena *out);

/* Reads one script. *out NULL when the file name is not one of a script. */
bool script_directory_read(const ScriptDirectory *d, Str path, Revision **out, Err *err) MUST_CHECK;

#endif
