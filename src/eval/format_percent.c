/* str % args: printf-style formatting. */
#include "eval/format.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "eval/number.h"
#include "eval/sequence.h"

typedef struct Percent {
    Eval *ev;
    Value args;
    size_t next; /* item of args that comes next, when args is a tuple */
    bool tuple, used;
    bool mapping_used;
    Value unknown; /* an argument that makes the whole text unknown */
} Percent;

typedef struct Directive {
    bool minus, plus, space, alternate, zero;
    int64_t width, precision; /* -1 = absent */
    Value keyed;              /* value of %(key)…; unset without a key */
    char type;
    uint32_t code_point; /* of the type, for messages */
    size_t at;           /* where the type stands, in code points */
} Directive;

static bool next_argument(Percent *p, Directive *d, Value *out)
{
    if (!value_is_unset(d->keyed)) {
        *out = d->keyed;
        return true;
    }
    if (p->tuple ? p->next >= value_seq_len(p->args) : p->used)
        return eval_raise(p->ev, "TypeError", "not enough arguments for format string");
    *out = p->tuple ? value_seq_items(p->args)[p->next++] : p->args;
    p->used = true;
    return true;
}

static bool incomplete(Percent *p) { return eval_raise(p->ev, "ValueError", "incomplete format"); }

static bool is_mapping(Percent *p)
{
    if (value_is_dict(p->args)) return true;
    if (p->tuple || value_is_str(p->args) || !value_is_object(p->args)) return false;
    const NativeClass *native = class_native(value_class(p->ev, p->args));
    Value method;
    if (native && native->getitem) return true;
    return eval_find_special(p->ev, p->args, "__getitem__", &method) && !value_is_unset(method);
}

static bool read_key(Percent *p, Str s, size_t *i, Directive *d)
{
    if (*i >= s.len || s.ptr[*i] != '(') return true;
    if (!is_mapping(p)) return eval_raise(p->ev, "TypeError", "format requires a mapping");
    int level = 1;
    size_t start = ++*i;
    for (; *i < s.len && level; ++*i) {
        if (s.ptr[*i] == '(') level++;
        if (s.ptr[*i] == ')') level--;
    }
    if (level) return eval_raise(p->ev, "ValueError", "incomplete format key");
    p->mapping_used = true;
    Value key = value_str(p->ev, str_slice(s, start, *i - 1));
    return eval_getitem(p->ev, p->args, key, &d->keyed);
}

static bool read_size(Percent *p, Str s, size_t *i, Directive *d, int64_t *out)
{
    if (*i < s.len && s.ptr[*i] == '*') {
        Value v;
        ++*i;
        Directive plain = {.keyed = value_unset()};
        if (!next_argument(p, &plain, &v)) return false;
        if (!number_is_int(v) || !value_as_int(v, out))
            return eval_raise(p->ev, "TypeError", "* wants int");
        return true;
    }
    for (; *i < s.len && isdigit((unsigned char)s.ptr[*i]); ++*i) {
        if (*out < 0) *out = 0;
        *out = *out * 10 + (s.ptr[*i] - '0');
        if (*out > SEQUENCE_MAX) return eval_raise(p->ev, "ValueError", "width too big");
    }
    return true;
}

static bool read_directive(Percent *p, Str s, size_t *i, Directive *d)
{
    *d = (Directive){.width = -1, .precision = -1, .keyed = value_unset()};
    if (!read_key(p, s, i, d)) return false;
    for (; *i < s.len; ++*i) {
        char c = s.ptr[*i];
        if (c == '-')
            d->minus = true;
        else if (c == '+')
            d->plus = true;
        else if (c == ' ')
            d->space = true;
        else if (c == '#')
            d->alternate = true;
        else if (c == '0')
            d->zero = true;
        else
            break;
    }
    if (!read_size(p, s, i, d, &d->width)) return false;
    if (*i < s.len && s.ptr[*i] == '*') return incomplete(p);
    if (d->width < -1) {
        d->minus = true;
        d->width = -d->width;
    }
    if (*i < s.len && s.ptr[*i] == '.') {
        ++*i;
        d->precision = 0;
        if (!read_size(p, s, i, d, &d->precision)) return false;
        if (d->precision < 0) d->precision = 0;
    }
    while (*i < s.len && (s.ptr[*i] == 'l' || s.ptr[*i] == 'h' || s.ptr[*i] == 'L')) ++*i;
    if (*i >= s.len) return incomplete(p);
    d->at = utf8_count(str_slice(s, 0, *i));
    d->code_point = utf8_next(s, i);
    d->type = d->code_point < 128 ? (char)d->code_point : 0;
    return true;
}

