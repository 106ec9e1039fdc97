"""What scripts ask of Alembic's layer over SQLAlchemy's versions: of 2.0, that is."""

from sqlalchemy import __version__, inspect, schema

sqla_14_18 = sqla_14_26 = sqla_2 = True
sqla_2_0_25 = sqla_2_1 = False
sqlalchemy_version = __version__
identity_has_dialect_kwargs = False


def constraint_name_defined(name):
    return isinstance(name, str)


constraint_name_string = constraint_name_defined


def constraint_name_or_none(name):
    return name if isinstance(name, str) else None


def _connectable_has_table(connectable, tablename, schemaname):
    return inspect(connectable).has_table(tablename, schemaname)


def _exec_on_inspector(inspector, statement, **params):
    return inspector.bind.execute(statement, params)


def _get_connection_in_transaction(connection):
    return connection is not None and connection.in_transaction()


def _copy(schema_item, **kw):
    return (schema_item._copy if hasattr(schema_item, "_copy") else schema_item.copy)(**kw)


def _server_default_is_computed(*server_default):
    return any(isinstance(d, schema.Computed) for d in server_default)


def _server_default_is_identity(*server_default):
    return any(isinstance(d, schema.Identity) for d in server_default)


def _get_table_key(name, schema):
    return name if schema is None else f"{schema}.{name}"


def _columns_for_constraint(constraint):
    if isinstance(constraint, schema.ForeignKeyConstraint):
        return [e.parent for e in constraint.elements]
    return list(constraint.columns)


def is_expression_index(index):
    return any(is_expression(e) for e in index.expressions)


def is_expression(expr):
    while hasattr(expr, "element") and not isinstance(expr, schema.Column):
        expr = expr.element
    return not isinstance(expr, schema.Column)


def _inherit_schema_deprecated():
    return sqla_2_1


def all_table_check_constraints(table):
    return {c for c in table.constraints if isinstance(c, schema.CheckConstraint)}
