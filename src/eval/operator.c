#include "eval/operator.h"

#include <string.h>

static const char *const symbols[] = {
    "+", "-", "*",  "@",  "/", "//", "% ", "** or pow()", "<<", ">>", "&",
    "|", "^", "==", "!=", "<", "<=", ">",  ">=",          "-",  "+",  "~",
};

const char *operator_symbol(Operator op) { return op == OPERATOR_MOD ? "%" : symbols[op]; }

static bool is_number(Value v)
{
    return v.kind == VALUE_INT || v.kind == VALUE_FLOAT || v.kind == VALUE_BOOL;
}

static bool is_plain_number(Value v)
{
    return is_number(v) || (value_is_kind(v, OBJECT_BIGINT) && !v.as.object->cls);
}

static const Operator mirrored[] = {
    [OPERATOR_EQ] = OPERATOR_EQ, [OPERATOR_NE] = OPERATOR_NE, [OPERATOR_LT] = OPERATOR_GT,
    [OPERATOR_LE] = OPERATOR_GE, [OPERATOR_GT] = OPERATOR_LT, [OPERATOR_GE] = OPERATOR_LE,
};

static bool is_comparison(Operator op) { return op >= OPERATOR_EQ && op <= OPERATOR_GE; }

/* One side's try. *out unset = NotImplemented. */
static bool try_side(Eval *ev, Operator op, StrObject *name, Value self, Value other,
                     bool reflected, Value *out)
{
    *out = value_unset();
    if (!name) return true;
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, self), name, &native);
    if (native) {
        bool swap = reflected && !is_comparison(op);
        Operator native_op = reflected && is_comparison(op) ? mirrored[op] : op;
        return native->binary(ev, native_op, swap ? other : self, swap ? self : other, out);
    }
    if (value_is_unset(m) || value_is_none(m)) return true;
    if (!call_special(ev, m, self, &other, 1, out)) return false;
    if (value_is(*out, ev->not_implemented)) *out = value_unset();
    return true;
}

static bool try_both(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    StrObject *direct = ev->names.binary[op], *reflected = ev->names.reflected[op];
    Class *ca = value_class(ev, a), *cb = value_class(ev, b);
    bool right_first = ca != cb && class_is_subclass(cb, ca);
    if (right_first) {
        if (!try_side(ev, op, reflected, b, a, true, out)) return false;
        if (!value_is_unset(*out)) return true;
    }
    if (!try_side(ev, op, direct, a, b, false, out)) return false;
    if (!value_is_unset(*out) || right_first || (ca == cb && !is_comparison(op))) return true;
    return try_side(ev, op, reflected, b, a, true, out);
}

static bool unsupported(Eval *ev, Operator op, const char *suffix, Value a, Value b)
{
    const char *sym = operator_symbol(op);
    if (op == OPERATOR_POW && *suffix) sym = "**";
    return eval_raise(ev, "TypeError", "unsupported operand type(s) for %s%s: '%.*s' and '%.*s'",
                      sym, suffix, STR_ARG(value_type_name(ev, a)),
                      STR_ARG(value_type_name(ev, b)));
}

static bool spread(Eval *ev, Value a, Value b, Value *out)
{
    return unknown_spread(ev, value_is_unknown(a) ? a : b, "operator", STR_NULL, out);
}

bool operator_compare(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    if (is_plain_number(a) && is_plain_number(b)) return number_binary(ev, op, a, b, out);
    if (value_is_unknown(a) || value_is_unknown(b)) return spread(ev, a, b, out);
    if (!try_both(ev, op, a, b, out)) return false;
    if (!value_is_unset(*out)) return true;
    if (op == OPERATOR_NE) {
        /* __ne__ is the opposite of __eq__ where only that is defined. */
        if (!try_both(ev, OPERATOR_EQ, a, b, out)) return false;
        if (!value_is_unset(*out)) {
            bool equal;
            if (!eval_truth(ev, *out, &equal)) return false;
            *out = value_bool(!equal);
            return true;
        }
    }
    if (op == OPERATOR_EQ || op == OPERATOR_NE) {
        *out = value_bool(value_is(a, b) == (op == OPERATOR_EQ));
        return true;
    }
    return eval_raise(ev, "TypeError", "'%s' not supported between instances of '%.*s' and '%.*s'",
                      operator_symbol(op), STR_ARG(value_type_name(ev, a)),
                      STR_ARG(value_type_name(ev, b)));
}

