/* libFuzzer entry: any bytes are run as a script, with small budgets.
 *
 * A script ends well or with an error that says why; it never crashes, hangs or leaks, and it never
 * outgrows its budgets. The first byte chooses whether garbage is collected at every chance. */
#include "eval/eval.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print(void *user, int stream, Str text) { *(size_t *)user += text.len; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
    size_t printed = 0;
    EvalHost host = {.user = &printed, .print = print};
    /* Enough for loops to turn and for a heap to be collected, and still thousands of runs a
     * second. */
    EvalBudget budget = {
        .steps = 20000, .bytes = 16 << 20, .depth = 100, .stress = (data[0] & 15) == 0};
    Arena arena = {0};
    Err err = err_init(&arena);
    Eval *ev = eval_new(&host, budget);
    SourceFile *file =
        source_file_new(&arena, STR("fuzz.py"), (Str){(const char *)data + 1, size - 1});
    Value module;
    bool ok = eval_run_file(ev, file, STR("__main__"), true, &module, &err);
    if (ok == err_is_set(&err) || (!ok && !err.message.len)) __builtin_trap();
    eval_free(ev);
    arena_release(&arena);
    return 0;
}
