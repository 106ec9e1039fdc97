/* What was found in a catalog as the dictionaries that SQLAlchemy's Inspector gives.
 *
 * Which keys a dictionary has differs from one of SQLAlchemy's dialects to the next; the order of
 * the keys too is theirs, as scripts print them. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_INSPECTED_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_INSPECTED_H

#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/schema.h"

/* MySQL's reflection leaves out what it has nothing to say about. */
bool inspected_is_mysql(const EngineConnection *conn);
/* None where there is no text. */
Value inspected_text(Eval *ev, Str s);
Value inspected_names(Eval *ev, const StrVec *names);
bool inspected_options(Eval *ev, const SqlOptions *o, Value *out) MUST_CHECK;
bool inspected_column(Eval *ev, const EngineConnection *conn, const Table *t, Column *c,
                      Value *out) MUST_CHECK;
/* A unique, foreign key or check constraint. */
bool inspected_constraint(Eval *ev, const Constraint *c, Value *out) MUST_CHECK;
bool inspected_index(Eval *ev, const EngineConnection *conn, const Index *x, Value *out) MUST_CHECK;

#endif
