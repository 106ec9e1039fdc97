/* Making classes: the class statement, type(name, bases, dict), C3 linearization. */
#include "eval/class.h"

#include <string.h>

#include "base/mem.h"

/* ---- method resolution order ---- */

typedef struct Lists {
    Class ***items;
    size_t *len;
    size_t n;
} Lists;

static bool in_tail(const Lists *l, const Class *c)
{
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 1; k < l->len[i]; k++)
            if (l->items[i][k] == c) return true;
    return false;
}

static Class *next_head(const Lists *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->len[i] && !in_tail(l, l->items[i][0])) return l->items[i][0];
    return NULL;
}

static bool mro_conflict(Eval *ev, Value bases)
{
    StrBuf b = {0};
    for (size_t i = 0; i < value_seq_len(bases); i++)
        strbuf_fmt(&b, "%s%s", i ? ", " : "",
                   OBJECT_AS(Class, value_seq_items(bases)[i])->name->data);
    eval_raise(ev, "TypeError",
               "Cannot create a consistent method resolution\norder (MRO) for bases %s", b.ptr);
    strbuf_deinit(&b);
    return false;
}

static bool linearize(Eval *ev, Class *cls)
{
    size_t n = value_seq_len(cls->bases), total = 1;
    const Value *bases = value_seq_items(cls->bases);
    Lists l = {mem_alloc(n + 1, sizeof(Class **)), mem_alloc(n + 1, sizeof(size_t)), n + 1};
    Class **direct = mem_alloc(n, sizeof *direct);
    for (size_t i = 0; i < n; i++) {
        Class *b = OBJECT_AS(Class, bases[i]);
        l.items[i] = b->mro;
        l.len[i] = b->mro_len;
        total += b->mro_len;
        direct[i] = b;
    }
    l.items[n] = direct;
    l.len[n] = n;
    Class **list_start = direct;
    cls->mro = mem_alloc(total, sizeof *cls->mro);
    cls->mro[cls->mro_len++] = cls;
    bool ok = true;
    for (;;) {
        bool left = false;
        for (size_t i = 0; i <= n; i++) left |= l.len[i] > 0;
        if (!left) break;
        Class *c = next_head(&l);
        if (!c) {
            ok = mro_conflict(ev, cls->bases);
            break;
        }
        cls->mro[cls->mro_len++] = c;
        for (size_t i = 0; i <= n; i++)
            if (l.len[i] && l.items[i][0] == c) l.items[i]++, l.len[i]--;
    }
    mem_free(list_start);
    mem_free(l.items);
    mem_free(l.len);
    return ok;
}

/* ---- layout ---- */

static bool table_derives(const NativeClass *n, const NativeClass *base)
{
    for (; n; n = n->base)
        if (n == base) return true;
    return base == &native_class_object;
}

/* Instances have one layout: the most derived native class among those of the bases. Tables
 * without payload put no demands. */
static bool choose_layout(Eval *ev, Class *cls)
{
    cls->layout = &native_class_object;
    cls->instance_kind = OBJECT_INSTANCE;
    for (size_t i = 0; i < value_seq_len(cls->bases); i++) {
        Class *b = OBJECT_AS(Class, value_seq_items(cls->bases)[i]);
        if (table_derives(cls->layout, b->layout) ||
            (b->payload == 0 && b->instance_kind == OBJECT_INSTANCE))
            continue;
        bool conflict = !table_derives(b->layout, cls->layout) &&
                        (cls->payload || cls->instance_kind != OBJECT_INSTANCE);
        if (conflict)
            return eval_raise(ev, "TypeError", "multiple bases have instance lay-out conflict");
        cls->layout = b->layout;
        cls->instance_kind = b->instance_kind;
        cls->payload = b->payload;
    }
    /* Without demands, the first base's table, for tables that derive from each other. */
    if (cls->layout == &native_class_object && value_seq_len(cls->bases))
        cls->layout = OBJECT_AS(Class, value_seq_items(cls->bases)[0])->layout;
    return true;
}

