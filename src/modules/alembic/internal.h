/* What the files of this folder share. */
#ifndef RETORT_MODULES_ALEMBIC_INTERNAL_H
#define RETORT_MODULES_ALEMBIC_INTERNAL_H

#include "modules/alembic/directive.h"

extern const NativeClass alembic_class_command_error, alembic_class_config,
    alembic_class_operations, alembic_class_batch_operations, alembic_class_migration_context,
    alembic_class_environment_context, alembic_class_script_directory;

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
/* Runs an operation that Retort knows, as its directive would. */
bool invoke_builtin(Directive *d, Value v, Value *out) MUST_CHECK;
/* operations.invoke(v) for the directive in progress. */
bool invoke_operation(Directive *d, Value operations, Value v, Value *out) MUST_CHECK;
/* op.execute() by the implementation that replaces the built-in one; *done false = none. */
bool invoke_execute(Directive *d, Value sqltext, Value options, bool *done, Value *out) MUST_CHECK;
/* What a project's own impl for the dialect says of transactional_ddl, into m. */
bool invoke_impl_transactional(Migration *m) MUST_CHECK;
/* Runs the implementation that replaces the built-in one of this operation; *done false = none. */
bool invoke_replaced(Directive *d, const Op *op, bool *done) MUST_CHECK;
/* A directive that a script registered; *out unset = none. operations: the object to pass on. */
bool invoke_find(Eval *ev, Str name, bool batch, Value operations, Value *out);

extern const NativeMember rewriter_members[];

/* ---- operations.c: the classes of alembic.operations.ops ---- */
extern const NativeMember operation_native_members[];
extern const NativeClass alembic_class_migrate_operation;
/* A class of alembic.operations.ops by name. */
bool operation_class(Eval *ev, const char *name, Value *out) MUST_CHECK;
/* From now on v stands for op, as long as its attributes stay. */
void operation_remember(Eval *ev, Value v, Op *op);
bool operation_value(Eval *ev, const Op *op, Value *out) MUST_CHECK;
/* The name of an Index or a constraint as op.f() when it came by a convention. */
bool operation_list(Eval *ev, const OpVec *ops, Value *out) MUST_CHECK;
/* The operation of an object as the script left it; OP_CUSTOM for a class of the script's own. */
bool operation_get(Eval *ev, Value v, Op **out) MUST_CHECK;
bool operation_vec(Eval *ev, Value list, OpVec *out) MUST_CHECK;
/* The same for a script: what a function of the project renders is OP_CUSTOM. */
bool operation_script_vec(Eval *ev, Value list, OpVec *out) MUST_CHECK;
/* A module of alembic's Python parts, when a script has imported it; unset = not yet. */
Value operation_module(Eval *ev, const char *dotted);

/* ---- autogen_native.c ---- */
extern const NativeMember autogen_native_members[];

/* ---- context.c, config.c, migration.c ---- */
extern const NativeMember context_members[];
bool context_getattr(Eval *ev, Str name, Value *out);
extern const NativeMember config_members[];
Value config_value(Eval *ev, EnvironmentHost *host);
/* The running environment; raises when no env.py runs. */
EnvironmentHost *context_need_host(Eval *ev);
extern const NativeMember migration_members[], script_members[], environment_members[];
/* context.impl: an object of alembic.ddl.impl's classes. */
bool migration_impl(Migration *m, Value *out) MUST_CHECK;
bool migration_begin(Migration *m, bool per_migration, Value *out) MUST_CHECK;
/* A CommandError in Alembic's words. */
bool alembic_command_error(Eval *ev, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
