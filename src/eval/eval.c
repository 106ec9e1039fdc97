#include "eval/eval.h"

#include <string.h>

#include "base/mem.h"
#include "eval/import.h"
#include "eval/vm.h"
#include "python/parser.h"

/* Two billion steps are about a minute; no migration that is meant comes near. */
#define DEFAULT_STEPS 2000000000u
#define DEFAULT_BYTES ((size_t)1 << 30)
enum { DEFAULT_DEPTH = 1000 };

static void init_names(Eval *ev)
{
    static const char *const binary[] = {
        "__add__", "__sub__", "__mul__",    "__matmul__", "__truediv__", "__floordiv__",
        "__mod__", "__pow__", "__lshift__", "__rshift__", "__and__",     "__or__",
        "__xor__", "__eq__",  "__ne__",     "__lt__",     "__le__",      "__gt__",
        "__ge__",  "__neg__", "__pos__",    "__invert__"};
    static const char *const reflected[] = {
        "__radd__",      "__rsub__", "__rmul__", "__rmatmul__", "__rtruediv__",
        "__rfloordiv__", "__rmod__", "__rpow__", "__rlshift__", "__rrshift__",
        "__rand__",      "__ror__",  "__rxor__", "__eq__",      "__ne__",
        "__gt__",        "__ge__",   "__lt__",   "__le__"};
    static const char *const inplace[] = {
        "__iadd__",      "__isub__", "__imul__", "__imatmul__", "__itruediv__",
        "__ifloordiv__", "__imod__", "__ipow__", "__ilshift__", "__irshift__",
        "__iand__",      "__ior__",  "__ixor__"};
#define X(id, text) ev->names.id = object_intern(ev, STR(text));
    EVAL_NAMES(X)
#undef X
    for (size_t i = 0; i < sizeof binary / sizeof *binary; i++)
        ev->names.binary[i] = object_intern(ev, str_z(binary[i]));
    for (size_t i = 0; i < sizeof reflected / sizeof *reflected; i++)
        ev->names.reflected[i] = object_intern(ev, str_z(reflected[i]));
    for (size_t i = 0; i < sizeof inplace / sizeof *inplace; i++)
        ev->names.inplace[i] = object_intern(ev, str_z(inplace[i]));
}

Eval *eval_new(const EvalHost *host, EvalBudget budget)
{
    Eval *ev = mem_alloc(1, sizeof *ev);
    ev->host = *host;
    ev->budget = budget;
    if (!budget.steps) ev->budget.steps = DEFAULT_STEPS;
    if (!budget.bytes) ev->budget.bytes = DEFAULT_BYTES;
    if (!budget.depth) ev->budget.depth = DEFAULT_DEPTH;
    heap_init(ev);
    if (budget.stress) ev->gc_at = 0;
    ev->class_epoch = 1;
    ev->attr_cache = mem_alloc(ATTR_CACHE, sizeof *ev->attr_cache);
    init_names(ev);
    ev->builtins = OBJECT_AS(DictObject, value_dict(ev));
    ev->modules = OBJECT_AS(DictObject, value_dict(ev));
    return ev;
}

void eval_free(Eval *ev)
{
    if (!ev) return;
    for (size_t i = ev->states.len; i > 0; i--) {
        EvalState *s = &ev->states.items[i - 1];
        if (s->release) s->release(s->state);
    }
    heap_deinit(ev);
    mem_free(ev->attr_cache);
    arena_release(&ev->arena);
    mem_free(ev);
}

/* ---- running ---- */

bool eval_run_file(Eval *ev, SourceFile *file, Str dotted, bool registered, Value *module, Err *err)
{
    Value m = module_new(ev, dotted);
    ModuleObject *mo = OBJECT_AS(ModuleObject, m);
    mo->file = file;
    Table *t = &mo->dict->table;
    size_t dot = str_rfind_char(dotted, '.');
    table_put_name(ev, t, ev->names.package,
                   value_str(ev, dot == STR_NPOS ? STR("") : str_slice(dotted, 0, dot)));
    table_put_name(ev, t, ev->names.file, value_str(ev, file->path));
    if (registered) table_put_name(ev, &ev->modules->table, object_intern(ev, dotted), m);
    eval_root_push(ev, m); /* the host may keep the module: it lives as long as the evaluator */
    if (module) *module = m;
    if (import_run_source(ev, mo, file)) return true;
    TableEntry *e = registered ? table_find_str(&ev->modules->table, dotted) : NULL;
    if (e) table_remove_entry(ev, &ev->modules->table, e);
    return eval_take_error(ev, err);
}

bool eval_expression(Eval *ev, SourceFile *file, Value globals_dict, Value *out)
{
    Arena arena = {0};
    Err err = err_init(&ev->arena);
    AstNode *root = parser_parse_expression(file, &arena, &err);
    Code *code = root ? compile_module(ev, file, root, true, &err) : NULL;
    arena_release(&arena);
    if (!code) return eval_raise(ev, "SyntaxError", "%.*s", STR_ARG(err.message));
    Frame *f = vm_frame_new(ev, code, NULL, OBJECT_AS(DictObject, globals_dict));
    f->names = f->globals;
    return vm_run(ev, f, out);
}

