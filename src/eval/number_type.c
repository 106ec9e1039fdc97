/* int, bool and float: construction, slots, methods. Arithmetic is in number.c. */
#include "eval/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/float_text.h"
#include "eval/sequence.h"
#include "eval/show.h"

static bool number_slot_hash(Eval *ev, Value self, uint64_t *out)
{
    *out = number_hash(self);
    return true;
}

static bool number_slot_truth(Eval *ev, Value self, bool *out)
{
    *out = self.kind == VALUE_FLOAT ? self.as.real != 0 : number_sign(self) != 0;
    return true;
}

static bool number_slot_repr(Eval *ev, Value self, Value *out)
{
    StrBuf b = {0};
    if (self.kind == VALUE_BOOL)
        strbuf_push_z(&b, self.as.boolean ? "True" : "False");
    else if (self.kind == VALUE_FLOAT)
        float_text_repr(&b, self.as.real);
    else
        number_int_text(&b, self, 10);
    return show_finish(ev, &b, true, out);
}

/* ---- int ---- */

static bool invalid_literal(Eval *ev, Value v, int base)
{
    Value text;
    if (!eval_repr(ev, v, &text)) return false;
    return eval_raise(ev, "ValueError", "invalid literal for int() with base %d: %.*s", base,
                      STR_ARG(value_as_str(text)));
}

static bool int_of_text(Eval *ev, Value v, int64_t base, Value *out)
{
    Str s = value_is_str(v) ? value_as_str(v) : value_as_bytes(v);
    if (base != 0 && (base < 2 || base > 36))
        return eval_raise(ev, "ValueError", "int() base must be >= 2 and <= 36, or 0");
    /* CPython's guard against quadratic parsing, which its users see as this error. */
    if (s.len > 4300 && (base & (base - 1)))
        return eval_raise(
            ev, "ValueError",
            "Exceeds the limit (4300 digits) for integer string conversion: value has "
            "%zu digits; use sys.set_int_max_str_digits() to increase the limit",
            s.len);
    if (number_parse_int(ev, s, (int)base, out)) return true;
    if (!value_is_unset(eval_pending(ev))) return false;
    return invalid_literal(ev, v, (int)base);
}

static bool convert_by(Eval *ev, Value v, const char *method_name, Value *out, bool *found)
{
    Value method = value_unset();
    *found = false;
    if (value_object_kind(v) != OBJECT_INSTANCE) return true;
    if (!eval_find_special(ev, v, method_name, &method)) return false;
    *found = !value_is_unset(method);
    return !*found || eval_call(ev, method, NULL, 0, value_unset(), out);
}

static bool int_of(Eval *ev, Value v, Value *out)
{
    bool found;
    if (v.kind == VALUE_FLOAT) return number_from_double(ev, v.as.real, out);
    if (number_is_int(v)) return number_binary(ev, OPERATOR_POS, v, value_unset(), out);
    if (value_is_str(v) || value_is_bytes(v)) return int_of_text(ev, v, 10, out);
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of int()");
    static const char *const methods[] = {"__int__", "__index__", "__trunc__"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (!convert_by(ev, v, methods[i], out, &found)) return false;
        if (found) return true;
    }
    return eval_raise(ev, "TypeError",
                      "int() argument must be a string, a bytes-like object or a real number, not "
                      "'%.*s'",
                      STR_ARG(value_type_name(ev, v)));
}

static bool int_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value n = value_int(0);
    int64_t base;
    if (!value_is_unset(a->v[1])) {
        if (value_is_unset(a->v[0]))
            return eval_raise(ev, "TypeError", "int() missing string argument");
        if (!eval_as_index(ev, a->v[1], &base)) return false;
        if (!value_is_str(a->v[0]) && !value_is_bytes(a->v[0]))
            return eval_raise(ev, "TypeError", "int() can't convert non-string with explicit base");
        if (!int_of_text(ev, a->v[0], base, &n)) return false;
    } else if (!value_is_unset(a->v[0]) && !int_of(ev, a->v[0], &n)) {
        return false;
    }
    *out = class_adopt(ev, cls, n);
    return true;
}

static bool int_bit_length(Eval *ev, Args *a, Value *out)
{
    mpz_t z;
    number_to_mpz(a->self, z);
    *out = value_int(mpz_sgn(z) ? (int64_t)mpz_sizeinbase(z, 2) : 0);
    mpz_clear(z);
    return true;
}

static bool int_bit_count(Eval *ev, Args *a, Value *out)
{
    mpz_t z;
    number_to_mpz(a->self, z);
    mpz_abs(z, z);
    *out = value_int((int64_t)mpz_popcount(z));
    mpz_clear(z);
    return true;
}