static const NativeClass *const final_classes[] = {
    &native_class_bool,     &native_class_none_type, &native_class_slice,
    &native_class_range,    &native_class_function,  &native_class_builtin_function,
    &native_class_method,   &native_class_generator, &native_class_coroutine,
    &native_class_ellipsis, &native_class_cell,      &native_class_code,
};

static bool check_bases(Eval *ev, Value bases)
{
    for (size_t i = 0; i < value_seq_len(bases); i++) {
        Class *b = value_as_class(value_seq_items(bases)[i]);
        if (!b) return eval_raise(ev, "TypeError", "bases must be types");
        for (size_t k = 0; k < sizeof final_classes / sizeof *final_classes; k++)
            if (b->native == final_classes[k])
                return eval_raise(ev, "TypeError", "type '%s' is not an acceptable base type",
                                  b->name->data);
        for (size_t k = 0; k < i; k++)
            if (value_is(value_seq_items(bases)[k], value_seq_items(bases)[i]))
                return eval_raise(ev, "TypeError", "duplicate base class %s", b->name->data);
    }
    return true;
}

/* ---- namespace ---- */

static void wrap_implicit(Eval *ev, Class *cls, StrObject *name, PropertyHow how)
{
    TableEntry *e = table_find_name(&cls->ns->table, name);
    if (!e || !value_is_kind(e->item, OBJECT_FUNCTION)) return;
    PropertyObject *p = object_new(ev, OBJECT_PROPERTY, sizeof *p);
    p->how = how;
    p->get = e->item;
    e->item = value_of(p);
}

static void settle_namespace(Eval *ev, Class *cls)
{
    Table *t = &cls->ns->table;
    TableEntry *e = table_find_name(t, ev->names.qualname);
    cls->qualname = cls->name;
    if (e && value_is_str(e->item)) {
        cls->qualname = value_str_object(e->item);
        table_remove_entry(ev, t, e);
    }
    e = table_find_name(t, ev->names.classcell);
    if (e) {
        if (value_is_kind(e->item, OBJECT_CELL))
            OBJECT_AS(CellObject, e->item)->value = value_of(cls);
        table_remove_entry(ev, t, e);
    }
    if (!table_find_name(t, ev->names.module)) {
        Value m = value_none();
        if (ev->frame) {
            TableEntry *name = table_find_name(&ev->frame->globals->table, ev->names.name);
            if (name) m = name->item;
        }
        table_put_name(ev, t, ev->names.module, m);
    }
    if (!table_find_name(t, ev->names.doc)) table_put_name(ev, t, ev->names.doc, value_none());
    if (table_find_name(t, ev->names.eq) && !table_find_name(t, ev->names.hash))
        table_put_name(ev, t, ev->names.hash, value_none());
    wrap_implicit(ev, cls, ev->names.new_, PROPERTY_STATICMETHOD);
    wrap_implicit(ev, cls, ev->names.init_subclass, PROPERTY_CLASSMETHOD);
    wrap_implicit(ev, cls, ev->names.class_getitem, PROPERTY_CLASSMETHOD);
}

Class *class_new(Eval *ev, Class *meta, StrObject *name, Value bases, DictObject *ns)
{
    if (!check_bases(ev, bases)) return NULL;
    Class *cls = object_new(ev, OBJECT_CLASS, sizeof *cls);
    cls->name = cls->qualname = name;
    cls->head.cls = meta && meta->native == &native_class_type ? NULL : meta;
    Value object = value_of(eval_class(ev, &native_class_object));
    cls->bases = value_seq_len(bases) ? bases : value_tuple(ev, &object, 1);
    cls->ns = OBJECT_AS(DictObject, value_dict(ev));
    if (!linearize(ev, cls) || !choose_layout(ev, cls)) return NULL;
    if (ns) table_copy_all(ev, &cls->ns->table, &ns->table);
    settle_namespace(ev, cls);
    for (size_t i = 0; i < cls->mro_len; i++) {
        Class *c = cls->mro[i];
        if (!c->native && table_find_name(&c->ns->table, ev->names.getattribute))
            cls->own_getattribute = true;
    }
    for (size_t i = 0; i < value_seq_len(cls->bases); i++) {
        Class *b = OBJECT_AS(Class, value_seq_items(cls->bases)[i]);
        VEC_PUSH(&ev->arena, &b->subclasses, cls);
    }
    return cls;
}

