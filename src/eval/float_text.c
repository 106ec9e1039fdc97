#include "eval/float_text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A double needs at most 17 significant digits to be read back. */
enum { MAX_DIGITS = 17 };

static bool reads_back(const char *text, double d) { return strtod(text, NULL) == d; }

/* Adds one unit in the last place to the mantissa of "d.ddde+xx"; false on a carry out, which the
 * caller need not handle (the next longer form is tried then). */
static bool bump_last_digit(char *text)
{
    char *e = strchr(text, 'e');
    for (char *p = e - 1; p >= text; p--) {
        if (*p == '.') continue;
        if (*p != '9') {
            (*p)++;
            return true;
        }
        *p = '0';
    }
    return false;
}

static void shortest_exponent_form(double d, char *text, size_t size)
{
    int mantissa_exp;
    bool power_of_two = frexp(d, &mantissa_exp) == 0.5;
    /* Normal doubles keep any 15 digits, so shorter forms are that one without its zeros;
     * subnormals have fewer digits and are tried from one digit on. */
    for (int n = d < 2.2250738585072014e-308 ? 1 : 15; n <= MAX_DIGITS; n++) {
        snprintf(text, size, "%.*e", n - 1, d);
        if (reads_back(text, d)) return;
        /* The interval of a power of two is lopsided: the nearest decimal can lie outside it
         * while the next one above lies inside. */
        if (power_of_two && bump_last_digit(text) && reads_back(text, d)) return;
    }
}

void float_text_digits(double d, char *digits, int *point)
{
    char text[40];
    d = fabs(d);
    if (d == 0) {
        strcpy(digits, "0");
        *point = 1;
        return;
    }
    shortest_exponent_form(d, text, sizeof text);
    size_t n = 0;
    const char *p = text;
    for (; *p != 'e'; p++) {
        if (*p != '.') digits[n++] = *p;
    }
    while (n > 1 && digits[n - 1] == '0') n--;
    digits[n] = 0;
    *point = atoi(p + 1) + 1;
}

void float_text_repr(StrBuf *b, double d)
{
    if (isnan(d)) {
        strbuf_push_z(b, "nan");
        return;
    }
    if (signbit(d)) strbuf_push_char(b, '-');
    if (isinf(d)) {
        strbuf_push_z(b, "inf");
        return;
    }
    char digits[MAX_DIGITS + 3];
    int point;
    float_text_digits(d, digits, &point);
    int n = (int)strlen(digits);
    /* CPython's repr uses an exponent below 1e-4 and from 1e16 on. */
    if (point > 16 || point < -3) {
        strbuf_push_char(b, digits[0]);
        if (n > 1) {
            strbuf_push_char(b, '.');
            strbuf_push_z(b, digits + 1);
        }
        strbuf_fmt(b, "e%c%02d", point - 1 < 0 ? '-' : '+', abs(point - 1));
    } else if (point <= 0) {
        strbuf_push_z(b, "0.");
        strbuf_pad(b, '0', (size_t)-point);
        strbuf_push_z(b, digits);
    } else if (n <= point) {
        strbuf_push_z(b, digits);
        strbuf_pad(b, '0', (size_t)(point - n));
        strbuf_push_z(b, ".0");
    } else {
        strbuf_push(b, (Str){digits, (size_t)point});
        strbuf_push_char(b, '.');
        strbuf_push_z(b, digits + point);
    }
}

static bool parse_special(Str s, double *out)
{
    double sign = 1;
    if (s.len && (s.ptr[0] == '+' || s.ptr[0] == '-')) {
        if (s.ptr[0] == '-') sign = -1;
        s = str_slice(s, 1, s.len);
    }
    if (str_eq_nocase(s, STR("inf")) || str_eq_nocase(s, STR("infinity"))) {
        *out = sign * INFINITY;
        return true;
    }
    if (str_eq_nocase(s, STR("nan"))) {
        *out = copysign(NAN, sign);
        return true;
    }
    return false;
}

/* [sign] digits [. digits] [e [sign] digits], a digit somewhere in the mantissa. */
static bool is_decimal_float(const char *p)
{
    if (*p == '+' || *p == '-') p++;
    bool digits = false;
    for (; isdigit((unsigned char)*p); p++) digits = true;
    if (*p == '.') {
        for (p++; isdigit((unsigned char)*p); p++) digits = true;
    }
    if (!digits) return false;
    if (*p == 'e' || *p == 'E') {
        p++;
        if (*p == '+' || *p == '-') p++;
        if (!isdigit((unsigned char)*p)) return false;
        while (isdigit((unsigned char)*p)) p++;
    }
    return *p == 0;
}

bool float_text_parse(Str text, double *out)
{
    Str s = str_trim(text);
    if (parse_special(s, out)) return true;
    if (!s.len) return false;
    StrBuf clean = {0};
    bool ok = true;
    for (size_t i = 0; i < s.len && ok; i++) {
        char c = s.ptr[i];
        if (c == '_') {
            ok = i > 0 && i + 1 < s.len && isdigit((unsigned char)s.ptr[i - 1]) &&
                 isdigit((unsigned char)s.ptr[i + 1]);
        } else {
            ok = c != 0;
            strbuf_push_char(&clean, c);
        }
    }
    ok = ok && clean.ptr && is_decimal_float(clean.ptr);
    if (ok) *out = strtod(clean.ptr, NULL);
    strbuf_deinit(&clean);
    return ok;
}

double float_text_round(double d, int64_t ndigits)
{
    /* Beyond these no digit of a double is touched, or none is left. */
    if (!isfinite(d) || d == 0 || ndigits > 323) return d;
    if (ndigits < -308) return copysign(0.0, d);
    char text[700];
    if (ndigits >= 0) {
        snprintf(text, sizeof text, "%.*f", (int)ndigits, d);
        return strtod(text, NULL);
    }
    snprintf(text, sizeof text, "%.17e", d);
    int exponent = atoi(strchr(text, 'e') + 1);
    int digits = exponent + (int)ndigits; /* after the first one */
    if (digits < -1) return copysign(0.0, d);
    if (digits == -1) {
        /* Between zero and one unit: half-way goes to zero, the even one. */
        double unit = pow(10, (double)-ndigits);
        return fabs(d) > unit / 2 ? copysign(unit, d) : copysign(0.0, d);
    }
    snprintf(text, sizeof text, "%.*e", digits, d);
    return strtod(text, NULL);
}

void float_text_hex(StrBuf *b, double d)
{
    if (!isfinite(d)) {
        float_text_repr(b, d);
        return;
    }
    if (signbit(d)) strbuf_push_char(b, '-');
    d = fabs(d);
    if (d == 0) {
        strbuf_push_z(b, "0x0.0p+0");
        return;
    }
    int e;
    double m = frexp(d, &e);
    /* Subnormals keep the exponent of the smallest normal number. */
    if (e < -1021) {
        m = ldexp(m, e + 1022);
        e = -1022;
    } else {
        m = ldexp(m, 1);
        e -= 1;
    }
    int lead = (int)m;
    strbuf_fmt(b, "0x%d.", lead);
    m -= lead;
    for (int i = 0; i < 13; i++) {
        m *= 16;
        int digit = (int)m;
        m -= digit;
        strbuf_push_char(b, "0123456789abcdef"[digit]);
    }
    strbuf_fmt(b, "p%+d", e);
}
