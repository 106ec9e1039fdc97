/* What the evaluator core asks of the built-in types, and the tables that it finds them by.
 *
 * Built-in types are NativeClass tables like any other: methods, slots (repr, hash, iter, length,
 * getitem, binary …), init or construct. The core does attribute lookup, subclassing, operator
 * dispatch and the text of binding errors for all classes alike, so that `str.join`,
 * `super().append` and `class Color(str, Enum)` need nothing special. Beyond the tables, the core
 * calls the few functions below on its fast paths.
 *
 * Objects of built-in kinds have no payload: slots get the Value and use object.h. How instances
 * are made: mutable ones (list, dict, set) have `init` (the core makes the empty object of the
 * right kind); immutable ones (int, float, str, bytes, tuple, frozenset, bool, range, slice) have
 * `construct`, which ends with class_adopt(). */
#ifndef RETORT_EVAL_BUILTINS_H
#define RETORT_EVAL_BUILTINS_H

#include "eval/object.h"

/* ---- tables: builtin types ---- */
extern const NativeClass native_class_int, native_class_bool, native_class_float, native_class_str,
    native_class_bytes, native_class_list, native_class_tuple, native_class_dict, native_class_set,
    native_class_frozenset, native_class_slice, native_class_range, native_class_none_type,
    native_class_ellipsis, native_class_not_implemented;

/* ---- tables: the core's own (class.c, function.c, exception.c, vm_generator.c) ---- */
extern const NativeClass native_class_object, native_class_type, native_class_function,
    native_class_builtin_function, native_class_method, native_class_property,
    native_class_staticmethod, native_class_classmethod, native_class_super, native_class_module,
    native_class_generator, native_class_coroutine, native_class_async_generator, native_class_code,
    native_class_cell, native_class_base_exception;
/* A built-in exception class by name; NULL = there is none. */
const NativeClass *exception_class_find(Str name);

/* ---- functions of the builtin types that the core calls ---- */

/* The value of a name in `builtins` (print, len, str …): functions, types, constants, everything
 * except exception classes, which the core adds. Made on first use and cached by the core.
 * *out unset = there is no such name. */
bool builtins_lookup(Eval *ev, Str name, Value *out) MUST_CHECK;

/* isinstance(v, info) and issubclass(cls, info): info is a class, a union or a tuple of these. */
bool builtins_isinstance(Eval *ev, Value v, Value info, bool *out) MUST_CHECK;
bool builtins_issubclass(Eval *ev, Value cls, Value info, bool *out) MUST_CHECK;

/* int, bool, float and BigInt operands only; *out unset when the pair is not numbers. Division by
 * zero and so on raise. Unary operators have right unset. */
bool number_binary(Eval *ev, Operator op, Value left, Value right, Value *out) MUST_CHECK;
/* Literals of source text (underscores and prefixes included); a literal that is too big for int64
 * gives a BigInt, which the core keeps alive. */
bool number_parse_literal(Eval *ev, Str text, Value *out) MUST_CHECK;

/* format(v, spec): what f-strings and str.format use. Consults a script's __format__. *out a str. */
bool eval_format(Eval *ev, Value v, Str spec, Value *out) MUST_CHECK;
/* ascii(v), for !a. */
bool eval_ascii(Eval *ev, Value v, Value *out) MUST_CHECK;

/* An int from an int or an object with __index__; TypeError otherwise ("'str' object cannot be
 * interpreted as an integer"). */
bool eval_as_index(Eval *ev, Value v, int64_t *out) MUST_CHECK;

#endif
