/* sqlalchemy.orm beyond declarative: relationships, loader options, sessions by name. */
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/orm/decl.h"

/* ---- properties: relationship(), column_property() … ---- */

static bool property_init(Eval *ev, Value self, Args *a)
{
    PropertyData *p = value_payload(self, &decl_MapperProperty);
    p->args = a->v[0];
    p->kw = a->v[1];
    p->columns = value_list(ev);
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++)
        if (column_data(value_seq_items(a->v[0])[i]))
            value_list_push(ev, p->columns, value_seq_items(a->v[0])[i]);
    return true;
}

static bool property_getattr(Eval *ev, Value self, Str name, Value *out)
{
    PropertyData *p = value_payload(self, &decl_MapperProperty);
    if (str_starts(name, STR("__"))) return true;
    if (!value_is_unset(p->kw)) *out = value_dict_find_str(p->kw, name);
    return true;
}

static void property_traverse(void *payload, GcVisitor *gc)
{
    PropertyData *p = payload;
    gc_visit(gc, p->columns);
    gc_visit(gc, p->args);
    gc_visit(gc, p->kw);
}

const NativeClass decl_MapperProperty = {.name = "MapperProperty",
                                         .module = "sqlalchemy.orm.interfaces",
                                         .payload = sizeof(PropertyData),
                                         .init_params = "*args, **kw",
                                         .init = property_init,
                                         .getattr = property_getattr,
                                         .traverse = property_traverse};
const NativeClass decl_ColumnProperty = {
    .name = "ColumnProperty", .module = "sqlalchemy.orm.properties", .base = &decl_MapperProperty};
#define PROPERTY(id)                                                                               \
    static const NativeClass orm_##id = {                                                          \
        .name = #id, .module = "sqlalchemy.orm", .base = &decl_MapperProperty};
PROPERTY(RelationshipProperty)
PROPERTY(Synonym)
PROPERTY(Composite)

/* ---- things that are made, passed around and never used for a schema ---- */

static bool any_init(Eval *ev, Value self, Args *a) { return true; }

static bool any_call(Eval *ev, Value self, Args *a, Value *out)
{
    *out = self;
    return true;
}

static bool any_getattr(Eval *ev, Value self, Str name, Value *out)
{
    if (!str_starts(name, STR("__"))) *out = self;
    return true;
}

static const NativeClass orm_Option = {.name = "LoaderOption",
                                       .module = "sqlalchemy.orm.strategy_options",
                                       .init_params = "*args, **kw",
                                       .init = any_init,
                                       .call = any_call,
                                       .getattr = any_getattr};

/* Sessions: what needs a database says so when it is asked. */
static bool session_needs(Eval *ev, Value self, Str name, Value *out) { return true; }

static bool session_self(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}
static bool session_nothing(Eval *ev, Args *a, Value *out) { return true; }

static const NativeMethod session_methods[] = {
    {"__enter__", "", session_self, NATIVE_METHOD},
    {"__exit__", "*args", session_nothing, NATIVE_METHOD},
    {"close", "", session_nothing, NATIVE_METHOD},
    {"remove", "", session_nothing, NATIVE_METHOD},
    {"configure", "**kw", session_nothing, NATIVE_METHOD},
    {"close_all", "", session_nothing, NATIVE_METHOD},
    {0}};

static const NativeClass orm_Session = {.name = "Session",
                                        .module = "sqlalchemy.orm.session",
                                        .init_params = "*args, **kw",
                                        .init = any_init,
                                        .methods = session_methods,
                                        .getattr = session_needs};

static bool session_make(Eval *ev, Value self, Args *a, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &orm_Session));
    return true;
}

static const NativeClass orm_sessionmaker = {.name = "sessionmaker",
                                             .module = "sqlalchemy.orm.session",
                                             .init_params = "*args, **kw",
                                             .init = any_init,
                                             .call = session_make,
                                             .methods = session_methods};
static const NativeClass orm_scoped_session = {.name = "scoped_session",
                                               .module = "sqlalchemy.orm.scoping",
                                               .init_params = "*args, **kw",
                                               .init = any_init,
                                               .call = session_make,
                                               .methods = session_methods};
static const NativeClass orm_Query = {.name = "Query",
                                      .module = "sqlalchemy.orm.query",
                                      .init_params = "*args, **kw",
                                      .init = any_init};

/* ---- decorators ---- */

