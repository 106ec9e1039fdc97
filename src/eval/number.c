#include "eval/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval/float_text.h"

/* Integers beyond this many bits (8 MiB) are refused: a script that makes one has run away. */
enum { MAX_BITS = 1 << 26 };

bool number_is_int(Value v)
{
    return v.kind == VALUE_INT || v.kind == VALUE_BOOL || value_is_kind(v, OBJECT_BIGINT);
}

bool number_is(Value v) { return v.kind == VALUE_FLOAT || number_is_int(v); }

void number_to_mpz(Value v, mpz_t z)
{
    mpz_init(z);
    if (v.kind == VALUE_BOOL) {
        mpz_set_si(z, v.as.boolean);
    } else if (v.kind == VALUE_INT) {
        mpz_set_si(z, v.as.integer);
    } else {
        const BigInt *big = OBJECT_AS(BigInt, v);
        mpz_import(z, big->len, -1, sizeof big->digits[0], 0, 0, big->digits);
        if (big->negative) mpz_neg(z, z);
    }
}

static bool too_big(Eval *ev)
{
    return eval_raise(ev, "MemoryError", "an integer has more than %d bits", MAX_BITS);
}

bool number_from_mpz(Eval *ev, const mpz_t z, Value *out)
{
    if (mpz_fits_slong_p(z)) {
        *out = value_int(mpz_get_si(z));
        return true;
    }
    size_t bits = mpz_sizeinbase(z, 2);
    if (bits > MAX_BITS) return too_big(ev);
    BigInt *big = object_bigint_new(ev, (uint32_t)((bits + 31) / 32));
    size_t count = 0;
    mpz_export(big->digits, &count, -1, sizeof big->digits[0], 0, 0, z);
    big->len = (uint32_t)count;
    big->negative = mpz_sgn(z) < 0;
    *out = value_object(&big->head);
    return true;
}

Value number_from_uint64(Eval *ev, uint64_t u)
{
    if (u <= INT64_MAX) return value_int((int64_t)u);
    BigInt *big = object_bigint_new(ev, 2);
    big->digits[0] = (uint32_t)u;
    big->digits[1] = (uint32_t)(u >> 32);
    big->len = 2;
    return value_object(&big->head);
}

int number_sign(Value v)
{
    int64_t i;
    if (value_as_int(v, &i)) return (i > 0) - (i < 0);
    return OBJECT_AS(BigInt, v)->negative ? -1 : 1;
}

/* a / b rounded to the nearest double, ties to even: 64 quotient bits with the lowest one sticky
 * carry enough for the hardware's own rounding. */
static double mpz_quotient(const mpz_t a, const mpz_t b)
{
    if (mpz_sgn(a) == 0) return mpz_sgn(b) < 0 ? -0.0 : 0.0;
    mpz_t n, d, q, r;
    mpz_inits(n, d, q, r, NULL);
    mpz_abs(n, a);
    mpz_abs(d, b);
    long shift = 63 - ((long)mpz_sizeinbase(n, 2) - (long)mpz_sizeinbase(d, 2));
    if (shift > 0) mpz_mul_2exp(n, n, (mp_bitcnt_t)shift);
    if (shift < 0) mpz_mul_2exp(d, d, (mp_bitcnt_t)-shift);
    mpz_tdiv_qr(q, r, n, d);
    uint64_t top = mpz_get_ui(q);
    if (mpz_sgn(r)) top |= 1;
    double result = ldexp((double)top, (int)-shift);
    mpz_clears(n, d, q, r, NULL);
    return mpz_sgn(a) * mpz_sgn(b) < 0 ? -result : result;
}

bool number_as_double(Eval *ev, Value v, double *out)
{
    int64_t i;
    if (v.kind == VALUE_FLOAT) {
        *out = v.as.real;
    } else if (value_as_int(v, &i)) {
        *out = (double)i;
    } else {
        mpz_t z, one;
        number_to_mpz(v, z);
        mpz_init_set_ui(one, 1);
        *out = mpz_quotient(z, one);
        mpz_clears(z, one, NULL);
        if (isinf(*out))
            return eval_raise(ev, "OverflowError", "int too large to convert to float");
    }
    return true;
}

