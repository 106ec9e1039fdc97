/* Names: quoted_name and conv, which are str with a wish. */
#include "modules/sqlalchemy/objects.h"

typedef struct NameData {
    Value text; /* str */
    int quote;  /* -1 not given */
} NameData;

static bool quoted_init(Eval *ev, Value self, Args *a)
{
    NameData *d = value_payload(self, &objects_quoted_name);
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "a name must be a string");
    d->text = a->v[0];
    return module_tristate(ev, a->v[1], &d->quote);
}

static bool str_of(Eval *ev, Value self, Value *out)
{
    *out = ((NameData *)value_payload(self, &objects_quoted_name))->text;
    return true;
}

static bool repr_of(Eval *ev, Value self, Value *out)
{
    return eval_repr(ev, ((NameData *)value_payload(self, &objects_quoted_name))->text, out);
}

static bool hash_of(Eval *ev, Value self, uint64_t *out)
{
    return eval_hash(ev, ((NameData *)value_payload(self, &objects_quoted_name))->text, out);
}

static bool same_name(Eval *ev, Args *a, Value *out)
{
    *out = eval_native_keep(ev);
    return true;
}

/* Everything else is what the text does: methods, comparison, adding. */
static bool attr_of(Eval *ev, Value self, Str name, Value *out)
{
    NameData *d = value_payload(self, &objects_quoted_name);
    if (str_eq_z(name, "quote")) {
        *out = d->quote < 0 ? value_none() : value_bool(d->quote);
        return true;
    }
    /* A name that is to be quoted as it stands has no other case. */
    if (d->quote == 1 && (str_eq_z(name, "lower") || str_eq_z(name, "upper"))) {
        *out = eval_native_new(ev, "lower", "", same_name, NULL, self);
        return true;
    }
    return eval_find_attr(ev, d->text, name, out);
}

static bool length_of(Eval *ev, Value self, int64_t *out)
{
    return eval_len(ev, ((NameData *)value_payload(self, &objects_quoted_name))->text, out);
}

static bool item_of(Eval *ev, Value self, Value key, Value *out)
{
    return eval_getitem(ev, ((NameData *)value_payload(self, &objects_quoted_name))->text, key,
                        out);
}

static bool contains_in(Eval *ev, Value self, Value item, bool *out)
{
    return eval_contains(ev, ((NameData *)value_payload(self, &objects_quoted_name))->text, item,
                         out);
}

static Value plain(Value v)
{
    NameData *d = value_payload(v, &objects_quoted_name);
    return d ? d->text : v;
}

static bool binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    return eval_binary(ev, op, plain(left), plain(right), out);
}

static void traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((NameData *)payload)->text); }

const NativeClass objects_quoted_name = {.name = "quoted_name",
                                         .module = "sqlalchemy.sql.elements",
                                         .payload = sizeof(NameData),
                                         .init_params = "value, quote=None",
                                         .init = quoted_init,
                                         .getattr = attr_of,
                                         .binary = binary,
                                         .repr = repr_of,
                                         .str = str_of,
                                         .hash = hash_of,
                                         .length = length_of,
                                         .getitem = item_of,
                                         .contains = contains_in,
                                         .traverse = traverse};

static bool conv_init(Eval *ev, Value self, Args *a)
{
    NameData *d = value_payload(self, &objects_quoted_name);
    d->quote = -1;
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "a name must be a string");
    d->text = a->v[0];
    return true;
}

const NativeClass objects_conv = {.name = "conv",
                                  .module = "sqlalchemy.sql.elements",
                                  .base = &objects_quoted_name,
                                  .init_params = "value, quote=None",
                                  .init = conv_init};

Value module_conv_value(Eval *ev, Str name)
{
    Value v = eval_instance_new(ev, eval_class(ev, &objects_conv));
    NameData *d = value_payload(v, &objects_quoted_name);
    d->text = value_str(ev, name);
    d->quote = -1;
    return v;
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
    NameData *d = value_payload(v, &objects_quoted_name);
    if (d) {
        out->text = module_str(ev, d->text);
        out->quote = d->quote < 0 ? IDENT_QUOTE_AUTO
                     : d->quote   ? IDENT_QUOTE_ALWAYS
                                  : IDENT_QUOTE_NEVER;
        out->is_conv = value_is_native(ev, v, &objects_conv);
        return true;
    }
    if (!value_is_str(v))
        return eval_raise(ev, "TypeError", "a name must be a string, not '%.*s'",
                          STR_ARG(value_type_name(ev, v)));
    out->text = module_str(ev, v);
    return true;
}
