/* The operators that a type brings to its columns: comparator_factory of a script's type, and the
 * distances of pgvector. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_COMPARATOR_H
#define RETORT_MODULES_SQLALCHEMY_SQL_COMPARATOR_H

#include "modules/sqlalchemy/sql/element.h"
#include "schema/type.h"

extern const NativeClass comparator_Comparator;
/* Mixins of types; they add what Comparator has already. */
extern const NativeClass comparator_Concatenable, comparator_Indexable, comparator_ExternalType;

/* JSON.NULL, JSON.JSONPathType: what is an attribute of the types of JSON. */
bool comparator_json_name(Eval *ev, const TypeClass *cls, Str name, Value *out) MUST_CHECK;
/* X.Comparator and X.comparator_factory of a type's class. */
bool comparator_class_name(Eval *ev, Class *cls, Str name, Value *out) MUST_CHECK;
/* An attribute that the expression has not: *out unset = its type has not, either. */
bool comparator_getattr(Eval *ev, Value self, Str name, Value *out) MUST_CHECK;
/* An operator that the comparator of the left side's type defines itself; *out unset = none. */
bool comparator_binary(Eval *ev, Operator op, Value left, Value right, Value *out) MUST_CHECK;

/* The function that a.op(text) gives; type unset = as the operands', sql/operators.c. */
bool operators_op(Eval *ev, Value self, Str op, Value type, bool is_comparison,
                  Value *out) MUST_CHECK;

#endif
