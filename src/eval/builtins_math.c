/* Built-in functions about numbers, and those that fold an iterable to one value. */
#include "eval/builtins_fn.h"

#include <math.h>

#include "base/utf8.h"
#include "eval/float_text.h"
#include "eval/number.h"
#include "eval/show.h"

/* Calls a special method when v's type has it. */
static bool call_special_of(Eval *ev, Value v, const char *name, const Value *args, size_t n,
                            Value *out, bool *found)
{
    Value method = value_unset();
    *found = false;
    if (!value_is_object(v)) return true;
    if (!eval_find_special(ev, v, name, &method)) return false;
    *found = !value_is_unset(method);
    return !*found || eval_call(ev, method, args, n, value_unset(), out);
}

bool builtin_abs(Eval *ev, Args *a, Value *out)
{
    Value v = a->v[0];
    bool found;
    if (v.kind == VALUE_FLOAT) {
        *out = value_float(fabs(v.as.real));
        return true;
    }
    if (number_is_int(v))
        return number_binary(ev, number_sign(v) < 0 ? OPERATOR_NEG : OPERATOR_POS, v, value_unset(),
                             out);
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of abs()");
    if (!call_special_of(ev, v, "__abs__", NULL, 0, out, &found)) return false;
    return found || eval_raise(ev, "TypeError", "bad operand type for abs(): '%.*s'",
                               STR_ARG(value_type_name(ev, v)));
}

bool builtin_divmod(Eval *ev, Args *a, Value *out)
{
    Value pair[2];
    bool found;
    if (number_is(a->v[0]) && number_is(a->v[1])) {
        if (!number_divmod(ev, a->v[0], a->v[1], &pair[0], &pair[1])) return false;
    } else {
        if (!call_special_of(ev, a->v[0], "__divmod__", &a->v[1], 1, out, &found)) return false;
        if (found) return true;
        if (value_object_kind(a->v[0]) != OBJECT_INSTANCE &&
            value_object_kind(a->v[1]) != OBJECT_INSTANCE)
            return eval_raise(
                ev, "TypeError", "unsupported operand type(s) for divmod(): '%.*s' and '%.*s'",
                STR_ARG(value_type_name(ev, a->v[0])), STR_ARG(value_type_name(ev, a->v[1])));
        if (!eval_binary(ev, OPERATOR_FLOORDIV, a->v[0], a->v[1], &pair[0]) ||
            !eval_binary(ev, OPERATOR_MOD, a->v[0], a->v[1], &pair[1]))
            return false;
    }
    *out = value_tuple(ev, pair, 2);
    return true;
}

bool builtin_pow(Eval *ev, Args *a, Value *out)
{
    if (value_is_none(a->v[2])) return eval_binary(ev, OPERATOR_POW, a->v[0], a->v[1], out);
    if (!number_is_int(a->v[0]) || !number_is_int(a->v[1]) || !number_is_int(a->v[2]))
        return eval_raise(ev, "TypeError",
                          "pow() 3rd argument not allowed unless all arguments are integers");
    return number_pow_mod(ev, a->v[0], a->v[1], a->v[2], out);
}

/* round(int, -n): to a multiple of 10**n, half to even. */
static bool round_int(Eval *ev, Value v, int64_t digits, Value *out)
{
    Value unit, quotient, rest, twice;
    if (digits >= 0) return number_binary(ev, OPERATOR_POS, v, value_unset(), out);
    if (!number_binary(ev, OPERATOR_POW, value_int(10), value_int(-digits), &unit) ||
        !number_divmod(ev, v, unit, &quotient, &rest) ||
        !number_binary(ev, OPERATOR_MUL, rest, value_int(2), &twice))
        return false;
    Value odd;
    int c = number_compare(twice, unit);
    if (!number_binary(ev, OPERATOR_AND, quotient, value_int(1), &odd)) return false;
    if (c > 0 || (c == 0 && number_sign(odd))) {
        if (!number_binary(ev, OPERATOR_ADD, quotient, value_int(1), &quotient)) return false;
    }
    return number_binary(ev, OPERATOR_MUL, quotient, unit, out);
}

bool builtin_round(Eval *ev, Args *a, Value *out)
{
    Value v = a->v[0];
    bool whole = value_is_none(a->v[1]), found;
    int64_t digits = 0;
    if (!number_is(v)) {
        if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of round()");
        if (!call_special_of(ev, v, "__round__", &a->v[1], whole ? 0 : 1, out, &found))
            return false;
        return found || eval_raise(ev, "TypeError", "type %.*s doesn't define __round__ method",
                                   STR_ARG(value_type_name(ev, v)));
    }
    if (!whole && !eval_as_index(ev, a->v[1], &digits)) return false;
    if (v.kind != VALUE_FLOAT) return round_int(ev, v, digits, out);
    if (whole) return number_from_double(ev, rint(v.as.real), out);
    double d = float_text_round(v.as.real, digits);
    if (isinf(d) && isfinite(v.as.real))
        return eval_raise(ev, "OverflowError", "rounded value too large to represent");
    *out = value_float(d);
    return true;
}

