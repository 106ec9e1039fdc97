#include "eval/import.h"

#include <string.h>

#include "eval/unknown.h"
#include "eval/vm.h"
#include "python/parser.h"

/* ---- module objects ---- */

Value module_new(Eval *ev, Str name)
{
    ModuleObject *m = object_new(ev, OBJECT_MODULE, sizeof *m);
    m->name = object_intern(ev, name);
    m->dict = OBJECT_AS(DictObject, value_dict(ev));
    table_put_name(ev, &m->dict->table, ev->names.name, value_of(m->name));
    table_put_name(ev, &m->dict->table, ev->names.doc, value_none());
    return value_of(m);
}

static bool make_member(Eval *ev, const NativeMember *k, Value *out)
{
    switch (k->kind) {
    case MEMBER_FN:
        *out = eval_native_new(ev, k->name, k->params, k->as.fn, NULL, value_unset());
        break;
    case MEMBER_CLASS: *out = value_of(eval_class(ev, k->as.cls)); break;
    case MEMBER_VALUE: return k->as.make(ev, out);
    case MEMBER_STR: *out = value_str_z(ev, k->as.str); break;
    case MEMBER_INT: *out = value_int(k->as.integer); break;
    case MEMBER_END: break;
    }
    return true;
}

static bool find_native_member(Eval *ev, ModuleObject *m, StrObject *name, Value *out)
{
    for (const NativeMember *k = m->native->members; k && k->kind != MEMBER_END; k++) {
        if (k->name[0] != name->data[0] || strcmp(k->name, name->data) != 0) continue;
        if (!make_member(ev, k, out)) return false;
        table_put_name(ev, &m->dict->table, name, *out);
        return true;
    }
    return !m->native->getattr || m->native->getattr(ev, object_str_view(name), out);
}

bool module_find_attr(Eval *ev, ModuleObject *m, StrObject *name, Value *out)
{
    TableEntry *e = table_find_name(&m->dict->table, name);
    *out = e ? e->item : value_unset();
    if (e) return true;
    if (name == ev->names.dict) {
        *out = value_of(m->dict);
        return true;
    }
    if (name == ev->names.class_) {
        *out = value_of(eval_class(ev, &native_class_module));
        return true;
    }
    if (m->native) return find_native_member(ev, m, name, out);
    e = table_find_name(&m->dict->table, ev->names.getattr);
    if (!e) {
        Value attr = class_lookup(ev, value_class(ev, value_of(m)), name);
        if (value_is_unset(attr)) return true;
        return attr_bind(ev, attr, value_of(m), value_class(ev, value_of(m)), out);
    }
    Value arg = value_of(name);
    if (eval_call(ev, e->item, &arg, 1, value_unset(), out)) return true;
    *out = value_unset();
    if (ev->fatal || !exception_is(ev, ev->pending, "AttributeError")) return false;
    ev->pending = value_unset();
    return true;
}

static bool module_construct(Eval *ev, Class *cls, Args *a, Value *out)
{
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "module() argument 1 must be str, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[0])));
    *out = module_new(ev, value_as_str(a->v[0]));
    table_put_name(ev, &OBJECT_AS(ModuleObject, *out)->dict->table, ev->names.doc, a->v[1]);
    if (!cls->native) out->as.object->cls = cls;
    return true;
}

static bool module_init(Eval *ev, Value self, Args *a) { return true; }

static bool module_repr(Eval *ev, Value self, Value *out)
{
    ModuleObject *m = OBJECT_AS(ModuleObject, self);
    if (m->file)
        *out =
            value_str_fmt(ev, "<module '%s' from '%.*s'>", m->name->data, STR_ARG(m->file->path));
    else
        *out = value_str_fmt(ev, "<module '%s'>", m->name->data);
    return true;
}

const NativeClass native_class_module = {
    .name = "module",
    .module = "builtins",
    .init_params = "name, doc=None",
    .construct = module_construct,
    .init = module_init,
    .repr = module_repr,
};

/* ---- finding and running ---- */

static Str parent_name(Str dotted)
{
    size_t dot = str_rfind_char(dotted, '.');
    return dot == STR_NPOS ? STR("") : str_slice(dotted, 0, dot);
}

static Str last_name(Str dotted)
{
    size_t dot = str_rfind_char(dotted, '.');
    return dot == STR_NPOS ? dotted : str_slice(dotted, dot + 1, dotted.len);
}

