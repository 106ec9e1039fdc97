/* sqlalchemy.orm beyond declarative. What works on rows (sessions, queries, relationships, loader
 * options) is written in Python, in the package _sqlalchemy_orm. */
#include <stdio.h>
#include <string.h>

#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/orm/decl.h"

/* ---- properties: relationship(), column_property() … ---- */

static bool property_init(Eval *ev, Value self, Args *a)
{
    PropertyData *p = value_payload(self, &decl_MapperProperty);
    p->args = a->v[0];
    p->kw = a->v[1];
    p->columns = value_list(ev);
    Value deferred =
        decl_deferral(ev, value_dict_find_z(p->kw, "deferred"), value_dict_find_z(p->kw, "group"));
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        ColumnData *column = column_data(value_seq_items(a->v[0])[i]);
        if (!column) continue;
        value_list_push(ev, p->columns, value_seq_items(a->v[0])[i]);
        if (!value_is_unset(deferred)) column->deferred = deferred;
    }
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
    gc_visit(gc, p->expression);
}

const NativeClass decl_MapperProperty = {.name = "MapperProperty",
                                         .module = "sqlalchemy.orm.interfaces",
                                         .payload = sizeof(PropertyData),
                                         .init_params = "*args, **kw",
                                         .init = property_init,
                                         .getattr = property_getattr,
                                         .traverse = property_traverse};
/* column_property(expression) has no column of the table: the class gives the expression, of a row
 * it is not loaded. */
static bool labelled(Eval *ev, Value given, Value *out)
{
    Value label, none = value_none();
    *out = given;
    if (!element_data(given) || value_is_native(ev, given, &element_Label)) return true;
    return eval_getattr(ev, given, STR("label"), &label) &&
           eval_call(ev, label, &none, 1, value_unset(), out);
}

static bool column_property_get(Eval *ev, Args *a, Value *out)
{
    PropertyData *p = value_payload(a->self, &decl_MapperProperty);
    if (value_is_none(a->v[0]) && value_seq_len(p->args)) {
        if (value_is_unset(p->expression) &&
            !labelled(ev, value_seq_items(p->args)[0], &p->expression))
            return false;
        return *out = p->expression, true;
    }
    return eval_raise_native(ev, &exc_InvalidRequestError,
                             "a column_property() of an expression is not supported in a "
                             "migration; put the expression into the query");
}

static const NativeMethod column_property_methods[] = {
    {"__get__", "instance, owner=None", column_property_get, NATIVE_METHOD}, {0}};

const NativeClass decl_ColumnProperty = {.methods = column_property_methods,
                                         .name = "ColumnProperty",
                                         .module = "sqlalchemy.orm.properties",
                                         .base = &decl_MapperProperty};
static bool deferred(Eval *ev, Args *a, Value *out)
{
    value_dict_put_z(ev, a->v[1], "deferred", value_bool(true));
    return eval_call(ev, class_value(eval_class(ev, &decl_ColumnProperty)),
                     value_seq_items(a->v[0]), value_seq_len(a->v[0]), a->v[1], out);
}

static bool class_mapper(Eval *ev, Args *a, Value *out)
{
    return eval_getattr(ev, a->v[0], STR("__mapper__"), out);
}

static bool same(Eval *ev, Args *a, Value *out)
{
    *out = a->v[0];
    return true;
}

static bool nothing(Eval *ev, Args *a, Value *out) { return true; }

static const NativeMember members[] = {
    NATIVE_CLASS("column_property", &decl_ColumnProperty),
    NATIVE_FN("deferred", "*args, **kw", deferred),
    NATIVE_CLASS("ColumnProperty", &decl_ColumnProperty),
    NATIVE_CLASS("MapperProperty", &decl_MapperProperty),
    NATIVE_FN("foreign", "expr", same),
    NATIVE_FN("remote", "expr", same),
    NATIVE_FN("clear_mappers", "", nothing),
    NATIVE_FN("class_mapper", "class_, configure=True", class_mapper),
    NATIVE_END};

