/* Inside of identifier.c and plan.c: Alembic's RevisionMap methods, one by one.
 *
 * These fail with a Failure, not yet with an Err, because Alembic words one failure differently in
 * each command; resolve_report turns it into the command's words. */
#ifndef RETORT_REVISION_RESOLVE_H
#define RETORT_REVISION_RESOLVE_H

#include "base/log.h"
#include "revision/graph.h"

typedef enum FailureKind {
    FAILURE_NONE,
    FAILURE_REVISION,       /* RevisionError: the message is shown as it is */
    FAILURE_RESOLUTION,     /* ResolutionError */
    FAILURE_MULTIPLE_HEADS, /* MultipleHeads */
    FAILURE_RANGE           /* RangeNotAncestorError */
} FailureKind;

typedef struct Failure {
    FailureKind kind;
    Str message;
    Str argument;     /* what could not be resolved */
    Str lower, upper; /* FAILURE_RANGE */
    Str heads;        /* FAILURE_MULTIPLE_HEADS: their ids */
} Failure;

typedef struct Resolver {
    const RevisionGraph *g;
    Arena *a;        /* results and texts */
    const Log *warn; /* may be NULL */
    Failure failure;
} Resolver;

/* Stands for "base", where walking down ends; NULL stands for Python's None. */
extern Revision resolve_base;

/* What upper and lower bounds are: one symbol, or a tuple of ids. */
typedef struct Target {
    Str symbol; /* null = ids */
    StrVec ids;
} Target;

bool resolve_number(Resolver *x, Str ident, StrVec *ids, Str *label) MUST_CHECK;
bool resolve_one(Resolver *x, Str ident, Revision **out) MUST_CHECK;
bool resolve_many(Resolver *x, Str ident, RevisionVec *out) MUST_CHECK;
bool resolve_ids(Resolver *x, const StrVec *ids, RevisionVec *out) MUST_CHECK;
bool resolve_target(Resolver *x, const Target *t, RevisionVec *out) MUST_CHECK;
bool resolve_branch(Resolver *x, Str label, Revision **out) MUST_CHECK;
/* filter_for_lineage: the targets that are above, below or at what `check` names. */
bool resolve_lineage(Resolver *x, const RevisionVec *targets, Str check, bool dependencies,
                     RevisionVec *out) MUST_CHECK;
bool resolve_walk(Resolver *x, Revision *start, int64_t steps, Str label, bool no_overwalk,
                  Revision **out) MUST_CHECK;

/* The relative form; false when text is none. Parts are null when absent. */
bool resolve_relative(Str text, Str *label, Str *symbol, Str *number, int64_t *steps);

bool resolve_upgrade_target(Resolver *x, const Target *current, const Target *target, bool exact,
                            RevisionVec *out) MUST_CHECK;
bool resolve_downgrade_target(Resolver *x, const Target *current, const Target *target, bool exact,
                              Str *label, Revision **out) MUST_CHECK;

bool resolve_fail(Resolver *x, FailureKind kind, Str argument, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Words of one command; NULL = Alembic's default. "%(start)s", "%(end)s" are replaced. */
typedef struct FailureWords {
    const char *range;
    const char *multiple_heads;
    Str start, end; /* null = from the failure */
} FailureWords;

/* Fills err (ERR_COMMAND) and returns false. */
bool resolve_report(const Resolver *x, const FailureWords *words, Err *err);

/* Python's str() of a target, for messages. */
Str resolve_target_text(const Target *t, Arena *out);

#endif
