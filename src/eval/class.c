#include "eval/class.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/exception.h"

/* ---- native tables as classes ---- */

static const struct {
    const NativeClass *native;
    ObjectKind kind;
} native_kinds[] = {
    {&native_class_str, OBJECT_STR},
    {&native_class_bytes, OBJECT_BYTES},
    {&native_class_int, OBJECT_BIGINT},
    {&native_class_list, OBJECT_LIST},
    {&native_class_tuple, OBJECT_TUPLE},
    {&native_class_dict, OBJECT_DICT},
    {&native_class_set, OBJECT_SET},
    {&native_class_frozenset, OBJECT_FROZENSET},
    {&native_class_slice, OBJECT_SLICE},
    {&native_class_range, OBJECT_RANGE},
    {&native_class_cell, OBJECT_CELL},
    {&native_class_function, OBJECT_FUNCTION},
    {&native_class_builtin_function, OBJECT_NATIVE},
    {&native_class_method, OBJECT_METHOD},
    {&native_class_property, OBJECT_PROPERTY},
    {&native_class_staticmethod, OBJECT_PROPERTY},
    {&native_class_classmethod, OBJECT_PROPERTY},
    {&native_class_type, OBJECT_CLASS},
    {&native_class_module, OBJECT_MODULE},
    {&native_class_generator, OBJECT_GENERATOR},
};

static ObjectKind kind_of(const NativeClass *native)
{
    for (size_t i = 0; i < sizeof native_kinds / sizeof *native_kinds; i++)
        if (native_kinds[i].native == native) return native_kinds[i].kind;
    return OBJECT_INSTANCE;
}

static size_t payload_of(const NativeClass *native)
{
    size_t n = 0;
    for (; native; native = native->base) n += (native->payload + 15) & ~(size_t)15;
    return n;
}

static Class *class_alloc(Eval *ev)
{
    Class *c = object_new(ev, OBJECT_CLASS, sizeof *c);
    c->bases = value_none();
    c->ns = OBJECT_AS(DictObject, value_dict(ev));
    return c;
}

static Class *make_native(Eval *ev, const NativeClass *native)
{
    const NativeClass *base_table = native->base;
    if (!base_table && native != &native_class_object) base_table = &native_class_object;
    Class *base = base_table ? eval_class(ev, base_table) : NULL;
    Class *c = class_alloc(ev);
    c->native = c->layout = native;
    c->name = c->qualname = object_intern(ev, str_z(native->name));
    c->mro_len = base ? base->mro_len + 1 : 1;
    c->mro = mem_alloc(c->mro_len + 1, sizeof *c->mro);
    c->mro[0] = c;
    if (base) memcpy(c->mro + 1, base->mro, base->mro_len * sizeof *c->mro);
    if (native == &exception_group) {
        /* The one built-in class with two bases: ExceptionGroup(BaseExceptionGroup, Exception). */
        memmove(c->mro + 3, c->mro + 2, (c->mro_len - 2) * sizeof *c->mro);
        c->mro[2] = eval_class(ev, &native_class_exception);
        c->mro_len++;
    }
    Value b = base ? value_of(base) : value_unset();
    c->bases = value_tuple(ev, &b, base ? 1 : 0);
    c->instance_kind = kind_of(native);
    if (c->instance_kind == OBJECT_INSTANCE && base) c->instance_kind = base->instance_kind;
    c->payload = payload_of(native);
    if (base) VEC_PUSH(&ev->arena, &base->subclasses, c);
    return c;
}

Class *eval_class(Eval *ev, const NativeClass *native)
{
    /* Keyed by address: its bytes are the key, kept in the arena by the first insertion. */
    Str key = {(const char *)&native, sizeof native};
    Class *c = map_find(&ev->classes, key);
    if (c) return c;
    c = make_native(ev, native);
    map_put(&ev->classes, &ev->arena, arena_str(&ev->arena, key), c);
    return c;
}

static Class *of_kind(Eval *ev, ObjectKind kind)
{
    if (ev->kinds[kind]) return ev->kinds[kind];
    for (size_t i = 0; i < sizeof native_kinds / sizeof *native_kinds; i++)
        if (native_kinds[i].kind == kind)
            return ev->kinds[kind] = eval_class(ev, native_kinds[i].native);
    return ev->kinds[kind] = eval_class(ev, &native_class_object);
}

