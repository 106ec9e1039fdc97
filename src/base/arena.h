/* Arenas: memory that is released all at once.
 *
 * A function that returns memory takes the arena to put it in, so the caller decides how long the
 * result lives. Four lifetimes are used throughout: process, command, revision, scratch. Memory
 * comes zeroed. Cleanups registered on an arena run, newest first, when it is released or rewound
 * past them, which is how foreign handles stored beside arena data are closed on every path. */
#ifndef RETORT_BASE_ARENA_H
#define RETORT_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

typedef struct ArenaChunk ArenaChunk;
typedef struct ArenaCleanup ArenaCleanup;

typedef struct Arena {
    ArenaChunk *head;       /* newest chunk; NULL until the first allocation */
    ArenaCleanup *cleanups; /* newest first */
    size_t total;           /* bytes handed out, for budgets */
} Arena;

/* A place to rewind to. Valid until the arena is released or rewound to an earlier mark. */
typedef struct ArenaMark {
    ArenaChunk *head;
    size_t used;
    ArenaCleanup *cleanups;
    size_t total;
} ArenaMark;

/* An empty arena is all zeroes: `Arena a = {0};` needs no init. */

/* Runs the cleanups and frees everything. The arena is empty and reusable afterwards. */
void arena_release(Arena *a);

ArenaMark arena_mark(const Arena *a);
void arena_rewind(Arena *a, ArenaMark mark);

/* Registers fn(user) to run at release or rewind. */
void arena_on_release(Arena *a, void (*fn)(void *), void *user);

/* Zeroed memory, aligned for any type, owned by the arena. */
void *arena_alloc(Arena *a, size_t count, size_t size);

/* A block of new_count items that begins with the old_count items of `old`; extends in place when
 * `old` was the last allocation. */
void *arena_grow(Arena *a, void *old, size_t old_count, size_t new_count, size_t size);

/* Copies; the result is NUL-terminated one past its length. */
Str arena_str(Arena *a, Str s);
char *arena_cstr(Arena *a, Str s);
Str arena_strz(Arena *a, const char *s);

/* printf into the arena; NUL-terminated. Use %.*s with STR_ARG for a Str. */
Str arena_fmt(Arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Str arena_vfmt(Arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), 1, sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_alloc((a), (n), sizeof(T)))

#endif
