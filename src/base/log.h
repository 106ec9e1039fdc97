/* Log records: what Alembic writes through Python's logging, handed to a sink of the host.
 *
 * A Log belongs to one command; nothing is global. Levels and logger names are Python's, so that
 * the [loggers] sections of alembic.ini can be applied to them. */
#ifndef RETORT_BASE_LOG_H
#define RETORT_BASE_LOG_H

#include "base/str.h"

typedef enum LogLevel {
    LOG_DEBUG = 10,
    LOG_INFO = 20,
    LOG_WARNING = 30,
    LOG_ERROR = 40,
    LOG_CRITICAL = 50
} LogLevel;

typedef struct Log {
    /* Receives every record; decides itself what to show. `logger` is a dotted name. */
    void (*sink)(void *user, LogLevel level, Str logger, Str message);
    void *user;
} Log;

/* Does nothing when log is NULL or has no sink. */
void log_write(const Log *log, LogLevel level, const char *logger, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