static bool in_base(Eval *ev, Args *a, int base, const char *prefix, Value *out)
{
    Value v = a->v[0];
    bool found = false;
    if (!number_is_int(v)) {
        if (!call_special_of(ev, v, "__index__", NULL, 0, &v, &found)) return false;
        if (!found || !number_is_int(v))
            return eval_raise(ev, "TypeError", "'%.*s' object cannot be interpreted as an integer",
                              STR_ARG(value_type_name(ev, v)));
    }
    StrBuf digits = {0}, b = {0};
    number_int_text(&digits, v, base);
    bool negative = digits.ptr[0] == '-';
    if (negative) strbuf_push_char(&b, '-');
    strbuf_push_z(&b, prefix);
    strbuf_push_z(&b, digits.ptr + negative);
    strbuf_deinit(&digits);
    return show_finish(ev, &b, true, out);
}

bool builtin_bin(Eval *ev, Args *a, Value *out) { return in_base(ev, a, 2, "0b", out); }
bool builtin_oct(Eval *ev, Args *a, Value *out) { return in_base(ev, a, 8, "0o", out); }
bool builtin_hex(Eval *ev, Args *a, Value *out) { return in_base(ev, a, 16, "0x", out); }

bool builtin_chr(Eval *ev, Args *a, Value *out)
{
    int64_t cp;
    char bytes[4];
    if (!eval_as_index(ev, a->v[0], &cp)) return false;
    if (cp < 0 || cp > 0x10FFFF)
        return eval_raise(ev, "ValueError", "chr() arg not in range(0x110000)");
    *out = value_str(ev, (Str){bytes, utf8_encode((uint32_t)cp, bytes)});
    return true;
}

bool builtin_ord(Eval *ev, Args *a, Value *out)
{
    Value v = a->v[0];
    size_t i = 0;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of ord()");
    bool bytes = value_is_bytes(v);
    if (!value_is_str(v) && !bytes)
        return eval_raise(ev, "TypeError", "ord() expected string of length 1, but %.*s found",
                          STR_ARG(value_type_name(ev, v)));
    Str s = bytes ? value_as_bytes(v) : value_as_str(v);
    size_t n = bytes ? s.len : utf8_count(s);
    if (n != 1)
        return eval_raise(ev, "TypeError",
                          "ord() expected a character, but string of length %zu found", n);
    *out = value_int(bytes ? (unsigned char)s.ptr[0] : utf8_next(s, &i));
    return true;
}

bool builtin_sum(Eval *ev, Args *a, Value *out)
{
    Value it, item, total = a->v[1];
    if (value_is_str(total))
        return eval_raise(ev, "TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
    if (value_is_bytes(total))
        return eval_raise(ev, "TypeError", "sum() can't sum bytes [use b''.join(seq) instead]");
    if (!eval_iter(ev, a->v[0], &it)) return false;
    eval_root_push(ev, it);
    bool ok = true;
    while (ok) {
        eval_root_push(ev, total);
        ok = eval_next(ev, it, &item);
        if (!ok || value_is_unset(item)) {
            eval_root_pop(ev, 1);
            break;
        }
        ok = eval_binary(ev, OPERATOR_ADD, total, item, &total);
        eval_root_pop(ev, 1);
    }
    eval_root_pop(ev, 1);
    if (ok) *out = total;
    return ok;
}

/* max and min: the first of the extreme items wins. */
static bool extreme(Eval *ev, Args *a, bool max, Value *out)
{
    const char *name = max ? "max" : "min";
    Value list = a->v[0], fallback = a->v[2], key = a->v[1];
    size_t n = value_seq_len(list);
    if (n == 0) return eval_raise(ev, "TypeError", "%s expected at least 1 argument, got 0", name);
    if (n > 1 && !value_is_unset(fallback))
        return eval_raise(ev, "TypeError",
                          "Cannot specify a default for %s() with multiple positional arguments",
                          name);
    if (n == 1 && !eval_to_list(ev, value_seq_items(list)[0], &list)) return false;
    n = value_seq_len(list);
    if (n == 0 && value_is_unset(fallback))
        return eval_raise(ev, "ValueError", "%s() arg is an empty sequence", name);
    if (n == 0) {
        *out = fallback;
        return true;
    }
    eval_root_push(ev, list);
    Value best = value_unset(), best_key = value_unset();
    bool ok = true;
    for (size_t i = 0; i < n && i < value_seq_len(list) && ok; i++) {
        Value item = value_seq_items(list)[i], k = item;
        bool better = i == 0;
        eval_root_push(ev, best_key);
        if (!value_is_none(key)) ok = eval_call(ev, key, &item, 1, value_unset(), &k);
        if (ok && i)
            ok = max ? eval_less(ev, best_key, k, &better) : eval_less(ev, k, best_key, &better);
        eval_root_pop(ev, 1);
        if (ok && better) {
            best = item;
            best_key = k;
        }
    }
    eval_root_pop(ev, 1);
    if (ok) *out = best;
    return ok;
}

bool builtin_max(Eval *ev, Args *a, Value *out) { return extreme(ev, a, true, out); }
bool builtin_min(Eval *ev, Args *a, Value *out) { return extreme(ev, a, false, out); }
