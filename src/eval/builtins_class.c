/* Built-in functions about objects and classes: isinstance, getattr, dir, vars … */
#include "eval/builtins_fn.h"

#include "eval/alias.h"
#include "eval/number.h"
#include "eval/sequence.h"
#include "eval/state.h"

/* ---- isinstance and issubclass ---- */

/* Tuples of tuples of … classes; CPython stops by its recursion limit. */
enum { MAX_NESTING = 50 };

/* __instancecheck__ or __subclasscheck__ of a script's metaclass; unset = none. */
static bool meta_check(Eval *ev, Class *cls, const char *name, Value subject, bool *asked,
                       bool *out)
{
    Value method = value_unset(), verdict;
    *asked = false;
    if (!cls->head.cls) return true;
    if (!eval_find_special(ev, class_value(cls), name, &method)) return false;
    if (value_is_unset(method)) return true;
    *asked = true;
    return eval_call(ev, method, &subject, 1, value_unset(), &verdict) &&
           eval_truth(ev, verdict, out);
}

static bool is_subclass(Eval *ev, Class *candidate, Class *cls, bool *out)
{
    *out = class_is_subclass(candidate, cls);
    if (*out || !cls->native || !cls->native->subclass_check) return true;
    return cls->native->subclass_check(ev, candidate, out);
}

static bool check(Eval *ev, Value subject, Value info, bool instance, int depth, bool *out)
{
    Class *cls = value_as_class(info);
    *out = false;
    if (cls) {
        bool asked;
        if (!meta_check(ev, cls, instance ? "__instancecheck__" : "__subclasscheck__", subject,
                        &asked, out))
            return false;
        if (asked) return true;
        Class *of = instance ? value_class(ev, subject) : value_as_class(subject);
        if (is_subclass(ev, of, cls, out) && *out) return true;
        return value_is_unset(eval_pending(ev));
    }
    if (value_is_unknown(info))
        return eval_need_known(ev, info, "the class of an isinstance() test");
    Value members = info;
    if (value_is_native(ev, info, &native_class_union_type)) members = alias_of(info)->args;
    if (value_is_tuple(members) && depth < MAX_NESTING) {
        for (size_t i = 0; i < value_seq_len(members) && !*out; i++) {
            if (!check(ev, subject, value_seq_items(members)[i], instance, depth + 1, out))
                return false;
        }
        return true;
    }
    if (alias_of(info))
        return eval_raise(ev, "TypeError", "%s() argument 2 cannot be a parameterized generic",
                          instance ? "isinstance" : "issubclass");
    return eval_raise(ev, "TypeError", "%s() arg 2 must be a %s, a tuple of %s, or a union",
                      instance ? "isinstance" : "issubclass", instance ? "type" : "class",
                      instance ? "types" : "classes");
}

bool builtins_isinstance(Eval *ev, Value v, Value info, bool *out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an isinstance() test");
    return check(ev, v, info, true, 0, out);
}

bool builtins_issubclass(Eval *ev, Value cls, Value info, bool *out)
{
    if (!value_as_class(cls))
        return eval_raise(ev, "TypeError", "issubclass() arg 1 must be a class");
    return check(ev, cls, info, false, 0, out);
}

bool builtin_isinstance(Eval *ev, Args *a, Value *out)
{
    bool yes;
    if (!builtins_isinstance(ev, a->v[0], a->v[1], &yes)) return false;
    *out = value_bool(yes);
    return true;
}

bool builtin_issubclass(Eval *ev, Args *a, Value *out)
{
    bool yes;
    if (!builtins_issubclass(ev, a->v[0], a->v[1], &yes)) return false;
    *out = value_bool(yes);
    return true;
}

/* ---- attributes ---- */

static bool attr_name(Eval *ev, Value v, Str *out)
{
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an attribute's name");
    if (!value_is_str(v))
        return eval_raise(ev, "TypeError", "attribute name must be string, not '%.*s'",
                          STR_ARG(value_type_name(ev, v)));
    *out = value_as_str(v);
    return true;
}

bool builtin_getattr(Eval *ev, Args *a, Value *out)
{
    Str name;
    if (!attr_name(ev, a->v[1], &name)) return false;
    if (value_is_unset(a->v[2])) return eval_getattr(ev, a->v[0], name, out);
    Value v;
    if (!eval_find_attr(ev, a->v[0], name, &v)) return false;
    *out = value_is_unset(v) ? a->v[2] : v;
    return true;
}

bool builtin_hasattr(Eval *ev, Args *a, Value *out)
{
    Str name;
    Value v;
    if (!attr_name(ev, a->v[1], &name) || !eval_find_attr(ev, a->v[0], name, &v)) return false;
    *out = value_bool(!value_is_unset(v));
    return true;
}

bool builtin_setattr(Eval *ev, Args *a, Value *out)
{
    Str name;
    return attr_name(ev, a->v[1], &name) && eval_setattr(ev, a->v[0], name, a->v[2]);
}

bool builtin_delattr(Eval *ev, Args *a, Value *out)
{
    Str name;
    return attr_name(ev, a->v[1], &name) && attr_delete(ev, a->v[0], object_intern(ev, name));
}

