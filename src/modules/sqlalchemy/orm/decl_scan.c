/* The scan of a class: SQLAlchemy's decl_base in the parts that make a table. */
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/orm/decl.h"

typedef struct Scan {
    Class *cls;
    Value cls_value;
    Value registry;
    Value collected;   /* dict: name -> value, in mapping order */
    Value annotations; /* dict: name -> (annotation, owner class) */
    Value tablename, table_args, table;
    Value parent;     /* mapped class it inherits from; unset = none */
    Value columns;    /* list */
    Value keys;       /* dict: attribute -> column */
    Value properties; /* dict: name -> relationship and the like */
    bool has_table_fn;
    bool imperative; /* map_imperatively(): annotations are the type checker's alone */
} Scan;

static bool is_declared(Eval *ev, Value v) { return value_is_native(ev, v, &decl_declared_attr); }

static bool is_dunder(Str s) { return str_starts(s, STR("__")) && str_ends(s, STR("__")); }

static bool is_table_name(Str s)
{
    return str_eq_z(s, "__tablename__") || str_eq_z(s, "__table_args__") ||
           str_eq_z(s, "__table__");
}

/* Names of the namespace and of the annotations as the class body lists them:
 * SQLAlchemy's merge_lists_w_ordering. */
static Value names_of(Eval *ev, Value ns, Value anno)
{
    Value lists[2] = {value_list(ev), value_list(ev)}, overlap = value_dict(ev),
          result = value_list(ev), key, item;
    size_t at = 0, pos[2] = {0, 0};
    int current = 0;
    while (value_dict_next(ns, &at, &key, &item)) value_list_push(ev, lists[0], key);
    at = 0;
    while (!value_is_unset(anno) && value_dict_next(anno, &at, &key, &item)) {
        value_list_push(ev, lists[1], key);
        if (!value_is_unset(value_dict_find_str(ns, value_as_str(key))))
            value_dict_put_str(ev, overlap, value_as_str(key), value_bool(true));
    }
    while (pos[current] < value_seq_len(lists[current])) {
        Value name = value_seq_items(lists[current])[pos[current]++];
        Value seen = value_dict_find_str(overlap, value_as_str(name));
        if (value_is_bool(seen) && seen.as.boolean) {
            value_dict_put_str(ev, overlap, value_as_str(name), value_bool(false));
            current = !current;
            continue;
        }
        value_list_push(ev, result, name);
    }
    int other = !current;
    while (pos[other] < value_seq_len(lists[other]))
        value_list_push(ev, result, value_seq_items(lists[other])[pos[other]++]);
    return result;
}

static Value own_annotations(const Scan *s, Class *c)
{
    if (s->imperative) return value_unset();
    Value a = value_dict_find_z(class_namespace(c), "__annotations__");
    return value_is_dict(a) ? a : value_unset();
}

static bool table_attribute(Eval *ev, Scan *s, Str name, Value obj, bool class_mapped)
{
    bool usable = !class_mapped || is_declared(ev, obj);
    Value *slot = str_eq_z(name, "__tablename__")    ? &s->tablename
                  : str_eq_z(name, "__table_args__") ? &s->table_args
                                                     : &s->table;
    if (!usable || !module_absent(*slot)) return true;
    if (!eval_getattr(ev, s->cls_value, name, slot)) return false;
    if (slot == &s->table_args && !module_absent(*slot) && !value_is_tuple(*slot) &&
        !value_is_dict(*slot))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "__table_args__ value must be a tuple, dict, or None");
    return true;
}

/* A superclass' mapped attribute or the class's own hides a mixin's column. */
static bool is_overridden(Eval *ev, Scan *s, Class *base, Str name, Value obj)
{
    for (size_t i = 0; i < class_mro_len(s->cls); i++) {
        Class *c = class_mro_at(s->cls, i);
        if (c == base) return false;
        Value v = value_dict_find_str(class_namespace(c), name);
        if (!value_is_unset(v)) return !value_is(v, obj);
        Value anno = own_annotations(s, c);
        if (!value_is_unset(anno) && !value_is_unset(value_dict_find_str(anno, name))) return true;
    }
    return false;
}