/* ---- hooks ---- */

static bool call_set_names(Eval *ev, Class *cls)
{
    /* A copy, because __set_name__ may add to the namespace. */
    Value copy = value_dict(ev);
    table_copy_all(ev, &OBJECT_AS(DictObject, copy)->table, &cls->ns->table);
    eval_root_push(ev, copy);
    size_t at = 0;
    Value key, item, result;
    bool ok = true;
    while (ok && value_dict_next(copy, &at, &key, &item)) {
        if (!value_is_kind(item, OBJECT_INSTANCE)) continue;
        Value m = class_lookup(ev, item.as.object->cls, ev->names.set_name);
        if (value_is_unset(m)) continue;
        Value args[] = {value_of(cls), key};
        ok = call_special(ev, m, item, args, 2, &result);
    }
    eval_root_pop(ev, 1);
    return ok;
}

static bool call_init_subclass(Eval *ev, Class *cls, Value kw)
{
    for (size_t i = 1; i < cls->mro_len; i++) {
        Value m = class_own(ev, cls->mro[i], ev->names.init_subclass);
        if (value_is_unset(m)) continue;
        Value bound, result;
        if (!attr_bind(ev, m, value_unset(), cls, &bound)) return false;
        return eval_call(ev, bound, NULL, 0, kw, &result);
    }
    return true;
}

bool class_build(Eval *ev, Class *meta, StrObject *name, Value bases, DictObject *ns, Value kw,
                 Value *out)
{
    Class *cls = class_new(ev, meta, name, bases, ns);
    if (!cls) return false;
    *out = value_of(cls);
    eval_root_push(ev, *out);
    bool ok = call_set_names(ev, cls) && call_init_subclass(ev, cls, kw);
    eval_root_pop(ev, 1);
    return ok;
}

/* ---- the class statement ---- */

/* Bases that are no classes say through __mro_entries__ what stands for them (Generic[T]). */
static bool resolve_bases(Eval *ev, const Value *bases, size_t n, Value list, Value *unknown)
{
    Value original = value_tuple(ev, bases, n);
    eval_root_push(ev, original);
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        Value b = bases[i], entries = value_unset();
        if (value_is_unknown(b)) {
            *unknown = b;
            continue;
        }
        if (!value_as_class(b)) {
            Value fn;
            ok = eval_find_attr(ev, b, STR("__mro_entries__"), &fn);
            if (ok && !value_is_unset(fn))
                ok = eval_call(ev, fn, &original, 1, value_unset(), &entries);
        }
        if (!ok) break;
        if (!value_is_tuple(entries)) {
            value_list_push(ev, list, b);
            continue;
        }
        for (size_t k = 0; k < value_seq_len(entries); k++)
            value_list_push(ev, list, value_seq_items(entries)[k]);
    }
    eval_root_pop(ev, 1);
    return ok;
}

static bool choose_meta(Eval *ev, Value bases, Class *first, Class **out)
{
    Class *meta = first;
    for (size_t i = 0; i < value_seq_len(bases); i++) {
        Class *b = value_as_class(value_seq_items(bases)[i]);
        Class *m = b ? class_meta(ev, b) : value_class(ev, value_seq_items(bases)[i]);
        if (!meta || class_is_subclass(m, meta))
            meta = m;
        else if (!class_is_subclass(meta, m))
            return eval_raise(ev, "TypeError",
                              "metaclass conflict: the metaclass of a derived class must be a "
                              "(non-strict) subclass of the metaclasses of all its bases");
    }
    *out = meta ? meta : eval_class(ev, &native_class_type);
    return true;
}

