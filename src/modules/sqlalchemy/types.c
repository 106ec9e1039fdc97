#include "modules/sqlalchemy/types.h"

#include <stdio.h>
#include <string.h>

#include "eval/alias.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/sql/comparator.h"
#include "modules/sqlalchemy/stringify.h"
#include "op/op.h"

typedef struct TypeNative {
    NativeClass native; /* first: a NativeClass pointer of a type is one of these */
    const TypeClass *type;
} TypeNative;

static const TypeNative *type_native(const Class *cls)
{
    for (size_t i = 0; i < class_mro_len(cls); i++) {
        const NativeClass *n = class_native(class_mro_at(cls, i));
        for (const NativeClass *b = n; b; b = b->base)
            if (b->base == &types_TypeEngine) return (const TypeNative *)n;
    }
    return NULL;
}

TypeData *types_data(Value v) { return value_payload(v, &types_TypeEngine); }

/* ---- binding ---- */

static bool is_enum(const TypeClass *c) { return c->affinity == TYPE_AFFINITY_ENUM; }

static bool set_type_arg(Eval *ev, TypeData *d, SqlType *t, const TypeParam *p, Value v)
{
    const SqlType *inner;
    if (!module_type_from_value(ev, v, eval_arena(ev), &inner)) return false;
    t->impl = inner;
    d->impl = module_type_value(ev, inner);
    type_set(t, p->name, (SqlValue){.kind = SQL_VALUE_TYPE, .as.type = inner});
    return true;
}

bool types_set_metadata(Eval *ev, TypeData *d, SqlType *t, Value v)
{
    MetaData *m = objects_metadata(v);
    if (!m && !value_is_none(v))
        return eval_raise(ev, "TypeError", "%s(): metadata must be a MetaData, not %.*s",
                          t->cls->name, STR_ARG(value_type_name(ev, v)));
    if (value_is_unset(d->extra)) d->extra = value_dict(ev);
    value_dict_put_z(ev, d->extra, "metadata", v);
    t->metadata = m;
    if (m) VEC_PUSH(m->arena, &m->types, ((OwnedType){t, m->tables.len}));
    return true;
}

static bool set_arg(Eval *ev, TypeData *d, SqlType *t, const TypeParam *p, Value v)
{
    if (value_is_unset(v) || p->how == TYPE_PARAM_DROPPED) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an argument of a column type");
    if (types_param_is_type(ev, p, v)) return set_type_arg(ev, d, t, p, v);
    if (strcmp(p->name, "metadata") == 0) return types_set_metadata(ev, d, t, v);
    if (types_param_is_hook(ev, p, v)) {
        if (value_is_unset(d->extra)) d->extra = value_dict(ev);
        value_dict_put_z(ev, d->extra, p->name, v);
        return true;
    }
    SqlValue plain;
    if (!types_param_value(ev, t, p, v, &plain)) return false;
    type_set(t, p->name, plain);
    if (plain.kind != SQL_VALUE_STR) return true;
    if (strcmp(p->name, "name") == 0) {
        t->name = plain.as.text;
        t->name_is_conv = value_is_native(ev, v, &objects_conv);
    }
    return true;
}

static bool check_item_type(Eval *ev, const TypeData *d, const TypeClass *cls)
{
    if (cls->affinity != TYPE_AFFINITY_ARRAY || !d->type->impl) return true;
    if (d->type->impl->cls->affinity == TYPE_AFFINITY_ARRAY)
        return eval_raise(ev, "ValueError",
                          "Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional "
                          "arrays of basetype");
    return true;
}

static bool check_set(Eval *ev, const SqlType *t)
{
    const SqlValue *values = type_get(t, "values");
    bool is_set =
        type_param_index(t->cls, STR("retrieve_as_bitwise")) >= 0 && values->kind == SQL_VALUE_LIST;
    bool blank = type_get_bool(t, "retrieve_as_bitwise", false);
    for (size_t i = 0; is_set && i < values->as.list.len; i++) {
        const SqlValue *v = &values->as.list.items[i];
        if (v->kind != SQL_VALUE_STR)
            return eval_raise(ev, "TypeError", "%s(): the values must be strings", t->cls->name);
        if (!v->as.text.len && !blank)
            return eval_raise_native(ev, &exc_ArgumentError,
                                     "Can't use the blank value '' in a SET without setting "
                                     "retrieve_as_bitwise=True");
    }
    return true;
}

