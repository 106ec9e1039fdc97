/* Colour for people at a terminal; nobody else gets to see any.
 *
 * Decided once per stream: it must be a terminal, TERM must not be "dumb", and NO_COLOR must be
 * unset or empty (https://no-color.org). Texts carry SGR sequences only when `on`. */
#ifndef RETORT_CLI_STYLE_H
#define RETORT_CLI_STYLE_H

#include "base/strbuf.h"

typedef enum Style {
    STYLE_ID,      /* a revision's id */
    STYLE_LABEL,   /* a branch label */
    STYLE_HEAD,    /* what marks a head */
    STYLE_CURRENT, /* what marks where the database is */
    STYLE_DIM,     /* less important than its surroundings */
    STYLE_ERROR,
    STYLE_HINT,
    STYLE_LANES /* and the ones after it: lanes of a drawn graph */
} Style;

enum { STYLE_LANE_COUNT = 6 };

/* Whether texts for the stream 1 or 2 may be coloured. */
bool style_wanted(int stream);

void style_begin(StrBuf *out, bool on, Style style);
void style_end(StrBuf *out, bool on);
void style_push(StrBuf *out, bool on, Style style, Str text);

#endif
