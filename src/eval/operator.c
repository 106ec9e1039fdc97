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

/* ---- truth, length, hash ---- */

static bool script_len(Eval *ev, Value m, Value v, int64_t *out)
{
    Value r;
    if (!call_special(ev, m, v, NULL, 0, &r)) return false;
    if (!eval_as_index(ev, r, out)) return false;
    if (*out < 0) return eval_raise(ev, "ValueError", "__len__() should return >= 0");
    return true;
}

static bool truth_of_object(Eval *ev, Value v, bool *out)
{
    const NativeClass *native;
    Class *cls = value_class(ev, v);
    Value m = class_slot(ev, cls, ev->names.bool_, &native);
    if (native) return native->truth(ev, v, out);
    if (!value_is_unset(m)) {
        Value r;
        if (!call_special(ev, m, v, NULL, 0, &r)) return false;
        if (!value_is_bool(r))
            return eval_raise(ev, "TypeError", "__bool__ should return bool, returned %.*s",
                              STR_ARG(value_type_name(ev, r)));
        *out = r.as.boolean;
        return true;
    }
    int64_t n = 1;
    m = class_slot(ev, cls, ev->names.len, &native);
    if (native && !native->length(ev, v, &n)) return false;
    if (!value_is_unset(m) && !script_len(ev, m, v, &n)) return false;
    *out = n != 0;
    return true;
}

bool eval_truth(Eval *ev, Value v, bool *out)
{
    switch (v.kind) {
    case VALUE_BOOL: *out = v.as.boolean; return true;
    case VALUE_INT: *out = v.as.integer != 0; return true;
    case VALUE_FLOAT: *out = v.as.real != 0; return true;
    case VALUE_OBJECT: break;
    default: *out = false; return true;
    }
    Object *o = v.as.object;
    if (o->kind == OBJECT_UNKNOWN) return eval_need_known(ev, v, "a condition");
    if (!o->cls) {
        switch (o->kind) {
        case OBJECT_STR: *out = ((StrObject *)o)->len > 0; return true;
        case OBJECT_LIST: *out = ((ListObject *)o)->len > 0; return true;
        case OBJECT_TUPLE: *out = ((TupleObject *)o)->len > 0; return true;
        case OBJECT_DICT:
        case OBJECT_SET:
        case OBJECT_FROZENSET: *out = ((DictObject *)o)->table.live > 0; return true;
        default: break;
        }
    }
    if (o->kind == OBJECT_CLASS) {
        *out = true;
        return true;
    }
    return truth_of_object(ev, v, out);
}

bool eval_len(Eval *ev, Value v, int64_t *out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "len()");
    Class *as_class = value_as_class(v);
    if (as_class) {
        const NativeClass *hook = CLASS_HOOK(as_class, class_length);
        if (hook) return hook->class_length(ev, as_class, out);
    }
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.len, &native);
    if (native) return native->length(ev, v, out);
    if (!value_is_unset(m)) return script_len(ev, m, v, out);
    return eval_raise(ev, "TypeError", "object of type '%.*s' has no len()",
                      STR_ARG(value_type_name(ev, v)));
}

/* CPython's: modulo 2**61 - 1, and never -1. Tables spread the bits themselves. */
static uint64_t hash_int(int64_t i)
{
    const uint64_t modulus = ((uint64_t)1 << 61) - 1;
    int64_t h = (int64_t)((i < 0 ? 0 - (uint64_t)i : (uint64_t)i) % modulus);
    if (i < 0) h = -h;
    return (uint64_t)(h == -1 ? -2 : h);
}

