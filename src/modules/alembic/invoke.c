#include "modules/alembic/internal.h"

/* Operations that a project defines itself: Operations.register_operation("name") on a class whose
 * classmethod of that name ends in operations.invoke(...), and Operations.implementation_for(cls)
 * on the function that carries it out. */

static const char state_key;

typedef struct Registry {
    Value names;           /* dict: name -> (class, source name) of Operations */
    Value batch;           /* the same of BatchOperations */
    Value implementations; /* list of (class, function) */
} Registry;

static void traverse(void *state, GcVisitor *gc)
{
    Registry *r = state;
    gc_visit(gc, r->names);
    gc_visit(gc, r->batch);
    gc_visit(gc, r->implementations);
}

static Registry *registry(Eval *ev)
{
    Registry *r = eval_state_find(ev, &state_key);
    if (r) return r;
    r = ARENA_NEW(eval_arena(ev), Registry);
    *r = (Registry){value_dict(ev), value_dict(ev), value_list(ev)};
    eval_state_put(ev, &state_key, r, NULL, traverse);
    return r;
}

/* The decorator proper; keep holds (name, sourcename, is_batch). */
static bool register_class(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    Registry *r = registry(ev);
    bool batch = keep[2].as.boolean;
    Value pair[2] = {a->v[0], value_is_none(keep[1]) ? keep[0] : keep[1]};
    value_dict_put_str(ev, batch ? r->batch : r->names, value_as_str(keep[0]),
                       value_tuple(ev, pair, 2));
    *out = a->v[0];
    return true;
}

bool invoke_register_operation(Eval *ev, Args *a, Value *out)
{
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "register_operation() takes a name");
    Class *cls = value_is_unset(a->self) ? NULL : value_as_class(a->self);
    bool batch = cls && class_is_subclass(cls, eval_class(ev, &alembic_class_batch_operations));
    Value keep[3] = {a->v[0], a->v[1], value_bool(batch)};
    *out =
        eval_native_new(ev, "register", "op_cls", register_class, NULL, value_tuple(ev, keep, 3));
    return true;
}

static bool implement(Eval *ev, Args *a, Value *out)
{
    Value pair[2] = {eval_native_keep(ev), a->v[0]};
    value_list_push(ev, registry(ev)->implementations, value_tuple(ev, pair, 2));
    *out = a->v[0];
    return true;
}

bool invoke_implementation_for(Eval *ev, Args *a, Value *out)
{
    *out = eval_native_new(ev, "decorate", "fn", implement, NULL, a->v[0]);
    return true;
}

bool invoke_run(Eval *ev, Args *a, Value *out)
{
    Directive d;
    if (!operations_start(ev, a, "invoke", &d) || !directive_known(&d, a->v[0])) return false;
    Value list = registry(ev)->implementations;
    Class *cls = value_class(ev, a->v[0]);
    for (size_t k = 0; cls && k < class_mro_len(cls); k++) {
        for (size_t i = value_seq_len(list); i-- > 0;) {
            const Value *pair = value_seq_items(value_seq_items(list)[i]);
            if (value_as_class(pair[0]) != class_mro_at(cls, k)) continue;
            Value args[2] = {operations_value(d.m), a->v[0]};
            return eval_call(ev, pair[1], args, 2, value_unset(), out);
        }
    }
    return eval_raise(ev, "ValueError", "no dispatch function for object: <%.*s>",
                      STR_ARG(value_type_name(ev, a->v[0])));
}

/* op.my_directive(*args): cls.my_directive(operations, *args). */
static bool call_registered(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev)); /* class, source name, operations */
    size_t n = value_seq_len(a->v[0]);
    Value *args = ARENA_ARRAY(eval_arena(ev), Value, n + 1);
    Value fn;
    args[0] = keep[2];
    for (size_t i = 0; i < n; i++) args[i + 1] = value_seq_items(a->v[0])[i];
    return eval_getattr(ev, keep[0], value_as_str(keep[1]), &fn) &&
           eval_call(ev, fn, args, n + 1, a->v[1], out);
}

bool invoke_find(Eval *ev, Str name, bool batch, Value operations, Value *out)
{
    Value pair = value_dict_find_str(batch ? registry(ev)->batch : registry(ev)->names, name);
    *out = value_unset();
    if (value_is_unset(pair)) return true;
    Value keep[3] = {value_seq_items(pair)[0], value_seq_items(pair)[1], operations};
    Str n = arena_str(eval_arena(ev), name);
    *out =
        eval_native_new(ev, n.ptr, "*args, **kw", call_registered, NULL, value_tuple(ev, keep, 3));
    return true;
}
