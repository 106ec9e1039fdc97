/* dict and its views. */
#include "eval/dict_type.h"

#include "eval/alias.h"
#include "eval/iterator.h"
#include "eval/show.h"

#define DICT(v) OBJECT_AS(DictObject, v)

static bool dict_get(Eval *ev, Args *a, Value *out)
{
    Value v;
    if (!value_dict_get(ev, a->self, a->v[0], &v)) return false;
    *out = value_is_unset(v) ? a->v[1] : v;
    return true;
}

static bool dict_setdefault(Eval *ev, Args *a, Value *out)
{
    if (!value_dict_get(ev, a->self, a->v[0], out)) return false;
    if (!value_is_unset(*out)) return true;
    *out = a->v[1];
    return value_dict_put(ev, a->self, a->v[0], a->v[1]);
}

static bool key_error(Eval *ev, Value key)
{
    Value error;
    Value cls = class_value(eval_class(ev, exception_class_find(STR("KeyError"))));
    if (!eval_call(ev, cls, &key, 1, value_unset(), &error)) return false;
    return eval_raise_value(ev, error);
}

bool dict_raise_key_error(Eval *ev, Value key) { return key_error(ev, key); }

static bool dict_pop(Eval *ev, Args *a, Value *out)
{
    Value v;
    if (!table_remove(ev, &DICT(a->self)->table, a->v[0], &v)) return false;
    if (value_is_unset(v)) {
        if (value_is_unset(a->v[1])) return key_error(ev, a->v[0]);
        v = a->v[1];
    }
    *out = v;
    return true;
}

static bool dict_popitem(Eval *ev, Args *a, Value *out)
{
    Table *t = &DICT(a->self)->table;
    for (size_t i = t->used; i-- > 0;) {
        TableEntry *e = &t->entries[i];
        if (value_is_unset(e->key)) continue;
        Value pair[] = {e->key, e->item};
        *out = value_tuple(ev, pair, 2);
        table_remove_entry(ev, t, e);
        return true;
    }
    return key_error(ev, value_str_z(ev, "popitem(): dictionary is empty"));
}

static bool dict_clear(Eval *ev, Args *a, Value *out)
{
    table_clear(ev, &DICT(a->self)->table);
    return true;
}

static bool dict_copy(Eval *ev, Args *a, Value *out)
{
    *out = value_dict(ev);
    table_copy_all(ev, &DICT(*out)->table, &DICT(a->self)->table);
    return true;
}

/* Puts a two-item sequence into the dict. */
static bool put_pair(Eval *ev, Value dict, Value pair, size_t number)
{
    Value list = pair;
    if (!value_is_tuple(pair) && !value_is_list(pair)) {
        if (!value_is_object(pair))
            return eval_raise(
                ev, "TypeError",
                "cannot convert dictionary update sequence element #%zu to a sequence", number);
        if (!eval_to_list(ev, pair, &list)) return false;
    }
    if (value_seq_len(list) != 2)
        return eval_raise(ev, "ValueError",
                          "dictionary update sequence element #%zu has length %zu; 2 is required",
                          number, value_seq_len(list));
    return value_dict_put(ev, dict, value_seq_items(list)[0], value_seq_items(list)[1]);
}

static bool merge_pairs(Eval *ev, Value dict, Value source)
{
    Value it, pair;
    if (!eval_iter(ev, source, &it)) return false;
    eval_root_push(ev, it);
    bool ok = true;
    for (size_t i = 0; ok; i++) {
        ok = eval_next(ev, it, &pair);
        if (!ok || value_is_unset(pair)) break;
        eval_root_push(ev, pair);
        ok = put_pair(ev, dict, pair, i);
        eval_root_pop(ev, 1);
    }
    eval_root_pop(ev, 1);
    return ok;
}

