/* The commands: each is a file in commands/, with one function that opens the project, calls the
 * library, shows what comes back and returns the exit status. */
#ifndef RETORT_CLI_COMMANDS_H
#define RETORT_CLI_COMMANDS_H

#include "cli/cli.h"

int branches_run(Cli *cli, const Parsed *args);
int check_run(Cli *cli, const Parsed *args);
int current_run(Cli *cli, const Parsed *args);
int downgrade_run(Cli *cli, const Parsed *args);
int edit_run(Cli *cli, const Parsed *args);
int ensure_version_run(Cli *cli, const Parsed *args);
int heads_run(Cli *cli, const Parsed *args);
int history_run(Cli *cli, const Parsed *args);
int init_run(Cli *cli, const Parsed *args);
int list_templates_run(Cli *cli, const Parsed *args);
int merge_run(Cli *cli, const Parsed *args);
int revision_run(Cli *cli, const Parsed *args);
int show_run(Cli *cli, const Parsed *args);
int stamp_run(Cli *cli, const Parsed *args);
int upgrade_run(Cli *cli, const Parsed *args);

#endif
