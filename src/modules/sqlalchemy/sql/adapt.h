/* The types of operations and of plain values beside expressions, as SQLAlchemy's type objects
 * decide them: coerce_compared_value() and Comparator._adapt_expression(). */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_ADAPT_H
#define RETORT_MODULES_SQLALCHEMY_SQL_ADAPT_H

#include "modules/sqlalchemy/sql/element.h"

/* SQLAlchemy's type for a plain value ("Integer" of 5); NULL = NullType. */
const SqlType *adapt_type_of_value(Eval *ev, const SqlValue *v);
/* The type of a plain value that is compared or combined with something of type `beside`. */
const SqlType *adapt_compared(Eval *ev, const SqlType *beside, const SqlValue *v);
/* The type of left op right; op may change: + of strings is ||. */
const SqlType *adapt_result(Eval *ev, SqlOp *op, const SqlType *left, const SqlType *right);

#endif
