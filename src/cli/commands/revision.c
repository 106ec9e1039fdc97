#include <stdio.h>

#include "cli/commands.h"

int revision_run(Cli *cli, const Parsed *args)
{
    const ArgVec *depends_on = option_values(args, "depends_on");
    RetortNewRevision revision = {.message = option_value(args, "message"),
                                  .autogenerate = option_is_set(args, "autogenerate"),
                                  .sql = option_is_set(args, "sql"),
                                  .head = option_value(args, "head"),
                                  .splice = option_is_set(args, "splice"),
                                  .branch_label = option_value(args, "branch_label"),
                                  .version_path = option_value(args, "version_path"),
                                  .rev_id = option_value(args, "rev_id"),
                                  .depends_on = depends_on->items,
                                  .depends_on_count = depends_on->len};
    bool unchanged = false;
    revision.unchanged = &unchanged;
    bool ok = retort_revision(cli->project, &revision, NULL, NULL);
    if (ok && unchanged && !cli->quiet) {
        fflush(stdout);
        fputs("No changes in schema detected.\n", stderr);
    }
    return cli_finish(cli, ok);
}
