#include <string.h>

#include "eval/opcode.h"
#include "eval/vm.h"

/* ---- names ---- */

bool vm_builtin(Eval *ev, StrObject *name, Value *out)
{
    TableEntry *e = table_find_name(&ev->builtins->table, name);
    *out = e ? e->item : value_unset();
    if (e) return true;
    const NativeClass *exc = exception_class_find(object_str_view(name));
    if (exc)
        *out = value_of(eval_class(ev, exc));
    else if (name == ev->names.spec_debug)
        *out = value_bool(true);
    else if (name == ev->names.builtins)
        *out = value_of(ev->builtins);
    else if (!builtins_lookup(ev, object_str_view(name), out))
        return false;
    if (!value_is_unset(*out)) table_put_name(ev, &ev->builtins->table, name, *out);
    return true;
}

static bool undefined(Eval *ev, StrObject *name)
{
    return eval_raise(ev, "NameError", "name '%s' is not defined", name->data);
}

bool vm_load_global(Eval *ev, Frame *f, StrObject *name, Value *out)
{
    TableEntry *e = table_find_name(&f->globals->table, name);
    if (e) {
        *out = e->item;
        return true;
    }
    if (!vm_builtin(ev, name, out)) return false;
    return !value_is_unset(*out) || undefined(ev, name);
}

bool vm_load_name(Eval *ev, Frame *f, StrObject *name, Value *out)
{
    TableEntry *e = f->names ? table_find_name(&f->names->table, name) : NULL;
    if (!e) return vm_load_global(ev, f, name, out);
    *out = e->item;
    return true;
}

bool vm_load_cell(Eval *ev, Frame *f, uint32_t slot, Value *out)
{
    *out = OBJECT_AS(CellObject, f->slots[slot])->value;
    return !value_is_unset(*out) || vm_unbound(ev, f, slot);
}

bool vm_unbound(Eval *ev, Frame *f, uint32_t slot)
{
    Code *code = f->code;
    if (slot < code->local_count)
        return eval_raise(
            ev, "UnboundLocalError",
            "cannot access local variable '%s' where it is not associated with a value",
            code->locals[slot]->data);
    return eval_raise(ev, "NameError",
                      "cannot access free variable '%s' where it is not associated with a value in "
                      "enclosing scope",
                      code->frees[slot - code->local_count]->data);
}

bool vm_delete_name(Eval *ev, DictObject *dict, StrObject *name)
{
    TableEntry *e = table_find_name(&dict->table, name);
    if (!e) return undefined(ev, name);
    table_remove_entry(ev, &dict->table, e);
    return true;
}

bool vm_store_annotation(Eval *ev, Frame *f, StrObject *name, Value v)
{
    TableEntry *e = table_find_name(&f->names->table, ev->names.annotations);
    if (!e) {
        table_put_name(ev, &f->names->table, ev->names.annotations, value_dict(ev));
        e = table_find_name(&f->names->table, ev->names.annotations);
    }
    return eval_setitem(ev, e->item, value_of(name), v);
}

/* ---- functions ---- */

Value vm_make_function(Eval *ev, Frame *f, uint32_t arg, Value **sp)
{
    Code *code = f->code->codes[arg >> FUNCTION_FLAG_BITS];
    Value cells = arg & FUNCTION_CLOSURE ? *--*sp : value_none();
    size_t n = value_seq_len(cells);
    FunctionObject *fn = object_new(ev, OBJECT_FUNCTION, sizeof *fn + n * sizeof(CellObject *));
    fn->code = code;
    fn->globals = f->globals;
    fn->name = code->name;
    fn->qualname = code->qualname;
    fn->doc = code->doc;
    fn->cell_count = n;
    for (size_t i = 0; i < n; i++) fn->cells[i] = OBJECT_AS(CellObject, value_seq_items(cells)[i]);
    fn->annotations = arg & FUNCTION_ANNOTATIONS ? *--*sp : value_unset();
    fn->kwdefaults = arg & FUNCTION_KWDEFAULTS ? *--*sp : value_none();
    fn->defaults = arg & FUNCTION_DEFAULTS ? *--*sp : value_none();
    TableEntry *module = table_find_name(&f->globals->table, ev->names.name);
    fn->module = module ? module->item : value_none();
    return value_of(fn);
}

/* ---- unpacking and merging ---- */

static bool wrong_count(Eval *ev, size_t have, uint32_t want)
{
    if (have > want)
        return eval_raise(ev, "ValueError", "too many values to unpack (expected %u)", want);
    return eval_raise(ev, "ValueError", "not enough values to unpack (expected %u, got %zu)", want,
                      have);
}

