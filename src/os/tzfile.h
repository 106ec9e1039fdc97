/* TZif files (RFC 8536): which offset from UTC a zone has at an instant.
 *
 * Reads the 64-bit block and its POSIX footer, which rules all time after the last transition. */
#ifndef RETORT_OS_TZFILE_H
#define RETORT_OS_TZFILE_H

#include "base/err.h"

/* Offset east of UTC in seconds. False when the data is not a usable TZif file. */
bool tzfile_offset(Str data, int64_t epoch, int *offset);

/* The POSIX rule alone ("CET-1CEST,M3.5.0,M10.5.0/3"); false when it cannot be read. */
bool tzfile_rule_offset(Str rule, int64_t epoch, int *offset);

#endif
