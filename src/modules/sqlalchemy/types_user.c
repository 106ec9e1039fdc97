#include "eval/eval.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/stringify.h"
#include "modules/sqlalchemy/types.h"

/* ---- what the script's class defines itself ---- */

static bool is_sqlalchemy(const Class *c)
{
    return str_starts(class_module(c), STR("sqlalchemy.")) ||
           str_eq_z(class_module(c), "sqlalchemy");
}

/* The first class of the mro, before SQLAlchemy's own, that defines `name`. */
static bool script_defines(Class *cls, const char *name)
{
    for (size_t i = 0; i < class_mro_len(cls); i++) {
        Class *c = class_mro_at(cls, i);
        if (is_sqlalchemy(c)) return false;
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
    Value d = value_unset(), made, fn;
    const SqlType *t = NULL;
    bool ok = stringify_dialect(ev, dialect, &d);
    eval_root_push(ev, d);
    ok = ok && eval_getattr(ev, hook->self, STR("load_dialect_impl"), &fn) &&
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

/* SQLAlchemy's generic_repr: the arguments that the script's own __init__ names. */
static bool own_repr(Eval *ev, Value self, SqlType *t)
{
    Value module, fn, text;
    if (!eval_import(ev, STR("_sqlalchemy_repr"), &module) ||
        !eval_getattr(ev, module, STR("generic_repr"), &fn) ||
        !eval_call(ev, fn, &self, 1, value_unset(), &text))
        return false;
    if (value_is_str(text)) t->user_repr = module_str(ev, text);
    module_object_put(ev, t, self);
    return true;
}

bool types_user_finish(Eval *ev, Value self, TypeData *d)
{
    if (d->finished) return true;
    d->finished = true;
    SqlType *t = d->type;
    Class *cls = value_class(ev, self);
    if (is_sqlalchemy(cls)) return true;
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
    } else if (t->cls->is_user_defined && script_defines(cls, "__init__")) {
        return own_repr(ev, self, t);
    }
    module_object_put(ev, t, self);
    return true;
}
