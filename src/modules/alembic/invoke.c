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

/* op.<name>(*args) of a name that is a built-in directive, too. */
static bool call_shadowing(Eval *ev, Args *a, Value *out)
{
    Value name = eval_native_keep(ev), fn;
    Args none = {.self = value_unset()};
    Directive d;
    return operations_start(ev, &none, arena_str(eval_arena(ev), value_as_str(name)).ptr, &d) &&
           invoke_find(ev, value_as_str(name), false, operations_value(d.m), &fn) &&
           eval_call(ev, fn, value_seq_items(a->v[0]), value_seq_len(a->v[0]), a->v[1], out);
}

/* A registered name takes the place of the directive of that name. */
static bool shadow_builtin(Eval *ev, Value name)
{
    Class *cls = eval_class(ev, &alembic_class_operations);
    Value found, module, fn;
    if (!eval_find_attr(ev, class_value(cls), value_as_str(name), &found)) return false;
    if (value_is_unset(found)) return true;
    fn = eval_native_new(ev, "directive", "*args, **kw", call_shadowing, NULL, name);
    value_dict_put_str(ev, class_namespace(cls), value_as_str(name), fn);
    return eval_import(ev, STR("alembic.op"), &module) &&
           eval_setattr(ev, module, value_as_str(name), fn);
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
    return batch || shadow_builtin(ev, keep[0]);
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

/* The decorator proper; keep holds (class, replace). */
static bool implement(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    Value list = registry(ev)->implementations, pair[2] = {keep[0], a->v[0]}, text;
    bool replace = false,
         known = str_eq_z(class_module(value_as_class(keep[0])), "alembic.operations.ops");
    for (size_t i = 0; i < value_seq_len(list); i++)
        known |= value_is(value_seq_items(value_seq_items(list)[i])[0], keep[0]);
    if (!eval_truth(ev, keep[1], &replace)) return false;
    if (known && !replace)
        return eval_repr(ev, keep[0], &text) &&
               eval_raise(ev, "ValueError",
                          "Can not set dispatch function for object %.*s: key already exists. To "
                          "replace existing function, use replace=True.",
                          STR_ARG(value_as_str(text)));
    value_list_push(ev, list, value_tuple(ev, pair, 2));
    *out = a->v[0];
    return true;
}

bool invoke_implementation_for(Eval *ev, Args *a, Value *out)
{
    if (value_is_unknown(a->v[0])) return eval_need_known(ev, a->v[0], "implementation_for()");
    if (!value_as_class(a->v[0]))
        return eval_raise(ev, "TypeError", "implementation_for() takes a class of operations");
    *out = eval_native_new(ev, "decorate", "fn", implement, NULL, value_tuple(ev, a->v, 2));
    return true;
}

/* The function of the nearest class of cls; unset = none of the project's own. */
static Value implementation_of(Eval *ev, Class *cls)
{
    Value list = registry(ev)->implementations;
    for (size_t k = 0; cls && k < class_mro_len(cls); k++)
        for (size_t i = value_seq_len(list); i-- > 0;) {
            const Value *pair = value_seq_items(value_seq_items(list)[i]);
            if (value_as_class(pair[0]) == class_mro_at(cls, k)) return pair[1];
        }
    return value_unset();
}

bool invoke_builtin(Directive *d, Value v, Value *out)
{
    Op *op;
    Value execute, text, options;
    if (!operation_class(d->ev, "ExecuteSQLOp", &execute)) return false;
    if (value_isinstance(d->ev, v, value_as_class(execute)))
        return eval_getattr(d->ev, v, STR("sqltext"), &text) &&
               eval_getattr(d->ev, v, STR("execution_options"), &options) &&
               directive_known(d, text) &&
               d->m->host->execute(d->m, text, value_none(), options, out);
    if (!operation_get(d->ev, v, &op)) return false;
    if (op->kind == OP_CUSTOM)
        return eval_to_str(d->ev, v, &text) &&
               eval_raise(d->ev, "ValueError", "no dispatch function for object: %.*s",
                          STR_ARG(value_as_str(text)));
    if (op->kind == OP_CREATE_TABLE) *out = module_table_value(d->ev, op->as.create_table.table);
    return directive_emit_builtin(d, op);
}

/* Most projects replace nothing: their directives need no object. */
static bool may_be_replaced(Eval *ev)
{
    return value_seq_len(registry(ev)->implementations) > 0 ||
           !value_is_unset(operation_module(ev, "alembic.ddl.impl"));
}

/* The project's own class of impls for this dialect; None = it has none. */
static bool own_impl(Migration *m, Value *cls)
{
    Value module = operation_module(m->ev, "alembic.ddl.impl"), fn,
          name = value_str_z(m->ev, m->dialect->name);
    *cls = value_none();
    return value_is_unset(module) || (eval_getattr(m->ev, module, STR("_own"), &fn) &&
                                      eval_call(m->ev, fn, &name, 1, value_unset(), cls));
}

bool invoke_impl_transactional(Migration *m)
{
    Value cls, flag;
    if (!own_impl(m, &cls)) return false;
    return value_is_none(cls) || (eval_getattr(m->ev, cls, STR("transactional_ddl"), &flag) &&
                                  eval_truth(m->ev, flag, &m->transactional_ddl));
}

/* toimpl.run, when directives go through the project's own impl; unset otherwise. */
static bool impl_carrier(Migration *m, Value *run)
{
    Value cls, module;
    *run = value_unset();
    if (!own_impl(m, &cls)) return false;
    return value_is_none(cls) || (eval_import(m->ev, STR("alembic.operations.toimpl"), &module) &&
                                  eval_getattr(m->ev, module, STR("run"), run));
}

/* What carries out an operation of this class; unset = Retort itself. */
static bool carrier(Directive *d, Class *cls, Value *fn)
{
    *fn = implementation_of(d->ev, cls);
    if (!value_is_unset(*fn) || d->batch || d->m->capture) return true;
    return impl_carrier(d->m, fn);
}

bool invoke_operation(Directive *d, Value operations, Value v, Value *out)
{
    if (!directive_known(d, v)) return false;
    Value fn, args[2] = {operations, v};
    if (!carrier(d, value_class(d->ev, v), &fn)) return false;
    return value_is_unset(fn) ? invoke_builtin(d, v, out)
                              : eval_call(d->ev, fn, args, 2, value_unset(), out);
}

bool invoke_run(Eval *ev, Args *a, Value *out)
{
    Directive d;
    if (!operations_start(ev, a, "invoke", &d)) return false;
    Value operations = value_is_unset(a->self) ? operations_value(d.m) : a->self;
    return invoke_operation(&d, operations, a->v[0], out);
}

bool invoke_execute(Directive *d, Value sqltext, Value options, bool *done, Value *out)
{
    Value cls, made, kw = value_dict(d->ev), fn, args[2];
    *done = false;
    if (!may_be_replaced(d->ev)) return true;
    if (!operation_class(d->ev, "ExecuteSQLOp", &cls) || !carrier(d, value_as_class(cls), &fn))
        return false;
    if (value_is_unset(fn)) return true;
    *done = true;
    value_dict_put_z(d->ev, kw, "execution_options", options);
    if (!eval_call(d->ev, cls, &sqltext, 1, kw, &made)) return false;
    args[0] = operations_value(d->m);
    args[1] = made;
    return eval_call(d->ev, fn, args, 2, value_unset(), out);
}

bool invoke_replaced(Directive *d, const Op *op, bool *done)
{
    Value v, fn, args[2], ignored;
    *done = false;
    /* What is executed as such has been asked about before it became an operation. */
    if (!may_be_replaced(d->ev) || op->kind == OP_EXECUTE) return true;
    if (!operation_value(d->ev, op, &v) || !carrier(d, value_class(d->ev, v), &fn)) return false;
    if (value_is_unset(fn)) return true;
    *done = true;
    args[0] = operations_value(d->m);
    args[1] = v;
    return eval_call(d->ev, fn, args, 2, value_unset(), &ignored);
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
