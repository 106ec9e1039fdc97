#include <string.h>

#include "base/utf8.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"
#include "modules/sqlalchemy/types.h"

/* Keywords of MySQL's ENUM that only concern Python-side conversion. */
static const char *const ignored[] = {"validate_strings",
                                      "sort_key_function",
                                      "convert_unicode",
                                      "values_callable",
                                      "omit_aliases",
                                      "_disable_warnings",
                                      "_create_events",
                                      "_adapted_from",
                                      "create_type",
                                      "_enums",
                                      "default",
                                      "inherit_schema",
                                      "name",
                                      "schema",
                                      "quote",
                                      NULL};

/* Enum and PostgreSQL's ENUM pick what they know out of their keywords and let the rest lie;
 * MySQL's hands the rest to its string type, which refuses it. */
static bool is_ignored(const SqlType *t, Str name)
{
    if (type_param_index(t->cls, STR("charset")) < 0) return true;
    for (const char *const *list = ignored; *list; list++)
        if (str_eq_z(name, *list)) return true;
    return false;
}

static bool is_enum_class(Eval *ev, Value v)
{
    Class *cls = value_as_class(v);
    return cls && module_class_is_of(cls, "enum", "Enum");
}

static bool push_values(Eval *ev, SqlType *t, Value iterable)
{
    Value list;
    if (!eval_to_list(ev, iterable, &list)) return false;
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Value item = value_seq_items(list)[i];
        if (value_is_unknown(item)) return eval_need_known(ev, item, "a value of an Enum");
        if (!value_is_str(item))
            return eval_raise(ev, "TypeError", "object of type '%.*s' has no len()",
                              STR_ARG(value_type_name(ev, item)));
        VEC_PUSH(eval_arena(ev), &t->enum_values, module_str(ev, item));
    }
    return true;
}

/* The names of the members, aliases left out unless asked for, and what values_callable makes of
 * the class. */
static bool values_of_class(Eval *ev, SqlType *t, Value cls, Value kw)
{
    Value values_callable = value_dict_find_z(kw, "values_callable"),
          omit = value_dict_find_z(kw, "omit_aliases");
    bool aliases = false;
    if (!module_absent(omit) && !eval_truth(ev, omit, &aliases)) return false;
    if (!module_absent(omit)) aliases = !aliases;
    Value members, key, member, name, it;
    if (!eval_getattr(ev, cls, STR("__members__"), &members) || !eval_iter(ev, members, &it))
        return false;
    eval_root_push(ev, it);
    bool ok = true;
    while ((ok = eval_next(ev, it, &key)) && !value_is_unset(key)) {
        ok =
            eval_getitem(ev, members, key, &member) && eval_getattr(ev, member, STR("name"), &name);
        if (!ok) break;
        if (value_is_str(name) && (aliases || str_eq(value_as_str(name), value_as_str(key))))
            VEC_PUSH(eval_arena(ev), &t->enum_members, module_str(ev, key));
    }
    eval_root_pop(ev, 1);
    if (!ok) return false;
    if (module_absent(values_callable)) {
        for (size_t i = 0; i < t->enum_members.len; i++)
            VEC_PUSH(eval_arena(ev), &t->enum_values, t->enum_members.items[i]);
        return true;
    }
    Value made;
    return eval_call(ev, values_callable, &cls, 1, value_unset(), &made) &&
           push_values(ev, t, made);
}

static bool keyword(Eval *ev, SqlType *t, TypeData *d, Str name, Value v)
{
    if (str_eq_z(name, "inherit_schema")) {
        int on;
        if (!module_tristate(ev, v, &on)) return false;
        t->inherit_schema = on == 1;
    } else if (str_eq_z(name, "name")) {
        Ident id;
        if (!module_ident_from_value(ev, v, &id)) return false;
        t->name = id.text;
        t->name_is_conv = id.is_conv;
        if (!t->name_quote) t->name_quote = ident_quote_wish(id.quote);
    } else if (str_eq_z(name, "quote")) {
        int on;
        if (!module_tristate(ev, v, &on)) return false;
        if (on >= 0) t->name_quote = on ? 1 : -1;
    } else if (str_eq_z(name, "native_enum") && !strcmp(t->cls->name, "ENUM")) {
        return true; /* a database's own ENUM is native whatever is asked for */
    } else if (str_eq_z(name, "schema")) {
        Ident id;
        if (!module_str_or_none(ev, v, "Enum schema", &t->schema) ||
            !module_ident_from_value(ev, v, &id))
            return false;
        t->schema_quote = ident_quote_wish(id.quote);
    } else if (str_eq_z(name, "metadata")) {
        return types_set_metadata(ev, d, t, v);
    } else if (str_eq_z(name, "values_callable")) {
        if (value_is_unset(d->extra)) d->extra = value_dict(ev);
        value_dict_put_str(ev, d->extra, name, v);
        return true;
    }
    int index = type_param_index(t->cls, name);
    if (index < 0) {
        if (is_ignored(t, name)) return true;
        return eval_raise(ev, "TypeError",
                          "%s.__init__() got an unexpected keyword argument '%.*s'", t->cls->name,
                          STR_ARG(name));
    }
    size_t n;
    SqlValue plain;
    const TypeParam *param = &type_class_params(t->cls, &n)[index];
    if (types_param_is_hook(ev, param, v)) return true;
    if (!types_param_value(ev, t, param, v, &plain)) return false;
    type_set(t, param->name, plain);
    return true;
}