/* Sign, zeros and digits to the directive's width. */
static void push_number(StrBuf *b, const Directive *d, const char *sign, const char *prefix,
                        Str digits)
{
    int64_t len = (int64_t)(strlen(sign) + strlen(prefix) + digits.len);
    int64_t missing = d->width > len ? d->width - len : 0;
    if (!d->minus && !d->zero) strbuf_pad(b, ' ', (size_t)missing);
    strbuf_push_z(b, sign);
    strbuf_push_z(b, prefix);
    if (!d->minus && d->zero) strbuf_pad(b, '0', (size_t)missing);
    strbuf_push(b, digits);
    if (d->minus) strbuf_pad(b, ' ', (size_t)missing);
}

static const char *sign_text(const Directive *d, bool negative)
{
    return negative ? "-" : d->plus ? "+" : d->space ? " " : "";
}

static bool as_integer(Percent *p, const Directive *d, Value v, Value *out)
{
    Eval *ev = p->ev;
    bool decimal = d->type == 'd' || d->type == 'i' || d->type == 'u';
    *out = v;
    if (number_is_int(v)) return true;
    if (decimal && v.kind == VALUE_FLOAT) return number_from_double(ev, v.as.real, out);
    Value method = value_unset();
    if (value_is_object(v)) {
        if (!eval_find_special(ev, v, "__index__", &method)) return false;
        if (value_is_unset(method) && decimal && !eval_find_special(ev, v, "__int__", &method))
            return false;
    }
    if (!value_is_unset(method)) {
        if (!eval_call(ev, method, NULL, 0, value_unset(), out)) return false;
        if (number_is_int(*out)) return true;
    }
    return eval_raise(ev, "TypeError", "%%%c format: %s is required, not %.*s", d->type,
                      decimal ? "a real number" : "an integer", STR_ARG(value_type_name(ev, v)));
}

static bool push_integer(Percent *p, const Directive *d, Value v, StrBuf *b)
{
    Value n;
    if (!as_integer(p, d, v, &n)) return false;
    int base = d->type == 'o' ? 8 : d->type == 'x' || d->type == 'X' ? 16 : 10;
    const char *prefix = "";
    if (d->alternate && base != 10) prefix = base == 8 ? "0o" : d->type == 'x' ? "0x" : "0X";
    StrBuf text = {0}, digits = {0};
    number_int_text(&text, n, base);
    bool negative = text.ptr[0] == '-';
    Str magnitude = str_slice(strbuf_view(&text), negative, text.len);
    if (d->precision > (int64_t)magnitude.len)
        strbuf_pad(&digits, '0', (size_t)d->precision - magnitude.len);
    strbuf_push(&digits, magnitude);
    if (d->type == 'X') {
        for (size_t i = 0; i < digits.len; i++)
            digits.ptr[i] = (char)toupper((unsigned char)digits.ptr[i]);
    }
    push_number(b, d, sign_text(d, negative), prefix, strbuf_view(&digits));
    strbuf_deinit(&text);
    strbuf_deinit(&digits);
    return true;
}