bool import_run_source(Eval *ev, ModuleObject *m, SourceFile *file)
{
    Arena arena = {0};
    Err err = err_init(&ev->arena);
    AstNode *root = parser_parse_module(file, &arena, &err);
    Code *code = root ? compile_module(ev, file, root, false, &err) : NULL;
    arena_release(&arena);
    if (!code) return eval_fail(ev, &err);
    Frame *f = vm_frame_new(ev, code, NULL, m->dict);
    f->names = m->dict;
    Value result;
    table_put_name(ev, &m->dict->table, object_intern(ev, STR("__doc__")), value_none());
    m->initializing = true;
    eval_root_push(ev, value_of(m));
    /* What a module does while it is imported is no part of the migration that imports it. */
    bool strict = eval_strict_calls(ev, false);
    bool ok = vm_run(ev, f, &result);
    (void)eval_strict_calls(ev, strict);
    eval_root_pop(ev, 1);
    m->initializing = false;
    m->failed = !ok;
    return ok;
}

static void set_module(Eval *ev, Str dotted, Value v)
{
    table_put_name(ev, &ev->modules->table, object_intern(ev, dotted), v);
}

static void module_fields(Eval *ev, ModuleObject *m, Str dotted, SourceFile *file, bool package)
{
    Table *t = &m->dict->table;
    m->is_package = package;
    m->file = file;
    table_put_name(ev, t, ev->names.package, value_str(ev, package ? dotted : parent_name(dotted)));
    if (!file) return;
    table_put_name(ev, t, ev->names.file, value_str(ev, file->path));
    if (!package) return;
    size_t slash = str_rfind_char(file->path, '/');
    Value dir = value_str(ev, slash == STR_NPOS ? STR("") : str_slice(file->path, 0, slash));
    Value path = value_list(ev);
    value_list_push(ev, path, dir);
    table_put_name(ev, t, ev->names.path, path);
}

bool module_is_partial(const Eval *ev, const ModuleObject *m)
{
    if (m->native || !m->file || !ev->host.origin) return m->native;
    return ev->host.origin(ev->host.user, m->file->path) == EVAL_ORIGIN_STAND_IN;
}

/* "module 'x', which stops at y.py:3 with NameError: …" */
static Str failed_origin(Eval *ev, Str dotted, const Err *e)
{
    size_t end = str_find_char(e->message, '\n');
    Str text = str_slice(e->message, 0, end == STR_NPOS ? e->message.len : end), where = STR("");
    if (e->pos.file) {
        Str path = e->pos.file->path;
        size_t slash = str_rfind_char(path, '/');
        where = arena_fmt(&ev->arena, " at %.*s:%zu",
                          STR_ARG(str_slice(path, slash == STR_NPOS ? 0 : slash + 1, path.len)),
                          source_line(e->pos.file, e->pos.span.start));
    }
    return arena_fmt(&ev->arena, "module '%.*s', which Retort cannot run: it stops%.*s with %.*s%s%.*s",
                     STR_ARG(dotted), STR_ARG(where), STR_ARG(e->kind), e->kind.len ? ": " : "",
                     STR_ARG(text));
}

/* After the failure of an installed package's module: true when the module is unknown from here on.
 * The failure stays where the script waits for an ImportError, and where a budget ran out. */
static bool forgive_installed(Eval *ev, Str dotted, const SourceFile *file, Value *out)
{
    if (!ev->host.origin || ev->host.origin(ev->host.user, file->path) != EVAL_ORIGIN_INSTALLED)
        return false;
    if (ev->fatal && (ev->fatal_err.code == ERR_BUDGET || ev->fatal_err.code == ERR_INTERNAL))
        return false;
    bool expected = exception_is(ev, ev->pending, "ImportError") && import_guarded(ev);
    if (!ev->fatal && (expected || !exception_is(ev, ev->pending, "Exception"))) return false;
    Err e = err_init(&ev->arena);
    eval_take_error(ev, &e);
    unknown_named(ev, failed_origin(ev, dotted, &e), dotted, out);
    set_module(ev, dotted, *out);
    return true;
}

/* Loads one module whose parent is loaded. *out unset = there is none. */
static bool load(Eval *ev, Str dotted, Value *out)
{
    *out = value_dict_find_str(value_of(ev->modules), dotted);
    if (value_is_none(*out))
        return eval_raise(ev, "ModuleNotFoundError", "import of %.*s halted; None in sys.modules",
                          STR_ARG(dotted));
    if (!value_is_unset(*out)) return true;
    const NativeModule *native =
        ev->host.find_native ? ev->host.find_native(ev->host.user, dotted) : NULL;
    if (native) {
        *out = module_new(ev, dotted);
        OBJECT_AS(ModuleObject, *out)->native = native;
        module_fields(ev, OBJECT_AS(ModuleObject, *out), dotted, NULL, true);
        set_module(ev, dotted, *out);
        return true;
    }
    SourceFile *file = NULL;
    bool package = false;
    Err err = err_init(&ev->arena);
    if (!ev->host.find_source) return true;
    if (!ev->host.find_source(ev->host.user, dotted, &ev->arena, &file, &package, &err))
        return eval_fail(ev, &err);
    if (!file) return true;
    *out = module_new(ev, dotted);
    module_fields(ev, OBJECT_AS(ModuleObject, *out), dotted, file, package);
    set_module(ev, dotted, *out);
    bool ok = import_run_source(ev, OBJECT_AS(ModuleObject, *out), file);
    Value now = value_dict_find_str(value_of(ev->modules), dotted);
    if (ok) {
        /* A module may put something else in its place. */
        if (!value_is_unset(now)) *out = now;
        return true;
    }
    TableEntry *e = table_find_str(&ev->modules->table, dotted);
    if (e && value_is(e->item, *out)) table_remove_entry(ev, &ev->modules->table, e);
    return forgive_installed(ev, dotted, file, out);
}

