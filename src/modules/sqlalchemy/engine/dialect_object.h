/* Dialect objects as scripts see them: engine.dialect, connection.dialect, postgresql.dialect().
 *
 * They have the attributes that scripts ask for, and the classes that isinstance() asks for; how a
 * dialect writes SQL is not theirs but dialect/'s. One class stands for a database, whatever the
 * driver. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_DIALECT_OBJECT_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_DIALECT_OBJECT_H

#include "dialect/dialect.h"
#include "modules/sqlalchemy/engine/connection.h"

/* c: what the server said is taken from it; NULL = only what is known without one. */
Value engine_dialect_value(Eval *ev, const Dialect *dialect, const EngineConnection *c);
/* engine.dialect, which knows the driver that the URL names; null = the usual one. */
Value engine_dialect_of_url(Eval *ev, const Dialect *dialect, Str driver);
/* By its name; NoSuchModuleError. */
bool engine_dialect_named(Eval *ev, Str name, Value *out) MUST_CHECK;
/* Dialect, the base of them all. */
extern const NativeClass engine_class_dialect;
/* `dialect`, `PGDialect` and the like as modules of sqlalchemy.dialects.<dialect> have them; *out
 * stays as it is for other names. */
bool engine_dialect_class(Eval *ev, Str dialect, Str name, Value *out) MUST_CHECK;

#endif
