/* MD5, for one purpose: SQLAlchemy shortens names that are too long by four digits of it.
 *
 * Not for anything that needs a secure hash. */
#ifndef RETORT_BASE_MD5_H
#define RETORT_BASE_MD5_H

#include "base/str.h"

/* 32 lower-case hexadecimal digits and NUL. */
void md5_hex(Str text, char hex[33]);

#endif
