/* sqlalchemy.event: listeners of tables and MetaData, which run when a script or env.py creates or
 * drops them (create_all, Table.create, op.create_table).
 *
 * Listeners of connections and of reflection are accepted with a warning: they are not run. Events
 * of mapped objects and sessions have no part in a migration. */
#ifndef RETORT_MODULES_SQLALCHEMY_EVENT_H
#define RETORT_MODULES_SQLALCHEMY_EVENT_H

#include "eval/native.h"

extern const NativeMember event_members[];

/* Calls the listeners of `name` ("before_create") for target, those of its class included, as
 * fn(target, connection, **kw). */
bool event_fire(Eval *ev, const char *name, Value target, Value connection, Value kw) MUST_CHECK;
/* Whether anything listens at all: most scripts can be spared the calls. */
bool event_is_heard(Eval *ev);

#endif