static Class *class_of_object(Eval *ev, Object *o)
{
    if (o->cls) return o->cls;
    if (o->kind == OBJECT_PROPERTY) {
        PropertyHow how = ((PropertyObject *)o)->how;
        if (how == PROPERTY_STATICMETHOD) return eval_class(ev, &native_class_staticmethod);
        if (how == PROPERTY_CLASSMETHOD) return eval_class(ev, &native_class_classmethod);
    }
    if (o->kind == OBJECT_GENERATOR) {
        GeneratorHow how = ((GeneratorObject *)o)->how;
        if (how == GENERATOR_COROUTINE) return eval_class(ev, &native_class_coroutine);
        if (how == GENERATOR_ASYNC) return eval_class(ev, &native_class_async_generator);
    }
    return of_kind(ev, (ObjectKind)o->kind);
}

static Class *cached(Eval *ev, Class **slot, const NativeClass *native)
{
    if (!*slot) *slot = eval_class(ev, native);
    return *slot;
}

Class *value_class(Eval *ev, Value v)
{
    switch (v.kind) {
    case VALUE_OBJECT: return class_of_object(ev, v.as.object);
    case VALUE_BOOL: return cached(ev, &ev->class_bool, &native_class_bool);
    case VALUE_INT: return cached(ev, &ev->class_int, &native_class_int);
    case VALUE_FLOAT: return cached(ev, &ev->class_float, &native_class_float);
    default: return cached(ev, &ev->class_none, &native_class_none_type);
    }
}

Value class_native_method(Eval *ev, Class *cls, const NativeMethod *m)
{
    NativeObject *f = object_new(ev, OBJECT_NATIVE, sizeof *f);
    f->name = m->name;
    f->fn = m->fn;
    f->owner = cls;
    f->how = (uint8_t)m->how;
    f->params = args_params(ev, m->how == NATIVE_GETTER ? "" : m->params);
    return value_of(f);
}

/* ---- lookup ---- */

static Value native_member(Eval *ev, Class *cls, StrObject *name)
{
    for (const NativeMethod *m = cls->native->methods; m && m->name; m++)
        if (m->name[0] == name->data[0] && strcmp(m->name, name->data) == 0)
            return class_native_method(ev, cls, m);
    if (name->len > 4 && name->data[0] == '_' && name->data[1] == '_')
        return class_slot_wrapper(ev, cls, name);
    return value_unset();
}

Value class_own(Eval *ev, Class *cls, StrObject *name)
{
    TableEntry *e = table_find_name(&cls->ns->table, name);
    if (e) return e->item;
    if (!cls->native || cls->complete) return value_unset();
    Value v = native_member(ev, cls, name);
    if (!value_is_unset(v)) table_put_name(ev, &cls->ns->table, name, v);
    return v;
}

Value class_lookup(Eval *ev, Class *cls, StrObject *name)
{
    size_t h = ((uintptr_t)cls >> 4 ^ (uintptr_t)name >> 4 ^ (uintptr_t)name >> 14) % ATTR_CACHE;
    AttrCacheEntry *e = &ev->attr_cache[h];
    if (e->cls == cls && e->name == name && e->epoch == ev->class_epoch) return e->value;
    Value v = value_unset();
    for (size_t i = 0; i < cls->mro_len && value_is_unset(v); i++)
        v = class_own(ev, cls->mro[i], name);
    *e = (AttrCacheEntry){cls, name, v, ev->class_epoch};
    return v;
}

Value class_find(Eval *ev, Class *cls, Str name)
{
    return class_lookup(ev, cls, object_intern(ev, name));
}

void class_changed(Eval *ev) { ev->class_epoch++; }

/* Marks wrappers of slots among native functions; `spare` is free in their header. */
enum { SLOT_WRAPPER = 1 };

bool class_is_slot_wrapper(Value v)
{
    return value_is_kind(v, OBJECT_NATIVE) && v.as.object->spare == SLOT_WRAPPER;
}