static bool byte_order(Eval *ev, Value v, bool *big)
{
    bool text = value_is_str(v);
    *big = text && str_eq_z(value_as_str(v), "big");
    if (*big || (text && str_eq_z(value_as_str(v), "little"))) return true;
    return eval_raise(ev, "ValueError", "byteorder must be either 'little' or 'big'");
}

static bool int_to_bytes(Eval *ev, Args *a, Value *out)
{
    int64_t length;
    bool big, is_signed;
    if (!eval_as_index(ev, a->v[0], &length) || !byte_order(ev, a->v[1], &big) ||
        !eval_truth(ev, a->v[2], &is_signed))
        return false;
    if (length < 0) return eval_raise(ev, "ValueError", "length argument must be non-negative");
    if (length > SEQUENCE_MAX) return eval_raise(ev, "MemoryError", "too many bytes");
    mpz_t z, limit;
    number_to_mpz(a->self, z);
    bool negative = mpz_sgn(z) < 0;
    if (negative && !is_signed) {
        mpz_clear(z);
        return eval_raise(ev, "OverflowError", "can't convert negative int to unsigned");
    }
    mpz_init(limit);
    mpz_setbit(limit, (mp_bitcnt_t)length * 8);
    if (negative) mpz_add(z, z, limit); /* two's complement */
    size_t bits = mpz_sgn(z) > 0 ? mpz_sizeinbase(z, 2) : 0;
    bool fits = mpz_sgn(z) >= 0 && bits <= (size_t)length * 8;
    if (is_signed && fits && length) fits = negative == (bits == (size_t)length * 8);
    BytesObject *bytes = fits ? object_bytes_new(ev, (size_t)length) : NULL;
    if (fits) {
        size_t n = (bits + 7) / 8;
        memset(bytes->data, 0, (size_t)length);
        mpz_export(big ? bytes->data + (size_t)length - n : bytes->data, NULL, big ? 1 : -1, 1, 0,
                   0, z);
        *out = value_object(&bytes->head);
    }
    mpz_clears(z, limit, NULL);
    return fits || eval_raise(ev, "OverflowError", "int too big to convert");
}

static bool int_from_bytes(Eval *ev, Args *a, Value *out)
{
    bool big, is_signed;
    Value bytes = a->v[0];
    if (!byte_order(ev, a->v[1], &big) || !eval_truth(ev, a->v[2], &is_signed)) return false;
    if (!value_is_bytes(bytes)) {
        Value cls = class_value(eval_class(ev, &native_class_bytes));
        if (!eval_call(ev, cls, &a->v[0], 1, value_unset(), &bytes)) return false;
    }
    Str s = value_as_bytes(bytes);
    mpz_t z;
    mpz_init(z);
    mpz_import(z, s.len, big ? 1 : -1, 1, 0, 0, s.ptr);
    if (is_signed && s.len && mpz_tstbit(z, s.len * 8 - 1)) {
        mpz_t limit;
        mpz_init(limit);
        mpz_setbit(limit, s.len * 8);
        mpz_sub(z, z, limit);
        mpz_clear(limit);
    }
    bool ok = number_from_mpz(ev, z, out);
    mpz_clear(z);
    return ok;
}

static bool int_self(Eval *ev, Args *a, Value *out)
{
    return number_binary(ev, OPERATOR_POS, a->self, value_unset(), out);
}

static bool int_zero(Eval *ev, Args *a, Value *out)
{
    *out = value_int(0);
    return true;
}

static bool int_one(Eval *ev, Args *a, Value *out)
{
    *out = value_int(1);
    return true;
}

static bool int_ratio(Eval *ev, Args *a, Value *out)
{
    Value pair[] = {value_unset(), value_int(1)};
    if (!number_binary(ev, OPERATOR_POS, a->self, value_unset(), &pair[0])) return false;
    *out = value_tuple(ev, pair, 2);
    return true;
}

static const NativeMethod int_methods[] = {
    {"bit_length", "", int_bit_length, NATIVE_METHOD},
    {"bit_count", "", int_bit_count, NATIVE_METHOD},
    {"to_bytes", "length=1, byteorder='big', *, signed=False", int_to_bytes, NATIVE_METHOD},
    {"from_bytes", "bytes, byteorder='big', *, signed=False", int_from_bytes, NATIVE_CLASSMETHOD},
    {"as_integer_ratio", "", int_ratio, NATIVE_METHOD},
    {"conjugate", "", int_self, NATIVE_METHOD},
    {"real", "", int_self, NATIVE_GETTER},
    {"imag", "", int_zero, NATIVE_GETTER},
    {"numerator", "", int_self, NATIVE_GETTER},
    {"denominator", "", int_one, NATIVE_GETTER},
    {0}};

const NativeClass native_class_int = {.name = "int",
                                      .module = "builtins",
                                      .init_params = "x=?, /, base=?",
                                      .construct = int_construct,
                                      .methods = int_methods,
                                      .repr = number_slot_repr,
                                      .hash = number_slot_hash,
                                      .truth = number_slot_truth,
                                      .binary = number_binary};

