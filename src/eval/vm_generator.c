/* Generators and coroutines: suspended frames. Async code is driven as if it were synchronous. */
#include "eval/opcode.h"
#include "eval/vm.h"

Value generator_new(Eval *ev, Frame *frame)
{
    GeneratorObject *g = object_new(ev, OBJECT_GENERATOR, sizeof *g);
    g->frame = frame;
    frame->generator = g;
    g->name = frame->fn->name;
    g->qualname = frame->fn->qualname;
    uint32_t flags = frame->code->flags;
    g->how = flags & CODE_ASYNC_GENERATOR ? GENERATOR_ASYNC
             : flags & CODE_COROUTINE     ? GENERATOR_COROUTINE
                                          : GENERATOR_PLAIN;
    return value_of(g);
}

static const char *kind_name(const GeneratorObject *g)
{
    return g->how == GENERATOR_COROUTINE ? "coroutine"
           : g->how == GENERATOR_ASYNC   ? "async generator"
                                         : "generator";
}

/* Runs the frame until it yields or ends. */
static bool run(Eval *ev, GeneratorObject *g, Value *out, Value *result)
{
    Frame *f = g->frame;
    Value v = value_unset();
    g->running = g->started = true;
    eval_root_push(ev, value_of(g));
    bool ok = vm_run(ev, f, &v);
    eval_root_pop(ev, 1);
    g->running = false;
    *out = *result = value_unset();
    if (!ok) return false;
    if (g->frame && g->frame->flags & FRAME_YIELDED) {
        g->frame->flags &= ~(uint32_t)(FRAME_YIELDED | FRAME_ENTRY);
        *out = v;
    } else {
        *result = v;
    }
    return true;
}

static bool busy(Eval *ev, const GeneratorObject *g)
{
    return g->running && !eval_raise(ev, "ValueError", "%s already executing", kind_name(g));
}

bool generator_resume(Eval *ev, GeneratorObject *g, Value sent, Value *out, Value *result)
{
    *out = value_unset();
    *result = value_none();
    if (busy(ev, g)) return false;
    if (!g->frame) return true;
    if (g->started)
        g->frame->stack[g->frame->sp++] = sent;
    else if (!value_is_none(sent))
        return eval_raise(ev, "TypeError", "can't send non-None value to a just-started %s",
                          kind_name(g));
    return run(ev, g, out, result);
}

/* The iterator that a generator delegates to with `yield from`; unset = none. */
static Value delegate(const GeneratorObject *g)
{
    Frame *f = g->frame;
    if (!g->started || (f->code->ops[f->pc] & 0xff) != OP_YIELD_FROM) return value_unset();
    return f->stack[f->sp - 1];
}

static bool throw_into_delegate(Eval *ev, Value it, Value exc, bool *handled, Value *out,
                                Value *result)
{
    *handled = true;
    if (value_is_kind(it, OBJECT_GENERATOR))
        return generator_throw(ev, OBJECT_AS(GeneratorObject, it), exc, out, result);
    Value fn;
    if (!eval_find_attr(ev, it, STR("throw"), &fn)) return false;
    *handled = !value_is_unset(fn);
    if (!*handled) return true;
    *result = value_unset();
    if (eval_call(ev, fn, &exc, 1, value_unset(), out)) return true;
    if (ev->fatal || !exception_is(ev, ev->pending, "StopIteration")) return false;
    Value stop = eval_catch(ev);
    *out = value_unset();
    *result = value_seq_len(exception_data(stop)->args)
                  ? value_seq_items(exception_data(stop)->args)[0]
                  : value_none();
    return true;
}

bool generator_throw(Eval *ev, GeneratorObject *g, Value exc, Value *out, Value *result)
{
    *out = *result = value_unset();
    if (busy(ev, g)) return false;
    Frame *f = g->frame;
    if (!f || !g->started) {
        if (f) {
            g->frame = NULL;
            heap_frame_free(ev, f);
        }
        return exception_raise(ev, exc, value_unset());
    }
    Value it = delegate(g);
    bool handled = false;
    bool closing = exception_is(ev, exc, "GeneratorExit");
    if (!value_is_unset(it) && closing) {
        if (value_is_kind(it, OBJECT_GENERATOR) &&
            !generator_close(ev, OBJECT_AS(GeneratorObject, it)))
            goto inject;
    } else if (!value_is_unset(it)) {
        g->running = true;
        bool ok = throw_into_delegate(ev, it, exc, &handled, out, result);
        g->running = false;
        if (!ok) goto inject;
        if (handled && !value_is_unset(*out)) return true;
        if (handled) {
            /* The delegate has ended: go on after the yield from with its result. */
            f->stack[f->sp - 1] = *result;
            f->pc++;
            return run(ev, g, out, result);
        }
    }
    exception_raise(ev, exc, value_unset());
inject:
    /* The frame stands behind its yield; a delegating one stands on it. */
    if (!value_is_unset(it)) f->pc++;
    f->flags |= FRAME_THROW;
    return run(ev, g, out, result);
}

