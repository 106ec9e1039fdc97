/* What other built-in types and native modules need of dict beyond value.h. */
#ifndef RETORT_EVAL_DICT_TYPE_H
#define RETORT_EVAL_DICT_TYPE_H

#include "eval/builtins.h"

/* dict.update(source): a mapping, or an iterable of pairs. */
bool dict_merge(Eval *ev, Value dict, Value source) MUST_CHECK;
/* Raises KeyError(key); returns false. */
bool dict_raise_key_error(Eval *ev, Value key);

#endif
