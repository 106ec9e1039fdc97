/* Bases, registries, mapped_column() and the decorators of sqlalchemy.orm's declarative part. */
#include "modules/sqlalchemy/orm/decl.h"

#include "modules/sqlalchemy/exc.h"

static RegistryData *registry_data(Value v) { return value_payload(v, &decl_Registry); }

/* ---- registry ---- */

static bool make_registry(Eval *ev, Value metadata, Value type_map, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &decl_Registry));
    RegistryData *r = registry_data(*out);
    r->metadata = module_absent(metadata) ? metadata_new_value(ev) : metadata;
    r->type_map = type_map;
    r->classes = value_dict(ev);
    if (!objects_metadata(r->metadata))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Declarative base class/registry metadata must be a MetaData");
    return true;
}

static bool registry_init(Eval *ev, Value self, Args *a)
{
    RegistryData *r = registry_data(self);
    r->metadata = module_absent(a->v[0]) ? metadata_new_value(ev) : a->v[0];
    r->type_map = a->v[2];
    r->classes = value_dict(ev);
    return true;
}

/* type(name, bases, ns), which runs nothing of ours because of the mark in ns. */
static bool make_base(Eval *ev, Value registry, Value name, Value cls, Value *out)
{
    Value type, ns = value_dict(ev), bases, root = class_value(eval_class(ev, &decl_Base));
    eval_root_push(ev, registry);
    eval_root_push(ev, ns);
    value_dict_put_z(ev, ns, "_sa_is_base", value_bool(true));
    value_dict_put_z(ev, ns, "__abstract__", value_bool(true));
    value_dict_put_z(ev, ns, "registry", registry);
    value_dict_put_z(ev, ns, "metadata", registry_data(registry)->metadata);
    value_dict_put_z(ev, ns, "__module__", value_str(ev, STR("sqlalchemy.orm.decl_api")));
    if (value_is_tuple(cls)) {
        Value list;
        if (!eval_to_list(ev, cls, &list)) return false;
        value_list_push(ev, list, root);
        bases = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    } else if (module_absent(cls)) {
        bases = value_tuple(ev, &root, 1);
    } else {
        bases = value_tuple(ev, (Value[]){cls, root}, 2);
    }
    bool ok = eval_getattr(ev, root, STR("__class__"), &type) &&
              eval_call(ev, type, (Value[]){name, bases, ns}, 3, value_unset(), out);
    eval_root_pop(ev, 2);
    return ok;
}

static bool object_class(Eval *ev, Value cls)
{
    Class *c = value_as_class(cls);
    return c && str_eq_z(class_name(c), "object") && str_eq_z(class_module(c), "builtins");
}

static bool generate_base(Eval *ev, Args *a, Value *out)
{
    /* mapper, cls, name, metaclass */
    Value cls = object_class(ev, a->v[1]) ? value_unset() : a->v[1];
    return make_base(ev, a->self, a->v[2], cls, out);
}

static bool declarative_base(Eval *ev, Args *a, Value *out)
{
    /* metadata, mapper, cls, name, class_registry, type_annotation_map, constructor, metaclass,
     * **kw */
    Value registry, cls = object_class(ev, a->v[2]) ? value_unset() : a->v[2];
    return make_registry(ev, a->v[0], a->v[5], &registry) &&
           make_base(ev, registry, a->v[3], cls, out);
}

static bool mapped(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_as_class(a->v[0]);
    if (!cls) return eval_raise(ev, "TypeError", "mapped() decorates a class");
    *out = a->v[0];
    Value abstract = value_dict_find_z(class_namespace(cls), "__abstract__");
    bool skip = false;
    if (!value_is_unset(abstract) && !eval_truth(ev, abstract, &skip)) return false;
    return skip || decl_map(ev, cls, a->self, value_unset());
}

static bool map_imperatively(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_as_class(a->v[0]);
    if (!cls) return eval_raise(ev, "TypeError", "map_imperatively() needs a class");
    return decl_map(ev, cls, a->self, a->v[1]) && eval_getattr(ev, a->v[0], STR("__mapper__"), out);
}

/* @reg.mapped_as_dataclass, with or without arguments. */
static bool mapped_as_dataclass(Eval *ev, Args *a, Value *out)
{
    if (!module_absent(a->v[0])) return mapped(ev, a, out);
    return eval_getattr(ev, a->self, STR("mapped"), out);
}

/* as_declarative(): the decorated class becomes a base. */
static bool as_base(Eval *ev, Args *a, Value *out)
{
    Value registry = eval_native_keep(ev), name;
    return eval_getattr(ev, a->v[0], STR("__name__"), &name) &&
           make_base(ev, registry, name, a->v[0], out);
}

