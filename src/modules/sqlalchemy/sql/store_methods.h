/* Methods of PostgreSQL's HSTORE and range columns that stand for functions and arithmetic.
 *
 * Columns of other types do not have them: `keys` of a plain column is an AttributeError, so that
 * nothing takes a column for a mapping. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_STORE_METHODS_H
#define RETORT_MODULES_SQLALCHEMY_SQL_STORE_METHODS_H

#include "modules/sqlalchemy/sql/element.h"

bool store_methods_keys(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_vals(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_defined(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_delete(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_slice(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_array(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_matrix(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_union(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_difference(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool store_methods_intersection(Eval *ev, Args *a, Value *out) MUST_CHECK;

#define STORE_METHODS                                                                              \
    {"keys", "", store_methods_keys, NATIVE_GETTER},                                               \
        {"vals", "", store_methods_vals, NATIVE_GETTER},                                           \
        {"defined", "", store_methods_defined, NATIVE_GETTER},                                     \
        {"delete", "", store_methods_delete, NATIVE_GETTER},                                       \
        {"slice", "", store_methods_slice, NATIVE_GETTER},                                         \
        {"array", "", store_methods_array, NATIVE_GETTER},                                         \
        {"matrix", "", store_methods_matrix, NATIVE_GETTER},                                       \
        {"union", "", store_methods_union, NATIVE_GETTER},                                         \
        {"difference", "", store_methods_difference, NATIVE_GETTER},                               \
    {                                                                                              \
        "intersection", "", store_methods_intersection, NATIVE_GETTER                              \
    }

#endif
