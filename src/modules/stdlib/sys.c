#include "eval/builtins.h"
#include "eval/eval.h"
#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"
#include "modules/stdlib/state.h"

static bool make_path(Eval *ev, Value *out)
{
    *out = stdlib_sys_path(ev);
    return true;
}

/* Finders that packages put here are not asked: modules are found as for any script. */
static bool make_meta_path(Eval *ev, Value *out)
{
    *out = value_list(ev);
    return true;
}

static bool make_argv(Eval *ev, Value *out)
{
    const StdlibHost *host = &state_get(ev)->host;
    *out = value_list(ev);
    for (size_t i = 0; i < host->argc; i++) value_list_push(ev, *out, value_str(ev, host->argv[i]));
    if (!host->argc) value_list_push(ev, *out, value_str_z(ev, "alembic"));
    return true;
}

static bool make_maxsize(Eval *ev, Value *out)
{
    *out = value_int(INT64_MAX);
    return true;
}

static bool sys_exit(Eval *ev, Args *a, Value *out)
{
    Value e, cls = class_value(eval_class(ev, exception_class_find(STR("SystemExit"))));
    return eval_call(ev, cls, a->v, value_is_none(a->v[0]) ? 0 : 1, value_unset(), &e) &&
           eval_raise_value(ev, e);
}

static bool sys_recursion_limit(Eval *ev, Args *a, Value *out)
{
    *out = value_int(1000);
    return true;
}

static bool nothing(Eval *ev, Args *a, Value *out) { return true; }

static bool sys_exc_info(Eval *ev, Args *a, Value *out)
{
    Value e = eval_handled(ev);
    bool none = value_is_unset(e) || value_is_none(e);
    Value parts[] = {none ? value_none() : class_value(value_class(ev, e)), none ? value_none() : e,
                     value_none()};
    *out = value_tuple(ev, parts, 3);
    return true;
}

static bool sys_intern(Eval *ev, Args *a, Value *out)
{
    *out = a->v[0];
    return true;
}

static bool sys_getsizeof(Eval *ev, Args *a, Value *out)
{
    *out = value_int(64);
    return true;
}

static bool sys_encoding(Eval *ev, Args *a, Value *out)
{
    *out = value_str_z(ev, "utf-8");
    return true;
}

/* ---- stdout and stderr ---- */

typedef struct Stream {
    int number;
} Stream;

static const NativeClass class_stream;

static bool stream_write(Eval *ev, Args *a, Value *out)
{
    Str text;
    if (!util_str(ev, a->v[0], "write() argument", &text)) return false;
    const Stream *s = value_payload(a->self, &class_stream);
    int64_t n;
    eval_print(ev, s->number, text);
    if (!eval_len(ev, a->v[0], &n)) return false;
    *out = value_int(n);
    return true;
}

static bool stream_flush(Eval *ev, Args *a, Value *out)
{
    eval_flush(ev, ((const Stream *)value_payload(a->self, &class_stream))->number);
    return true;
}

static bool stream_isatty(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(false);
    return true;
}

static bool stream_encoding(Eval *ev, Args *a, Value *out) { return sys_encoding(ev, a, out); }

static const NativeMethod stream_methods[] = {{"write", "text, /", stream_write, NATIVE_METHOD},
                                              {"flush", "", stream_flush, NATIVE_METHOD},
                                              {"isatty", "", stream_isatty, NATIVE_METHOD},
                                              {"encoding", "", stream_encoding, NATIVE_GETTER},
                                              {0}};

static const NativeClass class_stream = {
    .name = "TextIOWrapper", .module = "_io", .payload = sizeof(Stream), .methods = stream_methods};

static bool make_stream(Eval *ev, int number, Value *out)
{
    *out = util_new(ev, &class_stream);
    ((Stream *)value_payload(*out, &class_stream))->number = number;
    return true;
}

static bool make_stdout(Eval *ev, Value *out) { return make_stream(ev, 1, out); }
static bool make_stderr(Eval *ev, Value *out) { return make_stream(ev, 2, out); }

static bool make_none(Eval *ev, Value *out) { return true; }

static bool make_modules(Eval *ev, Value *out)
{
    *out = eval_modules(ev);
    return true;
}

/* version_info is a named tuple, made by the prelude so that comparisons with tuples work. */
static bool make_version_info(Eval *ev, Value *out)
{
    return util_import_attr(ev, "_sysinfo", "version_info", out);
}

static bool make_implementation(Eval *ev, Value *out)
{
    return util_import_attr(ev, "_sysinfo", "implementation", out);
}

static bool make_flags(Eval *ev, Value *out)
{
    return util_import_attr(ev, "_sysinfo", "flags", out);
}

static const NativeMember members[] = {NATIVE_VALUE("path", make_path),
                                       NATIVE_VALUE("argv", make_argv),
                                       NATIVE_VALUE("meta_path", make_meta_path),
                                       NATIVE_VALUE("modules", make_modules),
                                       NATIVE_VALUE("maxsize", make_maxsize),
                                       NATIVE_VALUE("stdout", make_stdout),
                                       NATIVE_VALUE("stderr", make_stderr),
                                       NATIVE_VALUE("__stdout__", make_stdout),
                                       NATIVE_VALUE("__stderr__", make_stderr),
                                       NATIVE_VALUE("stdin", make_none),
                                       NATIVE_VALUE("version_info", make_version_info),
                                       NATIVE_VALUE("implementation", make_implementation),
                                       NATIVE_VALUE("flags", make_flags),
                                       NATIVE_STR("version", "3.11.7 (retort)"),
                                       NATIVE_STR("platform", "linux"),
                                       NATIVE_STR("byteorder", "little"),
                                       NATIVE_STR("executable", ""),
                                       NATIVE_STR("prefix", "/usr"),
                                       NATIVE_STR("base_prefix", "/usr"),
                                       NATIVE_STR("exec_prefix", "/usr"),
                                       NATIVE_INT("hexversion", 0x030b07f0),
                                       NATIVE_INT("maxunicode", 0x10FFFF),
                                       NATIVE_VALUE("dont_write_bytecode", make_none),
                                       NATIVE_FN("exit", "status=None, /", sys_exit),
                                       NATIVE_FN("getrecursionlimit", "", sys_recursion_limit),
                                       NATIVE_FN("setrecursionlimit", "limit, /", nothing),
                                       NATIVE_FN("getdefaultencoding", "", sys_encoding),
                                       NATIVE_FN("getfilesystemencoding", "", sys_encoding),
                                       NATIVE_FN("intern", "string, /", sys_intern),
                                       NATIVE_FN("getsizeof", "obj, default=0", sys_getsizeof),
                                       NATIVE_FN("exc_info", "", sys_exc_info),
                                       NATIVE_END};

const NativeModule stdlib_sys = {.name = "sys", .members = members};