static bool as_declarative_base(Eval *ev, Args *a, Value *out)
{
    *out = eval_native_new(ev, "as_declarative", "cls", as_base, NULL, a->self);
    return true;
}

static bool as_declarative(Eval *ev, Args *a, Value *out)
{
    Value registry, kw = a->v[0];
    Value metadata = value_dict_find_z(kw, "metadata"),
          map = value_dict_find_z(kw, "type_annotation_map");
    if (!make_registry(ev, metadata, map, &registry)) return false;
    *out = eval_native_new(ev, "as_declarative", "cls", as_base, NULL, registry);
    return true;
}

static bool nothing(Eval *ev, Args *a, Value *out) { return true; }

static bool registry_getattr(Eval *ev, Value self, Str name, Value *out)
{
    RegistryData *r = registry_data(self);
    if (str_eq_z(name, "metadata"))
        *out = r->metadata;
    else if (str_eq_z(name, "type_annotation_map"))
        *out = module_absent(r->type_map) ? value_dict(ev) : r->type_map;
    else if (str_eq_z(name, "_class_registry"))
        *out = r->classes;
    else if (str_eq_z(name, "mappers")) {
        size_t at = 0;
        Value key, cls, mapper;
        *out = value_list(ev);
        while (value_dict_next(r->classes, &at, &key, &cls)) {
            if (!eval_getattr(ev, cls, STR("__mapper__"), &mapper)) return false;
            value_list_push(ev, *out, mapper);
        }
    }
    return true;
}

static void registry_traverse(void *payload, GcVisitor *gc)
{
    RegistryData *r = payload;
    gc_visit(gc, r->metadata);
    gc_visit(gc, r->type_map);
    gc_visit(gc, r->classes);
}

static const NativeMethod registry_methods[] = {
    {"generate_base", "mapper=None, cls=None, name='Base', metaclass=None", generate_base,
     NATIVE_METHOD},
    {"mapped", "cls", mapped, NATIVE_METHOD},
    {"mapped_as_dataclass", "cls=None, **kw", mapped_as_dataclass, NATIVE_METHOD},
    {"map_declaratively", "cls", mapped, NATIVE_METHOD},
    {"map_imperatively", "class_, local_table=?, **kw", map_imperatively, NATIVE_METHOD},
    {"as_declarative_base", "**kw", as_declarative_base, NATIVE_METHOD},
    {"configure", "cascade=False", nothing, NATIVE_METHOD},
    {"dispose", "cascade=False", nothing, NATIVE_METHOD},
    {"update_type_annotation_map", "type_annotation_map", nothing, NATIVE_METHOD},
    {0}};

const NativeClass decl_Registry = {
    .name = "registry",
    .module = "sqlalchemy.orm.decl_api",
    .payload = sizeof(RegistryData),
    .init_params =
        "metadata=None, class_registry=None, type_annotation_map=None, constructor=None, **kw",
    .init = registry_init,
    .methods = registry_methods,
    .getattr = registry_getattr,
    .traverse = registry_traverse};

/* ---- bases ---- */

bool decl_registry_of(Eval *ev, Value cls, Value *out)
{
    return eval_find_attr(ev, cls, STR("registry"), out);
}

static bool is_direct_base(Eval *ev, Class *cls, bool *out)
{
    Value bases;
    *out = false;
    if (!eval_getattr(ev, class_value(cls), STR("__bases__"), &bases)) return false;
    for (size_t i = 0; i < value_seq_len(bases); i++) {
        Class *b = value_as_class(value_seq_items(bases)[i]);
        if (b == eval_class(ev, &decl_DeclarativeBase)) *out = true;
    }
    return true;
}

/* class Base(DeclarativeBase): its registry and MetaData. */
static bool set_up_base(Eval *ev, Class *cls)
{
    Value v = class_value(cls), registry, metadata, map;
    if (!eval_find_attr(ev, v, STR("registry"), &registry) ||
        !eval_find_attr(ev, v, STR("metadata"), &metadata) ||
        !eval_find_attr(ev, v, STR("type_annotation_map"), &map))
        return false;
    if (!module_absent(registry) && registry_data(registry) && !module_absent(map) &&
        !value_is_unset(value_dict_find_z(class_namespace(cls), "type_annotation_map")))
        return eval_raise_native(
            ev, &exc_InvalidRequestError,
            "Declarative base class has both a 'registry' attribute and a type_annotation_map "
            "entry.  Per-base type_annotation_maps are not supported.  Please apply the "
            "type_annotation_map to this registry directly.");
    if (module_absent(registry) || !registry_data(registry)) {
        if (!make_registry(ev, metadata, map, &registry)) return false;
    } else if (!module_absent(metadata)) {
        registry_data(registry)->metadata = metadata;
    }
    return eval_setattr(ev, v, STR("registry"), registry) &&
           eval_setattr(ev, v, STR("metadata"), registry_data(registry)->metadata);
}