bool dict_merge(Eval *ev, Value dict, Value source)
{
    if (value_is_dict(source)) {
        const Table *t = &DICT(source)->table;
        for (size_t at = 0; at < t->used; at++) {
            TableEntry e = t->entries[at];
            if (!value_is_unset(e.key) && !value_dict_put(ev, dict, e.key, e.item)) return false;
        }
        return true;
    }
    Value keys = value_unset(), list;
    if (value_is_object(source) && !eval_find_attr(ev, source, STR("keys"), &keys)) return false;
    if (value_is_unset(keys)) return merge_pairs(ev, dict, source);
    if (!eval_call(ev, keys, NULL, 0, value_unset(), &list) || !eval_to_list(ev, list, &list))
        return false;
    eval_root_push(ev, list);
    bool ok = true;
    for (size_t i = 0; i < value_seq_len(list) && ok; i++) {
        Value item, key = value_seq_items(list)[i];
        ok = eval_getitem(ev, source, key, &item) && value_dict_put(ev, dict, key, item);
    }
    eval_root_pop(ev, 1);
    return ok;
}

static bool dict_update(Eval *ev, Args *a, Value *out)
{
    if (!value_is_unset(a->v[0]) && !dict_merge(ev, a->self, a->v[0])) return false;
    return dict_merge(ev, a->self, a->v[1]);
}

static bool dict_init(Eval *ev, Value self, Args *a)
{
    if (!value_is_unset(a->v[0]) && !dict_merge(ev, self, a->v[0])) return false;
    return dict_merge(ev, self, a->v[1]);
}

static bool dict_fromkeys(Eval *ev, Args *a, Value *out)
{
    Value it, key, dict;
    if (!eval_call(ev, a->self, NULL, 0, value_unset(), &dict)) return false;
    eval_root_push(ev, dict);
    bool ok = eval_iter(ev, a->v[0], &it);
    eval_root_push(ev, ok ? it : value_none());
    while (ok) {
        ok = eval_next(ev, it, &key);
        if (!ok || value_is_unset(key)) break;
        ok = eval_setitem(ev, dict, key, a->v[1]);
    }
    eval_root_pop(ev, 2);
    *out = dict;
    return ok;
}

static bool dict_reversed(Eval *ev, Args *a, Value *out)
{
    *out = iterator_table(ev, a->self, ITERATOR_KEYS, true);
    return true;
}

/* ---- slots ---- */

static bool dict_repr(Eval *ev, Value self, Value *out)
{
    bool again, ok = true;
    if (!show_enter(ev, self, &again)) return false;
    if (again) {
        *out = value_str_z(ev, "{...}");
        return true;
    }
    StrBuf b = {0};
    strbuf_push_char(&b, '{');
    Value key, item;
    bool first = true;
    for (size_t at = 0; ok && value_dict_next(self, &at, &key, &item); first = false) {
        if (!first) strbuf_push_z(&b, ", ");
        ok = show_push(ev, &b, key);
        strbuf_push_z(&b, ": ");
        ok = ok && show_push(ev, &b, item);
    }
    strbuf_push_char(&b, '}');
    show_leave(ev);
    return show_finish(ev, &b, ok, out);
}

static bool unhashable(Eval *ev, Value self, uint64_t *out)
{
    return eval_raise(ev, "TypeError", "unhashable type: '%.*s'",
                      STR_ARG(value_type_name(ev, self)));
}

static bool dict_length(Eval *ev, Value self, int64_t *out)
{
    *out = DICT(self)->table.live;
    return true;
}

static bool dict_truth(Eval *ev, Value self, bool *out)
{
    *out = DICT(self)->table.live > 0;
    return true;
}

static bool dict_contains(Eval *ev, Value self, Value item, bool *out)
{
    TableEntry *e;
    if (!table_find(ev, &DICT(self)->table, item, &e)) return false;
    *out = e != NULL;
    return true;
}

static bool dict_iter(Eval *ev, Value self, Value *out)
{
    *out = iterator_table(ev, self, ITERATOR_KEYS, false);
    return true;
}

static bool dict_getitem(Eval *ev, Value self, Value key, Value *out)
{
    if (!value_dict_get(ev, self, key, out)) return false;
    if (!value_is_unset(*out)) return true;
    if (self.as.object->cls) { /* a subclass may supply missing keys */
        Value missing;
        if (!eval_find_special(ev, self, "__missing__", &missing)) return false;
        if (!value_is_unset(missing)) return eval_call(ev, missing, &key, 1, value_unset(), out);
    }
    return key_error(ev, key);
}

