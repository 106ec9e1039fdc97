#include "config/repr.h"

#include "base/strbuf.h"
#include "base/unicode.h"
#include "base/utf8.h"

static void push_escaped(StrBuf *b, uint32_t cp)
{
    if (cp == '\n')
        strbuf_push_z(b, "\\n");
    else if (cp == '\r')
        strbuf_push_z(b, "\\r");
    else if (cp == '\t')
        strbuf_push_z(b, "\\t");
    else if (cp < 0x100)
        strbuf_fmt(b, "\\x%02x", (unsigned)cp);
    else if (cp < 0x10000)
        strbuf_fmt(b, "\\u%04x", (unsigned)cp);
    else
        strbuf_fmt(b, "\\U%08x", (unsigned)cp);
}

Str repr_render(Str s, Arena *out)
{
    char quote =
        str_find_char(s, '\'') != STR_NPOS && str_find_char(s, '"') == STR_NPOS ? '"' : '\'';
    StrBuf b = {0};
    strbuf_push_char(&b, quote);
    for (size_t i = 0; i < s.len;) {
        size_t from = i;
        uint32_t cp = utf8_next(s, &i);
        if (cp == '\\' || cp == (unsigned char)quote) {
            strbuf_push_char(&b, '\\');
            strbuf_push_char(&b, (char)cp);
        } else if (unicode_is_printable(cp)) {
            strbuf_push(&b, str_slice(s, from, i));
        } else {
            push_escaped(&b, cp);
        }
    }
    strbuf_push_char(&b, quote);
    return strbuf_finish(&b, out);
}
