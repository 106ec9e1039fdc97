/* sqlalchemy.ext.compiler: constructs whose SQL a function of the script makes.
 *
 * @compiles(Element, "postgresql") registers the function for a class. An instance of a script's
 * own class of expressions or DDL elements becomes a SQL_CUSTOM node; when a compiler meets it, the
 * function is called with a compiler object that compiles operands into the same statement, so
 * binds, quoting and nesting are those of the statement. Types are asked for by CompileOptions.
 * SQLAlchemy's own classes take part, too: DDL elements, types, columns and constraints of a CREATE
 * TABLE, expressions, functions and statements, for which an object is made while they are
 * compiled. For others @compiles gives a warning: it is not used. */
#ifndef RETORT_MODULES_SQLALCHEMY_COMPILES_H
#define RETORT_MODULES_SQLALCHEMY_COMPILES_H

#include "dialect/dialect.h"
#include "modules/sqlalchemy/sql/element.h"

/* The decorator's own function. */
bool compiles_decorator(Eval *ev, Args *a, Value *out);
/* deregister(class_): forgets its functions. */
bool compiles_deregister(Eval *ev, Args *a, Value *out) MUST_CHECK;
/* Whether any function is registered for the class of v. */
bool compiles_has(Eval *ev, Value v);
bool compiles_has_class(Eval *ev, Value cls);
/* The function for the class of v and a dialect; *out unset = none, the built-in way. */
bool compiles_find(Eval *ev, Value v, Str dialect, Value *out) MUST_CHECK;
/* The node for an instance of a script's own construct; it lives as long as the evaluator, and the
 * instance with it. type: of its values, NULL = NullType. */
SqlExpr *compiles_node(Eval *ev, Value v, const SqlType *type);
/* sqlalchemy.schema.CreateColumn. */
extern const NativeClass compiles_CreateColumn;
/* For CompileOptions.hooks. */
const CompileHooks *compiles_hooks(Eval *ev);

#endif
