#include "os/codec.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* Python's name to iconv's, and the mark that Python's codec begins with. */
typedef struct Known {
    const char *python, *iconv;
    Str mark;
} Known;

static Str normal(Str name, Arena *a)
{
    Str s = arena_str(a, name);
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.len; i++)
        p[i] = p[i] == '_' || p[i] == ' ' ? '-' : (char)tolower((unsigned char)p[i]);
    return (Str){p, s.len};
}

static const char *iconv_name(Str name, Arena *a, Str *mark)
{
    static const Known known[] = {
        {"u8", "UTF-8", {"", 0}},
        {"utf", "UTF-8", {"", 0}},
        {"utf-8-sig", "UTF-8", {"\xef\xbb\xbf", 3}},
        {"utf-16", "UTF-16LE", {"\xff\xfe", 2}},
        {"u16", "UTF-16LE", {"\xff\xfe", 2}},
        {"utf-32", "UTF-32LE", {"\xff\xfe\0\0", 4}},
        {"latin-1", "ISO-8859-1", {"", 0}},
        {"latin", "ISO-8859-1", {"", 0}},
        {"l1", "ISO-8859-1", {"", 0}},
        {"mac-roman", "MACINTOSH", {"", 0}},
    };
    Str n = normal(name, a);
    *mark = STR("");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!str_eq_z(n, known[i].python)) continue;
        *mark = known[i].mark;
        return known[i].iconv;
    }
    if (str_starts(n, STR("iso8859-")))
        return arena_fmt(a, "ISO-8859-%s", n.ptr + strlen("iso8859-")).ptr;
    return n.ptr;
}

static bool fail_character(Str text, size_t at, Str name, Err *err)
{
    size_t i = at;
    uint32_t c = utf8_next(text, &i);
    const char *form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    Str shown = arena_fmt(err->arena, form, (unsigned)c);
    return err_raise(err, ERR_SCRIPT, "UnicodeEncodeError",
                     "'%.*s' codec can't encode character '%.*s' in position %zu", STR_ARG(name),
                     STR_ARG(shown), utf8_count(str_slice(text, 0, at)));
}

/* False = stopped at *at. */
static bool convert(iconv_t cd, Str text, StrBuf *out, size_t *at)
{
    char *in = (char *)text.ptr;
    size_t left = text.len;
    while (left) {
        char chunk[4096], *to = chunk;
        size_t room = sizeof chunk;
        size_t n = iconv(cd, &in, &left, &to, &room);
        int why = errno;
        strbuf_push(out, (Str){chunk, sizeof chunk - room});
        *at = text.len - left;
        if (n == (size_t)-1 && why != E2BIG) return false;
    }
    return true;
}

bool codec_encode(Str text, Str name, Arena *out_arena, Str *out, Err *err)
{
    Str mark;
    iconv_t cd = iconv_open(iconv_name(name, out_arena, &mark), "UTF-8");
    if (cd == (iconv_t)-1) {
        return err_raise(err, ERR_SCRIPT, "LookupError", "unknown encoding: %.*s", STR_ARG(name));
    }
    StrBuf b = {0};
    size_t at = 0;
    strbuf_push(&b, mark);
    bool ok = convert(cd, text, &b, &at);
    iconv_close(cd);
    *out = strbuf_finish(&b, out_arena);
    return ok || fail_character(text, at, name, err);
}
