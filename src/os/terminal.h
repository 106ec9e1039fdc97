/* Is a stream a terminal, and how wide. */
#ifndef RETORT_OS_TERMINAL_H
#define RETORT_OS_TERMINAL_H

#include <stdbool.h>

bool terminal_is(int fd);

/* Columns of the terminal behind fd; 0 when it is none or does not know. */
int terminal_width(int fd);

#endif
