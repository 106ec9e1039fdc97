#include "python/repr.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"

/* Above a power of two doubles lie twice as far apart as below. There the 16 digits nearest to the
 * value may read back as its lower neighbour, while the next 16 digits up read back as the value.
 * Raises the last digit of text and says whether it now does. */
static bool next_up_reads_back(char *text, double value)
{
    int exponent;
    if (frexp(value, &exponent) != 0.5) return false;
    char *last = strchr(text, 'e') - 1;
    if (*last == '9') return false; /* one digit less would have done, and has been tried */
    ++*last;
    return strtod(text, NULL) == value;
}

int repr_float_digits(double value, char *digits, int *point)
{
    char text[40];
    /* Any text of up to 15 digits survives the way through a normal double, so fewer need not be
     * tried; 17 always suffice. Subnormals have fewer digits to begin with. */
    int precision = value < DBL_MIN ? 1 : 15;
    for (; precision <= 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision - 1, value);
        if (strtod(text, NULL) == value) break;
        if (precision == 16 && next_up_reads_back(text, value)) break;
    }
    const char *e = strchr(text, 'e');
    *point = atoi(e + 1) + 1;
    int n = 0;
    for (const char *p = text; p < e; p++)
        if (*p >= '0' && *p <= '9') digits[n++] = *p;
    while (n > 1 && digits[n - 1] == '0') n--;
    return n;
}

void repr_float(StrBuf *out, double value)
{
    if (isnan(value)) {
        strbuf_push_z(out, "nan");
        return;
    }
    if (signbit(value)) {
        strbuf_push_char(out, '-');
        value = -value;
    }
    if (isinf(value)) {
        strbuf_push_z(out, "inf");
        return;
    }
    char digits[20];
    int point;
    int n = repr_float_digits(value, digits, &point);
    if (value == 0) point = 1;
    Str all = {digits, (size_t)n};
    /* CPython's format code 'r': an exponent below 1e-4 and from 1e16 on. */
    if (point > 16 || point <= -4) {
        strbuf_push_char(out, digits[0]);
        if (n > 1) {
            strbuf_push_char(out, '.');
            strbuf_push(out, str_slice(all, 1, all.len));
        }
        strbuf_fmt(out, "e%c%02d", point - 1 < 0 ? '-' : '+', abs(point - 1));
    } else if (point <= 0) {
        strbuf_push_z(out, "0.");
        strbuf_pad(out, '0', (size_t)-point);
        strbuf_push(out, all);
    } else if (n <= point) {
        strbuf_push(out, all);
        strbuf_pad(out, '0', (size_t)(point - n));
        strbuf_push_z(out, ".0");
    } else {
        strbuf_push(out, str_slice(all, 0, (size_t)point));
        strbuf_push_char(out, '.');
        strbuf_push(out, str_slice(all, (size_t)point, all.len));
    }
}

static char quote_for(Str value)
{
    return str_find_char(value, '\'') != STR_NPOS && str_find_char(value, '"') == STR_NPOS ? '"'
                                                                                           : '\'';
}

/* Escapes that str and bytes share. False when c is none of them. */
static bool push_simple(StrBuf *out, uint32_t c, char quote)
{
    if (c == (unsigned char)quote || c == '\\') {
        strbuf_push_char(out, '\\');
        strbuf_push_char(out, (char)c);
    } else if (c == '\n')
        strbuf_push_z(out, "\\n");
    else if (c == '\r')
        strbuf_push_z(out, "\\r");
    else if (c == '\t')
        strbuf_push_z(out, "\\t");
    else
        return false;
    return true;
}

void repr_str(StrBuf *out, Str value)
{
    char quote = quote_for(value);
    strbuf_push_char(out, quote);
    for (size_t i = 0; i < value.len;) {
        size_t at = i;
        while (i < value.len && (unsigned char)value.ptr[i] - 0x20u < 0x5F &&
               value.ptr[i] != quote && value.ptr[i] != '\\')
            i++;
        if (i > at) strbuf_push(out, str_slice(value, at, i));
        if (i == value.len) break;
        at = i;
        uint32_t cp = utf8_next(value, &i);
        if (push_simple(out, cp, quote)) continue;
        if (unicode_is_printable(cp))
            strbuf_push(out, str_slice(value, at, i));
        else if (cp < 0x100)
            strbuf_fmt(out, "\\x%02x", (unsigned)cp);
        else if (cp < 0x10000)
            strbuf_fmt(out, "\\u%04x", (unsigned)cp);
        else
            strbuf_fmt(out, "\\U%08x", (unsigned)cp);
    }
    strbuf_push_char(out, quote);
}

void repr_bytes(StrBuf *out, Str value)
{
    char quote = quote_for(value);
    strbuf_push_char(out, 'b');
    strbuf_push_char(out, quote);
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (push_simple(out, c, quote)) continue;
        if (c < 0x20 || c >= 0x7F)
            strbuf_fmt(out, "\\x%02x", c);
        else
            strbuf_push_char(out, (char)c);
    }
    strbuf_push_char(out, quote);
}
