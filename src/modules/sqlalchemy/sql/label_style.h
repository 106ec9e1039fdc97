/* set_label_style() and the LABEL_STYLE_ constants, whose values say their own names. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_LABEL_STYLE_H
#define RETORT_MODULES_SQLALCHEMY_SQL_LABEL_STYLE_H

#include "modules/sqlalchemy/sql/element.h"
#include "sql/statement.h"

extern const NativeMember label_style_members[];
/* A copy of a query with a style. */
bool label_style_copy(Eval *ev, Value query, SqlLabelStyle style, Value *out) MUST_CHECK;
/* Of a SELECT, or of the first one of a UNION and its kin. */
bool label_style_set(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool label_style_get(Eval *ev, Args *a, Value *out) MUST_CHECK;

#endif
