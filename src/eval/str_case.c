#include "eval/str_methods.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/utf8.h"

static utf8proc_category_t category(uint32_t cp) { return utf8proc_category((utf8proc_int32_t)cp); }

static bool is_letter(uint32_t cp)
{
    utf8proc_category_t c = category(cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

static bool is_upper(uint32_t cp) { return utf8proc_isupper((utf8proc_int32_t)cp); }
static bool is_lower(uint32_t cp) { return utf8proc_islower((utf8proc_int32_t)cp); }
static bool is_title(uint32_t cp) { return category(cp) == UTF8PROC_CATEGORY_LT; }
static bool is_cased(uint32_t cp) { return is_upper(cp) || is_lower(cp) || is_title(cp); }

bool str_is_space(uint32_t cp)
{
    if (cp < 128) return (cp >= 9 && cp <= 13) || (cp >= 28 && cp <= 32);
    if (cp == 0x85) return true;
    utf8proc_category_t c = category(cp);
    return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP;
}

static bool is_decimal(uint32_t cp) { return category(cp) == UTF8PROC_CATEGORY_ND; }

/* Numeric_Type=Digit beyond the decimals: superscripts and circled digits, the common blocks. */
static bool is_digit(uint32_t cp)
{
    return is_decimal(cp) || cp == 0xB2 || cp == 0xB3 || cp == 0xB9 || cp == 0x2070 ||
           (cp >= 0x2074 && cp <= 0x2079) || (cp >= 0x2080 && cp <= 0x2089) ||
           (cp >= 0x2460 && cp <= 0x2468) || (cp >= 0x2474 && cp <= 0x247C) ||
           (cp >= 0x2488 && cp <= 0x2490);
}

static bool is_numeric(uint32_t cp)
{
    utf8proc_category_t c = category(cp);
    return c == UTF8PROC_CATEGORY_ND || c == UTF8PROC_CATEGORY_NL || c == UTF8PROC_CATEGORY_NO;
}

static void push_cp(StrBuf *b, uint32_t cp)
{
    char bytes[4];
    strbuf_push(b, (Str){bytes, utf8_encode(cp, bytes)});
}

/* Code points whose upper case is longer than one; of SpecialCasing.txt, those in real text. */
static const char *special_upper(uint32_t cp)
{
    switch (cp) {
    case 0xDF: return "SS";
    case 0x149: return "\u02BCN";
    case 0x1F0: return "J\u030C";
    case 0xFB00: return "FF";
    case 0xFB01: return "FI";
    case 0xFB02: return "FL";
    case 0xFB03: return "FFI";
    case 0xFB04: return "FFL";
    case 0xFB05:
    case 0xFB06: return "ST";
    default: return NULL;
    }
}

static void push_upper(StrBuf *b, uint32_t cp)
{
    const char *special = special_upper(cp);
    if (special)
        strbuf_push_z(b, special);
    else
        push_cp(b, (uint32_t)utf8proc_toupper((utf8proc_int32_t)cp));
}

static void push_title(StrBuf *b, uint32_t cp)
{
    const char *special = special_upper(cp);
    if (!special) {
        push_cp(b, (uint32_t)utf8proc_totitle((utf8proc_int32_t)cp));
    } else {
        size_t i = 0;
        Str s = str_z(special);
        push_cp(b, utf8_next(s, &i));
        /* U+0149 keeps its N upper: its first part is an apostrophe. */
        while (i < s.len) {
            uint32_t next = utf8_next(s, &i);
            push_cp(b, cp == 0x149 ? next : (uint32_t)utf8proc_tolower((utf8proc_int32_t)next));
        }
    }
}

/* A capital sigma at the end of a word becomes the final form. */
static bool is_final_sigma(Str s, size_t before, size_t after)
{
    bool cased_before = false, cased_after = false;
    for (size_t i = 0; i < before;) cased_before = is_letter(utf8_next(s, &i));
    if (after < s.len) cased_after = is_letter(utf8_next(s, &after));
    return cased_before && !cased_after;
}

static void push_lower(StrBuf *b, Str s, size_t at, size_t next, uint32_t cp)
{
    if (cp == 0x3A3)
        push_cp(b, is_final_sigma(s, at, next) ? 0x3C2 : 0x3C3);
    else if (cp == 0x130)
        strbuf_push_z(b, "i\u0307");
    else
        push_cp(b, (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp));
}

typedef enum Change {
    CHANGE_LOWER,
    CHANGE_UPPER,
    CHANGE_TITLE,
    CHANGE_CAPITAL,
    CHANGE_SWAP
} Change;

static bool change(Eval *ev, Args *a, Change how, Value *out)
{
    Str s = value_as_str(a->self);
    StrBuf b = {0};
    bool in_word = false;
    for (size_t i = 0; i < s.len;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, &i);
        bool upper = how == CHANGE_UPPER || (how == CHANGE_SWAP && is_lower(cp));
        bool title = (how == CHANGE_TITLE && !in_word) || (how == CHANGE_CAPITAL && at == 0);
        if (title)
            push_title(&b, cp);
        else if (upper)
            push_upper(&b, cp);
        else
            push_lower(&b, s, at, i, cp);
        in_word = is_cased(cp);
    }
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

bool str_lower_method(Eval *ev, Args *a, Value *out) { return change(ev, a, CHANGE_LOWER, out); }
bool str_upper_method(Eval *ev, Args *a, Value *out) { return change(ev, a, CHANGE_UPPER, out); }
bool str_title_method(Eval *ev, Args *a, Value *out) { return change(ev, a, CHANGE_TITLE, out); }
bool str_swapcase_method(Eval *ev, Args *a, Value *out) { return change(ev, a, CHANGE_SWAP, out); }

bool str_capitalize_method(Eval *ev, Args *a, Value *out)
{
    return change(ev, a, CHANGE_CAPITAL, out);
}

bool str_casefold_method(Eval *ev, Args *a, Value *out)
{
    Str s = value_as_str(a->self);
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len,
                                      &folded, UTF8PROC_CASEFOLD);
    if (n < 0) return str_lower_method(ev, a, out);
    *out = value_str(ev, (Str){(const char *)folded, (size_t)n});
    free(folded);
    return true;
}

/* ---- character classes: true when there is a character and all are of the class ---- */

static bool all_are(Args *a, bool (*is)(uint32_t), bool when_empty, Value *out)
{
    Str s = value_as_str(a->self);
    bool ok = s.len ? true : when_empty;
    for (size_t i = 0; i < s.len && ok;) ok = is(utf8_next(s, &i));
    *out = value_bool(ok);
    return true;
}

static bool is_alnum(uint32_t cp) { return is_letter(cp) || is_numeric(cp); }
static bool is_ascii(uint32_t cp) { return cp < 128; }

static bool is_printable(uint32_t cp)
{
    utf8proc_category_t c = category(cp);
    bool other =
        c == UTF8PROC_CATEGORY_CN || (c >= UTF8PROC_CATEGORY_CC && c <= UTF8PROC_CATEGORY_CO);
    bool separator = c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_ZP;
    return cp == ' ' || (!other && !separator);
}

bool str_isalpha_method(Eval *ev, Args *a, Value *out) { return all_are(a, is_letter, false, out); }
bool str_isdigit_method(Eval *ev, Args *a, Value *out) { return all_are(a, is_digit, false, out); }
bool str_isalnum_method(Eval *ev, Args *a, Value *out) { return all_are(a, is_alnum, false, out); }
bool str_isascii_method(Eval *ev, Args *a, Value *out) { return all_are(a, is_ascii, true, out); }

bool str_isdecimal_method(Eval *ev, Args *a, Value *out)
{
    return all_are(a, is_decimal, false, out);
}

bool str_isnumeric_method(Eval *ev, Args *a, Value *out)
{
    return all_are(a, is_numeric, false, out);
}

bool str_isspace_method(Eval *ev, Args *a, Value *out)
{
    return all_are(a, str_is_space, false, out);
}

bool str_isprintable_method(Eval *ev, Args *a, Value *out)
{
    return all_are(a, is_printable, true, out);
}

/* Some cased character, and none of the other case. */
static bool one_case(Args *a, bool (*wanted)(uint32_t), bool (*other)(uint32_t), Value *out)
{
    Str s = value_as_str(a->self);
    bool seen = false, ok = true;
    for (size_t i = 0; i < s.len && ok;) {
        uint32_t cp = utf8_next(s, &i);
        seen = seen || wanted(cp);
        ok = !other(cp) && !is_title(cp);
    }
    *out = value_bool(seen && ok);
    return true;
}

bool str_isupper_method(Eval *ev, Args *a, Value *out)
{
    return one_case(a, is_upper, is_lower, out);
}
bool str_islower_method(Eval *ev, Args *a, Value *out)
{
    return one_case(a, is_lower, is_upper, out);
}

bool str_istitle_method(Eval *ev, Args *a, Value *out)
{
    Str s = value_as_str(a->self);
    bool in_word = false, seen = false, ok = true;
    for (size_t i = 0; i < s.len && ok;) {
        uint32_t cp = utf8_next(s, &i);
        if (is_upper(cp) || is_title(cp)) ok = !in_word;
        if (is_lower(cp)) ok = in_word;
        in_word = is_cased(cp);
        seen = seen || in_word;
    }
    *out = value_bool(seen && ok);
    return true;
}

bool str_isidentifier_method(Eval *ev, Args *a, Value *out)
{
    Str s = value_as_str(a->self);
    bool ok = s.len > 0;
    for (size_t i = 0; i < s.len && ok;) {
        bool first = i == 0;
        uint32_t cp = utf8_next(s, &i);
        utf8proc_category_t c = category(cp);
        bool start = cp == '_' || is_letter(cp) || c == UTF8PROC_CATEGORY_NL;
        bool inside = c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC ||
                      c == UTF8PROC_CATEGORY_ND || c == UTF8PROC_CATEGORY_PC;
        ok = start || (!first && inside);
    }
    *out = value_bool(ok);
    return true;
}