/* The items of v: itself when it is a plain list or tuple. */
static bool as_items(Eval *ev, Value v, size_t limit, Value *list)
{
    bool direct = (value_is_list(v) || value_is_tuple(v)) && !v.as.object->cls;
    *list = v;
    if (direct) return true;
    if (value_is_unknown(v)) return eval_need_known(ev, v, "an unpacking assignment");
    Value it, item;
    if (!eval_iter(ev, v, &it)) {
        if (ev->fatal || !exception_is(ev, ev->pending, "TypeError")) return false;
        ev->pending = value_unset();
        return eval_raise(ev, "TypeError", "cannot unpack non-iterable %.*s object",
                          STR_ARG(value_type_name(ev, v)));
    }
    *list = value_list(ev);
    eval_root_push(ev, it);
    eval_root_push(ev, *list);
    bool ok;
    while ((ok = eval_next(ev, it, &item)) && !value_is_unset(item)) {
        value_list_push(ev, *list, item);
        if (value_seq_len(*list) > limit) break;
    }
    eval_root_pop(ev, 2);
    return ok;
}

bool vm_unpack(Eval *ev, Value v, uint32_t n, Value *slots)
{
    Value list;
    if (!as_items(ev, v, n, &list)) return false;
    size_t have = value_seq_len(list);
    if (have != n) return wrong_count(ev, have, n);
    if (n) memcpy(slots, value_seq_items(list), n * sizeof *slots);
    return true;
}

bool vm_unpack_ex(Eval *ev, Value v, uint32_t before, uint32_t after, Value *slots)
{
    Value list;
    if (!as_items(ev, v, SIZE_MAX - 1, &list)) return false;
    size_t have = value_seq_len(list);
    if (have < before + after)
        return eval_raise(ev, "ValueError",
                          "not enough values to unpack (expected at least %u, got %zu)",
                          before + after, have);
    const Value *items = value_seq_items(list);
    Value middle = value_list(ev);
    for (size_t i = before; i < have - after; i++) value_list_push(ev, middle, items[i]);
    if (before) memcpy(slots, items, before * sizeof *slots);
    slots[before] = middle;
    if (after) memcpy(slots + before + 1, items + have - after, after * sizeof *slots);
    return true;
}

static bool merge_entry(Eval *ev, Value dict, Value key, Value item, bool call)
{
    if (call && !value_is_str(key)) return eval_raise(ev, "TypeError", "keywords must be strings");
    if (call) {
        Value present;
        if (!value_dict_get(ev, dict, key, &present)) return false;
        if (!value_is_unset(present))
            return eval_raise(ev, "TypeError", "got multiple values for keyword argument '%.*s'",
                              STR_ARG(value_as_str(key)));
    }
    return value_dict_put(ev, dict, key, item);
}

bool vm_dict_merge(Eval *ev, Value dict, Value mapping, bool call)
{
    if (value_is_unknown(mapping)) return eval_need_known(ev, mapping, "the entries of **");
    size_t at = 0;
    Value key, item, keys;
    if (value_is_dict(mapping)) {
        while (value_dict_next(mapping, &at, &key, &item))
            if (!merge_entry(ev, dict, key, item, call)) return false;
        return true;
    }
    Value fn;
    if (!attr_find(ev, mapping, object_intern(ev, STR("keys")), &fn)) return false;
    if (value_is_unset(fn))
        return call ? eval_raise(ev, "TypeError", "argument after ** must be a mapping, not %.*s",
                                 STR_ARG(value_type_name(ev, mapping)))
                    : eval_raise(ev, "TypeError", "'%.*s' object is not a mapping",
                                 STR_ARG(value_type_name(ev, mapping)));
    Value list;
    if (!eval_call(ev, fn, NULL, 0, value_unset(), &keys) || !eval_to_list(ev, keys, &list))
        return false;
    eval_root_push(ev, list);
    bool ok = true;
    for (size_t i = 0; ok && i < value_seq_len(list); i++) {
        key = value_seq_items(list)[i];
        ok = eval_getitem(ev, mapping, key, &item) && merge_entry(ev, dict, key, item, call);
    }
    eval_root_pop(ev, 1);
    return ok;
}

bool vm_extend(Eval *ev, Value to, Value iterable)
{
    bool list = value_is_list(to);
    if (value_is_kind(iterable, OBJECT_UNKNOWN))
        return eval_need_known(ev, iterable, "the items of *");
    Value it, item;
    if (!eval_iter(ev, iterable, &it)) {
        if (ev->fatal || !exception_is(ev, ev->pending, "TypeError")) return false;
        ev->pending = value_unset();
        return eval_raise(ev, "TypeError", "Value after * must be an iterable, not %.*s",
                          STR_ARG(value_type_name(ev, iterable)));
    }
    eval_root_push(ev, it);
    bool ok;
    while ((ok = eval_next(ev, it, &item)) && !value_is_unset(item)) {
        if (list)
            value_list_push(ev, to, item);
        else if (!(ok = value_set_add(ev, to, item)))
            break;
    }
    eval_root_pop(ev, 1);
    return ok;
}

