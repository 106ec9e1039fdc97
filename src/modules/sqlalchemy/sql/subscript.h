/* expression[key]: an item of a JSON value, of an array or of an HSTORE, as the type of the
 * expression has it; NotImplementedError of any other. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_SUBSCRIPT_H
#define RETORT_MODULES_SQLALCHEMY_SQL_SUBSCRIPT_H

#include "modules/sqlalchemy/sql/element.h"

bool subscript_get(Eval *ev, Value self, Value key, Value *out) MUST_CHECK;

#endif