bool types_check_numbers(Eval *ev, const SqlType *t)
{
    static const TypeClass *with_both[2];
    if (!with_both[0]) {
        with_both[0] = type_class_get("mysql.DOUBLE");
        with_both[1] = type_class_get("mysql.REAL");
    }
    if (type_param_index(t->cls, STR("filestream")) >= 0 && type_get_bool(t, "filestream", false) &&
        type_get(t, "length")->kind == SQL_VALUE_INT)
        return eval_raise(ev, "ValueError", "length must be None or 'max' when setting filestream");
    if (type_param_index(t->cls, STR("local_timezone")) >= 0 &&
        type_get_bool(t, "local_timezone", false) && type_get_bool(t, "timezone", false))
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "timezone and local_timezone are mutually exclusive");
    if (t->cls != with_both[0] && t->cls != with_both[1]) return true;
    bool precision = type_get_int(t, "precision", -1) >= 0,
         scale = type_get_int(t, "scale", -1) >= 0;
    return precision == scale ||
           eval_raise_native(ev, &exc_ArgumentError,
                             "You must specify both precision and scale or omit both altogether.");
}

/* PostgreSQL's BIT(0) is BIT, which has one bit. */
static void drop_bit_length(SqlType *t)
{
    bool is_bit = type_param_index(t->cls, STR("varying")) >= 0;
    if (is_bit && !type_get_bool(t, "varying", false) && !type_get_int(t, "length", 1))
        type_set(t, "length", (SqlValue){0});
}

static bool type_init(Eval *ev, Value self, Args *a)
{
    TypeData *d = types_data(self);
    const TypeClass *cls = types_type_class(ev, value_class(ev, self));
    d->type = type_new(eval_arena(ev), cls);
    if (cls->is_decorator || cls->is_user_defined)
        return types_user_init(ev, self, d, a->n ? a->v[0] : value_unset(),
                               a->n > 1 ? a->v[1] : value_unset());
    if (is_enum(cls)) return types_enum_init(ev, self, d, cls, a->v[0], a->v[1]);
    size_t n;
    const TypeParam *params = type_class_params(cls, &n);
    for (size_t i = 0; i < n && i < a->n; i++)
        if (!set_arg(ev, d, d->type, &params[i], a->v[i])) return false;
    drop_bit_length(d->type);
    return check_item_type(ev, d, cls) && check_set(ev, d->type) &&
           types_check_numbers(ev, d->type);
}

/* The parameter notation of native.h from the type's table. */
static const char *notation(Arena *arena, const TypeClass *cls)
{
    if (is_enum(cls)) return "*enums, **kw";
    if (cls->is_decorator || cls->is_user_defined) return "*args, **kw";
    size_t n;
    const TypeParam *params = type_class_params(cls, &n);
    Str text = STR("");
    bool star = false;
    for (size_t i = 0; i < n; i++) {
        const char *sep = text.len ? ", " : "";
        if (params[i].how == TYPE_PARAM_VARARGS) {
            text = arena_fmt(arena, "%.*s%s*%s", STR_ARG(text), sep, params[i].name);
            star = true;
            continue;
        }
        bool keyword = params[i].how == TYPE_PARAM_KEYWORD || params[i].how == TYPE_PARAM_DROPPED;
        const char *mark = keyword && !star ? "*, " : "";
        if (*mark) star = true;
        text = arena_fmt(arena, "%.*s%s%s%s%s", STR_ARG(text), sep, mark, params[i].name,
                         params[i].default_repr ? "=?" : "");
    }
    return arena_cstr(arena, text);
}

/* ---- classes ---- */

Class *types_class(Eval *ev, const TypeClass *cls)
{
    ModuleState *s = module_state(ev);
    if (!cls->base && strcmp(cls->name, "TypeEngine") == 0)
        return eval_class(ev, &types_TypeEngine);
    char text[64]; /* a word and an address */
    Str key = {text, (size_t)snprintf(text, sizeof text, "%p", (const void *)cls)};
    Class *found = map_find(&s->type_classes, key);
    if (found) return found;
    TypeNative *n = ARENA_NEW(s->arena, TypeNative);
    const NativeClass *base = &types_TypeEngine;
    if (cls->base) base = class_native(types_class(ev, cls->base));
    n->type = cls;
    n->native = (NativeClass){.name = cls->name,
                              .module = cls->module,
                              .base = base,
                              .init_params = notation(s->arena, cls),
                              .init = type_init};
    found = eval_class(ev, &n->native);
    map_put(&s->type_classes, s->arena, arena_str(s->arena, key), found);
    return found;
}

