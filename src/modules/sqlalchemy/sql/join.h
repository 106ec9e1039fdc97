/* The condition of a join that was written without one: the foreign key between its sides. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_JOIN_H
#define RETORT_MODULES_SQLALCHEMY_SQL_JOIN_H

#include "modules/sqlalchemy/sql/element.h"

/* Sets the onclause of a SQL_JOIN in d's memory. Raises NoForeignKeysError where there is no key,
 * AmbiguousForeignKeysError where there are several, as SQLAlchemy does. */
bool join_find_condition(Eval *ev, ElementData *d, SqlExpr *join) MUST_CHECK;
/* Sets the left side of a join that select().join() makes: the one element of the SELECT that the
 * condition, or a foreign key, joins to the right side. *replaced: its place in s->froms, whose
 * length stands for none. */
bool join_find_left(Eval *ev, ElementData *d, SqlSelect *s, SqlExpr *join,
                    size_t *replaced) MUST_CHECK;

#endif
