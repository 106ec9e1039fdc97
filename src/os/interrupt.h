/* Ctrl-C and termination while a server works on a statement.
 *
 * A program that just dies in the middle of a revision cannot say what is in the database already.
 * Where a connection is watched, the first signal ends the statement instead, by whatever means its
 * database has: asking it to stop (interrupt_call), or closing the socket (interrupt_watch), upon
 * which the statement fails as when the connection is lost. The failure is told like any other. A second signal, or one
 * while nothing is watched, ends the process at once, as it would without this. Only a program
 * installs the handlers, never the library. */
#ifndef RETORT_OS_INTERRUPT_H
#define RETORT_OS_INTERRUPT_H

#include <stdbool.h>

/* Takes over SIGINT and SIGTERM; a signal that is ignored stays ignored. */
void interrupt_install(void);
/* The socket to close at a signal; -1 = none. */
void interrupt_watch(int socket);
/* What ends the statement at a signal, called in the handler with `of`; NULL = nothing. */
void interrupt_call(void (*stop)(void *), void *of);
/* interrupt_call(NULL), if it is `of` that it was called with last. */
void interrupt_forget(const void *of);
/* The signal that came; 0 = none. */
int interrupt_signal(void);

#endif
