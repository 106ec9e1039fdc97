/* IdentifierPreparer: names quoted as a database needs it, for @compiles functions
 * (compiler.preparer) and scripts that write SQL themselves (bind.dialect.identifier_preparer). */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_PREPARER_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_PREPARER_H

#include "dialect/dialect.h"
#include "eval/native.h"

Value engine_preparer(Eval *ev, const Dialect *dialect);

#endif
