/* Foreign keys of what a directive makes.
 *
 * A directive knows one table. Alembic makes up the others that foreign keys refer to, so a key is
 * written as it is given; but a key to the table itself finds the real columns there: it may name
 * them by their keys, takes their types, and follows the table's wishes for quotes. */
#ifndef RETORT_MODULES_ALEMBIC_REFERENCE_H
#define RETORT_MODULES_ALEMBIC_REFERENCE_H

#include "modules/alembic/directive.h"

/* Foreign keys have to name columns: no model is there to find them in. Other constraints pass. */
bool reference_check(Directive *d, Constraint *const *items, size_t n) MUST_CHECK;
/* The same for those of a Column, before it becomes part of a table; any other value passes. */
bool reference_check_column(Directive *d, Value column) MUST_CHECK;
/* Resolves the keys of t to itself. A column that t does not have is added without a type, as
 * Alembic does: it cannot be created. */
bool reference_resolve(Directive *d, Table *t) MUST_CHECK;

#endif
