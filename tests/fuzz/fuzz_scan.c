/* libFuzzer entry: any bytes are scanned for a script's identity; what the scan is sure of, Python
 * agrees with.
 *
 * The scan only sees a file that parses, in the end: an input that is no Python proves nothing. */
#include "eval/eval.h"
#include "python/encoding.h"
#include "revision/script_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A name's value as one string: None, a string, or the items of a list or tuple, joined. */
static bool agrees(Eval *ev, Value module, const char *name, const ScanValue *found, Arena *arena)
{
    Value v;
    if (!eval_getattr(ev, module, str_z(name), &v)) {
        Err ignored = err_init(arena);
        (void)eval_take_error(ev, &ignored);
        return !found->is_set;
    }
    if (!found->is_set) return false;
    if (value_is_none(v)) return found->is_none;
    if (value_is_str(v))
        return found->items.len == 1 && str_eq(value_as_str(v), found->items.items[0]);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = {0};
    Err err = err_init(&arena);
    EvalHost host = {0};
    SourceFile *file = source_file_new(&arena, STR("fuzz.py"), (Str){(const char *)data, size});
    ScriptScan scan;
    if (encoding_clean(file, &err) && script_scan(file->text, &arena, &scan)) {
        Eval *ev = eval_new(&host, (EvalBudget){.steps = 20000, .bytes = 16 << 20, .depth = 100});
        Value module;
        if (eval_run_file(ev, file, STR("m"), true, &module, &err)) {
            if (!agrees(ev, module, "revision", &scan.revision, &arena) ||
                !agrees(ev, module, "down_revision", &scan.down_revision, &arena))
                __builtin_trap();
        }
        eval_free(ev);
    }
    arena_release(&arena);
    return 0;
}