const TypeClass *types_type_class(Eval *ev, Class *cls)
{
    ModuleState *s = module_state(ev);
    const TypeNative *n = type_native(cls);
    const TypeClass *base =
        n ? n->type : type_class_find(STR("sqlalchemy.types"), STR("TypeEngine"));
    if (n && cls == eval_class(ev, &n->native)) return base;
    char text[64];
    Str key = {text, (size_t)snprintf(text, sizeof text, "user:%p", (void *)cls)};
    TypeClass *made = map_find(&s->type_classes, key);
    if (made) return made;
    made = ARENA_NEW(s->arena, TypeClass);
    *made = *base;
    made->base = base;
    /* A script's own class between it and SQLAlchemy's. */
    for (size_t i = class_mro_len(cls); i-- > 1;)
        if (n && type_native(class_mro_at(cls, i)) == n)
            made->base = types_type_class(ev, class_mro_at(cls, i));
    made->params = NULL;
    made->name = arena_cstr(s->arena, class_name(cls));
    made->module = arena_cstr(s->arena, class_module(cls));
    map_put(&s->type_classes, s->arena, arena_str(s->arena, key), made);
    return made;
}

bool types_getattr(Eval *ev, const char *import_module, Str name, Value *out)
{
    const TypeClass *c = type_class_find(str_z(import_module), name);
    *out = c ? class_value(types_class(ev, c)) : value_unset();
    return true;
}

/* ---- from and to values ---- */

bool module_is_type(Eval *ev, Value v)
{
    Class *cls = value_as_class(v);
    if (cls) return class_is_subclass(cls, eval_class(ev, &types_TypeEngine));
    return types_data(v) != NULL;
}

bool module_type_from_value(Eval *ev, Value v, Arena *out_arena, const SqlType **out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "the type of a column");
    if (value_as_class(v) && module_is_type(ev, v) && !eval_call(ev, v, NULL, 0, value_unset(), &v))
        return false;
    TypeData *d = types_data(v);
    if (!d) {
        Value r;
        if (!eval_repr(ev, v, &r)) return false;
        return eval_raise_native(ev, &exc_ArgumentError,
                                 "Object %.*s is not legal as a SQLAlchemy type",
                                 STR_ARG(value_as_str(r)));
    }
    /* A script's class whose __init__ never calls its base's. */
    if (!d->type) {
        const TypeClass *cls = types_type_class(ev, value_class(ev, v));
        d->type = type_new(eval_arena(ev), cls);
        if ((cls->is_decorator || cls->is_user_defined) && !types_user_late(ev, v, d)) return false;
    }
    eval_root_push(ev, v);
    bool ok = types_user_finish(ev, v, d);
    eval_root_pop(ev, 1);
    *out = d->type;
    return ok;
}

Value module_type_value(Eval *ev, const SqlType *t)
{
    Value v = module_object_find(ev, t);
    if (!value_is_unset(v)) return v;
    v = eval_instance_new(ev, types_class(ev, t->cls));
    TypeData *d = types_data(v);
    d->type = (SqlType *)t;
    d->finished = true;
    if (t->impl) d->impl = module_type_value(ev, t->impl);
    return v;
}

/* ---- attributes and methods ---- */

static bool default_value(Eval *ev, const TypeParam *p, Value *out)
{
    const char *r = p->default_repr;
    if (!r || strcmp(r, "None") == 0)
        *out = value_none();
    else if (strcmp(r, "True") == 0 || strcmp(r, "False") == 0)
        *out = value_bool(r[0] == 'T');
    else if (r[0] == '\'')
        *out = value_str(ev, str_slice(str_z(r), 1, strlen(r) - 1));
    else
        *out = value_none();
    return true;
}

static Value string_list(Eval *ev, const StrVec *v)
{
    Value l = value_list(ev);
    for (size_t i = 0; i < v->len; i++) value_list_push(ev, l, value_str(ev, v->items[i]));
    return l;
}