bool number_from_double(Eval *ev, double d, Value *out)
{
    if (isnan(d)) return eval_raise(ev, "ValueError", "cannot convert float NaN to integer");
    if (isinf(d))
        return eval_raise(ev, "OverflowError", "cannot convert float infinity to integer");
    if (fabs(d) < 9.0e18) {
        *out = value_int((int64_t)d);
        return true;
    }
    mpz_t z;
    mpz_init_set_d(z, d);
    bool ok = number_from_mpz(ev, z, out);
    mpz_clear(z);
    return ok;
}

static int compare_int_double(Value a, double d)
{
    if (isnan(d)) return 2;
    if (isinf(d)) return d > 0 ? -1 : 1;
    mpz_t z;
    number_to_mpz(a, z);
    int c = mpz_cmp_d(z, d);
    mpz_clear(z);
    return (c > 0) - (c < 0);
}

int number_compare(Value a, Value b)
{
    if (a.kind == VALUE_FLOAT && b.kind == VALUE_FLOAT) {
        double x = a.as.real, y = b.as.real;
        if (isnan(x) || isnan(y)) return 2;
        return (x > y) - (x < y);
    }
    if (a.kind == VALUE_FLOAT) {
        int c = compare_int_double(b, a.as.real);
        return c == 2 ? 2 : -c;
    }
    if (b.kind == VALUE_FLOAT) return compare_int_double(a, b.as.real);
    int64_t i, j;
    if (value_as_int(a, &i) && value_as_int(b, &j)) return (i > j) - (i < j);
    mpz_t x, y;
    number_to_mpz(a, x);
    number_to_mpz(b, y);
    int c = mpz_cmp(x, y);
    mpz_clears(x, y, NULL);
    return (c > 0) - (c < 0);
}

/* Numeric hashes are taken modulo the Mersenne prime 2**61 - 1, as CPython documents. */
#define HASH_MODULUS ((UINT64_C(1) << 61) - 1)

static uint64_t hash_double(double d)
{
    if (isinf(d)) return d > 0 ? 314159 : (uint64_t)-314159;
    if (isnan(d)) return 0x5f3759df; /* CPython takes the address; any constant is as good */
    int e;
    double m = frexp(d, &e);
    bool negative = m < 0;
    m = fabs(m);
    uint64_t x = 0;
    while (m != 0) {
        x = ((x << 28) & HASH_MODULUS) | x >> (61 - 28);
        m *= 268435456.0; /* 2**28 */
        e -= 28;
        uint64_t y = (uint64_t)m;
        m -= (double)y;
        x += y;
        if (x >= HASH_MODULUS) x -= HASH_MODULUS;
    }
    e = e >= 0 ? e % 61 : 61 - 1 - ((-1 - e) % 61);
    x = ((x << e) & HASH_MODULUS) | x >> (61 - e);
    if (negative) x = (uint64_t) - (int64_t)x;
    return x == (uint64_t)-1 ? (uint64_t)-2 : x;
}

uint64_t number_hash(Value v)
{
    int64_t i;
    if (v.kind == VALUE_FLOAT) return hash_double(v.as.real);
    uint64_t rest;
    bool negative;
    if (value_as_int(v, &i)) {
        negative = i < 0;
        rest = (negative ? 0 - (uint64_t)i : (uint64_t)i) % HASH_MODULUS;
    } else {
        mpz_t z;
        number_to_mpz(v, z);
        negative = mpz_sgn(z) < 0;
        mpz_abs(z, z);
        rest = mpz_fdiv_ui(z, HASH_MODULUS);
        mpz_clear(z);
    }
    uint64_t h = negative ? 0 - rest : rest;
    return h == (uint64_t)-1 ? (uint64_t)-2 : h;
}