static void remember_annotation(Eval *ev, Scan *s, Class *owner, Str name, Value anno)
{
    if (value_is_unset(anno) || !value_is_unset(value_dict_find_str(s->annotations, name))) return;
    value_dict_put_str(ev, s->annotations, name,
                       value_tuple(ev, (Value[]){anno, class_value(owner)}, 2));
}

/* An annotation without a value is a mapped column when it is Mapped[...]. */
static bool bare_annotation(Eval *ev, Class *owner, Value anno, Value *column)
{
    Annotation a;
    *column = value_unset();
    if (!annotation_read(ev, owner, anno, true, &a)) return false;
    if (!a.is_mapped) return true;
    if (!annotation_column(ev, a.inner, column)) return false;
    if (!value_is_unset(*column)) return column_clone(ev, *column, column);
    return eval_call(ev, class_value(eval_class(ev, &decl_MappedColumn)), NULL, 0, value_unset(),
                     column);
}

static bool collect_own(Eval *ev, Scan *s, Str name, Value obj, Value anno)
{
    if (value_is_unset(obj) && !value_is_unset(anno) && !bare_annotation(ev, s->cls, anno, &obj))
        return false;
    remember_annotation(ev, s, s->cls, name, anno);
    if (!value_is_unset(obj)) value_dict_put_str(ev, s->collected, name, obj);
    return true;
}

/* What a cascading function makes hides the attribute that a mapped superclass has by that name. */
static bool call_declared(Eval *ev, Scan *s, DeclaredAttrData *d, Value *out)
{
    return eval_call(ev, d->fn, &s->cls_value, 1, value_unset(), out);
}

/* def code(cls) -> Mapped[str]: the annotation of what the function returns. */
static bool return_annotation(Eval *ev, Value fn, Value *out)
{
    Value all;
    *out = value_unset();
    if (!eval_find_attr(ev, fn, STR("__annotations__"), &all)) return false;
    if (value_is_dict(all)) *out = value_dict_find_z(all, "return");
    return true;
}

static bool collect_mixin(Eval *ev, Scan *s, Class *base, Str name, Value obj, Value anno)
{
    Value made = value_unset();
    if (value_is_unset(obj) && !value_is_unset(anno)) {
        if (is_overridden(ev, s, base, name, obj)) return true;
        if (!bare_annotation(ev, base, anno, &made)) return false;
    } else if (column_data(obj)) {
        if (is_overridden(ev, s, base, name, obj)) return true;
        if (!column_clone(ev, obj, &made)) return false;
    } else if (is_declared(ev, obj)) {
        DeclaredAttrData *d = value_payload(obj, &decl_declared_attr);
        bool own = !value_is_unset(value_dict_find_str(class_namespace(s->cls), name));
        if (d->cascading ? own : is_overridden(ev, s, base, name, obj)) return true;
        if (!call_declared(ev, s, d, &made) || !return_annotation(ev, d->fn, &anno)) return false;
    }
    if (value_is_unset(made) || !value_is_unset(value_dict_find_str(s->collected, name)))
        return true;
    remember_annotation(ev, s, base, name, anno);
    value_dict_put_str(ev, s->collected, name, made);
    return true;
}

static bool is_ours(Class *c)
{
    Str m = class_module(c);
    return str_starts(m, STR("sqlalchemy.")) || str_eq_z(m, "builtins");
}

/* Columns of unmapped bases come into the mapping first when the scan reaches them; the class's own
 * body is scanned before them. */
