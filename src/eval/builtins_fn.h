/* The built-in functions, by file; builtins.c joins them in one table. */
#ifndef RETORT_EVAL_BUILTINS_FN_H
#define RETORT_EVAL_BUILTINS_FN_H

#include "eval/builtins.h"

/* builtins_class.c */
bool builtin_isinstance(Eval *ev, Args *a, Value *out);
bool builtin_issubclass(Eval *ev, Args *a, Value *out);
bool builtin_getattr(Eval *ev, Args *a, Value *out);
bool builtin_hasattr(Eval *ev, Args *a, Value *out);
bool builtin_setattr(Eval *ev, Args *a, Value *out);
bool builtin_delattr(Eval *ev, Args *a, Value *out);
bool builtin_callable(Eval *ev, Args *a, Value *out);
bool builtin_id(Eval *ev, Args *a, Value *out);
bool builtin_hash(Eval *ev, Args *a, Value *out);
bool builtin_globals(Eval *ev, Args *a, Value *out);
bool builtin_locals(Eval *ev, Args *a, Value *out);
bool builtin_vars(Eval *ev, Args *a, Value *out);
bool builtin_dir(Eval *ev, Args *a, Value *out);
bool builtin_import(Eval *ev, Args *a, Value *out);

/* builtins_math.c */
bool builtin_abs(Eval *ev, Args *a, Value *out);
bool builtin_divmod(Eval *ev, Args *a, Value *out);
bool builtin_pow(Eval *ev, Args *a, Value *out);
bool builtin_round(Eval *ev, Args *a, Value *out);
bool builtin_bin(Eval *ev, Args *a, Value *out);
bool builtin_oct(Eval *ev, Args *a, Value *out);
bool builtin_hex(Eval *ev, Args *a, Value *out);
bool builtin_chr(Eval *ev, Args *a, Value *out);
bool builtin_ord(Eval *ev, Args *a, Value *out);
bool builtin_sum(Eval *ev, Args *a, Value *out);
bool builtin_max(Eval *ev, Args *a, Value *out);
bool builtin_min(Eval *ev, Args *a, Value *out);

/* builtins_eval.c */
bool builtin_eval(Eval *ev, Args *a, Value *out);
bool builtin_exec(Eval *ev, Args *a, Value *out);
bool builtin_compile(Eval *ev, Args *a, Value *out);

#endif
