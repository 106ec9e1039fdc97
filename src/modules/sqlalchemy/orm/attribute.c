/* What a mapped class has in the place of its columns, and other things with __get__. */
#include "modules/sqlalchemy/orm/decl.h"

typedef struct AttributeData {
    Value cls;
    Value key;
    Value column;
    bool validated; /* @validates wants to see what is set */
} AttributeData;

Value attribute_new(Eval *ev, Value cls, Str key, Value column)
{
    Value v = eval_instance_new(ev, eval_class(ev, &decl_InstrumentedAttribute));
    AttributeData *d = value_payload(v, &decl_InstrumentedAttribute);
    *d = (AttributeData){cls, value_str(ev, key), column, false};
    ElementData *e = element_data(v);
    e->expr = element_data(column)->expr;
    element_keep(ev, e, column);
    return v;
}

void attribute_validate(Value attribute)
{
    ((AttributeData *)value_payload(attribute, &decl_InstrumentedAttribute))->validated = true;
}

/* Calls a function of _sqlalchemy_orm.attributes. */
static bool call_orm(Eval *ev, const char *name, const Value *args, size_t n, Value *out)
{
    Value module, fn;
    return eval_import(ev, STR("_sqlalchemy_orm.attributes"), &module) &&
           eval_getattr(ev, module, str_z(name), &fn) &&
           eval_call(ev, fn, args, n, value_unset(), out);
}

/* What the ORM knows of the object; unset before it has to do with it. */
static Value state_of(Eval *ev, Value instance)
{
    return value_dict_find_z(instance_dict(ev, instance), "_sa_instance_state");
}

/* On the class: the attribute itself; on an instance: its value, which an object of a session may
 * have to read first. */
static bool get(Eval *ev, Args *a, Value *out)
{
    AttributeData *d = value_payload(a->self, &decl_InstrumentedAttribute);
    if (module_absent(a->v[0])) return *out = a->self, true;
    *out = value_dict_find_str(instance_dict(ev, a->v[0]), value_as_str(d->key));
    if (!value_is_unset(*out)) return true;
    *out = value_none();
    Value args[2] = {a->v[0], d->key};
    return value_is_unset(state_of(ev, a->v[0])) || call_orm(ev, "load_attribute", args, 2, out);
}

static bool set(Eval *ev, Args *a, Value *out)
{
    AttributeData *d = value_payload(a->self, &decl_InstrumentedAttribute);
    Value args[3] = {a->v[0], d->key, a->v[1]};
    if (d->validated) return call_orm(ev, "set_validated", args, 3, out);
    if (!value_is_unset(state_of(ev, a->v[0]))) return call_orm(ev, "set_attribute", args, 3, out);
    value_dict_put_str(ev, instance_dict(ev, a->v[0]), value_as_str(d->key), a->v[1]);
    return true;
}

static bool delete (Eval *ev, Args *a, Value *out)
{
    AttributeData *d = value_payload(a->self, &decl_InstrumentedAttribute);
    Value args[2] = {a->v[0], d->key};
    return call_orm(ev, "delete_attribute", args, 2, out);
}

static bool getattr_slot(Eval *ev, Value self, Str name, Value *out)
{
    AttributeData *d = value_payload(self, &decl_InstrumentedAttribute);
    if (value_is_unset(d->key)) return true;
    if (str_eq_z(name, "key") || str_eq_z(name, "name"))
        *out = d->key;
    else if (str_eq_z(name, "class_") || str_eq_z(name, "parent"))
        *out = d->cls;
    else if (str_eq_z(name, "expression") || str_eq_z(name, "property") ||
             str_eq_z(name, "_sa_column"))
        *out = d->column;
    else
        return eval_find_attr(ev, d->column, name, out);
    return true;
}

static void traverse(void *payload, GcVisitor *gc)
{
    AttributeData *d = payload;
    gc_visit(gc, d->cls);
    gc_visit(gc, d->key);
    gc_visit(gc, d->column);
}

static const NativeMethod methods[] = {{"__get__", "instance, owner=None", get, NATIVE_METHOD},
                                       {"__set__", "instance, value", set, NATIVE_METHOD},
                                       {"__delete__", "instance", delete, NATIVE_METHOD},
                                       {0}};

const NativeClass decl_InstrumentedAttribute = {.name = "InstrumentedAttribute",
                                                .module = "sqlalchemy.orm.attributes",
                                                .base = &element_ColumnElement,
                                                .payload = sizeof(AttributeData),
                                                .methods = methods,
                                                .getattr = getattr_slot,
                                                .traverse = traverse};

/* ---- declared_attr ---- */

static DeclaredAttrData *declared(Value v) { return value_payload(v, &decl_declared_attr); }

static bool declared_init(Eval *ev, Value self, Args *a)
{
    Value fn = a->v[0], inner;
    if (!value_is_object(fn)) return eval_raise(ev, "TypeError", "declared_attr needs a function");
    if (!eval_find_attr(ev, fn, STR("__func__"), &inner))
        return false; /* @declared_attr @classmethod */
    declared(self)->fn = value_is_unset(inner) ? fn : inner;
    return true;
}

static bool declared_get(Eval *ev, Args *a, Value *out)
{
    Value owner = a->v[1];
    return eval_call(ev, declared(a->self)->fn, &owner, 1, value_unset(), out);
}

static bool make_cascading(Eval *ev, Args *a, Value *out)
{
    if (!eval_call(ev, class_value(eval_class(ev, &decl_declared_attr)), a->v, 1, value_unset(),
                   out))
        return false;
    declared(*out)->cascading = true;
    return true;
}

/* declared_attr.directive is a decorator of the same kind, .cascading one with a mark. */
static bool declared_class_getattr(Eval *ev, Class *cls, Str name, Value *out)
{
    if (str_eq_z(name, "directive")) *out = class_value(eval_class(ev, &decl_declared_attr));
    if (str_eq_z(name, "cascading"))
        *out = eval_native_new(ev, "cascading", "fn", make_cascading, NULL, value_unset());
    return true;
}

static void declared_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((DeclaredAttrData *)payload)->fn);
}

static const NativeMethod declared_methods[] = {
    {"__get__", "instance, owner=None", declared_get, NATIVE_METHOD}, {0}};

const NativeClass decl_declared_attr = {.name = "declared_attr",
                                        .module = "sqlalchemy.orm.decl_api",
                                        .payload = sizeof(DeclaredAttrData),
                                        .init_params = "fn, cascading=False, quiet=False",
                                        .init = declared_init,
                                        .methods = declared_methods,
                                        .class_getattr = declared_class_getattr,
                                        .traverse = declared_traverse};