static bool scan_base(Eval *ev, Scan *s, Class *base)
{
    bool own = base == s->cls, mapped = !own && decl_is_mapped(ev, class_value(base));
    Value ns = class_namespace(base), anno = own_annotations(s, base),
          names = names_of(ev, ns, anno);
    eval_root_push(ev, names);
    bool ok = true;
    size_t n = value_seq_len(names);
    /* Two rounds for a mixin: its columns first, then what its declared_attr functions make. */
    for (size_t i = 0; ok && i < (own ? n : 2 * n); i++) {
        Str name = value_as_str(value_seq_items(names)[i % n]);
        Value obj = value_dict_find_str(ns, name);
        Value a = value_is_unset(anno) ? value_unset() : value_dict_find_str(anno, name);
        /* `__table__: ClassVar[Table]` only tells its type. */
        bool told = str_eq_z(name, "__table__") && value_is_unset(obj);
        if (is_table_name(name) && (i >= n || told)) continue;
        if (is_table_name(name))
            ok = table_attribute(ev, s, name, obj, mapped);
        else if (mapped || is_dunder(name) || (!own && is_declared(ev, obj) != (i >= n)))
            continue;
        else
            ok = own ? collect_own(ev, s, name, obj, a) : collect_mixin(ev, s, base, name, obj, a);
    }
    eval_root_pop(ev, 1);
    return ok;
}

/* ---- columns ---- */

static bool add_column(Eval *ev, Scan *s, Str key, Value column)
{
    column_set_name(ev, column, key);
    for (size_t i = 0; i < value_seq_len(s->columns); i++)
        if (value_is(value_seq_items(s->columns)[i], column)) return true;
    value_list_push(ev, s->columns, column);
    if (value_is_unset(value_dict_find_str(s->keys, key)))
        value_dict_put_str(ev, s->keys, key, column);
    return true;
}

/* x: int = mapped_column(): the annotation must be Mapped[int], unless the class allows otherwise.
 */
static bool not_mapped(Eval *ev, Scan *s, Str name)
{
    Value allow;
    if (!eval_find_attr(ev, s->cls_value, STR("__allow_unmapped__"), &allow)) return false;
    if (!value_is_unset(allow)) return true;
    return eval_raise_native(
        ev, &exc_MappedAnnotationError,
        "Type annotation for \"%.*s.%.*s\" can't be correctly interpreted for Annotated "
        "Declarative Table form.  ORM annotations should normally make use of the ``Mapped[]`` "
        "generic type, or other ORM-compatible generic type, as a container for the actual type, "
        "which indicates the intent that the attribute is mapped. Class variables that are not "
        "intended to be mapped by the ORM should use ClassVar[].  To allow Annotated Declarative "
        "to disregard legacy annotations which don't use Mapped[] to pass, set "
        "\"__allow_unmapped__ = True\" on the class or a superclass this class.",
        STR_ARG(class_name(s->cls)), STR_ARG(name));
}

static bool scan_mapped_column(Eval *ev, Scan *s, Str name, Value column)
{
    Value noted = value_dict_find_str(s->annotations, name);
    if (value_is_unset(noted)) return true;
    Annotation a;
    const Value *pair = value_seq_items(noted);
    Value from;
    if (!annotation_read(ev, value_as_class(pair[1]), pair[0], true, &a)) return false;
    if (!a.is_mapped) return not_mapped(ev, s, name);
    if (value_is_unset(a.inner)) return true;
    if (!annotation_column(ev, a.inner, &from)) return false;
    return annotation_apply(ev, s->registry, s->cls, name, a.inner, column);
}

static bool property_columns(Eval *ev, Scan *s, Str name, Value prop)
{
    PropertyData *p = value_payload(prop, &decl_MapperProperty);
    for (size_t i = 0; !value_is_unset(p->columns) && i < value_seq_len(p->columns); i++)
        if (column_data(value_seq_items(p->columns)[i]) &&
            !module_column_get(ev, value_seq_items(p->columns)[i])->table &&
            !add_column(ev, s, name, value_seq_items(p->columns)[i]))
            return false;
    return true;
}

