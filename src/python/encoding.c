#include "python/encoding.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static bool fail_at(SourceFile *file, Err *err, size_t offset, const char *fmt, Str detail)
{
    err_raise(err, ERR_SYNTAX, "SyntaxError", fmt, STR_ARG(detail));
    err->pos = (SourcePos){file, {(uint32_t)offset, (uint32_t)offset + 1}};
    return false;
}

static bool is_cookie_char(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

/* The coding name in one line, as the expression of PEP 263 finds it:
 * ^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+). *blank: the line holds no code. */
static Str cookie_in_line(Str line, bool *blank)
{
    size_t i = 0;
    while (i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t' || line.ptr[i] == '\f')) i++;
    *blank = i == line.len || line.ptr[i] == '#';
    if (i == line.len || line.ptr[i] != '#') return STR_NULL;
    for (Str rest = str_slice(line, i, line.len);;) {
        size_t at = str_find(rest, STR("coding"));
        if (at == STR_NPOS) return STR_NULL;
        rest = str_slice(rest, at + 6, rest.len);
        if (rest.len == 0 || (rest.ptr[0] != ':' && rest.ptr[0] != '=')) continue;
        size_t from = 1;
        while (from < rest.len && (rest.ptr[from] == ' ' || rest.ptr[from] == '\t')) from++;
        size_t to = from;
        while (to < rest.len && is_cookie_char(rest.ptr[to])) to++;
        if (to > from) return str_slice(rest, from, to);
    }
}

static Str find_cookie(Str text)
{
    for (int line = 0; line < 2 && text.len; line++) {
        size_t n = 0;
        while (n < text.len && text.ptr[n] != '\n' && text.ptr[n] != '\r') n++;
        bool blank;
        Str name = cookie_in_line(str_slice(text, 0, n), &blank);
        if (!str_is_null(name) || !blank) return name;
        size_t skip =
            n < text.len && text.ptr[n] == '\r' && n + 1 < text.len && text.ptr[n + 1] == '\n';
        text = str_slice(text, n + 1 + skip, text.len);
    }
    return STR_NULL;
}

typedef enum Codec { CODEC_UTF8, CODEC_LATIN1, CODEC_ASCII, CODEC_OTHER } Codec;

/* Names are compared as Python does: without case, _ and - alike. */
static Codec codec_of(Str cookie, char *name, size_t cap)
{
    if (str_is_null(cookie)) return CODEC_UTF8;
    size_t n = cookie.len < cap - 1 ? cookie.len : cap - 1;
    for (size_t i = 0; i < n; i++) {
        char c = (char)tolower((unsigned char)cookie.ptr[i]);
        name[i] = c;
        if (c == '_') name[i] = '-';
    }
    name[n] = 0;
    static const struct {
        const char *name;
        Codec codec;
    } known[] = {
        {"utf-8", CODEC_UTF8},         {"utf8", CODEC_UTF8},      {"u8", CODEC_UTF8},
        {"utf-8-sig", CODEC_UTF8},     {"latin-1", CODEC_LATIN1}, {"iso-8859-1", CODEC_LATIN1},
        {"iso-latin-1", CODEC_LATIN1}, {"latin1", CODEC_LATIN1},  {"iso8859-1", CODEC_LATIN1},
        {"l1", CODEC_LATIN1},          {"latin", CODEC_LATIN1},   {"ascii", CODEC_ASCII},
        {"us-ascii", CODEC_ASCII},     {"us", CODEC_ASCII}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].name) == 0) return known[i].codec;
    /* Variants with an end-of-line suffix, which editors write: utf-8-unix, latin-1-dos. */
    if (strncmp(name, "utf-8-", 6) == 0) return CODEC_UTF8;
    if (strncmp(name, "latin-1-", 8) == 0) return CODEC_LATIN1;
    return CODEC_OTHER;
}

static Str latin1_to_utf8(Arena *a, Str in)
{
    char *out = arena_alloc(a, in.len + 1, 2);
    size_t n = 0;
    for (size_t i = 0; i < in.len; i++) n += utf8_encode((unsigned char)in.ptr[i], out + n);
    return (Str){out, n};
}

