#include "cli/commands.h"
#include "cli/listing.h"

int show_run(Cli *cli, const Parsed *args)
{
    Listing l;
    listing_begin(&l, cli, (RenderOptions){0});
    l.verbose = true;
    if (l.json) json_open(&l.document, "revisions", '[');
    bool ok = retort_show(cli->project, args->positionals.items[0].items[0], listing_add, &l);
    if (l.json) json_close(&l.document, ']');
    return listing_end(&l, ok);
}
