#include "base/similar.h"

#include <stdint.h>

enum { MAX_WORD = 64 };

static size_t min2(size_t a, size_t b) { return a < b ? a : b; }

/* Optimal string alignment: the usual table, of which three rows are enough. */
size_t similar_distance(Str a, Str b)
{
    size_t rows[3][MAX_WORD + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    if (a.len > MAX_WORD || b.len > MAX_WORD) return SIZE_MAX;
    for (size_t k = 0; k <= b.len; k++) last[k] = before[k] = k;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t k = 1; k <= b.len; k++) {
            size_t cost = a.ptr[i - 1] != b.ptr[k - 1];
            row[k] = min2(min2(last[k], row[k - 1]) + 1, last[k - 1] + cost);
            bool swapped =
                i > 1 && k > 1 && a.ptr[i - 1] == b.ptr[k - 2] && a.ptr[i - 2] == b.ptr[k - 1];
            if (swapped) row[k] = min2(row[k], before[k - 2] + 1);
        }
        size_t *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[b.len];
}

Similar similar_new(Str word)
{
    /* Short words are near to everything: two letters must be right. */
    size_t limit = word.len < 3 ? 0 : word.len / 3;
    return (Similar){.word = word, .distance = limit + 1};
}

void similar_offer(Similar *s, Str candidate)
{
    size_t d = similar_distance(s->word, candidate);
    bool begins = s->word.len >= 2 && str_starts(candidate, s->word);
    if (d == 0) return;
    if (begins) d = 1;
    if (d >= s->distance) return;
    s->distance = d;
    s->best = candidate;
}
