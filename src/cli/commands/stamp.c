#include "cli/commands.h"

int stamp_run(Cli *cli, const Parsed *args)
{
    const ArgVec *revisions = &args->positionals.items[0];
    RetortStamp stamp = {.revisions = revisions->items,
                         .revision_count = revisions->len,
                         .sql = option_is_set(args, "sql"),
                         .tag = option_value(args, "tag"),
                         .purge = option_is_set(args, "purge")};
    return cli_finish(cli, retort_stamp(cli->project, &stamp));
}
