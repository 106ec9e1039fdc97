/* The event column_reflect: listeners that see each column of a table as it is read from the
 * database, and may change what becomes of it.
 *
 * They get (inspector, table, column_info). Of column_info, what they leave in name, type,
 * nullable, default, autoincrement, comment and key is taken over. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_REFLECT_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_REFLECT_H

#include "modules/sqlalchemy/engine/connection.h"

/* from: the table as it was inspected, in memory that lives as long as the evaluator. table: the
 * Table object that listeners belong to and that they are given. */
bool reflect_listen(Eval *ev, EngineConnection *c, Table *from, Value table) MUST_CHECK;

/* Adds to m the tables of these names in a schema, those that exist. */
bool reflect_named(EngineConnection *c, MetaData *m, Str schema, const StrVec *names,
                   Err *err) MUST_CHECK;
/* Adds to m what foreign keys of its tables refer to, and so on. */
bool reflect_referred(EngineConnection *c, MetaData *m, Err *err) MUST_CHECK;
/* The names that MetaData.reflect() takes; only: as the script has given it. */
bool reflect_choose(EngineConnection *c, MetaData *m, Str schema, bool views, Value only,
                    StrVec *out) MUST_CHECK;

#endif
