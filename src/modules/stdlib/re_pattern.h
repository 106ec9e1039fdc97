/* Python's regular expressions written as PCRE2's.
 *
 * The two are nearly one language; what differs is respelled here: \Z, \uXXXX, '[' within a class,
 * {,n}, and the flag letters a, L and u, of which PCRE2 has none: within (?a:…) the classes \d, \s
 * and \w become the ASCII characters that they stand for. */
#ifndef RETORT_MODULES_STDLIB_RE_PATTERN_H
#define RETORT_MODULES_STDLIB_RE_PATTERN_H

#include "base/strbuf.h"

/* Appends the pattern to out. verbose: re.VERBOSE was given. *ascii becomes true where the pattern
 * itself begins with the flag a. */
void re_pattern_translate(Str pattern, bool verbose, StrBuf *out, bool *ascii);

#endif
