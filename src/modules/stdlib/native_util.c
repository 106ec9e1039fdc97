#include "modules/stdlib/native_util.h"

bool util_str(Eval *ev, Value v, const char *what, Str *out)
{
    if (value_is_str(v)) {
        *out = value_as_str(v);
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, what);
    return eval_raise(ev, "TypeError", "%s must be str, not %.*s", what,
                      STR_ARG(value_type_name(ev, v)));
}

bool util_int(Eval *ev, Value v, const char *what, int64_t *out)
{
    if (value_as_int(v, out)) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, what);
    return eval_raise(ev, "TypeError", "'%.*s' object cannot be interpreted as an integer",
                      STR_ARG(value_type_name(ev, v)));
}

bool util_path(Eval *ev, Value v, Str *out)
{
    if (value_is_str(v)) {
        *out = value_as_str(v);
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a path");
    Value method = value_unset(), text;
    if (value_is_object(v) && !eval_find_attr(ev, v, STR("__fspath__"), &method)) return false;
    if (value_is_unset(method))
        return eval_raise(ev, "TypeError", "expected str, bytes or os.PathLike object, not %.*s",
                          STR_ARG(value_type_name(ev, v)));
    if (!eval_call(ev, method, NULL, 0, value_unset(), &text)) return false;
    return util_str(ev, text, "a path", out);
}

bool util_double(Eval *ev, Value v, double *out)
{
    int64_t i;
    Value method = value_unset(), result;
    if (v.kind == VALUE_FLOAT) {
        *out = v.as.real;
        return true;
    }
    if (value_as_int(v, &i)) {
        *out = (double)i;
        return true;
    }
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a number");
    if (value_is_object(v) && !value_is_str(v) && !eval_find_attr(ev, v, STR("__float__"), &method))
        return false;
    if (!value_is_unset(method)) {
        if (!eval_call(ev, method, NULL, 0, value_unset(), &result)) return false;
        if (result.kind == VALUE_FLOAT) {
            *out = result.as.real;
            return true;
        }
    }
    return eval_raise(ev, "TypeError", "must be real number, not %.*s",
                      STR_ARG(value_type_name(ev, v)));
}

Value util_finish(Eval *ev, StrBuf *b)
{
    Value v = value_str(ev, strbuf_view(b));
    strbuf_deinit(b);
    return v;
}

bool util_finish_if(Eval *ev, StrBuf *b, bool ok, Value *out)
{
    if (ok) *out = value_str(ev, strbuf_view(b));
    strbuf_deinit(b);
    return ok;
}

Value util_new(Eval *ev, const NativeClass *native)
{
    return eval_instance_new(ev, eval_class(ev, native));
}

bool util_import_attr(Eval *ev, const char *module, const char *name, Value *out)
{
    Value m;
    return eval_import(ev, str_z(module), &m) && eval_getattr(ev, m, str_z(name), out);
}

bool util_refuse(Eval *ev, const char *action)
{
    return eval_raise(ev, "PermissionError", "a script may not %s", action);
}
