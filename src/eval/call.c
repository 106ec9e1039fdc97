#include "eval/call.h"

#include <string.h>

bool call_enter(Eval *ev)
{
    /* The message itself and handlers need a few levels above the limit, as in CPython. */
    unsigned limit = ev->budget.depth + (ev->recursion_headroom ? 50 : 0);
    if (++ev->depth <= limit) return true;
    ev->depth--;
    if (ev->recursion_headroom) {
        Err e = err_init(&ev->arena);
        err_set(&e, ERR_BUDGET, "the script calls itself too deeply (more than %u levels)",
                ev->budget.depth);
        return eval_fail(ev, &e);
    }
    ev->recursion_headroom = true;
    eval_raise(ev, "RecursionError", "maximum recursion depth exceeded");
    ev->recursion_headroom = false;
    return false;
}

/* The receiver of an unbound method is its first argument. */
static bool take_receiver(Eval *ev, const NativeObject *f, Call *call, Value *self)
{
    if (!value_is_unset(f->self)) {
        *self = f->self;
        return true;
    }
    if (!f->owner || f->how == NATIVE_STATICMETHOD) return true;
    if (!value_is_unset(call->self)) {
        *self = call->self;
        call->self = value_unset();
    } else if (call->n) {
        *self = call->pos[0];
        call->pos++;
        call->n--;
    } else {
        return eval_raise(ev, "TypeError", "unbound method %s.%s() needs an argument",
                          f->owner->name->data, f->name);
    }
    if (f->how == NATIVE_CLASSMETHOD || value_isinstance(ev, *self, f->owner)) return true;
    return eval_raise(ev, "TypeError",
                      "descriptor '%s' for '%s' objects doesn't apply to a '%.*s' object", f->name,
                      f->owner->name->data, STR_ARG(value_type_name(ev, *self)));
}

bool call_native(Eval *ev, NativeObject *f, const Call *given, Value *out)
{
    Call call = *given;
    Value self = value_unset();
    if (!take_receiver(ev, f, &call, &self)) return false;
    const Params *p = f->params;
    /* Two more: the receiver and the function stay reachable as well. */
    Value *slots = heap_args_push(ev, p->count + 2);
    slots[p->count] = self;
    slots[p->count + 1] = value_of(f);
    bool ok;
    if (call.nkw == 0 && call.n == p->count && p->pos == p->count && value_is_unset(call.self)) {
        if (call.n) memcpy(slots, call.pos, call.n * sizeof(Value));
        ok = true;
    } else {
        ok = args_bind(ev, p, (FnName){f->owner ? class_name(f->owner) : STR_NULL, str_z(f->name)},
                       value_unset(), value_unset(), &call, slots);
    }
    if (ok && (ok = call_enter(ev))) {
        Value keep = ev->running_keep;
        ev->running_keep = f->keep;
        Args args = {.self = self, .v = slots, .n = p->count, .user = f->user};
        *out = value_none();
        ok = f->fn(ev, &args, out);
        ev->running_keep = keep;
        call_leave(ev);
    }
    heap_args_pop(ev, p->count + 2);
    return ok;
}

Value eval_native_keep(Eval *ev) { return ev->running_keep; }

Value eval_native_new(Eval *ev, const char *name, const char *params, NativeFn fn, void *user,
                      Value keep)
{
    NativeObject *f = object_new(ev, OBJECT_NATIVE, sizeof *f);
    f->name = name;
    f->fn = fn;
    f->user = user;
    f->keep = keep;
    f->params = args_params(ev, params);
    return value_of(f);
}

/* ---- classes ---- */

static const char *init_params(const NativeClass *n)
{
    for (; n; n = n->base)
        if (n->init_params) return n->init_params;
    return "";
}

