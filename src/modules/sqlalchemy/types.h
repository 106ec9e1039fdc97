/* Type classes of schema/type.h as Python classes.
 *
 * Every TypeClass becomes one native class, made on first use, whose chain of bases is the
 * TypeClass's, so that isinstance and subclassing work as in SQLAlchemy. Binding of arguments,
 * attributes and repr() are the same code for all, driven by the parameter table. A script's
 * subclass gets a TypeClass of its own, made at run time. */
#ifndef RETORT_MODULES_SQLALCHEMY_TYPES_H
#define RETORT_MODULES_SQLALCHEMY_TYPES_H

#include "modules/sqlalchemy/state.h"

typedef struct TypeData {
    SqlType *type; /* NULL until the constructor ran */
    Value impl;    /* item type or impl as the script gave it */
    Value pyenum;  /* the enum class that Enum was made from */
    Value extra;   /* dict of arguments that the schema model has no place for; unset = none */
    const SqlType *created; /* an Enum as it was when first created or dropped; NULL = not yet */
    bool finished;          /* what depends on the script's subclass was computed */
    bool from_adapt;
} TypeData;

/* The root of all types: sqlalchemy.types.TypeEngine. */
extern const NativeClass types_TypeEngine;

/* The Python class of a type class. */
Class *types_class(Eval *ev, const TypeClass *cls);
TypeData *types_data(Value v); /* NULL = not a type instance */

/* `name` of a module that exports types ("sqlalchemy.types"); unset = no type by that name. */
bool types_getattr(Eval *ev, const char *import_module, Str name, Value *out) MUST_CHECK;

/* Whether v is to be read as a type: as the items of an ARRAY, the impl of a PickleType, or because
 * it is one where any value may stand. */
bool types_param_is_type(Eval *ev, const TypeParam *p, Value v);
/* Whether v is code that the types of the database do not see: a pickler, a serializer. */
bool types_param_is_hook(Eval *ev, const TypeParam *p, Value v);
/* An argument of t's constructor as the model keeps it; one of a kind that the parameter does not
 * take raises TypeError; types_param.c. */
bool types_param_value(Eval *ev, const SqlType *t, const TypeParam *p, Value v,
                       SqlValue *out) MUST_CHECK;

/* Raises what the type's constructor raises for arguments that exclude each other: MySQL's DOUBLE
 * and REAL have both numbers or none, a FILESTREAM has no length, Oracle's TIMESTAMP is of one
 * kind. */
bool types_check_numbers(Eval *ev, const SqlType *t) MUST_CHECK;
/* metadata= of a type that stands beside the tables. */
bool types_set_metadata(Eval *ev, TypeData *d, SqlType *t, Value v) MUST_CHECK;

/* Fills a type made by Enum(...) from strings or an enum class; types_enum.c. */
bool types_enum_init(Eval *ev, Value self, TypeData *d, const TypeClass *cls, Value enums,
                     Value kw) MUST_CHECK;
/* Sets what the compilers read of an Enum: its name, its schema, its values; types_enum.c. */
bool types_enum_set(Eval *ev, Value self, Str name, Value v, bool *done) MUST_CHECK;
/* Enum of a Python enum class, as an annotation Mapped[Color] makes it. */
bool types_enum_from_class(Eval *ev, Value enum_class, Value *out) MUST_CHECK;

/* TypeDecorator's and UserDefinedType's part: impl, get_col_spec, load_dialect_impl, repr;
 * types_user.c. */
bool types_user_init(Eval *ev, Value self, TypeData *d, Value args, Value kw) MUST_CHECK;
/* The same without arguments, for a class whose own __init__ does not call it: the impl is what
 * that has set, or that of the class. */
bool types_user_late(Eval *ev, Value self, TypeData *d) MUST_CHECK;
/* (function, dialect or unset) for the values of results: process_result_value, or what
 * result_processor gives; unset = none. */
bool types_result_hook(Eval *ev, Value self, Value dialect, Value *out) MUST_CHECK;
bool types_user_finish(Eval *ev, Value self, TypeData *d) MUST_CHECK;
/* TypeClass of a Python class: the native one's, or one made for a script's subclass. */
const TypeClass *types_type_class(Eval *ev, Class *cls);

#endif
