/* _support: what the modules in prelude/ need of the evaluator and cannot say in Python. */
#include "eval/builtins.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"
#include "modules/stdlib/state.h"

static bool refuse(Eval *ev, Args *a, Value *out)
{
    Str action;
    if (!util_str(ev, a->v[0], "an action", &action)) return false;
    StrBuf b = {0};
    strbuf_push(&b, action);
    util_refuse(ev, b.ptr);
    strbuf_deinit(&b);
    return false;
}

static bool warn(Eval *ev, Args *a, Value *out)
{
    Str category, message;
    if (!util_str(ev, a->v[0], "a category", &category) ||
        !util_str(ev, a->v[1], "a message", &message))
        return false;
    *out = value_bool(eval_warn(ev, category, message));
    return true;
}

static bool import_module(Eval *ev, Args *a, Value *out)
{
    Str name;
    return util_str(ev, a->v[0], "a module's name", &name) && eval_import(ev, name, out);
}

static bool is_native(Eval *ev, Args *a, Value *out)
{
    Str name, text;
    bool package;
    if (!util_str(ev, a->v[0], "a module's name", &name)) return false;
    *out = value_bool(stdlib_find(name) || stdlib_source(name, &text, &package));
    return true;
}

/* The kind of a value, for inspect and types: "function", "builtin", "method", "module" … */
static bool kind(Eval *ev, Args *a, Value *out)
{
    static const char *const names[OBJECT_UNKNOWN + 1] = {
        [OBJECT_CODE] = "code",     [OBJECT_FUNCTION] = "function",   [OBJECT_NATIVE] = "builtin",
        [OBJECT_METHOD] = "method", [OBJECT_PROPERTY] = "property",   [OBJECT_CLASS] = "class",
        [OBJECT_MODULE] = "module", [OBJECT_GENERATOR] = "generator", [OBJECT_UNKNOWN] = "unknown"};
    int k = value_object_kind(a->v[0]);
    *out = value_str_z(ev, k >= 0 && names[k] ? names[k] : "");
    return true;
}

static const NativeMember members[] = {
    NATIVE_FN("refuse", "action", refuse),
    NATIVE_FN("warn", "category, message", warn),
    NATIVE_FN("import_module", "name", import_module),
    NATIVE_FN("is_native", "name", is_native),
    NATIVE_FN("kind", "value", kind),
    NATIVE_CLASS("function", &native_class_function),
    NATIVE_CLASS("builtin_function", &native_class_builtin_function),
    NATIVE_CLASS("method", &native_class_method),
    NATIVE_CLASS("module", &native_class_module),
    NATIVE_CLASS("generator", &native_class_generator),
    NATIVE_CLASS("coroutine", &native_class_coroutine),
    NATIVE_CLASS("code", &native_class_code),
    NATIVE_CLASS("cell", &native_class_cell),
    NATIVE_CLASS("NoneType", &native_class_none_type),
    NATIVE_CLASS("EllipsisType", &native_class_ellipsis),
    NATIVE_CLASS("NotImplementedType", &native_class_not_implemented),
    NATIVE_END};

static bool builtin(Eval *ev, Str name, Value *out)
{
    if (!builtins_lookup(ev, name, out)) return false;
    const NativeClass *exception = value_is_unset(*out) ? exception_class_find(name) : NULL;
    if (exception) *out = class_value(eval_class(ev, exception));
    return true;
}

static const NativeMember no_members[] = {NATIVE_END};
const NativeModule stdlib_builtins = {
    .name = "builtins", .members = no_members, .getattr = builtin};

const NativeModule stdlib_support = {.name = "_support", .members = members};