bool eval_hash(Eval *ev, Value v, uint64_t *out)
{
    switch (v.kind) {
    case VALUE_BOOL: *out = hash_int(v.as.boolean); return true;
    case VALUE_INT: *out = hash_int(v.as.integer); return true;
    case VALUE_FLOAT: {
        double d = v.as.real;
        /* Equal numbers hash alike: 1.0 and 1 are one key. */
        if (d >= -9e18 && d <= 9e18 && (double)(int64_t)d == d)
            *out = hash_int((int64_t)d);
        else
            memcpy(out, &d, sizeof *out);
        return true;
    }
    case VALUE_OBJECT: break;
    default: *out = 0x5bd1e995; return true;
    }
    Object *o = v.as.object;
    if (o->kind == OBJECT_STR && !o->cls) {
        *out = object_str_hash((StrObject *)o);
        return true;
    }
    if (o->kind == OBJECT_UNKNOWN) return eval_need_known(ev, v, "a key");
    *out = (uint64_t)((uintptr_t)o >> 4) * 0x9E3779B97F4A7C15u;
    if (o->kind == OBJECT_CLASS || o->kind == OBJECT_FUNCTION) return true;
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.hash, &native);
    if (native && native->hash) return native->hash(ev, v, out);
    if (value_is_none(m) ||
        (value_is_unset(m) &&
         (o->kind == OBJECT_LIST || o->kind == OBJECT_DICT || o->kind == OBJECT_SET)))
        return eval_raise(ev, "TypeError", "unhashable type: '%.*s'",
                          STR_ARG(value_type_name(ev, v)));
    if (value_is_unset(m)) return true;
    Value r;
    int64_t i;
    if (!call_special(ev, m, v, NULL, 0, &r)) return false;
    if (!value_as_int(r, &i)) {
        if (value_is_kind(r, OBJECT_BIGINT))
            i = (int64_t)OBJECT_AS(BigInt, r)->digits[0];
        else
            return eval_raise(ev, "TypeError", "__hash__ method should return an integer");
    }
    /* A hash that a script takes from hash(x) must find x's entry again. */
    *out = (uint64_t)i;
    return true;
}

/* ---- text ---- */

static bool check_text(Eval *ev, const char *method, Value r)
{
    if (value_is_str(r)) return true;
    if (value_is_unknown(r)) return eval_need_known(ev, r, "a text");
    return eval_raise(ev, "TypeError", "%s returned non-string (type %.*s)", method,
                      STR_ARG(value_type_name(ev, r)));
}

static bool default_repr(Eval *ev, Value v, Class *cls, Value *out)
{
    Str module = class_module(cls);
    *out = value_str_fmt(ev, "<%.*s.%.*s object at %p>", STR_ARG(module),
                         STR_ARG(class_qualname(cls)), (void *)v.as.object);
    return true;
}

bool eval_repr(Eval *ev, Value v, Value *out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a text");
    const NativeClass *native;
    Class *cls = value_class(ev, v);
    Value m = class_slot(ev, cls, ev->names.repr, &native);
    if (native || !value_is_unset(m)) {
        if (!call_enter(ev)) return false;
        bool ok = native ? native->repr(ev, v, out) : call_special(ev, m, v, NULL, 0, out);
        call_leave(ev);
        return ok && check_text(ev, "__repr__", *out);
    }
    return default_repr(ev, v, cls, out);
}

bool eval_to_str(Eval *ev, Value v, Value *out)
{
    if (value_is_str(v) && !v.as.object->cls) {
        *out = v;
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a text");
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.str, &native);
    if (native) return native->str(ev, v, out) && check_text(ev, "__str__", *out);
    if (!value_is_unset(m))
        return call_special(ev, m, v, NULL, 0, out) && check_text(ev, "__str__", *out);
    return eval_repr(ev, v, out);
}

/* ---- items ---- */

static bool class_item(Eval *ev, Class *cls, Value key, Value *out)
{
    Class *meta = class_meta(ev, cls);
    const NativeClass *native;
    Value m = meta->native ? value_unset() : class_slot(ev, meta, ev->names.getitem, &native);
    if (!value_is_unset(m)) return call_special(ev, m, value_of(cls), &key, 1, out);
    m = class_lookup(ev, cls, ev->names.class_getitem);
    if (value_is_unset(m))
        return eval_raise(ev, "TypeError", "type '%s' is not subscriptable", cls->name->data);
    Value fn;
    if (!attr_bind(ev, m, value_unset(), cls, &fn)) return false;
    return eval_call(ev, fn, &key, 1, value_unset(), out);
}

