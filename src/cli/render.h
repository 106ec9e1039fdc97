/* Revisions as text for people: one line, or the verbose record. The grammar is Alembic's. */
#ifndef RETORT_CLI_RENDER_H
#define RETORT_CLI_RENDER_H

#include "base/strbuf.h"
#include "retort.h"

typedef struct RenderOptions {
    bool labels;  /* " (shopping)" */
    bool doc;     /* ", add a table" */
    bool parents; /* "a, b (dep) -> " */
    bool tree;    /* " (branchpoint)", " (mergepoint)" */
    bool colour;
} RenderOptions;

void render_line(const RetortRevision *r, RenderOptions o, StrBuf *out);
/* Ends with a newline of its own; printing adds the blank line between records. */
void render_record(const RetortRevision *r, bool colour, StrBuf *out);

#endif
