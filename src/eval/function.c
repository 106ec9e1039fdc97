#include "eval/function.h"

Value function_method_new(Eval *ev, Value fn, Value self)
{
    MethodObject *m = object_new(ev, OBJECT_METHOD, sizeof *m);
    m->function = fn;
    m->self = self;
    return value_of(m);
}

Value function_native_bind(Eval *ev, NativeObject *fn, Value self)
{
    NativeObject *f = object_new(ev, OBJECT_NATIVE, sizeof *f);
    f->name = fn->name;
    f->params = fn->params;
    f->fn = fn->fn;
    f->user = fn->user;
    f->keep = fn->keep;
    f->owner = fn->owner;
    f->how = fn->how;
    f->self = self;
    return value_of(f);
}

#define GETTER(fn_name, expression)                                                                \
    static bool fn_name(Eval *ev, Args *a, Value *out)                                             \
    {                                                                                              \
        *out = (expression);                                                                       \
        return true;                                                                               \
    }

/* ---- code ---- */

typedef struct CodeData {
    Code *code;
} CodeData;

static Code *code_of(const Args *a)
{
    return ((CodeData *)value_payload(a->self, &native_class_code))->code;
}

static Value local_names(Eval *ev, const Code *code)
{
    TupleObject *t = object_tuple_new(ev, code->local_count);
    for (size_t i = 0; i < code->local_count; i++) t->items[i] = value_of(code->locals[i]);
    return value_of(t);
}

static Value free_names(Eval *ev, const Code *code)
{
    TupleObject *t = object_tuple_new(ev, code->free_count);
    for (size_t i = 0; i < code->free_count; i++) t->items[i] = value_of(code->frees[i]);
    return value_of(t);
}

/* CPython's flag bits, which inspect and libraries test. */
static int64_t code_flags(const Code *c)
{
    enum {
        OPTIMIZED = 3,
        VARARGS = 4,
        VARKEYWORDS = 8,
        GENERATOR = 0x20,
        COROUTINE = 0x80,
        ASYNC_GENERATOR = 0x200
    };
    return OPTIMIZED | (c->params.star >= 0 ? VARARGS : 0) |
           (c->params.kwargs >= 0 ? VARKEYWORDS : 0) | (c->flags & CODE_GENERATOR ? GENERATOR : 0) |
           (c->flags & CODE_COROUTINE ? COROUTINE : 0) |
           (c->flags & CODE_ASYNC_GENERATOR ? ASYNC_GENERATOR : 0);
}

GETTER(code_argcount, value_int(code_of(a)->params.pos))
GETTER(code_posonly, value_int(code_of(a)->params.posonly))
GETTER(code_kwonly, value_int(code_of(a)->params.kwonly))
GETTER(code_nlocals, value_int((int64_t)code_of(a)->local_count))
GETTER(code_varnames, local_names(ev, code_of(a)))
GETTER(code_freevars, free_names(ev, code_of(a)))
GETTER(code_name, value_of(code_of(a)->name))
GETTER(code_qualname, value_of(code_of(a)->qualname))
GETTER(code_filename, value_str(ev, code_of(a)->file->path))
GETTER(code_line, value_int((int64_t)source_line(code_of(a)->file, code_of(a)->first)))
GETTER(code_get_flags, value_int(code_flags(code_of(a))))

const NativeClass native_class_code = {
    .name = "code",
    .module = "builtins",
    .payload = sizeof(CodeData),
    .methods = (const NativeMethod[]){{"co_argcount", "", code_argcount, NATIVE_GETTER},
                                      {"co_posonlyargcount", "", code_posonly, NATIVE_GETTER},
                                      {"co_kwonlyargcount", "", code_kwonly, NATIVE_GETTER},
                                      {"co_nlocals", "", code_nlocals, NATIVE_GETTER},
                                      {"co_varnames", "", code_varnames, NATIVE_GETTER},
                                      {"co_freevars", "", code_freevars, NATIVE_GETTER},
                                      {"co_name", "", code_name, NATIVE_GETTER},
                                      {"co_qualname", "", code_qualname, NATIVE_GETTER},
                                      {"co_filename", "", code_filename, NATIVE_GETTER},
                                      {"co_firstlineno", "", code_line, NATIVE_GETTER},
                                      {"co_flags", "", code_get_flags, NATIVE_GETTER},
                                      {0}},
};

