#include <ctype.h>
#include <string.h>

#include "base/unicode.h"

typedef struct UnicodeRange {
    uint32_t first;
    uint32_t last;
} UnicodeRange;

/* ideographs: the code points named CJK UNIFIED IDEOGRAPH-<hex>. names: sorted; the upper 43 bits
 * are those of the name's FNV-1a hash, the lower 21 the code point. Full names would be a megabyte
 * of text; that a misspelt name meets one of these hashes by chance has a probability of 1 in 250
 * million. */
#include "base/unicode_name_table.inc"

enum {
    IDEOGRAPH_RANGES = sizeof ideographs / sizeof *ideographs,
    NAMES = sizeof names / sizeof *names
};

/* The longest name has 88 letters. */
enum { NAME_MAX_LEN = 120 };

static bool in_ideographs(uint32_t cp)
{
    for (size_t i = 0; i < IDEOGRAPH_RANGES; i++)
        if (cp >= ideographs[i].first && cp <= ideographs[i].last) return true;
    return false;
}

static bool find_ideograph(Str digits, uint32_t *cp)
{
    uint32_t value = 0;
    if (digits.len < 4 || digits.len > 5) return false;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        if (!isxdigit((unsigned char)c)) return false;
        value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'A' + 10);
    }
    *cp = value;
    return in_ideographs(value);
}

/* The longest of `parts` that s begins with; returns its index. An empty part always fits. */
static size_t longest_part(Str *s, const char *const *parts, size_t count)
{
    size_t best = count, best_len = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(parts[i]);
        if (str_starts(*s, str_z(parts[i])) && (best == count || n > best_len)) {
            best = i;
            best_len = n;
        }
    }
    *s = str_slice(*s, best_len, s->len);
    return best;
}

/* Names of syllables are those of their letters (Unicode Standard, section 3.12). */
static bool find_hangul(Str s, uint32_t *cp)
{
    static const char *const lead[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                       "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
    static const char *const vowel[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                        "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                        "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
    static const char *const trail[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                        "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                        "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};
    enum { LEADS = 19, VOWELS = 21, TRAILS = 28, FIRST = 0xAC00 };
    size_t l = longest_part(&s, lead, LEADS);
    size_t v = longest_part(&s, vowel, VOWELS);
    if (v == VOWELS) return false;
    size_t t = longest_part(&s, trail, TRAILS);
    *cp = (uint32_t)(FIRST + (l * VOWELS + v) * TRAILS + t);
    return s.len == 0;
}

bool unicode_find_name(Str name, uint32_t *cp)
{
    char upper[NAME_MAX_LEN];
    if (name.len > sizeof upper) return false;
    uint64_t hash = 0xCBF29CE484222325u; /* FNV-1a, as in tools/gen_unicode_names.py */
    for (size_t i = 0; i < name.len; i++) {
        upper[i] = (char)toupper((unsigned char)name.ptr[i]);
        hash = (hash ^ (unsigned char)upper[i]) * 0x100000001B3u;
    }
    Str s = {upper, name.len}, ideograph = STR("CJK UNIFIED IDEOGRAPH-"),
        hangul = STR("HANGUL SYLLABLE ");
    if (str_starts(s, ideograph)) return find_ideograph(str_slice(s, ideograph.len, s.len), cp);
    if (str_starts(s, hangul)) return find_hangul(str_slice(s, hangul.len, s.len), cp);
    uint64_t key = hash >> 21;
    size_t lo = 0, hi = NAMES;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (names[mid] >> 21 < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == NAMES || names[lo] >> 21 != key) return false;
    *cp = (uint32_t)(names[lo] & 0x1FFFFF);
    return true;
}