bool operator_unary(Eval *ev, Operator op, Value v, Value *out)
{
    if (is_plain_number(v)) return number_binary(ev, op, v, value_unset(), out);
    if (value_is_unknown(v)) return spread(ev, v, v, out);
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.binary[op], &native);
    *out = value_unset();
    if (native && !native->binary(ev, op, v, value_unset(), out)) return false;
    if (!value_is_unset(m)) return call_special(ev, m, v, NULL, 0, out);
    if (!value_is_unset(*out)) return true;
    return eval_raise(ev, "TypeError", "bad operand type for unary %s: '%.*s'", operator_symbol(op),
                      STR_ARG(value_type_name(ev, v)));
}

static bool is_sequence(Value v)
{
    return value_is_str(v) || value_is_bytes(v) || value_is_list(v) || value_is_tuple(v);
}

bool eval_binary(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    if (op >= OPERATOR_NEG) return operator_unary(ev, op, a, out);
    if (is_comparison(op)) return operator_compare(ev, op, a, b, out);
    if (is_plain_number(a) && is_plain_number(b)) {
        if (!number_binary(ev, op, a, b, out)) return false;
        return !value_is_unset(*out) || unsupported(ev, op, "", a, b);
    }
    if (value_is_unknown(a) || value_is_unknown(b)) return spread(ev, a, b, out);
    if (!try_both(ev, op, a, b, out)) return false;
    if (!value_is_unset(*out)) return true;
    if (op == OPERATOR_ADD && is_sequence(a)) {
        const char *verb = "can only concatenate";
        Str t = value_is_str(a) ? STR("str") : value_type_name(ev, a);
        if (value_is_bytes(a))
            return eval_raise(ev, "TypeError", "can't concat %.*s to bytes",
                              STR_ARG(value_type_name(ev, b)));
        return eval_raise(ev, "TypeError", "%s %.*s (not \"%.*s\") to %.*s", verb, STR_ARG(t),
                          STR_ARG(value_type_name(ev, b)), STR_ARG(t));
    }
    if (op == OPERATOR_MUL && is_sequence(a) != is_sequence(b))
        return eval_raise(ev, "TypeError", "can't multiply sequence by non-int of type '%.*s'",
                          STR_ARG(value_type_name(ev, is_sequence(a) ? b : a)));
    return unsupported(ev, op, "", a, b);
}

bool operator_inplace(Eval *ev, Operator op, Value a, Value b, Value *out)
{
    if (is_plain_number(a)) {
        if (is_plain_number(b)) {
            if (!number_binary(ev, op, a, b, out)) return false;
            if (!value_is_unset(*out)) return true;
        }
    } else if (!value_is_unknown(a)) {
        const NativeClass *native;
        Value m = class_slot(ev, value_class(ev, a), ev->names.inplace[op], &native);
        *out = value_unset();
        if (native && !native->inplace(ev, op, a, b, out)) return false;
        if (!value_is_unset(m)) {
            if (!call_special(ev, m, a, &b, 1, out)) return false;
            if (value_is(*out, ev->not_implemented)) *out = value_unset();
        }
        if (!value_is_unset(*out)) return true;
    }
    if (value_is_unknown(a) || value_is_unknown(b)) return spread(ev, a, b, out);
    bool concat = op == OPERATOR_ADD && is_sequence(a);
    if (concat || (op == OPERATOR_MUL && (is_sequence(a) || is_sequence(b))))
        return eval_binary(ev, op, a, b, out);
    if (!try_both(ev, op, a, b, out)) return false;
    return !value_is_unset(*out) || unsupported(ev, op, "=", a, b);
}

bool eval_equal(Eval *ev, Value a, Value b, bool *out)
{
    if (value_is_str(a) && value_is_str(b) && !a.as.object->cls && !b.as.object->cls) {
        *out = a.as.object == b.as.object || str_eq(value_as_str(a), value_as_str(b));
        return true;
    }
    /* Containers find an object that is not equal to itself, as CPython's do. */
    if (value_is(a, b) && a.kind != VALUE_FLOAT) {
        *out = true;
        return true;
    }
    if (a.kind == VALUE_INT && b.kind == VALUE_INT) {
        *out = a.as.integer == b.as.integer;
        return true;
    }
    if (a.kind == VALUE_NONE && b.kind != VALUE_OBJECT) {
        *out = false;
        return true;
    }
    Value v;
    if (!operator_compare(ev, OPERATOR_EQ, a, b, &v)) return false;
    return eval_truth(ev, v, out);
}

bool eval_less(Eval *ev, Value a, Value b, bool *out)
{
    Value v;
    if (!operator_compare(ev, OPERATOR_LT, a, b, &v)) return false;
    return eval_truth(ev, v, out);
}