/* ---- cells ---- */

static bool cell_contents(Eval *ev, Args *a, Value *out)
{
    *out = OBJECT_AS(CellObject, a->self)->value;
    return !value_is_unset(*out) || eval_raise(ev, "ValueError", "Cell is empty");
}

static bool cell_set(Eval *ev, Value self, Str name, Value v, bool *done)
{
    *done = str_eq_z(name, "cell_contents");
    if (*done) OBJECT_AS(CellObject, self)->value = v;
    return true;
}

const NativeClass native_class_cell = {
    .name = "cell",
    .module = "builtins",
    .setattr = cell_set,
    .methods = (const NativeMethod[]){{"cell_contents", "", cell_contents, NATIVE_GETTER}, {0}},
};

/* ---- functions ---- */

#define FN(a) OBJECT_AS(FunctionObject, (a)->self)

Value function_code_new(Eval *ev, Code *code)
{
    Value v = eval_instance_new(ev, eval_class(ev, &native_class_code));
    ((CodeData *)value_payload(v, &native_class_code))->code = code;
    return v;
}

Code *function_code_of(Value v)
{
    CodeData *d = value_payload(v, &native_class_code);
    return d ? d->code : NULL;
}

static Value function_closure(Eval *ev, const FunctionObject *f)
{
    if (f->cell_count == 0) return value_none();
    TupleObject *t = object_tuple_new(ev, f->cell_count);
    for (size_t i = 0; i < f->cell_count; i++) t->items[i] = value_of(f->cells[i]);
    return value_of(t);
}

static Value function_annotations(Eval *ev, FunctionObject *f)
{
    if (value_is_unset(f->annotations)) f->annotations = value_dict(ev);
    return f->annotations;
}

GETTER(fn_name, value_of(FN(a)->name))
GETTER(fn_qualname, value_of(FN(a)->qualname))
GETTER(fn_doc, FN(a)->doc)
GETTER(fn_module, FN(a)->module)
GETTER(fn_defaults, FN(a)->defaults)
GETTER(fn_kwdefaults, FN(a)->kwdefaults)
GETTER(fn_code, function_code_new(ev, FN(a)->code))
GETTER(fn_globals, value_of(FN(a)->globals))
GETTER(fn_closure, function_closure(ev, FN(a)))
GETTER(fn_annotations, function_annotations(ev, FN(a)))
GETTER(fn_dict, instance_dict(ev, a->self))
GETTER(empty_tuple, value_tuple(ev, NULL, 0))

static bool fn_get(Eval *ev, Args *a, Value *out)
{
    *out = value_is_none(a->v[0]) ? a->self : function_method_new(ev, a->self, a->v[0]);
    return true;
}

static bool any_call(Eval *ev, Args *a, Value *out)
{
    return call_collected(ev, a->self, value_unset(), a->v[0], a->v[1], out);
}

static bool fn_repr(Eval *ev, Value self, Value *out)
{
    FunctionObject *f = OBJECT_AS(FunctionObject, self);
    *out = value_str_fmt(ev, "<function %s at %p>", f->qualname->data, (void *)f);
    return true;
}

