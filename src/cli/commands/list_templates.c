#include "cli/commands.h"

static void show(void *user, const char *name, const char *summary)
{
    StrBuf b = {0};
    strbuf_fmt(&b, "%s - %s", name, summary);
    cli_print(user, strbuf_view(&b));
    strbuf_deinit(&b);
}

int list_templates_run(Cli *cli, const Parsed *args)
{
    (void)args;
    cli_print(cli, STR("Available templates:\n"));
    bool ok = retort_list_templates(cli->project, show, cli);
    if (ok) {
        StrBuf b = {0};
        cli_print(cli, STR("\nTemplates are used via the 'init' command, e.g.:"));
        strbuf_fmt(&b, "\n  %s init --template generic ./scripts", cli->program->name);
        cli_print(cli, strbuf_view(&b));
        strbuf_deinit(&b);
    }
    return cli_finish(cli, ok);
}
