/* Python's logging as alembic.ini sets it up: which records are shown, and how they look.
 *
 * env.py's fileConfig() reads the [loggers], [handlers] and [formatters] sections. Until then
 * nothing is shown, as in Python, where Alembic's loggers have no handler of their own. Handlers
 * that write to standard output or error are honoured; others (files, sockets) are refused, because
 * a script must not write files. */
#ifndef RETORT_ENGINE_LOGGING_H
#define RETORT_ENGINE_LOGGING_H

#include "base/err.h"
#include "base/log.h"
#include "base/vec.h"

typedef struct Logging Logging;

/* logging.config.fileConfig(path). existing: loggers that the file disables unless it names them,
 * besides Alembic's and SQLAlchemy's own; NULL = it disables none. Fails with ERR_CONFIG and
 * Python's exception class. */
bool logging_configure(Arena *arena, Str path, const StrVec *existing, Logging **out,
                       Err *err) MUST_CHECK;

/* The same of a text with these sections, which disables no logger. */
bool logging_configure_text(Arena *arena, Str text, Logging **out, Err *err) MUST_CHECK;

/* The handlers that write to files or elsewhere, "[handler_x] of class X": Retort does not. */
const StrVec *logging_unwritten(const Logging *l);

/* Whether the logger is enabled for the level, whoever asked for it. NULL = not configured. */
bool logging_is_enabled(const Logging *l, LogLevel level, Str logger);

/* Calls emit(user, stream, line) for every handler that shows the record; stream 1 or 2. */
void logging_write(const Logging *l, LogLevel level, Str logger, Str message,
                   void (*emit)(void *user, int stream, Str line), void *user);

#endif
