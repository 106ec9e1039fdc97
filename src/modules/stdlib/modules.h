/* The native modules of the standard library, one table each; stdlib.c finds them by name. Names
 * that begin with an underscore serve the modules written in Python (prelude/). */
#ifndef RETORT_MODULES_STDLIB_MODULES_H
#define RETORT_MODULES_STDLIB_MODULES_H

#include "eval/native.h"

extern const NativeModule stdlib_binascii, stdlib_builtins, stdlib_datetime, stdlib_hash,
    stdlib_host, stdlib_json, stdlib_math, stdlib_re, stdlib_support, stdlib_sys, stdlib_time,
    stdlib_typing, stdlib_unicodedata, stdlib_zone;

#endif
