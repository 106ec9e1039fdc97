#include "python/literal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "python/token.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void push_code_point(StrBuf *out, uint32_t cp)
{
    char utf8[4];
    strbuf_push(out, (Str){utf8, utf8_encode(cp, utf8)});
}

static bool fail_unicode(LiteralError *e, size_t from, size_t to, const char *reason)
{
    e->offset = from;
    e->len = to - from;
    snprintf(e->message, sizeof e->message,
             "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: %s",
             from, to - 1, reason);
    return false;
}

/* \xXX, \uXXXX and \UXXXXXXXX; *i is at the letter and ends past the digits. */
static bool hex_escape(StrBuf *out, Str raw, size_t *i, int flags, LiteralError *e)
{
    size_t from = *i - 1;
    char letter = raw.ptr[(*i)++];
    size_t want = letter == 'x' ? 2 : letter == 'u' ? 4 : 8, n = 0;
    uint32_t value = 0;
    for (; n < want && *i < raw.len && hex_digit(raw.ptr[*i]) >= 0; n++, (*i)++)
        value = value << 4 | (uint32_t)hex_digit(raw.ptr[*i]);
    if (flags & TOKEN_BYTES) {
        if (n == want) {
            strbuf_push_char(out, (char)value);
            return true;
        }
        e->offset = from;
        e->len = *i - from;
        snprintf(e->message, sizeof e->message, "(value error) invalid \\x escape at position %zu",
                 from);
        return false;
    }
    if (n < want)
        return fail_unicode(e, from, *i,
                            letter == 'x'   ? "truncated \\xXX escape"
                            : letter == 'u' ? "truncated \\uXXXX escape"
                                            : "truncated \\UXXXXXXXX escape");
    if (value > 0x10FFFF) return fail_unicode(e, from, *i, "illegal Unicode character");
    push_code_point(out, value);
    return true;
}

static void octal_escape(StrBuf *out, Str raw, size_t *i, int flags)
{
    uint32_t value = 0;
    for (int n = 0; n < 3 && *i < raw.len && raw.ptr[*i] >= '0' && raw.ptr[*i] <= '7'; n++)
        value = value << 3 | (uint32_t)(raw.ptr[(*i)++] - '0');
    if (flags & TOKEN_BYTES)
        strbuf_push_char(out, (char)value);
    else
        push_code_point(out, value);
}

/* \N{NAME}; *i is at the N. */
static bool named_escape(StrBuf *out, Str raw, size_t *i, LiteralError *e)
{
    size_t from = *i - 1, open = *i + 1;
    size_t close = open;
    while (close < raw.len && raw.ptr[close] != '}') close++;
    if (open >= raw.len || raw.ptr[open] != '{' || close == raw.len || close == open + 1)
        return fail_unicode(e, from, *i + 1, "malformed \\N character escape");
    uint32_t cp;
    if (!unicode_find_name(str_slice(raw, open + 1, close), &cp))
        return fail_unicode(e, from, close + 1, "unknown Unicode character name");
    push_code_point(out, cp);
    *i = close + 1;
    return true;
}

/* *i is past the backslash. */
static bool escape(StrBuf *out, Str raw, size_t *i, int flags, LiteralError *e)
{
    char c = *i < raw.len ? raw.ptr[*i] : 0;
    const char *simple = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    for (const char *s = simple; c && *s; s += 2)
        if (*s == c) {
            strbuf_push_char(out, s[1]);
            (*i)++;
            return true;
        }
    if (c == '\n') {
        (*i)++;
        return true;
    }
    if (c >= '0' && c <= '7') {
        octal_escape(out, raw, i, flags);
        return true;
    }
    if (c == 'x') return hex_escape(out, raw, i, flags, e);
    if (!(flags & TOKEN_BYTES)) {
        if (c == 'u' || c == 'U') return hex_escape(out, raw, i, flags, e);
        if (c == 'N') return named_escape(out, raw, i, e);
    }
    strbuf_push_char(out, '\\'); /* an unknown escape stands for itself */
    return true;
}

bool literal_unescape(StrBuf *out, Str raw, int flags, bool fstring, LiteralError *e)
{
    bool collapse = fstring && !(flags & TOKEN_IN_SPEC);
    size_t i = 0;
    while (i < raw.len) {
        size_t plain = i;
        while (i < raw.len && raw.ptr[i] != '\\' &&
               !(collapse && (raw.ptr[i] == '{' || raw.ptr[i] == '}')))
            i++;
        strbuf_push(out, str_slice(raw, plain, i));
        if (i == raw.len) break;
        char c = raw.ptr[i++];
        if (c != '\\') {
            strbuf_push_char(out, c);
            i++; /* the second of a doubled brace */
        } else if (flags & TOKEN_RAW) {
            strbuf_push_char(out, c);
        } else if (!escape(out, raw, &i, flags, e)) {
            return false;
        }
    }
    return true;
}