const NativeClass decl_ConcreteBase = {.name = "ConcreteBase",
                                       .module = "sqlalchemy.ext.declarative.extensions"};
const NativeClass decl_AbstractConcreteBase = {.name = "AbstractConcreteBase",
                                               .module = "sqlalchemy.ext.declarative.extensions",
                                               .base = &decl_ConcreteBase};
const NativeClass decl_DeferredReflection = {.name = "DeferredReflection",
                                             .module = "sqlalchemy.ext.declarative.extensions"};

/* class Thing(AbstractConcreteBase, Base): a base, which has no table. */
static bool is_concrete_base(Eval *ev, Class *cls, bool *out)
{
    Value bases;
    *out = false;
    if (!eval_getattr(ev, class_value(cls), STR("__bases__"), &bases)) return false;
    for (size_t i = 0; i < value_seq_len(bases); i++)
        if (value_as_class(value_seq_items(bases)[i]) == eval_class(ev, &decl_AbstractConcreteBase))
            *out = value_is_unset(value_dict_find_z(class_namespace(cls), "__tablename__"));
    return true;
}

static bool init_subclass(Eval *ev, Class *cls, Value kw)
{
    Value ns = class_namespace(cls), abstract = value_dict_find_z(ns, "__abstract__"), registry;
    bool direct, skip = false;
    if (!value_is_unset(value_dict_find_z(ns, "_sa_is_base"))) return true;
    if (!is_direct_base(ev, cls, &direct)) return false;
    if (direct) return set_up_base(ev, cls);
    if (!value_is_unset(abstract) && !eval_truth(ev, abstract, &skip)) return false;
    if (!skip && !is_concrete_base(ev, cls, &skip)) return false;
    if (skip) return true;
    if (!decl_registry_of(ev, class_value(cls), &registry)) return false;
    return decl_map(ev, cls, registry, value_unset());
}

/* Attributes that relationship(backref=...) of another class gives to this one. */
static bool configure_backrefs(Eval *ev, Value self)
{
    Value module, fn, out;
    Value modules = eval_modules(ev);
    if (value_is_unset(value_dict_find_z(modules, "_sqlalchemy_orm.relationship"))) return true;
    return eval_import(ev, STR("_sqlalchemy_orm.attributes"), &module) &&
           eval_getattr(ev, module, STR("configure_for"), &fn) &&
           eval_call(ev, fn, &self, 1, value_unset(), &out);
}

/* The constructor that SQLAlchemy gives to mapped classes. */
static bool instance_init(Eval *ev, Value self, Args *a)
{
    size_t at = 0;
    Value key, item, found, cls = class_value(value_class(ev, self));
    if (!configure_backrefs(ev, self)) return false;
    while (value_dict_next(a->v[0], &at, &key, &item)) {
        if (!eval_find_attr(ev, cls, value_as_str(key), &found)) return false;
        if (value_is_unset(found))
            return eval_raise(ev, "TypeError", "'%.*s' is an invalid keyword argument for %.*s",
                              STR_ARG(value_as_str(key)), STR_ARG(class_name(value_as_class(cls))));
        if (!eval_setattr(ev, self, value_as_str(key), item)) return false;
    }
    return true;
}

const NativeClass decl_Base = {.name = "Base",
                               .module = "sqlalchemy.orm.decl_api",
                               .init_params = "**kwargs",
                               .init = instance_init,
                               .init_subclass = init_subclass};
const NativeClass decl_DeclarativeBase = {
    .name = "DeclarativeBase", .module = "sqlalchemy.orm.decl_api", .base = &decl_Base};
static const NativeClass decl_MappedAsDataclass = {.name = "MappedAsDataclass",
                                                   .module = "sqlalchemy.orm.decl_api"};

/* ---- mapped_column() ---- */

Value decl_deferral(Eval *ev, Value deferred, Value group)
{
    bool named = value_is_str(group), wanted = named;
    if (!named && !module_absent(deferred) && !eval_truth(ev, deferred, &wanted)) eval_catch(ev);
    return !wanted ? value_unset() : named ? group : value_bool(true);
}