static bool push_float(Percent *p, const Directive *d, Value v, StrBuf *b)
{
    double x;
    Eval *ev = p->ev;
    if (!number_is(v)) {
        Value method = value_unset();
        if (value_is_object(v) && !value_is_str(v) &&
            !eval_find_special(ev, v, "__float__", &method))
            return false;
        if (value_is_unset(method))
            return eval_raise(ev, "TypeError", "must be real number, not %.*s",
                              STR_ARG(value_type_name(ev, v)));
        if (!eval_call(ev, method, NULL, 0, value_unset(), &v)) return false;
    }
    if (!number_as_double(ev, v, &x)) return false;
    StrBuf digits = {0};
    format_float_magnitude(&digits, x, d->type, d->precision, d->alternate);
    push_number(b, d, sign_text(d, signbit(x) && !isnan(x)), "", strbuf_view(&digits));
    strbuf_deinit(&digits);
    return true;
}

static void push_text(const Directive *d, Str text, StrBuf *b)
{
    if (d->precision >= 0) text = str_slice(text, 0, utf8_offset(text, (size_t)d->precision));
    FormatSpec spec = {.fill = ' ', .align = d->minus ? '<' : '>', .width = d->width};
    format_pad(b, &spec, text);
}

static bool push_char(Percent *p, const Directive *d, Value v, StrBuf *b)
{
    Directive whole = *d;
    whole.precision = -1;
    if (value_is_str(v)) {
        if (utf8_count(value_as_str(v)) != 1)
            return eval_raise(p->ev, "TypeError", "%%c requires int or char");
        push_text(&whole, value_as_str(v), b);
        return true;
    }
    int64_t cp;
    if (!number_is_int(v)) return eval_raise(p->ev, "TypeError", "%%c requires int or char");
    if (!value_as_int(v, &cp) || cp < 0 || cp > 0x10FFFF)
        return eval_raise(p->ev, "OverflowError", "%%c arg not in range(0x110000)");
    char bytes[4];
    push_text(&whole, (Str){bytes, utf8_encode((uint32_t)cp, bytes)}, b);
    return true;
}

static bool push_directive(Percent *p, Directive *d, StrBuf *b)
{
    Value v, text;
    if (d->type == '%') {
        strbuf_push_char(b, '%');
        return true;
    }
    if (!next_argument(p, d, &v)) return false;
    if (value_is_unknown(v)) return p->unknown = v, true;
    switch (d->type) {
    case 's':
    case 'r':
    case 'a':
        if (!(d->type == 's'   ? eval_to_str(p->ev, v, &text)
              : d->type == 'r' ? eval_repr(p->ev, v, &text)
                               : eval_ascii(p->ev, v, &text)))
            return false;
        push_text(d, value_as_str(text), b);
        return true;
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': return push_integer(p, d, v, b);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return push_float(p, d, v, b);
    case 'c': return push_char(p, d, v, b);
    default:
        return eval_raise(p->ev, "ValueError",
                          "unsupported format character '%c' (0x%x) at index %zu",
                          d->code_point > 31 && d->code_point < 127 ? (int)d->code_point : '?',
                          d->code_point, d->at);
    }
}

bool format_percent(Eval *ev, Value format, Value args, Value *out)
{
    Percent p = {.ev = ev, .args = args, .tuple = value_is_tuple(args), .unknown = value_unset()};
    Str s = value_as_str(format);
    StrBuf b = {0};
    bool ok = true;
    for (size_t i = 0; i < s.len && ok;) {
        if (s.ptr[i] != '%') {
            strbuf_push_char(&b, s.ptr[i++]);
            continue;
        }
        Directive d;
        i++;
        ok = i < s.len ? read_directive(&p, s, &i, &d) && push_directive(&p, &d, &b)
                       : incomplete(&p);
    }
    bool left = p.tuple ? p.next < value_seq_len(args) : !p.used && !is_mapping(&p);
    /* A list is a mapping by CPython's test, so it may go unused, as may any dict. */
    if (ok && left && !p.mapping_used && !value_is_list(args))
        ok = eval_raise(ev, "TypeError", "not all arguments converted during string formatting");
    if (ok) *out = value_is_unset(p.unknown) ? value_str(ev, strbuf_view(&b)) : p.unknown;
    strbuf_deinit(&b);
    return ok;
}