bool eval_getitem(Eval *ev, Value v, Value key, Value *out)
{
    switch (value_object_kind(v)) {
    case OBJECT_UNKNOWN: return unknown_spread(ev, v, "item", STR_NULL, out);
    case OBJECT_CLASS: return class_item(ev, OBJECT_AS(Class, v), key, out);
    case OBJECT_LIST:
    case OBJECT_TUPLE:
        if (key.kind == VALUE_INT && !v.as.object->cls) {
            int64_t n = (int64_t)value_seq_len(v),
                    i = key.as.integer < 0 ? key.as.integer + n : key.as.integer;
            if (i >= 0 && i < n) {
                *out = value_seq_items(v)[i];
                return true;
            }
        }
        break;
    default: break;
    }
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.getitem, &native);
    if (native) return native->getitem(ev, v, key, out);
    if (!value_is_unset(m)) return call_special(ev, m, v, &key, 1, out);
    return eval_raise(ev, "TypeError", "'%.*s' object is not subscriptable",
                      STR_ARG(value_type_name(ev, v)));
}

bool eval_setitem(Eval *ev, Value v, Value key, Value item)
{
    if (value_is_unknown(v)) return true;
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.setitem, &native);
    if (native) return native->setitem(ev, v, key, item);
    Value args[] = {key, item}, result;
    if (!value_is_unset(m)) return call_special(ev, m, v, args, 2, &result);
    return eval_raise(ev, "TypeError", "'%.*s' object does not support item assignment",
                      STR_ARG(value_type_name(ev, v)));
}

bool operator_delitem(Eval *ev, Value v, Value key)
{
    if (value_is_unknown(v)) return true;
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.delitem, &native), result;
    if (native) return native->delitem(ev, v, key);
    if (!value_is_unset(m)) return call_special(ev, m, v, &key, 1, &result);
    return eval_raise(ev, "TypeError", "'%.*s' object doesn't support item deletion",
                      STR_ARG(value_type_name(ev, v)));
}

/* ---- iteration ---- */

static bool not_iterable(Eval *ev, Value v)
{
    return eval_raise(ev, "TypeError", "'%.*s' object is not iterable",
                      STR_ARG(value_type_name(ev, v)));
}

/* Iteration by __getitem__(0), (1), …, the old protocol. */
static bool item_next(Eval *ev, Value self, Value *out)
{
    IteratorObject *it = OBJECT_AS(IteratorObject, self);
    *out = value_unset();
    if (value_is_unset(it->source)) return true;
    if (eval_getitem(ev, it->source, value_int(it->at++), out)) return true;
    if (ev->fatal || !(exception_is(ev, ev->pending, "IndexError") ||
                       exception_is(ev, ev->pending, "StopIteration")))
        return false;
    ev->pending = value_unset();
    it->source = *out = value_unset();
    return true;
}

static bool item_iter(Eval *ev, Value self, Value *out)
{
    *out = self;
    return true;
}

static const NativeClass item_iterator = {
    .name = "iterator", .module = "builtins", .next = item_next, .iter = item_iter};

bool eval_iter(Eval *ev, Value v, Value *it)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a loop");
    if (value_is_kind(v, OBJECT_GENERATOR)) {
        *it = v;
        return true;
    }
    const NativeClass *native;
    Class *as_class = value_as_class(v);
    if (as_class) {
        const NativeClass *hook = CLASS_HOOK(as_class, class_iter);
        if (hook) return hook->class_iter(ev, as_class, it);
        if (!as_class->head.cls) return not_iterable(ev, v);
    }
    Class *cls = value_class(ev, v);
    Value m = class_slot(ev, cls, ev->names.iter, &native);
    if (native) return native->iter(ev, v, it);
    if (value_is_unset(m)) {
        m = class_slot(ev, cls, ev->names.getitem, &native);
        if (value_is_unset(m) && !native) return not_iterable(ev, v);
        *it = value_of(object_iterator_new(ev, &item_iterator, v));
        return true;
    }
    if (value_is_none(m)) return not_iterable(ev, v);
    if (!call_special(ev, m, v, NULL, 0, it)) return false;
    if (value_is_kind(*it, OBJECT_GENERATOR)) return true;
    m = class_slot(ev, value_class(ev, *it), ev->names.next, &native);
    if (native || !value_is_unset(m)) return true;
    return eval_raise(ev, "TypeError", "iter() returned non-iterator of type '%.*s'",
                      STR_ARG(value_type_name(ev, *it)));
}

