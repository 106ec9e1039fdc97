#include "eval/attr.h"

#include <string.h>

#include "eval/import.h"

/* ---- descriptors ---- */

static bool is_getter(Value attr)
{
    return value_is_kind(attr, OBJECT_NATIVE) && OBJECT_AS(NativeObject, attr)->owner &&
           OBJECT_AS(NativeObject, attr)->how == NATIVE_GETTER;
}

static bool is_property(Value attr)
{
    return value_is_kind(attr, OBJECT_PROPERTY) &&
           OBJECT_AS(PropertyObject, attr)->how == PROPERTY_PROPERTY;
}

static Value instance_hook(Eval *ev, Value attr, StrObject *name)
{
    if (!value_is_kind(attr, OBJECT_INSTANCE)) return value_unset();
    return class_lookup(ev, attr.as.object->cls, name);
}

static bool is_data_descriptor(Eval *ev, Value attr)
{
    if (value_is_unset(attr) || attr.kind != VALUE_OBJECT) return false;
    if (is_getter(attr) || is_property(attr)) return true;
    return !value_is_unset(instance_hook(ev, attr, ev->names.set)) ||
           !value_is_unset(instance_hook(ev, attr, ev->names.delete_));
}

static bool get_property(Eval *ev, PropertyObject *p, Value self, Value *out)
{
    if (value_is_unset(p->get) || value_is_none(p->get))
        return eval_raise(ev, "AttributeError", "property of '%.*s' object has no getter",
                          STR_ARG(value_type_name(ev, self)));
    Call call = {.self = self};
    return call_value(ev, p->get, &call, out);
}

static bool bind_native(Eval *ev, NativeObject *f, Value self, Class *cls, Value *out)
{
    if (f->owner && f->how == NATIVE_GETTER) {
        if (value_is_unset(self)) return true;
        Args args = {.self = self, .user = f->user};
        *out = value_none();
        return f->fn(ev, &args, out);
    }
    if (!f->owner || f->how == NATIVE_STATICMETHOD || !value_is_unset(f->self)) return true;
    if (f->how == NATIVE_CLASSMETHOD)
        *out = function_native_bind(ev, f, value_of(cls));
    else if (!value_is_unset(self))
        *out = function_native_bind(ev, f, self);
    return true;
}

/* What `attr`, found on class cls, gives for an access through self (unset: through the class). */
bool attr_bind(Eval *ev, Value attr, Value self, Class *cls, Value *out)
{
    *out = attr;
    if (attr.kind != VALUE_OBJECT) return true;
    switch (attr.as.object->kind) {
    case OBJECT_FUNCTION:
        if (!value_is_unset(self)) *out = function_method_new(ev, attr, self);
        return true;
    case OBJECT_NATIVE: return bind_native(ev, OBJECT_AS(NativeObject, attr), self, cls, out);
    case OBJECT_PROPERTY: {
        PropertyObject *p = OBJECT_AS(PropertyObject, attr);
        if (p->how == PROPERTY_STATICMETHOD)
            *out = p->get;
        else if (p->how == PROPERTY_CLASSMETHOD && value_as_class(p->get)) /* classmethod(list) */
            *out = function_method_new(ev, p->get, value_of(cls));
        else if (p->how == PROPERTY_CLASSMETHOD)
            return attr_bind(ev, p->get, value_of(cls), cls, out);
        else if (!value_is_unset(self))
            return get_property(ev, p, self, out);
        return true;
    }
    case OBJECT_INSTANCE: {
        Value get = instance_hook(ev, attr, ev->names.get);
        if (value_is_unset(get)) return true;
        Value args[] = {value_is_unset(self) ? value_none() : self, value_of(cls)};
        return call_special(ev, get, attr, args, 2, out);
    }
    default: return true;
    }
}

/* ---- instances ---- */

static Value own_attr(Value v, StrObject *name)
{
    if (v.kind != VALUE_OBJECT || !v.as.object->attrs) return value_unset();
    TableEntry *e = table_find_name(&v.as.object->attrs->table, name);
    return e ? e->item : value_unset();
}

