/* select(), insert(), update(), delete() and FROM elements as Python objects. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_QUERY_H
#define RETORT_MODULES_SQLALCHEMY_SQL_QUERY_H

#include "modules/sqlalchemy/objects.h"

extern const NativeClass query_Select, query_CompoundSelect, query_Insert, query_Update,
    query_Delete, query_Alias;
extern const NativeMember query_members[];
/* Table.insert() and its like; they take the table as self. */
extern const NativeMethod query_table_methods[];

#endif
