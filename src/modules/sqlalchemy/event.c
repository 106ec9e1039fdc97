#include "modules/sqlalchemy/event.h"

#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/exc.h"
#include "modules/sqlalchemy/objects.h"

static const char listeners_key;

/* A list of (target, identifier, function, once). */
static void traverse(void *state, GcVisitor *gc) { gc_visit(gc, *(Value *)state); }

static Value *listeners(Eval *ev)
{
    Value *list = eval_state_find(ev, &listeners_key);
    if (list) return list;
    list = ARENA_NEW(eval_arena(ev), Value);
    *list = value_list(ev);
    eval_state_put(ev, &listeners_key, list, NULL, traverse);
    return list;
}

static bool is_schema_event(Str name)
{
    static const char *const names[] = {"before_create", "after_create", "before_drop",
                                        "after_drop", "column_reflect"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_z(name, names[i])) return true;
    return false;
}

/* Tables, MetaData, their classes; a mapped class stands for its table. */
static bool is_schema_target(Eval *ev, Value target)
{
    Class *cls = value_as_class(target);
    if (cls && (class_is_subclass(cls, eval_class(ev, &objects_Table)) ||
                class_is_subclass(cls, eval_class(ev, &objects_MetaData))))
        return true;
    return module_table_get(ev, target) || objects_metadata(target);
}

/* What an engine tells of its connections; a pool's class stands for the engine's. */
static bool is_engine_event(Str name)
{
    return str_eq_z(name, "connect") || str_eq_z(name, "first_connect") ||
           str_eq_z(name, "engine_connect");
}

static bool is_engine_target(Eval *ev, Value *target)
{
    Class *cls = value_as_class(*target);
    if (!cls) return engine_is_engine(*target);
    if (class_is_subclass(cls, eval_class(ev, &engine_class_pool)))
        *target = class_value(eval_class(ev, &engine_class_engine));
    return class_is_subclass(eval_class(ev, &engine_class_engine), value_as_class(*target));
}

/* SQLAlchemy knows the events of its objects by name. */
static bool check_name(Eval *ev, Value target, Str name)
{
    static const char *const others[] = {"before_parent_attach", "after_parent_attach"};
    Value text;
    if (!value_is_native(ev, target, &objects_Table) &&
        !value_is_native(ev, target, &objects_MetaData))
        return true;
    bool is_known = is_schema_event(name);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        is_known |= str_eq_z(name, others[i]);
    if (is_known) return true;
    return eval_to_str(ev, target, &text) &&
           eval_raise_native(ev, &exc_InvalidRequestError, "No such event '%.*s' for target '%.*s'",
                             STR_ARG(name), STR_ARG(value_as_str(text)));
}

/* Those that would act on a database or on reflection are worth a word. */
static void note_silent(Eval *ev, Str name)
{
    static const char *const telling[] = {"before_create",
                                          "after_create",
                                          "before_drop",
                                          "after_drop",
                                          "connect",
                                          "first_connect",
                                          "do_connect",
                                          "engine_connect",
                                          "column_reflect",
                                          "before_execute",
                                          "before_cursor_execute",
                                          "after_cursor_execute",
                                          "after_parent_attach",
                                          "begin",
                                          "checkout"};
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
        if (!str_eq_z(name, telling[i])) continue;
        Str text = arena_fmt(eval_arena(ev), "a listener for '%s' is not run", telling[i]);
        eval_warn(ev, STR("EventWarning"), text);
    }
}

static bool add(Eval *ev, Value target, Value identifier, Value fn, Value kw)
{
    Value once = value_is_dict(kw) ? value_dict_find_z(kw, "once") : value_unset();
    bool flag = false;
    if (!value_is_str(identifier)) return true;
    if (!check_name(ev, target, value_as_str(identifier))) return false;
    bool is_run = (is_schema_event(value_as_str(identifier)) && is_schema_target(ev, target)) ||
                  (is_engine_event(value_as_str(identifier)) && is_engine_target(ev, &target));
    if (!is_run) {
        note_silent(ev, value_as_str(identifier));
        return true;
    }
    if (!value_is_unset(once) && !eval_truth(ev, once, &flag)) return false;
    Table *t = value_as_class(target) ? module_table_get(ev, target) : NULL;
    Value entry[4] = {t ? module_table_value(ev, t) : target, identifier, fn, value_bool(flag)};
    value_list_push(ev, *listeners(ev), value_tuple(ev, entry, 4));
    return true;
}

