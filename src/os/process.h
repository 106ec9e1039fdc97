/* Running a program and waiting for it: editors and post-write hooks, which the user configured.
 *
 * No shell is involved. Scripts have no way to get here. */
#ifndef RETORT_OS_PROCESS_H
#define RETORT_OS_PROCESS_H

#include "base/err.h"
#include "base/vec.h"

typedef struct ProcessSpec {
    const StrVec *argv; /* argv[0] is searched in $PATH unless it has a slash */
    Str directory;      /* null = the caller's */
} ProcessSpec;

/* Runs with the caller's standard streams. *status: exit status, or 128 + signal. Fails with ERR_IO
 * only when the program could not be started. */
bool process_run(const ProcessSpec *spec, int *status, Err *err) MUST_CHECK;

/* As process_run, with standard output collected (and standard error the caller's). */
bool process_capture(const ProcessSpec *spec, Arena *out_arena, Str *output, int *status,
                     Err *err) MUST_CHECK;

#endif
