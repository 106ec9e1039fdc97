/* The table that says which revisions a database has: alembic_version, as Alembic keeps it.
 *
 * Online, a changed row must be exactly one: anything else means that somebody else changed the
 * table, and is an error in Alembic's words. Reading never makes the table. */
#ifndef RETORT_ENGINE_VERSION_TABLE_H
#define RETORT_ENGINE_VERSION_TABLE_H

#include "engine/migrate.h"

/* Rows in the order in which the database gives them; none when there is no table. */
bool version_table_read(Migration *m, Arena *out, StrVec *rows, Err *err) MUST_CHECK;
/* Makes the table unless it is there; purge also empties it. Online only. */
bool version_table_ensure(Migration *m, bool purge, Err *err) MUST_CHECK;
/* CREATE TABLE as it stands (offline). */
bool version_table_create(Migration *m, Err *err) MUST_CHECK;
/* Carries out the changes of one step, in order. */
bool version_table_apply(Migration *m, const PlanRowChanges *changes, Err *err) MUST_CHECK;

#endif