static bool bind_and(Eval *ev, const NativeClass *n, const char *params, Class *cls, Value self,
                     const Call *call, Value *out)
{
    const Params *p = args_params(ev, params);
    Value *slots = heap_args_push(ev, p->count + 1);
    slots[p->count] = self;
    Args args = {.self = self, .v = slots, .n = p->count};
    FnName name = {STR_NULL, class_name(cls)};
    if (!value_is_unset(self)) name = (FnName){str_z(n->name), STR("__init__")};
    bool ok = args_bind(ev, p, name, value_unset(), value_unset(), call, slots) && call_enter(ev);
    if (ok) {
        ok = value_is_unset(self) ? n->construct(ev, cls, &args, out) : n->init(ev, self, &args);
        call_leave(ev);
    }
    heap_args_pop(ev, p->count + 1);
    return ok;
}

static bool no_arguments(Eval *ev, Class *cls, const Call *call)
{
    if (call->n == 0 && call->nkw == 0) return true;
    return eval_raise(ev, "TypeError", "%s() takes no arguments", cls->name->data);
}

static bool abstract_error(Eval *ev, Class *cls, Value names)
{
    Value list;
    if (!eval_to_list(ev, names, &list)) return false;
    size_t n = value_seq_len(list);
    StrBuf b = {0};
    for (size_t i = 0; i < n; i++) {
        strbuf_push_z(&b, i ? ", " : "");
        strbuf_push(&b, value_as_str(value_seq_items(list)[i]));
    }
    eval_raise(ev, "TypeError", "Can't instantiate abstract class %s with abstract method%s %s",
               cls->name->data, n == 1 ? "" : "s", b.ptr ? b.ptr : "");
    strbuf_deinit(&b);
    return false;
}

/* Makes the instance; *own tells that a script's __new__ did it. */
static bool make_instance(Eval *ev, Class *cls, const Call *call, Value *out, bool *own,
                          bool *constructed)
{
    const NativeClass *native;
    *own = *constructed = false;
    Value m = class_slot(ev, cls, ev->names.new_, &native);
    if (!value_is_unset(m)) {
        *own = true;
        Value fn;
        if (!attr_bind(ev, m, value_unset(), cls, &fn)) return false;
        Call with_class = *call;
        with_class.self = value_of(cls);
        return call_value(ev, fn, &with_class, out);
    }
    if (class_of_script(cls)) {
        Value names = class_lookup(ev, cls, ev->names.abstract);
        if (value_dict_len(names)) return abstract_error(ev, cls, names);
    }
    if (native && native->construct) {
        *constructed = true;
        return bind_and(ev, native, init_params(native), cls, value_unset(), call, out);
    }
    *out = eval_instance_new(ev, cls);
    return true;
}

static bool collected_call(Eval *ev, const Call *call, Value *slots)
{
    const Params *p = args_params(ev, "*args, **kwargs");
    return args_bind(ev, p, (FnName){STR_NULL, STR("call")}, value_unset(), value_unset(), call,
                     slots);
}

static bool call_hook(Eval *ev, Class *cls, const NativeClass *hook, const Call *call, Value *out)
{
    Value *slots = heap_args_push(ev, 2);
    Args args = {.self = value_of(cls), .v = slots, .n = 2};
    *out = value_unset();
    bool ok = collected_call(ev, call, slots) && hook->class_call(ev, cls, &args, out);
    heap_args_pop(ev, 2);
    return ok;
}

static bool instantiate(Eval *ev, Class *cls, const Call *call, Value *out)
{
    bool own, constructed;
    if (!make_instance(ev, cls, call, out, &own, &constructed)) return false;
    if (!value_isinstance(ev, *out, cls)) return true;
    const NativeClass *native;
    Value m = class_slot(ev, cls, ev->names.init, &native), result;
    if (value_is_unset(m) && !native) return own || constructed || no_arguments(ev, cls, call);
    eval_root_push(ev, *out);
    bool ok;
    if (native) {
        const char *params = "";
        for (const NativeClass *n = native; n; n = n->base) {
            params = n->init_params;
            if (params) break;
        }
        ok = bind_and(ev, native, params ? params : "", cls, *out, call, &result);
    } else {
        Call with_self = *call;
        with_self.self = *out;
        ok = call_value(ev, m, &with_self, &result);
        if (ok && !value_is_none(result) && !value_is_unknown(result))
            ok = eval_raise(ev, "TypeError", "__init__() should return None, not '%.*s'",
                            STR_ARG(value_type_name(ev, result)));
    }
    eval_root_pop(ev, 1);
    return ok;
}