static bool dict_setitem(Eval *ev, Value self, Value key, Value v)
{
    return value_dict_put(ev, self, key, v);
}

static bool dict_delitem(Eval *ev, Value self, Value key)
{
    Value v;
    if (!table_remove(ev, &DICT(self)->table, key, &v)) return false;
    return !value_is_unset(v) || key_error(ev, key);
}

static bool equal_dicts(Eval *ev, Value a, Value b, bool *out)
{
    *out = DICT(a)->table.live == DICT(b)->table.live;
    Value key, item, other;
    for (size_t at = 0; *out && value_dict_next(a, &at, &key, &item);) {
        if (!value_dict_get(ev, b, key, &other)) return false;
        *out = !value_is_unset(other);
        if (*out && !value_is(item, other) && !eval_equal(ev, item, other, out)) return false;
    }
    return true;
}

static bool dict_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if (!value_is_dict(left) || !value_is_dict(right)) return true;
    if (op == OPERATOR_EQ || op == OPERATOR_NE) {
        bool equal;
        if (!equal_dicts(ev, left, right, &equal)) return false;
        *out = value_bool(equal == (op == OPERATOR_EQ));
    } else if (op == OPERATOR_OR) {
        *out = value_dict(ev);
        table_copy_all(ev, &DICT(*out)->table, &DICT(left)->table);
        return dict_merge(ev, *out, right);
    }
    return true;
}

static bool dict_inplace(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    if (op != OPERATOR_OR) return true;
    if (!dict_merge(ev, left, right)) return false;
    *out = left;
    return true;
}

/* ---- views: instances that hold the dict ---- */

typedef struct View {
    Value dict;
    IteratorTable what;
} View;

static const NativeClass class_dict_keys, class_dict_values, class_dict_items;
static const NativeClass class_view;

static View *view_of(Value v) { return value_payload(v, &class_view); }

static Value view_new(Eval *ev, Value dict, IteratorTable what)
{
    static const NativeClass *const classes[] = {&class_dict_keys, &class_dict_values,
                                                 &class_dict_items};
    Value v = eval_instance_new(ev, eval_class(ev, classes[what]));
    *view_of(v) = (View){dict, what};
    return v;
}

static bool dict_keys(Eval *ev, Args *a, Value *out)
{
    *out = view_new(ev, a->self, ITERATOR_KEYS);
    return true;
}

static bool dict_values(Eval *ev, Args *a, Value *out)
{
    *out = view_new(ev, a->self, ITERATOR_VALUES);
    return true;
}

static bool dict_items(Eval *ev, Args *a, Value *out)
{
    *out = view_new(ev, a->self, ITERATOR_ITEMS);
    return true;
}

static bool view_iter(Eval *ev, Value self, Value *out)
{
    *out = iterator_table(ev, view_of(self)->dict, view_of(self)->what, false);
    return true;
}

static bool view_reversed(Eval *ev, Args *a, Value *out)
{
    *out = iterator_table(ev, view_of(a->self)->dict, view_of(a->self)->what, true);
    return true;
}

static bool view_mapping(Eval *ev, Args *a, Value *out)
{
    *out = view_of(a->self)->dict;
    return true;
}

static bool view_length(Eval *ev, Value self, int64_t *out)
{
    return dict_length(ev, view_of(self)->dict, out);
}

static bool view_repr(Eval *ev, Value self, Value *out)
{
    static const char *const names[] = {"dict_keys(", "dict_values(", "dict_items("};
    StrBuf b = {0};
    Value list;
    bool again;
    if (!show_enter(ev, self, &again)) return false;
    if (again) {
        *out = value_str_z(ev, "...");
        return true;
    }
    strbuf_push_z(&b, names[view_of(self)->what]);
    bool ok = eval_to_list(ev, self, &list) && show_push(ev, &b, list);
    strbuf_push_char(&b, ')');
    show_leave(ev);
    return show_finish(ev, &b, ok, out);
}

