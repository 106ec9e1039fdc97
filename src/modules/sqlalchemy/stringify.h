/* str() and compile() of types and expressions.
 *
 * What a script prints or compares as text. Without a dialect SQLAlchemy uses its generic one; here
 * a type of one database's module is written by that database and every other type in the spelling
 * of SQLite, which has no types of its own; expressions are written as PostgreSQL does, binds by
 * name. */
#ifndef RETORT_MODULES_SQLALCHEMY_STRINGIFY_H
#define RETORT_MODULES_SQLALCHEMY_STRINGIFY_H

#include "modules/sqlalchemy/state.h"

bool stringify_type_compile(Eval *ev, Args *a, Value *out) MUST_CHECK; /* v[0]: dialect or None */
bool stringify_type(Eval *ev, Value self, Value *out) MUST_CHECK;
bool stringify_compile(Eval *ev, Args *a, Value *out) MUST_CHECK; /* v: bind, dialect, **kw */
bool stringify_expr(Eval *ev, Value self, Value *out) MUST_CHECK;
/* The same of DDL elements. */
bool stringify_ddl_compile(Eval *ev, Args *a, Value *out) MUST_CHECK;
bool stringify_ddl(Eval *ev, Value self, Value *out) MUST_CHECK;

#endif