bool import_guarded(const Eval *ev)
{
    SourceFile *file = ev->frame ? ev->frame->code->file : NULL;
    for (Frame *f = ev->frame; f && f->code->file == file; f = f->back) {
        uint16_t guard = f->pc ? f->code->guards[f->pc - 1] : 0;
        for (int32_t h = (int32_t)guard - 1; h >= 0; h = f->code->handlers[h].parent)
            if (f->code->handlers[h].catches_import) return true;
    }
    return false;
}

/* A module that is nowhere: an ImportError where the script expects one, else unknown. */
static bool missing(Eval *ev, Str dotted, Value parent, Value *out)
{
    if (import_guarded(ev)) {
        bool not_package =
            value_is_kind(parent, OBJECT_MODULE) && !OBJECT_AS(ModuleObject, parent)->is_package;
        Str up = parent_name(dotted);
        Str text = not_package
                       ? arena_fmt(&ev->arena, "No module named '%.*s'; '%.*s' is not a package",
                                   STR_ARG(dotted), STR_ARG(up))
                       : arena_fmt(&ev->arena, "No module named '%.*s'", STR_ARG(dotted));
        Value arg = value_str(ev, text), kw = value_dict(ev), exc;
        value_dict_put_z(ev, kw, "name", value_str(ev, dotted));
        Value cls = value_of(eval_class(ev, exception_class_find(STR("ModuleNotFoundError"))));
        if (!eval_call(ev, cls, &arg, 1, kw, &exc)) return false;
        return eval_raise_value(ev, exc);
    }
    Str origin = arena_fmt(&ev->arena, "module '%.*s'", STR_ARG(dotted));
    return unknown_named(ev, origin, dotted, out);
}

static void set_child(Eval *ev, Value parent, Str dotted, Value child)
{
    if (!value_is_kind(parent, OBJECT_MODULE)) return;
    table_put_name(ev, &OBJECT_AS(ModuleObject, parent)->dict->table,
                   object_intern(ev, last_name(dotted)), child);
}

/* All of a dotted name; *top is the module of its first part. */
static bool import_dotted(Eval *ev, Str dotted, Value *top, Value *leaf)
{
    size_t at = 0;
    Value parent = value_unset();
    if (!call_enter(ev)) return false;
    bool ok = true;
    while (ok && at <= dotted.len) {
        Str rest = str_slice(dotted, at, dotted.len);
        size_t dot = str_find_char(rest, '.');
        size_t end = dot == STR_NPOS ? dotted.len : at + dot;
        Str name = str_slice(dotted, 0, end);
        bool known = !value_is_unset(value_dict_find_str(value_of(ev->modules), name));
        if (value_is_unknown(parent)) {
            ok = unknown_spread(ev, parent, "attribute", last_name(name), leaf);
        } else {
            ok = load(ev, name, leaf);
            if (ok && value_is_unset(*leaf)) {
                ok = missing(ev, name, parent, leaf);
                if (ok) set_child(ev, parent, name, *leaf);
            } else if (ok && !known) {
                set_child(ev, parent, name, *leaf);
            }
        }
        if (at == 0) *top = *leaf;
        parent = *leaf;
        at = end + 1;
    }
    call_leave(ev);
    return ok;
}

bool eval_import(Eval *ev, Str dotted, Value *module)
{
    Value top;
    return import_dotted(ev, dotted, &top, module);
}

/* ---- the import statement ---- */

static Str package_of(Eval *ev, Frame *f)
{
    Value globals = value_of(f->globals);
    Value package = value_dict_find_str(globals, STR("__package__"));
    if (value_is_str(package)) return value_as_str(package);
    Str name = value_as_str(value_dict_find_str(globals, STR("__name__")));
    if (!value_is_unset(value_dict_find_str(globals, STR("__path__")))) return name;
    return parent_name(name);
}

