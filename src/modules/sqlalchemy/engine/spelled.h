/* Operations whose statements a script spells itself: @compiles(CreateTable), @compiles(DropIndex).
 *
 * Its function is handed a DDL element, as if the script had executed one, that stands for the
 * operation; so its compiler's visit_drop_index() still knows if_exists and the options. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_SPELLED_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_SPELLED_H

#include "eval/native.h"
#include "op/op.h"

/* Whether a function spells operations of this kind. */
bool spelled_has(Eval *ev, OpKind kind);
/* The element to be executed in the place of the operation; unset = nothing spells it. object: the
 * schema object that the function sees, unset = the operation's, or one of its name. */
bool spelled_element(Eval *ev, const Op *op, Value object, Value *out) MUST_CHECK;
/* Pushes the operations that a create_table consists of: one for each statement that may be
 * spelled, the others together. */
void spelled_parts(Eval *ev, const Op *op, Str dialect, OpVec *out);
/* Whether a part is the CREATE TABLE. */
bool spelled_is_table(const Op *op);

#endif
