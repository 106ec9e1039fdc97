/* Properties of code points, as Python uses them.
 *
 * Thin questions over libutf8proc's tables: printable (str.isprintable, which decides what repr
 * escapes), identifier characters (PEP 3131) and NFKC. Case mapping and other string methods belong
 * to whoever needs them. The Unicode version is the library's. */
#ifndef RETORT_BASE_UNICODE_H
#define RETORT_BASE_UNICODE_H

#include "base/arena.h"

/* str.isprintable for one character: no control, format, surrogate, private, unassigned or
 * separator character, except the space. */
bool unicode_is_printable(uint32_t cp);

/* May begin (continue) an identifier. `_` may do both. */
bool unicode_is_xid_start(uint32_t cp);
bool unicode_is_xid_continue(uint32_t cp);

/* The code point with a Unicode name or name alias, without case, as \N{...} takes it. */
bool unicode_find_name(Str name, uint32_t *cp);

/* The NFKC form of valid UTF-8, in the arena; s itself when it is ASCII. */
Str unicode_nfkc(Arena *a, Str s);

#endif
