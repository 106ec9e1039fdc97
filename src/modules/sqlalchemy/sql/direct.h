/* Classes of expressions and statements that a script calls itself, where SQLAlchemy has a function
 * for the purpose: Cast(x, t) is cast(x, t), False_() is false(). */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_DIRECT_H
#define RETORT_MODULES_SQLALCHEMY_SQL_DIRECT_H

#include "eval/native.h"

/* class_call of the family: leaves *out unset for classes without such a function and for those of
 * a script. */
bool direct_call(Eval *ev, Class *cls, Args *args, Value *out) MUST_CHECK;

#endif
