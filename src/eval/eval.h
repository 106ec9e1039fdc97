/* The evaluator: runs Python source in a closed world.
 *
 * A script can reach what its host gives it and nothing else: modules come from native tables and
 * from source files that the host finds; there is no process, socket or file writing. Budgets
 * bound steps, bytes and call depth. The evaluator knows no SQL and no schema.
 * One Eval belongs to one thread. */
#ifndef RETORT_EVAL_EVAL_H
#define RETORT_EVAL_EVAL_H

#include "base/log.h"
#include "eval/native.h"

/* Whose a module's source is, which decides what happens where it cannot be run to its end. */
typedef enum EvalOrigin {
    EVAL_ORIGIN_PROJECT,   /* a failure is the script's */
    EVAL_ORIGIN_INSTALLED, /* a package beside the project: unknown, as if it were not there */
    EVAL_ORIGIN_STAND_IN,  /* the host's own, for a module of which it has a part */
} EvalOrigin;

/* What the evaluator asks of its host. Any function pointer may be NULL. */
typedef struct EvalHost {
    void *user;
    /* The native module of a dotted name; NULL = none. */
    const NativeModule *(*find_native)(void *user, Str dotted);
    /* Finds the source of a module on the host's path and reads it. Returns false only on failure
     * (unreadable file); *file NULL = there is no such module. *is_package: it was an __init__.py,
     * or a folder without one (then file->text is empty). */
    bool (*find_source)(void *user, Str dotted, Arena *arena, SourceFile **file, bool *is_package, Err *err);
    /* Whose a file is that find_source gave; NULL = all are the project's. */
    EvalOrigin (*origin)(void *user, Str path);
    /* print() and sys.stdout.write; stream 1 or 2. */
    void (*print)(void *user, int stream, Str text);
    /* print(flush=True) and flush(): what was printed is to be seen now. */
    void (*flush)(void *user, int stream);
    /* warnings.warn and the evaluator's own. */
    void (*warn)(void *user, Str category, Str message, SourcePos pos);
} EvalHost;

typedef struct EvalBudget {
    uint64_t steps;    /* instructions; 0 = the default, 2,000,000,000 */
    size_t bytes;      /* live heap; 0 = the default, 1 GiB */
    unsigned depth;    /* script calls; 0 = the default, 1000, as CPython's */
    bool stress;       /* for tests: collects garbage wherever it may be collected */
} EvalBudget;

Eval *eval_new(const EvalHost *host, EvalBudget budget);
void eval_free(Eval *ev);

/* Runs a file as module `dotted` (registered in sys.modules under that name, unless it is
 * "__main__"-like and `registered` is false). On failure err tells: ERR_SYNTAX, ERR_SCRIPT (an
 * exception nobody caught; err->kind is its class, message its text), ERR_UNKNOWN, ERR_BUDGET or
 * what a native failed with; err->pos is the line. */
bool eval_run_file(Eval *ev, SourceFile *file, Str dotted, bool registered, Value *module, Err *err) MUST_CHECK;

/* Evaluates an expression in a module's namespace (string annotations, template expressions). */
bool eval_expression(Eval *ev, SourceFile *file, Value globals_dict, Value *out) MUST_CHECK;

/* Calls from the host: as eval_call, with the failure turned into err. */
bool eval_run_call(Eval *ev, Value fn, const Value *args, size_t n, Value kw, Value *out, Err *err) MUST_CHECK;

/* While on, calling an unknown value is an error instead of giving an unknown result: in a migration,
 * a call that nobody sees the effect of must not be passed over. Returns what was set before. */
bool eval_strict_calls(Eval *ev, bool on);

/* Moves the pending exception or fatal failure into err (with its script position and a hint where
 * there is one) and clears it. Returns false. */
bool eval_take_error(Eval *ev, Err *err);

/* The script's traceback of the exception taken last, outermost frame first, for verbose display.
 * Valid until the next one is taken. */
size_t eval_trace_len(const Eval *ev);
SourcePos eval_trace_at(const Eval *ev, size_t i, Str *function);

#endif
