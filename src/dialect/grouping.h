/* When an expression stands in parentheses: SQLAlchemy's self_group(), and what its operators are.
 *
 * SQLAlchemy puts parentheses into the tree as it is built. Whether an operand needs them depends on
 * nothing but the operand and the operator that takes it, so here the tree stays as it was written
 * and the question is asked when it is printed. */
#ifndef RETORT_DIALECT_GROUPING_H
#define RETORT_DIALECT_GROUPING_H

#include "schema/type.h"
#include "sql/expr.h"

typedef enum Grouping {
    GROUPING_NONE,
    GROUPING_PARENS, /* (e) */
    GROUPING_TRUTH   /* e, or e = 1 where booleans are numbers */
} Grouping;

/* How e stands as an operand of `against`; parent is the binary node when that is SQL_OP_CUSTOM,
 * else NULL. SQL_OP_LARGEST: self_group() without an operator. */
Grouping grouping_of(const SqlExpr *e, SqlOp against, const SqlExpr *parent);

/* The operator's text with its blanks; NULL = it is spelled by code. */
const char *grouping_text(SqlOp op);
/* The operator of the negation; SQL_OP_NONE = there is none. */
SqlOp grouping_opposite(SqlOp op);
/* The operator that e is; SQL_OP_NONE = no operation. */
SqlOp grouping_operator(const SqlExpr *e);
/* An operator whose result is true or false: also negation and the conjunctions. */
bool grouping_is_boolean(const SqlExpr *e);
/* A condition on every database, even one without booleans. */
bool grouping_is_condition(const SqlExpr *e);
bool grouping_is_boolean_type(const SqlExpr *e);

#endif
