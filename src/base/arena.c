#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1 /* gcc's name for it; clang has only the feature test */
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

/* First chunk small: many arenas (one per script) hold a few hundred bytes. Doubling up to 1 MiB
 * keeps the number of malloc calls logarithmic without hoarding. */
enum { CHUNK_MIN = 4096, CHUNK_MAX = 1 << 20, ALIGNMENT = 16 };

struct ArenaChunk {
    ArenaChunk *prev;
    size_t cap;
    size_t used;
    size_t pad; /* keeps data[] 16-byte aligned */
    char data[];
};

_Static_assert(sizeof(ArenaChunk) % ALIGNMENT == 0, "chunk data must stay aligned");

struct ArenaCleanup {
    ArenaCleanup *prev;
    void (*fn)(void *);
    void *user;
};

static size_t round_up(size_t n) { return (n + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

static ArenaChunk *push_chunk(Arena *a, size_t need)
{
    size_t cap = a->head ? a->head->cap * 2 : CHUNK_MIN;
    if (cap > CHUNK_MAX) cap = CHUNK_MAX;
    if (cap < need) cap = need;
    ArenaChunk *c = mem_resize(NULL, 1, sizeof(ArenaChunk) + cap);
    c->prev = a->head;
    c->cap = cap;
    c->used = 0;
    ASAN_POISON_MEMORY_REGION(c->data, cap);
    a->head = c;
    return c;
}

void *arena_alloc(Arena *a, size_t count, size_t size)
{
    size_t bytes = size != 0 && count > (SIZE_MAX / 2) / size ? SIZE_MAX / 2 : count * size;
    size_t need = round_up(bytes ? bytes : 1);
    ArenaChunk *c = a->head;
    if (!c || c->cap - c->used < need) c = push_chunk(a, need);
    void *p = c->data + c->used;
    c->used += need;
    a->total += need;
    ASAN_UNPOISON_MEMORY_REGION(p, bytes);
    memset(p, 0, bytes);
    return p;
}

void *arena_grow(Arena *a, void *old, size_t old_count, size_t new_count, size_t size)
{
    ArenaChunk *c = a->head;
    size_t old_bytes = round_up(old_count * size);
    if (old && c && old_count != 0 && (char *)old + old_bytes == c->data + c->used &&
        new_count < (SIZE_MAX / 2) / size) {
        size_t extra = round_up(new_count * size) - old_bytes;
        if (c->cap - c->used >= extra) {
            ASAN_UNPOISON_MEMORY_REGION(old, new_count * size);
            memset((char *)old + old_count * size, 0, (new_count - old_count) * size);
            c->used += extra;
            a->total += extra;
            return old;
        }
    }
    void *p = arena_alloc(a, new_count, size);
    if (old_count) memcpy(p, old, old_count * size);
    return p;
}

static void run_cleanups(Arena *a, const ArenaCleanup *until)
{
    while (a->cleanups != until) {
        ArenaCleanup *c = a->cleanups;
        a->cleanups = c->prev;
        c->fn(c->user);
    }
}

void arena_release(Arena *a)
{
    run_cleanups(a, NULL);
    for (ArenaChunk *c = a->head; c;) {
        ArenaChunk *prev = c->prev;
        ASAN_UNPOISON_MEMORY_REGION(c->data, c->cap);
        mem_free(c);
        c = prev;
    }
    *a = (Arena){0};
}

ArenaMark arena_mark(const Arena *a)
{
    return (ArenaMark){a->head, a->head ? a->head->used : 0, a->cleanups, a->total};
}

void arena_rewind(Arena *a, ArenaMark mark)
{
    run_cleanups(a, mark.cleanups);
    while (a->head != mark.head) {
        ArenaChunk *c = a->head;
        a->head = c->prev;
        ASAN_UNPOISON_MEMORY_REGION(c->data, c->cap);
        mem_free(c);
    }
    if (a->head) {
        a->head->used = mark.used;
        ASAN_POISON_MEMORY_REGION(a->head->data + mark.used, a->head->cap - mark.used);
    }
    a->total = mark.total;
}

void arena_on_release(Arena *a, void (*fn)(void *), void *user)
{
    ArenaCleanup *c = ARENA_NEW(a, ArenaCleanup);
    *c = (ArenaCleanup){a->cleanups, fn, user};
    a->cleanups = c;
}

Str arena_str(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.len + 1, 1);
    if (s.len) memcpy(p, s.ptr, s.len);
    return (Str){p, s.len};
}

char *arena_cstr(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.len + 1, 1);
    if (s.len) memcpy(p, s.ptr, s.len);
    return p;
}

Str arena_strz(Arena *a, const char *s) { return arena_str(a, str_z(s)); }

Str arena_vfmt(Arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    size_t len = n < 0 ? 0 : (size_t)n;
    char *p = arena_alloc(a, len + 1, 1);
    vsnprintf(p, len + 1, fmt, again);
    va_end(again);
    return (Str){p, len};
}

Str arena_fmt(Arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    Str s = arena_vfmt(a, fmt, ap);
    va_end(ap);
    return s;
}