static bool same(Eval *ev, Args *a, Value *out)
{
    *out = a->v[0];
    return true;
}

/* validates("a", "b") and its like: a decorator that changes nothing. */
static bool decorator(Eval *ev, Args *a, Value *out)
{
    *out = eval_native_new(ev, "decorate", "fn", same, NULL, value_unset());
    return true;
}

static bool nothing(Eval *ev, Args *a, Value *out) { return true; }

static bool class_mapper(Eval *ev, Args *a, Value *out)
{
    return eval_getattr(ev, a->v[0], STR("__mapper__"), out);
}

#define OPTION(name) NATIVE_CLASS(name, &orm_Option)

static const NativeMember members[] = {
    NATIVE_CLASS("relationship", &orm_RelationshipProperty),
    NATIVE_CLASS("Relationship", &orm_RelationshipProperty),
    NATIVE_CLASS("RelationshipProperty", &orm_RelationshipProperty),
    NATIVE_CLASS("relation", &orm_RelationshipProperty),
    NATIVE_CLASS("dynamic_loader", &orm_RelationshipProperty),
    NATIVE_CLASS("column_property", &decl_ColumnProperty),
    NATIVE_CLASS("deferred", &decl_ColumnProperty),
    NATIVE_CLASS("query_expression", &decl_MapperProperty),
    NATIVE_CLASS("ColumnProperty", &decl_ColumnProperty),
    NATIVE_CLASS("MapperProperty", &decl_MapperProperty),
    NATIVE_CLASS("synonym", &orm_Synonym),
    NATIVE_CLASS("composite", &orm_Composite),
    NATIVE_CLASS("Synonym", &orm_Synonym),
    NATIVE_CLASS("Composite", &orm_Composite),
    OPTION("backref"),
    OPTION("joinedload"),
    OPTION("selectinload"),
    OPTION("subqueryload"),
    OPTION("lazyload"),
    OPTION("noload"),
    OPTION("raiseload"),
    OPTION("immediateload"),
    OPTION("contains_eager"),
    OPTION("defaultload"),
    OPTION("load_only"),
    OPTION("defer"),
    OPTION("undefer"),
    OPTION("undefer_group"),
    OPTION("with_loader_criteria"),
    OPTION("with_expression"),
    OPTION("selectin_polymorphic"),
    OPTION("with_polymorphic"),
    OPTION("Load"),
    OPTION("Bundle"),
    OPTION("attribute_keyed_dict"),
    OPTION("attribute_mapped_collection"),
    OPTION("column_mapped_collection"),
    OPTION("column_keyed_dict"),
    OPTION("mapped_collection"),
    OPTION("keyfunc_mapping"),
    OPTION("polymorphic_union"),
    NATIVE_CLASS("Session", &orm_Session),
    NATIVE_CLASS("sessionmaker", &orm_sessionmaker),
    NATIVE_CLASS("scoped_session", &orm_scoped_session),
    NATIVE_CLASS("Query", &orm_Query),
    NATIVE_FN("aliased", "element, *args, **kw", same),
    NATIVE_FN("foreign", "expr", same),
    NATIVE_FN("remote", "expr", same),
    NATIVE_FN("reconstructor", "fn", same),
    NATIVE_FN("validates", "*names, **kw", decorator),
    NATIVE_FN("synonym_for", "name, map_column=False", decorator),
    NATIVE_FN("configure_mappers", "", nothing),
    NATIVE_FN("clear_mappers", "", nothing),
    NATIVE_FN("close_all_sessions", "", nothing),
    NATIVE_FN("class_mapper", "class_, configure=True", class_mapper),
    NATIVE_END};

/* The names of the declarative part come from its own table; a metaclass is written in Python. */
static bool module_getattr(Eval *ev, Str name, Value *out)
{
    Value module;
    if (str_eq_z(name, "DeclarativeMeta"))
        return eval_import(ev, STR("_sqlalchemy_declarative"), &module) &&
               eval_getattr(ev, module, name, out);
    for (const NativeMember *m = decl_members; m->kind != MEMBER_END; m++) {
        if (!str_eq_z(name, m->name)) continue;
        if (m->kind == MEMBER_CLASS)
            *out = class_value(eval_class(ev, m->as.cls));
        else
            *out = eval_native_new(ev, m->name, m->params, m->as.fn, NULL, value_unset());
        return true;
    }
    return true;
}

const NativeModule orm_module = {"sqlalchemy.orm", members, module_getattr};
