/* .env files, with python-dotenv's grammar.
 *
 * `export` prefixes, single and double quotes with their escapes, unquoted values with comments,
 * multi-line quoted values and ${NAME} / ${NAME:-default} expansion. A line that cannot be read is
 * reported through `warn` and left out, as python-dotenv does; it is not an error. */
#ifndef RETORT_CONFIG_DOTENV_H
#define RETORT_CONFIG_DOTENV_H

#include "base/err.h"
#include "base/vec.h"

typedef struct DotenvPair {
    Str key;
    Str value; /* null for a key without `=` */
} DotenvPair;

typedef VEC(DotenvPair) DotenvPairVec;

typedef struct DotenvOptions {
    bool interpolate; /* expand ${NAME} */
    bool override; /* as load_dotenv(override=…): which wins inside ${NAME}, file or environment */
    /* Looks up the environment; null = not set. NULL = an empty environment. */
    Str (*lookup)(void *user, Str name);
    /* A line that could not be parsed (1-based). May be NULL. */
    void (*warn)(void *user, size_t line);
    void *user;
} DotenvOptions;

/* Pairs in file order; a repeated key appears once, with its last value. */
void dotenv_parse(Str text, const DotenvOptions *options, Arena *arena, DotenvPairVec *out);

#endif
