#include "dialect/library.h"

#include <dlfcn.h>

bool library_load(const char *soname, const LibrarySymbol *symbols, size_t n, const char **missing)
{
    *missing = NULL;
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
    for (size_t i = 0; i < n; i++) {
        *symbols[i].slot = dlsym(library, symbols[i].name);
        if (!*symbols[i].slot && !*missing) *missing = symbols[i].name;
    }
    return !*missing;
}
