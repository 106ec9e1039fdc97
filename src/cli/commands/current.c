#include "cli/commands.h"
#include "cli/render.h"

static void show_url(void *user, const char *url)
{
    const Cli *cli = user;
    if (!option_is_set(cli->args, "verbose")) return;
    StrBuf b = {0};
    strbuf_fmt(&b, "Current revision(s) for %s:", url);
    cli_print(cli, strbuf_view(&b));
    strbuf_deinit(&b);
}

static bool show(void *user, const RetortRevision *r)
{
    const Cli *cli = user;
    StrBuf b = {0};
    /* That it is current goes without saying here. */
    RetortRevision plain = *r;
    plain.is_current = false;
    if (option_is_set(cli->args, "verbose"))
        render_record(&plain, &b);
    else
        render_line(&plain, (RenderOptions){.tree = true}, &b);
    cli_print(cli, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

int current_run(Cli *cli, const Parsed *args)
{
    return cli_finish(
        cli, retort_current(cli->project, option_is_set(args, "check_heads"), show_url, show, cli));
}
