#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static MemExhausted exhausted_handler;
static void *exhausted_user;
static size_t fail_countdown; /* 0 = never fail on purpose */

void mem_set_exhausted(MemExhausted handler, void *user)
{
    exhausted_handler = handler;
    exhausted_user = user;
}

void mem_fail_after(size_t n) { fail_countdown = n; }

static void exhausted(size_t wanted)
{
    if (exhausted_handler) exhausted_handler(wanted, exhausted_user);
    fprintf(stderr, "retort: out of memory (%zu bytes wanted)\n", wanted);
    abort();
}

static bool must_fail(void) { return fail_countdown != 0 && --fail_countdown == 0; }

void *mem_alloc(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) exhausted(SIZE_MAX);
    void *p = must_fail() ? NULL : calloc(count ? count : 1, size ? size : 1);
    if (!p) exhausted(count * size);
    return p;
}

void *mem_resize(void *old, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) exhausted(SIZE_MAX);
    size_t bytes = count * size;
    void *p = must_fail() ? NULL : realloc(old, bytes ? bytes : 1);
    if (!p) exhausted(bytes);
    return p;
}

void mem_free(void *p) { free(p); }