static bool prepare(Eval *ev, Value meta, StrObject *name, Value bases, Value kw, Value *ns)
{
    Value fn;
    *ns = value_unset();
    Class *m = value_as_class(meta);
    if (!m || m->native == &native_class_type) {
        *ns = value_dict(ev);
        return true;
    }
    if (!attr_find(ev, meta, ev->names.prepare, &fn)) return false;
    if (value_is_unset(fn)) {
        *ns = value_dict(ev);
        return true;
    }
    Value args[] = {value_of(name), bases};
    if (!eval_call(ev, fn, args, 2, kw, ns)) return false;
    if (value_is_dict(*ns)) return true;
    return eval_raise(ev, "TypeError", "__prepare__() must return a mapping, not %.*s",
                      STR_ARG(value_type_name(ev, *ns)));
}

static bool run_body(Eval *ev, FunctionObject *body, Value ns)
{
    Frame *f = vm_frame_new(ev, body->code, body, body->globals);
    f->names = OBJECT_AS(DictObject, ns);
    for (size_t i = 0; i < body->cell_count; i++)
        f->slots[body->code->local_count + i] = value_of(body->cells[i]);
    Value result;
    return vm_run(ev, f, &result);
}

/* A class with an unknown base is unknown itself, unless another base needs definite ones. */
static bool unknown_class(Eval *ev, StrObject *name, Value list, Value base, Value *out)
{
    for (size_t i = 0; i < value_seq_len(list); i++) {
        Class *b = value_as_class(value_seq_items(list)[i]);
        if (b && CLASS_HOOK(b, init_subclass)) {
            Str wanted = arena_fmt(&ev->arena, "a base class of '%s'", name->data);
            return eval_need_known(ev, base, wanted.ptr);
        }
    }
    return unknown_spread(ev, base, "class", object_str_view(name), out);
}

bool class_statement(Eval *ev, Value body, StrObject *name, const Value *bases, size_t n, Value kw,
                     Value *out)
{
    Value list = value_list(ev), unknown = value_unset(), meta = value_unset(), ns;
    eval_root_push(ev, list);
    eval_root_push(ev, kw);
    size_t roots = 2;
    bool ok = resolve_bases(ev, bases, n, list, &unknown);
    Value tuple = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    eval_root_push(ev, tuple), roots++;
    bool resolved = false; /* some base was replaced through __mro_entries__ */
    for (size_t i = 0; i < n; i++) resolved |= !value_as_class(bases[i]);
    if (ok && value_is_dict(kw)) {
        TableEntry *e = table_find_name(&OBJECT_AS(DictObject, kw)->table, ev->names.metaclass);
        if (e) {
            meta = e->item;
            table_remove_entry(ev, &OBJECT_AS(DictObject, kw)->table, e);
        }
    }
    if (ok && value_is_unknown(meta)) unknown = meta;
    if (ok && value_is_unset(unknown) && (value_is_unset(meta) || value_as_class(meta))) {
        Class *m = NULL;
        ok = choose_meta(ev, tuple, value_as_class(meta), &m);
        if (ok) meta = value_of(m);
    }
    if (value_is_unset(unknown))
        ok = ok && prepare(ev, meta, name, tuple, kw, &ns);
    else
        ns = value_dict(ev);
    if (ok) {
        eval_root_push(ev, meta);
        eval_root_push(ev, ns), roots += 2;
        ok = run_body(ev, OBJECT_AS(FunctionObject, body), ns);
    }
    if (ok && resolved && value_is_unset(unknown))
        table_put_name(ev, &OBJECT_AS(DictObject, ns)->table,
                       object_intern(ev, STR("__orig_bases__")), value_tuple(ev, bases, n));
    if (!ok) {
    } else if (!value_is_unset(unknown)) {
        ok = unknown_class(ev, name, list, unknown, out);
    } else if (value_as_class(meta) && value_as_class(meta)->native == &native_class_type) {
        ok = class_build(ev, value_as_class(meta), name, tuple, OBJECT_AS(DictObject, ns), kw, out);
    } else {
        Value args[] = {value_of(name), tuple, ns};
        ok = eval_call(ev, meta, args, 3, kw, out);
    }
    eval_root_pop(ev, roots);
    return ok;
}
