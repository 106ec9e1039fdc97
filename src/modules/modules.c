#include "modules/modules.h"

#include "modules/alembic/environment.h"
#include "modules/extra/extra.h"
#include "modules/sqlalchemy/engine/connection.h"
#include "modules/sqlalchemy/sqlalchemy.h"
#include "modules/stdlib/stdlib.h"

const NativeModule *modules_find(Str dotted)
{
    const NativeModule *m = alembic_find(dotted);
    if (!m) m = sqlalchemy_find(dotted);
    if (!m) m = sqlalchemy_engine_find(dotted);
    if (!m) m = stdlib_find(dotted);
    if (!m) m = extra_find(dotted);
    return m;
}

void modules_install(Eval *ev) { engine_hooks_install(ev); }