void number_int_text(StrBuf *b, Value v, int base)
{
    int64_t i;
    if (base == 10 && value_as_int(v, &i)) {
        strbuf_fmt(b, "%lld", (long long)i);
        return;
    }
    mpz_t z;
    number_to_mpz(v, z);
    char *text = mpz_get_str(NULL, base, z);
    strbuf_push_z(b, text);
    void (*release)(void *, size_t);
    mp_get_memory_functions(NULL, NULL, &release);
    release(text, strlen(text) + 1);
    mpz_clear(z);
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

/* Reads 0x, 0o, 0b where base allows it; false when base 0 finds a forbidden leading zero. */
static bool read_prefix(Str *s, int *base, bool *prefixed)
{
    *prefixed = false;
    int found = 10;
    if (s->len >= 2 && s->ptr[0] == '0') {
        char c = (char)(s->ptr[1] | 32);
        found = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 10;
    }
    if (found != 10 && (*base == 0 || *base == found)) {
        *base = found;
        *s = str_slice(*s, 2, s->len);
        *prefixed = true;
    } else if (*base == 0) {
        *base = 10;
        if (s->len > 1 && s->ptr[0] == '0') {
            for (size_t i = 0; i < s->len; i++) {
                if (s->ptr[i] != '0' && s->ptr[i] != '_') return false;
            }
        }
    }
    return true;
}

bool number_parse_int(Eval *ev, Str text, int base, Value *out)
{
    Str s = str_trim(text);
    bool negative = false, prefixed;
    if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+')) {
        negative = s.ptr[0] == '-';
        s = str_slice(s, 1, s.len);
    }
    if (!read_prefix(&s, &base, &prefixed) || !s.len) return false;
    StrBuf digits = {0};
    bool underscore = !prefixed; /* none may begin the digits, except after a prefix */
    bool ok = true;
    for (size_t i = 0; i < s.len && ok; i++) {
        char c = s.ptr[i];
        if (c == '_') {
            ok = !underscore;
            underscore = true;
            continue;
        }
        underscore = false;
        ok = digit_value(c) < base;
        strbuf_push_char(&digits, c);
    }
    ok = ok && !underscore && digits.len;
    if (ok) {
        mpz_t z;
        ok = mpz_init_set_str(z, digits.ptr, base) == 0;
        if (negative) mpz_neg(z, z);
        ok = ok && number_from_mpz(ev, z, out);
        mpz_clear(z);
    }
    strbuf_deinit(&digits);
    return ok;
}

bool number_parse_literal(Eval *ev, Str text, Value *out)
{
    double d;
    if (text.len && (text.ptr[text.len - 1] | 32) == 'j')
        return eval_raise(ev, "ValueError", "complex numbers are not supported");
    if (number_parse_int(ev, text, 0, out)) return true;
    if (!value_is_unset(eval_pending(ev))) return false;
    if (!float_text_parse(text, &d))
        return eval_raise(ev, "SyntaxError", "invalid number '%.*s'", STR_ARG(text));
    *out = value_float(d);
    return true;
}

/* ---- integers ---- */

static bool int_quotient(Eval *ev, Value a, Value b, Value *out)
{
    int64_t i, j;
    const int64_t exact = INT64_C(1) << 53;
    if (number_sign(b) == 0) return eval_raise(ev, "ZeroDivisionError", "division by zero");
    if (value_as_int(a, &i) && value_as_int(b, &j) && llabs(i) <= exact && llabs(j) <= exact) {
        *out = value_float((double)i / (double)j);
        return true;
    }
    mpz_t x, y;
    number_to_mpz(a, x);
    number_to_mpz(b, y);
    double d = mpz_quotient(x, y);
    mpz_clears(x, y, NULL);
    if (isinf(d))
        return eval_raise(ev, "OverflowError", "integer division result too large for a float");
    *out = value_float(d);
    return true;
}