static bool view_contains(Eval *ev, Value self, Value item, bool *out)
{
    View *view = view_of(self);
    *out = false;
    if (view->what == ITERATOR_KEYS) return dict_contains(ev, view->dict, item, out);
    if (view->what == ITERATOR_VALUES) {
        Value list;
        return eval_to_list(ev, self, &list) && eval_contains(ev, list, item, out);
    }
    Value found;
    if (!value_is_tuple(item) || value_seq_len(item) != 2) return true;
    if (!value_dict_get(ev, view->dict, value_seq_items(item)[0], &found)) return false;
    if (value_is_unset(found)) return true;
    return eval_equal(ev, found, value_seq_items(item)[1], out);
}

/* Keys and items views are sets for comparison and algebra. */
static bool view_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    *out = value_unset();
    View *l = view_of(left), *r = view_of(right);
    if ((l && l->what == ITERATOR_VALUES) || (r && r->what == ITERATOR_VALUES)) return true;
    bool algebra =
        op == OPERATOR_AND || op == OPERATOR_OR || op == OPERATOR_SUB || op == OPERATOR_XOR;
    bool comparable = (l || value_is_set(left)) && (r || value_is_set(right));
    if (!algebra && !(op >= OPERATOR_EQ && comparable)) return true;
    Value a, b;
    Value set = class_value(eval_class(ev, &native_class_set));
    if (!eval_call(ev, set, &left, 1, value_unset(), &a)) return false;
    eval_root_push(ev, a);
    bool ok = eval_call(ev, set, &right, 1, value_unset(), &b);
    eval_root_pop(ev, 1);
    return ok && eval_binary(ev, op, a, b, out);
}

static void view_traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((View *)payload)->dict); }

static const NativeMethod view_methods[] = {{"__reversed__", "", view_reversed, NATIVE_METHOD},
                                            {"mapping", "", view_mapping, NATIVE_GETTER},
                                            {0}};

static const NativeClass class_view = {.name = "dict_view",
                                       .module = "builtins",
                                       .payload = sizeof(View),
                                       .methods = view_methods,
                                       .iter = view_iter,
                                       .length = view_length,
                                       .repr = view_repr,
                                       .contains = view_contains,
                                       .binary = view_binary,
                                       .hash = unhashable,
                                       .traverse = view_traverse};
static const NativeClass class_dict_keys = {
    .name = "dict_keys", .module = "builtins", .base = &class_view};
static const NativeClass class_dict_values = {
    .name = "dict_values", .module = "builtins", .base = &class_view};
static const NativeClass class_dict_items = {
    .name = "dict_items", .module = "builtins", .base = &class_view};

static const NativeMethod dict_methods[] = {
    {"clear", "", dict_clear, NATIVE_METHOD},
    {"copy", "", dict_copy, NATIVE_METHOD},
    {"fromkeys", "iterable, value=None, /", dict_fromkeys, NATIVE_CLASSMETHOD},
    {"get", "key, default=None, /", dict_get, NATIVE_METHOD},
    {"items", "", dict_items, NATIVE_METHOD},
    {"keys", "", dict_keys, NATIVE_METHOD},
    {"pop", "key, default=?, /", dict_pop, NATIVE_METHOD},
    {"popitem", "", dict_popitem, NATIVE_METHOD},
    {"setdefault", "key, default=None, /", dict_setdefault, NATIVE_METHOD},
    {"update", "other=?, /, **kwargs", dict_update, NATIVE_METHOD},
    {"values", "", dict_values, NATIVE_METHOD},
    {"__reversed__", "", dict_reversed, NATIVE_METHOD},
    {0}};

const NativeClass native_class_dict = {.name = "dict",
                                       .module = "builtins",
                                       .init_params = "iterable=?, /, **kwargs",
                                       .init = dict_init,
                                       .methods = dict_methods,
                                       .repr = dict_repr,
                                       .hash = unhashable,
                                       .truth = dict_truth,
                                       .length = dict_length,
                                       .contains = dict_contains,
                                       .iter = dict_iter,
                                       .getitem = dict_getitem,
                                       .setitem = dict_setitem,
                                       .delitem = dict_delitem,
                                       .binary = dict_binary,
                                       .inplace = dict_inplace,
                                       .class_getitem = alias_class_getitem};
