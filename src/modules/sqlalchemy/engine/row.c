#include "modules/sqlalchemy/engine/internal.h"

#include "eval/alias.h"

/* A row: a tuple that also knows its columns. RowMapping is its face as a mapping. */
typedef struct Row {
    Value keys;  /* tuple of str, shared by the rows of a result */
    Value items; /* tuple */
} Row;

Value engine_row_value(Eval *ev, Value keys, Value items)
{
    Value v = eval_instance_new(ev, eval_class(ev, &engine_class_row));
    *(Row *)value_payload(v, &engine_class_row) = (Row){keys, items};
    return v;
}

static Row *row_of(Value v) { return value_payload(v, &engine_class_row); }

static void row_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((Row *)payload)->keys);
    gc_visit(gc, ((Row *)payload)->items);
}

static bool find_key(const Row *r, Str name, size_t *at)
{
    for (size_t i = 0; i < value_seq_len(r->keys); i++) {
        *at = i;
        if (str_eq(value_as_str(value_seq_items(r->keys)[i]), name)) return true;
    }
    return false;
}

static Value as_dict(Eval *ev, const Row *r)
{
    Value d = value_dict(ev);
    for (size_t i = 0; i < value_seq_len(r->keys); i++)
        value_dict_put_str(ev, d, value_as_str(value_seq_items(r->keys)[i]),
                           value_seq_items(r->items)[i]);
    return d;
}

static bool row_asdict(Eval *ev, Args *a, Value *out)
{
    *out = as_dict(ev, row_of(a->self));
    return true;
}

static bool row_tuple(Eval *ev, Args *a, Value *out)
{
    *out = row_of(a->self)->items;
    return true;
}

static bool row_keys(Eval *ev, Args *a, Value *out)
{
    *out = row_of(a->self)->keys;
    return true;
}

static bool row_mapping(Eval *ev, Args *a, Value *out)
{
    *out = eval_instance_new(ev, eval_class(ev, &engine_class_row_mapping));
    *(Value *)value_payload(*out, &engine_class_row_mapping) = a->self;
    return true;
}

static bool row_count(Eval *ev, Args *a, Value *out)
{
    return eval_call_method(ev, row_of(a->self)->items, "count", a->v, 1, out);
}

static bool row_index(Eval *ev, Args *a, Value *out)
{
    return eval_call_method(ev, row_of(a->self)->items, "index", a->v, 1, out);
}

static bool row_getattr(Eval *ev, Value self, Str name, Value *out)
{
    size_t at;
    const Row *r = row_of(self);
    *out = value_unset();
    if (find_key(r, name, &at)) *out = value_seq_items(r->items)[at];
    return true;
}

static bool row_getitem(Eval *ev, Value self, Value key, Value *out)
{
    return eval_getitem(ev, row_of(self)->items, key, out);
}

static bool row_iter(Eval *ev, Value self, Value *out)
{
    return eval_iter(ev, row_of(self)->items, out);
}

static bool row_length(Eval *ev, Value self, int64_t *out)
{
    *out = (int64_t)value_seq_len(row_of(self)->items);
    return true;
}

static bool row_contains(Eval *ev, Value self, Value item, bool *out)
{
    return eval_contains(ev, row_of(self)->items, item, out);
}

static bool row_repr(Eval *ev, Value self, Value *out)
{
    return eval_repr(ev, row_of(self)->items, out);
}
static bool row_hash(Eval *ev, Value self, uint64_t *out)
{
    return eval_hash(ev, row_of(self)->items, out);
}

static bool row_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    Row *a = row_of(left), *b = row_of(right);
    *out = value_unset();
    if (op < OPERATOR_EQ || op > OPERATOR_GE) return true;
    Value l = a ? a->items : left, r = b ? b->items : right;
    if (!value_is_tuple(l) || !value_is_tuple(r)) return true;
    return eval_binary(ev, op, l, r, out);
}

static const NativeMethod row_methods[] = {
    {"_asdict", "", row_asdict, NATIVE_METHOD},
    {"_tuple", "", row_tuple, NATIVE_METHOD},
    {"tuple", "", row_tuple, NATIVE_METHOD},
    {"count", "value", row_count, NATIVE_METHOD},
    {"index", "value", row_index, NATIVE_METHOD},
    {"_mapping", "", row_mapping, NATIVE_GETTER},
    {"_fields", "", row_keys, NATIVE_GETTER},
    {"t", "", row_tuple, NATIVE_GETTER},
    {0},
};

