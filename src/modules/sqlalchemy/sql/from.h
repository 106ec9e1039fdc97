/* FROM elements as Python objects, and the methods of queries that make them. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_FROM_H
#define RETORT_MODULES_SQLALCHEMY_SQL_FROM_H

#include "modules/sqlalchemy/sql/query.h"

/* subquery(), alias(), lateral(), cte() and tablesample() of a query or a table, which is self. */
bool from_subquery(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool from_alias(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool from_lateral(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool from_cte(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool from_tablesample(Eval *ev, Args *a, Value *out) MUST_CHECK;

/* values(...).scalar_values(): what stands in an expression, without a name. */
bool from_scalar_values(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
