/* Protocols of any value: truth, length, hash, text, items, iteration, membership. */
#include <string.h>

#include "eval/alias.h"
#include "eval/operator.h"

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
    bool builtin = str_eq_z(module, "builtins");
    *out = value_str_fmt(ev, "<%.*s%s%.*s object at %p>", STR_ARG(builtin ? STR("") : module),
                         builtin ? "" : ".", STR_ARG(class_qualname(cls)), (void *)v.as.object);
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
    if (value_is_unset(m)) {
        StrObject *params = object_intern(ev, STR("__type_params__")); /* class C[T] */
        if (!value_is_unset(class_lookup(ev, cls, params)))
            return alias_class_getitem(ev, cls, key, out);
        return eval_raise(ev, "TypeError", "type '%s' is not subscriptable", cls->name->data);
    }
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
