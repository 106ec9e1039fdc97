/* The process environment: variables, working directory. Read only: a library must not change what
 * belongs to the whole process. */
#ifndef RETORT_OS_ENV_H
#define RETORT_OS_ENV_H

#include "base/err.h"

/* The value of a variable; null when it is not set. Belongs to the process environment. */
Str env_find(const char *name);

/* The working directory, absolute. Fails with ERR_IO when it has been removed. */
bool env_directory(Arena *out, Str *directory, Err *err) MUST_CHECK;

/* The first file `name` in the directories of $PATH that exists; null when there is none. */
Str env_find_program(Arena *out, Str name);

#endif
