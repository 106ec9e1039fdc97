#include "modules/sqlalchemy/state.h"

#include "base/mem.h"

static const char state_key;

static void traverse(void *state, GcVisitor *gc)
{
    ModuleState *s = state;
    gc_visit(gc, s->objects);
    gc_visit(gc, s->passing);
    gc_visit(gc, s->pending_fks);
    gc_visit(gc, s->kept);
    gc_visit(gc, s->mapped);
}

ModuleState *module_state(Eval *ev)
{
    ModuleState *s = eval_state_find(ev, &state_key);
    if (s) return s;
    s = ARENA_NEW(eval_arena(ev), ModuleState);
    s->ev = ev;
    s->arena = eval_arena(ev);
    s->objects = value_dict(ev);
    s->passing = value_unset();
    s->pending_fks = value_list(ev);
    s->kept = value_list(ev);
    s->mapped = value_dict(ev);
    eval_state_put(ev, &state_key, s, NULL, traverse);
    return s;
}

void module_hooks_put(Eval *ev, const ModuleHooks *hooks) { module_state(ev)->hooks = *hooks; }

const ModuleHooks *module_hooks(Eval *ev) { return &module_state(ev)->hooks; }

static Value object_key(const void *object) { return value_int((int64_t)(intptr_t)object); }

Value module_object_find(Eval *ev, const void *object)
{
    ModuleState *s = module_state(ev);
    Value v = value_unset(), key = object_key(object);
    if (!object) return v;
    /* An int key is always hashable. */
    if (!value_is_unset(s->passing) && !value_dict_get(ev, s->passing, key, &v))
        return value_unset();
    if (value_is_unset(v) && !value_dict_get(ev, s->objects, key, &v)) return value_unset();
    return v;
}

void module_object_put(Eval *ev, const void *object, Value v)
{
    ModuleState *s = module_state(ev);
    Value into = value_is_unset(s->passing) ? s->objects : s->passing;
    bool ok = value_dict_put(ev, into, object_key(object), v);
    (void)ok;
}

void module_objects_pass(Eval *ev, Value *before)
{
    ModuleState *s = module_state(ev);
    *before = s->passing;
    eval_root_push(ev, *before);
    s->passing = value_dict(ev);
}

void module_objects_forget(Eval *ev, Value before)
{
    module_state(ev)->passing = before;
    eval_root_pop(ev, 1);
}

Str module_str(Eval *ev, Value v) { return arena_str(eval_arena(ev), value_as_str(v)); }

bool module_str_or_none(Eval *ev, Value v, const char *what, Str *out)
{
    *out = STR_NULL;
    if (module_absent(v)) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, what);
    if (!value_is_str(v))
        return eval_raise(ev, "TypeError", "%s must be a string, not '%.*s'", what,
                          STR_ARG(value_type_name(ev, v)));
    *out = module_str(ev, v);
    return true;
}

bool module_tristate(Eval *ev, Value v, int *out)
{
    *out = -1;
    if (module_absent(v)) return true;
    bool b;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "a schema argument");
    if (!eval_truth(ev, v, &b)) return false;
    *out = b;
    return true;
}

bool module_class_is_of(const Class *cls, const char *module, const char *name)
{
    for (size_t i = 0; i < class_mro_len(cls); i++) {
        Class *c = class_mro_at(cls, i);
        if (str_eq_z(class_name(c), name) && str_eq_z(class_module(c), module)) return true;
    }
    return false;
}

bool module_is_instance_of(Eval *ev, Value v, const char *module, const char *name)
{
    if (!value_is_object(v)) return false;
    Class *cls = value_as_class(v);
    return module_class_is_of(cls ? cls : value_class(ev, v), module, name);
}
