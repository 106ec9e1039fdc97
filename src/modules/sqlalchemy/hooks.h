/* What SQLAlchemy's schema objects ask of whoever owns connections.
 *
 * MetaData.create_all(), Enum.create(), Table(autoload_with=...) and sessions need a bind, which is
 * the business of the engine side. It registers these functions once per evaluator; without them
 * the methods raise UnboundExecutionError in SQLAlchemy's words. */
#ifndef RETORT_MODULES_SQLALCHEMY_HOOKS_H
#define RETORT_MODULES_SQLALCHEMY_HOOKS_H

#include "eval/native.h"
#include "schema/table.h"

/* Of MetaData.reflect(). resolve: with the tables that foreign keys refer to. */
typedef struct ReflectArgs {
    Str schema;
    bool views, resolve;
    Value only; /* names, or a function; absent = all */
} ReflectArgs;

typedef struct ModuleHooks {
    /* kind: OpSchemaObject of op/op.h; object is what that kind says. */
    bool (*schema_object)(Eval *ev, Value bind, int kind, void *object, bool checkfirst);
    /* Tables in the order to create (or drop) them; m: whose events are fired, too, or NULL. */
    bool (*create_tables)(Eval *ev, Value bind, MetaData *m, const TableVec *tables,
                          bool checkfirst);
    bool (*drop_tables)(Eval *ev, Value bind, MetaData *m, const TableVec *tables, bool checkfirst);
    bool (*create_index)(Eval *ev, Value bind, Index *i, bool checkfirst);
    bool (*drop_index)(Eval *ev, Value bind, Index *i, bool checkfirst);
    /* Fills t (autoload_with); *found false when there is no such table. t's columns that the
     * script gave stay. include: the columns to take; empty = all. */
    bool (*reflect_table)(Eval *ev, Value bind, Table *t, const StrVec *include, bool resolve,
                          bool *found);
    /* Adds tables of a schema to m. */
    bool (*reflect)(Eval *ev, Value bind, MetaData *m, const ReflectArgs *args);
    /* Connection.execute() for statement objects' own .execute-like methods and sessions. */
    bool (*execute)(Eval *ev, Value bind, Value statement, Value params, Value *result);
} ModuleHooks;

/* Registers; the struct is copied. */
void module_hooks_put(Eval *ev, const ModuleHooks *hooks);
/* Never NULL; functions that nobody registered are NULL. */
const ModuleHooks *module_hooks(Eval *ev);

#endif
