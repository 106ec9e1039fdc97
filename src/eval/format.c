#include "eval/format.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "eval/float_text.h"
#include "eval/number.h"
#include "eval/sequence.h"

/* printf needs a buffer of this many digits; far beyond what a double can show. */
enum { MAX_PRECISION = 100000 };

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

static bool read_number(Eval *ev, Str s, size_t *i, int64_t *out)
{
    int64_t n = 0;
    for (; *i < s.len && isdigit((unsigned char)s.ptr[*i]); ++*i) {
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, s.ptr[*i] - '0', &n))
            return eval_raise(ev, "ValueError", "Too many decimal digits in format string");
    }
    *out = n;
    return true;
}

static bool invalid_spec(Eval *ev, Str spec, const char *type_name)
{
    return eval_raise(ev, "ValueError", "Invalid format specifier '%.*s' for object of type '%s'",
                      STR_ARG(spec), type_name);
}

/* Fill, alignment, sign, z, # and 0: everything before the width. */
static void parse_flags(Str s, size_t *i, char default_align, FormatSpec *out)
{
    bool aligned = false, filled = false;
    size_t next = 0;
    if (s.len) {
        uint32_t first = utf8_next(s, &next);
        if (next < s.len && is_align((unsigned char)s.ptr[next])) {
            out->fill = first;
            out->align = s.ptr[next];
            *i = next + 1;
            aligned = filled = true;
        } else if (is_align(first)) {
            out->align = s.ptr[0];
            *i = 1;
            aligned = true;
        }
    }
    if (*i < s.len && (s.ptr[*i] == '+' || s.ptr[*i] == '-' || s.ptr[*i] == ' '))
        out->sign = s.ptr[(*i)++];
    if (*i < s.len && s.ptr[*i] == 'z') {
        out->no_minus_zero = true;
        ++*i;
    }
    if (*i < s.len && s.ptr[*i] == '#') {
        out->alternate = true;
        ++*i;
    }
    if (!filled && *i < s.len && s.ptr[*i] == '0') {
        out->fill = '0';
        out->zero_pad = true;
        if (!aligned && default_align == '>') out->align = '=';
        ++*i;
    }
}

static bool parse_grouping(Eval *ev, Str s, size_t *i, FormatSpec *out)
{
    for (; *i < s.len && (s.ptr[*i] == ',' || s.ptr[*i] == '_'); ++*i) {
        if (out->grouping && out->grouping != s.ptr[*i])
            return eval_raise(ev, "ValueError", "Cannot specify both ',' and '_'.");
        if (out->grouping)
            return eval_raise(ev, "ValueError", "Cannot specify '%c' with '%c'.", out->grouping,
                              out->grouping);
        out->grouping = s.ptr[*i];
    }
    return true;
}

static bool check_grouping(Eval *ev, const FormatSpec *spec)
{
    if (!spec->grouping || !spec->type || strchr("defgEGF%", spec->type)) return true;
    if (spec->grouping == '_' && strchr("boxX", spec->type)) return true;
    return eval_raise(ev, "ValueError", "Cannot specify '%c' with '%c'.", spec->grouping,
                      spec->type);
}

bool format_spec_parse(Eval *ev, Str spec, const char *type_name, char default_align,
                       FormatSpec *out)
{
    *out = (FormatSpec){.fill = ' ', .align = default_align, .width = -1, .precision = -1};
    size_t i = 0;
    parse_flags(spec, &i, default_align, out);
    size_t start = i;
    int64_t n;
    if (!read_number(ev, spec, &i, &n)) return false;
    if (i > start) out->width = n;
    if (!parse_grouping(ev, spec, &i, out)) return false;
    if (i < spec.len && spec.ptr[i] == '.') {
        start = ++i;
        if (!read_number(ev, spec, &i, &out->precision)) return false;
        if (i == start) return eval_raise(ev, "ValueError", "Format specifier missing precision");
    }
    if (spec.len - i > 1) return invalid_spec(ev, spec, type_name);
    if (i < spec.len) out->type = spec.ptr[i];
    return check_grouping(ev, out);
}