static bool int_power(Eval *ev, Value a, Value b, Value *out)
{
    int64_t e;
    if (number_sign(b) < 0) {
        double x, y;
        if (!number_as_double(ev, a, &x) || !number_as_double(ev, b, &y)) return false;
        return number_binary(ev, OPERATOR_POW, value_float(x), value_float(y), out);
    }
    mpz_t z;
    number_to_mpz(a, z);
    size_t bits = mpz_sizeinbase(z, 2);
    bool small = mpz_cmpabs_ui(z, 1) <= 0;
    bool ok = value_as_int(b, &e) && (small || (uint64_t)e <= (uint64_t)MAX_BITS / bits);
    if (!ok) {
        mpz_clear(z);
        return too_big(ev);
    }
    if (small) e = e == 0 ? 0 : 2 - (e & 1);
    mpz_pow_ui(z, z, (unsigned long)e);
    ok = number_from_mpz(ev, z, out);
    mpz_clear(z);
    return ok;
}

bool number_pow_mod(Eval *ev, Value base, Value exponent, Value modulus, Value *out)
{
    if (number_sign(modulus) == 0)
        return eval_raise(ev, "ValueError", "pow() 3rd argument cannot be 0");
    mpz_t b, e, m;
    number_to_mpz(base, b);
    number_to_mpz(exponent, e);
    number_to_mpz(modulus, m);
    bool ok = true;
    if (mpz_sgn(e) < 0) {
        ok = mpz_invert(b, b, m) != 0;
        mpz_neg(e, e);
        if (!ok) eval_raise(ev, "ValueError", "base is not invertible for the given modulus");
    }
    if (ok) {
        bool negative = mpz_sgn(m) < 0;
        mpz_powm(b, b, e, m);
        if (negative && mpz_sgn(b) > 0) mpz_add(b, b, m);
        ok = number_from_mpz(ev, b, out);
    }
    mpz_clears(b, e, m, NULL);
    return ok;
}

static bool shift_count(Eval *ev, const mpz_t y, unsigned long *count)
{
    if (mpz_sgn(y) < 0) return eval_raise(ev, "ValueError", "negative shift count");
    *count = mpz_fits_ulong_p(y) ? mpz_get_ui(y) : MAX_BITS + 1UL;
    return true;
}

static bool big_shift(Eval *ev, Operator op, mpz_t x, const mpz_t y)
{
    unsigned long count = 0;
    if (!shift_count(ev, y, &count)) return false;
    if (op == OPERATOR_RSHIFT) {
        mpz_fdiv_q_2exp(x, x, count);
    } else {
        if (mpz_sgn(x) && (count > MAX_BITS || mpz_sizeinbase(x, 2) + count > MAX_BITS))
            return too_big(ev);
        mpz_mul_2exp(x, x, mpz_sgn(x) ? count : 0);
    }
    return true;
}

static bool big_binary(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    mpz_t x, y;
    number_to_mpz(a, x);
    number_to_mpz(b, y);
    bool ok = true, zero = mpz_sgn(y) == 0;
    switch (op) {
    case OPERATOR_ADD: mpz_add(x, x, y); break;
    case OPERATOR_SUB: mpz_sub(x, x, y); break;
    case OPERATOR_MUL:
        ok = mpz_sizeinbase(x, 2) + mpz_sizeinbase(y, 2) <= MAX_BITS || too_big(ev);
        if (ok) mpz_mul(x, x, y);
        break;
    case OPERATOR_FLOORDIV:
        if (zero)
            ok = eval_raise(ev, "ZeroDivisionError", "integer division or modulo by zero");
        else
            mpz_fdiv_q(x, x, y);
        break;
    case OPERATOR_MOD:
        if (zero)
            ok = eval_raise(ev, "ZeroDivisionError", "integer modulo by zero");
        else
            mpz_fdiv_r(x, x, y);
        break;
    case OPERATOR_LSHIFT:
    case OPERATOR_RSHIFT: ok = big_shift(ev, op, x, y); break;
    case OPERATOR_AND: mpz_and(x, x, y); break;
    case OPERATOR_OR: mpz_ior(x, x, y); break;
    default: mpz_xor(x, x, y); break;
    }
    ok = ok && number_from_mpz(ev, x, out);
    mpz_clears(x, y, NULL);
    return ok;
}

