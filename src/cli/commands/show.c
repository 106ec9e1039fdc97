#include "cli/commands.h"
#include "cli/render.h"

static bool show(void *user, const RetortRevision *r)
{
    StrBuf b = {0};
    render_record(r, &b);
    cli_print(user, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

int show_run(Cli *cli, const Parsed *args)
{
    return cli_finish(cli,
                      retort_show(cli->project, args->positionals.items[0].items[0], show, cli));
}
