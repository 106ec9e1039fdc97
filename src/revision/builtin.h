/* The templates that `init` starts from, carried inside the program.
 *
 * Their files are in templates/<name>/ and become C strings at build time (templates/embed.awk). A
 * file that ends in .mako and is no script.py.mako is filled in by init; the others are copied. */
#ifndef RETORT_REVISION_BUILTIN_H
#define RETORT_REVISION_BUILTIN_H

#include "base/str.h"

typedef struct BuiltinFile {
    const char *name;
    const char *text;
    size_t len;
} BuiltinFile;

typedef struct BuiltinTemplate {
    const char *name;
    const BuiltinFile *files; /* ends with {0} */
} BuiltinTemplate;

/* Sorted by name; ends with {0}. */
extern const BuiltinTemplate builtin_templates[];

/* NULL = none of that name. */
const BuiltinTemplate *builtin_find(Str name);
/* First line of the template's README. */
Str builtin_summary(const BuiltinTemplate *t);

#endif
