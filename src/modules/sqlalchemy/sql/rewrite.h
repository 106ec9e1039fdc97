/* Copies of expressions and statements with some of their nodes replaced by others.
 *
 * params() gives parameters their values; a relationship from a table to itself has its criteria
 * speak of an alias. What a lightweight table() or a schema table is stays the same one in the
 * copy, so that the script's own columns still belong to it. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_REWRITE_H
#define RETORT_MODULES_SQLALCHEMY_SQL_REWRITE_H

#include "modules/sqlalchemy/sql/element.h"

/* params({"x": 1}, y=2): values of bindparam()s by their names. */
bool rewrite_params(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* _sa_adapt(table, alias): columns of the table as those of the alias. */
bool rewrite_adapt(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
