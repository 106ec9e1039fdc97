/* eval(): source text that is an expression. It runs in the same closed world and under the same
 * budgets as the script, so it can do nothing that the script could not write down itself. */
#include "eval/builtins_fn.h"

#include "base/map.h"
#include "base/mem.h"
#include "eval/compile.h"
#include "eval/vm.h"
#include "python/parser.h"

/* Code lives as long as the evaluator, so each text is compiled once, and the texts together are
 * limited: far more than scripts have, little enough to stay in memory. */
enum { SOURCE_MAX = 1 << 20 };

typedef struct Compiled {
    Map codes; /* by text */
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

static Code *compile_text(Eval *ev, Str text)
{
    Compiled *s = compiled(ev);
    Code *code = map_find(&s->codes, text);
    if (code) return code;
    if (s->bytes + text.len > SOURCE_MAX) {
        (void)eval_raise(ev, "MemoryError", "eval() was given more than 1 MiB of source text");
        return NULL;
    }
    s->bytes += text.len;
    Arena scratch = {0};
    Err err = err_init(&scratch);
    SourceFile *file =
        source_file_new(eval_arena(ev), STR("<string>"), arena_str(eval_arena(ev), text));
    AstNode *root = parser_parse_expression(file, &scratch, &err);
    code = root ? compile_module(ev, file, root, true, &err) : NULL;
    if (code)
        map_put(&s->codes, eval_arena(ev), file->text, code);
    else
        (void)eval_raise(ev, "SyntaxError", "%.*s", STR_ARG(err.message));
    arena_release(&scratch);
    return code;
}

static bool take_namespace(Eval *ev, Value given, const char *name, Value otherwise, Value *out)
{
    *out = value_is_none(given) ? otherwise : given;
    return value_is_dict(*out) || eval_raise(ev, "TypeError", "eval(): %s must be a dict, not %.*s",
                                             name, STR_ARG(value_type_name(ev, given)));
}

bool builtin_eval(Eval *ev, Args *a, Value *out)
{
    Value globals, locals = value_unset();
    if (!value_is_str(a->v[0]))
        return eval_raise(ev, "TypeError", "eval() arg 1 must be a string, not %.*s",
                          STR_ARG(value_type_name(ev, a->v[0])));
    if (!ev->frame) return eval_raise(ev, "RuntimeError", "eval(): no frame exists");
    Str text = value_as_str(a->v[0]);
    while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
        text = str_slice(text, 1, text.len);
    if (!take_namespace(ev, a->v[1], "globals", value_of(ev->frame->globals), &globals))
        return false;
    if (value_is_none(a->v[1]) && !builtin_locals(ev, a, &locals)) return false;
    if (!take_namespace(ev, a->v[2], "locals", value_is_unset(locals) ? globals : locals, &locals))
        return false;
    Code *code = compile_text(ev, text);
    if (!code) return false;
    eval_root_push(ev, locals);
    Frame *f = vm_frame_new(ev, code, NULL, OBJECT_AS(DictObject, globals));
    f->names = OBJECT_AS(DictObject, locals);
    bool ok = vm_run(ev, f, out);
    eval_root_pop(ev, 1);
    return ok;
}