static bool extract(Eval *ev, Scan *s)
{
    size_t at = 0;
    Value key, v;
    while (value_dict_next(s->collected, &at, &key, &v)) {
        Str name = value_as_str(key);
        if (is_declared(ev, v)) {
            DeclaredAttrData *d = value_payload(v, &decl_declared_attr);
            if (!call_declared(ev, s, d, &v)) return false;
        }
        if (str_eq_z(name, "metadata") &&
            (column_data(v) || value_is_native(ev, v, &decl_MapperProperty)))
            return eval_raise_native(
                ev, &exc_InvalidRequestError,
                "Attribute name 'metadata' is reserved when using the Declarative API.");
        bool ok = true;
        if (value_is_native(ev, v, &decl_MappedColumn))
            ok = scan_mapped_column(ev, s, name, v) && add_column(ev, s, name, v);
        else if (column_data(v))
            ok = add_column(ev, s, name, v);
        else if (value_is_native(ev, v, &decl_MapperProperty)) {
            ok = property_columns(ev, s, name, v);
            value_dict_put_str(ev, s->properties, name, v);
        }
        if (!ok) return false;
    }
    return true;
}

/* Stable, by mapped_column(sort_order=). */
static void sort_columns(Eval *ev, Value list, Value *out)
{
    size_t n = value_seq_len(list);
    Value *items = ARENA_ARRAY(eval_arena(ev), Value, n);
    for (size_t i = 0; i < n; i++) {
        Value v = value_seq_items(list)[i];
        size_t k = i;
        while (k > 0 &&
               column_data(items[k - 1])->column->sort_order > column_data(v)->column->sort_order) {
            items[k] = items[k - 1];
            k--;
        }
        items[k] = v;
    }
    *out = value_list(ev);
    for (size_t i = 0; i < n; i++) value_list_push(ev, *out, items[i]);
}

/* ---- the table ---- */

static bool make_table(Eval *ev, Scan *s)
{
    Value items, kw = value_unset(), metadata;
    sort_columns(ev, s->columns, &items);
    if (value_is_dict(s->table_args)) kw = s->table_args;
    size_t n = value_is_tuple(s->table_args) ? value_seq_len(s->table_args) : 0;
    if (n && value_is_dict(value_seq_items(s->table_args)[n - 1]))
        kw = value_seq_items(s->table_args)[--n];
    for (size_t i = 0; i < n; i++) value_list_push(ev, items, value_seq_items(s->table_args)[i]);
    if (!eval_find_attr(ev, s->cls_value, STR("metadata"), &metadata)) return false;
    if (module_absent(metadata)) {
        RegistryData *r = value_payload(s->registry, &decl_Registry);
        metadata = r->metadata;
    }
    eval_root_push(ev, items); /* a column's type may run a script when it gets its table */
    bool ok = table_make(ev, s->tablename, metadata, items, kw, &s->table);
    eval_root_pop(ev, 1);
    return ok && eval_setattr(ev, s->cls_value, STR("__table__"), s->table);
}

static bool single_table(Eval *ev, Scan *s)
{
    Value table;
    if (!module_absent(s->table_args))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Can't place __table_args__ on an inherited class with no table.");
    if (!eval_getattr(ev, s->parent, STR("__table__"), &table)) return false;
    Table *t = module_table_get(ev, table);
    for (size_t i = 0; t && i < value_seq_len(s->columns); i++) {
        Value v = value_seq_items(s->columns)[i];
        Column *c = column_data(v)->column, *old = table_find_column(t, c->name.text);
        if (old && (old == c || column_data(v)->use_existing)) {
            value_dict_put_str(ev, s->keys, c->name.text, module_column_value(ev, old));
            continue;
        }
        if (old)
            return eval_raise_native(
                ev, &exc_ArgumentError,
                "Column '%.*s' on class %.*s conflicts with existing column '%.*s.%.*s'.  If using "
                "Declarative, consider using the use_existing_column parameter of "
                "mapped_column() to resolve conflicts.",
                STR_ARG(c->name.text), STR_ARG(class_name(s->cls)), STR_ARG(t->name.text),
                STR_ARG(old->name.text));
        if (c->primary_key)
            return eval_raise_native(
                ev, &exc_ArgumentError,
                "Can't place primary key columns on an inherited class with no table.");
        if (!table_attach(ev, table, v, TABLE_ATTACH_REPLACING)) return false;
    }
    return objects_settle(ev);
}

static bool need_table(Eval *ev, Scan *s)
{
    Value r;
    if (!eval_repr(ev, s->cls_value, &r)) return false;
    return eval_raise_native(
        ev, &exc_InvalidRequestError,
        "Class %.*s does not have a __table__ or __tablename__ specified and does not inherit "
        "from an existing table-mapped class.",
        STR_ARG(value_as_str(r)));
}

