"""From an operation to the method of the impl that carries it out."""

from alembic.operations import ops
from alembic.operations.schemaobj import SchemaObjects
from alembic.util.langhelpers import Dispatcher

_functions = Dispatcher()


def _flag(operation, name):
    value = getattr(operation, name)
    return {} if value is None else {name: value}


@_functions.dispatch_for(ops.CreateTableOp)
def create_table(operations, operation):
    table = operation.to_table(operations.migration_context)
    operations.impl.create_table(table, **_flag(operation, "if_not_exists"))
    return table


@_functions.dispatch_for(ops.DropTableOp)
def drop_table(operations, operation):
    operations.impl.drop_table(operation.to_table(operations.migration_context),
                               **_flag(operation, "if_exists"))


@_functions.dispatch_for(ops.RenameTableOp)
def rename_table(operations, operation):
    operations.impl.rename_table(operation.table_name, operation.new_table_name,
                                 schema=operation.schema)


@_functions.dispatch_for(ops.AddColumnOp)
def add_column(operations, operation):
    operations.impl.add_column(
        operation.table_name, operation.column, schema=operation.schema,
        if_not_exists=operation.if_not_exists, inline_references=operation.inline_references,
        inline_primary_key=operation.inline_primary_key, **operation.kw)


@_functions.dispatch_for(ops.DropColumnOp)
def drop_column(operations, operation):
    operations.impl.drop_column(
        operation.table_name, operation.to_column(operations.migration_context),
        schema=operation.schema, if_exists=operation.if_exists, **operation.kw)


@_functions.dispatch_for(ops.AlterColumnOp)
def alter_column(operations, operation):
    operations.impl.alter_column(
        operation.table_name, operation.column_name, nullable=operation.modify_nullable,
        server_default=operation.modify_server_default, name=operation.modify_name,
        type_=operation.modify_type, schema=operation.schema,
        existing_type=operation.existing_type,
        existing_server_default=operation.existing_server_default,
        existing_nullable=operation.existing_nullable, comment=operation.modify_comment,
        existing_comment=operation.existing_comment, **operation.kw)


@_functions.dispatch_for(ops.CreateIndexOp)
def create_index(operations, operation):
    operations.impl.create_index(operation.to_index(operations.migration_context),
                                 **_flag(operation, "if_not_exists"))


@_functions.dispatch_for(ops.DropIndexOp)
def drop_index(operations, operation):
    operations.impl.drop_index(operation.to_index(operations.migration_context),
                               **_flag(operation, "if_exists"))


@_functions.dispatch_for(ops.AddConstraintOp)
def create_constraint(operations, operation):
    operations.impl.add_constraint(operation.to_constraint(operations.migration_context))


@_functions.dispatch_for(ops.DropConstraintOp)
def drop_constraint(operations, operation):
    constraint = SchemaObjects(operations.migration_context).generic_constraint(
        operation.constraint_name, operation.table_name, operation.constraint_type,
        schema=operation.schema)
    operations.impl.drop_constraint(constraint, **_flag(operation, "if_exists"))


@_functions.dispatch_for(ops.CreateTableCommentOp)
def create_table_comment(operations, operation):
    operations.impl.create_table_comment(operation.to_table(operations.migration_context))


@_functions.dispatch_for(ops.DropTableCommentOp)
def drop_table_comment(operations, operation):
    operations.impl.drop_table_comment(operation.to_table(operations.migration_context))


@_functions.dispatch_for(ops.BulkInsertOp)
def bulk_insert(operations, operation):
    operations.impl.bulk_insert(operation.table, operation.rows, multiinsert=operation.multiinsert)


@_functions.dispatch_for(ops.ExecuteSQLOp)
def execute_sql(operations, operation):
    operations.impl.execute(operation.sqltext, execution_options=operation.execution_options)


def run(operations, operation):
    return _functions.dispatch(operation)(operations, operation)
