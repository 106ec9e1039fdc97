/* The module sqlalchemy.sql.operators, whose functions a script hands to any() and all(). */
#ifndef RETORT_MODULES_SQLALCHEMY_SQL_OPERATOR_MODULE_H
#define RETORT_MODULES_SQLALCHEMY_SQL_OPERATOR_MODULE_H

#include "eval/native.h"

extern const NativeMember operator_module_members[];

#endif
