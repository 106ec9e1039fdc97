#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "cli/message.h"
#include "cli/style.h"

static void write_out(const char *text, size_t len) { fwrite(text, 1, len, stdout); }

static void on_output(void *user, const char *text, size_t len)
{
    Cli *cli = user;
    progress_clear(&cli->progress);
    write_out(text, len);
}

static void on_error_output(void *user, const char *text, size_t len)
{
    Cli *cli = user;
    progress_clear(&cli->progress);
    fflush(stdout);
    fwrite(text, 1, len, stderr);
}

static void on_flush(void *user) { fflush(stdout); }

static void on_status(void *user, RetortPhase phase, const char *text)
{
    Cli *cli = user;
    progress_clear(&cli->progress);
    message_status(phase, text, cli->quiet ? cli->args->command->name : NULL, cli->wrap_width);
}

static void on_log_line(void *user, int stream, const char *line)
{
    Cli *cli = user;
    progress_clear(&cli->progress);
    /* Results and records may go to one terminal: keep them in order. */
    fflush(stdout);
    fprintf(stream == 1 ? stdout : stderr, "%s\n", line);
}

static void on_warn(void *user, const char *category, const char *message, const char *file,
                    size_t line)
{
    Cli *cli = user;
    progress_clear(&cli->progress);
    if (file) fprintf(stderr, "%s:%zu: ", file, line);
    fprintf(stderr, "%s: %s\n", category, message);
}

static void on_step(void *user, const RetortStep *step)
{
    Cli *cli = user;
    fflush(stdout);
    progress_step(&cli->progress, step);
}

void cli_open(Cli *cli)
{
    const ArgVec *files = option_values(cli->args, "config"), *x = option_values(cli->args, "x");
    RetortOptions options = {
        .config_files = files->items,
        .config_file_count = files->len,
        .section = option_value(cli->args, "name"),
        .x_args = x->items,
        .x_arg_count = x->len,
        .raise = cli->raise,
        .output = on_output,
        .error_output = on_error_output,
        .flush = on_flush,
        .status = on_status,
        .log_line = on_log_line,
        .warn = on_warn,
        .step = on_step,
        .user = cli,
    };
    cli->project = retort_open(&options);
}

void cli_print(const Cli *cli, Str text)
{
    if (cli->quiet) return;
    write_out(text.ptr, text.len);
    write_out("\n", 1);
}

static void show_hint(const Cli *cli, const RetortError *e)
{
    if (!e->hint) return;
    StrBuf b = {0};
    style_push(&b, cli->colour_err, STYLE_HINT, STR("hint:"));
    strbuf_fmt(&b, " %s", e->hint);
    fprintf(stderr, "%s\n", b.ptr);
    strbuf_deinit(&b);
}

static void show_details(const Cli *cli, const RetortError *e)
{
    if (e->excerpt) fprintf(stderr, "%s", e->excerpt);
    if (e->statement) fprintf(stderr, "[SQL: %s]\n", e->statement);
    if (e->remains) fprintf(stderr, "already in the database for good:\n%s\n", e->remains);
    show_hint(cli, e);
}

/* What Alembic shows as a traceback: the place, the exception, its text. */
static void show_failure(const Cli *cli, const RetortError *e)
{
    if (e->file) fprintf(stderr, "%s:%zu:%zu: ", e->file, e->line, e->column);
    /* A refusal has no class of its own in the library's eyes; Alembic's is this. */
    const char *refusal = e->kind == RETORT_ERROR_COMMAND ? "CommandError" : NULL;
    if (e->exception || refusal) fprintf(stderr, "%s: ", e->exception ? e->exception : refusal);
    fprintf(stderr, "%s\n", e->message);
    if (e->context) fprintf(stderr, "  while %s\n", e->context);
    show_details(cli, e);
}

int cli_finish(Cli *cli, bool ok)
{
    const RetortError *e = retort_error(cli->project);
    int status = 0;
    progress_clear(&cli->progress);
    if (ok && retort_ok(cli->project)) return 0;
    status = (int)e->kind;
    if (e->exits) {
        fflush(stdout);
        if (e->message[0]) fprintf(stderr, "%s\n", e->message);
        return e->exit_status;
    }
    if (e->kind == RETORT_ERROR_COMMAND && !cli->raise) {
        fflush(stdout);
        message_failed(e->message, cli->quiet, cli->colour_out, cli->wrap_width);
        fflush(stdout);
        if (e->file) fprintf(stderr, "%s:%zu:%zu\n", e->file, e->line, e->column);
        if (!cli->quiet) show_details(cli, e);
    } else {
        fflush(stdout);
        if (e->kind == RETORT_ERROR_COMMAND) status = 1;
        show_failure(cli, e);
    }
    return status ? status : 1;
}

int cli_finish_json(Cli *cli, Json *document, bool ok)
{
    const RetortError *e = retort_error(cli->project);
    ok = ok && retort_ok(cli->project);
    if (!ok) json_error(document, e);
    cli_print(cli, json_end(document));
    json_deinit(document);
    if (ok) return 0;
    if (!cli->quiet) show_hint(cli, e);
    return e->kind ? (int)e->kind : 1;
}
