/* Paths as text, with the meaning that Python's pathlib and os.path give them (POSIX flavour).
 *
 * Only path_real looks at the file system. "Clean" means what pathlib makes of a path: no empty and
 * no "." components; ".." stays, because the component before it may be a symbolic link. */
#ifndef RETORT_OS_PATH_H
#define RETORT_OS_PATH_H

#include "base/err.h"

bool path_is_absolute(Str p);
/* os.path.basename and dirname of a clean path: pathlib's name and parent ("." for a bare name). */
Str path_name(Str p);
Str path_parent(Str p);

/* Clean form; "." when nothing is left. */
Str path_clean(Arena *a, Str p);
/* pathlib's a / b, clean: b alone when it is absolute. */
Str path_join(Arena *a, Str left, Str right);
/* pathlib's absolute(): joined to `base` (an absolute directory) unless absolute already. */
Str path_absolute(Arena *a, Str base, Str p);
/* pathlib's relative_to(other, walk_up=True) for two clean absolute paths. */
Str path_relative(Arena *a, Str p, Str other);
/* realpath; a null string when the path does not exist. */
Str path_real(Arena *a, Str p);

#endif
