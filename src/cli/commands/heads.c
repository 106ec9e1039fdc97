#include "cli/commands.h"
#include "cli/listing.h"

int heads_run(Cli *cli, const Parsed *args)
{
    Listing l;
    listing_begin(&l, cli, (RenderOptions){.labels = true});
    if (l.json) json_open(&l.document, "revisions", '[');
    bool ok =
        retort_heads(cli->project, option_is_set(args, "resolve_dependencies"), listing_add, &l);
    if (l.json) json_close(&l.document, ']');
    return listing_end(&l, ok);
}
