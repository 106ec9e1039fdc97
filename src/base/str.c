#include "base/str.h"

#include <string.h>

Str str_z(const char *s) { return s ? (Str){s, strlen(s)} : STR_NULL; }

bool str_eq(Str a, Str b) { return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0); }

bool str_eq_z(Str a, const char *b) { return str_eq(a, str_z(b)); }

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_eq_nocase(Str a, Str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i])) return false;
    return true;
}

int str_cmp(Str a, Str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    if (c != 0) return c;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool str_ends(Str s, Str suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

Str str_slice(Str s, size_t from, size_t to)
{
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    return (Str){s.ptr ? s.ptr + from : NULL, to - from};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

Str str_trim(Str s)
{
    while (s.len && is_space(s.ptr[0])) s.ptr++, s.len--;
    while (s.len && is_space(s.ptr[s.len - 1])) s.len--;
    return s;
}

size_t str_find(Str s, Str needle)
{
    if (needle.len == 0) return 0;
    for (size_t i = 0; i + needle.len <= s.len; i++) {
        const char *p = memchr(s.ptr + i, needle.ptr[0], s.len - i - needle.len + 1);
        if (!p) return STR_NPOS;
        i = (size_t)(p - s.ptr);
        if (memcmp(p, needle.ptr, needle.len) == 0) return i;
    }
    return STR_NPOS;
}

size_t str_find_char(Str s, char c)
{
    const char *p = s.len ? memchr(s.ptr, c, s.len) : NULL;
    return p ? (size_t)(p - s.ptr) : STR_NPOS;
}

size_t str_rfind_char(Str s, char c)
{
    for (size_t i = s.len; i > 0; i--)
        if (s.ptr[i - 1] == c) return i - 1;
    return STR_NPOS;
}

Str str_cut(Str *s, char sep)
{
    size_t i = str_find_char(*s, sep);
    if (i == STR_NPOS) {
        Str all = *s;
        *s = STR_NULL;
        return all;
    }
    Str before = {s->ptr, i};
    *s = (Str){s->ptr + i + 1, s->len - i - 1};
    return before;
}

/* FNV-1a: short keys, no adversary (budgets bound what a script can insert). */
uint64_t str_hash(Str s)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < s.len; i++) {
        h ^= (unsigned char)s.ptr[i];
        h *= 1099511628211u;
    }
    return h;
}
