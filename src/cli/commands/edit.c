#include "cli/commands.h"

int edit_run(Cli *cli, const Parsed *args)
{
    return cli_finish(cli, retort_edit(cli->project, args->positionals.items[0].items[0]));
}
