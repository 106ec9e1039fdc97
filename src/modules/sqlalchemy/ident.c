/* Names: quoted_name and conv, which are str with a wish. */
#include "modules/sqlalchemy/objects.h"

/* -1 not given, 0, 1 */
static int quote_of(Eval *ev, Value v)
{
    Value quote;
    if (!value_is_native(ev, v, &objects_quoted_name) ||
        !eval_find_attr(ev, v, STR("quote"), &quote) || module_absent(quote))
        return -1;
    return value_is_bool(quote) && quote.as.boolean;
}

static bool construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    int quote;
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "a name must be a string");
    if (!module_tristate(ev, a->v[1], &quote)) return false;
    if (quote < 0) quote = quote_of(ev, a->v[0]);
    *out = value_str_of(ev, cls, value_as_str(a->v[0]));
    eval_root_push(ev, *out);
    if (quote >= 0) value_dict_put_z(ev, instance_dict(ev, *out), "quote", value_bool(quote));
    eval_root_pop(ev, 1);
    return true;
}

/* Where there was no wish. */
static bool attr_of(Eval *ev, Value self, Str name, Value *out)
{
    if (str_eq_z(name, "quote")) *out = value_none();
    return true;
}

/* A name that is to be quoted as it stands has no other case. */
static bool in_case(Eval *ev, Args *a, const char *method, Value *out)
{
    if (quote_of(ev, a->self) == 1) return *out = a->self, true;
    Value fn, text = value_str(ev, value_as_str(a->self));
    return eval_getattr(ev, text, str_z(method), &fn) &&
           eval_call(ev, fn, NULL, 0, value_unset(), out);
}

static bool lower(Eval *ev, Args *a, Value *out) { return in_case(ev, a, "lower", out); }
static bool upper(Eval *ev, Args *a, Value *out) { return in_case(ev, a, "upper", out); }

static const NativeMethod methods[] = {
    {"lower", "", lower, NATIVE_METHOD}, {"upper", "", upper, NATIVE_METHOD}, {0}};

const NativeClass objects_quoted_name = {.name = "quoted_name",
                                         .module = "sqlalchemy.sql.elements",
                                         .base = &native_class_str,
                                         .init_params = "value, quote=None",
                                         .construct = construct,
                                         .methods = methods,
                                         .getattr = attr_of};

const NativeClass objects_conv = {.name = "conv",
                                  .module = "sqlalchemy.sql.elements",
                                  .base = &objects_quoted_name,
                                  .init_params = "value, quote=None",
                                  .construct = construct};

int module_quote_wish(Eval *ev, Value name)
{
    int quote = quote_of(ev, name);
    return quote > 0 ? 1 : quote < 0 ? 0 : -1;
}

static Value with_wish(Eval *ev, const NativeClass *cls, Str text, IdentQuote quote)
{
    Value v = value_str_of(ev, eval_class(ev, cls), text);
    if (!ident_quote_wish(quote)) return v;
    eval_root_push(ev, v);
    value_dict_put_z(ev, instance_dict(ev, v), "quote", value_bool(quote == IDENT_QUOTE_ALWAYS));
    eval_root_pop(ev, 1);
    return v;
}

Value module_conv_value(Eval *ev, Str name)
{
    return with_wish(ev, &objects_conv, name, IDENT_QUOTE_AUTO);
}

Value module_quoted_value(Eval *ev, Str text, IdentQuote quote)
{
    return str_is_null(text) ? value_none() : with_wish(ev, &objects_quoted_name, text, quote);
}

Value module_ident_value(Eval *ev, Ident name)
{
    if (ident_is_null(name)) return value_none();
    if (name.is_conv) return with_wish(ev, &objects_conv, name.text, name.quote);
    return name.quote == IDENT_QUOTE_AUTO ? value_str(ev, name.text)
                                          : module_quoted_value(ev, name.text, name.quote);
}

bool module_name_from_value(Eval *ev, Value v, const char *what, Ident *out)
{
    if (!module_ident_from_value(ev, v, out)) return false;
    return ident_is_null(*out) || out->text.len ||
           eval_raise(ev, "ValueError", "%s must not be an empty string", what);
}

bool module_ident_from_value(Eval *ev, Value v, Ident *out)
{
    *out = (Ident){0};
    if (module_absent(v)) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a name");
    if (!value_is_str(v))
        return eval_raise(ev, "TypeError", "a name must be a string, not '%.*s'",
                          STR_ARG(value_type_name(ev, v)));
    out->text = module_str(ev, v);
    int quote = quote_of(ev, v);
    out->quote = quote >= 0                                     ? ident_quote(quote ? 1 : -1)
                 : value_is_native(ev, v, &objects_quoted_name) ? IDENT_QUOTE_WHOLE
                                                                : IDENT_QUOTE_AUTO;
    out->is_conv = value_is_native(ev, v, &objects_conv);
    return true;
}
