/* What a command of the command line works with: the open project, the parsed arguments, and the
 * ways out: results on standard output, messages, failures with their exit status. */
#ifndef RETORT_CLI_CLI_H
#define RETORT_CLI_CLI_H

#include "cli/json.h"
#include "cli/option.h"
#include "cli/progress.h"
#include "retort.h"

struct Cli {
    Arena arena;
    const OptionProgram *program;
    const Parsed *args;
    Retort *project;
    bool quiet, raise;
    bool colour_out, colour_err;
    int wrap_width; /* columns to wrap messages to; 0 = do not */
    Progress progress;
};

/* Opens the project with the global options; ends with cli_finish. */
void cli_open(Cli *cli);

/* Ends a command: 0, or the failure shown and its exit status. */
int cli_finish(Cli *cli, bool ok);

/* The same for --json: the document, with "error" in it when the command failed. */
int cli_finish_json(Cli *cli, Json *document, bool ok);

/* A result line on standard output, unless -q. */
void cli_print(const Cli *cli, Str text);

/* The table of all commands, and the global options. */
extern const Command cli_commands[];
extern const Option cli_options[];
extern const Example cli_examples[];

#endif