/* Floor division and modulo of int64, where neither overflows nor divides by zero. */
static void small_divmod(int64_t i, int64_t j, int64_t *q, int64_t *r)
{
    *q = i / j;
    *r = i % j;
    if (*r && (*r < 0) != (j < 0)) {
        *r += j;
        --*q;
    }
}

/* False when the result needs the slow path. */
static bool small_binary(Operator op, int64_t i, int64_t j, Value *out)
{
    int64_t r, q;
    switch (op) {
    case OPERATOR_ADD:
        if (__builtin_add_overflow(i, j, &r)) return false;
        break;
    case OPERATOR_SUB:
        if (__builtin_sub_overflow(i, j, &r)) return false;
        break;
    case OPERATOR_MUL:
        if (__builtin_mul_overflow(i, j, &r)) return false;
        break;
    case OPERATOR_FLOORDIV:
        if (j == 0 || (i == INT64_MIN && j == -1)) return false;
        small_divmod(i, j, &r, &q);
        break;
    case OPERATOR_MOD:
        if (j == 0 || (i == INT64_MIN && j == -1)) return false;
        small_divmod(i, j, &q, &r);
        break;
    case OPERATOR_LSHIFT:
        if (j < 0 || j > 62 || llabs(i) >= INT64_C(1) << (62 - j)) return false;
        r = i * (INT64_C(1) << j);
        break;
    case OPERATOR_RSHIFT:
        if (j < 0) return false;
        r = i >> (j > 63 ? 63 : j);
        break;
    case OPERATOR_AND: r = i & j; break;
    case OPERATOR_OR: r = i | j; break;
    case OPERATOR_XOR: r = i ^ j; break;
    default: return false;
    }
    *out = value_int(r);
    return true;
}

static bool int_binary(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    int64_t i, j;
    if (op == OPERATOR_DIV) return int_quotient(ev, a, b, out);
    if (op == OPERATOR_POW) return int_power(ev, a, b, out);
    bool bitwise = op == OPERATOR_AND || op == OPERATOR_OR || op == OPERATOR_XOR;
    if (bitwise && a.kind == VALUE_BOOL && b.kind == VALUE_BOOL) {
        bool x = a.as.boolean, y = b.as.boolean;
        *out = value_bool(op == OPERATOR_AND ? x && y : op == OPERATOR_OR ? x || y : x != y);
        return true;
    }
    if (value_as_int(a, &i) && value_as_int(b, &j) && small_binary(op, i, j, out)) return true;
    return big_binary(ev, op, a, b, out);
}

/* ---- floats ---- */

static void float_divmod(double x, double y, double *quotient, double *rest)
{
    double mod = fmod(x, y);
    double div = (x - mod) / y;
    if (mod != 0) {
        if ((y < 0) != (mod < 0)) {
            mod += y;
            div -= 1;
        }
    } else {
        mod = copysign(0, y);
    }
    if (div != 0) {
        *quotient = floor(div);
        if (div - *quotient > 0.5) *quotient += 1;
    } else {
        *quotient = copysign(0, x / y);
    }
    *rest = mod;
}

static bool float_power(Eval *ev, double x, double y, Value *out)
{
    if (x == 0 && y < 0)
        return eval_raise(ev, "ZeroDivisionError", "0.0 cannot be raised to a negative power");
    if (x < 0 && isfinite(x) && isfinite(y) && floor(y) != y)
        return eval_raise(ev, "ValueError", "complex numbers are not supported");
    double r = pow(x, y);
    if (isinf(r) && isfinite(x) && isfinite(y))
        return eval_raise(ev, "OverflowError", "(34, 'Numerical result out of range')");
    *out = value_float(r);
    return true;
}