/* ---- text ---- */

bool vm_build_string(Eval *ev, const Value *parts, uint32_t n, Value *out)
{
    size_t len = 0, at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (value_is_unknown(parts[i])) return *out = parts[i], true;
        len += value_as_str(parts[i]).len;
    }
    if (!object_can_allocate(ev, len)) return false;
    StrObject *s = object_str_new(ev, len);
    for (uint32_t i = 0; i < n; i++) {
        Str part = value_as_str(parts[i]);
        if (part.len) memcpy(s->data + at, part.ptr, part.len);
        at += part.len;
    }
    object_str_done(s);
    *out = value_of(s);
    return true;
}

bool vm_format(Eval *ev, uint32_t how, Value v, Value spec, Value *out)
{
    *out = value_is_unset(spec) || !value_is_unknown(spec) ? v : spec;
    if (value_is_unknown(*out)) return true; /* the whole text is then unknown, too */
    if (how & FORMAT_STR && !eval_to_str(ev, v, out)) return false;
    if (how & FORMAT_REPR && !eval_repr(ev, v, out)) return false;
    if (how & FORMAT_ASCII && !eval_ascii(ev, v, out)) return false;
    if (value_is_unset(spec) && value_is_str(*out) && !out->as.object->cls) return true;
    Value plain = *out;
    Str text = value_is_unset(spec) ? STR("") : value_as_str(spec);
    eval_root_push(ev, plain);
    bool ok = eval_format(ev, plain, text, out);
    eval_root_pop(ev, 1);
    return ok;
}

/* ---- with ---- */

static bool special(Eval *ev, Value v, StrObject *name, Value *out)
{
    Value m = class_lookup(ev, value_class(ev, v), name);
    *out = value_unset();
    return value_is_unset(m) || attr_bind(ev, m, v, value_class(ev, v), out);
}

bool vm_with_enter(Eval *ev, Value manager, bool async, Value *exit, Value *entered)
{
    if (value_is_unknown(manager)) {
        *exit = *entered = manager;
        return true;
    }
    Value enter;
    if (!special(ev, manager, async ? ev->names.aenter : ev->names.enter, &enter)) return false;
    if (!special(ev, manager, async ? ev->names.aexit : ev->names.exit, exit)) return false;
    if (async && value_is_unset(enter)) {
        /* Async code runs as if it were synchronous, on managers that may be either. */
        if (!special(ev, manager, ev->names.enter, &enter) ||
            !special(ev, manager, ev->names.exit, exit))
            return false;
    }
    if (value_is_unset(enter) || value_is_unset(*exit))
        return eval_raise(ev, "TypeError",
                          "'%.*s' object does not support the %scontext manager protocol%s",
                          STR_ARG(value_type_name(ev, manager)), async ? "asynchronous " : "",
                          value_is_unset(enter) ? ""
                          : async               ? " (missed __aexit__ method)"
                                                : " (missed __exit__ method)");
    eval_root_push(ev, *exit);
    bool ok = eval_call(ev, enter, NULL, 0, value_unset(), entered);
    if (ok && async) ok = generator_await(ev, *entered, entered);
    eval_root_pop(ev, 1);
    return ok;
}

bool vm_with_exit(Eval *ev, Value exit, Value exc, Value *out)
{
    Value args[3] = {value_none(), value_none(), value_none()};
    if (!value_is_unset(exc)) {
        args[0] = value_of(value_class(ev, exc));
        args[1] = exc;
        if (!attr_get(ev, exc, object_intern(ev, STR("__traceback__")), &args[2])) return false;
    }
    if (!eval_call(ev, exit, args, 3, value_unset(), out)) return false;
    if (!generator_await(ev, *out, out)) return false;
    if (value_is_unknown(*out)) *out = value_none();
    return true;
}

/* ---- async iteration ---- */

bool vm_aiter(Eval *ev, Value v, Value *out)
{
    Value fn;
    if (value_is_kind(v, OBJECT_GENERATOR) || value_is_unknown(v)) return eval_iter(ev, v, out);
    if (!special(ev, v, ev->names.aiter, &fn)) return false;
    if (!value_is_unset(fn)) return eval_call(ev, fn, NULL, 0, value_unset(), out);
    return eval_iter(ev, v, out);
}