/* True when the pending exception is an AttributeError, which is then cleared. */
static bool forgive(Eval *ev)
{
    if (ev->fatal || !exception_is(ev, ev->pending, "AttributeError")) return false;
    ev->pending = value_unset();
    return true;
}

static bool find_fallback(Eval *ev, Value v, Class *cls, StrObject *name, Value *out)
{
    const NativeClass *native;
    Value m = class_slot(ev, cls, ev->names.getattr, &native);
    *out = value_unset();
    if (native) return native->getattr(ev, v, object_str_view(name), out);
    if (value_is_unset(m)) return true;
    Value arg = value_of(name);
    return call_special(ev, m, v, &arg, 1, out) || forgive(ev);
}

static bool find_instance(Eval *ev, Value v, StrObject *name, Value *out)
{
    Class *cls = value_class(ev, v);
    Value attr = class_lookup(ev, cls, name);
    if (is_data_descriptor(ev, attr)) {
        if (attr_bind(ev, attr, v, cls, out)) return true;
        return forgive(ev) && find_fallback(ev, v, cls, name, out);
    }
    *out = own_attr(v, name);
    if (!value_is_unset(*out)) return true;
    if (!value_is_unset(attr)) return attr_bind(ev, attr, v, cls, out);
    return find_fallback(ev, v, cls, name, out);
}

/* ---- classes ---- */

static bool find_class_fallback(Eval *ev, Class *cls, Class *meta, StrObject *name, Value *out)
{
    const NativeClass *hook = CLASS_HOOK(cls, class_getattr);
    *out = value_unset();
    if (hook) {
        if (!hook->class_getattr(ev, cls, object_str_view(name), out)) return false;
        if (!value_is_unset(*out)) return true;
    }
    const NativeClass *native;
    Value m = class_slot(ev, meta, ev->names.getattr, &native);
    if (value_is_unset(m)) return true;
    Value arg = value_of(name);
    return call_special(ev, m, value_of(cls), &arg, 1, out) || forgive(ev);
}

static bool find_class(Eval *ev, Class *cls, StrObject *name, Value *out)
{
    Class *meta = class_meta(ev, cls);
    Value on_meta = class_lookup(ev, meta, name);
    if (is_data_descriptor(ev, on_meta)) return attr_bind(ev, on_meta, value_of(cls), meta, out);
    Value attr = class_lookup(ev, cls, name);
    if (!value_is_unset(attr)) return attr_bind(ev, attr, value_unset(), cls, out);
    if (!value_is_unset(on_meta)) return attr_bind(ev, on_meta, value_of(cls), meta, out);
    return find_class_fallback(ev, cls, meta, name, out);
}

bool attr_find_plain(Eval *ev, Value v, StrObject *name, Value *out)
{
    *out = value_unset();
    switch (value_object_kind(v)) {
    case OBJECT_CLASS: return find_class(ev, OBJECT_AS(Class, v), name, out);
    case OBJECT_MODULE: return module_find_attr(ev, OBJECT_AS(ModuleObject, v), name, out);
    case OBJECT_UNKNOWN: return unknown_spread(ev, v, "attribute", object_str_view(name), out);
    default: break;
    }
    if (value_is_kind(v, OBJECT_INSTANCE) && v.as.object->cls->layout == &native_class_super)
        return attr_super_find(ev, v, name, out);
    return find_instance(ev, v, name, out);
}

bool attr_find(Eval *ev, Value v, StrObject *name, Value *out)
{
    if (v.kind != VALUE_OBJECT || !v.as.object->cls || !v.as.object->cls->own_getattribute ||
        v.as.object->kind == OBJECT_CLASS)
        return attr_find_plain(ev, v, name, out);
    Value m = class_lookup(ev, v.as.object->cls, ev->names.getattribute), arg = value_of(name);
    if (call_special(ev, m, v, &arg, 1, out)) return true;
    return forgive(ev) && find_fallback(ev, v, v.as.object->cls, name, out);
}

