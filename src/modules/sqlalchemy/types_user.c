#include "eval/eval.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/types.h"

/* ---- the dialect that load_dialect_impl() and get_col_spec() see ---- */

typedef struct DialectData {
    Str name;
} DialectData;

static bool type_descriptor(Eval *ev, Args *a, Value *out)
{
    if (value_as_class(a->v[0])) return eval_call(ev, a->v[0], NULL, 0, value_unset(), out);
    *out = a->v[0];
    return true;
}

static const NativeMethod dialect_methods[] = {
    {"type_descriptor", "typeobj", type_descriptor, NATIVE_METHOD}, {0}};

static bool dialect_getattr(Eval *ev, Value self, Str name, Value *out);

static const NativeClass types_Dialect = {.name = "DefaultDialect",
                                          .module = "sqlalchemy.engine.default",
                                          .payload = sizeof(DialectData),
                                          .methods = dialect_methods,
                                          .getattr = dialect_getattr};

static bool dialect_getattr(Eval *ev, Value self, Str name, Value *out)
{
    DialectData *d = value_payload(self, &types_Dialect);
    if (str_eq_z(name, "name")) *out = value_str(ev, d->name);
    return true;
}

/* ---- what the script's class defines itself ---- */

/* The first class of the mro, before SQLAlchemy's own, that defines `name`. */
static bool script_defines(Class *cls, const char *name)
{
    for (size_t i = 0; i < class_mro_len(cls); i++) {
        Class *c = class_mro_at(cls, i);
        if (str_starts(class_module(c), STR("sqlalchemy"))) return false;
        if (!value_is_unset(value_dict_find_z(class_namespace(c), name)))
            return !str_eq_z(class_module(c), "builtins");
    }
    return false;
}

typedef struct DialectImpl {
    Eval *ev;
    Value self;
} DialectImpl;

static const SqlType *load_dialect_impl(void *user, const SqlType *self, Str dialect, Err *err)
{
    DialectImpl *hook = user;
    Eval *ev = hook->ev;
    Value d = eval_instance_new(ev, eval_class(ev, &types_Dialect)), made, fn;
    DialectData *data = value_payload(d, &types_Dialect);
    data->name = arena_str(eval_arena(ev), dialect);
    const SqlType *t = NULL;
    eval_root_push(ev, d);
    bool ok = eval_getattr(ev, hook->self, STR("load_dialect_impl"), &fn) &&
              eval_call(ev, fn, &d, 1, value_unset(), &made) &&
              module_type_from_value(ev, made, eval_arena(ev), &t);
    eval_root_pop(ev, 1);
    if (ok) return t;
    eval_take_error(ev, err);
    return NULL;
}

bool types_user_init(Eval *ev, Value self, TypeData *d, Value args, Value kw)
{
    if (!d->type->cls->is_decorator) return true;
    Value impl;
    const SqlType *t;
    Class *cls = value_class(ev, self);
    if (!eval_find_attr(ev, class_value(cls), STR("impl"), &impl)) return false;
    if (module_absent(impl))
        return eval_raise(ev, "AttributeError",
                          "TypeDecorator implementations require a class-level "
                          "variable 'impl' which refers to the class of type being decorated");
    if (value_as_class(impl)) {
        const Value *items = value_is_unset(args) ? NULL : value_seq_items(args);
        size_t n = value_is_unset(args) ? 0 : value_seq_len(args);
        if (!eval_call(ev, impl, items, n, kw, &impl)) return false;
    }
    d->impl = impl;
    Value dict = instance_dict(ev, self);
    value_dict_put_z(ev, dict, "impl", impl);
    value_dict_put_z(ev, dict, "impl_instance", impl);
    if (!module_type_from_value(ev, impl, eval_arena(ev), &t)) return false;
    d->type->impl = t;
    return true;
}

static bool col_spec(Eval *ev, Value self, SqlType *t)
{
    Value fn, spec;
    if (!eval_find_attr(ev, self, STR("get_col_spec"), &fn)) return false;
    if (value_is_unset(fn)) return true;
    if (!eval_call(ev, fn, NULL, 0, value_unset(), &spec)) return false;
    return module_str_or_none(ev, spec, "get_col_spec()", &t->col_spec);
}

bool types_user_finish(Eval *ev, Value self, TypeData *d)
{
    if (d->finished) return true;
    d->finished = true;
    SqlType *t = d->type;
    Class *cls = value_class(ev, self);
    if (str_starts(class_module(cls), STR("sqlalchemy."))) return true;
    t->user_module = arena_str(eval_arena(ev), class_module(cls));
    if (t->cls->is_decorator) {
        /* __init__ may have replaced self.impl after the base's __init__ */
        Value impl = value_dict_find_z(instance_dict(ev, self), "impl");
        if (!value_is_unset(impl) && module_is_type(ev, impl) &&
            !module_type_from_value(ev, impl, eval_arena(ev), &t->impl))
            return false;
        if (script_defines(cls, "load_dialect_impl")) {
            DialectImpl *hook = ARENA_NEW(eval_arena(ev), DialectImpl);
            *hook = (DialectImpl){ev, self};
            value_list_push(ev, module_state(ev)->kept, self);
            t->dialect_impl = load_dialect_impl;
            t->dialect_impl_user = hook;
        }
    }
    if (t->cls->is_user_defined && !col_spec(ev, self, t)) return false;
    if (script_defines(cls, "__repr__")) {
        Value text;
        if (!eval_repr(ev, self, &text)) return false;
        t->user_repr = module_str(ev, text);
    }
    return true;
}
