/* Random identifiers from the kernel's generator. */
#ifndef RETORT_OS_RANDOM_H
#define RETORT_OS_RANDOM_H

#include "base/err.h"

/* n bytes; fails with ERR_IO when the kernel has no entropy to give. */
bool random_bytes(void *out, size_t n, Err *err) MUST_CHECK;

/* The last 12 hexadecimal digits of a fresh uuid4, as Alembic names revisions. */
bool random_revision_id(Arena *out, Str *id, Err *err) MUST_CHECK;

#endif
