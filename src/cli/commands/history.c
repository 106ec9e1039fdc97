#include "cli/commands.h"
#include "cli/render.h"

static bool show(void *user, const RetortRevision *r)
{
    const Cli *cli = user;
    StrBuf b = {0};
    if (option_is_set(cli->args, "verbose"))
        render_record(r, &b);
    else
        render_line(r, (RenderOptions){.labels = true, .doc = true, .parents = true, .tree = true},
                    &b);
    cli_print(cli, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

int history_run(Cli *cli, const Parsed *args)
{
    RetortHistory history = {.range = option_value(args, "rev_range"),
                             .indicate_current = option_is_set(args, "indicate_current")};
    return cli_finish(cli, retort_history(cli->project, &history, show, cli));
}
