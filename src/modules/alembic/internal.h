/* What the files of this folder share. */
#ifndef RETORT_MODULES_ALEMBIC_INTERNAL_H
#define RETORT_MODULES_ALEMBIC_INTERNAL_H

#include "modules/alembic/directive.h"

extern const NativeClass alembic_class_command_error, alembic_class_config,
    alembic_class_operations, alembic_class_batch_operations, alembic_class_migration_context,
    alembic_class_environment_context, alembic_class_script_directory;

/* Holds v until the end of the evaluator; C structs refer to it. */
void alembic_keep(Eval *ev, Value v);
/* What engine_raise does for its own failures, for a CommandError. */
void alembic_remember(Eval *ev, const Err *e, Value exception);
Str alembic_str(Eval *ev, Value v); /* copied; null for anything that is no str */

/* A misspelled directive must not become an unknown value that does nothing: AttributeError, except
 * for the special names that the import machinery asks for. */
bool alembic_no_attribute(Eval *ev, const char *module, Str name);

/* ---- op.c ---- */
extern const NativeMember op_members[];
bool op_getattr(Eval *ev, Str name, Value *out);
/* The Operations object of a context. */
Value operations_value(Migration *m);
/* The context that a directive belongs to: of the Operations object, or the running one. */
bool operations_start(Eval *ev, Args *a, const char *name, Directive *d) MUST_CHECK;

/* ---- batch.c ---- */
bool batch_alter_table(Eval *ev, Args *a, Value *out);

/* ---- invoke.c: user-defined operations ---- */
bool invoke_register_operation(Eval *ev, Args *a, Value *out);
bool invoke_implementation_for(Eval *ev, Args *a, Value *out);
bool invoke_run(Eval *ev, Args *a, Value *out);
/* A directive that a script registered; *out unset = none. operations: the object to pass on. */
bool invoke_find(Eval *ev, Str name, bool batch, Value operations, Value *out);

extern const NativeMember rewriter_members[];

/* ---- operations.c: the classes of alembic.operations.ops ---- */
extern const NativeMember operation_members[];
extern const NativeClass alembic_class_migrate_operation, alembic_class_upgrade_ops,
    alembic_class_downgrade_ops, alembic_class_migration_script;
Value operation_list(Eval *ev, const OpVec *ops);
/* The operation of an object, with the list as the script left it; NULL = none that C knows. */
Op *operation_get(Eval *ev, Value v);

/* ---- context.c, config.c, migration.c ---- */
extern const NativeMember context_members[];
bool context_getattr(Eval *ev, Str name, Value *out);
extern const NativeMember config_members[];
Value config_value(Eval *ev, EnvironmentHost *host);
/* The running environment; raises when no env.py runs. */
EnvironmentHost *context_need_host(Eval *ev);
extern const NativeMember migration_members[], script_members[], environment_members[];
bool migration_begin(Migration *m, bool per_migration, Value *out) MUST_CHECK;
/* A CommandError in Alembic's words. */
bool alembic_command_error(Eval *ev, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