static bool mapped_column_init(Eval *ev, Value self, Args *a)
{
    static const char *const harmless[] = {"init",
                                           "repr",
                                           "default_factory",
                                           "compare",
                                           "kw_only",
                                           "hash",
                                           "deferred_raiseload",
                                           "active_history",
                                           "dataclass_metadata",
                                           NULL};
    Value kw = a->v[1];
    int64_t order = 0;
    int existing;
    Value deferred =
        decl_deferral(ev, objects_take(ev, kw, "deferred"), objects_take(ev, kw, "deferred_group"));
    for (int i = 0; harmless[i]; i++) objects_take(ev, kw, harmless[i]);
    Value sort = objects_take(ev, kw, "sort_order");
    if (!module_tristate(ev, objects_take(ev, kw, "use_existing_column"), &existing)) return false;
    if (!module_absent(sort) && !value_as_int(sort, &order))
        return eval_raise(ev, "TypeError", "sort_order must be an int");
    if (!column_init_from(ev, self, a->v[0], kw)) return false;
    ColumnData *d = column_data(self);
    d->use_existing = existing == 1;
    d->deferred = deferred;
    d->column->sort_order = (int)order;
    return true;
}

static bool own_column(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static const NativeMethod mapped_column_methods[] = {{"column", "", own_column, NATIVE_GETTER},
                                                     {0}};

const NativeClass decl_MappedColumn = {.name = "MappedColumn",
                                       .module = "sqlalchemy.orm.properties",
                                       .base = &objects_Column,
                                       .init_params = "*args, **kw",
                                       .init = mapped_column_init,
                                       .methods = mapped_column_methods};

/* ---- the mapper, as far as anybody asks ---- */

static bool mapper_init(Eval *ev, Value self, Args *a)
{
    Table *t = module_table_get(ev, a->v[1]);
    Value columns = t ? collection_of_table(ev, t) : value_none();
    return eval_setattr(ev, self, STR("class_"), a->v[0]) &&
           eval_setattr(ev, self, STR("local_table"), a->v[1]) &&
           eval_setattr(ev, self, STR("persist_selectable"), a->v[1]) &&
           eval_setattr(ev, self, STR("columns"), columns) &&
           eval_setattr(ev, self, STR("c"), columns);
}

const NativeClass decl_Mapper = {.name = "Mapper",
                                 .module = "sqlalchemy.orm.mapper",
                                 .init_params = "class_, local_table=None, **kw",
                                 .init = mapper_init};

static bool returns_argument(Eval *ev, Args *a, Value *out)
{
    *out = a->v[0];
    return true;
}

static bool has_inherited_table(Eval *ev, Args *a, Value *out)
{
    Class *cls = value_as_class(a->v[0]);
    bool found = false;
    for (size_t i = 1; cls && i < class_mro_len(cls); i++)
        found |= decl_is_mapped(ev, class_value(class_mro_at(cls, i)));
    *out = value_bool(found);
    return true;
}

const NativeMember decl_members[] = {
    NATIVE_FN("declarative_base",
              "metadata=None, mapper=None, cls=None, name='Base', class_registry=None, "
              "type_annotation_map=None, "
              "constructor=None, metaclass=None, **kw",
              declarative_base),
    NATIVE_FN("as_declarative", "**kw", as_declarative),
    NATIVE_FN("declarative_mixin", "cls", returns_argument),
    NATIVE_FN("has_inherited_table", "cls", has_inherited_table),
    NATIVE_CLASS("registry", &decl_Registry),
    NATIVE_CLASS("DeclarativeBase", &decl_DeclarativeBase),
    NATIVE_CLASS("DeclarativeBaseNoMeta", &decl_DeclarativeBase),
    NATIVE_CLASS("MappedAsDataclass", &decl_MappedAsDataclass),
    NATIVE_CLASS("mapped_column", &decl_MappedColumn),
    NATIVE_CLASS("MappedColumn", &decl_MappedColumn),
    NATIVE_CLASS("declared_attr", &decl_declared_attr),
    NATIVE_CLASS("Mapped", &decl_Mapped),
    NATIVE_CLASS("DynamicMapped", &decl_Mapped),
    NATIVE_CLASS("WriteOnlyMapped", &decl_Mapped),
    NATIVE_CLASS("InstrumentedAttribute", &decl_InstrumentedAttribute),
    NATIVE_CLASS("QueryableAttribute", &decl_InstrumentedAttribute),
    NATIVE_CLASS("Mapper", &decl_Mapper),
    NATIVE_CLASS("ConcreteBase", &decl_ConcreteBase),
    NATIVE_CLASS("AbstractConcreteBase", &decl_AbstractConcreteBase),
    NATIVE_CLASS("DeferredReflection", &decl_DeferredReflection),
    NATIVE_END};
