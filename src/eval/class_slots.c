/* Native slots as special methods: list.__len__, super().__setitem__, Column.__eq__. */
#include "eval/class.h"

#include <string.h>

enum { SLOT_WRAPPER = 1 };

static const NativeClass *table_of(const Args *a) { return a->user; }

static bool slot_repr(Eval *ev, Args *a, Value *out) { return table_of(a)->repr(ev, a->self, out); }
static bool slot_str(Eval *ev, Args *a, Value *out) { return table_of(a)->str(ev, a->self, out); }

static bool slot_hash(Eval *ev, Args *a, Value *out)
{
    uint64_t h;
    if (!table_of(a)->hash(ev, a->self, &h)) return false;
    *out = value_int((int64_t)h);
    return true;
}

static bool slot_bool(Eval *ev, Args *a, Value *out)
{
    bool b;
    if (!table_of(a)->truth(ev, a->self, &b)) return false;
    *out = value_bool(b);
    return true;
}

static bool slot_len(Eval *ev, Args *a, Value *out)
{
    int64_t n;
    if (!table_of(a)->length(ev, a->self, &n)) return false;
    *out = value_int(n);
    return true;
}

static bool slot_getitem(Eval *ev, Args *a, Value *out)
{
    return table_of(a)->getitem(ev, a->self, a->v[0], out);
}

static bool slot_setitem(Eval *ev, Args *a, Value *out)
{
    return table_of(a)->setitem(ev, a->self, a->v[0], a->v[1]);
}

static bool slot_delitem(Eval *ev, Args *a, Value *out)
{
    return table_of(a)->delitem(ev, a->self, a->v[0]);
}

static bool slot_contains(Eval *ev, Args *a, Value *out)
{
    bool b;
    if (!table_of(a)->contains(ev, a->self, a->v[0], &b)) return false;
    *out = value_bool(b);
    return true;
}

static bool slot_iter(Eval *ev, Args *a, Value *out) { return table_of(a)->iter(ev, a->self, out); }

static bool slot_next(Eval *ev, Args *a, Value *out)
{
    *out = value_unset();
    if (!table_of(a)->next(ev, a->self, out)) return false;
    if (value_is_unset(*out)) return eval_raise(ev, "StopIteration", "%s", "");
    return true;
}

static bool slot_call(Eval *ev, Args *a, Value *out)
{
    Args inner = {.self = a->self, .v = a->v, .n = 2};
    return table_of(a)->call(ev, a->self, &inner, out);
}

static bool slot_init(Eval *ev, Args *a, Value *out) { return table_of(a)->init(ev, a->self, a); }

static bool slot_getattr(Eval *ev, Args *a, Value *out)
{
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "attribute name must be string");
    *out = value_unset();
    if (!table_of(a)->getattr(ev, a->self, value_as_str(a->v[0]), out)) return false;
    if (!value_is_unset(*out)) return true;
    return eval_raise(ev, "AttributeError", "'%.*s' object has no attribute '%.*s'",
                      STR_ARG(value_type_name(ev, a->self)), STR_ARG(value_as_str(a->v[0])));
}

static bool slot_setattr(Eval *ev, Args *a, Value *out)
{
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "attribute name must be string");
    return attr_set_plain(ev, a->self, object_intern(ev, value_as_str(a->v[0])), a->v[1]);
}

static bool slot_delattr(Eval *ev, Args *a, Value *out)
{
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "attribute name must be string");
    return attr_delete_plain(ev, a->self, object_intern(ev, value_as_str(a->v[0])));
}

static bool slot_init_subclass(Eval *ev, Args *a, Value *out)
{
    return table_of(a)->init_subclass(ev, value_as_class(a->self), a->v[0]);
}

static bool slot_class_getitem(Eval *ev, Args *a, Value *out)
{
    return table_of(a)->class_getitem(ev, value_as_class(a->self), a->v[0], out);
}

/* object.__new__(cls, ...) and str.__new__(cls, ...): user is the table that constructs. */
static bool slot_new(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_as_class(a->v[0]);
    const NativeClass *n = table_of(a);
    if (!cls)
        return eval_raise(ev, "TypeError", "%s.__new__(X): X is not a type object (%.*s)", n->name,
                          STR_ARG(value_type_name(ev, a->v[0])));
    const Params *p = args_params(ev, n->init_params ? n->init_params : "*args, **kwargs");
    Value *slots = heap_args_push(ev, p->count);
    Call call = {.pos = value_seq_items(a->v[1]), .n = value_seq_len(a->v[1])};
    size_t pushed = call_push_kw(ev, a->v[2], &call);
    Args inner = {.self = value_unset(), .v = slots, .n = p->count};
    bool ok = args_bind(ev, p, (FnName){STR_NULL, str_z(n->name)}, value_unset(), value_unset(),
                        &call, slots) &&
              n->construct(ev, cls, &inner, out);
    heap_args_pop(ev, pushed);
    heap_args_pop(ev, p->count);
    return ok;
}

