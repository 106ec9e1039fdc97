/* Joins: select().join() and its kin, and the condition of one that was written without: the
 * foreign key between its sides. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_JOIN_H
#define RETORT_MODULES_SQLALCHEMY_SQL_JOIN_H

#include "modules/sqlalchemy/sql/element.h"

/* Sets the onclause of a SQL_JOIN in d's memory. Raises NoForeignKeysError where there is no key,
 * AmbiguousForeignKeysError where there are several, as SQLAlchemy does. */
bool join_find_condition(Eval *ev, ElementData *d, SqlExpr *join) MUST_CHECK;
/* select().join(target, onclause, isouter, full) and its kin. */
bool join_join(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool join_outerjoin(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool join_join_from(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool join_outerjoin_from(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
