#include "cli/commands.h"

int merge_run(Cli *cli, const Parsed *args)
{
    const ArgVec *revisions = &args->positionals.items[0];
    RetortMerge merge = {.revisions = revisions->items,
                         .revision_count = revisions->len,
                         .message = option_value(args, "message"),
                         .branch_label = option_value(args, "branch_label"),
                         .rev_id = option_value(args, "rev_id"),
                         .splice = option_is_set(args, "splice")};
    return cli_finish(cli, retort_merge(cli->project, &merge, NULL, NULL));
}
