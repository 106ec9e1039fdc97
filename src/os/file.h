/* Files and directories: read whole, written whole.
 *
 * Text is written beside its place and moved there in one step, so that a reader, or a crash, never
 * meets half a file. Nothing is overwritten unless the function's name says so. Paths are UTF-8
 * without NUL; relative ones start from the working directory, which this library never changes. */
#ifndef RETORT_OS_FILE_H
#define RETORT_OS_FILE_H

#include "base/err.h"
#include "base/vec.h"

typedef struct FileEntry {
    Str name;
    bool is_dir;  /* a symbolic link counts as what it leads to */
    bool is_link; /* it may be a symbolic link */
} FileEntry;

typedef VEC(FileEntry) FileEntryVec;

bool file_exists(Str path);
bool file_is_dir(Str path);
bool file_is_executable(Str path);

/* The whole file, NUL-terminated. Fails with ERR_IO. */
bool file_read(Str path, Arena *out_arena, Str *out, Err *err) MUST_CHECK;

/* Entries of a directory without "." and "..", sorted by name (by bytes, which for UTF-8 is the
 * order of code points, as Python sorts). */
bool file_list(Str path, Arena *out_arena, FileEntryVec *out, Err *err) MUST_CHECK;

/* Writes a file that must not exist yet; fails with ERR_IO and leaves it alone if it does. */
bool file_write_new(Str path, Str text, Err *err) MUST_CHECK;
/* Writes a file, replacing one that is there; its permissions are kept. */
bool file_write_replace(Str path, Str text, Err *err) MUST_CHECK;

/* As mkdir -p. */
bool file_make_dirs(Str path, Err *err) MUST_CHECK;

/* A new temporary file (in $TMPDIR or /tmp) that ends in `suffix`; its path is in the arena. */
bool file_write_temp(Str suffix, Str text, Arena *out_arena, Str *path, Err *err) MUST_CHECK;

#endif
