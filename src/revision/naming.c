#include "revision/naming.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "config/repr.h"

/* \w of Python's re: letters, numbers and the underscore. */
static bool is_word(uint32_t cp)
{
    if (cp == '_') return true;
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
           (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

Str naming_slug(Str message, int limit, Arena *out)
{
    StrBuf b = {0};
    bool gap = false;
    for (size_t i = 0; i < message.len;) {
        uint32_t cp = utf8_next(message, &i);
        if (!is_word(cp)) {
            gap = b.len > 0;
            continue;
        }
        if (gap) strbuf_push_char(&b, '_');
        gap = false;
        char bytes[4];
        strbuf_push(
            &b, (Str){bytes, utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)cp), bytes)});
    }
    Str slug = strbuf_view(&b);
    size_t count = utf8_count(slug);
    size_t keep = limit >= 0 ? (size_t)limit : count > (size_t)-limit ? count - (size_t)-limit : 0;
    if ((limit >= 0 && count > (size_t)limit) || limit < 0) {
        strbuf_truncate(&b, utf8_offset(slug, keep));
        size_t last = str_rfind_char(strbuf_view(&b), '_');
        if (last != STR_NPOS) strbuf_truncate(&b, last);
        strbuf_push_char(&b, '_');
    }
    return strbuf_finish(&b, out);
}

/* Python's "%-20.8s": a text cut to the precision and padded to the width, both in characters. */
static bool push_padded(StrBuf *b, Str text, Str format)
{
    /* More than a file name can hold is a mistake. */
    enum { MAX_WIDTH = 255 };
    size_t i = 0, width = 0, precision = SIZE_MAX;
    bool left = false;
    for (; strchr("-+ #0", format.ptr[i]); i++) left = left || format.ptr[i] == '-';
    for (; isdigit((unsigned char)format.ptr[i]); i++)
        width = width * 10 + (size_t)(format.ptr[i] - '0');
    if (format.ptr[i] == '.')
        for (i++, precision = 0; isdigit((unsigned char)format.ptr[i]); i++)
            precision = precision * 10 + (size_t)(format.ptr[i] - '0');
    if (format.ptr[i] != 's' || width > MAX_WIDTH) return false;
    if (utf8_count(text) > precision) text = str_slice(text, 0, utf8_offset(text, precision));
    size_t length = utf8_count(text), pad = width > length ? width - length : 0;
    strbuf_pad(b, ' ', left ? 0 : pad);
    strbuf_push(b, text);
    strbuf_pad(b, ' ', left ? pad : 0);
    return true;
}

static bool push_token(StrBuf *b, Str name, Str format, Str rev, Str slug, ClockTime d)
{
    const struct {
        const char *name;
        long long value;
    } numbers[] = {{"epoch", d.epoch}, {"year", d.year},     {"month", d.month},  {"day", d.day},
                   {"hour", d.hour},   {"minute", d.minute}, {"second", d.second}};
    bool as_text = format.ptr[format.len - 1] == 's';
    if (str_eq_z(name, "rev") || str_eq_z(name, "slug"))
        return as_text && push_padded(b, str_eq_z(name, "rev") ? rev : slug, format);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!str_eq_z(name, numbers[i].name)) continue;
        char fmt[16], digits[24];
        if (as_text) {
            snprintf(digits, sizeof digits, "%lld", numbers[i].value);
            return push_padded(b, str_z(digits), format);
        }
        /* "%" flags "lld": the flags were checked to be digits, a dot, a minus, a zero or a plus.
         */
        int n = snprintf(fmt, sizeof fmt, "%%%.*slld", (int)format.len - 1, format.ptr);
        if (n < 0 || (size_t)n >= sizeof fmt) return false;
        strbuf_fmt(b, fmt, numbers[i].value);
        return true;
    }
    return false;
}

static bool is_known(Str name)
{
    static const char *const names[] = {"rev", "slug", "epoch",  "year",  "month",
                                        "day", "hour", "minute", "second"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_z(name, names[i])) return true;
    return false;
}

bool naming_render(Str file_template, Str rev, Str slug, ClockTime date, Arena *out_arena, Str *out,
                   Err *err)
{
    StrBuf b = {0};
    Str rest = file_template;
    bool ok = true;
    while (ok && rest.len) {
        size_t p = str_find_char(rest, '%');
        if (p == STR_NPOS) p = rest.len;
        strbuf_push(&b, str_slice(rest, 0, p));
        rest = str_slice(rest, p, rest.len);
        if (!rest.len) break;
        if (rest.len > 1 && rest.ptr[1] == '%') {
            strbuf_push_char(&b, '%');
            rest = str_slice(rest, 2, rest.len);
            continue;
        }
        size_t close = rest.len > 1 && rest.ptr[1] == '(' ? str_find_char(rest, ')') : STR_NPOS,
               end = close + 1;
        while (close != STR_NPOS && end < rest.len && strchr("0123456789.-+ #", rest.ptr[end]))
            end++;
        bool formed = close != STR_NPOS && end < rest.len && strchr("sdi", rest.ptr[end]);
        Str name = formed ? str_slice(rest, 2, close) : STR("");
        Str format = formed ? str_slice(rest, close + 1, end + 1) : STR("");
        if (formed && str_ends(format, STR("i")))
            format = arena_fmt(out_arena, "%.*sd", (int)format.len - 1, format.ptr);
        ok = formed && push_token(&b, name, format, rev, slug, date);
        if (!ok && formed && !is_known(name)) {
            err_raise(err, ERR_CONFIG, "KeyError", "%s", repr_render(name, err->arena).ptr);
        } else if (!ok) {
            err_raise(err, ERR_CONFIG, "ValueError", "bad file_template %s",
                      repr_render(file_template, err->arena).ptr);
        }
        if (!ok)
            err_hint(
                err,
                "file_template knows rev, slug, epoch, year, month, day, hour, minute and second.");
        rest = formed ? str_slice(rest, end + 1, rest.len) : STR("");
    }
    *out = strbuf_finish(&b, out_arena);
    if (ok && (!out->len || out->ptr[out->len - 1] == '/'))
        return err_set(err, ERR_CONFIG, "file_template %s gives no name of a file",
                       repr_render(file_template, err->arena).ptr);
    return ok;
}
