/* Completion scripts for bash, zsh and fish, out of the tables of commands and options.
 *
 * Revisions are asked for at the prompt with `history`, which reads scripts but no database. */
#ifndef RETORT_CLI_COMPLETION_H
#define RETORT_CLI_COMPLETION_H

#include "cli/option.h"

void completion_bash(const OptionProgram *program, StrBuf *out);
void completion_zsh(const OptionProgram *program, StrBuf *out);
void completion_fish(const OptionProgram *program, StrBuf *out);

#endif
