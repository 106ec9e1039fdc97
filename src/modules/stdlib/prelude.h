/* The standard library's modules that are written in Python, as text inside the program. The array
 * is generated from prelude/ at build time (tools/embed.py). */
#ifndef RETORT_MODULES_STDLIB_PRELUDE_H
#define RETORT_MODULES_STDLIB_PRELUDE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct PreludeModule {
    const char *name; /* dotted; NULL ends the array */
    const char *text;
    size_t len;
    bool is_package;
} PreludeModule;

extern const PreludeModule prelude_modules[];

#endif
