/* Manual pages (man(7) macros) out of the tables of commands and options. */
#ifndef RETORT_CLI_MANUAL_H
#define RETORT_CLI_MANUAL_H

#include "cli/option.h"

/* retort(1), or retort-COMMAND(1). */
void manual_page(const OptionProgram *program, const Command *command, StrBuf *out);

#endif