bool eval_run_call(Eval *ev, Value fn, const Value *args, size_t n, Value kw, Value *out, Err *err)
{
    if (eval_call(ev, fn, args, n, kw, out)) return true;
    return eval_take_error(ev, err);
}

/* ---- errors ---- */

static SourcePos entry_position(TraceEntry t)
{
    return (SourcePos){t.code->file, t.code->spans[t.pc]};
}

static void keep_trace(Eval *ev, const ExceptionData *d)
{
    ev->last_trace.len = 0;
    for (size_t i = d ? d->trace_len : 0; i > 0; i--)
        VEC_PUSH(&ev->arena, &ev->last_trace, d->trace[i - 1]);
}

static Str keep(Arena *a, Str s) { return str_is_null(s) ? s : arena_str(a, s); }

static void take_fatal(Eval *ev, Err *err)
{
    Arena *a = err->arena;
    Err *f = &ev->fatal_err;
    *err = *f;
    err->arena = a;
    err->message = keep(a, f->message);
    err->hint = keep(a, f->hint);
    err->kind = keep(a, f->kind);
    err->statement = keep(a, f->statement);
    err->context = keep(a, f->context);
    ev->fatal = false;
}

/* The innermost place in a file of the project: what Retort's own modules ("<logging.config>")
 * raise is about their caller. */
static SourcePos own_position(const ExceptionData *d, SourcePos otherwise)
{
    for (size_t i = 0; i < d->trace_len; i++) {
        SourcePos pos = entry_position(d->trace[i]);
        if (!pos.file || !str_starts(pos.file->path, STR("<"))) return pos;
    }
    /* Still in the call: the frames below are the caller's. */
    bool own = otherwise.file && !str_starts(otherwise.file->path, STR("<"));
    return d->trace_len && !own ? entry_position(d->trace[0]) : otherwise;
}

/* As Python ends: None is 0, a number the status, anything else is shown and 1. */
static void take_exit(Eval *ev, Value exc, Err *err)
{
    Value code;
    eval_root_push(ev, exc);
    if (!eval_getattr(ev, exc, STR("code"), &code)) code = eval_catch(ev);
    eval_root_pop(ev, 1);
    int64_t number = 0;
    bool plain = value_is_none(code) || value_as_int(code, &number);
    err->exits = true;
    err->exit_status = plain ? (int)(number & 0xff) : 1;
    if (plain) err->message = STR("");
}

bool eval_take_error(Eval *ev, Err *err)
{
    if (ev->fatal) {
        take_fatal(ev, err);
        return false;
    }
    Value exc = eval_catch(ev);
    ExceptionData *d = exception_data(exc);
    if (!d) return err_set(err, ERR_INTERNAL, "the evaluator failed without a reason");
    keep_trace(ev, d);
    SourcePos pos = own_position(d, eval_position(ev));
    eval_root_push(ev, exc);
    Str text = exception_text(ev, exc, err->arena);
    eval_root_pop(ev, 1);
    err_set(err, ERR_SCRIPT, "%.*s", STR_ARG(text));
    err->kind = arena_str(err->arena, value_type_name(ev, exc));
    err->pos = pos;
    if (str_eq_z(err->kind, "SystemExit")) take_exit(ev, exc, err);
    return false;
}

size_t eval_trace_len(const Eval *ev) { return ev->last_trace.len; }

SourcePos eval_trace_at(const Eval *ev, size_t i, Str *function)
{
    TraceEntry t = ev->last_trace.items[i];
    if (function) *function = object_str_view(t.code->qualname);
    return entry_position(t);
}

SourcePos eval_position(Eval *ev)
{
    Frame *f = ev->frame;
    while (f && f->back && f->code->file && str_starts(f->code->file->path, STR("<")))
        f = f->back; /* a module that is built in: the script's line is the one that called it */
    if (!f) return (SourcePos){0};
    return (SourcePos){f->code->file, f->code->spans[f->pc ? f->pc - 1 : 0]};
}

SourcePos eval_own_position(Eval *ev)
{
    for (const Frame *f = ev->frame; f; f = f->back)
        if (!str_starts(f->code->file->path, STR("<")))
            return (SourcePos){f->code->file, f->code->spans[f->pc ? f->pc - 1 : 0]};
    return eval_position(ev);
}

/* ---- what natives keep ---- */

void *eval_host_user(Eval *ev) { return ev->host.user; }
Arena *eval_arena(Eval *ev) { return &ev->arena; }

void *eval_state_find(Eval *ev, const void *key)
{
    for (size_t i = 0; i < ev->states.len; i++)
        if (ev->states.items[i].key == key) return ev->states.items[i].state;
    return NULL;
}

void eval_state_put(Eval *ev, const void *key, void *state, void (*release)(void *),
                    void (*traverse)(void *, GcVisitor *))
{
    VEC_PUSH(&ev->arena, &ev->states, (EvalState){key, state, release, traverse});
}