static bool slot_binary(Eval *ev, Args *a, Value *out)
{
    int64_t op = eval_native_keep(ev).as.integer;
    bool reflected = op >= 256;
    if (reflected) op -= 256;
    Value other = a->n ? a->v[0] : value_unset();
    *out = value_unset();
    if (!table_of(a)->binary(ev, (Operator)op, reflected ? other : a->self,
                             reflected ? a->self : other, out))
        return false;
    if (value_is_unset(*out)) *out = object_not_implemented(ev);
    return true;
}

static bool slot_inplace(Eval *ev, Args *a, Value *out)
{
    *out = value_unset();
    if (!table_of(a)->inplace(ev, (Operator)eval_native_keep(ev).as.integer, a->self, a->v[0], out))
        return false;
    if (value_is_unset(*out)) *out = object_not_implemented(ev);
    return true;
}

#define SLOT(py_name, member, params, fn)                                                          \
    {                                                                                              \
        py_name, params, fn, offsetof(NativeClass, member)                                         \
    }
static const struct {
    const char *name;
    const char *params;
    NativeFn fn;
    size_t offset;
} slots[] = {
    SLOT("__repr__", repr, "", slot_repr),
    SLOT("__str__", str, "", slot_str),
    SLOT("__hash__", hash, "", slot_hash),
    SLOT("__bool__", truth, "", slot_bool),
    SLOT("__len__", length, "", slot_len),
    SLOT("__getitem__", getitem, "key", slot_getitem),
    SLOT("__setitem__", setitem, "key, value", slot_setitem),
    SLOT("__delitem__", delitem, "key", slot_delitem),
    SLOT("__contains__", contains, "item", slot_contains),
    SLOT("__iter__", iter, "", slot_iter),
    SLOT("__next__", next, "", slot_next),
    SLOT("__call__", call, "*args, **kwargs", slot_call),
    SLOT("__init__", init, NULL, slot_init),
    SLOT("__new__", construct, "cls, *args, **kwargs", slot_new),
    SLOT("__getattr__", getattr, "name", slot_getattr),
    SLOT("__setattr__", setattr, "name, value", slot_setattr),
    SLOT("__delattr__", delattr, "name", slot_delattr),
    SLOT("__init_subclass__", init_subclass, "**kwargs", slot_init_subclass),
    SLOT("__class_getitem__", class_getitem, "key", slot_class_getitem),
};

static Value wrapper_new(Eval *ev, Class *cls, const char *name, const char *params, NativeFn fn)
{
    NativeObject *f = object_new(ev, OBJECT_NATIVE, sizeof *f);
    f->name = name;
    f->fn = fn;
    f->owner = cls;
    f->user = (void *)cls->native;
    f->params = args_params(ev, params);
    f->head.spare = SLOT_WRAPPER;
    return value_of(f);
}

static bool slot_is_set(const NativeClass *n, size_t offset)
{
    void (*fn)(void);
    memcpy(&fn, (const char *)n + offset, sizeof fn);
    return fn != NULL;
}

static const char *inherited_params(const NativeClass *n)
{
    for (; n; n = n->base)
        if (n->init_params) return n->init_params;
    return "*args, **kwargs";
}

static Value operator_wrapper(Eval *ev, Class *cls, StrObject *name)
{
    const NativeClass *n = cls->native;
    for (int op = 0; op <= OPERATOR_INVERT; op++) {
        bool plain = ev->names.binary[op] == name, reflected = ev->names.reflected[op] == name;
        bool inplace = ev->names.inplace[op] == name;
        if (op == OPERATOR_LT || op == OPERATOR_LE || op == OPERATOR_GT || op == OPERATOR_GE)
            reflected = false; /* their reflection has a name of its own */
        if (op == OPERATOR_EQ || op == OPERATOR_NE) reflected = false;
        if (!plain && !reflected && !inplace) continue;
        if (inplace ? !n->inplace : !n->binary) return value_unset();
        const char *params = op >= OPERATOR_NEG ? "" : "other";
        Value v = wrapper_new(ev, cls, name->data, params, inplace ? slot_inplace : slot_binary);
        OBJECT_AS(NativeObject, v)->keep = value_int(reflected ? op + 256 : op);
        return v;
    }
    return value_unset();
}

Value class_slot_wrapper(Eval *ev, Class *cls, StrObject *name)
{
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        if (strcmp(slots[i].name, name->data) != 0) continue;
        if (!slot_is_set(cls->native, slots[i].offset)) return value_unset();
        const char *params = slots[i].params ? slots[i].params : inherited_params(cls->native);
        Value v = wrapper_new(ev, cls, slots[i].name, params, slots[i].fn);
        NativeObject *f = OBJECT_AS(NativeObject, v);
        if (slots[i].fn == slot_new) f->how = NATIVE_STATICMETHOD;
        if (slots[i].fn == slot_init_subclass || slots[i].fn == slot_class_getitem)
            f->how = NATIVE_CLASSMETHOD;
        return v;
    }
    return operator_wrapper(ev, cls, name);
}
