#include "eval/eval.h"
#include "modules/sqlalchemy/engine/dialect_object.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/sql/element.h"
#include "modules/sqlalchemy/types.h"
#include "sql/expr.h"

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
    bool ok = engine_dialect_named(ev, dialect, &d);
    eval_root_push(ev, d);
    ok = ok && eval_getattr(ev, hook->self, STR("load_dialect_impl"), &fn) &&
         eval_call(ev, fn, &d, 1, value_unset(), &made) &&
         module_type_from_value(ev, made, eval_arena(ev), &t);
    eval_root_pop(ev, 1);
    if (ok) return t;
    eval_take_error(ev, err);
    return NULL;
}

/* ---- values ---- */

typedef struct UserHooks {
    TypeHooks base;
    Eval *ev;
    Value self;
    /* What the class defines: a function of (value, dialect), or one that makes a function. */
    const char *bind, *literal, *bind_maker, *literal_maker;
    bool chained; /* the impl has hooks too */
} UserHooks;

/* self.method(value, dialect), or self.method(dialect)(value) where that is not None. */
static bool call_hook(const UserHooks *h, const char *plain, const char *maker, Value dialect,
                      Value *value)
{
    Eval *ev = h->ev;
    Value fn, args[2] = {*value, dialect};
    if (plain) return eval_call_method(ev, h->self, plain, args, 2, value);
    if (!eval_call_method(ev, h->self, maker, &dialect, 1, &fn)) return false;
    return value_is_none(fn) || eval_call(ev, fn, args, 1, value_unset(), value);
}

static bool user_convert(const TypeHooks *base, Str dialect, bool literal, SqlValue *v, Arena *out,
                         Err *err)
{
    const UserHooks *h = (const UserHooks *)base;
    Eval *ev = h->ev;
    Value value, d = value_unset();
    bool raw = false, own = literal && (h->literal || h->literal_maker);
    const char *plain = own ? h->literal : h->bind;
    const char *maker = own ? h->literal_maker : h->bind_maker;
    if ((!plain && !maker) || v->kind == SQL_VALUE_EXPR) return true;
    /* A text made by a literal_processor() is SQL. */
    raw = own && !plain;
    eval_root_push(ev, h->self);
    bool ok = v->object ? (value = value_object(v->object), true)
                        : module_value_from_sql_value(ev, v, &value);
    if (ok) eval_root_push(ev, value);
    ok = ok && engine_dialect_named(ev, dialect, &d) && call_hook(h, plain, maker, d, &value) &&
         module_bind_value_from_value(ev, value, out, v);
    /* Data has been copied; only a further hook, or the error message, wants the object itself. */
    if (ok && v->object && (h->chained || v->kind == SQL_VALUE_OBJECT))
        value_list_push(ev, module_state(ev)->kept, value);
    else
        v->object = NULL;
    if (ok && raw && v->kind == SQL_VALUE_STR) {
        SqlExpr *text = sql_expr_literal_column(out, v->as.text);
        *v = (SqlValue){.kind = SQL_VALUE_EXPR, .as.expr = text};
    }
    eval_root_pop(ev, 1);
    return ok || eval_take_error(ev, err);
}

static const char *if_defined(Class *cls, const char *name)
{
    return script_defines(cls, name) ? name : NULL;
}

static SqlExpr *bind_expression(const TypeHooks *base, const SqlExpr *bind, Arena *out, Err *err)
{
    const UserHooks *h = (const UserHooks *)base;
    Eval *ev = h->ev;
    Value value = module_expr_value(ev, (SqlExpr *)bind), made;
    SqlExpr *e = NULL;
    eval_root_push(ev, value);
    if (!eval_call_method(ev, h->self, "bind_expression", &value, 1, &made) ||
        (!value_is_none(made) && !module_expr_from_value(ev, made, out, &e)))
        (void)eval_take_error(ev, err);
    eval_root_pop(ev, 1);
    return e || err_is_set(err) ? e : (SqlExpr *)bind;
}

