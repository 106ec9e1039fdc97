/* Client libraries that are loaded when the first connection needs them.
 *
 * Linking them in the usual way makes every start load them and what they need in turn (TLS,
 * Kerberos, LDAP): several times what `retort heads` does otherwise, and nothing at all where the
 * database is another one. A dialect's own file defines the functions that it uses under their own
 * names, each a jump to the real one that is found here. */
#ifndef RETORT_DIALECT_LIBRARY_H
#define RETORT_DIALECT_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* A function and where its address is to be put. */
typedef struct LibrarySymbol {
    const char *name;
    void **slot;
} LibrarySymbol;

/* Loads the library and fills all slots. False: it is not there (*missing NULL), or it lacks
 * the function *missing. The library stays loaded, because what it loads registers handlers that
 * run at exit. */
bool library_load(const char *soname, const LibrarySymbol *symbols, size_t n, const char **missing);

#endif