const NativeClass engine_class_row = {
    .name = "Row",
    .module = "sqlalchemy.engine.row",
    .payload = sizeof(Row),
    .methods = row_methods,
    .getattr = row_getattr,
    .class_getitem = alias_class_itself, /* Row[Any] */
    .getitem = row_getitem,
    .iter = row_iter,
    .length = row_length,
    .contains = row_contains,
    .repr = row_repr,
    .str = row_repr,
    .hash = row_hash,
    .binary = row_binary,
    .traverse = row_traverse,
};

/* ---- RowMapping ---- */

static Row *mapped(Value v)
{
    Value *row = value_payload(v, &engine_class_row_mapping);
    return row ? row_of(*row) : NULL;
}

/* Keys are names; a Column stands for its name. */
static bool mapping_find(Eval *ev, Value self, Value key, size_t *at)
{
    if (value_is_str(key)) return find_key(mapped(self), value_as_str(key), at);
    Column *c = module_column_get(ev, key);
    return c && find_key(mapped(self), c->name.text, at);
}

static bool mapping_getitem(Eval *ev, Value self, Value key, Value *out)
{
    size_t at;
    if (mapping_find(ev, self, key, &at)) {
        *out = value_seq_items(mapped(self)->items)[at];
        return true;
    }
    Value text;
    if (!eval_repr(ev, key, &text)) return false;
    return eval_raise(ev, "KeyError", "%.*s", STR_ARG(value_as_str(text)));
}

static bool mapping_get(Eval *ev, Args *a, Value *out)
{
    size_t at;
    *out = mapping_find(ev, a->self, a->v[0], &at) ? value_seq_items(mapped(a->self)->items)[at]
                                                   : a->v[1];
    return true;
}

static bool mapping_dict_method(Eval *ev, Args *a, const char *name, Value *out)
{
    return eval_call_method(ev, as_dict(ev, mapped(a->self)), name, NULL, 0, out);
}

bool engine_key_view(Eval *ev, Value keys, Value *out)
{
    Value module, cls;
    return eval_import(ev, STR("_sqlalchemy_default"), &module) &&
           eval_getattr(ev, module, STR("RMKeyView"), &cls) &&
           eval_call(ev, cls, &keys, 1, value_unset(), out);
}

static bool mapping_keys(Eval *ev, Args *a, Value *out)
{
    return engine_key_view(ev, mapped(a->self)->keys, out);
}
static bool mapping_values(Eval *ev, Args *a, Value *out)
{
    return mapping_dict_method(ev, a, "values", out);
}
static bool mapping_items(Eval *ev, Args *a, Value *out)
{
    return mapping_dict_method(ev, a, "items", out);
}

static bool mapping_dict(Eval *ev, Args *a, Value *out)
{
    *out = as_dict(ev, mapped(a->self));
    return true;
}

static bool mapping_iter(Eval *ev, Value self, Value *out)
{
    return eval_iter(ev, mapped(self)->keys, out);
}

static bool mapping_length(Eval *ev, Value self, int64_t *out)
{
    *out = (int64_t)value_seq_len(mapped(self)->keys);
    return true;
}

static bool mapping_contains(Eval *ev, Value self, Value item, bool *out)
{
    size_t at;
    *out = mapping_find(ev, self, item, &at);
    return true;
}

static bool mapping_repr(Eval *ev, Value self, Value *out)
{
    return eval_repr(ev, as_dict(ev, mapped(self)), out);
}

static bool mapping_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    Row *a = mapped(left), *b = mapped(right);
    *out = value_unset();
    if (op != OPERATOR_EQ && op != OPERATOR_NE) return true;
    return eval_binary(ev, op, a ? as_dict(ev, a) : left, b ? as_dict(ev, b) : right, out);
}

static void mapping_traverse(void *payload, GcVisitor *gc) { gc_visit(gc, *(Value *)payload); }

static const NativeMethod mapping_methods[] = {
    {"get", "key, default=None", mapping_get, NATIVE_METHOD},
    {"keys", "", mapping_keys, NATIVE_METHOD},
    {"values", "", mapping_values, NATIVE_METHOD},
    {"items", "", mapping_items, NATIVE_METHOD},
    {"_dict", "", mapping_dict, NATIVE_METHOD},
    {0},
};

const NativeClass engine_class_row_mapping = {
    .name = "RowMapping",
    .module = "sqlalchemy.engine.row",
    .payload = sizeof(Value),
    .methods = mapping_methods,
    .getitem = mapping_getitem,
    .iter = mapping_iter,
    .length = mapping_length,
    .contains = mapping_contains,
    .repr = mapping_repr,
    .str = mapping_repr,
    .binary = mapping_binary,
    .traverse = mapping_traverse,
};
