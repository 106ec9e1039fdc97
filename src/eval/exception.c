#include "eval/exception.h"

#include <string.h>

#include "base/mem.h"

/* ---- BaseException ---- */

ExceptionData *exception_data(Value v) { return value_payload(v, &native_class_base_exception); }

static bool base_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    *out = eval_instance_new(ev, cls);
    exception_data(*out)->args = a->v[0];
    return true;
}

static bool base_init(Eval *ev, Value self, Args *a)
{
    if (value_dict_len(a->v[1]))
        return eval_raise(ev, "TypeError", "%.*s() takes no keyword arguments",
                          STR_ARG(value_type_name(ev, self)));
    exception_data(self)->args = a->v[0];
    return true;
}

static bool base_str(Eval *ev, Value self, Value *out)
{
    Value args = exception_data(self)->args;
    size_t n = value_seq_len(args);
    if (n == 1) return eval_to_str(ev, value_seq_items(args)[0], out);
    if (n > 1) return eval_repr(ev, args, out);
    *out = value_str(ev, STR(""));
    return true;
}

static bool base_repr(Eval *ev, Value self, Value *out)
{
    Value args = exception_data(self)->args, text;
    size_t n = value_seq_len(args);
    if (value_is_unset(args)) args = value_tuple(ev, NULL, 0);
    if (n == 1 ? !eval_repr(ev, value_seq_items(args)[0], &text) : !eval_repr(ev, args, &text))
        return false;
    Str name = value_type_name(ev, self), t = value_as_str(text);
    *out = n == 1 ? value_str_fmt(ev, "%.*s(%.*s)", STR_ARG(name), STR_ARG(t))
                  : value_str_fmt(ev, "%.*s%.*s", STR_ARG(name), STR_ARG(t));
    return true;
}

static void base_traverse(void *payload, GcVisitor *gc)
{
    ExceptionData *d = payload;
    gc_visit(gc, d->args);
    gc_visit(gc, d->cause);
    gc_visit(gc, d->context);
}

static void base_finalize(void *payload) { mem_free(((ExceptionData *)payload)->trace); }

static Value or_none(Value v) { return value_is_unset(v) ? value_none() : v; }

static bool get_args(Eval *ev, Args *a, Value *out)
{
    *out = exception_data(a->self)->args;
    if (value_is_unset(*out)) *out = value_tuple(ev, NULL, 0);
    return true;
}

static bool get_cause(Eval *ev, Args *a, Value *out)
{
    *out = or_none(exception_data(a->self)->cause);
    return true;
}

static bool get_context(Eval *ev, Args *a, Value *out)
{
    *out = or_none(exception_data(a->self)->context);
    return true;
}

static bool get_suppress(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(exception_data(a->self)->suppress_context);
    return true;
}

static const NativeClass traceback_class = {.name = "traceback", .module = "builtins"};

static const NativeClass frame_class = {.name = "frame", .module = "builtins"};

static Value traceback_frame(Eval *ev, Code *code, Value line)
{
    Value frame = eval_instance_new(ev, eval_class(ev, &frame_class)),
          dict = instance_dict(ev, frame);
    value_dict_put_z(ev, dict, "f_code", function_code_new(ev, code));
    value_dict_put_z(ev, dict, "f_lineno", line);
    value_dict_put_z(ev, dict, "f_back", value_none());
    value_dict_put_z(ev, dict, "f_globals", value_dict(ev));
    value_dict_put_z(ev, dict, "f_locals", value_dict(ev));
    return frame;
}

/* Frames are gone by now; what remains of each is its code and line. */
static bool get_traceback(Eval *ev, Args *a, Value *out)
{
    ExceptionData *d = exception_data(a->self);
    Value next = value_none();
    for (size_t i = 0; i < d->trace_len; i++) {
        TraceEntry *t = &d->trace[i];
        Value tb = eval_instance_new(ev, eval_class(ev, &traceback_class));
        Value line = value_int((int64_t)source_line(t->code->file, t->code->spans[t->pc].start));
        Value dict = instance_dict(ev, tb);
        value_dict_put_z(ev, dict, "tb_lineno", line);
        value_dict_put_z(ev, dict, "tb_next", next);
        value_dict_put_z(ev, dict, "tb_frame", traceback_frame(ev, t->code, line));
        next = tb;
    }
    *out = next;
    return true;
}

static bool with_traceback(Eval *ev, Args *a, Value *out)
{
    *out = a->self;
    return true;
}

