/* Mapped[...] annotations: what they say about a column. */
#include "base/source.h"
#include "eval/eval.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/orm/decl.h"
#include "modules/sqlalchemy/types.h"

typedef struct AliasData {
    Value arg;
} AliasData;

static void traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((AliasData *)payload)->arg); }

static bool alias_getattr(Eval *ev, Value self, Str name, Value *out)
{
    AliasData *d = value_payload(self, &decl_MappedAlias);
    if (str_eq_z(name, "_sa_mapped")) *out = d->arg;
    if (str_eq_z(name, "__args__")) *out = value_tuple(ev, &d->arg, 1);
    return true;
}

const NativeClass decl_MappedAlias = {.name = "_MappedAlias",
                                      .module = "sqlalchemy.orm.base",
                                      .payload = sizeof(AliasData),
                                      .getattr = alias_getattr,
                                      .traverse = traverse};

static bool class_getitem(Eval *ev, Class *cls, Value key, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &decl_MappedAlias));
    ((AliasData *)value_payload(*out, &decl_MappedAlias))->arg = key;
    return true;
}

const NativeClass decl_Mapped = {
    .name = "Mapped", .module = "sqlalchemy.orm.base", .class_getitem = class_getitem};

/* Names in a string annotation are those of the module that the class stands in. */
static bool evaluate_string(Eval *ev, Class *owner, Value text, Value *out)
{
    Value module, globals = value_unset();
    if (!eval_import(ev, class_module(owner), &module)) return false;
    if (value_object_kind(module) == OBJECT_MODULE &&
        !eval_getattr(ev, module, STR("__dict__"), &globals))
        return false;
    if (!value_is_dict(globals))
        return eval_raise(ev, "NameError",
                          "the module of class '%.*s' is not there to look up its annotations in",
                          STR_ARG(class_name(owner)));
    SourceFile *file = source_file_new(eval_arena(ev), STR("<annotation>"), module_str(ev, text));
    return eval_expression(ev, file, globals, out);
}

/* A string that names what cannot be found is of no use for a relationship, which may well name a
 * class that comes later. */
static bool evaluate_inner(Eval *ev, Class *owner, Value *v)
{
    for (int i = 0; i < 4; i++) { /* a string in a ForwardRef in a string … */
        Value text = value_unset();
        bool plain = value_is_object(*v) && !value_is_str(*v) && !value_as_class(*v) &&
                     !value_is_unknown(*v);
        if (plain && !eval_find_attr(ev, *v, STR("__forward_arg__"), &text)) return false;
        if (value_is_str(text)) *v = text;
        if (!value_is_str(*v)) return true;
        if (!evaluate_string(ev, owner, *v, v)) return false;
    }
    return true;
}

bool annotation_read(Eval *ev, Class *owner, Value raw, bool evaluate, Annotation *out)
{
    *out = (Annotation){.inner = value_unset()};
    if (value_is_str(raw)) {
        Str s = value_as_str(raw);
        /* Only what mentions Mapped concerns us; ClassVar[...] and the rest may not even evaluate.
         */
        if (!str_contains(s, STR("Mapped"))) return true;
        if (!evaluate_string(ev, owner, raw, &raw)) {
            if (eval_fatal(ev)) return false;
            Value e = eval_catch(ev), text;
            if (!eval_to_str(ev, e, &text)) return false;
            return eval_raise_native(
                ev, &exc_MappedAnnotationError,
                "Could not resolve all types within mapped annotation: \"%.*s\" (%.*s).  Ensure "
                "all "
                "types are written correctly and are imported within the module in use.",
                STR_ARG(s), STR_ARG(value_as_str(text)));
        }
    }
    AliasData *d = value_payload(raw, &decl_MappedAlias);
    if (!d) return true;
    out->is_mapped = true;
    out->inner = d->arg;
    if (!evaluate || evaluate_inner(ev, owner, &out->inner)) return true;
    if (eval_fatal(ev) || !value_is_str(d->arg)) return false;
    eval_catch(ev);
    return eval_raise_native(
        ev, &exc_MappedAnnotationError,
        "Could not resolve all types within mapped annotation: "
        "\"sqlalchemy.orm.base.Mapped[ForwardRef('%.*s')]\".  Ensure all types are written "
        "correctly and are imported within the module in use.",
        STR_ARG(value_as_str(d->arg)));
}

/* ---- shapes of typing ---- */

static bool attr_list(Eval *ev, Value v, const char *name, Value *out)
{
    if (!value_is_object(v)) return *out = value_unset(), true;
    if (!eval_find_attr(ev, v, str_z(name), out)) return false;
    if (!value_is_tuple(*out)) *out = value_unset();
    return true;
}

