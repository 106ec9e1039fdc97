#include "eval/alias.h"

#include "eval/builtins.h"
#include "eval/show.h"

Alias *alias_of(Value v) { return value_payload(v, &native_class_generic_alias); }

Value alias_new(Eval *ev, const NativeClass *cls, Value origin, Value args, Str name)
{
    if (!value_is_tuple(args)) args = value_tuple(ev, &args, 1);
    Value v = eval_instance_new(ev, eval_class(ev, cls));
    *alias_of(v) = (Alias){.origin = origin, .args = args, .name = name};
    return v;
}

bool alias_class_getitem(Eval *ev, Class *cls, Value key, Value *out)
{
    *out = alias_new(ev, &native_class_generic_alias, class_value(cls), key, STR_NULL);
    return true;
}

bool alias_class_itself(Eval *ev, Class *cls, Value key, Value *out)
{
    *out = class_value(cls);
    return true;
}

bool alias_push_type(Eval *ev, StrBuf *b, Value v)
{
    Class *cls = value_as_class(v);
    if (value_is(v, object_ellipsis(ev))) {
        strbuf_push_z(b, "...");
        return true;
    }
    if (!cls) return show_push(ev, b, v);
    if (cls == eval_class(ev, &native_class_none_type)) {
        strbuf_push_z(b, "None");
        return true;
    }
    if (!str_eq_z(class_module(cls), "builtins")) {
        strbuf_push(b, class_module(cls));
        strbuf_push_char(b, '.');
    }
    strbuf_push(b, class_qualname(cls));
    return true;
}

static bool push_args(Eval *ev, StrBuf *b, const Alias *alias, const char *separator)
{
    bool ok = true;
    size_t n = value_seq_len(alias->args);
    /* Callable keeps its parameters flat and shows them as a list. */
    bool callable = str_ends(alias->name, STR("Callable")) && n &&
                    !value_is(value_seq_items(alias->args)[0], object_ellipsis(ev));
    if (callable) strbuf_push_char(b, '[');
    for (size_t i = 0; i < n && ok; i++) {
        Value arg = value_seq_items(alias->args)[i];
        if (callable && i + 1 == n) strbuf_push_char(b, ']');
        if (i) strbuf_push_z(b, separator);
        if (value_is_list(arg)) { /* Callable[[int, str], None] */
            strbuf_push_char(b, '[');
            for (size_t k = 0; k < value_seq_len(arg) && ok; k++) {
                if (k) strbuf_push_z(b, ", ");
                ok = alias_push_type(ev, b, value_seq_items(arg)[k]);
            }
            strbuf_push_char(b, ']');
        } else {
            ok = ok && alias_push_type(ev, b, arg);
        }
    }
    return ok;
}

/* typing shows Union[X, None] as Optional[X]. */
static bool is_optional(Eval *ev, const Alias *alias)
{
    Value none = class_value(eval_class(ev, &native_class_none_type));
    return str_eq_z(alias->name, "typing.Union") && value_seq_len(alias->args) == 2 &&
           value_is(value_seq_items(alias->args)[1], none);
}

static bool alias_repr(Eval *ev, Value self, Value *out)
{
    Alias *alias = alias_of(self);
    StrBuf b = {0};
    bool ok = true, again;
    if (!show_enter(ev, self, &again)) return false;
    if (again) {
        *out = value_str_z(ev, "...");
        return true;
    }
    if (is_optional(ev, alias)) {
        strbuf_push_z(&b, "typing.Optional[");
        ok = alias_push_type(ev, &b, value_seq_items(alias->args)[0]);
    } else {
        if (str_is_null(alias->name))
            ok = alias_push_type(ev, &b, alias->origin);
        else
            strbuf_push(&b, alias->name);
        strbuf_push_char(&b, '[');
        ok = ok && push_args(ev, &b, alias, ", ");
        for (size_t i = 0;
             ok && !value_is_unset(alias->metadata) && i < value_seq_len(alias->metadata); i++) {
            strbuf_push_z(&b, ", ");
            ok = show_push(ev, &b, value_seq_items(alias->metadata)[i]);
        }
        if (!value_seq_len(alias->args)) strbuf_push_z(&b, "()");
    }
    strbuf_push_char(&b, ']');
    show_leave(ev);
    return show_finish(ev, &b, ok, out);
}

static bool union_repr(Eval *ev, Value self, Value *out)
{
    StrBuf b = {0};
    bool ok = push_args(ev, &b, alias_of(self), " | ");
    return show_finish(ev, &b, ok, out);
}

static bool get_origin(Eval *ev, Args *a, Value *out)
{
    *out = alias_of(a->self)->origin;
    return true;
}

static bool get_args(Eval *ev, Args *a, Value *out)
{
    *out = alias_of(a->self)->args;
    return true;
}

static bool get_parameters(Eval *ev, Args *a, Value *out)
{
    *out = value_tuple(ev, NULL, 0);
    return true;
}

static bool get_mro_entries(Eval *ev, Args *a, Value *out)
{
    *out = value_tuple(ev, &alias_of(a->self)->origin, 1);
    return true;
}

/* An alias of a class answers for its class: dict[str, int].fromkeys, __metadata__ of Annotated. */
static bool alias_getattr(Eval *ev, Value self, Str name, Value *out)
{
    Alias *alias = alias_of(self);
    *out = value_unset();
    if (str_eq_z(name, "__metadata__")) {
        *out = alias->metadata;
        return true;
    }
    if (str_eq_z(name, "_name") && !str_is_null(alias->name)) {
        size_t dot = str_rfind_char(alias->name, '.');
        *out =
            value_str(ev, str_slice(alias->name, dot == STR_NPOS ? 0 : dot + 1, alias->name.len));
        return true;
    }
    if (str_starts(name, STR("__")) && !str_eq_z(name, "__name__") &&
        !str_eq_z(name, "__qualname__") && !str_eq_z(name, "__module__"))
        return true;
    return eval_find_attr(ev, alias->origin, name, out);
}

