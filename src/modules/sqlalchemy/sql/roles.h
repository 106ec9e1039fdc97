/* What may stand where in a statement: SQLAlchemy's coercions.
 *
 * Each place of a statement (a select list, WHERE, FROM …) takes some kinds of elements, and makes
 * something of some plain values: a number is a literal in a select list, True a constant in WHERE.
 * Anything else is refused in SQLAlchemy's words, where it would otherwise end up in the SQL as a
 * value, or in no place at all. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_ROLES_H
#define RETORT_MODULES_SQLALCHEMY_SQL_ROLES_H

#include "modules/sqlalchemy/sql/element.h"

typedef enum Role {
    ROLES_COLUMNS,   /* of a select list, of RETURNING */
    ROLES_CONDITION, /* WHERE, HAVING, and_() */
    ROLES_ON,
    ROLES_ORDER_BY,
    ROLES_GROUP_BY,
    ROLES_BY, /* PARTITION BY, DISTINCT ON, desc() */
    ROLES_FROM,
    ROLES_JOIN,
    ROLES_COMPOUND, /* UNION and its kin */
    ROLES_TABLE,    /* that an INSERT, UPDATE or DELETE changes */
    ROLES_ROWS,     /* that an INSERT takes from elsewhere */
    ROLES_OPERAND,  /* of a function, of CAST */
    ROLES_COMPARED  /* of an operator */
} Role;

/* The element behind a mapped class or attribute, and the like; v itself when there is none. */
bool roles_resolve(Eval *ev, Value v, Value *out) MUST_CHECK;
/* What v is in this role: an element, or a plain value that the role leaves to be a bind. */
bool roles_expect(Eval *ev, Role role, Value v, Value *out) MUST_CHECK;
/* The same for each item of a sequence, as a new list. */
bool roles_expect_all(Eval *ev, Role role, Value items, Value *out) MUST_CHECK;

#endif
