/* How many rows a query gives: limit(), offset(), fetch(), slice(). */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_LIMIT_H
#define RETORT_MODULES_SQLALCHEMY_SQL_LIMIT_H

#include "modules/sqlalchemy/sql/element.h"

bool limit_limit(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool limit_offset(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool limit_fetch(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool limit_slice(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