Value class_slot(Eval *ev, Class *cls, StrObject *name, const NativeClass **native)
{
    *native = NULL;
    Value v = class_lookup(ev, cls, name);
    if (!value_is_kind(v, OBJECT_NATIVE)) return v;
    NativeObject *f = OBJECT_AS(NativeObject, v);
    if (f->head.spare == SLOT_WRAPPER) {
        *native = f->user;
        return value_unset();
    }
    if (f->owner && f->owner->native == &native_class_object) return value_unset();
    return v;
}

const NativeClass *class_hook(const Class *cls, size_t offset)
{
    for (size_t i = 0; i < cls->mro_len; i++) {
        const NativeClass *n = cls->mro[i]->native;
        void (*fn)(void);
        if (!n) continue;
        memcpy(&fn, (const char *)n + offset, sizeof fn);
        if (fn) return n;
    }
    return NULL;
}

bool eval_find_special(Eval *ev, Value v, const char *name, Value *out)
{
    Class *cls = value_class(ev, v);
    Value m = class_lookup(ev, cls, object_intern(ev, str_z(name)));
    *out = value_unset();
    if (value_is_unset(m) || class_is_slot_wrapper(m)) return true;
    if (value_is_kind(m, OBJECT_NATIVE)) {
        NativeObject *f = OBJECT_AS(NativeObject, m);
        if (f->owner && f->owner->native == &native_class_object) return true;
    }
    return attr_bind(ev, m, v, cls, out);
}

bool class_overrides(Eval *ev, Value v, const char *name)
{
    Class *cls = value_class(ev, v);
    if (cls->native) return false;
    Value m = class_lookup(ev, cls, object_intern(ev, str_z(name)));
    return !value_is_unset(m) && !value_is_kind(m, OBJECT_NATIVE);
}

/* ---- queries ---- */

Value class_value(Class *cls) { return value_of(cls); }
Class *value_as_class(Value v)
{
    return value_is_kind(v, OBJECT_CLASS) ? OBJECT_AS(Class, v) : NULL;
}
Str class_name(const Class *cls) { return object_str_view(cls->name); }
Str class_qualname(const Class *cls) { return object_str_view(cls->qualname); }
size_t class_mro_len(const Class *cls) { return cls->mro_len; }
Class *class_mro_at(const Class *cls, size_t i) { return cls->mro[i]; }

Str class_module(const Class *cls)
{
    TableEntry *e = table_find_str(&cls->ns->table, STR("__module__"));
    if (e && value_is_str(e->item)) return value_as_str(e->item);
    if (cls->native && cls->native->module) return str_z(cls->native->module);
    return STR("builtins");
}

const NativeClass *class_native(const Class *cls)
{
    for (size_t i = 0; i < cls->mro_len; i++)
        if (cls->mro[i]->native) return cls->mro[i]->native;
    return NULL;
}

Value class_namespace(Class *cls) { return value_of(cls->ns); }

bool class_is_subclass(const Class *cls, const Class *base)
{
    for (size_t i = 0; i < cls->mro_len; i++)
        if (cls->mro[i] == base) return true;
    return false;
}

Class *class_meta(Eval *ev, const Class *cls)
{
    return cls->head.cls ? cls->head.cls : cached(ev, &ev->class_type, &native_class_type);
}

Str value_type_name(Eval *ev, Value v) { return class_name(value_class(ev, v)); }

bool value_isinstance(Eval *ev, Value v, Class *cls)
{
    return class_is_subclass(value_class(ev, v), cls);
}

bool value_is_native(Eval *ev, Value v, const NativeClass *native)
{
    Class *c = value_class(ev, v);
    for (size_t i = 0; i < c->mro_len; i++)
        if (c->mro[i]->native == native) return true;
    return false;
}

/* ---- instances ---- */

