/* The leaves of expressions as functions of `sqlalchemy`: text(), bindparam(), literal(), column().
 * Each takes its parameters in the order of SQLAlchemy's signature; construct.c lists them. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_TEXT_H
#define RETORT_MODULES_SQLALCHEMY_SQL_TEXT_H

#include "modules/sqlalchemy/sql/element.h"

bool text_text(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool text_bindparam(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool text_literal(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool text_literal_column(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool text_column(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