static bool absent(Eval *ev, Value v, StrObject *name)
{
    if (value_is_kind(v, OBJECT_CLASS))
        return eval_raise(ev, "AttributeError", "type object '%s' has no attribute '%s'",
                          OBJECT_AS(Class, v)->name->data, name->data);
    if (value_is_kind(v, OBJECT_MODULE)) {
        ModuleObject *m = OBJECT_AS(ModuleObject, v);
        if (m->initializing)
            return eval_raise(ev, "AttributeError",
                              "partially initialized module '%s' has no attribute '%s' "
                              "(most likely due to a circular import)",
                              m->name->data, name->data);
        return eval_raise(ev, "AttributeError", "module '%s' has no attribute '%s'", m->name->data,
                          name->data);
    }
    return eval_raise(ev, "AttributeError", "'%.*s' object has no attribute '%s'",
                      STR_ARG(value_type_name(ev, v)), name->data);
}

/* A __getattr__ or property that raises AttributeError itself keeps its own text: found again,
 * without forgiving. */
static bool raise_own(Eval *ev, Value v, StrObject *name)
{
    Class *cls = value_class(ev, v);
    const NativeClass *native;
    Value m = class_slot(ev, cls, ev->names.getattr, &native), arg = value_of(name), out;
    if (!value_is_unset(m) && value_object_kind(v) != OBJECT_CLASS)
        return call_special(ev, m, v, &arg, 1, &out);
    if (value_is_kind(v, OBJECT_CLASS)) return true;
    Value attr = class_lookup(ev, cls, name);
    if (is_data_descriptor(ev, attr)) return attr_bind(ev, attr, v, cls, &out);
    return true;
}

bool attr_get(Eval *ev, Value v, StrObject *name, Value *out)
{
    if (!attr_find(ev, v, name, out)) return false;
    if (!value_is_unset(*out)) return true;
    if (value_is_kind(v, OBJECT_MODULE)) {
        ModuleObject *m = OBJECT_AS(ModuleObject, v);
        if (module_is_partial(ev, m)) {
            Str dotted = arena_fmt(&ev->arena, "%s.%s", m->name->data, name->data);
            /* A package's modules are its attributes without being imported: sa.exc */
            if (ev->host.find_native && ev->host.find_native(ev->host.user, dotted))
                return eval_import(ev, dotted, out);
            Str what = arena_fmt(&ev->arena, "'%.*s'", STR_ARG(dotted));
            *out = eval_unknown(ev, what);
            return true;
        }
        return absent(ev, v, name);
    }
    if (!raise_own(ev, v, name)) return false;
    return absent(ev, v, name);
}

bool attr_method(Eval *ev, Value v, StrObject *name, Value *fn, Value *self)
{
    *self = value_unset();
    int kind = value_object_kind(v);
    bool usual = kind != OBJECT_CLASS && kind != OBJECT_MODULE && kind != OBJECT_UNKNOWN &&
                 !(kind == OBJECT_INSTANCE && v.as.object->cls->layout == &native_class_super);
    if (!usual ||
        (v.kind == VALUE_OBJECT && v.as.object->cls && v.as.object->cls->own_getattribute))
        return attr_get(ev, v, name, fn);
    Value attr = class_lookup(ev, value_class(ev, v), name);
    bool is_method = value_is_kind(attr, OBJECT_FUNCTION) ||
                     (value_is_kind(attr, OBJECT_NATIVE) && OBJECT_AS(NativeObject, attr)->owner &&
                      OBJECT_AS(NativeObject, attr)->how == NATIVE_METHOD);
    if (!is_method || !value_is_unset(own_attr(v, name))) return attr_get(ev, v, name, fn);
    *fn = attr;
    *self = v;
    return true;
}

/* ---- setting ---- */