static bool need_primary_key(Eval *ev, Scan *s, Table *t)
{
    Value args;
    if (table_primary_key(t) || !value_is_unset(s->parent)) return true;
    if (!eval_find_attr(ev, s->cls_value, STR("__mapper_args__"), &args)) return false;
    if (value_is_dict(args) && !value_is_unset(value_dict_find_z(args, "primary_key"))) return true;
    return eval_raise_native(ev, &exc_ArgumentError,
                             "Mapper Mapper[%.*s(%.*s)] could not assemble any primary key columns "
                             "for mapped table '%.*s'",
                             STR_ARG(class_name(s->cls)), STR_ARG(t->name.text),
                             STR_ARG(t->name.text));
}

/* ---- the attributes of the class ---- */

/* @validates("name"): the functions are marked. */
static bool mark_validated(Eval *ev, Scan *s)
{
    Value key, item, names, attribute;
    size_t at = 0;
    while (value_dict_next(class_namespace(s->cls), &at, &key, &item)) {
        if (value_object_kind(item) != OBJECT_FUNCTION) continue;
        if (!eval_find_attr(ev, item, STR("_sa_validates"), &names)) return false;
        for (size_t i = 0; value_is_tuple(names) && i < value_seq_len(names); i++) {
            if (!value_is_str(value_seq_items(names)[i])) continue;
            if (!eval_find_attr(ev, s->cls_value, value_as_str(value_seq_items(names)[i]),
                                &attribute))
                return false;
            if (value_is_native(ev, attribute, &decl_InstrumentedAttribute))
                attribute_validate(attribute);
        }
    }
    return true;
}

/* What declared_attr functions made is an attribute as if it had been written there. */
static bool place_properties(Eval *ev, Scan *s)
{
    size_t at = 0;
    Value key, item;
    while (value_dict_next(s->properties, &at, &key, &item)) {
        bool is_column = !value_is_unset(value_dict_find_str(s->keys, value_as_str(key)));
        if (!is_column && !eval_setattr(ev, s->cls_value, value_as_str(key), item)) return false;
    }
    return true;
}

static bool instrument(Eval *ev, Scan *s)
{
    size_t at = 0;
    Value key, column;
    while (value_dict_next(s->keys, &at, &key, &column))
        if (!eval_setattr(ev, s->cls_value, value_as_str(key),
                          attribute_new(ev, s->cls_value, value_as_str(key), column)))
            return false;
    if (!place_properties(ev, s) || !mark_validated(ev, s)) return false;
    if (!value_is_unset(s->parent) || value_seq_len(s->columns) ||
        !value_is_native(ev, s->table, &objects_Table))
        return true;
    /* __table__: an attribute for each column */
    Table *t = module_table_get(ev, s->table);
    for (size_t i = 0; i < t->columns.len; i++) {
        Column *c = t->columns.items[i];
        if (!eval_setattr(ev, s->cls_value, c->key,
                          attribute_new(ev, s->cls_value, c->key, module_column_value(ev, c))))
            return false;
    }
    return true;
}

static bool find_parent(Eval *ev, Scan *s)
{
    for (size_t i = 1; i < class_mro_len(s->cls); i++) {
        Value c = class_value(class_mro_at(s->cls, i));
        if (!decl_is_mapped(ev, c)) continue;
        s->parent = c;
        return true;
    }
    return true;
}

/* name -> annotation, for relationships that take their target from it. */
static Value plain_annotations(Eval *ev, Scan *s)
{
    Value dict = value_dict(ev), key, item;
    size_t at = 0;
    while (value_dict_next(s->annotations, &at, &key, &item))
        value_dict_put_str(ev, dict, value_as_str(key), value_seq_items(item)[0]);
    return dict;
}

