/* The table of built-in exception classes and the few of them that have attributes of their own. */
#include "eval/exception.h"

#include <string.h>

/* ---- classes with attributes ---- */

static Value arg_at(Value self, size_t i)
{
    Value args = exception_data(self)->args;
    return i < value_seq_len(args) ? value_seq_items(args)[i] : value_none();
}

static bool stop_value(Eval *ev, Args *a, Value *out)
{
    *out = arg_at(a->self, 0);
    return true;
}

static bool exit_code(Eval *ev, Args *a, Value *out)
{
    Value args = exception_data(a->self)->args;
    *out = value_seq_len(args) > 1 ? args : arg_at(a->self, 0);
    return true;
}

static bool key_str(Eval *ev, Value self, Value *out)
{
    if (value_seq_len(exception_data(self)->args) == 1) return eval_repr(ev, arg_at(self, 0), out);
    return native_class_base_exception.str(ev, self, out);
}

/* name=, path= and obj= become attributes. */
static bool named_init(Eval *ev, Value self, Args *a)
{
    exception_data(self)->args = a->v[0];
    Value dict = instance_dict(ev, self);
    value_dict_put_z(ev, dict, "name", a->v[1]);
    value_dict_put_z(ev, dict, "path", a->v[2]);
    value_dict_put_z(ev, dict, "obj", a->v[3]);
    value_dict_put_z(ev, dict, "msg", arg_at(self, 0));
    return true;
}

static bool os_attr(Eval *ev, Value self, Str name, Value *out)
{
    static const char *const names[] = {"errno", "strerror", "filename"};
    size_t n = value_seq_len(exception_data(self)->args);
    for (size_t i = 0; i < 3; i++)
        if (str_eq_z(name, names[i])) *out = n >= 2 ? arg_at(self, i) : value_none();
    if (str_eq_z(name, "filename2")) *out = value_none();
    return true;
}

static bool os_str(Eval *ev, Value self, Value *out)
{
    size_t n = value_seq_len(exception_data(self)->args);
    Value code, text, file;
    if (n < 2 || n > 5) return native_class_base_exception.str(ev, self, out);
    if (!eval_to_str(ev, arg_at(self, 0), &code) || !eval_to_str(ev, arg_at(self, 1), &text))
        return false;
    if (n == 2) {
        *out = value_str_fmt(ev, "[Errno %.*s] %.*s", STR_ARG(value_as_str(code)),
                             STR_ARG(value_as_str(text)));
        return true;
    }
    if (!eval_repr(ev, arg_at(self, 2), &file)) return false;
    *out = value_str_fmt(ev, "[Errno %.*s] %.*s: %.*s", STR_ARG(value_as_str(code)),
                         STR_ARG(value_as_str(text)), STR_ARG(value_as_str(file)));
    return true;
}

static const NativeMethod stop_methods[] = {{"value", "", stop_value, NATIVE_GETTER}, {0}};
static const NativeMethod exit_methods[] = {{"code", "", exit_code, NATIVE_GETTER}, {0}};

/* ---- the hierarchy: X(class, base) ---- */