static bool absolute_name(Eval *ev, Frame *f, Str name, int level, Str *out)
{
    Str package = package_of(ev, f);
    if (package.len == 0)
        return eval_raise(ev, "ImportError",
                          "attempted relative import with no known parent package");
    for (int i = 1; i < level; i++) {
        if (str_find_char(package, '.') == STR_NPOS)
            return eval_raise(ev, "ImportError",
                              "attempted relative import beyond top-level package");
        package = parent_name(package);
    }
    *out = name.len ? arena_fmt(&ev->arena, "%.*s.%.*s", STR_ARG(package), STR_ARG(name)) : package;
    return true;
}

bool import_name(Eval *ev, Frame *f, StrObject *name, int level, bool has_from, Value *out)
{
    Str dotted = object_str_view(name);
    Value top, leaf;
    if (level > 0 && !absolute_name(ev, f, dotted, level, &dotted)) return false;
    if (!import_dotted(ev, dotted, &top, &leaf)) return false;
    *out = has_from ? leaf : top;
    return true;
}

static bool cannot_import(Eval *ev, ModuleObject *m, StrObject *name)
{
    Str path = m->file ? m->file->path : STR("unknown location");
    if (m->initializing)
        return eval_raise(ev, "ImportError",
                          "cannot import name '%s' from partially initialized module '%s' "
                          "(most likely due to a circular import) (%.*s)",
                          name->data, m->name->data, STR_ARG(path));
    return eval_raise(ev, "ImportError", "cannot import name '%s' from '%s' (%.*s)", name->data,
                      m->name->data, STR_ARG(path));
}

static bool import_submodule(Eval *ev, ModuleObject *m, StrObject *name, Value *out)
{
    *out = value_unset();
    if (!m->is_package) return true;
    Str dotted = arena_fmt(&ev->arena, "%s.%s", m->name->data, name->data);
    if (!load(ev, dotted, out)) return false;
    if (!value_is_unset(*out)) set_child(ev, value_of(m), dotted, *out);
    return true;
}

bool import_from(Eval *ev, Frame *f, Value module, StrObject *name, Value *out)
{
    if (!value_is_kind(module, OBJECT_MODULE)) return attr_get(ev, module, name, out);
    ModuleObject *m = OBJECT_AS(ModuleObject, module);
    if (!module_find_attr(ev, m, name, out)) return false;
    if (!value_is_unset(*out)) return true;
    if (!import_submodule(ev, m, name, out)) return false;
    if (!value_is_unset(*out)) return true;
    if (!module_is_partial(ev, m) || import_guarded(ev)) return cannot_import(ev, m, name);
    Str origin = arena_fmt(&ev->arena, "module '%s'", m->name->data);
    return unknown_named(ev, origin, object_str_view(name), out);
}

static bool star_name(Eval *ev, Frame *f, ModuleObject *m, Value name)
{
    Value v;
    if (!value_is_str(name))
        return eval_raise(ev, "TypeError", "Item in %s.__all__ must be str, not %.*s",
                          m->name->data, STR_ARG(value_type_name(ev, name)));
    StrObject *n = object_intern(ev, value_as_str(name));
    if (!module_find_attr(ev, m, n, &v)) return false;
    if (value_is_unset(v) && !import_submodule(ev, m, n, &v)) return false;
    if (value_is_unset(v))
        return eval_raise(ev, "AttributeError", "module '%s' has no attribute '%s'", m->name->data,
                          n->data);
    table_put_name(ev, &f->names->table, n, v);
    return true;
}

bool import_star(Eval *ev, Frame *f, Value module)
{
    if (value_is_unknown(module)) return eval_need_known(ev, module, "`from … import *`");
    ModuleObject *m = OBJECT_AS(ModuleObject, module);
    Value all, names;
    if (!module_find_attr(ev, m, ev->names.all, &all)) return false;
    if (!value_is_unset(all)) {
        if (!eval_to_list(ev, all, &names)) return false;
    } else {
        names = value_list(ev);
        for (const NativeMember *k = m->native ? m->native->members : NULL;
             k && k->kind != MEMBER_END; k++)
            if (k->name[0] != '_') value_list_push(ev, names, value_str_z(ev, k->name));
        size_t at = 0;
        Value key;
        while (value_dict_next(value_of(m->dict), &at, &key, NULL))
            if (value_is_str(key) && !str_starts(value_as_str(key), STR("_")))
                value_list_push(ev, names, key);
    }
    eval_root_push(ev, names);
    bool ok = true;
    for (size_t i = 0; ok && i < value_seq_len(names); i++)
        ok = star_name(ev, f, m, value_seq_items(names)[i]);
    eval_root_pop(ev, 1);
    return ok;
}
