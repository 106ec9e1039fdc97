#include "cli/commands.h"
#include "cli/listing.h"

int history_run(Cli *cli, const Parsed *args)
{
    RetortHistory history = {.range = option_value(args, "rev_range"),
                             .indicate_current = option_is_set(args, "indicate_current")};
    Listing l;
    listing_begin(&l, cli,
                  (RenderOptions){.labels = true, .doc = true, .parents = true, .tree = true});
    l.asked = history.indicate_current;
    if (l.json) json_open(&l.document, "revisions", '[');
    bool ok = retort_history(cli->project, &history, listing_add, &l);
    if (l.json) json_close(&l.document, ']');
    return listing_end(&l, ok);
}
