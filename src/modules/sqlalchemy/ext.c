#include "modules/sqlalchemy/ext.h"

#include "eval/alias.h"
#include "modules/sqlalchemy/compiles.h"
#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/event.h"
#include "modules/sqlalchemy/orm/decl.h"
#include "modules/sqlalchemy/types.h"

/* ---- hybrid_property ---- */

typedef struct HybridData {
    Value get, set, expression;
} HybridData;

static HybridData *hybrid(Value v);

static bool hybrid_init(Eval *ev, Value self, Args *a)
{
    hybrid(self)->get = a->v[0];
    hybrid(self)->set = a->v[1];
    return true;
}

static bool hybrid_get(Eval *ev, Args *a, Value *out)
{
    HybridData *d = hybrid(a->self);
    if (!module_absent(a->v[0])) return eval_call(ev, d->get, &a->v[0], 1, value_unset(), out);
    return eval_call(ev, value_is_unset(d->expression) ? d->get : d->expression, &a->v[1], 1,
                     value_unset(), out);
}

static bool hybrid_expression(Eval *ev, Args *a, Value *out)
{
    hybrid(a->self)->expression = a->v[0];
    *out = a->self;
    return true;
}

static bool hybrid_setter(Eval *ev, Args *a, Value *out)
{
    hybrid(a->self)->set = a->v[0];
    *out = a->self;
    return true;
}

static bool hybrid_set(Eval *ev, Args *a, Value *out)
{
    HybridData *d = hybrid(a->self);
    if (module_absent(d->set)) return eval_raise(ev, "AttributeError", "can't set attribute");
    return eval_call(ev, d->set, a->v, 2, value_unset(), out);
}

static bool hybrid_same(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool hybrid_inplace(Eval *ev, Args *a, Value *out) { return hybrid_same(ev, a, out); }

static void hybrid_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((HybridData *)payload)->get);
    gc_visit(gc, ((HybridData *)payload)->set);
    gc_visit(gc, ((HybridData *)payload)->expression);
}

static const NativeMethod hybrid_methods[] = {
    {"__get__", "instance, owner=None", hybrid_get, NATIVE_METHOD},
    {"expression", "fn", hybrid_expression, NATIVE_METHOD},
    {"__set__", "instance, value", hybrid_set, NATIVE_METHOD},
    {"setter", "fn", hybrid_setter, NATIVE_METHOD},
    {"deleter", "fn", hybrid_same, NATIVE_METHOD},
    {"comparator", "fn", hybrid_same, NATIVE_METHOD},
    {"update_expression", "fn", hybrid_same, NATIVE_METHOD},
    {"inplace", "", hybrid_inplace, NATIVE_GETTER},
    {0}};

static const NativeClass ext_hybrid_property = {.name = "hybrid_property",
                                                .module = "sqlalchemy.ext.hybrid",
                                                .payload = sizeof(HybridData),
                                                .init_params =
                                                    "fget, fset=None, fdel=None, expr=None, **kw",
                                                .init = hybrid_init,
                                                .methods = hybrid_methods,
                                                .traverse = hybrid_traverse};

static HybridData *hybrid(Value v) { return value_payload(v, &ext_hybrid_property); }

/* ---- harmless names ---- */

static bool same(Eval *ev, Args *a, Value *out)
{
    *out = a->v[0];
    return true;
}

static bool nothing(Eval *ev, Args *a, Value *out) { return true; }

static bool any_init(Eval *ev, Value self, Args *a) { return true; }
static bool any_call(Eval *ev, Value self, Args *a, Value *out)
{
    *out = self;
    return true;
}

static const NativeClass ext_OrderingList = {.name = "OrderingList",
                                             .module = "sqlalchemy.ext.orderinglist",
                                             .init_params = "*args, **kw",
                                             .init = any_init,
                                             .call = any_call,
                                             .class_getitem = alias_class_itself};
static const NativeClass ext_Comparator = {.name = "Comparator",
                                           .module = "sqlalchemy.ext.hybrid",
                                           .init_params = "*args, **kw",
                                           .init = any_init,
                                           .class_getitem = alias_class_itself};

/* MutableDict.as_mutable(JSON) is the type. */
static bool as_mutable(Eval *ev, Args *a, Value *out)
{
    const SqlType *t;
    if (!module_type_from_value(ev, a->v[0], eval_arena(ev), &t)) return false;
    *out = value_as_class(a->v[0]) ? module_type_value(ev, t) : a->v[0];
    /* The ORM looks at such values before it flushes. */
    module_object_put(ev, t, *out);
    return eval_setattr(ev, *out, STR("_sa_mutable"), value_bool(true));
}

static const NativeMethod mutable_methods[] = {
    {"as_mutable", "sqltype", as_mutable, NATIVE_CLASSMETHOD},
    {"associate_with", "sqltype", nothing, NATIVE_CLASSMETHOD},
    {0}};
#define MUTABLE(id)                                                                                \
    static const NativeClass ext_##id = {                                                          \
        .name = #id, .module = "sqlalchemy.ext.mutable", .methods = mutable_methods};
MUTABLE(Mutable)
MUTABLE(MutableDict)
MUTABLE(MutableList)
MUTABLE(MutableSet)
MUTABLE(MutableComposite)