/* Where the names that are written in Python come from: models alone need no session. */
static const struct {
    const char *module, *names;
} python_names[] = {
    {"_sqlalchemy_declarative", " DeclarativeMeta "},
    {"_sqlalchemy_orm.relationship", " Relationship Backref "},
    {"_sqlalchemy_orm.declare", " validates reconstructor synonym "},
    {"_sqlalchemy_orm.names",
     " Load joinedload selectinload subqueryload lazyload noload raiseload immediateload "
     "contains_eager defaultload load_only defer undefer undefer_group Session SessionTransaction "
     "sessionmaker "
     "scoped_session Query aliased AliasedClass with_parent object_session make_transient "
     "make_transient_to_detached close_all_sessions configure_mappers dynamic_loader Bundle join "
     "outerjoin "},
};

static const struct {
    const char *name, *same_as;
} other_names[] = {{"relationship", "Relationship"},
                   {"RelationshipProperty", "Relationship"},
                   {"relation", "Relationship"},
                   {"backref", "Backref"},
                   {"Synonym", "synonym"}};

/* Names of sqlalchemy.orm that a model may use and a query may not. */
static const char unsupported_names[] =
    " composite Composite CompositeProperty query_expression with_loader_criteria with_expression "
    "selectin_polymorphic with_polymorphic undefer_group attribute_keyed_dict "
    "attribute_mapped_collection column_mapped_collection column_keyed_dict mapped_collection "
    "keyfunc_mapping polymorphic_union column_keyed synonym_for "
    "MappedCollection KeyFuncDict ";

static bool listed(const char *names, Str name)
{
    char word[64]; /* longer than any of them */
    if (name.len + 3 > sizeof word) return false;
    snprintf(word, sizeof word, " %.*s ", STR_ARG(name));
    return strstr(names, word) != NULL;
}

static bool python_name(Eval *ev, Str name, Value *out)
{
    Value module, maker, text = value_str(ev, name);
    for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++)
        if (str_eq_z(name, other_names[i].name)) name = str_z(other_names[i].same_as);
    for (size_t i = 0; i < sizeof python_names / sizeof *python_names; i++)
        if (listed(python_names[i].names, name))
            return eval_import(ev, str_z(python_names[i].module), &module) &&
                   eval_getattr(ev, module, name, out);
    if (!listed(unsupported_names, name)) return true;
    return eval_import(ev, STR("_sqlalchemy_orm.declare"), &module) &&
           eval_getattr(ev, module, STR("unsupported_maker"), &maker) &&
           eval_call(ev, maker, &text, 1, value_unset(), out);
}

static void push_words(Eval *ev, Value list, const char *words)
{
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, " ");
        if (n) value_list_push(ev, list, value_str(ev, (Str){p, n}));
        p += n + strspn(p + n, " ");
    }
}

/* __all__, for `import *`. */
static Value all_names(Eval *ev)
{
    Value all = value_list(ev);
    const NativeMember *const tables[] = {members, decl_members};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const NativeMember *m = tables[i]; m->kind != MEMBER_END; m++)
            value_list_push(ev, all, value_str_z(ev, m->name));
    for (size_t i = 0; i < sizeof python_names / sizeof *python_names; i++)
        push_words(ev, all, python_names[i].names);
    for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++)
        value_list_push(ev, all, value_str_z(ev, other_names[i].name));
    push_words(ev, all, unsupported_names);
    return all;
}

/* The names of the declarative part come from its own table. */
static bool module_getattr(Eval *ev, Str name, Value *out)
{
    if (str_eq_z(name, "__all__")) return *out = all_names(ev), true;
    for (const NativeMember *m = decl_members; m->kind != MEMBER_END; m++) {
        if (!str_eq_z(name, m->name)) continue;
        if (m->kind == MEMBER_CLASS)
            *out = class_value(eval_class(ev, m->as.cls));
        else
            *out = eval_native_new(ev, m->name, m->params, m->as.fn, NULL, value_unset());
        return true;
    }
    return python_name(ev, name, out);
}

const NativeModule orm_module = {"sqlalchemy.orm", members, module_getattr};
