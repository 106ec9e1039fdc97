#include "base/strbuf.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static void reserve(StrBuf *b, size_t extra)
{
    size_t need = b->len + extra + 1;
    if (need <= b->cap) return;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need) cap *= 2;
    b->ptr = mem_resize(b->ptr, cap, 1);
    b->cap = cap;
}

void strbuf_deinit(StrBuf *b)
{
    mem_free(b->ptr);
    *b = (StrBuf){0};
}

void strbuf_clear(StrBuf *b)
{
    b->len = 0;
    if (b->ptr) b->ptr[0] = '\0';
}

Str strbuf_view(const StrBuf *b) { return b->ptr ? (Str){b->ptr, b->len} : STR(""); }

Str strbuf_finish(StrBuf *b, Arena *out)
{
    Str s = arena_str(out, strbuf_view(b));
    strbuf_deinit(b);
    return s;
}

void strbuf_push(StrBuf *b, Str s)
{
    reserve(b, s.len);
    if (s.len) memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
    b->ptr[b->len] = '\0';
}

void strbuf_push_z(StrBuf *b, const char *s) { strbuf_push(b, str_z(s)); }

void strbuf_push_quoted(StrBuf *b, Str s)
{
    strbuf_push_char(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"' || s.ptr[i] == '\\') strbuf_push_char(b, '\\');
        strbuf_push_char(b, s.ptr[i]);
    }
    strbuf_push_char(b, '"');
}

void strbuf_push_char(StrBuf *b, char c) { strbuf_push(b, (Str){&c, 1}); }

void strbuf_pad(StrBuf *b, char c, size_t n)
{
    reserve(b, n);
    memset(b->ptr + b->len, c, n);
    b->len += n;
    b->ptr[b->len] = '\0';
}

void strbuf_vfmt(StrBuf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n > 0) {
        reserve(b, (size_t)n);
        vsnprintf(b->ptr + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void strbuf_fmt(StrBuf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    strbuf_vfmt(b, fmt, ap);
    va_end(ap);
}

void strbuf_truncate(StrBuf *b, size_t len)
{
    assert(len <= b->len);
    b->len = len;
    if (b->ptr) b->ptr[len] = '\0';
}