/* The decorator proper; keep holds (target, identifier, keywords). */
static bool decorate(Eval *ev, Args *a, Value *out)
{
    const Value *keep = value_seq_items(eval_native_keep(ev));
    *out = a->v[0];
    return add(ev, keep[0], keep[1], a->v[0], keep[2]);
}

static bool listens_for(Eval *ev, Args *a, Value *out)
{
    Value keep[3] = {a->v[0], a->v[1], a->v[3]};
    *out = eval_native_new(ev, "decorate", "fn", decorate, NULL, value_tuple(ev, keep, 3));
    return true;
}

bool event_listen(Eval *ev, Value target, Value identifier, Value fn)
{
    return add(ev, target, identifier, fn, value_none());
}

static bool listen(Eval *ev, Args *a, Value *out)
{
    return add(ev, a->v[0], a->v[1], a->v[2], a->v[4]);
}

static bool is_entry(Value entry, const Value *v)
{
    const Value *e = value_seq_items(entry);
    return value_is(e[0], v[0]) && value_is_str(v[1]) &&
           str_eq(value_as_str(e[1]), value_as_str(v[1])) && value_is(e[2], v[2]);
}

static bool drop(Eval *ev, Args *a, Value *out)
{
    Value kept = value_list(ev), all = *listeners(ev);
    for (size_t i = 0; i < value_seq_len(all); i++)
        if (!is_entry(value_seq_items(all)[i], a->v))
            value_list_push(ev, kept, value_seq_items(all)[i]);
    *listeners(ev) = kept;
    return true;
}

static bool contains(Eval *ev, Args *a, Value *out)
{
    bool found = false;
    for (size_t i = 0; i < value_seq_len(*listeners(ev)); i++)
        found |= is_entry(value_seq_items(*listeners(ev))[i], a->v);
    *out = value_bool(found);
    return true;
}

const NativeMember event_members[] = {
    NATIVE_FN("listens_for", "target, identifier, *args, **kw", listens_for),
    NATIVE_FN("listen", "target, identifier, fn, *args, **kw", listen),
    NATIVE_FN("remove", "target, identifier, fn", drop),
    NATIVE_FN("contains", "target, identifier, fn", contains), NATIVE_END};

bool event_is_heard(Eval *ev, const char *name)
{
    Value *list = eval_state_find(ev, &listeners_key);
    for (size_t i = 0; list && i < value_seq_len(*list); i++) {
        const Value *entry = value_seq_items(value_seq_items(*list)[i]);
        if (!name || str_eq_z(value_as_str(entry[1]), name)) return true;
    }
    return false;
}

/* Those of the class come first. */
static bool call(Eval *ev, Value all, bool of_class, const EventCall *event)
{
    bool ok = true;
    Value ignored;
    for (size_t i = 0; ok && i < value_seq_len(all); i++) {
        const Value *e = value_seq_items(value_seq_items(all)[i]);
        Class *cls = value_as_class(e[0]);
        bool concerns =
            cls ? value_isinstance(ev, event->target, cls) : value_is(e[0], event->target);
        if ((cls != NULL) != of_class || !concerns || !str_eq_z(value_as_str(e[1]), event->name))
            continue;
        Args once = {.v = (Value *)e};
        if (e[3].as.boolean) ok = drop(ev, &once, &ignored);
        ok = ok && eval_call(ev, e[2], event->args, event->n, event->kw, &ignored);
    }
    return ok;
}

bool event_call(Eval *ev, const EventCall *event)
{
    if (!event_is_heard(ev, event->name)) return true;
    Value all = *listeners(ev);
    eval_root_push(ev, all);
    bool ok = call(ev, all, true, event) && call(ev, all, false, event);
    eval_root_pop(ev, 1);
    return ok;
}

bool event_fire(Eval *ev, const char *name, Value target, Value connection, Value kw)
{
    Value args[] = {target, connection};
    return event_call(ev, &(EventCall){name, target, args, 2, kw});
}
