/* "Did you mean …?": the candidate that is nearest to a misspelt word.
 *
 * Distance counts letters inserted, removed, changed, and neighbours swapped. A candidate counts
 * only when less than about a third of the word is wrong, or when the word begins it: a far-fetched
 * suggestion is worse than none. */
#ifndef RETORT_BASE_SIMILAR_H
#define RETORT_BASE_SIMILAR_H

#include "base/str.h"

typedef struct Similar {
    Str word;
    Str best; /* null = nothing near */
    size_t distance;
} Similar;

Similar similar_new(Str word);
/* `candidate` must live as long as the search. The first of equally near ones wins. */
void similar_offer(Similar *s, Str candidate);

/* By bytes; words longer than 64 bytes are as far from everything as can be. */
size_t similar_distance(Str a, Str b);

#endif