static bool finish(Eval *ev, Scan *s)
{
    bool has_own = !module_absent(s->tablename) || !module_absent(s->table);
    if (!has_own && value_is_unset(s->parent)) return need_table(ev, s);
    if (!module_absent(s->table)) {
        if (!eval_setattr(ev, s->cls_value, STR("__table__"), s->table)) return false;
    } else if (module_absent(s->tablename)) {
        if (!single_table(ev, s)) return false;
        if (!eval_getattr(ev, s->parent, STR("__table__"), &s->table)) return false;
    } else if (!make_table(ev, s)) {
        return false;
    }
    Table *t = module_table_get(ev, s->table);
    if (t && !need_primary_key(ev, s, t)) return false;
    RegistryData *r = value_payload(s->registry, &decl_Registry);
    if (r) value_dict_put_str(ev, r->classes, class_name(s->cls), s->cls_value);
    Value mapper;
    if (!eval_call(ev, class_value(eval_class(ev, &decl_Mapper)), (Value[]){s->cls_value, s->table},
                   2, value_unset(), &mapper) ||
        !eval_setattr(ev, mapper, STR("_sa_annotations"), plain_annotations(ev, s)) ||
        !eval_setattr(ev, s->cls_value, STR("__mapper__"), mapper))
        return false;
    return value_dict_put(ev, module_state(ev)->mapped, value_int((int64_t)(intptr_t)s->cls),
                          s->cls_value) &&
           instrument(ev, s);
}

/* User.added = Column(...): a class has no hook for that, so classes are looked through when
 * somebody asks for tables. */
static bool add_late(Eval *ev, Value cls, Str name, Value column)
{
    Value table;
    if (column_data(column)->column->table) return true;
    column_set_name(ev, column, name);
    return eval_getattr(ev, cls, STR("__table__"), &table) &&
           table_attach(ev, table, column, TABLE_ATTACH_REPLACING) &&
           eval_setattr(ev, cls, name, attribute_new(ev, cls, name, column));
}

bool decl_settle(Eval *ev)
{
    size_t at = 0;
    Value key, cls, name, item;
    Value mapped = module_state(ev)->mapped, late = value_list(ev);
    while (value_dict_next(mapped, &at, &key, &cls)) {
        size_t in = 0;
        while (value_dict_next(class_namespace(value_as_class(cls)), &in, &name, &item))
            if (value_is_native(ev, item, &objects_Column))
                value_list_push(ev, late, value_tuple(ev, (Value[]){cls, name, item}, 3));
    }
    for (size_t i = 0; i < value_seq_len(late); i++) {
        const Value *v = value_seq_items(value_seq_items(late)[i]);
        if (!add_late(ev, v[0], value_as_str(v[1]), v[2])) return false;
    }
    return value_seq_len(late) == 0 || objects_settle(ev);
}

bool decl_is_mapped(Eval *ev, Value cls)
{
    Value found = value_unset();
    if (!value_dict_get(ev, module_state(ev)->mapped,
                        value_int((int64_t)(intptr_t)value_as_class(cls)), &found))
        return false;
    return !value_is_unset(found);
}

bool decl_map(Eval *ev, Class *cls, Value registry, Value table)
{
    Scan s = {.cls = cls,
              .cls_value = class_value(cls),
              .registry = registry,
              .tablename = value_unset(),
              .table_args = value_unset(),
              .table = table,
              .parent = value_unset(),
              .imperative = !value_is_unset(table)};
    s.collected = value_dict(ev);
    s.annotations = value_dict(ev);
    s.columns = value_list(ev);
    s.keys = value_dict(ev);
    s.properties = value_dict(ev);
    Value roots[] = {s.collected, s.annotations, s.columns,   s.keys,
                     registry,    s.cls_value,   s.properties};
    size_t n = sizeof roots / sizeof *roots;
    for (size_t i = 0; i < n; i++) eval_root_push(ev, roots[i]);
    bool ok = find_parent(ev, &s);
    for (size_t i = 0; ok && i < class_mro_len(cls); i++)
        if (!is_ours(class_mro_at(cls, i))) ok = scan_base(ev, &s, class_mro_at(cls, i));
    ok = ok && extract(ev, &s) && finish(ev, &s);
    eval_root_pop(ev, n);
    return ok;
}