static const NativeMember hybrid_members[] = {
    NATIVE_CLASS("hybrid_property", &ext_hybrid_property), NATIVE_FN("hybrid_method", "fn", same),
    NATIVE_CLASS("Comparator", &ext_Comparator), NATIVE_END};
static const NativeMember mutable_members[] = {
    NATIVE_CLASS("Mutable", &ext_Mutable),
    NATIVE_CLASS("MutableDict", &ext_MutableDict),
    NATIVE_CLASS("MutableList", &ext_MutableList),
    NATIVE_CLASS("MutableSet", &ext_MutableSet),
    NATIVE_CLASS("MutableComposite", &ext_MutableComposite),
    NATIVE_END};
static const NativeMember ordering_members[] = {NATIVE_CLASS("ordering_list", &ext_OrderingList),
                                                NATIVE_END};
/* @compiles(Element, "postgresql") */
static const NativeMember compiler_members[] = {
    NATIVE_FN("compiles", "cls, *specs", compiles_decorator),
    NATIVE_FN("deregister", "class_", compiles_deregister), NATIVE_END};
/* ---- sqlalchemy.ext.asyncio ---- */

static const NativeClass ext_AsyncAttrs = {.name = "AsyncAttrs",
                                           .module = "sqlalchemy.ext.asyncio.session"};
static const NativeMember asyncio_members[] = {NATIVE_CLASS("AsyncAttrs", &ext_AsyncAttrs),
                                               NATIVE_END};

static bool from_python(Eval *ev, const char *path, Str name, Value *out)
{
    Value module;
    return eval_import(ev, str_z(path), &module) && eval_find_attr(ev, module, name, out);
}

/* Engines come without the ORM, which most of these scripts have no use for. */
static bool asyncio_getattr(Eval *ev, Str name, Value *out)
{
    if (str_starts(name, STR("__"))) return true;
    const char *path = "_sqlalchemy_asyncio.engine";
    if (str_starts(name, STR("AsyncContext")) || str_starts(name, STR("AsyncMethod")))
        path = "_sqlalchemy_asyncio.start";
    if (str_ends(name, STR("Result"))) path = "_sqlalchemy_asyncio.result";
    if (str_contains(name, STR("Session")) || str_contains(name, STR("session")))
        path = "_sqlalchemy_asyncio.session";
    return from_python(ev, path, name, out);
}

static bool orm_name(Eval *ev, Str name, Value *out) { return orm_module.getattr(ev, name, out); }

/* Submodules of sqlalchemy.orm export names of the package. */
static bool orm_submodule(Eval *ev, Str name, Value *out)
{
    if (str_starts(name, STR("__"))) return true;
    Value module;
    return eval_import(ev, STR("sqlalchemy.orm"), &module) && eval_find_attr(ev, module, name, out);
}

static const NativeMember none[] = {NATIVE_END};
/* sqlalchemy.orm.attributes: flag_modified() and its like. */
static bool orm_attributes(Eval *ev, Str name, Value *out)
{
    if (str_starts(name, STR("__"))) return true;
    if (!from_python(ev, "_sqlalchemy_orm.attributes", name, out)) return false;
    return !value_is_unset(*out) || orm_submodule(ev, name, out);
}

static bool association_proxy(Eval *ev, Str name, Value *out)
{
    bool known = str_eq_z(name, "association_proxy") || str_eq_z(name, "AssociationProxy");
    return !known || from_python(ev, "_sqlalchemy_orm.declare", STR("AssociationProxy"), out);
}

static const NativeModule modules[] = {
    {"sqlalchemy.ext", none, NULL},
    {"sqlalchemy.ext.declarative", none, orm_name},
    {"sqlalchemy.ext.declarative.base", none, orm_name},
    {"sqlalchemy.ext.declarative.api", none, orm_name},
    {"sqlalchemy.ext.hybrid", hybrid_members, NULL},
    {"sqlalchemy.ext.mutable", mutable_members, NULL},
    {"sqlalchemy.ext.associationproxy", none, association_proxy},
    {"sqlalchemy.ext.orderinglist", ordering_members, NULL},
    {"sqlalchemy.ext.compiler", compiler_members, NULL},
    {"sqlalchemy.ext.asyncio", asyncio_members, asyncio_getattr},
    {"sqlalchemy.ext.asyncio.engine", none, asyncio_getattr},
    {"sqlalchemy.ext.asyncio.exc", none, asyncio_getattr},
    {"sqlalchemy.ext.asyncio.result", none, asyncio_getattr},
    {"sqlalchemy.ext.asyncio.session", asyncio_members, asyncio_getattr},
    {"sqlalchemy.event", event_members, NULL},
    {"sqlalchemy.orm.session", none, orm_submodule},
    {"sqlalchemy.orm.query", none, orm_submodule},
    {"sqlalchemy.orm.decl_api", none, orm_submodule},
    {"sqlalchemy.orm.relationships", none, orm_submodule},
    {"sqlalchemy.orm.properties", none, orm_submodule},
    {"sqlalchemy.orm.base", none, orm_submodule},
    {"sqlalchemy.orm.mapper", none, orm_submodule},
    {"sqlalchemy.orm.collections", none, orm_submodule},
    {"sqlalchemy.orm.strategy_options", none, orm_submodule},
    {"sqlalchemy.orm.attributes", none, orm_attributes},
};

const NativeModule *ext_find(Str dotted)
{
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (str_eq_z(dotted, modules[i].name)) return &modules[i];
    return NULL;
}