/* type.__call__ */
bool call_plain_class(Eval *ev, Class *cls, const Call *call, Value *out)
{
    if (cls->native == &native_class_type && call->n == 1 && call->nkw == 0) {
        *out = value_of(value_class(ev, call->pos[0]));
        return true;
    }
    const NativeClass *hook = CLASS_HOOK(cls, class_call);
    if (hook) {
        if (!call_hook(ev, cls, hook, call, out)) return false;
        if (!value_is_unset(*out)) return true;
    }
    return instantiate(ev, cls, call, out);
}

bool call_class(Eval *ev, Class *cls, const Call *call, Value *out)
{
    if (!cls->head.cls) return call_plain_class(ev, cls, call, out);
    const NativeClass *native;
    Value m = class_slot(ev, cls->head.cls, ev->names.call, &native);
    if (value_is_unset(m) || value_is_kind(m, OBJECT_NATIVE))
        return call_plain_class(ev, cls, call, out);
    Call with_self = *call;
    with_self.self = value_of(cls);
    return call_value(ev, m, &with_self, out);
}

/* ---- anything ---- */

static bool call_instance(Eval *ev, Value fn, const Call *call, Value *out)
{
    const NativeClass *native;
    Class *cls = value_class(ev, fn);
    Value m = class_slot(ev, cls, ev->names.call, &native);
    if (native) {
        Value *slots = heap_args_push(ev, 3);
        slots[2] = fn;
        Args args = {.self = fn, .v = slots, .n = 2};
        *out = value_none();
        bool ok = collected_call(ev, call, slots) && call_enter(ev);
        if (ok) {
            ok = native->call(ev, fn, &args, out);
            call_leave(ev);
        }
        heap_args_pop(ev, 3);
        return ok;
    }
    if (value_is_unset(m))
        return eval_raise(ev, "TypeError", "'%.*s' object is not callable",
                          STR_ARG(class_name(cls)));
    Value bound;
    if (!value_is_unset(call->self) || !value_is_kind(m, OBJECT_FUNCTION)) {
        if (!attr_bind(ev, m, fn, cls, &bound)) return false;
        return call_value(ev, bound, call, out);
    }
    Call with_self = *call;
    with_self.self = fn;
    return call_value(ev, m, &with_self, out);
}

static bool call_method(Eval *ev, MethodObject *m, const Call *call, Value *out)
{
    Call inner = *call;
    if (value_is_unset(call->self)) {
        inner.self = m->self;
        return call_value(ev, m->function, &inner, out);
    }
    /* A receiver in front of a bound method is just its first argument. */
    Value *pos = heap_args_push(ev, call->n + 1);
    pos[0] = call->self;
    if (call->n) memcpy(pos + 1, call->pos, call->n * sizeof(Value));
    inner.self = m->self;
    inner.pos = pos;
    inner.n = call->n + 1;
    bool ok = call_value(ev, m->function, &inner, out);
    heap_args_pop(ev, call->n + 1);
    return ok;
}

