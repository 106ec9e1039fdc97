/* Revisions on their way out of a command, in one of the three forms that the listing commands
 * have: a line or record each, as Alembic prints them; JSON; or the drawn graph. */
#ifndef RETORT_CLI_LISTING_H
#define RETORT_CLI_LISTING_H

#include "cli/cli.h"
#include "cli/graph.h"
#include "cli/json.h"
#include "cli/render.h"

typedef struct Drawn {
    Str id, text;
    StrVec parents;
} Drawn;

typedef struct Listing {
    Cli *cli;
    RenderOptions line;
    bool json, verbose, graph;
    bool asked; /* the database was: is_current means something */
    Json document;
    VEC(Drawn) drawn;
} Listing;

/* line: what a revision's line shows; --json, --verbose and --graph come from the command line. */
void listing_begin(Listing *l, Cli *cli, RenderOptions line);
/* A RetortRevisionFn; user is the Listing. */
bool listing_add(void *user, const RetortRevision *r);
/* Shows what was collected, or the failure; the exit status. */
int listing_end(Listing *l, bool ok);

#endif
