/* Classes: native tables seen as Python classes, method resolution order, lookup along it.
 *
 * A class of a native table costs one small object when it is first needed; its methods become
 * objects one by one as they are looked up. Native slots appear as special methods (`__len__`), so
 * that one cached lookup by name decides between a script's override and the table. */
#ifndef RETORT_EVAL_CLASS_H
#define RETORT_EVAL_CLASS_H

#include "eval/state.h"

/* class_slots.c: the wrapper of a native slot for a special method's name; unset = no such slot. */
Value class_slot_wrapper(Eval *ev, Class *cls, StrObject *name);
/* A method object of a native table's entry. */
Value class_native_method(Eval *ev, Class *cls, const NativeMethod *m);

#endif
