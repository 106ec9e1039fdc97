#include "cli/commands.h"

int check_run(Cli *cli, const Parsed *args)
{
    (void)args;
    bool ok = retort_check(cli->project);
    if (ok) cli_print(cli, STR("No new upgrade operations detected."));
    return cli_finish(cli, ok);
}
