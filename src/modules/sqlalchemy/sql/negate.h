/* ~expression and not_(): each kind of expression has its own opposite.
 *
 * A comparison turns its operator, a constant its value, a label what it names; what has no
 * opposite is put behind NOT. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_NEGATE_H
#define RETORT_MODULES_SQLALCHEMY_SQL_NEGATE_H

#include "modules/sqlalchemy/sql/element.h"

bool negate_expr(Eval *ev, Value v, Value *out) MUST_CHECK;

#endif
