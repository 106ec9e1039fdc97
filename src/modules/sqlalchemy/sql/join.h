/* The condition of a join that was written without one: the foreign key between its sides. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_JOIN_H
#define RETORT_MODULES_SQLALCHEMY_SQL_JOIN_H

#include "modules/sqlalchemy/sql/element.h"

/* Sets the onclause of a SQL_JOIN in d's memory. Raises NoForeignKeysError where there is no key,
 * AmbiguousForeignKeysError where there are several, as SQLAlchemy does. */
bool join_find_condition(Eval *ev, ElementData *d, SqlExpr *join) MUST_CHECK;

#endif
