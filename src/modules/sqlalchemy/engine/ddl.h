/* sqlalchemy.schema's DDL elements: CreateTable, DropIndex, CreateSequence, CreateSchema and so on.
 *
 * An element is a schema object and what to do with it, in other words an operation. Whoever
 * executes one (a connection, op.execute(), --sql) asks for that operation and runs it as any
 * other; so the SQL is the one that the directive of the same meaning has. DDL() is its text, and
 * an element of a class that a script derives and compiles itself is what its function makes. */
#ifndef RETORT_MODULES_SQLALCHEMY_ENGINE_DDL_H
#define RETORT_MODULES_SQLALCHEMY_ENGINE_DDL_H

#include "eval/native.h"
#include "op/op.h"

extern const NativeClass engine_class_ddl_element, engine_class_ddl, engine_class_create_table,
    engine_class_drop_table, engine_class_create_index, engine_class_drop_index,
    engine_class_create_sequence, engine_class_drop_sequence, engine_class_create_schema,
    engine_class_drop_schema, engine_class_add_constraint, engine_class_drop_constraint,
    engine_class_set_table_comment, engine_class_drop_table_comment,
    engine_class_set_column_comment, engine_class_drop_column_comment,
    engine_class_set_constraint_comment, engine_class_drop_constraint_comment,
    engine_class_create_enum_type, engine_class_drop_enum_type, engine_class_create_domain_type,
    engine_class_drop_domain_type;

/* Whether v is one of them. */
bool engine_is_ddl(Value v);
/* The operation of an element, with the script's present line. It lives as long as the evaluator.
 */
Op *engine_ddl_op(Eval *ev, Value v);
/* The same without asking @compiles; engine_ddl_has_builtin: whether there is such a way. */
bool engine_ddl_has_builtin(Value v);
Op *engine_ddl_builtin(Eval *ev, Value v);
/* Has the element stand for an operation, with all that this says beside its schema object. */
void engine_ddl_set_op(Value v, const Op *op);

#endif
