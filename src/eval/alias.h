/* Parameterised types as values: list[int], Optional[str], int | None.
 *
 * They exist so that annotations keep their structure (__origin__, __args__) for whoever reads
 * them: declarative models, dataclasses, typing.get_origin. Nothing is checked against them, apart
 * from isinstance(x, int | str). */
#ifndef RETORT_EVAL_ALIAS_H
#define RETORT_EVAL_ALIAS_H

#include "base/strbuf.h"
#include "eval/native.h"

/* Payload of an alias. */
typedef struct Alias {
    Value origin;   /* list, typing.Union, … */
    Value args;     /* tuple */
    Value metadata; /* tuple for Annotated; else unset */
    Str name;       /* "typing.List" as shown by repr; null: repr of origin */
} Alias;

extern const NativeClass native_class_generic_alias; /* types.GenericAlias and typing's own */
extern const NativeClass native_class_union_type;    /* int | None; base: generic alias */

/* origin[args]; args becomes a tuple when it is none. name in static memory or the evaluator's
 * arena. */
Value alias_new(Eval *ev, const NativeClass *cls, Value origin, Value args, Str name);
/* The alias behind v, or NULL. */
Alias *alias_of(Value v);
/* The class_getitem slot of built-in generics. */
bool alias_class_getitem(Eval *ev, Class *cls, Value key, Value *out);
/* The same slot of classes that are generic for type checkers only: the class itself. */
bool alias_class_itself(Eval *ev, Class *cls, Value key, Value *out);
/* left | right for types, None and aliases; *out unset when either is none of these. */
bool alias_union(Eval *ev, Value left, Value right, Value *out) MUST_CHECK;
/* Appends how typing shows a type: "int", "typing.Optional[str]", "foo.Bar". */
bool alias_push_type(Eval *ev, StrBuf *b, Value v);

#endif