static Value instance_of_kind(Eval *ev, Class *cls)
{
    switch (cls->instance_kind) {
    case OBJECT_LIST: return value_list(ev);
    case OBJECT_DICT: return value_dict(ev);
    case OBJECT_SET: return value_set(ev);
    case OBJECT_FROZENSET: return object_frozenset(ev);
    case OBJECT_TUPLE: return value_tuple(ev, NULL, 0);
    case OBJECT_STR: {
        StrObject *s = object_str_new(ev, 0);
        object_str_done(s);
        return value_of(s);
    }
    case OBJECT_BYTES: return value_bytes(ev, STR(""));
    case OBJECT_BIGINT: return value_of(object_bigint_new(ev, 0));
    case OBJECT_PROPERTY: {
        PropertyObject *p = object_new(ev, OBJECT_PROPERTY, sizeof *p);
        p->how = class_is_subclass(cls, eval_class(ev, &native_class_classmethod))
                     ? PROPERTY_CLASSMETHOD
                 : class_is_subclass(cls, eval_class(ev, &native_class_staticmethod))
                     ? PROPERTY_STATICMETHOD
                     : PROPERTY_PROPERTY;
        return value_of(p);
    }
    case OBJECT_MODULE: return module_new(ev, STR(""));
    default:
        return value_of(object_new(ev, OBJECT_INSTANCE, sizeof(InstanceObject) + cls->payload));
    }
}

Value eval_instance_new(Eval *ev, Class *cls)
{
    Value v = instance_of_kind(ev, cls);
    bool plain = cls->native && kind_of(cls->native) == cls->instance_kind;
    if (!plain || cls->instance_kind == OBJECT_INSTANCE) v.as.object->cls = cls;
    return v;
}

void *value_payload(Value v, const NativeClass *native)
{
    if (!value_is_kind(v, OBJECT_INSTANCE)) return NULL;
    Class *cls = v.as.object->cls;
    size_t end = cls->payload;
    for (const NativeClass *n = cls->layout; n; n = n->base) {
        end -= (n->payload + 15) & ~(size_t)15;
        if (n == native) return OBJECT_AS(InstanceObject, v)->payload + end;
    }
    return NULL;
}

Value instance_dict(Eval *ev, Value instance)
{
    Object *o = instance.as.object;
    if (o->kind == OBJECT_MODULE) return value_of(((ModuleObject *)o)->dict);
    if (!o->attrs) o->attrs = OBJECT_AS(DictObject, value_dict(ev));
    return value_of(o->attrs);
}

static Value copy_plain(Eval *ev, Value plain)
{
    Object *o = plain.as.object;
    switch (o->kind) {
    case OBJECT_STR: {
        StrObject *s = object_str_new(ev, ((StrObject *)o)->len);
        memcpy(s->data, ((StrObject *)o)->data, s->len);
        s->points = ((StrObject *)o)->points;
        return value_of(s);
    }
    case OBJECT_BYTES: return value_bytes(ev, value_as_bytes(plain));
    case OBJECT_TUPLE: return value_tuple(ev, value_seq_items(plain), value_seq_len(plain));
    case OBJECT_FROZENSET: {
        Value v = object_frozenset(ev);
        table_copy_all(ev, &OBJECT_AS(SetObject, v)->table, &((SetObject *)o)->table);
        return v;
    }
    case OBJECT_BIGINT: {
        BigInt *b = (BigInt *)o, *n = object_bigint_new(ev, b->len);
        n->negative = b->negative;
        memcpy(n->digits, b->digits, b->len * sizeof *b->digits);
        return value_of(n);
    }
    default: return plain;
    }
}

Value value_str_of(Eval *ev, Class *cls, Str text)
{
    return class_adopt(ev, cls, value_str(ev, text));
}

Value class_adopt(Eval *ev, Class *cls, Value plain)
{
    if (cls->native && (cls->layout == cls->native) && kind_of(cls->native) != OBJECT_INSTANCE)
        return plain;
    if (plain.kind == VALUE_INT || plain.kind == VALUE_BOOL) {
        int64_t i = plain.kind == VALUE_INT ? plain.as.integer : plain.as.boolean;
        uint64_t m = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
        uint32_t len = m >> 32 ? 2 : m != 0;
        BigInt *b = object_bigint_new(ev, len);
        b->negative = i < 0;
        if (len > 0) b->digits[0] = (uint32_t)m;
        if (len > 1) b->digits[1] = (uint32_t)(m >> 32);
        b->head.cls = cls;
        return value_of(b);
    }
    if (plain.kind != VALUE_OBJECT) return plain;
    Value v = copy_plain(ev, plain);
    if (v.as.object != plain.as.object || v.as.object->kind == OBJECT_INSTANCE)
        v.as.object->cls = cls;
    return v;
}
