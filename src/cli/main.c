#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/style.h"
#include "os/interrupt.h"
#include "os/terminal.h"

/* argparse lays help out for $COLUMNS, else the terminal, else 80. */
static int help_columns(void)
{
    const char *env = getenv("COLUMNS");
    int n = env ? atoi(env) : 0;
    if (n <= 0) n = terminal_width(1);
    return n > 0 ? n : 80;
}

/* The program answers to two names: usage, errors and --version show the one it was called by. */
static const char *program_name(const char *argv0)
{
    const char *slash = strrchr(argv0, '/');
    const char *base = slash ? slash + 1 : argv0;
    return strcmp(base, "alembic") == 0 ? "alembic" : "retort";
}

int main(int argc, char **argv)
{
    Cli cli = {0};
    Parsed args;
    StrBuf out = {0}, err = {0};
    const char *name = program_name(argc ? argv[0] : "retort");
    OptionProgram program = {
        .name = name, .options = cli_options, .commands = cli_commands, .examples = cli_examples};
    program.version = strcmp(name, "alembic") == 0
                          ? arena_fmt(&cli.arena, "alembic %s", retort_alembic_version()).ptr
                          : arena_fmt(&cli.arena, "retort %s (Alembic %s)", retort_version(),
                                      retort_alembic_version())
                                .ptr;
    /* `retort history | head` ends quietly: a write to the closed pipe fails, which is enough. */
    signal(SIGPIPE, SIG_IGN);
    interrupt_install();
    OptionOutcome outcome =
        option_parse(&program, argc, argv, help_columns(), &cli.arena, &args, &out, &err);
    int status = outcome == OPTION_EXIT_USAGE ? 2 : 0;
    if (out.len) fputs(out.ptr, stdout);
    if (err.len) fputs(err.ptr, stderr);
    if (outcome == OPTION_RUN) {
        cli.program = &program;
        cli.args = &args;
        cli.quiet = option_is_set(&args, "quiet");
        cli.raise = option_is_set(&args, "raiseerr");
        cli.wrap_width = terminal_width(0);
        cli.colour_out = style_wanted(1);
        cli.colour_err = style_wanted(2);
        cli.progress = progress_new(terminal_is(2) && !cli.quiet);
        cli_open(&cli);
        status = args.command->run(&cli, &args);
        retort_close(cli.project);
        if (status && interrupt_signal()) status = 128 + interrupt_signal(); /* as shells have it */
    }
    strbuf_deinit(&out);
    strbuf_deinit(&err);
    arena_release(&cli.arena);
    return status;
}