static bool type_getattr(Eval *ev, Value self, Str name, Value *out)
{
    TypeData *d = types_data(self);
    *out = value_unset();
    if (!d->type) return true;
    if (d->type->cls->affinity == TYPE_AFFINITY_JSON) {
        if (!comparator_json_name(ev, d->type->cls, name, out)) return false;
        if (!value_is_unset(*out)) return true;
    }
    if (is_enum(d->type->cls)) {
        if (str_eq_z(name, "enums")) return *out = string_list(ev, &d->type->enum_values), true;
        if (str_eq_z(name, "enum_class"))
            return *out = value_is_unset(d->pyenum) ? value_none() : d->pyenum, true;
        if (str_eq_z(name, "name"))
            return *out = str_is_null(d->type->name) ? value_none() : value_str(ev, d->type->name),
                   true;
        if (str_eq_z(name, "schema"))
            return *out =
                       str_is_null(d->type->schema) ? value_none() : value_str(ev, d->type->schema),
                   true;
    }
    if (str_eq_z(name, "impl") || str_eq_z(name, "item_type") || str_eq_z(name, "data_type") ||
        str_eq_z(name, "impl_instance"))
        if (!value_is_unset(d->impl)) return *out = d->impl, true;
    if (!value_is_unset(d->extra)) {
        *out = value_dict_find_str(d->extra, name);
        if (!value_is_unset(*out)) return true;
    }
    int i = type_param_index(d->type->cls, name);
    if (i >= 0) {
        const SqlValue *arg = &d->type->args[i];
        size_t n;
        const TypeParam *p = type_class_params(d->type->cls, &n);
        if (arg->kind == SQL_VALUE_UNSET && str_eq_z(name, "asdecimal"))
            return *out = value_bool(type_is_decimal(d->type)), true;
        if (arg->kind == SQL_VALUE_UNSET) return default_value(ev, &p[i], out);
        return module_value_from_sql_value(ev, arg, out);
    }
    /* What a TypeDecorator does not know its impl does. */
    if (d->type->cls->is_decorator && !value_is_unset(d->impl))
        return eval_find_attr(ev, d->impl, name, out);
    return true;
}

/* A type is plain data to scripts: what they set is what the compilers read. */
static bool type_setattr(Eval *ev, Value self, Str name, Value v, bool *done)
{
    TypeData *d = types_data(self);
    *done = false;
    if (!d->type) return true;
    if (is_enum(d->type->cls)) {
        if (!types_enum_set(ev, self, name, v, done)) return false;
        if (*done) return true;
    }
    int i = type_param_index(d->type->cls, name);
    if (i < 0) return true;
    size_t n;
    const TypeParam *p = &type_class_params(d->type->cls, &n)[i];
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an attribute of a column type");
    if (p->how == TYPE_PARAM_VARARGS || types_param_is_type(ev, p, v) ||
        types_param_is_hook(ev, p, v))
        return true;
    SqlValue plain;
    if (!types_param_value(ev, d->type, p, v, &plain)) return false;
    type_set(d->type, p->name, plain);
    return *done = true;
}

static bool type_repr_slot(Eval *ev, Value self, Value *out)
{
    const SqlType *t;
    Arena scratch = {0};
    if (!module_type_from_value(ev, self, eval_arena(ev), &t)) return false;
    *out = value_str(ev, type_repr(t, &scratch));
    arena_release(&scratch);
    return true;
}

static Value type_clone(Eval *ev, Value self, SqlType **out)
{
    Arena *arena = eval_arena(ev);
    TypeData *from = types_data(self);
    Value v = eval_instance_new(ev, value_class(ev, self));
    TypeData *d = types_data(v);
    *d = *from;
    d->created = NULL;
    d->type = ARENA_NEW(arena, SqlType);
    *d->type = *from->type;
    d->type->variants.items = NULL;
    d->type->variants.len = d->type->variants.cap = 0;
    for (size_t i = 0; i < from->type->variants.len; i++)
        VEC_PUSH(arena, &d->type->variants, from->type->variants.items[i]);
    *out = d->type;
    return v;
}

