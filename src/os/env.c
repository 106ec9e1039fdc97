#include "os/env.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "os/path.h"

Str env_find(const char *name) { return str_z(getenv(name)); }

bool env_directory(Arena *out, Str *directory, Err *err)
{
    char *cwd = getcwd(NULL, 0);
    if (!cwd) return err_set(err, ERR_IO, "cannot find the working directory: %s", strerror(errno));
    *directory = arena_strz(out, cwd);
    free(cwd);
    return true;
}

Str env_find_program(Arena *out, Str name)
{
    Str path = env_find("PATH");
    while (!str_is_null(path)) {
        Str dir = str_cut(&path, ':');
        Str candidate = path_join(out, dir, name);
        if (file_exists(candidate)) return candidate;
    }
    return STR_NULL;
}