static bool origin_is(Eval *ev, Value v, const char *word, bool *out)
{
    Value origin, text;
    *out = false;
    if (!value_is_object(v) || !eval_find_attr(ev, v, STR("__origin__"), &origin)) return false;
    if (value_is_unset(origin)) {
        *out = str_contains(value_type_name(ev, v), str_z(word));
        return true;
    }
    if (!eval_repr(ev, origin, &text)) return false;
    *out = str_contains(value_as_str(text), str_z(word)) ||
           str_contains(value_type_name(ev, v), str_z(word));
    return true;
}

static bool is_none_type(Eval *ev, Value v)
{
    Class *c = value_as_class(v);
    return value_is_none(v) || (c && str_eq_z(class_name(c), "NoneType"));
}

/* Optional[X], X | None: the X and whether None was there. */
static bool strip_optional(Eval *ev, Class *owner, Value *v, bool *optional)
{
    Value args;
    bool is_union;
    if (!value_is_object(*v) || value_as_class(*v) || value_is_unknown(*v)) return true;
    if (!origin_is(ev, *v, "Union", &is_union)) return false;
    if (!is_union || !attr_list(ev, *v, "__args__", &args)) return true;
    Value rest = value_unset();
    size_t others = 0;
    for (size_t i = 0; !value_is_unset(args) && i < value_seq_len(args); i++) {
        Value item = value_seq_items(args)[i];
        if (is_none_type(ev, item))
            *optional = true;
        else if (others++ == 0)
            rest = item;
    }
    if (others == 1) *v = rest;
    return evaluate_inner(ev, owner, v);
}

bool annotation_column(Eval *ev, Value inner, Value *out)
{
    Value meta, args;
    *out = value_unset();
    if (!value_is_object(inner) || value_as_class(inner) || value_is_unknown(inner)) return true;
    if (!attr_list(ev, inner, "__metadata__", &meta)) return false;
    for (size_t i = 0; !value_is_unset(meta) && i < value_seq_len(meta); i++)
        if (value_is_native(ev, value_seq_items(meta)[i], &decl_MappedColumn))
            return *out = value_seq_items(meta)[i], true;
    bool is_union;
    if (!origin_is(ev, inner, "Union", &is_union) || !attr_list(ev, inner, "__args__", &args))
        return false;
    for (size_t i = 0;
         is_union && !value_is_unset(args) && i < value_seq_len(args) && value_is_unset(*out); i++)
        if (!annotation_column(ev, value_seq_items(args)[i], out)) return false;
    return true;
}

/* ---- types ---- */

static bool lookup(Eval *ev, Value map, Value key, Value *out)
{
    *out = value_unset();
    if (module_absent(map)) return true;
    if (value_is_dict(map) && value_dict_get(ev, map, key, out)) return true;
    if (eval_fatal(ev)) return false;
    eval_catch(ev); /* an unhashable annotation is in no map */
    return true;
}