#define SIMPLE_EXCEPTIONS(X)                                                                       \
    X(KeyboardInterrupt, native_class_base_exception)                                              \
    X(GeneratorExit, native_class_base_exception)                                                  \
    X(StopAsyncIteration, native_class_exception)                                                  \
    X(ArithmeticError, native_class_exception)                                                     \
    X(FloatingPointError, class_ArithmeticError)                                                   \
    X(OverflowError, class_ArithmeticError)                                                        \
    X(ZeroDivisionError, class_ArithmeticError)                                                    \
    X(AssertionError, native_class_exception)                                                      \
    X(BufferError, native_class_exception)                                                         \
    X(EOFError, native_class_exception)                                                            \
    X(ModuleNotFoundError, class_ImportError)                                                      \
    X(LookupError, native_class_exception)                                                         \
    X(IndexError, class_LookupError)                                                               \
    X(MemoryError, native_class_exception)                                                         \
    X(UnboundLocalError, class_NameError)                                                          \
    X(BlockingIOError, class_OSError)                                                              \
    X(ChildProcessError, class_OSError)                                                            \
    X(ConnectionError, class_OSError)                                                              \
    X(BrokenPipeError, class_ConnectionError)                                                      \
    X(ConnectionAbortedError, class_ConnectionError)                                               \
    X(ConnectionRefusedError, class_ConnectionError)                                               \
    X(ConnectionResetError, class_ConnectionError)                                                 \
    X(FileExistsError, class_OSError)                                                              \
    X(FileNotFoundError, class_OSError)                                                            \
    X(InterruptedError, class_OSError)                                                             \
    X(IsADirectoryError, class_OSError)                                                            \
    X(NotADirectoryError, class_OSError)                                                           \
    X(PermissionError, class_OSError)                                                              \
    X(ProcessLookupError, class_OSError)                                                           \
    X(TimeoutError, class_OSError)                                                                 \
    X(ReferenceError, native_class_exception)                                                      \
    X(RuntimeError, native_class_exception)                                                        \
    X(NotImplementedError, class_RuntimeError)                                                     \
    X(RecursionError, class_RuntimeError)                                                          \
    X(SyntaxError, native_class_exception)                                                         \
    X(IndentationError, class_SyntaxError)                                                         \
    X(TabError, class_IndentationError)                                                            \
    X(SystemError, native_class_exception)                                                         \
    X(TypeError, native_class_exception)                                                           \
    X(ValueError, native_class_exception)                                                          \
    X(UnicodeError, class_ValueError)                                                              \
    X(UnicodeDecodeError, class_UnicodeError)                                                      \
    X(UnicodeEncodeError, class_UnicodeError)                                                      \
    X(UnicodeTranslateError, class_UnicodeError)                                                   \
    X(Warning, native_class_exception)                                                             \
    X(BytesWarning, class_Warning)                                                                 \
    X(DeprecationWarning, class_Warning)                                                           \
    X(EncodingWarning, class_Warning)                                                              \
    X(FutureWarning, class_Warning)                                                                \
    X(ImportWarning, class_Warning)                                                                \
    X(PendingDeprecationWarning, class_Warning)                                                    \
    X(ResourceWarning, class_Warning)                                                              \
    X(RuntimeWarning, class_Warning)                                                               \
    X(SyntaxWarning, class_Warning)                                                                \
    X(UnicodeWarning, class_Warning)                                                               \
    X(UserWarning, class_Warning)

#define BUILTIN .module = "builtins"
static const NativeClass class_SystemExit = {
    .name = "SystemExit", BUILTIN, .base = &native_class_base_exception, .methods = exit_methods};
static const NativeClass class_StopIteration = {
    .name = "StopIteration", BUILTIN, .base = &native_class_exception, .methods = stop_methods};
static const NativeClass class_ImportError = {.name = "ImportError",
                                              BUILTIN,
                                              .base = &native_class_exception,
                                              .init_params =
                                                  "*args, name=None, path=None, obj=None",
                                              .init = named_init};
static const NativeClass class_NameError = {.name = "NameError",
                                            BUILTIN,
                                            .base = &native_class_exception,
                                            .init_params = "*args, name=None, path=None, obj=None",
                                            .init = named_init};
static const NativeClass class_AttributeError = {.name = "AttributeError",
                                                 BUILTIN,
                                                 .base = &native_class_exception,
                                                 .init_params =
                                                     "*args, name=None, path=None, obj=None",
                                                 .init = named_init};
static const NativeClass class_OSError = {
    .name = "OSError", BUILTIN, .base = &native_class_exception, .getattr = os_attr, .str = os_str};
static const NativeClass class_LookupError;
static const NativeClass class_KeyError = {
    .name = "KeyError", BUILTIN, .base = &class_LookupError, .str = key_str};

#define DECLARE(id, parent) static const NativeClass class_##id;
SIMPLE_EXCEPTIONS(DECLARE)
#define DEFINE(id, parent)                                                                         \
    static const NativeClass class_##id = {.name = #id, BUILTIN, .base = &parent};
SIMPLE_EXCEPTIONS(DEFINE)

static const NativeClass *const all[] = {&native_class_base_exception,
                                         &native_class_exception,
                                         &exception_base_group,
                                         &exception_group,
                                         &class_SystemExit,
                                         &class_StopIteration,
                                         &class_ImportError,
                                         &class_NameError,
                                         &class_AttributeError,
                                         &class_OSError,
                                         &class_KeyError,
#define LIST(id, parent) &class_##id,
                                         SIMPLE_EXCEPTIONS(LIST)};

const NativeClass *exception_class_find(Str name)
{
    if (str_eq_z(name, "IOError") || str_eq_z(name, "EnvironmentError")) return &class_OSError;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->name[0] == (name.len ? name.ptr[0] : 0) && str_eq_z(name, all[i]->name))
            return all[i];
    return NULL;
}
