/* Bytes that are written once and then read once from the beginning: rows that have to be taken off
 * a connection before anybody wants them.
 *
 * Small amounts stay in memory; what goes beyond lies in a temporary file without a name, which is
 * gone with the process. So a result of any size costs a bounded amount of memory. */
#ifndef RETORT_OS_SPOOL_H
#define RETORT_OS_SPOOL_H

#include "base/err.h"

typedef struct Spool Spool;

Spool *spool_new(void);
void spool_free(Spool *s); /* NULL is fine */
/* Not after the first read. ERR_IO when the disk is full. */
bool spool_write(Spool *s, const void *bytes, size_t n, Err *err) MUST_CHECK;
/* Exactly n bytes; ERR_IO when there are not so many. */
bool spool_read(Spool *s, void *bytes, size_t n, Err *err) MUST_CHECK;
/* Bytes that are held in memory, for the account of who owns it. */
size_t spool_memory(const Spool *s);

#endif
