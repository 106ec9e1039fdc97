#include "cli/commands.h"
#include "cli/render.h"

static bool show(void *user, const RetortRevision *r)
{
    const Cli *cli = user;
    StrBuf b = {0};
    if (option_is_set(cli->args, "verbose"))
        render_record(r, &b);
    else
        render_line(r, (RenderOptions){.labels = true}, &b);
    cli_print(cli, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

int heads_run(Cli *cli, const Parsed *args)
{
    return cli_finish(
        cli, retort_heads(cli->project, option_is_set(args, "resolve_dependencies"), show, cli));
}
