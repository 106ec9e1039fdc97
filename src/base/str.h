/* String views: a pointer and a length, never owning, possibly not NUL-terminated.
 *
 * All text in Retort is UTF-8 and passes as Str; functions with the suffix _z take or give C
 * strings. A Str with ptr NULL is "absent" (str_is_null), which differs from the empty string. */
#ifndef RETORT_BASE_STR_H
#define RETORT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Str {
    const char *ptr;
    size_t len;
} Str;

#define STR(lit) ((Str){"" lit, sizeof(lit) - 1})
#define STR_NULL ((Str){NULL, 0})
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).len, (s).ptr ? (s).ptr : ""

/* View of a C string; NULL gives STR_NULL. */
Str str_z(const char *s);

static inline bool str_is_null(Str s) { return s.ptr == NULL; }
static inline bool str_is_empty(Str s) { return s.len == 0; }

bool str_eq(Str a, Str b);
bool str_eq_z(Str a, const char *b);
/* ASCII case-insensitive. */
bool str_eq_nocase(Str a, Str b);
/* Byte order, shorter first on a common prefix: <0, 0, >0. */
int str_cmp(Str a, Str b);
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);

/* Bytes [from, to), clamped to the string. */
Str str_slice(Str s, size_t from, size_t to);
/* Without leading and trailing ASCII white space. */
Str str_trim(Str s);

/* Index of the first (last) occurrence, or STR_NPOS. */
#define STR_NPOS ((size_t)-1)
size_t str_find(Str s, Str needle);
size_t str_find_char(Str s, char c);
size_t str_rfind_char(Str s, char c);
static inline bool str_contains(Str s, Str needle) { return str_find(s, needle) != STR_NPOS; }

/* Cuts *s at the first sep: returns what stands before it and leaves the rest in *s; without sep
 * returns all and leaves *s null. */
Str str_cut(Str *s, char sep);

uint64_t str_hash(Str s);

#endif
