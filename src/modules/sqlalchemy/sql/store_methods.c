#include "modules/sqlalchemy/sql/store_methods.h"
#include "modules/sqlalchemy/sql/operate.h"

#include <string.h>

static bool is_range(const SqlType *t)
{
    const char *visit = t->cls->visit;
    size_t n = strlen(visit);
    return n > 5 && strcmp(visit + n - 5, "RANGE") == 0;
}

static bool no_attribute(Eval *ev, Value self, const char *name)
{
    return eval_raise(ev, "AttributeError",
                      "Neither '%.*s' object nor 'Comparator' object has an attribute '%s'",
                      STR_ARG(value_type_name(ev, self)), name);
}

/* What the getters give: a function whose `keep` is the column and what is to be called. */
static bool bound(Eval *ev, Value self, const char *name, const char *params, NativeFn fn,
                  const char *what, Value *out)
{
    Value keep[2] = {self, value_str_z(ev, what)};
    *out = eval_native_new(ev, name, params, fn, NULL, value_tuple(ev, keep, 2));
    return true;
}

/* akeys(column), slice(column, array) */
static bool call_function(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    Value func, args[2] = {keep[0], a->n ? a->v[0] : value_unset()};
    return functions_func(ev, &func) && eval_getattr(ev, func, value_as_str(keep[1]), &func) &&
           eval_call(ev, func, args, 1 + a->n, value_unset(), out);
}

#define HSTORE_METHOD(fn, params, what)                                                            \
    bool store_methods_##fn(Eval *ev, Args *a, Value *out)                                         \
    {                                                                                              \
        const SqlType *t = element_expr(ev, a->self)->type;                                        \
        if (!t || !type_class_is_a(t->cls, "HSTORE")) return no_attribute(ev, a->self, #fn);       \
        return bound(ev, a->self, #fn, params, call_function, what, out);                          \
    }
HSTORE_METHOD(keys, "", "akeys")
HSTORE_METHOD(vals, "", "avals")
HSTORE_METHOD(defined, "key", "defined")
HSTORE_METHOD(delete, "key", "delete")
HSTORE_METHOD(slice, "array", "slice")
HSTORE_METHOD(array, "", "hstore_to_array")
HSTORE_METHOD(matrix, "", "hstore_to_matrix")

static bool combine(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    Str what = value_as_str(keep[1]);
    SqlOp op = str_eq_z(what, "+") ? SQL_OP_ADD : str_eq_z(what, "-") ? SQL_OP_SUB : SQL_OP_MUL;
    return operate_binary(ev, op, keep[0], a->v[0], out);
}

#define RANGE_METHOD(fn, what)                                                                     \
    bool store_methods_##fn(Eval *ev, Args *a, Value *out)                                         \
    {                                                                                              \
        const SqlType *t = element_expr(ev, a->self)->type;                                        \
        if (!t || !is_range(t)) return no_attribute(ev, a->self, #fn);                             \
        return bound(ev, a->self, #fn, "other", combine, what, out);                               \
    }
RANGE_METHOD(union, "+")
RANGE_METHOD(difference, "-")
RANGE_METHOD(intersection, "*")
