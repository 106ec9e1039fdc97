/* Table.c, MetaData.tables: ordered collections that a script reads by key or attribute. */
#include "modules/sqlalchemy/objects.h"

typedef struct CollectionData {
    Table *table; /* the columns of a table, as they are now; NULL = dict */
    Value dict;
    bool is_facade; /* a mapping: iterates over keys, no attributes */
} CollectionData;

static CollectionData *data_of(Value v) { return value_payload(v, &objects_ColumnCollection); }

static Value entries(Eval *ev, CollectionData *d)
{
    if (!d->table) return d->dict;
    Value dict = value_dict(ev);
    for (size_t i = 0; i < d->table->columns.len; i++) {
        Column *c = d->table->columns.items[i];
        value_dict_put_str(ev, dict, str_is_null(c->key) ? c->name.text : c->key,
                           module_column_value(ev, c));
    }
    return dict;
}

Value collection_dict(Eval *ev, Value v)
{
    CollectionData *d = data_of(v);
    return d ? entries(ev, d) : value_unset();
}

static Value find(Eval *ev, CollectionData *d, Str key)
{
    if (!d->table) return value_dict_find_str(d->dict, key);
    Column *c = table_find_column_key(d->table, key);
    return c ? module_column_value(ev, c) : value_unset();
}

static bool part(Eval *ev, CollectionData *d, int which, Value *out)
{
    Value dict = entries(ev, d), key, item;
    *out = value_list(ev);
    size_t at = 0;
    while (value_dict_next(dict, &at, &key, &item)) {
        Value pair = which == 2 ? value_tuple(ev, (Value[]){key, item}, 2) : value_unset();
        value_list_push(ev, *out, which == 0 ? key : which == 1 ? item : pair);
    }
    return true;
}

static bool keys(Eval *ev, Args *a, Value *out)
{
    CollectionData *d = data_of(a->self);
    if (d->is_facade) return eval_call_method(ev, d->dict, "keys", NULL, 0, out);
    return part(ev, d, 0, out);
}
static bool values(Eval *ev, Args *a, Value *out) { return part(ev, data_of(a->self), 1, out); }
static bool items(Eval *ev, Args *a, Value *out) { return part(ev, data_of(a->self), 2, out); }

static bool get(Eval *ev, Args *a, Value *out)
{
    *out =
        value_is_str(a->v[0]) ? find(ev, data_of(a->self), value_as_str(a->v[0])) : value_unset();
    if (value_is_unset(*out)) *out = a->v[1];
    return true;
}

static bool contains_column(Eval *ev, Args *a, Value *out)
{
    Column *c = module_column_get(ev, a->v[0]);
    CollectionData *d = data_of(a->self);
    bool found = false;
    for (size_t i = 0; c && d->table && i < d->table->columns.len; i++)
        found |= d->table->columns.items[i] == c;
    *out = value_bool(found);
    return true;
}

static bool getattr_slot(Eval *ev, Value self, Str name, Value *out)
{
    CollectionData *d = data_of(self);
    *out = d->is_facade ? value_unset() : find(ev, d, name);
    return true;
}

static bool getitem(Eval *ev, Value self, Value key, Value *out);

/* c["a", "b"]: a collection of those. */
static bool several(Eval *ev, Value self, Value names, Value *out)
{
    Value dict = value_dict(ev), column;
    for (size_t i = 0; i < value_seq_len(names); i++) {
        Value name = value_seq_items(names)[i];
        if (!getitem(ev, self, name, &column)) return false;
        if (!value_is_str(name) && !eval_getattr(ev, column, STR("key"), &name)) return false;
        value_dict_put_str(ev, dict, value_as_str(name), column);
    }
    *out = collection_of_dict(ev, dict);
    return true;
}

static bool getitem(Eval *ev, Value self, Value key, Value *out)
{
    int64_t i;
    CollectionData *d = data_of(self);
    if (value_is_str(key)) {
        *out = find(ev, d, value_as_str(key));
        if (!value_is_unset(*out)) return true;
        Value r;
        if (!eval_repr(ev, key, &r)) return false;
        return eval_raise(ev, "KeyError", "%.*s", STR_ARG(value_as_str(key)));
    }
    if (value_is_tuple(key) && !d->is_facade) return several(ev, self, key, out);
    Value list;
    if (!part(ev, d, 1, &list)) return false;
    if (value_as_int(key, &i) && i < 0) key = value_int(i + (int64_t)value_seq_len(list));
    return eval_getitem(ev, list, key, out);
}

static bool length(Eval *ev, Value self, int64_t *out)
{
    CollectionData *d = data_of(self);
    *out = d->table ? (int64_t)d->table->columns.len : (int64_t)value_dict_len(d->dict);
    return true;
}

static bool contains(Eval *ev, Value self, Value item, bool *out)
{
    *out = value_is_str(item) && !value_is_unset(find(ev, data_of(self), value_as_str(item)));
    return true;
}

static bool iterate(Eval *ev, Value self, Value *out)
{
    CollectionData *d = data_of(self);
    Value list;
    return part(ev, d, d->is_facade ? 0 : 1, &list) && eval_iter(ev, list, out);
}

static bool truth(Eval *ev, Value self, bool *out)
{
    int64_t n;
    length(ev, self, &n);
    *out = n != 0 || !data_of(self)->is_facade;
    return true;
}

static bool repr(Eval *ev, Value self, Value *out)
{
    CollectionData *d = data_of(self);
    if (!d->is_facade) {
        *out = value_str(ev, STR("<sqlalchemy.sql.base.ReadOnlyColumnCollection>"));
        return true;
    }
    Value r;
    if (!eval_repr(ev, d->dict, &r)) return false;
    *out = value_str_fmt(ev, "FacadeDict(%.*s)", STR_ARG(value_as_str(r)));
    return true;
}

static void traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((CollectionData *)payload)->dict);
}

static const NativeMethod methods[] = {{"keys", "", keys, NATIVE_METHOD},
                                       {"values", "", values, NATIVE_METHOD},
                                       {"items", "", items, NATIVE_METHOD},
                                       {"get", "key, default=None", get, NATIVE_METHOD},
                                       {"contains_column", "col", contains_column, NATIVE_METHOD},
                                       {0}};

const NativeClass objects_ColumnCollection = {.name = "ColumnCollection",
                                              .module = "sqlalchemy.sql.base",
                                              .payload = sizeof(CollectionData),
                                              .methods = methods,
                                              .getattr = getattr_slot,
                                              .getitem = getitem,
                                              .length = length,
                                              .contains = contains,
                                              .iter = iterate,
                                              .truth = truth,
                                              .repr = repr,
                                              .traverse = traverse};

static Value make(Eval *ev, Table *t, Value dict, bool facade)
{
    Value v = eval_instance_new(ev, eval_class(ev, &objects_ColumnCollection));
    *data_of(v) = (CollectionData){t, dict, facade};
    return v;
}

Value collection_of_table(Eval *ev, Table *t) { return make(ev, t, value_unset(), false); }
Value collection_of_dict(Eval *ev, Value dict) { return make(ev, NULL, dict, false); }
Value collection_facade(Eval *ev, Value dict) { return make(ev, NULL, dict, true); }
