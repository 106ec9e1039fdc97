#include "cli/commands.h"

int init_run(Cli *cli, const Parsed *args)
{
    RetortInit init = {.directory = args->positionals.items[0].items[0],
                       .template_name = option_value(args, "template"),
                       .package = option_is_set(args, "package")};
    return cli_finish(cli, retort_init(cli->project, &init));
}
