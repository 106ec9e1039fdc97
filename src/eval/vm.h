/* The virtual machine: runs frames.
 *
 * Calls of scripts by scripts push a frame and go on in the same loop; only native code that calls
 * back, special methods and generators enter vm_run again, and call_enter bounds how deep. The
 * collector may run at function entries and loop back-edges, where all operands are in frames. */
#ifndef RETORT_EVAL_VM_H
#define RETORT_EVAL_VM_H

#include "eval/opcode.h"
#include "eval/state.h"

/* ---- vm_ops.c: what single instructions do ---- */
bool vm_load_global(Eval *ev, Frame *f, StrObject *name, Value *out) MUST_CHECK;
bool vm_load_name(Eval *ev, Frame *f, StrObject *name, Value *out) MUST_CHECK;
bool vm_load_cell(Eval *ev, Frame *f, uint32_t slot, Value *out) MUST_CHECK;
bool vm_unbound(Eval *ev, Frame *f, uint32_t slot);
bool vm_delete_name(Eval *ev, DictObject *dict, StrObject *name) MUST_CHECK;
Value vm_make_function(Eval *ev, Frame *f, uint32_t arg, Value **sp);
bool vm_unpack(Eval *ev, Value v, uint32_t n, Value *slots) MUST_CHECK;
bool vm_unpack_ex(Eval *ev, Value v, uint32_t before, uint32_t after, Value *slots) MUST_CHECK;
bool vm_dict_merge(Eval *ev, Value dict, Value mapping, bool call) MUST_CHECK;
bool vm_extend(Eval *ev, Value list, Value iterable) MUST_CHECK;
/* The parts of an f-string as one; one that is unknown makes all of it unknown. */
bool vm_build_string(Eval *ev, const Value *parts, uint32_t n, Value *out) MUST_CHECK;
bool vm_format(Eval *ev, uint32_t how, Value v, Value spec, Value *out) MUST_CHECK;
bool vm_with_enter(Eval *ev, Value manager, bool async, Value *exit, Value *entered) MUST_CHECK;
bool vm_with_exit(Eval *ev, Value exit, Value exc, Value *out) MUST_CHECK;
bool vm_aiter(Eval *ev, Value v, Value *out) MUST_CHECK;
bool vm_anext(Eval *ev, Value it, Value *out) MUST_CHECK;
bool vm_store_annotation(Eval *ev, Frame *f, StrObject *name, Value v) MUST_CHECK;
bool vm_match_key(Eval *ev, Value map, Value key, Value *value, bool *found) MUST_CHECK;
bool vm_match_rest(Eval *ev, Value map, Value keys, Value *out) MUST_CHECK;
bool vm_match_slice(Eval *ev, Value seq, uint32_t from, uint32_t end, Value *out) MUST_CHECK;
bool vm_match_class(Eval *ev, Value subject, Value cls, Value *out) MUST_CHECK;
bool vm_match_pos(Eval *ev, Value subject, Value cls, uint32_t arg, Value *value,
                  bool *found) MUST_CHECK;
bool vm_star_end(Eval *ev, Value rest, Value raised) MUST_CHECK;
/* A name of the builtins module; unset = none. */
bool vm_builtin(Eval *ev, StrObject *name, Value *out) MUST_CHECK;

#endif
