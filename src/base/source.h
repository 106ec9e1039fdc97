/* Source files and positions in them.
 *
 * A Span is a pair of byte offsets; lines and columns are computed only when a message is shown. */
#ifndef RETORT_BASE_SOURCE_H
#define RETORT_BASE_SOURCE_H

#include "base/arena.h"

typedef struct SourceFile {
    Str path; /* as shown to people */
    Str text; /* whole file, UTF-8, lines ended by \n */
    uint32_t *line_starts; /* byte offset of each line; filled on first use */
    size_t line_count;
    Arena *arena;
} SourceFile;

typedef struct Span {
    uint32_t start; /* byte offset of the first byte */
    uint32_t end;   /* one past the last byte; end == start for a point */
} Span;

/* A place in a file; file NULL = unknown. */
typedef struct SourcePos {
    SourceFile *file;
    Span span;
} SourcePos;

/* Both strings must live as long as the file; a must too (line table). */
SourceFile *source_file_new(Arena *a, Str path, Str text);

/* 1-based line of a byte offset. */
size_t source_line(SourceFile *f, uint32_t offset);
/* 1-based column of a byte offset, counted in code points. */
size_t source_column(SourceFile *f, uint32_t offset);
/* Text of a 1-based line without its newline; empty past the end. */
Str source_line_text(SourceFile *f, size_t line);

#endif
