/* A growing string on the heap, for building text of unknown length.
 *
 * `StrBuf b = {0};` is empty and ready. Release with strbuf_deinit, or copy the text into an arena
 * and release in one go with strbuf_finish. The text is always NUL-terminated. */
#ifndef RETORT_BASE_STRBUF_H
#define RETORT_BASE_STRBUF_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/str.h"

typedef struct StrBuf {
    char *ptr;
    size_t len;
    size_t cap;
} StrBuf;

void strbuf_deinit(StrBuf *b);
/* Empties without freeing. */
void strbuf_clear(StrBuf *b);

/* The text so far; valid until the next push. */
Str strbuf_view(const StrBuf *b);
/* Copies the text into the arena and frees the buffer. */
Str strbuf_finish(StrBuf *b, Arena *out);

void strbuf_push(StrBuf *b, Str s);
void strbuf_push_z(StrBuf *b, const char *s);
/* In double quotes, with a backslash before each of these and before each backslash. */
void strbuf_push_quoted(StrBuf *b, Str s);
void strbuf_push_char(StrBuf *b, char c);
/* Appends c n times. */
void strbuf_pad(StrBuf *b, char c, size_t n);
void strbuf_fmt(StrBuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vfmt(StrBuf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* Cuts back to len bytes; len must not exceed the present length. */
void strbuf_truncate(StrBuf *b, size_t len);

#endif