const NativeClass native_class_function = {
    .name = "function",
    .module = "builtins",
    .repr = fn_repr,
    .methods = (const NativeMethod[]){{"__name__", "", fn_name, NATIVE_GETTER},
                                      {"__qualname__", "", fn_qualname, NATIVE_GETTER},
                                      {"__doc__", "", fn_doc, NATIVE_GETTER},
                                      {"__module__", "", fn_module, NATIVE_GETTER},
                                      {"__defaults__", "", fn_defaults, NATIVE_GETTER},
                                      {"__kwdefaults__", "", fn_kwdefaults, NATIVE_GETTER},
                                      {"__code__", "", fn_code, NATIVE_GETTER},
                                      {"__globals__", "", fn_globals, NATIVE_GETTER},
                                      {"__closure__", "", fn_closure, NATIVE_GETTER},
                                      {"__annotations__", "", fn_annotations, NATIVE_GETTER},
                                      {"__dict__", "", fn_dict, NATIVE_GETTER},
                                      {"__type_params__", "", empty_tuple, NATIVE_GETTER},
                                      {"__get__", "instance, owner=None, /", fn_get, NATIVE_METHOD},
                                      {"__call__", "*args, **kwargs", any_call, NATIVE_METHOD},
                                      {0}},
};

/* ---- native functions ---- */

#define NF(a) OBJECT_AS(NativeObject, (a)->self)

static Value native_qualname(Eval *ev, const NativeObject *f)
{
    if (!f->owner) return value_str_z(ev, f->name);
    return value_str_fmt(ev, "%s.%s", f->owner->qualname->data, f->name);
}

static Value native_self(const NativeObject *f)
{
    return value_is_unset(f->self) ? value_none() : f->self;
}

GETTER(nf_name, value_str_z(ev, NF(a)->name))
GETTER(nf_qualname, native_qualname(ev, NF(a)))
GETTER(nf_self, native_self(NF(a)))
GETTER(nf_none, value_none())
GETTER(nf_module,
       NF(a)->owner ? value_str(ev, class_module(NF(a)->owner)) : value_str_z(ev, "builtins"))

static bool nf_repr(Eval *ev, Value self, Value *out)
{
    NativeObject *f = OBJECT_AS(NativeObject, self);
    if (!f->owner)
        *out = value_str_fmt(ev, "<built-in function %s>", f->name);
    else if (value_is_unset(f->self))
        *out = value_str_fmt(ev, "<method '%s' of '%s' objects>", f->name, f->owner->name->data);
    else
        *out = value_str_fmt(ev, "<built-in method %s of %.*s object at %p>", f->name,
                             STR_ARG(value_type_name(ev, f->self)),
                             (void *)(f->self.kind == VALUE_OBJECT ? f->self.as.object : NULL));
    return true;
}

static bool bound_equal(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    if (op != OPERATOR_EQ && op != OPERATOR_NE) return true;
    bool same = false;
    if (value_is_kind(left, OBJECT_NATIVE) && value_is_kind(right, OBJECT_NATIVE)) {
        NativeObject *l = OBJECT_AS(NativeObject, left), *r = OBJECT_AS(NativeObject, right);
        same = l == r ||
               (l->fn == r->fn && l->user == r->user && l->owner && value_is(l->self, r->self));
    } else if (value_is_kind(left, OBJECT_METHOD) && value_is_kind(right, OBJECT_METHOD)) {
        MethodObject *l = OBJECT_AS(MethodObject, left), *r = OBJECT_AS(MethodObject, right);
        same = value_is(l->function, r->function) && value_is(l->self, r->self);
    }
    *out = value_bool(same == (op == OPERATOR_EQ));
    return true;
}

static bool bound_hash(Eval *ev, Value self, uint64_t *out)
{
    uintptr_t h;
    if (value_is_kind(self, OBJECT_METHOD)) {
        MethodObject *m = OBJECT_AS(MethodObject, self);
        h = (uintptr_t)m->function.as.object ^
            (m->self.kind == VALUE_OBJECT ? (uintptr_t)m->self.as.object : 0);
    } else {
        NativeObject *f = OBJECT_AS(NativeObject, self);
        h = (uintptr_t)f->name ^ (f->self.kind == VALUE_OBJECT ? (uintptr_t)f->self.as.object : 0);
    }
    *out = (uint64_t)(h >> 3) * 0x9E3779B97F4A7C15u;
    return true;
}