static bool with_variant(Eval *ev, Args *a, Value *out)
{
    const SqlType *self, *variant;
    SqlType *clone;
    if (!module_type_from_value(ev, a->self, eval_arena(ev), &self) ||
        !module_type_from_value(ev, a->v[0], eval_arena(ev), &variant))
        return false;
    *out = type_clone(ev, a->self, &clone);
    size_t n = value_seq_len(a->v[1]);
    if (n == 0)
        return eval_raise_native(ev, &exc_ArgumentError, "At least one dialect name is required");
    for (size_t i = 0; i < n; i++) {
        Value name = value_seq_items(a->v[1])[i];
        if (!value_is_str(name))
            return eval_raise(ev, "TypeError", "a dialect name must be a string");
        for (size_t k = 0; k < clone->variants.len; k++)
            if (str_eq(clone->variants.items[k].dialect, value_as_str(name)))
                return eval_raise_native(
                    ev, &exc_ArgumentError,
                    "Dialect '%.*s' is already present in the mapping for this %.*s",
                    STR_ARG(value_as_str(name)), STR_ARG(type_repr(clone, eval_arena(ev))));
        TypeVariant tv = {module_str(ev, name), variant};
        VEC_PUSH(eval_arena(ev), &clone->variants, tv);
    }
    return true;
}

static bool copy(Eval *ev, Args *a, Value *out)
{
    const SqlType *t;
    SqlType *clone;
    if (!module_type_from_value(ev, a->self, eval_arena(ev), &t)) return false;
    *out = type_clone(ev, a->self, &clone);
    return true;
}

/* adapt(cls): the same arguments in another class, as far as it has them. */
static bool adapt(Eval *ev, Args *a, Value *out)
{
    const SqlType *from, *made;
    Value v = a->v[0];
    if (!module_type_from_value(ev, a->self, eval_arena(ev), &from)) return false;
    Class *cls = value_as_class(v);
    if (!cls || !module_is_type(ev, v))
        return eval_raise(ev, "TypeError", "adapt() needs a type class");
    *out = eval_instance_new(ev, cls);
    TypeData *d = types_data(*out);
    d->type = type_new(eval_arena(ev), types_type_class(ev, cls));
    d->impl = types_data(a->self)->impl;
    d->pyenum = types_data(a->self)->pyenum;
    SqlType *t = d->type;
    t->enum_values = from->enum_values;
    t->name = from->name;
    t->schema = from->schema;
    t->schema_quote = from->schema_quote;
    t->inherit_schema = from->inherit_schema;
    t->impl = from->impl;
    size_t n;
    const TypeParam *p = type_class_params(from->cls, &n);
    for (size_t i = 0; i < n; i++)
        if (from->args[i].kind != SQL_VALUE_UNSET &&
            type_param_index(t->cls, str_z(p[i].name)) >= 0)
            type_set(t, p[i].name, from->args[i]);
    return module_type_from_value(ev, *out, eval_arena(ev), &made);
}

static bool dialect_impl(Eval *ev, Args *a, Value *out)
{
    *out = value_is_unset(types_data(a->self)->impl) ? a->self : types_data(a->self)->impl;
    return true;
}

static bool itself(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static Value builtin_class(Eval *ev, TypeAffinity affinity)
{
    switch (affinity) {
    case TYPE_AFFINITY_STRING:
    case TYPE_AFFINITY_ENUM: return value_str(ev, STR(""));
    case TYPE_AFFINITY_INTEGER: return value_int(0);
    case TYPE_AFFINITY_FLOAT: return value_float(0);
    case TYPE_AFFINITY_BOOLEAN: return value_bool(false);
    case TYPE_AFFINITY_BINARY: return value_bytes(ev, STR(""));
    case TYPE_AFFINITY_JSON: return value_dict(ev);
    case TYPE_AFFINITY_ARRAY: return value_list(ev);
    default: return value_unset();
    }
}

static bool python_type(Eval *ev, Args *a, Value *out)
{
    static const struct {
        TypeAffinity affinity;
        const char *module, *name;
    } table[] = {{TYPE_AFFINITY_NUMERIC, "decimal", "Decimal"},
                 {TYPE_AFFINITY_DATETIME, "datetime", "datetime"},
                 {TYPE_AFFINITY_DATE, "datetime", "date"},
                 {TYPE_AFFINITY_TIME, "datetime", "time"},
                 {TYPE_AFFINITY_INTERVAL, "datetime", "timedelta"},
                 {TYPE_AFFINITY_UUID, "uuid", "UUID"}};
    const SqlType *t;
    Value module;
    if (!module_type_from_value(ev, a->self, eval_arena(ev), &t)) return false;
    Value sample = builtin_class(ev, t->cls->affinity);
    if (!value_is_unset(sample)) return *out = class_value(value_class(ev, sample)), true;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].affinity == t->cls->affinity)
            return eval_import(ev, str_z(table[i].module), &module) &&
                   eval_getattr(ev, module, str_z(table[i].name), out);
    return eval_raise(ev, "NotImplementedError", "%s", "");
}