bool generator_close(Eval *ev, GeneratorObject *g)
{
    if (!g->frame) return true;
    Value exc = eval_instance_new(ev, eval_class(ev, exception_class_find(STR("GeneratorExit"))));
    exception_data(exc)->args = value_tuple(ev, NULL, 0);
    Value out, result;
    eval_root_push(ev, exc);
    bool ok = generator_throw(ev, g, exc, &out, &result);
    eval_root_pop(ev, 1);
    if (ok)
        return value_is_unset(out) ||
               eval_raise(ev, "RuntimeError", "%s ignored GeneratorExit", kind_name(g));
    if (ev->fatal) return false;
    if (!exception_is(ev, ev->pending, "GeneratorExit") &&
        !exception_is(ev, ev->pending, "StopIteration"))
        return false;
    ev->pending = value_unset();
    return true;
}

bool generator_send(Eval *ev, Value it, Value sent, Value *out, Value *result)
{
    if (value_is_kind(it, OBJECT_GENERATOR))
        return generator_resume(ev, OBJECT_AS(GeneratorObject, it), sent, out, result);
    *result = value_none();
    if (value_is_none(sent)) {
        const NativeClass *native;
        Value m = class_slot(ev, value_class(ev, it), ev->names.next, &native);
        if (native) return native->next(ev, it, out);
        if (call_special(ev, m, it, NULL, 0, out)) return true;
    } else if (eval_call_method(ev, it, "send", &sent, 1, out)) {
        return true;
    }
    *out = value_unset();
    if (ev->fatal || !exception_is(ev, ev->pending, "StopIteration")) return false;
    Value args = exception_data(eval_catch(ev))->args;
    if (value_seq_len(args)) *result = value_seq_items(args)[0];
    return true;
}

/* Waiting is running to the end. What is no awaitable is taken as the result already there, which
 * lets native functions be awaited without knowing. */
bool generator_await(Eval *ev, Value v, Value *out)
{
    *out = v;
    Value item, result, fn;
    if (value_is_kind(v, OBJECT_GENERATOR) &&
        OBJECT_AS(GeneratorObject, v)->how == GENERATOR_COROUTINE) {
        GeneratorObject *g = OBJECT_AS(GeneratorObject, v);
        if (!g->frame)
            return eval_raise(ev, "RuntimeError", "cannot reuse already awaited coroutine");
        do {
            if (!generator_resume(ev, g, value_none(), &item, &result)) return false;
        } while (!value_is_unset(item));
        *out = result;
        return true;
    }
    if (!value_is_kind(v, OBJECT_INSTANCE)) return true;
    if (!eval_find_special(ev, v, "__await__", &fn)) return false;
    if (value_is_unset(fn)) return true;
    Value it;
    if (!eval_call(ev, fn, NULL, 0, value_unset(), &it)) return false;
    eval_root_push(ev, it);
    bool ok;
    do {
        ok = generator_send(ev, it, value_none(), &item, &result);
    } while (ok && !value_is_unset(item));
    eval_root_pop(ev, 1);
    *out = result;
    return ok;
}

bool eval_await(Eval *ev, Value v, Value *out)
{
    eval_root_push(ev, v);
    bool ok = generator_await(ev, v, out);
    eval_root_pop(ev, 1);
    return ok;
}

/* ---- methods ---- */

static bool finish(Eval *ev, GeneratorObject *g, bool ok, Value yielded, Value result, Value *out)
{
    if (!ok) return false;
    *out = yielded;
    if (!value_is_unset(yielded)) return true;
    if (g->how == GENERATOR_ASYNC) return eval_raise(ev, "StopAsyncIteration", "%s", "");
    Class *stop = eval_class(ev, exception_class_find(STR("StopIteration")));
    Value exc = eval_instance_new(ev, stop);
    exception_data(exc)->args = value_tuple(ev, &result, value_is_none(result) ? 0 : 1);
    return eval_raise_value(ev, exc);
}

