/* libFuzzer entry: any bytes are rendered as a script.py.mako, with small budgets. */
#include "eval/eval.h"
#include "revision/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    EvalHost host = {0};
    Eval *ev = eval_new(&host, (EvalBudget){.steps = 20000, .bytes = 16 << 20, .depth = 100});
    SourceFile *file =
        source_file_new(&arena, STR("script.py.mako"), (Str){(const char *)data, size});
    TemplateSource source;
    bool translated = template_translate(file, &arena, false, &source, &err);
    if (translated == err_is_set(&err)) __builtin_trap();
    if (translated) {
        Str out;
        Err second = err_init(&arena);
        if (template_render(file, ev, value_dict(ev), &arena, &out, &second) == err_is_set(&second))
            __builtin_trap();
    }
    eval_free(ev);
    arena_release(&arena);
    return 0;
}