static bool iconv_to_utf8(SourceFile *file, Str in, const char *name, Str *out, Err *err)
{
    /* Encodings whose ASCII range is not ASCII could not have carried the cookie. */
    iconv_t cd = strncmp(name, "utf", 3) == 0 || strncmp(name, "ucs", 3) == 0
                     ? (iconv_t)-1
                     : iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) return fail_at(file, err, 0, "unknown encoding: %.*s", str_z(name));
    size_t cap = in.len * 4 + 16; /* no legacy character takes more than four bytes of UTF-8 */
    char *text = arena_alloc(file->arena, cap, 1);
    char *src = (char *)(uintptr_t)in.ptr, *dst = text;
    size_t left = in.len, room = cap;
    size_t rc = iconv(cd, &src, &left, &dst, &room);
    iconv_close(cd);
    if (rc == (size_t)-1)
        return fail_at(file, err, (size_t)(src - in.ptr) + (size_t)(in.ptr - file->text.ptr),
                       "(unicode error) '%.*s' codec can't decode byte", str_z(name));
    *out = (Str){text, (size_t)(dst - text)};
    return true;
}

static bool decode(SourceFile *file, Str in, bool bom, Str *out, Err *err)
{
    char name[64] = "";
    Str cookie = find_cookie(in);
    Codec codec = codec_of(cookie, name, sizeof name);
    if (bom && codec != CODEC_UTF8)
        return fail_at(file, err, 0, "encoding problem: %.*s with BOM", cookie);
    *out = in;
    size_t base = (size_t)(in.ptr - file->text.ptr), bad;
    switch (codec) {
    case CODEC_UTF8:
        if (utf8_valid(in, &bad)) {
            /* Surrogates pass utf8_valid, since string values may hold them; source may not. */
            for (bad = 0; bad + 1 < in.len; bad++)
                if ((unsigned char)in.ptr[bad] == 0xED && (unsigned char)in.ptr[bad + 1] >= 0xA0)
                    break;
            if (bad + 1 >= in.len) return true;
        }
        if (!str_is_null(cookie))
            return fail_at(file, err, base + bad,
                           "(unicode error) 'utf-8' codec can't decode byte%.*s", STR(""));
        return fail_at(file, err, base + bad,
                       "Non-UTF-8 code in source, but no encoding declared; see "
                       "https://peps.python.org/pep-0263/ for details%.*s",
                       STR(""));
    case CODEC_ASCII:
        for (size_t i = 0; i < in.len; i++)
            if ((unsigned char)in.ptr[i] >= 0x80)
                return fail_at(file, err, base + i,
                               "'ascii' codec can't decode byte: ordinal not in range(128)%.*s",
                               STR(""));
        return true;
    case CODEC_LATIN1: *out = latin1_to_utf8(file->arena, in); return true;
    case CODEC_OTHER: return iconv_to_utf8(file, in, name, out, err);
    }
    return false;
}

/* Copies with \r\n and lone \r as \n, and ends the copy with NUL. */
static Str copy_with_newlines(Arena *a, Str in)
{
    char *out = arena_alloc(a, in.len + 1, 1);
    if (in.len == 0) return (Str){out, 0};
    if (!memchr(in.ptr, '\r', in.len)) {
        memcpy(out, in.ptr, in.len);
        return (Str){out, in.len};
    }
    size_t n = 0;
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        if (c == '\r') {
            c = '\n';
            if (i + 1 < in.len && in.ptr[i + 1] == '\n') i++;
        }
        out[n++] = c;
    }
    return (Str){out, n};
}

static bool is_ascii(Str s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++) all |= (unsigned char)s.ptr[i];
    return all < 0x80;
}

bool encoding_clean(SourceFile *file, Err *err)
{
    Str in = file->text;
    /* Spans are 32 bits wide; decoding may double the size. */
    if (in.len > UINT32_MAX / 2)
        return fail_at(file, err, 0, "source file is too large%.*s", STR(""));
    bool bom = str_starts(in, STR("\xEF\xBB\xBF"));
    if (bom) in = str_slice(in, 3, in.len);
    const char *nul = in.len ? memchr(in.ptr, 0, in.len) : NULL;
    if (nul)
        return fail_at(file, err, (size_t)(nul - file->text.ptr),
                       "source code string cannot contain null bytes%.*s", STR(""));
    Str text = in;
    if (!is_ascii(in) || !str_is_null(find_cookie(in)))
        if (!decode(file, in, bom, &text, err)) return false;
    if (text.len > UINT32_MAX - 1)
        return fail_at(file, err, 0, "source file is too large%.*s", STR(""));
    file->text = copy_with_newlines(file->arena, text);
    file->line_starts = NULL;
    file->line_count = 0;
    return true;
}
