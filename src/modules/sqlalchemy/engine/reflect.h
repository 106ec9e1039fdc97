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

#endif
