/* A host for evaluator tests: modules from a table of texts or a folder, output into a buffer. */
#ifndef RETORT_TESTS_EVAL_SUPPORT_H
#define RETORT_TESTS_EVAL_SUPPORT_H

#include "base/strbuf.h"
#include "eval/eval.h"

typedef struct TestModule {
    const char *name;
    const char *text;
} TestModule;

typedef struct TestHost {
    Arena arena;
    StrBuf out;
    const TestModule *modules;          /* ends with a NULL name; may be NULL */
    const NativeModule *const *natives; /* ends with NULL; may be NULL */
    const char *dir;                    /* where modules are looked for as files; may be NULL */
    EvalBudget budget;
    Eval *ev;
    Err err;
} TestHost;

void support_open(TestHost *h);
void support_close(TestHost *h);
/* Runs a text as __main__ ("main.py"). */
bool support_run(TestHost *h, const char *text);
/* Runs a text that must work, and compares what it prints. */
void support_expect(TestHost *h, const char *text, const char *printed);
/* A whole file; NULL when it cannot be read. */
char *support_read(const char *path, size_t *len);

#endif
