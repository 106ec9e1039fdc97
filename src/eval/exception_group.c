/* Exception groups and what except* does with them. */
#include "eval/exception.h"

static Value member(Value group, const char *name)
{
    return group.as.object->attrs ? value_dict_find_z(value_of(group.as.object->attrs), name)
                                  : value_unset();
}

static void fill(Eval *ev, Value group, Value message, Value list)
{
    Value items = value_tuple(ev, value_seq_items(list), value_seq_len(list));
    Value dict = instance_dict(ev, group);
    value_dict_put_z(ev, dict, "message", message);
    value_dict_put_z(ev, dict, "exceptions", items);
}

static bool group_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    Value list;
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "argument 1 must be str, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[0])));
    if (value_is_set(a->v[1]) || value_is_dict(a->v[1]) || !eval_to_list(ev, a->v[1], &list))
        return ev->fatal || !value_is_unset(ev->pending)
                   ? false
                   : eval_raise(ev, "TypeError", "second argument (exceptions) must be a sequence");
    size_t n = value_seq_len(list);
    if (n == 0)
        return eval_raise(ev, "ValueError",
                          "second argument (exceptions) must be a non-empty sequence");
    bool all_plain = true;
    for (size_t i = 0; i < n; i++) {
        Value e = value_seq_items(list)[i];
        if (!exception_data(e))
            return eval_raise(ev, "ValueError",
                              "Item %zu of second argument (exceptions) is not an exception", i);
        all_plain &= value_is_native(ev, e, &native_class_exception);
    }
    if (cls->native == &exception_base_group && all_plain) cls = eval_class(ev, &exception_group);
    if (!all_plain && class_is_subclass(cls, eval_class(ev, &native_class_exception)))
        return eval_raise(ev, "TypeError", "Cannot nest BaseExceptions in an %s",
                          class_name(cls).ptr);
    Value args[] = {a->v[0], a->v[1]};
    *out = exception_new(ev, cls, args, 2);
    fill(ev, *out, a->v[0], list);
    return true;
}

static bool group_init(Eval *ev, Value self, Args *a) { return true; }

static bool group_str(Eval *ev, Value self, Value *out)
{
    Value m = member(self, "message");
    size_t n = value_seq_len(member(self, "exceptions"));
    *out = value_str_fmt(ev, "%.*s (%zu sub-exception%s)", STR_ARG(value_as_str(m)), n,
                         n == 1 ? "" : "s");
    return true;
}

/* A group like `group` around the given members; a script's derive() may make another class. */
static bool derive(Eval *ev, Value group, Value list, Value *out)
{
    *out = value_none();
    if (value_seq_len(list) == 0) return true;
    Value message = member(group, "message"), method;
    if (!eval_find_special(ev, group, "derive", &method)) return false;
    if (value_is_kind(method, OBJECT_METHOD)) {
        if (!eval_call(ev, method, &list, 1, value_unset(), out)) return false;
    } else {
        Value args[] = {message, list};
        bool plain = value_is_native(ev, group, &native_class_exception);
        *out = exception_new(ev, eval_class(ev, plain ? &exception_group : &exception_base_group),
                             args, 2);
        fill(ev, *out, message, list);
    }
    ExceptionData *to = exception_data(*out), *from = exception_data(group);
    if (!to)
        return eval_raise(ev, "TypeError", "derive must return an instance of BaseExceptionGroup");
    to->cause = from->cause;
    to->context = from->context;
    to->suppress_context = from->suppress_context;
    for (size_t i = 0; i < from->trace_len; i++)
        exception_trace_push(ev, *out, from->trace[i].code, from->trace[i].pc);
    return true;
}

static bool matches(Eval *ev, Value exc, Value condition, bool *out)
{
    if (value_as_class(condition) || value_is_tuple(condition))
        return exception_matches(ev, exc, condition, out);
    Value r;
    return eval_call(ev, condition, &exc, 1, value_unset(), &r) && eval_truth(ev, r, out);
}

static bool split(Eval *ev, Value exc, Value condition, Value *match, Value *rest)
{
    bool whole;
    *match = *rest = value_none();
    if (!matches(ev, exc, condition, &whole)) return false;
    if (whole || !value_is_native(ev, exc, &exception_base_group)) {
        *(whole ? match : rest) = exc;
        return true;
    }
    Value yes = value_list(ev), no = value_list(ev), members = member(exc, "exceptions");
    eval_root_push(ev, yes);
    eval_root_push(ev, no);
    bool ok = call_enter(ev);
    for (size_t i = 0; ok && i < value_seq_len(members); i++) {
        Value m, r;
        ok = split(ev, value_seq_items(members)[i], condition, &m, &r);
        if (ok && !value_is_none(m)) value_list_push(ev, yes, m);
        if (ok && !value_is_none(r)) value_list_push(ev, no, r);
    }
    if (ok) call_leave(ev);
    ok = ok && derive(ev, exc, yes, match) && derive(ev, exc, no, rest);
    eval_root_pop(ev, 2);
    return ok;
}

bool exception_group_split(Eval *ev, Value exc, Value type, Value *match, Value *rest)
{
    if (value_is_native(ev, exc, &exception_base_group)) return split(ev, exc, type, match, rest);
    bool whole;
    *match = *rest = value_none();
    if (!exception_matches(ev, exc, type, &whole)) return false;
    *rest = exc;
    if (!whole) return true;
    /* except* always sees a group: a bare exception is wrapped. */
    Value list = value_list(ev), empty = value_str(ev, STR(""));
    value_list_push(ev, list, exc);
    Value args[] = {empty, value_tuple(ev, &exc, 1)};
    bool plain = value_is_native(ev, exc, &native_class_exception);
    *match = exception_new(ev, eval_class(ev, plain ? &exception_group : &exception_base_group),
                           args, 2);
    fill(ev, *match, empty, list);
    *rest = value_none();
    return true;
}

static bool group_split(Eval *ev, Args *a, Value *out)
{
    Value parts[2];
    if (!split(ev, a->self, a->v[0], &parts[0], &parts[1])) return false;
    *out = value_tuple(ev, parts, 2);
    return true;
}

static bool group_subgroup(Eval *ev, Args *a, Value *out)
{
    Value rest;
    return split(ev, a->self, a->v[0], out, &rest);
}

static bool group_derive(Eval *ev, Args *a, Value *out)
{
    Value args[] = {member(a->self, "message"), a->v[0]}, list;
    if (!eval_to_list(ev, a->v[0], &list)) return false;
    *out = exception_new(ev, eval_class(ev, &exception_group), args, 2);
    fill(ev, *out, args[0], list);
    return true;
}

const NativeClass exception_base_group = {
    .name = "BaseExceptionGroup",
    .module = "builtins",
    .base = &native_class_base_exception,
    .init_params = "message, exceptions, /",
    .construct = group_construct,
    .init = group_init,
    .str = group_str,
    .methods = (const NativeMethod[]){{"split", "condition, /", group_split, NATIVE_METHOD},
                                      {"subgroup", "condition, /", group_subgroup, NATIVE_METHOD},
                                      {"derive", "exceptions, /", group_derive, NATIVE_METHOD},
                                      {0}},
};

/* Derives from Exception as well: class.c puts that into its resolution order. */
const NativeClass exception_group = {
    .name = "ExceptionGroup", .module = "builtins", .base = &exception_base_group};
