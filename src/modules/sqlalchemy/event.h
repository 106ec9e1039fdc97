/* sqlalchemy.event: listeners of tables and MetaData, which run when a script or env.py creates or
 * drops them (create_all, Table.create, op.create_table), or reads them from the database, and of
 * engines, which hear of each connection that is opened.
 *
 * Listeners of statements and transactions are accepted with a warning: they are not run. Events of
 * mapped objects and sessions have no part in a migration. */
#ifndef RETORT_MODULES_SQLALCHEMY_EVENT_H
#define RETORT_MODULES_SQLALCHEMY_EVENT_H

#include "eval/native.h"

extern const NativeMember event_members[];

/* Calls the listeners of `name` ("before_create") for target, those of its class included, as
 * fn(target, connection, **kw). */
bool event_fire(Eval *ev, const char *name, Value target, Value connection, Value kw) MUST_CHECK;
/* The same for an event with other arguments; those of the class `target` is of are included. */
typedef struct EventCall {
    const char *name;
    Value target;
    const Value *args;
    size_t n;
    Value kw; /* a dict or unset */
} EventCall;
bool event_call(Eval *ev, const EventCall *event) MUST_CHECK;
/* Whether anything listens to an event (NULL = to any): most scripts can be spared the calls. */
bool event_is_heard(Eval *ev, const char *name);
/* event.listen(target, identifier, fn) */
bool event_listen(Eval *ev, Value target, Value identifier, Value fn) MUST_CHECK;

#endif
