#include "cli/commands.h"
#include "cli/json.h"

/* What tells "there is something to do" from a check that could not be made. */
static bool found_changes(const RetortError *e)
{
    return e->kind == RETORT_ERROR_COMMAND &&
           str_starts(str_z(e->message), STR("New upgrade operations detected: "));
}

static int show_json(Cli *cli, bool ok)
{
    const RetortError *e = retort_error(cli->project);
    Json j = {0};
    json_begin(&j, "check");
    if (!ok && !found_changes(e)) return cli_finish_json(cli, &j, false);
    json_bool(&j, "up_to_date", ok);
    json_str(&j, "message", ok ? NULL : e->message);
    (void)cli_finish_json(cli, &j, true);
    return ok ? 0 : (int)e->kind;
}

int check_run(Cli *cli, const Parsed *args)
{
    bool ok = retort_check(cli->project) && retort_ok(cli->project);
    if (option_is_set(args, "json")) return show_json(cli, ok);
    if (ok) cli_print(cli, STR("No new upgrade operations detected."));
    return cli_finish(cli, ok);
}