bool call_value(Eval *ev, Value fn, const Call *call, Value *out)
{
    switch (value_object_kind(fn)) {
    case OBJECT_FUNCTION: return vm_call_function(ev, OBJECT_AS(FunctionObject, fn), call, out);
    case OBJECT_NATIVE: return call_native(ev, OBJECT_AS(NativeObject, fn), call, out);
    case OBJECT_METHOD: return call_method(ev, OBJECT_AS(MethodObject, fn), call, out);
    case OBJECT_UNKNOWN:
        if (ev->strict_calls) return eval_need_known(ev, fn, "a call in a migration");
        return unknown_spread(ev, fn, "call", STR_NULL, out);
    case OBJECT_PROPERTY:
        if (OBJECT_AS(PropertyObject, fn)->how == PROPERTY_STATICMETHOD)
            return call_value(ev, OBJECT_AS(PropertyObject, fn)->get, call, out);
        return call_instance(ev, fn, call, out);
    case OBJECT_CLASS: {
        if (value_is_unset(call->self)) return call_class(ev, OBJECT_AS(Class, fn), call, out);
        Value *pos = heap_args_push(ev, call->n + 1);
        pos[0] = call->self;
        if (call->n) memcpy(pos + 1, call->pos, call->n * sizeof(Value));
        Call flat = *call;
        flat.self = value_unset();
        flat.pos = pos;
        flat.n++;
        bool ok = call_class(ev, OBJECT_AS(Class, fn), &flat, out);
        heap_args_pop(ev, call->n + 1);
        return ok;
    }
    default: return call_instance(ev, fn, call, out);
    }
}

bool call_special(Eval *ev, Value method, Value self, const Value *args, size_t n, Value *out)
{
    Call call = {.self = self, .pos = args, .n = n};
    if (value_is_kind(method, OBJECT_FUNCTION))
        return vm_call_function(ev, OBJECT_AS(FunctionObject, method), &call, out);
    Value bound;
    if (!attr_bind(ev, method, self, value_class(ev, self), &bound)) return false;
    call.self = value_unset();
    return call_value(ev, bound, &call, out);
}

size_t call_push_kw(Eval *ev, Value kw, Call *call)
{
    size_t n = value_dict_len(kw), at = 0;
    if (n == 0) return 0;
    Value *names = heap_args_push(ev, 2 * n), *values = names + n;
    for (size_t i = 0; i < n; i++) value_dict_next(kw, &at, &names[i], &values[i]);
    call->kwnames = names;
    call->kwvalues = values;
    call->nkw = n;
    return 2 * n;
}

bool call_collected(Eval *ev, Value fn, Value first, Value args, Value kw, Value *out)
{
    Call call = {.self = first, .pos = value_seq_items(args), .n = value_seq_len(args)};
    size_t pushed = call_push_kw(ev, kw, &call);
    bool ok = call_value(ev, fn, &call, out);
    if (pushed) heap_args_pop(ev, pushed);
    return ok;
}

bool eval_call(Eval *ev, Value fn, const Value *args, size_t n, Value kw, Value *out)
{
    Call call = {.pos = args, .n = n};
    size_t pushed = call_push_kw(ev, kw, &call);
    bool ok = call_enter(ev);
    if (ok) {
        ok = call_value(ev, fn, &call, out);
        call_leave(ev);
    }
    if (pushed) heap_args_pop(ev, pushed);
    return ok;
}

bool eval_call_method(Eval *ev, Value v, const char *name, const Value *args, size_t n, Value *out)
{
    Value fn, self;
    if (!attr_method(ev, v, object_intern(ev, str_z(name)), &fn, &self)) return false;
    Call call = {.self = self, .pos = args, .n = n};
    if (!call_enter(ev)) return false;
    bool ok = call_value(ev, fn, &call, out);
    call_leave(ev);
    return ok;
}

bool eval_is_callable(Eval *ev, Value v)
{
    switch (value_object_kind(v)) {
    case OBJECT_FUNCTION:
    case OBJECT_NATIVE:
    case OBJECT_METHOD:
    case OBJECT_UNKNOWN:
    case OBJECT_CLASS: return true;
    default: break;
    }
    const NativeClass *native;
    Value m = class_slot(ev, value_class(ev, v), ev->names.call, &native);
    return native || !value_is_unset(m);
}
