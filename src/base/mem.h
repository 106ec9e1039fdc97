/* Heap allocation for the whole library.
 *
 * Callers never see NULL: a process that plans a migration and finds no memory cannot do anything
 * sensible half-way, so exhaustion goes to one handler. The default prints one line and aborts; a
 * host may install its own (the test harness jumps back to the failing test). Sizes are checked
 * for overflow here, so that callers can multiply without thinking. */
#ifndef RETORT_BASE_MEM_H
#define RETORT_BASE_MEM_H

#include <stddef.h>

/* Called when memory is exhausted. It must not return. */
typedef void (*MemExhausted)(size_t wanted, void *user);

/* Replaces the handler; NULL restores the default. Process-wide. */
void mem_set_exhausted(MemExhausted handler, void *user);

/* Fails the n-th allocation from now on (1 = the next one), for tests; 0 turns it off. */
void mem_fail_after(size_t n);

/* Zeroed memory of count * size bytes; free with mem_free. */
void *mem_alloc(size_t count, size_t size);

/* Resizes to count * size bytes; new bytes are not zeroed. `old` may be NULL. */
void *mem_resize(void *old, size_t count, size_t size);

void mem_free(void *p);

#endif
