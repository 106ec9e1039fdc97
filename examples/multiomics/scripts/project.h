/* What the platform's two helper programs share: finding the project, and showing on the terminal
 * what the library reports. */
#ifndef MULTIOMICS_SCRIPTS_PROJECT_H
#define MULTIOMICS_SCRIPTS_PROJECT_H

#include <retort.h>

/* Opens the project in `directory`; NULL means the working directory when it has an alembic.ini,
 * else the folder above the one this program is in (a program installed in scripts/). Output and
 * status lines go to stdout, log records and warnings to stderr. Close with retort_close. */
Retort *project_open(const char *directory);

/* Prints the failure of the last call: what, where, and what to do. */
void project_print_error(const Retort *r);

/* A line of eighty equal signs, the title, and another line. */
void project_print_banner(const char *title);

#endif