static bool set_on_class(Eval *ev, Class *cls, StrObject *name, Value item)
{
    if (cls->native)
        return eval_raise(ev, "TypeError", "cannot set '%s' attribute of immutable type '%s'",
                          name->data, cls->name->data);
    if (name == ev->names.name && value_is_str(item)) {
        cls->name = object_intern(ev, value_as_str(item));
        return true;
    }
    if (name == ev->names.qualname && value_is_str(item)) {
        cls->qualname = object_intern(ev, value_as_str(item));
        return true;
    }
    if (name == ev->names.getattribute) cls->own_getattribute = true;
    table_put_name(ev, &cls->ns->table, name, item);
    class_changed(ev);
    return true;
}

static bool set_property(Eval *ev, Value attr, Value self, StrObject *name, Value item)
{
    PropertyObject *p = OBJECT_AS(PropertyObject, attr);
    bool deleting = value_is_unset(item);
    Value fn = deleting ? p->del : p->set, result;
    if (value_is_unset(fn) || value_is_none(fn))
        return eval_raise(ev, "AttributeError", "property '%s' of '%.*s' object has no %s",
                          name->data, STR_ARG(value_type_name(ev, self)),
                          deleting ? "deleter" : "setter");
    Call call = {.self = self, .pos = &item, .n = deleting ? 0 : 1};
    return call_value(ev, fn, &call, &result);
}

/* Objects of built-in classes other than functions have no attributes of their own. */
static bool takes_attributes(Value v)
{
    if (v.kind != VALUE_OBJECT) return false;
    Object *o = v.as.object;
    if (o->kind == OBJECT_FUNCTION || o->kind == OBJECT_MODULE) return true;
    if (o->kind == OBJECT_NATIVE || o->kind == OBJECT_METHOD) return false;
    return o->cls && (!o->cls->native ||
                      (o->kind == OBJECT_INSTANCE && o->cls->native != &native_class_object));
}

static bool set_descriptor(Eval *ev, Value v, Value attr, StrObject *name, Value item, bool *done)
{
    *done = true;
    if (is_property(attr)) return set_property(ev, attr, v, name, item);
    bool deleting = value_is_unset(item);
    Value m = instance_hook(ev, attr, deleting ? ev->names.delete_ : ev->names.set), result;
    if (!value_is_unset(m)) {
        Value args[] = {v, item};
        return call_special(ev, m, attr, args, deleting ? 1 : 2, &result);
    }
    *done = false;
    return true;
}

static bool set_function_attr(Eval *ev, Value v, StrObject *name, Value item, bool *done);

static bool native_setattr(Eval *ev, Value v, Class *cls, StrObject *name, Value item, bool *done)
{
    *done = false;
    const NativeClass *native = CLASS_HOOK(cls, setattr);
    return !native || native->setattr(ev, v, object_str_view(name), item, done);
}

bool attr_set_plain(Eval *ev, Value v, StrObject *name, Value item)
{
    if (value_is_kind(v, OBJECT_MODULE)) {
        table_put_name(ev, &OBJECT_AS(ModuleObject, v)->dict->table, name, item);
        return true;
    }
    if (value_is_unknown(v)) return true; /* what becomes of it cannot be seen */
    Class *cls = value_class(ev, v);
    Value attr = class_lookup(ev, cls, name);
    bool done;
    if (!set_descriptor(ev, v, attr, name, item, &done)) return false;
    if (done) return true;
    if (!native_setattr(ev, v, cls, name, item, &done)) return false;
    if (done) return true;
    if (value_is_kind(v, OBJECT_CLASS)) return set_on_class(ev, OBJECT_AS(Class, v), name, item);
    if (value_is_kind(v, OBJECT_FUNCTION)) {
        if (!set_function_attr(ev, v, name, item, &done)) return false;
        if (done) return true;
    }
    if (name == ev->names.class_) {
        Class *to = value_as_class(item);
        if (!value_is_kind(v, OBJECT_INSTANCE) || !to || to->layout != cls->layout ||
            to->payload != cls->payload)
            return eval_raise(ev, "TypeError",
                              "__class__ assignment only supported for compatible classes");
        v.as.object->cls = to;
        return true;
    }
    if (name == ev->names.dict && value_is_dict(item) && takes_attributes(v)) {
        v.as.object->attrs = OBJECT_AS(DictObject, item);
        return true;
    }
    if (is_getter(attr) || !takes_attributes(v)) {
        if (value_is_unset(attr)) return absent(ev, v, name);
        return eval_raise(ev, "AttributeError", "'%.*s' object attribute '%s' is read-only",
                          STR_ARG(value_type_name(ev, v)), name->data);
    }
    table_put_name(ev, &OBJECT_AS(DictObject, instance_dict(ev, v))->table, name, item);
    return true;
}

