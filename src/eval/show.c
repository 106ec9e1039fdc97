#include "eval/show.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "eval/state.h"

/* Containers in containers; each level costs a few C frames. */
enum { MAX_DEPTH = 200 };

/* str.isprintable of one code point: everything but the categories Other and Separator, with the
 * space as an exception. */
static bool is_printable(uint32_t cp)
{
    if (cp < 127) return cp >= 32;
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return false;
    default: return true;
    }
}

/* Single quotes, unless the text has some and no double ones. */
static char choose_quote(Str text)
{
    return str_find_char(text, '\'') != STR_NPOS && str_find_char(text, '"') == STR_NPOS ? '"'
                                                                                         : '\'';
}

static bool push_common_escape(StrBuf *b, uint32_t c, char quote)
{
    switch (c) {
    case '\\': strbuf_push_z(b, "\\\\"); return true;
    case '\n': strbuf_push_z(b, "\\n"); return true;
    case '\r': strbuf_push_z(b, "\\r"); return true;
    case '\t': strbuf_push_z(b, "\\t"); return true;
    default: break;
    }
    if (c != (uint32_t)quote) return false;
    strbuf_push_char(b, '\\');
    strbuf_push_char(b, quote);
    return true;
}

void show_text(StrBuf *b, Str text, bool ascii)
{
    char quote = choose_quote(text);
    strbuf_push_char(b, quote);
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        uint32_t cp = utf8_next(text, &i);
        if (push_common_escape(b, cp, quote)) continue;
        if (is_printable(cp) && (!ascii || cp < 128)) {
            strbuf_push(b, str_slice(text, start, i));
        } else {
            strbuf_fmt(b, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
        }
    }
    strbuf_push_char(b, quote);
}

void show_bytes(StrBuf *b, Str bytes)
{
    char quote = choose_quote(bytes);
    strbuf_push_char(b, 'b');
    strbuf_push_char(b, quote);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (push_common_escape(b, c, quote)) continue;
        if (c < 32 || c > 126)
            strbuf_fmt(b, "\\x%02x", c);
        else
            strbuf_push_char(b, (char)c);
    }
    strbuf_push_char(b, quote);
}

bool show_enter(Eval *ev, Value v, bool *again)
{
    *again = false;
    for (size_t i = 0; i < ev->repr_stack.len; i++) {
        if (ev->repr_stack.items[i] == v.as.object) {
            *again = true;
            return true;
        }
    }
    if (ev->repr_stack.len >= MAX_DEPTH)
        return eval_raise(ev, "RecursionError",
                          "maximum recursion depth exceeded while getting the repr of an object");
    VEC_PUSH(&ev->arena, &ev->repr_stack, v.as.object);
    return true;
}

void show_leave(Eval *ev) { ev->repr_stack.len--; }

bool show_push(Eval *ev, StrBuf *b, Value v)
{
    Value text;
    if (!eval_repr(ev, v, &text)) return false;
    strbuf_push(b, value_as_str(text));
    return true;
}

bool show_push_items(Eval *ev, StrBuf *b, Value seq)
{
    for (size_t i = 0; i < value_seq_len(seq); i++) {
        if (i) strbuf_push_z(b, ", ");
        if (!show_push(ev, b, value_seq_items(seq)[i])) return false;
    }
    return true;
}

bool show_finish(Eval *ev, StrBuf *b, bool ok, Value *out)
{
    if (ok) *out = value_str(ev, strbuf_view(b));
    strbuf_deinit(b);
    return ok;
}

bool eval_ascii(Eval *ev, Value v, Value *out)
{
    Value text;
    if (!eval_repr(ev, v, &text)) return false;
    Str s = value_as_str(text);
    StrBuf b = {0};
    for (size_t i = 0; i < s.len;) {
        uint32_t cp = utf8_next(s, &i);
        if (cp < 128)
            strbuf_push_char(&b, (char)cp);
        else
            strbuf_fmt(&b, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
    }
    return show_finish(ev, &b, true, out);
}