static bool add_note(Eval *ev, Args *a, Value *out)
{
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "note must be a str, not '%.*s'",
                          STR_ARG(value_type_name(ev, a->v[0])));
    Value dict = instance_dict(ev, a->self), notes = value_dict_find_z(dict, "__notes__");
    if (!value_is_list(notes)) {
        notes = value_list(ev);
        value_dict_put_z(ev, dict, "__notes__", notes);
    }
    value_list_push(ev, notes, a->v[0]);
    return true;
}

static bool base_setattr(Eval *ev, Value self, Str name, Value v, bool *done)
{
    ExceptionData *d = exception_data(self);
    Value given = value_is_none(v) ? value_unset() : v;
    *done = true;
    if (str_eq_z(name, "args")) {
        Value list;
        if (!eval_to_list(ev, v, &list)) return false;
        d->args = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    } else if (str_eq_z(name, "__cause__")) {
        d->cause = given;
        d->suppress_context = true;
    } else if (str_eq_z(name, "__context__")) {
        d->context = given;
    } else if (str_eq_z(name, "__suppress_context__")) {
        return eval_truth(ev, v, &d->suppress_context);
    } else if (str_eq_z(name, "__traceback__")) {
        d->trace_len = 0;
    } else {
        *done = false;
    }
    return true;
}

const NativeClass native_class_base_exception = {
    .name = "BaseException",
    .module = "builtins",
    .payload = sizeof(ExceptionData),
    .init_params = "*args, **kwargs",
    .init = base_init,
    .construct = base_construct,
    .methods = (const NativeMethod[]){{"args", "", get_args, NATIVE_GETTER},
                                      {"__cause__", "", get_cause, NATIVE_GETTER},
                                      {"__context__", "", get_context, NATIVE_GETTER},
                                      {"__suppress_context__", "", get_suppress, NATIVE_GETTER},
                                      {"__traceback__", "", get_traceback, NATIVE_GETTER},
                                      {"with_traceback", "tb, /", with_traceback, NATIVE_METHOD},
                                      {"add_note", "note, /", add_note, NATIVE_METHOD},
                                      {0}},
    .setattr = base_setattr,
    .repr = base_repr,
    .str = base_str,
    .traverse = base_traverse,
    .finalize = base_finalize,
};

const NativeClass native_class_exception = {
    .name = "Exception", .module = "builtins", .base = &native_class_base_exception};

/* ---- instances, raising ---- */

Value exception_new(Eval *ev, Class *cls, const Value *args, size_t n)
{
    Value v = eval_instance_new(ev, cls);
    exception_data(v)->args = value_tuple(ev, args, n);
    return v;
}

static bool raise_formatted(Eval *ev, const NativeClass *n, const char *fmt, va_list ap)
{
    StrBuf b = {0};
    strbuf_vfmt(&b, fmt, ap);
    Value text = value_str(ev, strbuf_view(&b));
    strbuf_deinit(&b);
    /* An iterator's StopIteration has no argument rather than an empty one. */
    size_t count = value_as_str(text).len || strcmp(n->name, "StopIteration") != 0;
    return eval_raise_value(ev, exception_new(ev, eval_class(ev, n), &text, count));
}

bool eval_raise(Eval *ev, const char *class_name, const char *fmt, ...)
{
    const NativeClass *n = exception_class_find(str_z(class_name));
    va_list ap;
    va_start(ap, fmt);
    raise_formatted(ev, n ? n : &native_class_exception, fmt, ap);
    va_end(ap);
    return false;
}

bool eval_raise_native(Eval *ev, const NativeClass *cls, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    raise_formatted(ev, cls, fmt, ap);
    va_end(ap);
    return false;
}

bool eval_raise_value(Eval *ev, Value exception)
{
    return exception_raise(ev, exception, value_unset());
}
Value eval_pending(Eval *ev) { return ev->pending; }

Value eval_catch(Eval *ev)
{
    Value v = ev->pending;
    ev->pending = value_unset();
    return v;
}

static Str keep(Eval *ev, Str s) { return str_is_null(s) ? s : arena_str(&ev->arena, s); }

bool eval_fail(Eval *ev, const Err *e)
{
    if (ev->fatal) return false;
    ev->fatal = true;
    ev->pending = value_unset();
    ev->fatal_err = *e;
    Err *f = &ev->fatal_err;
    f->arena = &ev->arena;
    f->message = keep(ev, e->message);
    f->hint = keep(ev, e->hint);
    f->kind = keep(ev, e->kind);
    f->statement = keep(ev, e->statement);
    f->context = keep(ev, e->context);
    if (!f->pos.file) f->pos = eval_own_position(ev);
    return false;
}

