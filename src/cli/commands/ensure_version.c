#include "cli/commands.h"

int ensure_version_run(Cli *cli, const Parsed *args)
{
    return cli_finish(cli, retort_ensure_version(cli->project, option_is_set(args, "sql")));
}
