/* Operators between expressions and plain values: a + b, a == None, and_(a, b).
 *
 * What SQLAlchemy decides while the expression is made, not when it is printed: IS for = beside
 * None, the type of the result, which condition of a junction is dropped. An operator that the
 * comparator of a type defines itself is asked for before (sql/comparator.h). */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_OPERATE_H
#define RETORT_MODULES_SQLALCHEMY_SQL_OPERATE_H

#include "modules/sqlalchemy/sql/element.h"

/* Python's operator as SQL's, whatever the types say; *out stays as it is where there is none. */
bool operate_operator(Eval *ev, Operator op, Value left, Value right, Value *out) MUST_CHECK;
bool operate_binary(Eval *ev, SqlOp op, Value left, Value right, Value *out) MUST_CHECK;
bool operate_unary(Eval *ev, SqlOp op, Value operand, Value *out) MUST_CHECK;
/* A condition: True and False are constants, text is refused. */
bool operate_condition(Eval *ev, ElementData *d, Value v, SqlExpr **out) MUST_CHECK;
/* and_() and or_() of any number of conditions. */
bool operate_junction(Eval *ev, SqlOp op, Value tuple, Value *out) MUST_CHECK;

#endif