/* The class next to TypeEngine among the bases: Integer for a BIGINT. */
static bool affinity_class(Eval *ev, Args *a, Value *out)
{
    const SqlType *t;
    if (!module_type_from_value(ev, a->self, eval_arena(ev), &t)) return false;
    while (t->cls->is_decorator && t->impl) t = t->impl;
    const TypeClass *cls = t->cls;
    while (cls->base && cls->base->base) cls = cls->base;
    *out = class_value(types_class(ev, cls));
    return true;
}

/* Enum.create() and drop(): CREATE TYPE through the bind, as the engine side does it. */
static bool create_or_drop(Eval *ev, Args *a, int kind)
{
    const SqlType *t;
    bool checkfirst;
    if (!module_type_from_value(ev, a->self, eval_arena(ev), &t)) return false;
    /* PostgreSQL's own types look first unless told, the generic ones only when told. */
    if (module_absent(a->v[1]))
        checkfirst = strstr(t->cls->module, "postgresql") != NULL;
    else if (!eval_truth(ev, a->v[1], &checkfirst))
        return false;
    bool is_enum = t->cls->affinity == TYPE_AFFINITY_ENUM; /* must have a name, and says so */
    if (str_is_null(t->name) && !is_enum)
        return true; /* only named types are objects of a database */
    const ModuleHooks *h = module_hooks(ev);
    if (!h->schema_object)
        return eval_raise_native(ev, &exc_UnboundExecutionError,
                                 "there is no connection to create a type with");
    /* SQLAlchemy keeps what an Enum is to a database: later changes do not reach its DDL. */
    TypeData *d = types_data(a->self);
    if (!strcmp(t->cls->name, "Enum")) {
        if (!d->created) {
            SqlType *as_is = ARENA_NEW(eval_arena(ev), SqlType);
            *as_is = *t;
            d->created = as_is;
        }
        t = d->created;
    }
    return h->schema_object(ev, a->v[0], kind, (void *)t, checkfirst);
}

static bool type_create(Eval *ev, Args *a, Value *out)
{
    return create_or_drop(ev, a, OP_OBJECT_CREATE_TYPE);
}
static bool type_drop(Eval *ev, Args *a, Value *out)
{
    return create_or_drop(ev, a, OP_OBJECT_DROP_TYPE);
}

static const NativeMethod methods[] = {
    {"with_variant", "type_, *dialect_names", with_variant, NATIVE_METHOD},
    {"copy", "**kw", copy, NATIVE_METHOD},
    {"adapt", "cls, **kw", adapt, NATIVE_METHOD},
    {"dialect_impl", "dialect", dialect_impl, NATIVE_METHOD},
    {"load_dialect_impl", "dialect", dialect_impl, NATIVE_METHOD},
    {"as_generic", "allow_nulltype=False", itself, NATIVE_METHOD},
    {"evaluates_none", "", itself, NATIVE_METHOD},
    {"compile", "dialect=None", stringify_type_compile, NATIVE_METHOD},
    {"python_type", "", python_type, NATIVE_GETTER},
    {"_type_affinity", "", affinity_class, NATIVE_GETTER},
    {"create", "bind, checkfirst=None, **kw", type_create, NATIVE_METHOD},
    {"drop", "bind, checkfirst=None, **kw", type_drop, NATIVE_METHOD},
    {0}};

static void traverse(void *payload, GcVisitor *gc)
{
    TypeData *d = payload;
    gc_visit(gc, d->impl);
    gc_visit(gc, d->pyenum);
    gc_visit(gc, d->extra);
}

const NativeClass types_TypeEngine = {
    .class_getitem = alias_class_itself, /* Mapped[Enum[Color]] */
    .class_getattr = comparator_class_name,
    .name = "TypeEngine",
    .module = "sqlalchemy.sql.type_api",
    .payload = sizeof(TypeData),
    .methods = methods,
    .getattr = type_getattr,
    .setattr = type_setattr,
    .repr = type_repr_slot,
    .str = stringify_type,
    .traverse = traverse,
};