static void store_enums(Eval *ev, SqlType *t)
{
    if (type_param_index(t->cls, STR("enums")) < 0) return;
    SqlValue list = {.kind = SQL_VALUE_LIST};
    list.as.list.items = ARENA_ARRAY(eval_arena(ev), SqlValue, t->enum_values.len);
    list.as.list.len = t->enum_values.len;
    list.as.list.is_tuple = true;
    for (size_t i = 0; i < t->enum_values.len; i++)
        list.as.list.items[i] = sql_value_str(t->enum_values.items[i]);
    type_set(t, "enums", list);
}

/* A native type is named after its class unless told otherwise. */
static void name_after_class(Eval *ev, SqlType *t, Value cls)
{
    Str name = arena_str(eval_arena(ev), class_name(value_as_class(cls)));
    char *p = (char *)name.ptr;
    for (size_t i = 0; i < name.len; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] - 'A' + 'a');
    t->name = name;
    if (type_param_index(t->cls, STR("name")) >= 0) type_set(t, "name", sql_value_str(name));
}

static bool check_length(Eval *ev, const SqlType *t)
{
    const SqlValue *given = type_get(t, "length");
    if (given->kind != SQL_VALUE_INT) return true;
    int64_t length = given->as.integer;
    size_t longest = 0;
    for (size_t i = 0; i < t->enum_values.len; i++)
        if (utf8_count(t->enum_values.items[i]) > longest)
            longest = utf8_count(t->enum_values.items[i]);
    if (length >= (int64_t)longest) return true;
    return eval_raise(
        ev, "ValueError",
        "When provided, length must be larger or equal than the length of the longest enum "
        "value. %lld < %zu",
        (long long)length, longest);
}

/* Enum(["a", "b"]): SQLAlchemy looks its values up in a dict. */
static bool check_hashable(Eval *ev, Value enums)
{
    for (size_t i = 0; i < value_seq_len(enums); i++) {
        Value v = value_seq_items(enums)[i];
        if (value_is_list(v) || value_is_dict(v) || str_eq_z(value_type_name(ev, v), "set"))
            return eval_raise(ev, "TypeError",
                              "unhashable type: '%.*s'; an Enum takes its values one by one",
                              STR_ARG(value_type_name(ev, v)));
    }
    return true;
}

bool types_enum_init(Eval *ev, Value self, TypeData *d, const TypeClass *cls, Value enums, Value kw)
{
    SqlType *t = d->type;
    Value first = value_seq_len(enums) ? value_seq_items(enums)[0] : value_unset();
    for (size_t i = 0; i < value_seq_len(enums); i++)
        if (value_is_unknown(value_seq_items(enums)[i]))
            return eval_need_known(ev, value_seq_items(enums)[i], "a value of an Enum");
    bool of_class = value_seq_len(enums) == 1 && is_enum_class(ev, first);
    /* The whole tuple is one value for SQLAlchemy, which only a type that is there already bears.
     */
    if (value_seq_len(enums) == 1 && value_is_tuple(first)) enums = first;
    if (!of_class && !check_hashable(ev, enums)) return false;
    if (!(of_class ? values_of_class(ev, t, first, kw) : push_values(ev, t, enums))) return false;
    if (of_class) {
        d->pyenum = first;
        module_object_put(ev, t, self); /* rows find the class by the type */
        name_after_class(ev, t, first);
    }
    size_t at = 0;
    Value key, item;
    while (value_dict_next(kw, &at, &key, &item))
        if (!keyword(ev, t, d, value_as_str(key), item)) return false;
    store_enums(ev, t);
    return check_length(ev, t);
}

bool types_enum_set(Eval *ev, Value self, Str name, Value v, bool *done)
{
    static const char *const settable[] = {"enums", "inherit_schema", "name", "schema", NULL};
    TypeData *d = types_data(self);
    *done = false;
    for (const char *const *list = settable; *list; list++)
        if (str_eq_z(name, *list)) *done = true;
    if (!*done) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an attribute of an Enum");
    if (!str_eq_z(name, "enums")) return keyword(ev, d->type, d, name, v);
    d->type->enum_values = (StrVec){0};
    if (!push_values(ev, d->type, v)) return false;
    store_enums(ev, d->type);
    return true;
}

bool types_enum_from_class(Eval *ev, Value enum_class, Value *out)
{
    Class *cls = types_class(ev, type_class_get("Enum"));
    return eval_call(ev, class_value(cls), &enum_class, 1, value_unset(), out);
}