bool eval_next(Eval *ev, Value it, Value *out)
{
    *out = value_unset();
    if (value_is_kind(it, OBJECT_GENERATOR)) {
        Value result;
        return generator_resume(ev, OBJECT_AS(GeneratorObject, it), value_none(), out, &result);
    }
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, it), ev->names.next, &native);
    if (native) return native->next(ev, it, out);
    if (value_is_unset(m))
        return eval_raise(ev, "TypeError", "'%.*s' object is not an iterator",
                          STR_ARG(value_type_name(ev, it)));
    if (call_special(ev, m, it, NULL, 0, out)) return true;
    *out = value_unset();
    if (ev->fatal || !exception_is(ev, ev->pending, "StopIteration")) return false;
    ev->pending = value_unset();
    return true;
}

bool eval_to_list(Eval *ev, Value v, Value *out)
{
    Value it, item;
    if (value_is_kind(v, OBJECT_LIST) || (value_is_kind(v, OBJECT_TUPLE) && !v.as.object->cls)) {
        size_t n = value_seq_len(v);
        *out = value_list(ev);
        object_list_reserve(ev, OBJECT_AS(ListObject, *out), n);
        for (size_t i = 0; i < n; i++) value_list_push(ev, *out, value_seq_items(v)[i]);
        return true;
    }
    if (!eval_iter(ev, v, &it)) return false;
    *out = value_list(ev);
    eval_root_push(ev, it);
    eval_root_push(ev, *out);
    bool ok;
    while ((ok = eval_next(ev, it, &item)) && !value_is_unset(item)) {
        if ((OBJECT_AS(ListObject, *out)->len & 0xffff) == 0xffff &&
            !(ok = object_can_allocate(ev, 1)))
            break;
        value_list_push(ev, *out, item);
    }
    eval_root_pop(ev, 2);
    return ok;
}

static bool contains_by_iteration(Eval *ev, Value container, Value item, bool *out)
{
    Value it, v;
    *out = false;
    if (!eval_iter(ev, container, &it)) {
        if (!ev->fatal && exception_is(ev, ev->pending, "TypeError") &&
            value_object_kind(container) != OBJECT_GENERATOR) {
            ev->pending = value_unset();
            return eval_raise(ev, "TypeError", "argument of type '%.*s' is not iterable",
                              STR_ARG(value_type_name(ev, container)));
        }
        return false;
    }
    eval_root_push(ev, it);
    bool ok;
    while ((ok = eval_next(ev, it, &v)) && !value_is_unset(v)) {
        ok = eval_equal(ev, v, item, out);
        if (!ok || *out) break;
    }
    eval_root_pop(ev, 1);
    return ok;
}

bool eval_contains(Eval *ev, Value container, Value item, bool *out)
{
    if (value_is_unknown(container)) return eval_need_known(ev, container, "a membership test");
    Class *as_class = value_as_class(container);
    if (as_class) {
        const NativeClass *hook = CLASS_HOOK(as_class, class_contains);
        if (hook) return hook->class_contains(ev, as_class, item, out);
    }
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, container), ev->names.contains, &native);
    if (native) return native->contains(ev, container, item, out);
    if (value_is_unset(m)) return contains_by_iteration(ev, container, item, out);
    Value r;
    if (!call_special(ev, m, container, &item, 1, &r)) return false;
    return eval_truth(ev, r, out);
}
