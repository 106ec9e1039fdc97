/* Which dialect keywords (postgresql_using=...) SQLAlchemy's schema classes accept.
 *
 * Read from the construct_arguments of SQLAlchemy 2.0's dialects; a dialect that is not in the
 * table (a third-party one) accepts anything. */
#ifndef RETORT_MODULES_SQLALCHEMY_OPTIONS_H
#define RETORT_MODULES_SQLALCHEMY_OPTIONS_H

#include "modules/sqlalchemy/state.h"

/* module_options_from_kw of schema.h is implemented here. */

#endif
