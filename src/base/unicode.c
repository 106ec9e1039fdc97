#include "base/unicode.h"

#include <stdlib.h>
#include <utf8proc.h>

bool unicode_is_printable(uint32_t cp)
{
    if (cp < 0x7F) return cp >= 0x20;
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

/* Letters that XID leaves out because their NFKC form begins with, or holds, something that is no
 * identifier character (UAX 31, section 5.1). */
static bool nfkc_breaks_continue(uint32_t cp)
{
    switch (cp) {
    case 0x037A:
    case 0x309B:
    case 0x309C:
    case 0xFDFA:
    case 0xFDFB:
    case 0xFE70:
    case 0xFE72:
    case 0xFE74:
    case 0xFE76:
    case 0xFE78:
    case 0xFE7A:
    case 0xFE7C:
    case 0xFE7E:
    case 0x2E2F: return true; /* VERTICAL TILDE: a letter with Pattern_Syntax */
    default: return cp >= 0xFC5E && cp <= 0xFC63;
    }
}

static bool nfkc_breaks_start(uint32_t cp)
{
    return nfkc_breaks_continue(cp) || cp == 0x0E33 || cp == 0x0EB3 || cp == 0xFF9E || cp == 0xFF9F;
}

static bool is_id_start(uint32_t cp)
{
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL: return true;
    default: /* Other_ID_Start */
        return cp == 0x1885 || cp == 0x1886 || cp == 0x2118 || cp == 0x212E;
    }
}

bool unicode_is_xid_start(uint32_t cp)
{
    if (cp < 0x80) return (cp | 0x20) - 'a' < 26 || cp == '_';
    return is_id_start(cp) && !nfkc_breaks_start(cp);
}

bool unicode_is_xid_continue(uint32_t cp)
{
    if (cp < 0x80) return (cp | 0x20) - 'a' < 26 || cp == '_' || cp - '0' < 10;
    if (nfkc_breaks_continue(cp)) return false;
    if (is_id_start(cp)) return true;
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC: return true;
    default: /* Other_ID_Continue */
        return cp == 0xB7 || cp == 0x387 || (cp >= 0x1369 && cp <= 0x1371) || cp == 0x19DA ||
               cp == 0x30FB || cp == 0xFF65;
    }
}

Str unicode_nfkc(Arena *a, Str s)
{
    bool ascii = true;
    for (size_t i = 0; i < s.len && ascii; i++) ascii = (unsigned char)s.ptr[i] < 0x80;
    if (ascii) return s;
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len,
                                      &out, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    if (n < 0) return s; /* not UTF-8, or no memory: the text as written is the best answer */
    Str result = arena_str(a, (Str){(const char *)out, (size_t)n});
    free(out); /* utf8proc allocates with malloc */
    return result;
}
