/* An open project: what every use case starts from.
 *
 * The struct behind the public `Retort`. A public function is a frame: project_begin, the work with
 * an Err, project_end, which turns the Err into what retort_error() gives. Two arenas: `arena`
 * lives as long as the project, `call` until the next public call. Text for people leaves through
 * the functions at the end and nowhere else. */
#ifndef RETORT_ENGINE_PROJECT_H
#define RETORT_ENGINE_PROJECT_H

#include "base/log.h"
#include "config/config.h"
#include "engine/logging.h"
#include "retort.h"
#include "revision/script_directory.h"

struct Retort {
    Arena arena;
    Arena call;
    RetortOptions options; /* callbacks; the strings are copied to the fields below */
    Str directory;         /* absolute: where relative paths start */
    StrVec x_args;
    Config *config;
    ScriptDirectory *scripts; /* NULL until project_scripts */
    Log log;                  /* goes to options.log and, as text, to options.log_line */
    Logging *logging;         /* NULL until env.py calls fileConfig(); in `call` */
    Err err;                  /* of the running call; texts in `call` */
    Err open_err;             /* why opening failed; texts in `arena` */
    RetortError error;
};

/* Starts a public call. False when the project could not be opened. */
bool project_begin(Retort *r);
/* Ends it: returns ok, with retort_error() filled in. */
bool project_end(Retort *r, bool ok);

/* The configuration as it is in the files: env.py changes the one of its own run. */
bool project_config(Retort *r, Config **out, Err *err) MUST_CHECK;
/* The script directory, opened (not loaded) on first use. */
bool project_directory(Retort *r, ScriptDirectory **out, Err *err) MUST_CHECK;
/* … with all scripts read. */
bool project_scripts(Retort *r, ScriptDirectory **out, Err *err) MUST_CHECK;

/* ---- what people get to see ---- */
void project_status(Retort *r, RetortPhase phase, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void project_output(Retort *r, Str text);
void project_error_output(Retort *r, Str text);
void project_flush(Retort *r);
void project_warn(Retort *r, Str category, Str message, SourcePos pos);

/* logging.config.fileConfig(), for StdlibHost.file_config: user is the Retort. */
bool project_file_config(void *user, Str path, const StrVec *existing, Err *err) MUST_CHECK;
/* What a script's handlers on the standard streams come to, as the sections of such a file. */
bool project_log_config(Retort *r, Str text, Err *err) MUST_CHECK;

/* A revision in the public form, its texts in `out`. */
const RetortRevision *project_revision(const Revision *rev, bool is_current, Arena *out);

#endif
