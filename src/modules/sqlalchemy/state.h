/* What the SQLAlchemy modules remember in one evaluator.
 *
 * The C schema objects know nothing of Python; this is the way back from them to the script's own
 * objects (the same object every time, as a script may compare with `is`), the classes made from
 * the type tables, the hooks, and foreign keys that wait for their target column to get a table. */
#ifndef RETORT_MODULES_SQLALCHEMY_STATE_H
#define RETORT_MODULES_SQLALCHEMY_STATE_H

#include "modules/sqlalchemy/hooks.h"
#include "modules/sqlalchemy/schema.h"

typedef struct ModuleState {
    Eval *ev;
    Arena *arena;      /* the evaluator's */
    Value objects;     /* dict: address of a C object -> Value */
    Value passing;     /* the same for objects of a call in hand; unset = none is */
    Value pending_fks; /* list of ForeignKey values whose target has no table yet */
    Value kept;        /* list of values that C objects call back into */
    Value mapped;      /* dict: mapped class -> info (orm/) */
    Map type_classes;  /* TypeClass address as text -> class made of it */
    ModuleHooks hooks;
} ModuleState;

ModuleState *module_state(Eval *ev);

/* The Value registered for a C object; unset = none. */
Value module_object_find(Eval *ev, const void *object);
void module_object_put(Eval *ev, const void *object, Value v);
/* What is registered between these two is forgotten: the script is shown C objects that are gone
 * soon, whose addresses others will have. Calls nest; `before` belongs to the caller. */
void module_objects_pass(Eval *ev, Value *before);
void module_objects_forget(Eval *ev, Value before);

/* ---- small helpers that every file here needs ---- */
/* Text of a str value in the evaluator's arena. */
Str module_str(Eval *ev, Value v);
/* A str or None as Str (null). TypeError otherwise, naming `what`. */
bool module_str_or_none(Eval *ev, Value v, const char *what, Str *out) MUST_CHECK;
/* True for None and for omitted arguments. */
static inline bool module_absent(Value v) { return v.kind == VALUE_UNSET || v.kind == VALUE_NONE; }
/* Python truth of a plain value (None, bool, int, str, containers); -1 when absent. */
bool module_tristate(Eval *ev, Value v, int *out) MUST_CHECK;
/* Whether the class of v, or v itself when it is a class, has `name` of `module` in its mro. */
bool module_is_instance_of(Eval *ev, Value v, const char *module, const char *name);
bool module_class_is_of(const Class *cls, const char *module, const char *name);

#endif