static bool alias_call(Eval *ev, Value self, Args *a, Value *out)
{
    return eval_call(ev, alias_of(self)->origin, value_seq_items(a->v[0]), value_seq_len(a->v[0]),
                     a->v[1], out);
}

/* List[T][int]: the arguments replace what is there. */
static bool alias_getitem(Eval *ev, Value self, Value key, Value *out)
{
    Alias *alias = alias_of(self);
    *out = alias_new(ev, &native_class_generic_alias, alias->origin, key, alias->name);
    return true;
}

/* Unions are equal whatever the order of their members. */
static bool same_members(Eval *ev, const Alias *a, const Alias *b, bool *out)
{
    *out = value_seq_len(a->args) == value_seq_len(b->args);
    for (size_t i = 0; i < value_seq_len(a->args) && *out; i++) {
        if (!eval_contains(ev, b->args, value_seq_items(a->args)[i], out)) return false;
    }
    return true;
}

static bool alias_equal(Eval *ev, Value left, Value right, bool *out)
{
    Alias *a = alias_of(left), *b = alias_of(right);
    *out = false;
    if (!a || !b) return true;
    bool unions =
        value_is_native(ev, left, &native_class_union_type) || str_eq_z(a->name, "typing.Union");
    if (unions) return same_members(ev, a, b, out);
    if (!eval_equal(ev, a->origin, b->origin, out) || !*out) return *out == false;
    return eval_equal(ev, a->args, b->args, out);
}

static bool alias_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if (op == OPERATOR_OR) return alias_union(ev, left, right, out);
    if (op != OPERATOR_EQ && op != OPERATOR_NE) return true;
    bool equal;
    if (!alias_equal(ev, left, right, &equal)) return false;
    *out = value_bool(equal == (op == OPERATOR_EQ));
    return true;
}

static bool alias_hash(Eval *ev, Value self, uint64_t *out)
{
    const Alias *alias = alias_of(self);
    *out = 0;
    for (size_t i = 0; i < value_seq_len(alias->args); i++) {
        uint64_t h;
        Value arg = value_seq_items(alias->args)[i];
        if (value_is_list(arg)) continue;
        if (!eval_hash(ev, arg, &h)) return false;
        *out ^= h; /* order must not matter for unions */
    }
    return true;
}

static void alias_traverse(void *payload, GcVisitor *gc)
{
    Alias *alias = payload;
    gc_visit(gc, alias->origin);
    gc_visit(gc, alias->args);
    gc_visit(gc, alias->metadata);
}

static const NativeMethod alias_methods[] = {
    {"__origin__", "", get_origin, NATIVE_GETTER},
    {"__args__", "", get_args, NATIVE_GETTER},
    {"__parameters__", "", get_parameters, NATIVE_GETTER},
    {"__mro_entries__", "bases", get_mro_entries, NATIVE_METHOD},
    {0}};

/* types.GenericAlias(list, int), which classes have as their __class_getitem__. */
static bool alias_init(Eval *ev, Value self, Args *a)
{
    bool tuple = value_is_tuple(a->v[1]);
    *alias_of(self) =
        (Alias){.origin = a->v[0], .args = tuple ? a->v[1] : value_tuple(ev, &a->v[1], 1)};
    return true;
}

const NativeClass native_class_generic_alias = {.name = "GenericAlias",
                                                .module = "types",
                                                .init_params = "origin, args, /",
                                                .init = alias_init,
                                                .payload = sizeof(Alias),
                                                .methods = alias_methods,
                                                .getattr = alias_getattr,
                                                .call = alias_call,
                                                .getitem = alias_getitem,
                                                .repr = alias_repr,
                                                .binary = alias_binary,
                                                .hash = alias_hash,
                                                .traverse = alias_traverse};

const NativeClass native_class_union_type = {.name = "UnionType",
                                             .module = "types",
                                             .base = &native_class_generic_alias,
                                             .repr = union_repr};

/* Adds v, or its members when it is a union, to the list, once each. False = not a type. */
static bool add_member(Eval *ev, Value list, Value v, bool *is_type)
{
    bool there;
    if (value_is_none(v)) v = class_value(eval_class(ev, &native_class_none_type));
    if (value_is_native(ev, v, &native_class_union_type) ||
        (alias_of(v) && str_eq_z(alias_of(v)->name, "typing.Union"))) {
        const Alias *alias = alias_of(v);
        for (size_t i = 0; i < value_seq_len(alias->args); i++) {
            if (!add_member(ev, list, value_seq_items(alias->args)[i], is_type)) return false;
        }
        return true;
    }
    *is_type = *is_type && (value_as_class(v) || alias_of(v) || value_is_str(v) ||
                            value_object_kind(v) == OBJECT_INSTANCE);
    if (!*is_type) return true;
    if (!eval_contains(ev, list, v, &there)) return false;
    if (!there) value_list_push(ev, list, v);
    return true;
}

bool alias_union(Eval *ev, Value left, Value right, Value *out)
{
    *out = value_unset();
    bool is_type = true;
    Value list = value_list(ev);
    if (!add_member(ev, list, left, &is_type) || !add_member(ev, list, right, &is_type))
        return false;
    if (!is_type) return true;
    if (value_seq_len(list) == 1) {
        *out = value_seq_items(list)[0];
        return true;
    }
    Value args = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    Value origin = class_value(eval_class(ev, &native_class_union_type));
    *out = alias_new(ev, &native_class_union_type, origin, args, STR_NULL);
    return true;
}
