/* SQLAlchemy's default dialect: what str() of an expression is written in, and compile() where no
 * dialect is named. It is of no database: what only some of them have is written in a form of its
 * own ("<regexp>"), or as PostgreSQL has it. Nothing can be executed in it. */
#ifndef RETORT_DIALECT_GENERIC_DIALECT_H
#define RETORT_DIALECT_GENERIC_DIALECT_H

#include "dialect/dialect.h"

extern const Dialect generic_dialect;

#endif
