/* The classes `object` and `type`. */
#include "eval/class.h"

#include <string.h>

#include "eval/alias.h"
#include "eval/vm.h"

/* ---- object ---- */

static bool object_class(Eval *ev, Args *a, Value *out)
{
    *out = value_of(value_class(ev, a->self));
    return true;
}

static bool object_dict(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_class(ev, a->self);
    if (a->self.kind != VALUE_OBJECT || (cls->native && a->self.as.object->kind != OBJECT_INSTANCE))
        return eval_raise(ev, "AttributeError", "'%.*s' object has no attribute '__dict__'",
                          STR_ARG(class_name(cls)));
    *out = instance_dict(ev, a->self);
    return true;
}

static bool object_doc(Eval *ev, Args *a, Value *out) { return true; }

static bool object_module(Eval *ev, Args *a, Value *out)
{
    *out = value_str(ev, class_module(value_class(ev, a->self)));
    return true;
}

static bool object_init(Eval *ev, Args *a, Value *out)
{
    if (value_seq_len(a->v[0]) == 0 && value_dict_len(a->v[1]) == 0) return true;
    Class *cls = value_class(ev, a->self);
    const NativeClass *native;
    Value init = class_slot(ev, cls, ev->names.init, &native);
    Value made = class_slot(ev, cls, ev->names.new_, &native);
    /* As CPython: extra arguments are an error unless only __new__ takes them. */
    if (value_is_unset(init) && !value_is_unset(made)) return true;
    return eval_raise(ev, "TypeError",
                      "%s.__init__() takes exactly one argument (the instance to initialize)",
                      value_is_unset(init) ? cls->name->data : "object");
}

static bool object_new_method(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_as_class(a->v[0]);
    if (!cls)
        return eval_raise(ev, "TypeError", "object.__new__(X): X is not a type object (%.*s)",
                          STR_ARG(value_type_name(ev, a->v[0])));
    if (value_seq_len(a->v[1]) || value_dict_len(a->v[2])) {
        const NativeClass *native;
        if (!value_is_unset(class_slot(ev, cls, ev->names.new_, &native)))
            return eval_raise(
                ev, "TypeError",
                "object.__new__() takes exactly one argument (the type to instantiate)");
        if (value_is_unset(class_slot(ev, cls, ev->names.init, &native)) && !native)
            return eval_raise(ev, "TypeError", "%s() takes no arguments", cls->name->data);
    }
    *out = eval_instance_new(ev, cls);
    return true;
}

static StrObject *name_arg(Eval *ev, Value v)
{
    if (value_is_str(v)) return object_intern(ev, value_as_str(v));
    eval_raise(ev, "TypeError", "attribute name must be string, not '%.*s'",
               STR_ARG(value_type_name(ev, v)));
    return NULL;
}

static bool object_getattribute(Eval *ev, Args *a, Value *out)
{
    StrObject *name = name_arg(ev, a->v[0]);
    if (!name || !attr_find_plain(ev, a->self, name, out)) return false;
    if (!value_is_unset(*out)) return true;
    return eval_raise(ev, "AttributeError", "'%.*s' object has no attribute '%s'",
                      STR_ARG(value_type_name(ev, a->self)), name->data);
}

static bool object_setattr(Eval *ev, Args *a, Value *out)
{
    StrObject *name = name_arg(ev, a->v[0]);
    return name && attr_set_plain(ev, a->self, name, a->v[1]);
}

static bool object_delattr(Eval *ev, Args *a, Value *out)
{
    StrObject *name = name_arg(ev, a->v[0]);
    return name && attr_delete_plain(ev, a->self, name);
}

static bool object_repr(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_class(ev, a->self);
    Str module = class_module(cls);
    bool builtin = str_eq_z(module, "builtins");
    *out = value_str_fmt(ev, "<%.*s%s%.*s object at %p>", STR_ARG(builtin ? STR("") : module),
                         builtin ? "" : ".", STR_ARG(class_qualname(cls)),
                         (void *)(a->self.kind == VALUE_OBJECT ? a->self.as.object : NULL));
    return true;
}

static bool object_str(Eval *ev, Args *a, Value *out) { return eval_repr(ev, a->self, out); }

static bool object_eq(Eval *ev, Args *a, Value *out)
{
    *out = value_is(a->self, a->v[0]) ? value_bool(true) : object_not_implemented(ev);
    return true;
}

static bool object_ne(Eval *ev, Args *a, Value *out)
{
    bool equal;
    if (!eval_equal(ev, a->self, a->v[0], &equal)) return false;
    *out = value_bool(!equal);
    return true;
}

static bool object_hash(Eval *ev, Args *a, Value *out)
{
    if (a->self.kind != VALUE_OBJECT) {
        uint64_t h;
        if (!eval_hash(ev, a->self, &h)) return false;
        *out = value_int((int64_t)h);
        return true;
    }
    *out = value_int((int64_t)((uintptr_t)a->self.as.object >> 4));
    return true;
}

