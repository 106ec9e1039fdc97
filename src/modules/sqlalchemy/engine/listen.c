#include "modules/sqlalchemy/engine/internal.h"
#include "modules/sqlalchemy/event.h"

/* Listeners of "connect", "first_connect" and "engine_connect": what a project does to each
 * connection that is opened, such as PRAGMA foreign_keys=ON or SET search_path. Those of the first
 * two are given the face of a Python driver's connection (_sqlalchemy_dbapi). */

/* As pool listeners see it: statements take effect at once, in no transaction. */
static bool tell_driver(Eval *ev, Engine *e, EngineConnection *c, const char *name)
{
    Value module, fn, pair;
    if (!event_is_heard(ev, name)) return true;
    if (!eval_import(ev, STR("_sqlalchemy_dbapi"), &module) ||
        !eval_getattr(ev, module, STR("opened"), &fn) ||
        !eval_call(ev, fn, &c->self, 1, value_unset(), &pair))
        return false;
    eval_root_push(ev, pair);
    bool before = c->autocommit;
    c->autocommit = true;
    bool ok = event_call(ev, &(EventCall){name, e->self, value_seq_items(pair), 2, value_unset()});
    c->autocommit = before;
    c->began = false;
    eval_root_pop(ev, 1);
    return ok;
}

bool engine_tell_opened(Eval *ev, Engine *e, EngineConnection *c)
{
    bool first = !e->connected;
    e->connected = true;
    return (!first || tell_driver(ev, e, c, "first_connect")) && tell_driver(ev, e, c, "connect");
}

bool engine_tell_connected(Eval *ev, Engine *e, EngineConnection *c)
{
    return event_call(ev, &(EventCall){"engine_connect", e->self, &c->self, 1, value_unset()});
}
