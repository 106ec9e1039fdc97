#include "eval/builtins.h"

#include "eval/builtins_fn.h"
#include "eval/iterator.h"
#include "eval/sequence.h"
#include "eval/show.h"
#include "eval/state.h"

/* all() and any(): stops at the first item whose truth equals `stop`. */
static bool scan(Eval *ev, Value iterable, bool stop, Value *out)
{
    Value it, item;
    if (!eval_iter(ev, iterable, &it)) return false;
    eval_root_push(ev, it);
    bool ok = true, found = false;
    while (ok && !found) {
        bool truth;
        ok = eval_next(ev, it, &item);
        if (!ok || value_is_unset(item)) break;
        ok = eval_truth(ev, item, &truth);
        found = ok && truth == stop;
    }
    eval_root_pop(ev, 1);
    *out = value_bool(found == stop);
    return ok;
}

static bool fn_all(Eval *ev, Args *a, Value *out) { return scan(ev, a->v[0], false, out); }
static bool fn_any(Eval *ev, Args *a, Value *out) { return scan(ev, a->v[0], true, out); }
static bool fn_repr(Eval *ev, Args *a, Value *out) { return eval_repr(ev, a->v[0], out); }
static bool fn_ascii(Eval *ev, Args *a, Value *out) { return eval_ascii(ev, a->v[0], out); }