static bool set_function_attr(Eval *ev, Value v, StrObject *name, Value item, bool *done)
{
    FunctionObject *f = OBJECT_AS(FunctionObject, v);
    *done = true;
    /* What functools.wraps takes from an unknown function. */
    bool named = name == ev->names.name || name == ev->names.qualname;
    if (named && value_is_unknown(item)) return true;
    if (name == ev->names.name && value_is_str(item))
        f->name = object_intern(ev, value_as_str(item));
    else if (name == ev->names.qualname && value_is_str(item))
        f->qualname = object_intern(ev, value_as_str(item));
    else if (name == ev->names.doc)
        f->doc = item;
    else if (name == ev->names.module)
        f->module = item;
    else if (name == ev->names.annotations)
        f->annotations = item;
    else if (strcmp(name->data, "__defaults__") == 0)
        f->defaults = item;
    else if (strcmp(name->data, "__kwdefaults__") == 0)
        f->kwdefaults = item;
    else
        *done = false;
    return true;
}

bool attr_set(Eval *ev, Value v, StrObject *name, Value item)
{
    if (v.kind != VALUE_OBJECT || value_is_unknown(v)) return attr_set_plain(ev, v, name, item);
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.setattr, &native);
    if (value_is_unset(m)) return attr_set_plain(ev, v, name, item);
    Value args[] = {value_of(name), item}, result;
    return call_special(ev, m, v, args, 2, &result);
}

/* ---- deleting ---- */

static bool delete_from(Eval *ev, Value v, DictObject *dict, StrObject *name)
{
    TableEntry *e = dict ? table_find_name(&dict->table, name) : NULL;
    if (!e) return absent(ev, v, name);
    table_remove_entry(ev, &dict->table, e);
    return true;
}

bool attr_delete_plain(Eval *ev, Value v, StrObject *name)
{
    if (value_is_unknown(v)) return true;
    if (value_is_kind(v, OBJECT_MODULE))
        return delete_from(ev, v, OBJECT_AS(ModuleObject, v)->dict, name);
    Class *cls = value_class(ev, v);
    bool done;
    if (!set_descriptor(ev, v, class_lookup(ev, cls, name), name, value_unset(), &done))
        return false;
    if (done) return true;
    const NativeClass *native = CLASS_HOOK(cls, delattr);
    if (native && !native->delattr(ev, v, object_str_view(name), &done)) return false;
    if (done) return true;
    if (value_is_kind(v, OBJECT_CLASS)) {
        class_changed(ev);
        return delete_from(ev, v, OBJECT_AS(Class, v)->ns, name);
    }
    return delete_from(ev, v, v.kind == VALUE_OBJECT ? v.as.object->attrs : NULL, name);
}

bool attr_delete(Eval *ev, Value v, StrObject *name)
{
    const NativeClass *native;
    Value m = value_is_unknown(v) ? value_unset()
                                  : class_slot(ev, value_class(ev, v), ev->names.delattr, &native);
    if (value_is_unset(m)) return attr_delete_plain(ev, v, name);
    Value arg = value_of(name), result;
    return call_special(ev, m, v, &arg, 1, &result);
}

/* ---- for natives ---- */

bool eval_getattr(Eval *ev, Value v, Str name, Value *out)
{
    return attr_get(ev, v, object_intern(ev, name), out);
}
bool eval_find_attr(Eval *ev, Value v, Str name, Value *out)
{
    return attr_find(ev, v, object_intern(ev, name), out);
}

bool eval_setattr(Eval *ev, Value v, Str name, Value item)
{
    return attr_set(ev, v, object_intern(ev, name), item);
}
