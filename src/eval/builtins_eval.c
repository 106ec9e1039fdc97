/* eval(), exec() and compile(): source text that a script, or a package that it imports (six,
 * attrs), made itself. It runs in the same closed world and under the same budgets as the script,
 * so it can do nothing that the script could not write down itself. */
#include "eval/builtins_fn.h"

#include "base/map.h"
#include "base/mem.h"
#include "eval/compile.h"
#include "eval/function.h"
#include "eval/vm.h"
#include "python/parser.h"

/* Code lives as long as the evaluator, so each text is compiled once, and the texts together are
 * limited: far more than scripts have, little enough to stay in memory. */
enum { SOURCE_MAX = 1 << 20 };

typedef enum Mode { MODE_EVAL, MODE_EXEC, MODE_COUNT } Mode;

typedef struct Compiled {
    Map codes[MODE_COUNT]; /* by text */
    size_t bytes;
} Compiled;

static const char state_key;

static void release(void *state) { mem_free(state); }

static Compiled *compiled(Eval *ev)
{
    Compiled *s = eval_state_find(ev, &state_key);
    if (s) return s;
    s = mem_alloc(1, sizeof *s);
    eval_state_put(ev, &state_key, s, release, NULL);
    return s;
}

static Code *compile_text(Eval *ev, Str text, Str name, Mode mode)
{
    Compiled *s = compiled(ev);
    Code *code = map_find(&s->codes[mode], text);
    if (code) return code;
    if (s->bytes + text.len > SOURCE_MAX) {
        (void)eval_raise(ev, "MemoryError",
                         "eval() and exec() were given more than 1 MiB of source text");
        return NULL;
    }
    s->bytes += text.len;
    Arena scratch = {0};
    Err err = err_init(&scratch);
    SourceFile *file = source_file_new(eval_arena(ev), arena_str(eval_arena(ev), name),
                                       arena_str(eval_arena(ev), text));
    AstNode *root = mode == MODE_EVAL ? parser_parse_expression(file, &scratch, &err)
                                      : parser_parse_module(file, &scratch, &err);
    code = root ? compile_module(ev, file, root, mode == MODE_EVAL, &err) : NULL;
    if (code)
        map_put(&s->codes[mode], eval_arena(ev), file->text, code);
    else
        (void)eval_raise(ev, "SyntaxError", "%.*s", STR_ARG(err.message));
    arena_release(&scratch);
    return code;
}

/* The text of `source`, a str or UTF-8 bytes; what stands before an expression is left out. */
static bool source_text(Eval *ev, Value source, const char *name, Mode mode, Str *out)
{
    if (value_is_unknown(source)) return eval_need_known(ev, source, "source text");
    if (!value_is_str(source) && !value_is_bytes(source))
        return eval_raise(ev, "TypeError", "%s() arg 1 must be a string, bytes or code object",
                          name);
    *out = value_is_str(source) ? value_as_str(source) : value_as_bytes(source);
    while (mode == MODE_EVAL && out->len && (out->ptr[0] == ' ' || out->ptr[0] == '\t'))
        *out = str_slice(*out, 1, out->len);
    return true;
}

bool builtin_compile(Eval *ev, Args *a, Value *out)
{
    Str text, mode = value_is_str(a->v[2]) ? value_as_str(a->v[2]) : STR("");
    bool expression = str_eq_z(mode, "eval");
    if (!expression && !str_eq_z(mode, "exec"))
        return eval_raise(ev, "ValueError", "compile() mode must be 'exec' or 'eval'");
    if (!value_is_str(a->v[1]))
        return eval_raise(ev, "TypeError", "compile() arg 2 must be a string");
    Mode how = expression ? MODE_EVAL : MODE_EXEC;
    if (!source_text(ev, a->v[0], "compile", how, &text)) return false;
    Code *code = compile_text(ev, text, value_as_str(a->v[1]), how);
    if (code) *out = function_code_new(ev, code);
    return code != NULL;
}

static bool take_namespace(Eval *ev, Value given, const char *name, Value otherwise, Value *out)
{
    *out = value_is_none(given) ? otherwise : given;
    return value_is_dict(*out) || eval_raise(ev, "TypeError", "%s must be a dict, not %.*s", name,
                                             STR_ARG(value_type_name(ev, given)));
}

/* v: source, globals, locals. */
static bool run(Eval *ev, Args *a, const char *name, Mode mode, Value *out)
{
    Value globals, locals = value_unset();
    if (!ev->frame) return eval_raise(ev, "RuntimeError", "%s(): no frame exists", name);
    if (!take_namespace(ev, a->v[1], "globals", value_of(ev->frame->globals), &globals))
        return false;
    if (value_is_none(a->v[1]) && !builtin_locals(ev, a, &locals)) return false;
    if (!take_namespace(ev, a->v[2], "locals", value_is_unset(locals) ? globals : locals, &locals))
        return false;
    Code *code = function_code_of(a->v[0]);
    Str text;
    if (!code && !source_text(ev, a->v[0], name, mode, &text)) return false;
    if (!code) code = compile_text(ev, text, STR("<string>"), mode);
    if (!code) return false;
    eval_root_push(ev, locals);
    Frame *f = vm_frame_new(ev, code, NULL, OBJECT_AS(DictObject, globals));
    f->names = OBJECT_AS(DictObject, locals);
    bool ok = vm_run(ev, f, out);
    eval_root_pop(ev, 1);
    return ok;
}

bool builtin_eval(Eval *ev, Args *a, Value *out) { return run(ev, a, "eval", MODE_EVAL, out); }

bool builtin_exec(Eval *ev, Args *a, Value *out)
{
    if (!run(ev, a, "exec", MODE_EXEC, out)) return false;
    *out = value_none();
    return true;
}
