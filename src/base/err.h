/* Failures, as values.
 *
 * A function that can fail returns bool (false = failed) and fills an Err. A bug is an assertion,
 * not an Err. The first failure wins: callers add context with err_wrap and pass the Err up. Codes
 * name what went wrong for a caller that must decide, the message is for people: lower case, no
 * full stop, names quoted; the hint is a full sentence that says what to do.
 * Messages that Alembic has are spelled as Alembic spells them (the code says so: ERR_COMMAND). */
#ifndef RETORT_BASE_ERR_H
#define RETORT_BASE_ERR_H

#include "base/arena.h"
#include "base/source.h"

typedef enum ErrCode {
    ERR_NONE,
    ERR_COMMAND,     /* Alembic's CommandError: `FAILED: <message>`, status 255 */
    ERR_USAGE,       /* command line misuse, status 2 */
    ERR_CONFIG,      /* ini, toml, .env or URL cannot be read */
    ERR_IO,          /* file or directory */
    ERR_SYNTAX,      /* a script is not valid Python */
    ERR_SCRIPT,      /* a script raised an exception that nobody caught */
    ERR_UNKNOWN,     /* a script needs a value that Retort cannot know */
    ERR_UNSUPPORTED, /* a construct, type or directive that a dialect or Retort does not have */
    ERR_BUDGET,      /* a script used too many steps, bytes or levels */
    ERR_COMPILE,     /* SQLAlchemy's CompileError and relatives: no SQL for this on this dialect */
    ERR_CONNECT,     /* no connection: server away, wrong password, no such database */
    ERR_DATABASE,    /* the server refused a statement */
    ERR_LOCKED,      /* another runner holds the lock */
    ERR_INTERNAL     /* a state that should not occur, reported rather than asserted */
} ErrCode;

/* One of the parts of a server's report, by the name that Python's driver has for it. */
typedef struct ErrField {
    const char *name; /* NULL ends them */
    Str value;
} ErrField;

typedef struct Err {
    Arena *arena; /* where texts are kept; set by err_init */
    ErrCode code;
    Str message;
    Str hint; /* null when there is nothing more to say */
    Str kind; /* Python exception class when a script or Alembic would raise one; else null */
    char sqlstate[6];       /* five characters and NUL, or "" */
    int driver_code;        /* sqlite extended code or MySQL errno; 0 when there is none */
    Str detail;             /* all that the server said, when the message is not that; else null */
    const ErrField *fields; /* parts of the server's report; may be NULL */
    Str statement;          /* SQL that failed; null when none was running */
    SourcePos pos;          /* script position; file NULL when unknown */
    Str remains; /* what stays in the database in spite of the failure, a statement a line;
                    null = nothing */
    Str context; /* outer circumstances, newest first, joined by "; " */
    bool exits;  /* sys.exit(): message is its text, "" when it gave a number */
    int exit_status;
} Err;

#define MUST_CHECK __attribute__((warn_unused_result))

/* An Err that keeps its texts in `arena`. */
Err err_init(Arena *arena);

/* Fills *e and returns false, so that `return err_set(...)` reads well. Keeps the first failure if
 * one is there already. */
bool err_set(Err *e, ErrCode code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool err_vset(Err *e, ErrCode code, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

/* The same, for what Python would raise as `kind`, a name with its module unless it is a builtin's;
 * the text of `kind` is not copied. */
bool err_raise(Err *e, ErrCode code, const char *kind, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
bool err_vraise(Err *e, ErrCode code, const char *kind, const char *fmt, va_list ap)
    __attribute__((format(printf, 4, 0)));

/* Sets the hint; returns false for chaining after err_set. */
bool err_hint(Err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Adds outer context ("applying revision 'x'"); returns false. */
bool err_wrap(Err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline bool err_is_set(const Err *e) { return e->code != ERR_NONE; }
void err_clear(Err *e);

#endif