static bool column_expression(const TypeHooks *base, const SqlExpr *column, struct Compiler *c,
                              bool (*push)(struct Compiler *c, const SqlExpr *e), Err *err)
{
    const UserHooks *h = (const UserHooks *)base;
    Eval *ev = h->ev;
    Value value, made;
    ElementData *d;
    /* Not the Column itself: it may stand for that of an alias. */
    value = element_new(ev, element_class_of(column), column->kind, &d);
    d->expr = (SqlExpr *)column;
    eval_root_push(ev, value);
    bool ok = eval_call_method(ev, h->self, "column_expression", &value, 1, &made);
    if (ok && value_is_none(made)) made = value;
    SqlExpr *e = ok ? element_expr(ev, made) : NULL;
    if (ok && !e) ok = exc_expected(ev, "SQL expression", made);
    if (!ok) eval_take_error(ev, err);
    eval_root_push(ev, ok ? made : value);
    ok = ok && push(c, e);
    eval_root_pop(ev, 2);
    return ok;
}

static void find_hooks(Eval *ev, Value self, Class *cls, SqlType *t)
{
    UserHooks h = {.base = {user_convert}, .ev = ev, .self = self};
    h.bind = if_defined(cls, "process_bind_param");
    h.literal = if_defined(cls, "process_literal_param");
    h.bind_maker = if_defined(cls, "bind_processor");
    h.literal_maker = if_defined(cls, "literal_processor");
    h.chained = t->impl && t->impl->hooks;
    bool result = if_defined(cls, "process_result_value") || if_defined(cls, "result_processor");
    if (script_defines(cls, "bind_expression")) h.base.around = bind_expression;
    if (script_defines(cls, "column_expression")) h.base.selected = column_expression;
    bool any = h.bind || h.literal || h.bind_maker || h.literal_maker || result || h.base.around ||
               h.base.selected;
    if (!any) return;
    UserHooks *kept = ARENA_NEW(eval_arena(ev), UserHooks);
    *kept = h;
    t->hooks = &kept->base;
    value_list_push(ev, module_state(ev)->kept, self);
}

bool types_result_hook(Eval *ev, Value self, Value dialect, Value *out)
{
    Class *cls = value_class(ev, self);
    Value pair[2] = {value_unset(), value_unset()}, args[2] = {dialect, value_none()};
    *out = value_unset();
    if (script_defines(cls, "process_result_value")) {
        pair[1] = dialect;
        if (!eval_getattr(ev, self, STR("process_result_value"), &pair[0])) return false;
    } else if (script_defines(cls, "result_processor")) {
        if (!eval_call_method(ev, self, "result_processor", args, 2, &pair[0])) return false;
        if (value_is_none(pair[0])) return true;
    } else {
        return true;
    }
    *out = value_tuple(ev, pair, 2);
    return true;
}

/* What a decorator decorates, as a type. */
static bool take_impl(Eval *ev, Value self, TypeData *d, Value impl)
{
    const SqlType *t;
    Value dict = instance_dict(ev, self);
    d->impl = impl;
    value_dict_put_z(ev, dict, "impl", impl);
    value_dict_put_z(ev, dict, "impl_instance", impl);
    if (!module_type_from_value(ev, impl, eval_arena(ev), &t)) return false;
    d->type->impl = t;
    return true;
}

bool types_user_late(Eval *ev, Value self, TypeData *d)
{
    Value impl = value_dict_find_z(instance_dict(ev, self), "impl");
    bool own = d->type->cls->is_decorator && types_data(impl);
    return own ? take_impl(ev, self, d, impl)
               : types_user_init(ev, self, d, value_unset(), value_unset());
}

bool types_user_init(Eval *ev, Value self, TypeData *d, Value args, Value kw)
{
    if (!d->type->cls->is_decorator) return true;
    Value impl;
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
    return take_impl(ev, self, d, impl);
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
    find_hooks(ev, self, cls, t);
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