bool vm_anext(Eval *ev, Value it, Value *out)
{
    Value fn;
    if (value_is_kind(it, OBJECT_GENERATOR)) return eval_next(ev, it, out);
    if (!special(ev, it, ev->names.anext, &fn)) return false;
    if (value_is_unset(fn)) return eval_next(ev, it, out);
    if (eval_call(ev, fn, NULL, 0, value_unset(), out) && generator_await(ev, *out, out))
        return true;
    if (ev->fatal || !exception_is(ev, ev->pending, "StopAsyncIteration")) return false;
    ev->pending = *out = value_unset();
    return true;
}

/* ---- match ---- */

bool vm_match_key(Eval *ev, Value map, Value key, Value *value, bool *found)
{
    if (!value_dict_get(ev, map, key, value)) return false;
    *found = !value_is_unset(*value);
    if (!*found) *value = value_none();
    return true;
}

bool vm_match_rest(Eval *ev, Value map, Value keys, Value *out)
{
    Value rest = value_dict(ev), gone;
    table_copy_all(ev, &OBJECT_AS(DictObject, rest)->table, &OBJECT_AS(DictObject, map)->table);
    for (size_t i = 0; i < value_seq_len(keys); i++)
        if (!table_remove(ev, &OBJECT_AS(DictObject, rest)->table, value_seq_items(keys)[i], &gone))
            return false;
    *out = rest;
    return true;
}

bool vm_match_slice(Eval *ev, Value seq, uint32_t from, uint32_t end, Value *out)
{
    Value list;
    if (!eval_to_list(ev, seq, &list)) return false;
    *out = value_list(ev);
    for (size_t i = from; i + end < value_seq_len(list); i++)
        value_list_push(ev, *out, value_seq_items(list)[i]);
    return true;
}

bool vm_match_class(Eval *ev, Value subject, Value cls, Value *out)
{
    if (value_is_unknown(subject)) return eval_need_known(ev, subject, "a match statement");
    if (value_is_unknown(cls)) return eval_need_known(ev, cls, "a class pattern");
    if (!value_as_class(cls))
        return eval_raise(ev, "TypeError", "called match pattern must be a class");
    *out = value_bool(value_isinstance(ev, subject, value_as_class(cls)));
    return true;
}

/* Built-in classes of which a single positional pattern matches the object itself. */
static bool matches_itself(const Class *cls)
{
    static const NativeClass *const selves[] = {
        &native_class_bool,      &native_class_bytes, &native_class_dict, &native_class_float,
        &native_class_frozenset, &native_class_int,   &native_class_list, &native_class_set,
        &native_class_str,       &native_class_tuple};
    for (size_t i = 0; i < cls->mro_len; i++)
        for (size_t k = 0; k < sizeof selves / sizeof *selves; k++)
            if (cls->mro[i]->native == selves[k]) return true;
    return false;
}

bool vm_match_pos(Eval *ev, Value subject, Value cls, uint32_t arg, Value *value, bool *found)
{
    uint32_t i = arg & 0xfff, total = arg >> 12;
    Class *c = value_as_class(cls);
    Value names = class_lookup(ev, c, ev->names.match_args);
    size_t have = value_seq_len(names);
    if (value_is_unset(names) && matches_itself(c)) {
        have = 1;
        if (i == 0) {
            *value = subject;
            *found = true;
            return true;
        }
    }
    if (total > have)
        return eval_raise(ev, "TypeError", "%s() accepts %zu positional sub-pattern%s (%u given)",
                          c->name->data, have, have == 1 ? "" : "s", total);
    Value name = value_seq_items(names)[i];
    if (!value_is_str(name))
        return eval_raise(ev, "TypeError", "__match_args__ elements must be strings (got %.*s)",
                          STR_ARG(value_type_name(ev, name)));
    if (!eval_find_attr(ev, subject, value_as_str(name), value)) return false;
    *found = !value_is_unset(*value);
    if (!*found) *value = value_none();
    return true;
}

/* ---- except* ---- */

bool vm_star_end(Eval *ev, Value rest, Value raised)
{
    size_t n = value_seq_len(raised);
    if (n == 0 && value_is_none(rest)) return true;
    if (n == 0) {
        ev->pending = rest;
        return false;
    }
    if (n == 1 && value_is_none(rest)) {
        ev->pending = value_seq_items(raised)[0];
        return false;
    }
    if (!value_is_none(rest)) value_list_push(ev, raised, rest);
    Value args[] = {value_str(ev, STR("")), raised}, group;
    Value cls = value_of(eval_class(ev, exception_class_find(STR("BaseExceptionGroup"))));
    if (!eval_call(ev, cls, args, 2, value_unset(), &group)) return false;
    ev->pending = group;
    return false;
}