static bool float_binary(Eval *ev, Operator op, double x, double y, Value *out)
{
    double quotient, rest;
    switch (op) {
    case OPERATOR_ADD: *out = value_float(x + y); return true;
    case OPERATOR_SUB: *out = value_float(x - y); return true;
    case OPERATOR_MUL: *out = value_float(x * y); return true;
    case OPERATOR_POW: return float_power(ev, x, y, out);
    case OPERATOR_DIV:
        if (y == 0) return eval_raise(ev, "ZeroDivisionError", "float division by zero");
        *out = value_float(x / y);
        return true;
    case OPERATOR_FLOORDIV:
        if (y == 0) return eval_raise(ev, "ZeroDivisionError", "float floor division by zero");
        float_divmod(x, y, &quotient, &rest);
        *out = value_float(quotient);
        return true;
    case OPERATOR_MOD:
        if (y == 0) return eval_raise(ev, "ZeroDivisionError", "float modulo");
        float_divmod(x, y, &quotient, &rest);
        *out = value_float(rest);
        return true;
    default: *out = value_unset(); return true; /* bit operations and @ are not for floats */
    }
}

bool number_divmod(Eval *ev, Value a, Value b, Value *quotient, Value *rest)
{
    if (number_is_int(a) && number_is_int(b)) {
        return int_binary(ev, OPERATOR_FLOORDIV, a, b, quotient) &&
               int_binary(ev, OPERATOR_MOD, a, b, rest);
    }
    double x, y, q, r;
    if (!number_as_double(ev, a, &x) || !number_as_double(ev, b, &y)) return false;
    if (y == 0) return eval_raise(ev, "ZeroDivisionError", "float divmod()");
    float_divmod(x, y, &q, &r);
    *quotient = value_float(q);
    *rest = value_float(r);
    return true;
}

/* ---- both ---- */

static bool unary(Eval *ev, Operator op, Value v, Value *out)
{
    if (v.kind == VALUE_FLOAT) {
        if (op == OPERATOR_INVERT)
            return eval_raise(ev, "TypeError", "bad operand type for unary ~: 'float'");
        *out = op == OPERATOR_NEG ? value_float(-v.as.real) : v;
        return true;
    }
    int64_t i;
    if (op == OPERATOR_POS) return int_binary(ev, OPERATOR_ADD, v, value_int(0), out);
    if (value_as_int(v, &i) && (op == OPERATOR_INVERT || i != INT64_MIN)) {
        *out = value_int(op == OPERATOR_NEG ? -i : ~i);
        return true;
    }
    Value from = value_int(op == OPERATOR_NEG ? 0 : -1); /* ~x == -1 - x */
    return big_binary(ev, OPERATOR_SUB, from, v, out);
}

static bool compare(Operator op, int c)
{
    if (c == 2) return op == OPERATOR_NE;
    switch (op) {
    case OPERATOR_EQ: return c == 0;
    case OPERATOR_NE: return c != 0;
    case OPERATOR_LT: return c < 0;
    case OPERATOR_LE: return c <= 0;
    case OPERATOR_GT: return c > 0;
    default: return c >= 0;
    }
}

bool number_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if (!number_is(left)) return true;
    if (op >= OPERATOR_NEG) return unary(ev, op, left, out);
    if (!number_is(right)) return true;
    if (op >= OPERATOR_EQ) {
        *out = value_bool(compare(op, number_compare(left, right)));
        return true;
    }
    if (op == OPERATOR_MATMUL) return true;
    if (number_is_int(left) && number_is_int(right)) return int_binary(ev, op, left, right, out);
    if (op >= OPERATOR_LSHIFT && op <= OPERATOR_XOR) return true;
    double x, y;
    if (!number_as_double(ev, left, &x) || !number_as_double(ev, right, &y)) return false;
    return float_binary(ev, op, x, y, out);
}