static bool unknown_code(Eval *ev, char code, const char *type_name)
{
    if (code > 32 && code < 127)
        return eval_raise(ev, "ValueError", "Unknown format code '%c' for object of type '%s'",
                          code, type_name);
    return eval_raise(ev, "ValueError", "Unknown format code '\\x%x' for object of type '%s'",
                      (unsigned)(unsigned char)code, type_name);
}

static void push_fill(StrBuf *b, uint32_t fill, int64_t n)
{
    char bytes[4];
    size_t len = utf8_encode(fill, bytes);
    for (int64_t i = 0; i < n; i++) strbuf_push(b, (Str){bytes, len});
}

void format_pad(StrBuf *b, const FormatSpec *spec, Str text)
{
    int64_t missing = spec->width - (int64_t)utf8_count(text);
    if (missing < 0) missing = 0;
    int64_t before = spec->align == '<' ? 0 : spec->align == '^' ? missing / 2 : missing;
    push_fill(b, spec->fill, before);
    strbuf_push(b, text);
    push_fill(b, spec->fill, missing - before);
}

static bool format_text(Eval *ev, Str text, Str spec_text, Value *out)
{
    FormatSpec spec;
    if (!format_spec_parse(ev, spec_text, "str", '<', &spec)) return false;
    if (spec.type && spec.type != 's') return unknown_code(ev, spec.type, "str");
    if (spec.grouping)
        return eval_raise(ev, "ValueError", "Cannot specify '%c' with 's'.", spec.grouping);
    if (spec.sign == ' ')
        return eval_raise(ev, "ValueError", "Space not allowed in string format specifier");
    if (spec.sign)
        return eval_raise(ev, "ValueError", "Sign not allowed in string format specifier");
    if (spec.no_minus_zero)
        return eval_raise(ev, "ValueError",
                          "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return eval_raise(ev, "ValueError",
                          "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return eval_raise(ev, "ValueError", "'=' alignment not allowed in string format specifier");
    if (spec.width > SEQUENCE_MAX)
        return eval_raise(ev, "ValueError", "Too many decimal digits in format string");
    if (spec.precision >= 0) text = str_slice(text, 0, utf8_offset(text, (size_t)spec.precision));
    StrBuf b = {0};
    format_pad(&b, &spec, text);
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

/* ---- numbers ---- */

static void push_grouped(StrBuf *b, Str digits, char separator, size_t group, size_t min_width)
{
    size_t n = digits.len;
    while (n + (n - 1) / group < min_width) n++;
    for (size_t i = 0; i < n; i++) {
        size_t left = n - i; /* digits still to come, this one included */
        strbuf_push_char(b, left > digits.len ? '0' : digits.ptr[digits.len - left]);
        if (left > 1 && (left - 1) % group == 0) strbuf_push_char(b, separator);
    }
}

typedef struct NumberText {
    const char *sign, *prefix;
    Str digits; /* of the integer part: what grouping applies to */
    Str tail;   /* fraction, exponent, percent sign */
} NumberText;

static void push_number(StrBuf *b, const FormatSpec *spec, const NumberText *t)
{
    size_t fixed = strlen(t->sign) + strlen(t->prefix) + t->tail.len;
    StrBuf digits = {0};
    if (spec->grouping && t->digits.len) {
        size_t group = spec->type && strchr("boxX", spec->type) ? 4 : 3;
        size_t min_width = 0;
        if (spec->fill == '0' && spec->align == '=' && spec->width > (int64_t)fixed)
            min_width = (size_t)spec->width - fixed;
        push_grouped(&digits, t->digits, spec->grouping, group, min_width);
    } else {
        strbuf_push(&digits, t->digits);
    }
    int64_t missing = spec->width - (int64_t)(fixed + digits.len);
    if (missing < 0) missing = 0;
    int64_t before = 0, inside = 0;
    if (spec->align == '=') inside = missing;
    if (spec->align == '>') before = missing;
    if (spec->align == '^') before = missing / 2;
    push_fill(b, spec->fill, before);
    strbuf_push_z(b, t->sign);
    strbuf_push_z(b, t->prefix);
    push_fill(b, spec->fill, inside);
    strbuf_push(b, strbuf_view(&digits));
    strbuf_push(b, t->tail);
    push_fill(b, spec->fill, missing - before - inside);
    strbuf_deinit(&digits);
}

static const char *sign_text(const FormatSpec *spec, bool negative)
{
    if (negative) return "-";
    return spec->sign == '+' ? "+" : spec->sign == ' ' ? " " : "";
}

static bool format_char(Eval *ev, Value v, const FormatSpec *spec, Value *out)
{
    int64_t cp;
    if (spec->sign)
        return eval_raise(ev, "ValueError", "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return eval_raise(ev, "ValueError",
                          "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!value_as_int(v, &cp))
        return eval_raise(ev, "OverflowError", "Python int too large to convert to C long");
    if (cp < 0 || cp > 0x10FFFF)
        return eval_raise(ev, "OverflowError", "%%c arg not in range(0x110000)");
    char bytes[4];
    size_t len = utf8_encode((uint32_t)cp, bytes);
    StrBuf b = {0};
    format_pad(&b, spec, (Str){bytes, len});
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    return true;
}

static bool format_int(Eval *ev, Value v, const FormatSpec *spec, Value *out)
{
    if (spec->precision >= 0)
        return eval_raise(ev, "ValueError", "Precision not allowed in integer format specifier");
    if (spec->no_minus_zero)
        return eval_raise(ev, "ValueError",
                          "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec->type == 'c') return format_char(ev, v, spec, out);
    int base = 10;
    const char *prefix = "";
    switch (spec->type) {
    case 'b':
        base = 2;
        prefix = "0b";
        break;
    case 'o':
        base = 8;
        prefix = "0o";
        break;
    case 'x':
        base = 16;
        prefix = "0x";
        break;
    case 'X':
        base = 16;
        prefix = "0X";
        break;
    default: break;
    }
    StrBuf digits = {0}, b = {0};
    number_int_text(&digits, v, base);
    if (spec->type == 'X') {
        for (size_t i = 0; i < digits.len; i++)
            digits.ptr[i] = (char)toupper((unsigned char)digits.ptr[i]);
    }
    bool negative = digits.ptr[0] == '-';
    NumberText t = {.sign = sign_text(spec, negative),
                    .prefix = spec->alternate ? prefix : "",
                    .digits = str_slice(strbuf_view(&digits), negative, digits.len),
                    .tail = STR("")};
    push_number(&b, spec, &t);
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&digits);
    strbuf_deinit(&b);
    return true;
}

/* The alternate form always shows a point, also before an exponent. */
static void push_with_point(StrBuf *b, Str text, bool alternate)
{
    size_t e = str_find_char(text, 'e');
    if (!alternate || e == STR_NPOS || str_find_char(text, '.') != STR_NPOS) {
        strbuf_push(b, text);
        return;
    }
    strbuf_push(b, str_slice(text, 0, e));
    strbuf_push_char(b, '.');
    strbuf_push(b, str_slice(text, e, text.len));
}

/* 'g' as a spec without a type uses it: one digit after the point at least, and the exponent
 * form one digit earlier. */
static void push_general_dot0(StrBuf *b, double d, int precision, bool alternate)
{
    char text[64];
    int digits = precision < 1 ? 1 : precision > 40 ? 40 : precision;
    snprintf(text, sizeof text, "%.*e", digits - 1, d);
    int point = atoi(strchr(text, 'e') + 1) + 1;
    StrBuf g = {0};
    if (point <= -4 || point > digits - 1) {
        /* Ask 'e' and strip the zeros as 'g' does. */
        char *e = strchr(text, 'e');
        size_t n = (size_t)(e - text);
        if (!alternate) {
            while (n > 1 && text[n - 1] == '0' && memchr(text, '.', n)) n--;
            if (text[n - 1] == '.') n--;
        }
        strbuf_push(&g, (Str){text, n});
        if (alternate && !memchr(text, '.', n)) strbuf_push_char(&g, '.');
        strbuf_push_z(&g, e);
    } else {
        strbuf_fmt(&g, alternate ? "%#.*g" : "%.*g", precision < 1 ? 1 : precision, d);
        if (!strchr(g.ptr, '.')) strbuf_push_z(&g, ".0");
    }
    strbuf_push(b, strbuf_view(&g));
    strbuf_deinit(&g);
}

void format_float_magnitude(StrBuf *b, double d, char type, int64_t precision, bool alternate)
{
    d = fabs(d);
    if (!isfinite(d)) {
        bool upper = type == 'E' || type == 'F' || type == 'G';
        strbuf_push_z(b, isnan(d) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"));
        return;
    }
    if (type == 0 && precision < 0) {
        StrBuf text = {0};
        float_text_repr(&text, d);
        push_with_point(b, strbuf_view(&text), alternate);
        strbuf_deinit(&text);
        return;
    }
    int digits = precision < 0 ? 6 : precision > MAX_PRECISION ? MAX_PRECISION : (int)precision;
    if (type == 0) {
        push_general_dot0(b, d, digits, alternate);
        return;
    }
    if (type == 'n') type = 'g';
    if (type == '%') {
        d *= 100;
        type = 'f';
    }
    char pattern[8];
    snprintf(pattern, sizeof pattern, "%%%s.*%c", alternate ? "#" : "", type);
    strbuf_fmt(b, pattern, digits, d);
}

static bool format_float(Eval *ev, double d, const FormatSpec *spec, const char *type_name,
                         Value *out)
{
    if (spec->type && !strchr("eEfFgGn%", spec->type))
        return unknown_code(ev, spec->type, type_name);
    if (spec->precision > SEQUENCE_MAX || spec->width > SEQUENCE_MAX)
        return eval_raise(ev, "ValueError", "precision too big");
    StrBuf digits = {0}, b = {0};
    format_float_magnitude(&digits, d, spec->type, spec->precision, spec->alternate);
    if (spec->type == '%') strbuf_push_char(&digits, '%');
    bool negative = signbit(d) && !isnan(d);
    size_t whole = 0;
    while (whole < digits.len && isdigit((unsigned char)digits.ptr[whole])) whole++;
    if (negative && spec->no_minus_zero) {
        const char *p = digits.ptr;
        while (*p == '0' || *p == '.') p++;
        negative = isdigit((unsigned char)*p) || isalpha((unsigned char)digits.ptr[0]);
    }
    Str all = strbuf_view(&digits);
    NumberText t = {.sign = sign_text(spec, negative),
                    .prefix = "",
                    .digits = str_slice(all, 0, whole),
                    .tail = str_slice(all, whole, all.len)};
    push_number(&b, spec, &t);
    *out = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&digits);
    strbuf_deinit(&b);
    return true;
}

static bool format_number(Eval *ev, Value v, Str spec_text, Value *out)
{
    FormatSpec spec;
    const char *type_name = v.kind == VALUE_FLOAT ? "float" : v.kind == VALUE_BOOL ? "bool" : "int";
    if (!format_spec_parse(ev, spec_text, type_name, '>', &spec)) return false;
    if (spec.width > SEQUENCE_MAX)
        return eval_raise(ev, "ValueError", "Too many decimal digits in format string");
    if (v.kind != VALUE_FLOAT) {
        if (!spec.type || strchr("bcdoxXn", spec.type)) return format_int(ev, v, &spec, out);
        if (!strchr("eEfFgG%", spec.type)) return unknown_code(ev, spec.type, type_name);
    }
    double d;
    if (!number_as_double(ev, v, &d)) return false;
    return format_float(ev, d, &spec, type_name, out);
}

bool eval_format(Eval *ev, Value v, Str spec, Value *out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a formatted text");
    if (value_object_kind(v) == OBJECT_STR && !v.as.object->cls) {
        if (spec.len) return format_text(ev, value_as_str(v), spec, out);
        *out = v;
        return true;
    }
    Value method;
    if (value_is_object(v)) {
        if (!eval_find_special(ev, v, "__format__", &method)) return false;
        if (!value_is_unset(method)) {
            Value text = value_str(ev, spec);
            if (!eval_call(ev, method, &text, 1, value_unset(), out)) return false;
            if (value_is_str(*out)) return true;
            return eval_raise(ev, "TypeError", "__format__ must return a str, not %.*s",
                              STR_ARG(value_type_name(ev, *out)));
        }
    }
    if (!spec.len) return eval_to_str(ev, v, out);
    if (value_is_str(v)) return format_text(ev, value_as_str(v), spec, out);
    if (number_is(v)) return format_number(ev, v, spec, out);
    return eval_raise(ev, "TypeError", "unsupported format string passed to %.*s.__format__",
                      STR_ARG(value_type_name(ev, v)));
}
