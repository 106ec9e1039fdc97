#include "cli/commands.h"

int downgrade_run(Cli *cli, const Parsed *args)
{
    RetortRun run = {.revision = args->positionals.items[0].items[0],
                     .sql = option_is_set(args, "sql"),
                     .tag = option_value(args, "tag")};
    return cli_finish(cli, retort_downgrade(cli->project, &run));
}