bool eval_fatal(Eval *ev) { return ev->fatal; }

Value exception_handled(Eval *ev)
{
    for (Frame *f = ev->frame; f; f = f->back)
        if (!value_is_unset(f->handled)) return f->handled;
    return value_unset();
}

/* A class becomes an instance; anything else that is no exception is a TypeError. */
bool exception_instance(Eval *ev, Value v, Value *out)
{
    Class *cls = value_as_class(v);
    *out = v;
    if (cls) {
        Call call = {0};
        if (!call_class(ev, cls, &call, out)) return false;
    }
    if (exception_data(*out)) return true;
    if (value_is_unknown(*out)) return eval_need_known(ev, *out, "a raise statement");
    return eval_raise(ev, "TypeError", "exceptions must derive from BaseException");
}

static void set_context(Eval *ev, Value exc)
{
    Value handled = exception_handled(ev);
    if (value_is_unset(handled) || value_is(handled, exc)) return;
    /* Cut the chain where it would come back to exc. */
    for (Value at = handled; !value_is_unset(at);) {
        ExceptionData *d = exception_data(at);
        if (value_is(d->context, exc)) {
            d->context = value_unset();
            break;
        }
        at = d->context;
    }
    exception_data(exc)->context = handled;
}

bool exception_raise(Eval *ev, Value exc, Value cause)
{
    if (ev->fatal) return false;
    Value v;
    if (!exception_instance(ev, exc, &v)) return false;
    if (!value_is_unset(cause)) {
        Value c = cause;
        if (!value_is_none(cause)) {
            eval_root_push(ev, v);
            bool ok = value_as_class(cause) ? exception_instance(ev, cause, &c)
                                            : exception_data(c) != NULL;
            eval_root_pop(ev, 1);
            if (!ok && (ev->fatal || !value_is_unset(ev->pending))) return false;
            if (!ok)
                return eval_raise(ev, "TypeError",
                                  "exception causes must derive from BaseException");
        }
        exception_data(v)->cause = value_is_none(c) ? value_unset() : c;
        exception_data(v)->suppress_context = true;
    }
    set_context(ev, v);
    ev->pending = v;
    return false;
}

void exception_trace_push(Eval *ev, Value exc, Code *code, uint32_t pc)
{
    ExceptionData *d = exception_data(exc);
    /* A recursion's thousand frames say nothing more than its first and last ones. */
    enum { TRACE_MAX = 200 };
    if (!d || d->trace_len >= TRACE_MAX) return;
    if (d->trace_len == d->trace_cap) {
        d->trace_cap = d->trace_cap ? d->trace_cap * 2 : 4;
        d->trace = mem_resize(d->trace, d->trace_cap, sizeof *d->trace);
    }
    d->trace[d->trace_len++] = (TraceEntry){code, pc};
}

/* ---- matching ---- */

bool exception_is(Eval *ev, Value exc, const char *class_name)
{
    const NativeClass *n = exception_class_find(str_z(class_name));
    return n && !value_is_unset(exc) && value_is_native(ev, exc, n);
}

bool exception_matches(Eval *ev, Value exc, Value type, bool *out)
{
    *out = false;
    if (value_is_tuple(type)) {
        for (size_t i = 0; i < value_seq_len(type) && !*out; i++)
            if (!exception_matches(ev, exc, value_seq_items(type)[i], out)) return false;
        return true;
    }
    if (value_is_unknown(type)) return eval_need_known(ev, type, "an except clause");
    Class *cls = value_as_class(type);
    if (!cls || !class_is_subclass(cls, eval_class(ev, &native_class_base_exception)))
        return eval_raise(ev, "TypeError",
                          "catching classes that do not inherit from BaseException is not allowed");
    *out = value_isinstance(ev, exc, cls);
    return true;
}

Str exception_text(Eval *ev, Value exc, Arena *arena)
{
    Value text;
    bool fatal = ev->fatal;
    ev->pending = value_unset();
    if (eval_to_str(ev, exc, &text)) return arena_str(arena, value_as_str(text));
    if (!fatal) ev->fatal = false;
    ev->pending = value_unset();
    return STR("<exception str() failed>");
}
