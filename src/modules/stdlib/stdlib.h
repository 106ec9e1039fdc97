/* The standard library that scripts see.
 *
 * Two kinds of modules: native tables (modules.h) for what needs C, and Python sources that are
 * part of the program (prelude/), which the evaluator runs like any other. The engine asks
 * stdlib_find from EvalHost.find_native and stdlib_source from EvalHost.find_source, before it
 * looks into the project. What a script may see of the outside (files below the project,
 * environment, arguments, logging) comes through StdlibHost; what it may not do raises
 * PermissionError. */
#ifndef RETORT_MODULES_STDLIB_STDLIB_H
#define RETORT_MODULES_STDLIB_STDLIB_H

#include "base/log.h"
#include "base/vec.h"
#include "eval/native.h"

typedef struct StdlibHost {
    void *user;
    Str root;        /* absolute; files below it may be read. Null = no files at all */
    const StrVec *folders; /* more that may be read: where modules come from. NULL = none */
    Str directory;   /* os.getcwd(); null = root */
    const Str *argv; /* sys.argv */
    size_t argc;
    const Log *log; /* where the logging module's records go; NULL = nowhere */
    /* logging.config.fileConfig(path); existing: the scripts' loggers so far, which it disables unless
     * it names them, NULL for disable_existing_loggers=False. NULL = accepted and ignored. */
    bool (*file_config)(void *user, Str path, const StrVec *existing, Err *err);
    /* The handlers that scripts set up themselves, as the sections of such a file; may be NULL. */
    bool (*log_config)(void *user, Str text, Err *err);
    /* open(path, "w"), told when it is opened (text null) and with the whole text when it is closed.
     * NULL = nothing may be written, which is the rule. */
    bool (*write_file)(void *user, Str path, Str text, Err *err);
    /* Variables that count as set besides the process's (.env files); NULL = none. The text lives
     * as long as the evaluator; null = not set. */
    Str (*find_env)(void *user, Str name);
} StdlibHost;

/* Must be called before scripts run; copies what it needs. */
void stdlib_attach(Eval *ev, const StdlibHost *host);
void stdlib_logging_set_sink(Eval *ev, const Log *log);

/* The native module of a dotted name; NULL = none. */
const NativeModule *stdlib_find(Str dotted);
/* The source of a module written in Python; false = there is none. */
bool stdlib_source(Str dotted, Str *text, bool *is_package);

/* sys.path and os.environ, as scripts see and change them: a list of str, a dict of str. */
Value stdlib_sys_path(Eval *ev);
Value stdlib_environ(Eval *ev);

/* Whether a script may read `path` (relative ones from the working directory); *real is the
 * resolved path in the arena, null when there is no such file. */
bool stdlib_may_read(Eval *ev, Str path, Arena *arena, Str *real);

#endif
