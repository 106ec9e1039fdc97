/* The native modules under `sqlalchemy`, by dotted import path.
 *
 * One table of modules; each is a list of members in the file that owns them, and a path is only an
 * alias of such a list where SQLAlchemy exports the same names from several places. */
#ifndef RETORT_MODULES_SQLALCHEMY_SQLALCHEMY_H
#define RETORT_MODULES_SQLALCHEMY_SQLALCHEMY_H

#include "eval/native.h"

/* NULL = no such module. Names of the engine (create_engine, inspect …) are asked of
 * sqlalchemy_engine_find, which the engine's own folder provides. */
const NativeModule *sqlalchemy_find(Str dotted);

#endif
