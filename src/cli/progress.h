/* What an upgrade says on standard error besides Alembic's records: at a terminal, a line that
 * changes while revisions run, and one that stays for each with its time; at the end, everywhere,
 * how many ran and how long they took. Standard output stays as it is. */
#ifndef RETORT_CLI_PROGRESS_H
#define RETORT_CLI_PROGRESS_H

#include "retort.h"

typedef struct Progress {
    bool live;  /* standard error is a terminal */
    bool shown; /* the changing line is there, without a line end */
    size_t done;
    double seconds; /* of all steps done */
} Progress;

Progress progress_new(bool live);
void progress_step(Progress *p, const RetortStep *step);
/* Before anything else is written: takes the changing line away. */
void progress_clear(Progress *p);
/* "3 revisions applied in 1.20 s"; verb as in "applied". */
void progress_summary(Progress *p, const char *verb);

#endif
