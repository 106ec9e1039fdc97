/* super(): attributes looked up after a class in the order of an instance. */
#include "eval/attr.h"

typedef struct SuperData {
    Value cls;  /* search begins after this one */
    Value self; /* instance or class */
} SuperData;

static void super_traverse(void *payload, GcVisitor *gc)
{
    SuperData *s = payload;
    gc_visit(gc, s->cls);
    gc_visit(gc, s->self);
}

/* super() without arguments: __class__ of the method and its first argument. */
static bool implicit_super(Eval *ev, SuperData *s)
{
    Frame *f = ev->frame;
    if (!f || !f->code->params.pos) return eval_raise(ev, "RuntimeError", "super(): no arguments");
    s->self = f->slots[0];
    if (value_is_kind(s->self, OBJECT_CELL)) s->self = OBJECT_AS(CellObject, s->self)->value;
    for (size_t i = 0; i < f->code->free_count; i++) {
        if (f->code->frees[i] != ev->names.class_) continue;
        s->cls = OBJECT_AS(CellObject, f->slots[f->code->local_count + i])->value;
        if (value_is_unset(s->cls))
            return eval_raise(ev, "RuntimeError", "super(): empty __class__ cell");
        return true;
    }
    return eval_raise(ev, "RuntimeError", "super(): __class__ cell not found");
}

static bool super_init(Eval *ev, Value self, Args *a)
{
    SuperData *s = value_payload(self, &native_class_super);
    if (value_is_unset(a->v[0])) {
        if (!implicit_super(ev, s)) return false;
    } else {
        s->cls = a->v[0];
        s->self = a->v[1];
    }
    Class *cls = value_as_class(s->cls), *as_class = value_as_class(s->self);
    if (!cls)
        return eval_raise(ev, "TypeError", "super() argument 1 must be a type, not %.*s",
                          STR_ARG(value_type_name(ev, s->cls)));
    if (value_isinstance(ev, s->self, cls) || (as_class && class_is_subclass(as_class, cls)))
        return true;
    return eval_raise(ev, "TypeError",
                      "super(type, obj): obj must be an instance or subtype of type");
}

bool attr_super_find(Eval *ev, Value super, StrObject *name, Value *out)
{
    SuperData *s = value_payload(super, &native_class_super);
    Class *after = value_as_class(s->cls), *start = value_as_class(s->self);
    *out = value_unset();
    if (name == ev->names.class_) {
        *out = value_of(value_class(ev, super));
        return true;
    }
    bool through_class = start && class_is_subclass(start, after);
    if (!through_class) start = value_class(ev, s->self);
    size_t i = 0;
    while (i < start->mro_len && start->mro[i] != after) i++;
    for (i++; i < start->mro_len; i++) {
        Value attr = class_own(ev, start->mro[i], name);
        if (!value_is_unset(attr))
            return attr_bind(ev, attr, through_class ? value_unset() : s->self, start, out);
    }
    if (!through_class) return true;
    const NativeClass *hook = CLASS_HOOK(after, class_getattr);
    return !hook || hook->class_getattr(ev, start, object_str_view(name), out);
}

const NativeClass native_class_super = {
    .name = "super",
    .payload = sizeof(SuperData),
    .init_params = "type=?, object=?",
    .init = super_init,
    .traverse = super_traverse,
};