static bool object_format(Eval *ev, Args *a, Value *out)
{
    if (!value_is_str(a->v[0]) || value_as_str(a->v[0]).len)
        return eval_raise(ev, "TypeError", "unsupported format string passed to %.*s.__format__",
                          STR_ARG(value_type_name(ev, a->self)));
    return eval_to_str(ev, a->self, out);
}

static bool object_init_subclass(Eval *ev, Args *a, Value *out)
{
    if (value_dict_len(a->v[0]) == 0) return true;
    return eval_raise(ev, "TypeError", "%.*s.__init_subclass__() takes no keyword arguments",
                      STR_ARG(class_name(value_as_class(a->self))));
}

static bool object_dir(Eval *ev, Args *a, Value *out)
{
    Value dir;
    if (!vm_builtin(ev, object_intern(ev, STR("dir")), &dir)) return false;
    return eval_call(ev, dir, &a->self, 1, value_unset(), out);
}

const NativeClass native_class_object = {
    .name = "object",
    .module = "builtins",
    .methods =
        (const NativeMethod[]){
            {"__class__", "", object_class, NATIVE_GETTER},
            {"__dict__", "", object_dict, NATIVE_GETTER},
            {"__doc__", "", object_doc, NATIVE_GETTER},
            {"__module__", "", object_module, NATIVE_GETTER},
            {"__init__", "*args, **kwargs", object_init, NATIVE_METHOD},
            {"__new__", "cls, *args, **kwargs", object_new_method, NATIVE_STATICMETHOD},
            {"__getattribute__", "name, /", object_getattribute, NATIVE_METHOD},
            {"__setattr__", "name, value, /", object_setattr, NATIVE_METHOD},
            {"__delattr__", "name, /", object_delattr, NATIVE_METHOD},
            {"__repr__", "", object_repr, NATIVE_METHOD},
            {"__str__", "", object_str, NATIVE_METHOD},
            {"__eq__", "value, /", object_eq, NATIVE_METHOD},
            {"__ne__", "value, /", object_ne, NATIVE_METHOD},
            {"__hash__", "", object_hash, NATIVE_METHOD},
            {"__format__", "format_spec, /", object_format, NATIVE_METHOD},
            {"__init_subclass__", "**kwargs", object_init_subclass, NATIVE_CLASSMETHOD},
            {"__dir__", "", object_dir, NATIVE_METHOD},
            {0}},
};

/* ---- type ---- */

#define CLS(a) value_as_class((a)->self)

static bool type_name(Eval *ev, Args *a, Value *out)
{
    *out = value_of(CLS(a)->name);
    return true;
}

static bool type_qualname(Eval *ev, Args *a, Value *out)
{
    *out = value_of(CLS(a)->qualname);
    return true;
}

static bool type_module(Eval *ev, Args *a, Value *out)
{
    TableEntry *e = table_find_name(&CLS(a)->ns->table, ev->names.module);
    *out =
        e && !value_is_kind(e->item, OBJECT_NATIVE) ? e->item : value_str(ev, class_module(CLS(a)));
    return true;
}

static bool type_doc(Eval *ev, Args *a, Value *out)
{
    TableEntry *e = table_find_name(&CLS(a)->ns->table, ev->names.doc);
    if (e && !value_is_kind(e->item, OBJECT_NATIVE)) *out = e->item;
    return true;
}

static void complete(Eval *ev, Class *cls)
{
    if (!cls->native || cls->complete) return;
    for (const NativeMethod *m = cls->native->methods; m && m->name; m++)
        class_own(ev, cls, object_intern(ev, str_z(m->name)));
    StrObject **names = (StrObject **)&ev->names;
    for (size_t i = 0; i < sizeof ev->names / sizeof *names; i++)
        if (names[i]) class_own(ev, cls, names[i]);
    cls->complete = true;
}

static bool type_dict(Eval *ev, Args *a, Value *out)
{
    complete(ev, CLS(a));
    *out = class_namespace(CLS(a));
    return true;
}

static bool type_bases(Eval *ev, Args *a, Value *out)
{
    *out = CLS(a)->bases;
    return true;
}

static bool type_base(Eval *ev, Args *a, Value *out)
{
    Value bases = CLS(a)->bases;
    *out = value_seq_len(bases) ? value_seq_items(bases)[0] : value_none();
    return true;
}

static bool type_mro(Eval *ev, Args *a, Value *out)
{
    Class *c = CLS(a);
    TupleObject *t = object_tuple_new(ev, c->mro_len);
    for (size_t i = 0; i < c->mro_len; i++) t->items[i] = value_of(c->mro[i]);
    *out = value_of(t);
    return true;
}

static bool type_mro_method(Eval *ev, Args *a, Value *out)
{
    Value tuple;
    return type_mro(ev, a, &tuple) && eval_to_list(ev, tuple, out);
}