static bool bool_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    bool truth;
    if (!eval_truth(ev, a->v[0], &truth)) return false;
    *out = value_bool(truth);
    return true;
}

const NativeClass native_class_bool = {.name = "bool",
                                       .module = "builtins",
                                       .base = &native_class_int,
                                       .init_params = "x=False, /",
                                       .construct = bool_construct};

/* ---- float ---- */

static bool float_of(Eval *ev, Value v, Value *out)
{
    double d;
    bool found;
    Value n;
    if (number_is(v)) {
        if (!number_as_double(ev, v, &d)) return false;
        *out = value_float(d);
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of float()");
    if (value_is_str(v) || value_is_bytes(v)) {
        if (float_text_parse(value_is_str(v) ? value_as_str(v) : value_as_bytes(v), &d)) {
            *out = value_float(d);
            return true;
        }
        Value text;
        if (!eval_repr(ev, v, &text)) return false;
        return eval_raise(ev, "ValueError", "could not convert string to float: %.*s",
                          STR_ARG(value_as_str(text)));
    }
    if (!convert_by(ev, v, "__float__", out, &found)) return false;
    if (found) return true;
    if (!convert_by(ev, v, "__index__", &n, &found)) return false;
    if (found && number_is(n)) return float_of(ev, n, out);
    return eval_raise(ev, "TypeError",
                      "float() argument must be a string or a real number, not '%.*s'",
                      STR_ARG(value_type_name(ev, v)));
}

static bool float_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value v = value_float(0);
    if (!value_is_unset(a->v[0]) && !float_of(ev, a->v[0], &v)) return false;
    *out = class_adopt(ev, cls, v);
    return true;
}

static bool float_is_integer(Eval *ev, Args *a, Value *out)
{
    double d = a->self.as.real;
    *out = value_bool(isfinite(d) && floor(d) == d);
    return true;
}

static bool float_hex(Eval *ev, Args *a, Value *out)
{
    StrBuf b = {0};
    float_text_hex(&b, a->self.as.real);
    return show_finish(ev, &b, true, out);
}

static bool float_fromhex(Eval *ev, Args *a, Value *out)
{
    double d;
    char *end;
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "bad argument type for built-in operation");
    Str s = str_trim(value_as_str(a->v[0]));
    char text[128];
    if (s.len >= sizeof text - 2)
        return eval_raise(ev, "ValueError", "invalid hexadecimal floating-point string");
    /* strtod wants the 0x that Python lets one omit. */
    bool sign = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+');
    Str body = str_slice(s, sign, s.len);
    bool bare = !str_starts(body, STR("0x")) && !str_starts(body, STR("0X")) && body.len &&
                body.ptr[0] != 'i' && body.ptr[0] != 'n';
    snprintf(text, sizeof text, "%.*s%s%.*s", sign, s.ptr, bare ? "0x" : "", STR_ARG(body));
    d = strtod(text, &end);
    if (!body.len || *end)
        return eval_raise(ev, "ValueError", "invalid hexadecimal floating-point string");
    *out = value_float(d);
    return true;
}

static bool float_ratio(Eval *ev, Args *a, Value *out)
{
    double d = a->self.as.real;
    if (isnan(d)) return eval_raise(ev, "ValueError", "cannot convert NaN to integer ratio");
    if (isinf(d))
        return eval_raise(ev, "OverflowError", "cannot convert Infinity to integer ratio");
    mpq_t q;
    mpq_init(q);
    mpq_set_d(q, d);
    Value pair[2];
    bool ok = number_from_mpz(ev, mpq_numref(q), &pair[0]) &&
              number_from_mpz(ev, mpq_denref(q), &pair[1]);
    mpq_clear(q);
    if (ok) *out = value_tuple(ev, pair, 2);
    return ok;
}

static bool float_self(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool float_zero(Eval *ev, Args *a, Value *out)
{
    *out = value_float(0);
    return true;
}

static const NativeMethod float_methods[] = {
    {"is_integer", "", float_is_integer, NATIVE_METHOD},
    {"hex", "", float_hex, NATIVE_METHOD},
    {"fromhex", "string, /", float_fromhex, NATIVE_CLASSMETHOD},
    {"as_integer_ratio", "", float_ratio, NATIVE_METHOD},
    {"conjugate", "", float_self, NATIVE_METHOD},
    {"real", "", float_self, NATIVE_GETTER},
    {"imag", "", float_zero, NATIVE_GETTER},
    {0}};

const NativeClass native_class_float = {.name = "float",
                                        .module = "builtins",
                                        .init_params = "x=?, /",
                                        .construct = float_construct,
                                        .methods = float_methods,
                                        .repr = number_slot_repr,
                                        .hash = number_slot_hash,
                                        .truth = number_slot_truth,
                                        .binary = number_binary};
