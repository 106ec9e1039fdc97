/* Inside of identifier.c and plan.c: which revisions a walk between two bounds takes in. */
#ifndef RETORT_REVISION_COLLECT_H
#define RETORT_REVISION_COLLECT_H

#include "revision/resolve.h"

typedef struct CollectMode {
    bool inclusive;     /* the lower bound takes part */
    bool implicit_base; /* all that the upper bound needs, whatever the lower bound is */
    bool exact;         /* a relative bound must not walk past the end */
} CollectMode;

/* RevisionMap.iterate_revisions: newest first. */
bool collect_upgrade(Resolver *x, const Target *upper, const Target *lower, CollectMode mode,
                     Arena *out_arena, RevisionVec *out) MUST_CHECK;
/* The same with select_for_downgrade. */
bool collect_downgrade(Resolver *x, const Target *upper, const Target *lower, Arena *out_arena,
                       RevisionVec *out) MUST_CHECK;

#endif
