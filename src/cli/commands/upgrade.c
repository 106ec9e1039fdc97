#include <stdio.h>

#include "cli/commands.h"

int upgrade_run(Cli *cli, const Parsed *args)
{
    RetortRun run = {.revision = args->positionals.items[0].items[0],
                     .sql = option_is_set(args, "sql"),
                     .tag = option_value(args, "tag")};
    bool ok = retort_upgrade(cli->project, &run);
    fflush(stdout);
    if (ok && !run.sql && !cli->quiet) progress_summary(&cli->progress, "applied");
    return cli_finish(cli, ok);
}
