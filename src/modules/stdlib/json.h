/* json, in two files: writing and reading. Also used where SQL literals need JSON text. */
#ifndef RETORT_MODULES_STDLIB_JSON_H
#define RETORT_MODULES_STDLIB_JSON_H

#include "modules/stdlib/native_util.h"

/* Appends s as a JSON string. */
void json_push_string(StrBuf *b, Str s, bool ensure_ascii);

/* loads(s, *, cls, object_hook, …) and load(fp, …) */
bool json_loads(Eval *ev, Args *a, Value *out);
bool json_load(Eval *ev, Args *a, Value *out);

#endif
