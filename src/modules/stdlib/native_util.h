/* Small conveniences for the native modules of the standard library: arguments with definite types
 * and errors in CPython's words. All false results leave an exception pending. */
#ifndef RETORT_MODULES_STDLIB_NATIVE_UTIL_H
#define RETORT_MODULES_STDLIB_NATIVE_UTIL_H

#include "base/strbuf.h"
#include "eval/native.h"

/* The text of a str; TypeError "<what> must be str, not int". */
bool util_str(Eval *ev, Value v, const char *what, Str *out) MUST_CHECK;
/* An int within [min, max]; ValueError otherwise. */
bool util_int(Eval *ev, Value v, const char *what, int64_t *out) MUST_CHECK;
/* A str, or an object with __fspath__ (pathlib). */
bool util_path(Eval *ev, Value v, Str *out) MUST_CHECK;
/* A number as double. */
bool util_double(Eval *ev, Value v, double *out) MUST_CHECK;

/* A str value of b's text; releases b. */
Value util_finish(Eval *ev, StrBuf *b);
/* As util_finish when ok; only releases b otherwise. Returns ok. */
bool util_finish_if(Eval *ev, StrBuf *b, bool ok, Value *out);

/* A new instance of native's class, without __init__. */
Value util_new(Eval *ev, const NativeClass *native);
/* v.name as an attribute of a module: import and getattr. */
bool util_import_attr(Eval *ev, const char *module, const char *name, Value *out) MUST_CHECK;

/* Raises what a script gets for reaching out of its world: a PermissionError "a script may not
 * <action>". */
bool util_refuse(Eval *ev, const char *action);

#endif
