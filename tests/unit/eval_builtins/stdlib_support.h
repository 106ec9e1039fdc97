/* A small host for scripts that use the standard library: modules come from stdlib/ and from the
 * script's folder, which is also the project that may be read. */
#ifndef RETORT_TESTS_EVAL_BUILTINS_STDLIB_SUPPORT_H
#define RETORT_TESTS_EVAL_BUILTINS_STDLIB_SUPPORT_H

#include "base/strbuf.h"

/* Runs a script and appends what it prints, and the error that ends it if one does. */
bool stdlib_support_run(Str script, StrBuf *out);

#endif
