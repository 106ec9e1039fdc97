/* EXISTS: exists(), select().exists(); what an Exists or a scalar subquery hands to the query
 * inside. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_EXISTS_H
#define RETORT_MODULES_SQLALCHEMY_SQL_EXISTS_H

#include "modules/sqlalchemy/sql/element.h"

extern const NativeMethod exists_methods[], exists_scalar_methods[];
/* exists(*columns), exists(query). */
bool exists_call(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* select().exists() */
bool exists_of_select(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
