/* mysql.match(): full text search in several columns of MySQL. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_MATCH_H
#define RETORT_MODULES_SQLALCHEMY_SQL_MATCH_H

#include "modules/sqlalchemy/sql/element.h"

extern const NativeClass match_class;
/* *cols, against=None, in_boolean_mode=False, in_natural_language_mode=False,
 * with_query_expansion=False */
bool match_match(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* column.match(text, mysql_boolean_mode=True, mysql_natural_language=False,
 * mysql_query_expansion=False): the modes of d's node. */
bool match_take_modes(Eval *ev, ElementData *d, Value kw) MUST_CHECK;

#endif
