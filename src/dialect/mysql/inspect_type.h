/* The type of a column as SHOW CREATE TABLE spells it. */
#ifndef RETORT_DIALECT_MYSQL_INSPECT_TYPE_H
#define RETORT_DIALECT_MYSQL_INSPECT_TYPE_H

#include "dialect/mysql/show.h"
#include "schema/type.h"

/* SQLAlchemy's type for it; NullType, and *known false, for one that SQLAlchemy does not know. */
const SqlType *mysql_inspect_type(const MysqlShowColumn *c, bool *known, Arena *out);

#endif