static bool method_next(Eval *ev, Args *a, Value *out)
{
    GeneratorObject *g = OBJECT_AS(GeneratorObject, a->self);
    Value v, r;
    bool ok = generator_resume(ev, g, value_none(), &v, &r);
    return finish(ev, g, ok, v, r, out);
}

static bool method_send(Eval *ev, Args *a, Value *out)
{
    GeneratorObject *g = OBJECT_AS(GeneratorObject, a->self);
    Value v, r;
    bool ok = generator_resume(ev, g, a->v[0], &v, &r);
    return finish(ev, g, ok, v, r, out);
}

static bool method_throw(Eval *ev, Args *a, Value *out)
{
    GeneratorObject *g = OBJECT_AS(GeneratorObject, a->self);
    Value exc, v, r, cls = value_is_none(a->v[1]) ? a->v[0] : a->v[1];
    if (!value_is_none(a->v[1]) && !exception_data(cls)) {
        if (!eval_call(ev, a->v[0], &a->v[1], 1, value_unset(), &cls)) return false;
    }
    if (!exception_instance(ev, cls, &exc)) return false;
    eval_root_push(ev, exc);
    bool ok = generator_throw(ev, g, exc, &v, &r);
    eval_root_pop(ev, 1);
    return finish(ev, g, ok, v, r, out);
}

static bool method_close(Eval *ev, Args *a, Value *out)
{
    return generator_close(ev, OBJECT_AS(GeneratorObject, a->self));
}

static bool method_self(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool get_name(Eval *ev, Args *a, Value *out)
{
    *out = value_of(OBJECT_AS(GeneratorObject, a->self)->name);
    return true;
}

static bool get_qualname(Eval *ev, Args *a, Value *out)
{
    *out = value_of(OBJECT_AS(GeneratorObject, a->self)->qualname);
    return true;
}

static bool generator_repr(Eval *ev, Value self, Value *out)
{
    GeneratorObject *g = OBJECT_AS(GeneratorObject, self);
    const char *name = g->how == GENERATOR_ASYNC ? "async_generator" : kind_name(g);
    *out = value_str_fmt(ev, "<%s object %s at %p>", name, g->qualname->data, (void *)g);
    return true;
}

#define NAMES                                                                                      \
    {"__name__", "", get_name, NATIVE_GETTER}, { "__qualname__", "", get_qualname, NATIVE_GETTER }

const NativeClass native_class_generator = {
    .name = "generator",
    .module = "builtins",
    .repr = generator_repr,
    .methods = (const NativeMethod[]){{"__next__", "", method_next, NATIVE_METHOD},
                                      {"__iter__", "", method_self, NATIVE_METHOD},
                                      {"send", "arg, /", method_send, NATIVE_METHOD},
                                      {"throw", "type, value=None, traceback=None, /", method_throw,
                                       NATIVE_METHOD},
                                      {"close", "", method_close, NATIVE_METHOD},
                                      NAMES,
                                      {0}},
};

const NativeClass native_class_coroutine = {
    .name = "coroutine",
    .module = "builtins",
    .repr = generator_repr,
    .methods = (const NativeMethod[]){{"send", "arg, /", method_send, NATIVE_METHOD},
                                      {"throw", "type, value=None, traceback=None, /", method_throw,
                                       NATIVE_METHOD},
                                      {"close", "", method_close, NATIVE_METHOD},
                                      {"__await__", "", method_self, NATIVE_METHOD},
                                      NAMES,
                                      {0}},
};

const NativeClass native_class_async_generator = {
    .name = "async_generator",
    .module = "builtins",
    .repr = generator_repr,
    .methods = (const NativeMethod[]){{"__anext__", "", method_next, NATIVE_METHOD},
                                      {"__aiter__", "", method_self, NATIVE_METHOD},
                                      {"asend", "arg, /", method_send, NATIVE_METHOD},
                                      {"athrow", "type, value=None, traceback=None, /",
                                       method_throw, NATIVE_METHOD},
                                      {"aclose", "", method_close, NATIVE_METHOD},
                                      NAMES,
                                      {0}},
};
