/* Values that a type, or the Python driver, would not take.
 *
 * SQLAlchemy's bind processors convert on the way to a driver, and fail over other Python types, as
 * do the drivers; a value that went on as something else would be stored as nobody meant it. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_BIND_CHECK_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_BIND_CHECK_H

#include "modules/sqlalchemy/engine/internal.h"

/* What the processor of the type, no TypeDecorator, says to the value; numbers and booleans become
 * those of the type. */
bool bind_check_type(EngineConnection *c, const SqlType *t, SqlValue *value, Err *err) MUST_CHECK;
/* What the driver says to what came of it; place: of the parameter, from 1. */
bool bind_check_driver(EngineConnection *c, size_t place, const SqlValue *value,
                       Err *err) MUST_CHECK;
/* Fails with the driver's words for a type that it does not know. */
bool bind_refuse(EngineConnection *c, size_t place, const SqlValue *value, Err *err);

#endif
