#include "eval/weak.h"

#include "eval/state.h"

/* Items are addresses as numbers, which the collector does not follow. */
typedef struct WeakMap {
    Value table; /* dict: key -> address */
    Value self;
    struct WeakMap *next; /* of the evaluator */
    struct WeakMap **from;
} WeakMap;

static Value as_number(Value v) { return value_int((int64_t)(intptr_t)v.as.object); }
static Value as_object(Value n) { return value_object((Object *)(intptr_t)n.as.integer); }

static WeakMap *map_of(Value v) { return value_payload(v, &native_class_weak_map); }

static bool weak_init(Eval *ev, Value self, Args *a)
{
    WeakMap *m = map_of(self);
    m->table = value_dict(ev);
    if (m->from) return true; /* __init__() again: it is in the list */
    m->self = self;
    m->next = ev->weak_maps;
    m->from = &ev->weak_maps;
    if (m->next) m->next->from = &m->next;
    ev->weak_maps = m;
    return true;
}

static void weak_finalize(void *payload)
{
    WeakMap *m = payload;
    if (!m->from) return;
    *m->from = m->next;
    if (m->next) m->next->from = m->from;
}

static void weak_traverse(void *payload, GcVisitor *gc)
{
    gc_visit(gc, ((WeakMap *)payload)->table);
}

void weak_sweep(Eval *ev)
{
    for (WeakMap *m = ev->weak_maps; m; m = m->next) {
        if (!(m->self.as.object->flags & OBJECT_MARKED)) continue;
        Table *t = &OBJECT_AS(DictObject, m->table)->table;
        size_t at = 0;
        TableEntry *e;
        while ((e = table_next(t, &at)) != NULL)
            if (!(as_object(e->item).as.object->flags & OBJECT_MARKED))
                table_remove_entry(ev, t, e);
    }
}

static bool weak_getitem(Eval *ev, Value self, Value key, Value *out)
{
    Value found;
    if (!value_dict_get(ev, map_of(self)->table, key, &found)) return false;
    if (value_is_unset(found)) return eval_raise(ev, "KeyError", "no such object");
    *out = as_object(found);
    return true;
}

static bool weak_setitem(Eval *ev, Value self, Value key, Value v)
{
    if (!value_is_object(v)) return eval_raise(ev, "TypeError", "cannot create weak reference");
    return value_dict_put(ev, map_of(self)->table, key, as_number(v));
}

static bool weak_get(Eval *ev, Args *a, Value *out)
{
    Value found;
    if (!value_dict_get(ev, map_of(a->self)->table, a->v[0], &found)) return false;
    *out = value_is_unset(found) ? a->v[1] : as_object(found);
    return true;
}

static bool weak_pop(Eval *ev, Args *a, Value *out)
{
    bool removed;
    return weak_get(ev, a, out) && value_dict_remove(ev, map_of(a->self)->table, a->v[0], &removed);
}

static bool weak_values(Eval *ev, Args *a, Value *out)
{
    Value key, item;
    size_t at = 0;
    *out = value_list(ev);
    while (value_dict_next(map_of(a->self)->table, &at, &key, &item))
        value_list_push(ev, *out, as_object(item));
    return true;
}

static bool weak_keys(Eval *ev, Args *a, Value *out)
{
    return eval_to_list(ev, map_of(a->self)->table, out);
}

static bool weak_clear(Eval *ev, Args *a, Value *out)
{
    map_of(a->self)->table = value_dict(ev);
    return true;
}

static bool weak_length(Eval *ev, Value self, int64_t *out)
{
    *out = (int64_t)value_dict_len(map_of(self)->table);
    return true;
}

static bool weak_contains(Eval *ev, Value self, Value item, bool *out)
{
    return eval_contains(ev, map_of(self)->table, item, out);
}

static bool weak_iter(Eval *ev, Value self, Value *out)
{
    return eval_iter(ev, map_of(self)->table, out);
}

static const NativeMethod methods[] = {{"get", "key, default=None", weak_get, NATIVE_METHOD},
                                       {"pop", "key, default=None", weak_pop, NATIVE_METHOD},
                                       {"values", "", weak_values, NATIVE_METHOD},
                                       {"keys", "", weak_keys, NATIVE_METHOD},
                                       {"clear", "", weak_clear, NATIVE_METHOD},
                                       {0}};

const NativeClass native_class_weak_map = {.name = "WeakValueDictionary",
                                           .module = "weakref",
                                           .payload = sizeof(WeakMap),
                                           .init_params = "",
                                           .init = weak_init,
                                           .methods = methods,
                                           .getitem = weak_getitem,
                                           .setitem = weak_setitem,
                                           .contains = weak_contains,
                                           .length = weak_length,
                                           .iter = weak_iter,
                                           .traverse = weak_traverse,
                                           .finalize = weak_finalize};
