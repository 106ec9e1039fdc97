/* The history drawn in a terminal, as `git log --graph` does: one lane for each line of descent.
 *
 * Revisions come newest first. Each takes a row with `*` in its lane; rows between them show how
 * lanes part below a merge and join above a fork. Only parents are drawn, not depends_on. */
#ifndef RETORT_CLI_GRAPH_H
#define RETORT_CLI_GRAPH_H

#include "base/strbuf.h"
#include "base/vec.h"

typedef struct GraphLane {
    Str id;     /* the revision that the lane leads down to */
    int colour; /* counts up; for STYLE_LANES */
} GraphLane;

typedef struct Graph {
    Arena *arena;
    bool colour;
    int colours_used;
    VEC(GraphLane) lanes;
} Graph;

/* Draws one revision. text: its lines stand to the right of the lanes. parents: those which will
 * still come. */
void graph_draw(Graph *g, Str id, const StrVec *parents, Str text, StrBuf *out);

#endif
