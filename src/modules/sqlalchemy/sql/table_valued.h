/* Functions that give rows: func.f(x).table_valued("a", "b"), .alias("t"), .column_valued().
 *
 * In the tree they are aliases whose element is the call; their columns are those that the script
 * named, or the one value that the function gives. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_TABLE_VALUED_H
#define RETORT_MODULES_SQLALCHEMY_SQL_TABLE_VALUED_H

#include "modules/sqlalchemy/sql/query.h"

/* Methods of functions. */
#define TABLE_VALUED_METHODS                                                                       \
    {"alias", "name=None, joins_implicitly=False", table_valued_alias, NATIVE_METHOD},             \
        {"table_valued", "*expr, with_ordinality=None, joins_implicitly=None, name=None",          \
         table_valued_table, NATIVE_METHOD},                                                       \
        {"column_valued", "name=None, joins_implicitly=False", table_valued_column,                \
         NATIVE_METHOD},                                                                           \
        {"scalar_table_valued", "name, type_=None", table_valued_field, NATIVE_METHOD},            \
    {                                                                                              \
        "select", "", query_select_of, NATIVE_METHOD                                               \
    }
bool table_valued_alias(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool table_valued_table(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool table_valued_column(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool table_valued_field(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* table.table_valued(): its rows as values; self is the FROM element. */
bool table_valued_rows(Eval *ev, Args *a, Value *out) MUST_CHECK;

extern const NativeClass table_valued_TableValuedAlias;

#endif