bool builtin_callable(Eval *ev, Args *a, Value *out)
{
    *out = value_bool(eval_is_callable(ev, a->v[0]));
    return true;
}

bool builtin_id(Eval *ev, Args *a, Value *out)
{
    /* Immediates have no address; their value serves, spread so that None, 0 and False differ. */
    *out = value_is_object(a->v[0]) ? value_int((int64_t)(uintptr_t)a->v[0].as.object)
                                    : value_int(a->v[0].as.integer * 64 + a->v[0].kind * 8);
    return true;
}

bool builtin_hash(Eval *ev, Args *a, Value *out)
{
    uint64_t h;
    /* Tables spread the hashes of numbers further; what a script sees is CPython's. */
    if (number_is(a->v[0]))
        h = number_hash(a->v[0]);
    else if (!eval_hash(ev, a->v[0], &h))
        return false;
    *out = value_int((int64_t)h);
    return true;
}

/* ---- namespaces ---- */

bool builtin_globals(Eval *ev, Args *a, Value *out)
{
    if (!ev->frame) return eval_raise(ev, "RuntimeError", "globals(): no frame exists");
    *out = value_of(ev->frame->globals);
    return true;
}

bool builtin_locals(Eval *ev, Args *a, Value *out)
{
    const Frame *f = ev->frame;
    if (!f) return eval_raise(ev, "RuntimeError", "locals(): no frame exists");
    if (f->names) {
        *out = value_of(f->names);
        return true;
    }
    *out = value_dict(ev);
    for (size_t i = 0; i < f->code->local_count + f->code->free_count; i++) {
        bool free = i >= f->code->local_count;
        StrObject *name = free ? f->code->frees[i - f->code->local_count] : f->code->locals[i];
        Value v = f->slots[i];
        if (value_is_kind(v, OBJECT_CELL)) v = OBJECT_AS(CellObject, v)->value;
        if (!value_is_unset(v)) value_dict_put_str(ev, *out, object_str_view(name), v);
    }
    return true;
}

bool builtin_vars(Eval *ev, Args *a, Value *out)
{
    if (value_is_unset(a->v[0])) return builtin_locals(ev, a, out);
    if (!eval_find_attr(ev, a->v[0], STR("__dict__"), out)) return false;
    return !value_is_unset(*out) ||
           eval_raise(ev, "TypeError", "vars() argument must have __dict__ attribute");
}

static void add_names(Eval *ev, Value names, Value dict)
{
    Value key, item;
    for (size_t at = 0; value_dict_next(dict, &at, &key, &item);) {
        if (value_is_str(key)) value_dict_put_str(ev, names, value_as_str(key), value_none());
    }
}

bool builtin_dir(Eval *ev, Args *a, Value *out)
{
    Value names = value_dict(ev), list, method = value_unset(), v = a->v[0];
    eval_root_push(ev, names);
    bool ok = true;
    if (value_is_unset(v)) {
        Value locals;
        ok = builtin_locals(ev, a, &locals);
        if (ok) add_names(ev, names, locals);
    } else {
        if (value_is_object(v)) ok = eval_find_special(ev, v, "__dir__", &method);
        if (ok && !value_is_unset(method)) {
            eval_root_pop(ev, 1);
            return eval_call(ev, method, NULL, 0, value_unset(), &list) &&
                   eval_to_list(ev, list, out) &&
                   sequence_sort(ev, OBJECT_AS(ListObject, *out)->items, value_seq_len(*out),
                                 value_none(), false);
        }
        Class *cls = value_as_class(v) ? value_as_class(v) : value_class(ev, v);
        for (size_t i = 0; i < class_mro_len(cls); i++)
            add_names(ev, names, class_namespace(class_mro_at(cls, i)));
        if (value_is_kind(v, OBJECT_MODULE))
            add_names(ev, names, value_of(OBJECT_AS(ModuleObject, v)->dict));
        else if (value_is_object(v) && v.as.object->attrs)
            add_names(ev, names, value_of(v.as.object->attrs));
    }
    ok = ok && eval_to_list(ev, names, out) &&
         sequence_sort(ev, OBJECT_AS(ListObject, *out)->items, value_seq_len(*out), value_none(),
                       false);
    eval_root_pop(ev, 1);
    return ok;
}

bool builtin_import(Eval *ev, Args *a, Value *out)
{
    int64_t level;
    if (!value_is_str(a->v[0])) return eval_raise(ev, "TypeError", "module name must be a string");
    if (!eval_as_index(ev, a->v[4], &level)) return false;
    if (level > 0)
        return eval_raise(ev, "ImportError", "__import__() of a relative name is not supported");
    Str name = value_as_str(a->v[0]);
    bool truth;
    if (!eval_import(ev, name, out) || !eval_truth(ev, a->v[3], &truth)) return false;
    if (truth) return true;
    size_t dot = str_find_char(name, '.');
    return dot == STR_NPOS || eval_import(ev, str_slice(name, 0, dot), out);
}