static bool fn_format(Eval *ev, Args *a, Value *out)
{
    if (!value_is_str(a->v[1]))
        return eval_raise(ev, "TypeError", "format() argument 2 must be str, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[1])));
    return eval_format(ev, a->v[0], value_as_str(a->v[1]), out);
}

static bool fn_len(Eval *ev, Args *a, Value *out)
{
    int64_t n;
    if (!eval_len(ev, a->v[0], &n)) return false;
    *out = value_int(n);
    return true;
}

static bool fn_iter(Eval *ev, Args *a, Value *out)
{
    if (value_is_unset(a->v[1])) return eval_iter(ev, a->v[0], out);
    if (!eval_is_callable(ev, a->v[0]))
        return eval_raise(ev, "TypeError", "iter(v, w): v must be callable");
    *out = iterator_callable(ev, a->v[0], a->v[1]);
    return true;
}

static bool fn_next(Eval *ev, Args *a, Value *out)
{
    Value item;
    /* A generator's own method raises with the value that it returned. */
    if (value_is_unset(a->v[1]) && value_is_kind(a->v[0], OBJECT_GENERATOR))
        return eval_call_method(ev, a->v[0], "__next__", NULL, 0, out);
    if (!eval_next(ev, a->v[0], &item)) return false;
    if (value_is_unset(item)) {
        if (value_is_unset(a->v[1])) {
            Value cls = class_value(eval_class(ev, exception_class_find(STR("StopIteration"))));
            Value e;
            return eval_call(ev, cls, NULL, 0, value_unset(), &e) && eval_raise_value(ev, e);
        }
        item = a->v[1];
    }
    *out = item;
    return true;
}

static bool fn_sorted(Eval *ev, Args *a, Value *out)
{
    bool reverse;
    if (!eval_truth(ev, a->v[2], &reverse) || !eval_to_list(ev, a->v[0], out)) return false;
    eval_root_push(ev, *out);
    bool ok = sequence_sort(ev, OBJECT_AS(ListObject, *out)->items, value_seq_len(*out), a->v[1],
                            reverse);
    eval_root_pop(ev, 1);
    return ok;
}

static bool print_text(Eval *ev, Args *a, StrBuf *b)
{
    for (size_t i = 1; i <= 2; i++) {
        if (!value_is_none(a->v[i]) && !value_is_str(a->v[i]))
            return eval_raise(ev, "TypeError", "%s must be None or a string, not %.*s",
                              i == 1 ? "sep" : "end", STR_ARG(value_type_name(ev, a->v[i])));
    }
    for (size_t i = 0; i < value_seq_len(a->v[0]); i++) {
        Value text;
        if (i) strbuf_push(b, value_is_none(a->v[1]) ? STR(" ") : value_as_str(a->v[1]));
        if (!eval_to_str(ev, value_seq_items(a->v[0])[i], &text)) return false;
        strbuf_push(b, value_as_str(text));
    }
    strbuf_push(b, value_is_none(a->v[2]) ? STR("\n") : value_as_str(a->v[2]));
    return true;
}

Value eval_modules(Eval *ev) { return value_of(ev->modules); }

void eval_print(Eval *ev, int stream, Str text)
{
    if (ev->host.print) ev->host.print(ev->host.user, stream, text);
}

void eval_flush(Eval *ev, int stream)
{
    if (ev->host.flush) ev->host.flush(ev->host.user, stream);
}

Value eval_handled(Eval *ev) { return exception_handled(ev); }

bool eval_warn(Eval *ev, Str category, Str message)
{
    if (!ev->host.warn) return false;
    ev->host.warn(ev->host.user, category, message, eval_position(ev));
    return true;
}

static bool fn_print(Eval *ev, Args *a, Value *out)
{
    StrBuf b = {0};
    bool flush = false;
    bool ok = print_text(ev, a, &b) && eval_truth(ev, a->v[4], &flush);
    if (ok && value_is_none(a->v[3])) {
        eval_print(ev, 1, strbuf_view(&b));
        if (flush) eval_flush(ev, 1);
    } else if (ok) {
        Value text = value_str(ev, strbuf_view(&b)), ignored;
        ok = eval_call_method(ev, a->v[3], "write", &text, 1, &ignored) &&
             (!flush || eval_call_method(ev, a->v[3], "flush", NULL, 0, &ignored));
    }
    strbuf_deinit(&b);
    return ok;
}

/* open() is the io module's, so that its policy on files is in one place. */
static bool fn_open(Eval *ev, Args *a, Value *out)
{
    Value module, open;
    if (!eval_import(ev, STR("io"), &module) || !eval_getattr(ev, module, STR("open"), &open))
        return false;
    return eval_call(ev, open, value_seq_items(a->v[0]), value_seq_len(a->v[0]), a->v[1], out);
}

#define REFUSED(id, py_name, why)                                                                  \
    static bool id(Eval *ev, Args *a, Value *out)                                                  \
    {                                                                                              \
        return eval_raise(ev, "NotImplementedError", py_name " is not available: " why);           \
    }
REFUSED(fn_input, "input()", "a script cannot ask the person at the terminal")
REFUSED(fn_breakpoint, "breakpoint()", "there is no debugger")
REFUSED(fn_complex, "complex", "complex numbers are not supported")

/* A class, so that annotations can name it: bytes | memoryview. */
static bool memoryview_init(Eval *ev, Value self, Args *a)
{
    return eval_raise(ev, "NotImplementedError", "memoryview is not available: use bytes");
}

static const NativeClass class_memoryview = {
    .name = "memoryview", .module = "builtins", .init_params = "object", .init = memoryview_init};

static bool make_ellipsis(Eval *ev, Value *out)
{
    *out = object_ellipsis(ev);
    return true;
}

static bool make_not_implemented(Eval *ev, Value *out)
{
    *out = object_not_implemented(ev);
    return true;
}

/* What exec() in a namespace without a name takes for its classes' __module__. */
static bool make_name(Eval *ev, Value *out)
{
    *out = value_str_z(ev, "builtins");
    return true;
}

static bool make_true(Eval *ev, Value *out)
{
    *out = value_bool(true);
    return true;
}

static const NativeMember members[] = {
    NATIVE_CLASS("object", &native_class_object),
    NATIVE_CLASS("type", &native_class_type),
    NATIVE_CLASS("int", &native_class_int),
    NATIVE_CLASS("bool", &native_class_bool),
    NATIVE_CLASS("float", &native_class_float),
    NATIVE_CLASS("str", &native_class_str),
    NATIVE_CLASS("bytes", &native_class_bytes),
    NATIVE_CLASS("bytearray",
                 &native_class_bytes), /* read the same way; nothing changes them here */
    NATIVE_CLASS("list", &native_class_list),
    NATIVE_CLASS("tuple", &native_class_tuple),
    NATIVE_CLASS("dict", &native_class_dict),
    NATIVE_CLASS("set", &native_class_set),
    NATIVE_CLASS("frozenset", &native_class_frozenset),
    NATIVE_CLASS("slice", &native_class_slice),
    NATIVE_CLASS("range", &native_class_range),
    NATIVE_CLASS("property", &native_class_property),
    NATIVE_CLASS("staticmethod", &native_class_staticmethod),
    NATIVE_CLASS("classmethod", &native_class_classmethod),
    NATIVE_CLASS("super", &native_class_super),
    NATIVE_CLASS("enumerate", &native_class_enumerate),
    NATIVE_CLASS("zip", &native_class_zip),
    NATIVE_CLASS("map", &native_class_map),
    NATIVE_CLASS("filter", &native_class_filter),
    NATIVE_CLASS("reversed", &native_class_reversed),
    NATIVE_FN("abs", "x, /", builtin_abs),
    NATIVE_FN("all", "iterable, /", fn_all),
    NATIVE_FN("any", "iterable, /", fn_any),
    NATIVE_FN("ascii", "obj, /", fn_ascii),
    NATIVE_FN("bin", "number, /", builtin_bin),
    NATIVE_FN("breakpoint", "*args, **kws", fn_breakpoint),
    NATIVE_FN("callable", "obj, /", builtin_callable),
    NATIVE_FN("chr", "i, /", builtin_chr),
    NATIVE_FN("compile",
              "source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, "
              "_feature_version=-1",
              builtin_compile),
    NATIVE_FN("complex", "*args, **kws", fn_complex),
    NATIVE_FN("delattr", "obj, name, /", builtin_delattr),
    NATIVE_FN("dir", "obj=?, /", builtin_dir),
    NATIVE_FN("divmod", "x, y, /", builtin_divmod),
    NATIVE_FN("eval", "source, /, globals=None, locals=None", builtin_eval),
    NATIVE_VALUE("__name__", make_name),
    NATIVE_FN("exec", "source, /, globals=None, locals=None, *, closure=None", builtin_exec),
    NATIVE_FN("format", "value, format_spec='', /", fn_format),
    NATIVE_FN("getattr", "obj, name, default=?, /", builtin_getattr),
    NATIVE_FN("globals", "", builtin_globals),
    NATIVE_FN("hasattr", "obj, name, /", builtin_hasattr),
    NATIVE_FN("hash", "obj, /", builtin_hash),
    NATIVE_FN("hex", "number, /", builtin_hex),
    NATIVE_FN("id", "obj, /", builtin_id),
    NATIVE_FN("input", "prompt=''", fn_input),
    NATIVE_FN("isinstance", "obj, class_or_tuple, /", builtin_isinstance),
    NATIVE_FN("issubclass", "cls, class_or_tuple, /", builtin_issubclass),
    NATIVE_FN("iter", "obj, sentinel=?, /", fn_iter),
    NATIVE_FN("len", "obj, /", fn_len),
    NATIVE_FN("locals", "", builtin_locals),
    NATIVE_FN("max", "*args, key=None, default=?", builtin_max),
    NATIVE_CLASS("memoryview", &class_memoryview),
    NATIVE_FN("min", "*args, key=None, default=?", builtin_min),
    NATIVE_FN("next", "iterator, default=?, /", fn_next),
    NATIVE_FN("oct", "number, /", builtin_oct),
    NATIVE_FN("open", "*args, **kws", fn_open),
    NATIVE_FN("ord", "c, /", builtin_ord),
    NATIVE_FN("pow", "base, exp, mod=None", builtin_pow),
    NATIVE_FN("print", "*args, sep=None, end=None, file=None, flush=False", fn_print),
    NATIVE_FN("repr", "obj, /", fn_repr),
    NATIVE_FN("round", "number, ndigits=None", builtin_round),
    NATIVE_FN("setattr", "obj, name, value, /", builtin_setattr),
    NATIVE_FN("sorted", "iterable, /, *, key=None, reverse=False", fn_sorted),
    NATIVE_FN("sum", "iterable, /, start=0", builtin_sum),
    NATIVE_FN("vars", "obj=?, /", builtin_vars),
    NATIVE_FN("__import__", "name, globals=None, locals=None, fromlist=(), level=0",
              builtin_import),
    NATIVE_VALUE("Ellipsis", make_ellipsis),
    NATIVE_VALUE("NotImplemented", make_not_implemented),
    NATIVE_VALUE("__debug__", make_true),
    NATIVE_END};

bool builtins_lookup(Eval *ev, Str name, Value *out)
{
    *out = value_unset();
    for (const NativeMember *m = members; m->kind != MEMBER_END; m++) {
        if (!str_eq_z(name, m->name)) continue;
        if (m->kind == MEMBER_CLASS)
            *out = class_value(eval_class(ev, m->as.cls));
        else if (m->kind == MEMBER_FN)
            *out = eval_native_new(ev, m->name, m->params, m->as.fn, NULL, value_none());
        else
            return m->as.make(ev, out);
        return true;
    }
    return true;
}