static bool descriptor_get(Eval *ev, Args *a, Value *out)
{
    *out = function_method_new(ev, eval_native_keep(ev), a->v[0]);
    return true;
}

/* object.__setattr__.__get__(x): only what is looked up in a class is a descriptor. */
static bool nf_getattr(Eval *ev, Value self, Str name, Value *out)
{
    NativeObject *f = OBJECT_AS(NativeObject, self);
    *out = value_unset();
    if (str_eq_z(name, "__get__") && f->owner && value_is_unset(f->self))
        *out =
            eval_native_new(ev, "__get__", "instance, owner=None, /", descriptor_get, NULL, self);
    return true;
}

const NativeClass native_class_builtin_function = {
    .name = "builtin_function_or_method",
    .module = "builtins",
    .getattr = nf_getattr,
    .repr = nf_repr,
    .binary = bound_equal,
    .hash = bound_hash,
    .methods = (const NativeMethod[]){{"__name__", "", nf_name, NATIVE_GETTER},
                                      {"__qualname__", "", nf_qualname, NATIVE_GETTER},
                                      {"__self__", "", nf_self, NATIVE_GETTER},
                                      {"__doc__", "", nf_none, NATIVE_GETTER},
                                      {"__module__", "", nf_module, NATIVE_GETTER},
                                      {"__call__", "*args, **kwargs", any_call, NATIVE_METHOD},
                                      {0}},
};

/* ---- bound methods ---- */

#define MO(a) OBJECT_AS(MethodObject, (a)->self)

GETTER(method_func, MO(a)->function)
GETTER(method_self, MO(a)->self)

static bool method_getattr(Eval *ev, Value self, Str name, Value *out)
{
    return eval_find_attr(ev, OBJECT_AS(MethodObject, self)->function, name, out);
}

static bool method_doc(Eval *ev, Args *a, Value *out)
{
    return eval_find_attr(ev, MO(a)->function, STR("__doc__"), out);
}

static bool method_module(Eval *ev, Args *a, Value *out)
{
    return eval_find_attr(ev, MO(a)->function, STR("__module__"), out);
}

static bool method_repr(Eval *ev, Value self, Value *out)
{
    MethodObject *m = OBJECT_AS(MethodObject, self);
    Value text;
    const char *name = value_is_kind(m->function, OBJECT_FUNCTION)
                           ? OBJECT_AS(FunctionObject, m->function)->qualname->data
                           : "?";
    if (!eval_repr(ev, m->self, &text)) return false;
    *out = value_str_fmt(ev, "<bound method %s of %.*s>", name, STR_ARG(value_as_str(text)));
    return true;
}

static bool method_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    if (!eval_is_callable(ev, a->v[0]))
        return eval_raise(ev, "TypeError", "first argument must be callable");
    *out = function_method_new(ev, a->v[0], a->v[1]);
    return true;
}

const NativeClass native_class_method = {
    .name = "method",
    .module = "builtins",
    .init_params = "function, instance, /",
    .construct = method_construct,
    .getattr = method_getattr,
    .repr = method_repr,
    .binary = bound_equal,
    .hash = bound_hash,
    .methods = (const NativeMethod[]){{"__func__", "", method_func, NATIVE_GETTER},
                                      {"__self__", "", method_self, NATIVE_GETTER},
                                      {"__doc__", "", method_doc, NATIVE_GETTER},
                                      {"__module__", "", method_module, NATIVE_GETTER},
                                      {"__call__", "*args, **kwargs", any_call, NATIVE_METHOD},
                                      {0}},
};

/* ---- property, staticmethod, classmethod ---- */

#define PR(a) OBJECT_AS(PropertyObject, (a)->self)

static Value or_none(Value v) { return value_is_unset(v) ? value_none() : v; }

static bool property_init(Eval *ev, Value self, Args *a)
{
    PropertyObject *p = OBJECT_AS(PropertyObject, self);
    p->how = PROPERTY_PROPERTY;
    p->get = a->v[0];
    p->set = a->v[1];
    p->del = a->v[2];
    p->doc = a->v[3];
    if (value_is_none(p->doc) && !value_is_none(p->get))
        return eval_find_attr(ev, p->get, STR("__doc__"), &p->doc);
    return true;
}