static Str without_underscores(Arena *a, Str text)
{
    if (str_find_char(text, '_') == STR_NPOS) return text;
    char *out = arena_alloc(a, text.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '_') out[n++] = text.ptr[i];
    return (Str){out, n};
}

/* The hexadecimal form of digits in a base of 2^bits. */
static Str digits_to_hex(Arena *a, Str digits, int bits)
{
    size_t cap = digits.len * (size_t)bits / 4 + 4, n = cap;
    char *out = arena_alloc(a, cap + 1, 1);
    uint32_t acc = 0;
    int have = 0;
    for (size_t i = digits.len; i-- > 0;) {
        acc |= (uint32_t)hex_digit(digits.ptr[i]) << have;
        for (have += bits; have >= 4; have -= 4, acc >>= 4) out[--n] = "0123456789abcdef"[acc & 15];
    }
    if (have) out[--n] = "0123456789abcdef"[acc & 15];
    while (n < cap - 1 && out[n] == '0') n++;
    out[--n] = 'x';
    out[--n] = '0';
    return (Str){out + n, cap - n};
}

static void set_radix_int(Arena *a, Str text, int bits, AstNode *node)
{
    Str digits = str_slice(without_underscores(a, text), 2, text.len);
    uint64_t value = 0;
    bool big = false;
    for (size_t i = 0; i < digits.len && !big; i++) {
        big = value >> (63 - bits) != 0;
        value = value << bits | (uint64_t)hex_digit(digits.ptr[i]);
    }
    node->constant.is_big = big;
    if (big)
        node->constant.text = digits_to_hex(a, digits, bits);
    else
        node->constant.integer = (int64_t)value;
}

static bool set_decimal_int(Arena *a, Str text, AstNode *node, LiteralError *e)
{
    Str digits = without_underscores(a, text);
    while (digits.len > 1 && digits.ptr[0] == '0') digits = str_slice(digits, 1, digits.len);
    if (digits.len > LITERAL_MAX_INT_DIGITS) {
        e->offset = 0;
        e->len = text.len;
        snprintf(
            e->message, sizeof e->message,
            "Exceeds the limit (%d digits) for integer string conversion: value has %zu digits",
            LITERAL_MAX_INT_DIGITS, digits.len);
        return false;
    }
    uint64_t value = 0;
    bool big = digits.len > 19; /* 19 digits always fit 64 bits without sign */
    for (size_t i = 0; i < digits.len && !big; i++)
        value = value * 10 + (uint64_t)(digits.ptr[i] - '0');
    node->constant.is_big = big || value > INT64_MAX;
    if (node->constant.is_big)
        node->constant.text = digits;
    else
        node->constant.integer = (int64_t)value;
    return true;
}

bool literal_number(Arena *a, Str text, AstNode *node, LiteralError *e)
{
    char second = text.len > 1 ? (char)(text.ptr[1] | 0x20) : 0;
    if (text.ptr[0] == '0' && (second == 'x' || second == 'o' || second == 'b')) {
        node->constant.type = AST_CONST_INT;
        set_radix_int(a, text, second == 'x' ? 4 : second == 'o' ? 3 : 1, node);
        return true;
    }
    bool integer = true;
    for (size_t i = 0; i < text.len && integer; i++)
        integer = (text.ptr[i] >= '0' && text.ptr[i] <= '9') || text.ptr[i] == '_';
    if (integer) {
        node->constant.type = AST_CONST_INT;
        return set_decimal_int(a, text, node, e);
    }
    bool complex = (text.ptr[text.len - 1] | 0x20) == 'j';
    node->constant.type = complex ? AST_CONST_COMPLEX : AST_CONST_FLOAT;
    /* A copy, because strtod would read on into what follows the token. */
    char small[64];
    Str clean = without_underscores(a, text);
    char *copy = clean.len < sizeof small ? small : arena_alloc(a, clean.len + 1, 1);
    memcpy(copy, clean.ptr, clean.len);
    copy[clean.len] = 0;
    node->constant.number = strtod(copy, NULL);
    return true;
}