static bool type_subclasses(Eval *ev, Args *a, Value *out)
{
    Class *c = CLS(a);
    *out = value_list(ev);
    for (size_t i = 0; i < c->subclasses.len; i++)
        value_list_push(ev, *out, value_of(c->subclasses.items[i]));
    return true;
}

static bool type_annotations(Eval *ev, Args *a, Value *out)
{
    Class *c = CLS(a);
    TableEntry *e = table_find_name(&c->ns->table, ev->names.annotations);
    if (e) {
        *out = e->item;
        return true;
    }
    if (c->native)
        return eval_raise(ev, "AttributeError",
                          "type object '%s' has no attribute '__annotations__'", c->name->data);
    *out = value_dict(ev);
    table_put_name(ev, &c->ns->table, ev->names.annotations, *out);
    return true;
}

static bool type_construct(Eval *ev, Class *meta, Args *a, Value *out)
{
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "type.__new__() argument 1 must be str, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[0])));
    if (!value_is_tuple(a->v[1]))
        return eval_raise(ev, "TypeError", "type.__new__() argument 2 must be tuple, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[1])));
    if (!value_is_dict(a->v[2]))
        return eval_raise(ev, "TypeError", "type.__new__() argument 3 must be dict, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[2])));
    for (size_t i = 0; i < value_seq_len(a->v[1]); i++) {
        Value b = value_seq_items(a->v[1])[i];
        if (value_is_unknown(b)) return unknown_spread(ev, b, "class", value_as_str(a->v[0]), out);
        Class *m = value_as_class(b) ? class_meta(ev, value_as_class(b)) : NULL;
        if (m && class_is_subclass(m, meta)) meta = m;
    }
    return class_build(ev, meta, object_intern(ev, value_as_str(a->v[0])), a->v[1],
                       OBJECT_AS(DictObject, a->v[2]), a->v[3], out);
}

static bool type_init(Eval *ev, Value self, Args *a) { return true; }

static bool type_call_method(Eval *ev, Args *a, Value *out)
{
    Class *cls = CLS(a), *meta = cls->head.cls;
    Call call = {.pos = value_seq_items(a->v[0]), .n = value_seq_len(a->v[0])};
    size_t pushed = call_push_kw(ev, a->v[1], &call);
    /* type.__call__ itself: a metaclass's own __call__ has just been left. */
    bool ok = meta ? call_plain_class(ev, cls, &call, out) : call_class(ev, cls, &call, out);
    if (pushed) heap_args_pop(ev, pushed);
    return ok;
}

static bool type_instancecheck(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(value_isinstance(ev, a->v[0], CLS(a)));
    return true;
}

static bool type_subclasscheck(Eval *ev, Args *a, Value *out)
{
    Class *c = value_as_class(a->v[0]);
    if (!c) return eval_raise(ev, "TypeError", "issubclass() arg 1 must be a class");
    *out = value_bool(class_is_subclass(c, CLS(a)));
    return true;
}

static bool type_prepare(Eval *ev, Args *a, Value *out)
{
    *out = value_dict(ev);
    return true;
}

static bool type_repr(Eval *ev, Value self, Value *out)
{
    Class *c = value_as_class(self);
    Str module = class_module(c);
    if (str_eq_z(module, "builtins"))
        *out = value_str_fmt(ev, "<class '%s'>", c->qualname->data);
    else
        *out = value_str_fmt(ev, "<class '%.*s.%s'>", STR_ARG(module), c->qualname->data);
    return true;
}

/* int | None */
static bool type_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    return op != OPERATOR_OR || alias_union(ev, left, right, out);
}

const NativeClass native_class_type = {
    .name = "type",
    .module = "builtins",
    .init_params = "name, bases, dict, /, **kwds",
    .construct = type_construct,
    .init = type_init,
    .repr = type_repr,
    .binary = type_binary,
    .class_getitem = alias_class_getitem,
    .methods =
        (const NativeMethod[]){
            {"__name__", "", type_name, NATIVE_GETTER},
            {"__qualname__", "", type_qualname, NATIVE_GETTER},
            {"__module__", "", type_module, NATIVE_GETTER},
            {"__doc__", "", type_doc, NATIVE_GETTER},
            {"__dict__", "", type_dict, NATIVE_GETTER},
            {"__bases__", "", type_bases, NATIVE_GETTER},
            {"__base__", "", type_base, NATIVE_GETTER},
            {"__mro__", "", type_mro, NATIVE_GETTER},
            {"__annotations__", "", type_annotations, NATIVE_GETTER},
            {"mro", "", type_mro_method, NATIVE_METHOD},
            {"__subclasses__", "", type_subclasses, NATIVE_METHOD},
            {"__call__", "*args, **kwargs", type_call_method, NATIVE_METHOD},
            {"__instancecheck__", "instance, /", type_instancecheck, NATIVE_METHOD},
            {"__subclasscheck__", "subclass, /", type_subclasscheck, NATIVE_METHOD},
            {"__prepare__", "*args, **kwargs", type_prepare, NATIVE_CLASSMETHOD},
            {0}},
};