static bool property_with(Eval *ev, Args *a, int which, Value *out)
{
    PropertyObject *p = PR(a);
    Value parts[4] = {or_none(p->get), or_none(p->set), or_none(p->del), or_none(p->doc)};
    parts[which] = a->v[0];
    if (which == 0) parts[3] = value_none();
    Value cls = value_of(value_class(ev, a->self));
    return eval_call(ev, cls, parts, 4, value_unset(), out);
}

static bool property_getter(Eval *ev, Args *a, Value *out) { return property_with(ev, a, 0, out); }
static bool property_setter(Eval *ev, Args *a, Value *out) { return property_with(ev, a, 1, out); }
static bool property_deleter(Eval *ev, Args *a, Value *out) { return property_with(ev, a, 2, out); }

GETTER(property_fget, or_none(PR(a)->get))
GETTER(property_fset, or_none(PR(a)->set))
GETTER(property_fdel, or_none(PR(a)->del))
GETTER(property_doc, or_none(PR(a)->doc))

static bool property_get(Eval *ev, Args *a, Value *out)
{
    if (value_is_none(a->v[0])) {
        *out = a->self;
        return true;
    }
    return attr_bind(ev, a->self, a->v[0], value_class(ev, a->v[0]), out);
}

const NativeClass native_class_property = {
    .name = "property",
    .module = "builtins",
    .init_params = "fget=None, fset=None, fdel=None, doc=None",
    .init = property_init,
    .methods =
        (const NativeMethod[]){{"getter", "fn, /", property_getter, NATIVE_METHOD},
                               {"setter", "fn, /", property_setter, NATIVE_METHOD},
                               {"deleter", "fn, /", property_deleter, NATIVE_METHOD},
                               {"fget", "", property_fget, NATIVE_GETTER},
                               {"fset", "", property_fset, NATIVE_GETTER},
                               {"fdel", "", property_fdel, NATIVE_GETTER},
                               {"__doc__", "", property_doc, NATIVE_GETTER},
                               {"__get__", "instance, owner=None, /", property_get, NATIVE_METHOD},
                               {0}},
};

static bool wrapper_init(Eval *ev, Value self, Args *a)
{
    OBJECT_AS(PropertyObject, self)->get = a->v[0];
    return true;
}

GETTER(wrapper_func, or_none(PR(a)->get))

static bool wrapper_get(Eval *ev, Args *a, Value *out)
{
    bool none = value_is_none(a->v[0]);
    Class *cls = value_as_class(a->v[1]);
    if (!cls && !none) cls = value_class(ev, a->v[0]);
    return attr_bind(ev, a->self, none ? value_unset() : a->v[0], cls, out);
}

static bool wrapper_getattr(Eval *ev, Value self, Str name, Value *out)
{
    PropertyObject *p = OBJECT_AS(PropertyObject, self);
    if (value_is_unset(p->get)) return true;
    return eval_find_attr(ev, p->get, name, out);
}

static const NativeMethod wrapper_methods[] = {
    {"__func__", "", wrapper_func, NATIVE_GETTER},
    {"__wrapped__", "", wrapper_func, NATIVE_GETTER},
    {"__get__", "instance, owner=None, /", wrapper_get, NATIVE_METHOD},
    {0}};

/* Both have the kind of a property; class.c tells them apart by the table. */
const NativeClass native_class_staticmethod = {.name = "staticmethod",
                                               .module = "builtins",
                                               .init_params = "function, /",
                                               .init = wrapper_init,
                                               .getattr = wrapper_getattr,
                                               .methods = wrapper_methods};
const NativeClass native_class_classmethod = {.name = "classmethod",
                                              .module = "builtins",
                                              .init_params = "function, /",
                                              .init = wrapper_init,
                                              .getattr = wrapper_getattr,
                                              .methods = wrapper_methods};