static bool standard_type(Eval *ev, Class *cls, Value *out)
{
    static const struct {
        const char *module, *name, *type;
    } table[] = {{"builtins", "bool", "Boolean"},
                 {"builtins", "int", "Integer"},
                 {"builtins", "str", "String"},
                 {"builtins", "float", "Float"},
                 {"builtins", "bytes", "LargeBinary"},
                 {"decimal", "Decimal", "Numeric"},
                 {"datetime", "datetime", "DateTime"},
                 {"datetime", "date", "Date"},
                 {"datetime", "time", "Time"},
                 {"datetime", "timedelta", "Interval"},
                 {"uuid", "UUID", "Uuid"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_eq_z(class_name(cls), table[i].name) &&
            str_eq_z(class_module(cls), table[i].module)) {
            *out = module_type_value(ev, element_plain_type(ev, table[i].type));
            return true;
        }
    return true;
}

static bool literal_type(Eval *ev, Value literal, Value *out)
{
    Value args, kw = value_dict(ev);
    if (!attr_list(ev, literal, "__args__", &args)) return false;
    value_dict_put_z(ev, kw, "native_enum", value_bool(false));
    return eval_call(ev, class_value(types_class(ev, type_class_get("Enum"))),
                     value_seq_items(args), value_seq_len(args), kw, out);
}

static bool lookup_bases(Eval *ev, Value map, Class *cls, Value *out)
{
    *out = value_unset();
    for (size_t i = 0; i < class_mro_len(cls) && value_is_unset(*out); i++)
        if (!lookup(ev, map, class_value(class_mro_at(cls, i)), out)) return false;
    return true;
}

/* enum.Enum in the map: the type's own options with the values of the class at hand. */
static bool enum_type(Eval *ev, Value map, Class *cls, Value *out)
{
    static const char *const options[] = {"native_enum", "create_constraint", "length",
                                          "values_callable", NULL};
    Value found, enum_class = class_value(cls), kw = value_dict(ev), item;
    if (!lookup_bases(ev, map, cls, &found)) return false;
    TypeData *d = value_is_unset(found) ? NULL : types_data(found);
    if (!d || value_is_unset(d->pyenum)) return types_enum_from_class(ev, enum_class, out);
    for (int i = 0; options[i]; i++) {
        if (!eval_find_attr(ev, found, str_z(options[i]), &item)) return false;
        if (!module_absent(item)) value_dict_put_z(ev, kw, options[i], item);
    }
    return eval_call(ev, class_value(value_class(ev, found)), &enum_class, 1, kw, out);
}

static bool type_of(Eval *ev, Value map, Value inner, Value *out)
{
    Value origin;
    if (!lookup(ev, map, inner, out) || !value_is_unset(*out)) return !value_is_unset(*out);
    for (int depth = 0; depth < 8; depth++) {
        Class *cls = value_as_class(inner);
        bool literal = false;
        if (!lookup(ev, map, inner, out)) return false;
        if (!value_is_unset(*out)) return true;
        if (cls) {
            if (module_class_is_of(cls, "enum", "Enum")) return enum_type(ev, map, cls, out);
            if (!lookup_bases(ev, map, cls, out)) return false;
            return !value_is_unset(*out) || standard_type(ev, cls, out);
        }
        if (!value_is_object(inner)) return true;
        if (!origin_is(ev, inner, "Literal", &literal)) return false;
        if (literal) return literal_type(ev, inner, out);
        if (!eval_find_attr(ev, inner, STR("__origin__"), &origin)) return false;
        if (value_is_unset(origin) && !eval_find_attr(ev, inner, STR("__supertype__"), &origin))
            return false;
        if (value_is_unset(origin)) return true;
        inner = origin;
    }
    return true;
}

/* What a mapped_column() in Annotated[...] says, where the attribute's own says nothing. */
static void merge(Column *to, const Column *from)
{
    if (!to->primary_key && from->primary_key) to->primary_key = true;
    if (!to->nullable_given && (from->nullable_given || from->primary_key)) {
        to->nullable = from->nullable;
        to->nullable_given = true;
    }
    if (to->unique < 0) to->unique = from->unique;
    if (to->index < 0) to->index = from->index;
    if (to->server_default.kind == DEFAULT_NONE) to->server_default = from->server_default;
    if (!to->has_default) to->has_default = from->has_default;
    if (str_is_null(to->comment)) to->comment = from->comment;
    if (type_is_null(to->type)) to->type = from->type;
    if (to->sort_order == 0) to->sort_order = from->sort_order;
}

/* Annotated[Optional[X], ...] says as much as Optional[X]. */
static bool inside_annotated(Eval *ev, Class *cls, Value inner, bool *optional)
{
    Value meta, origin;
    if (value_as_class(inner) || value_is_unknown(inner)) return true;
    if (!attr_list(ev, inner, "__metadata__", &meta) || value_is_unset(meta)) return true;
    return eval_find_attr(ev, inner, STR("__origin__"), &origin) &&
           strip_optional(ev, cls, &origin, optional);
}

bool annotation_apply(Eval *ev, Value registry, Class *cls, Str name, Value inner, Value column)
{
    Column *c = column_data(column)->column;
    RegistryData *r = value_payload(registry, &decl_Registry);
    Value from, type = value_unset(), map = r ? r->type_map : value_unset();
    bool optional = false;
    if (!annotation_column(ev, inner, &from)) return false;
    if (!value_is_unset(from) && !value_is(from, column)) {
        Value copy;
        if (!column_clone(ev, from, &copy)) return false;
        merge(c, column_data(copy)->column);
        for (size_t i = 0;
             i < column_data(copy)->column->constraints.len && c->constraints.len == 0; i++)
            VEC_PUSH(eval_arena(ev), &c->constraints,
                     column_data(copy)->column->constraints.items[i]);
    }
    if (!inside_annotated(ev, cls, inner, &optional) || !strip_optional(ev, cls, &inner, &optional))
        return false;
    if (!c->nullable_given) c->nullable = optional && !c->primary_key;
    bool has_key =
        c->constraints.len > 0 && c->constraints.items[0]->kind == CONSTRAINT_FOREIGN_KEY;
    /* mapped_column(ForeignKey()) takes the type of its target */
    if (!type_is_null(c->type) || has_key) {
        column_refresh(column);
        return true;
    }
    if (value_is_unknown(inner)) return eval_need_known(ev, inner, "the type of a mapped column");
    if (!type_of(ev, map, inner, &type) && eval_fatal(ev)) return false;
    if (!value_is_unset(eval_pending(ev))) return false;
    if (value_is_unset(type)) {
        Value text;
        if (!eval_repr(ev, inner, &text)) return false;
        return eval_raise_native(ev, &exc_MappedAnnotationError,
                                 "Could not locate SQLAlchemy Core type when resolving for Python "
                                 "type indicated by '%.*s' inside the Mapped[] annotation for the "
                                 "'%.*s' attribute; the type object is not resolvable by the "
                                 "registry",
                                 STR_ARG(value_as_str(text)), STR_ARG(name));
    }
    if (!module_type_from_value(ev, type, eval_arena(ev), &c->type)) return false;
    column_refresh(column);
    return true;
}
