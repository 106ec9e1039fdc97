/* Messages on standard output as Alembic writes them: "Generating x ...  done", "FAILED: …".
 *
 * When standard input is a terminal Alembic wraps these to its width with an indent of two; results
 * of commands are never wrapped. */
#ifndef RETORT_CLI_MESSAGE_H
#define RETORT_CLI_MESSAGE_H

#include "base/str.h"
#include "base/strbuf.h"
#include "retort.h"

/* quiet_command is the command that runs with --quiet; NULL = not quiet. */
void message_status(RetortPhase phase, const char *text, const char *quiet_command, int width);
void message_failed(const char *text, bool quiet, bool colour, int width);

/* textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  "), joined by newlines. */
void message_wrap(Str text, size_t width, StrBuf *out);

#endif
