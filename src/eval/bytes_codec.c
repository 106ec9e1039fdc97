/* Encodings between str and bytes: UTF-8, ASCII and Latin-1 under their usual names. */
#include "eval/str_methods.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "eval/show.h"

typedef enum Codec { CODEC_UTF8, CODEC_UTF8_SIG, CODEC_ASCII, CODEC_LATIN1 } Codec;
typedef enum Errors { ERRORS_STRICT, ERRORS_IGNORE, ERRORS_REPLACE, ERRORS_BACKSLASH } Errors;

static const struct {
    const char *name; /* without '-', '_' and ' ', lower case */
    Codec codec;
} codec_names[] = {
    {"utf8", CODEC_UTF8},       {"u8", CODEC_UTF8},       {"utf8sig", CODEC_UTF8_SIG},
    {"ascii", CODEC_ASCII},     {"usascii", CODEC_ASCII}, {"latin1", CODEC_LATIN1},
    {"iso88591", CODEC_LATIN1}, {"latin", CODEC_LATIN1},  {"l1", CODEC_LATIN1},
};

static bool find_codec(Eval *ev, Value name, Codec *out)
{
    *out = CODEC_UTF8;
    if (value_is_unset(name) || value_is_none(name)) return true;
    if (!value_is_str(name))
        return eval_raise(ev, "TypeError", "argument 'encoding' must be str, not %.*s",
                          STR_ARG(value_type_name(ev, name)));
    Str s = value_as_str(name);
    char plain[16];
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < sizeof plain - 1; i++) {
        if (!strchr("-_ ", s.ptr[i])) plain[n++] = (char)tolower((unsigned char)s.ptr[i]);
    }
    plain[n] = 0;
    for (size_t i = 0; i < sizeof codec_names / sizeof *codec_names; i++) {
        if (strcmp(codec_names[i].name, plain) == 0) {
            *out = codec_names[i].codec;
            return true;
        }
    }
    return eval_raise(ev, "LookupError", "unknown encoding: %.*s", STR_ARG(s));
}

static bool find_errors(Eval *ev, Value name, Errors *out)
{
    static const char *const names[] = {"strict", "ignore", "replace", "backslashreplace"};
    *out = ERRORS_STRICT;
    if (value_is_unset(name) || value_is_none(name)) return true;
    for (size_t i = 0; value_is_str(name) && i < 4; i++) {
        if (str_eq_z(value_as_str(name), names[i])) {
            *out = (Errors)i;
            return true;
        }
    }
    if (!value_is_str(name))
        return eval_raise(ev, "TypeError", "argument 'errors' must be str, not %.*s",
                          STR_ARG(value_type_name(ev, name)));
    return eval_raise(ev, "LookupError", "unknown error handler name '%.*s'",
                      STR_ARG(value_as_str(name)));
}

static bool cannot_encode(Eval *ev, Codec codec, uint32_t cp, Str text, size_t at)
{
    char shown[12];
    snprintf(shown, sizeof shown,
             cp < 0x100     ? "\\x%02x"
             : cp < 0x10000 ? "\\u%04x"
                            : "\\U%08x",
             cp);
    return eval_raise(ev, "UnicodeEncodeError",
                      "'%s' codec can't encode character '%s' in position %zu: ordinal not in "
                      "range(%d)",
                      codec == CODEC_ASCII ? "ascii" : "latin-1", shown,
                      utf8_count(str_slice(text, 0, at)), codec == CODEC_ASCII ? 128 : 256);
}

bool bytes_encode(Eval *ev, Str text, Value encoding, Value errors, Value *out)
{
    Codec codec;
    Errors how;
    if (!find_codec(ev, encoding, &codec) || !find_errors(ev, errors, &how)) return false;
    StrBuf b = {0};
    if (codec == CODEC_UTF8_SIG) strbuf_push_z(&b, "\xEF\xBB\xBF");
    uint32_t limit = codec == CODEC_ASCII ? 128 : 256;
    for (size_t i = 0; i < text.len;) {
        size_t at = i;
        uint32_t cp = utf8_next(text, &i);
        if (codec == CODEC_UTF8 || codec == CODEC_UTF8_SIG) {
            strbuf_push(&b, str_slice(text, at, i));
        } else if (cp < limit) {
            strbuf_push_char(&b, (char)cp);
        } else if (how == ERRORS_STRICT) {
            strbuf_deinit(&b);
            return cannot_encode(ev, codec, cp, text, at);
        } else if (how == ERRORS_REPLACE) {
            strbuf_push_char(&b, '?');
        } else if (how == ERRORS_BACKSLASH) {
            strbuf_fmt(&b, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
        }
    }
    *out = value_bytes(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

/* CPython's reason for a byte that UTF-8 cannot have here. */
static const char *utf8_reason(Str s, size_t at)
{
    unsigned char c = (unsigned char)s.ptr[at];
    if (c < 0xC2 || c > 0xF4) return "invalid start byte";
    size_t want = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    for (size_t i = 1; i < want; i++) {
        if (at + i >= s.len) return "unexpected end of data";
        if (((unsigned char)s.ptr[at + i] & 0xC0) != 0x80) return "invalid continuation byte";
    }
    return "invalid continuation byte";
}

bool bytes_decode(Eval *ev, Str s, Value encoding, Value errors, Value *out)
{
    Codec codec;
    Errors how;
    if (!find_codec(ev, encoding, &codec) || !find_errors(ev, errors, &how)) return false;
    if (codec == CODEC_UTF8_SIG && str_starts(s, STR("\xEF\xBB\xBF"))) s = str_slice(s, 3, s.len);
    bool utf8 = codec == CODEC_UTF8 || codec == CODEC_UTF8_SIG;
    StrBuf b = {0};
    char bytes[4];
    for (size_t i = 0; i < s.len;) {
        size_t bad = 0, at = i;
        unsigned char c = (unsigned char)s.ptr[i];
        if (utf8) {
            Str rest = str_slice(s, i, s.len);
            bool valid = utf8_valid(rest, &bad);
            strbuf_push(&b, str_slice(rest, 0, valid ? rest.len : bad));
            if (valid) break;
            at = i + bad;
            i = at + 1;
        } else {
            i++;
            if (c < 128 || codec == CODEC_LATIN1) {
                strbuf_push(&b, (Str){bytes, utf8_encode(c, bytes)});
                continue;
            }
        }
        c = (unsigned char)s.ptr[at];
        if (how == ERRORS_STRICT) {
            strbuf_deinit(&b);
            return eval_raise(ev, "UnicodeDecodeError",
                              "'%s' codec can't decode byte 0x%02x in position %zu: %s",
                              utf8 ? "utf-8" : "ascii", c, at,
                              utf8 ? utf8_reason(s, at) : "ordinal not in range(128)");
        }
        if (how == ERRORS_REPLACE) strbuf_push_z(&b, "\xEF\xBF\xBD");
        if (how == ERRORS_BACKSLASH) strbuf_fmt(&b, "\\x%02x", c);
    }
    return show_finish(ev, &b, true, out);
}
