"""Alembic operations for spatial tables, and the hooks of env.py that make --autogenerate write them."""
from alembic.autogenerate import renderers, rewriter
from alembic.autogenerate.render import (_add_column, _add_index, _add_table, _drop_column, _drop_index,
                                         _drop_table)
from alembic.operations import BatchOperations, Operations, ops
from sqlalchemy import Column, MetaData, Table, func
from sqlalchemy.types import TypeDecorator

from geoalchemy2 import admin
from geoalchemy2.types import Geography, Geometry, Raster

_INTERNAL = ("geometry_columns", "spatial_ref_sys", "spatialite_history", "sqlite_sequence",
             "views_geometry_columns", "virts_geometry_columns", "idx_", "gpkg_", "vgpkg_")

writer = rewriter.Rewriter()


def include_object(obj, name, obj_type, reflected, compare_to):
    return not (obj_type == "table" and name.startswith(_INTERNAL))


def render_item(obj_type, obj, autogen_context):
    if obj_type == "type" and isinstance(obj, (Geometry, Geography, Raster)):
        autogen_context.imports.add("from geoalchemy2 import %s" % type(obj).__name__)
        return repr(obj)
    return False


def _is_spatial(type_, dialect):
    if isinstance(type_, TypeDecorator):
        type_ = type_.load_dialect_impl(dialect)
    return isinstance(type_, (Geometry, Geography, Raster))


def _spatial_columns(columns, dialect):
    return [c for c in columns if isinstance(c, Column) and _is_spatial(c.type, dialect)]


# ---- columns ----


@Operations.register_operation("add_geospatial_column")
@BatchOperations.register_operation("add_geospatial_column", "batch_add_geospatial_column")
class AddGeospatialColumnOp(ops.AddColumnOp):
    @classmethod
    def add_geospatial_column(cls, operations, table_name, column, schema=None):
        return operations.invoke(cls(table_name, column, schema=schema))

    @classmethod
    def batch_add_geospatial_column(cls, operations, column, insert_before=None, insert_after=None):
        return operations.invoke(cls(operations.impl.table_name, column, schema=operations.impl.schema))

    def reverse(self):
        return DropGeospatialColumnOp.from_column_and_tablename(self.schema, self.table_name, self.column)


@Operations.register_operation("drop_geospatial_column")
@BatchOperations.register_operation("drop_geospatial_column", "batch_drop_geospatial_column")
class DropGeospatialColumnOp(ops.DropColumnOp):
    @classmethod
    def drop_geospatial_column(cls, operations, table_name, column_name, schema=None, **kw):
        return operations.invoke(cls(table_name, column_name, schema=schema, **kw))

    @classmethod
    def batch_drop_geospatial_column(cls, operations, column_name):
        return operations.invoke(cls(operations.impl.table_name, column_name, schema=operations.impl.schema))


@Operations.implementation_for(AddGeospatialColumnOp)
def _add_geospatial_column(operations, operation):
    dialect = operations.get_bind().dialect
    table_name, column = operation.table_name, operation.column
    if dialect.name == "sqlite":
        type_ = column.type
        operations.execute(func.AddGeometryColumn(table_name, column.name, type_.srid, type_.geometry_type,
                                                  type_.dimension, not type_.nullable))
    elif dialect.name in ("postgresql", "mssql"):
        if dialect.name == "mssql":
            Table(table_name, MetaData(), schema=operation.schema).append_column(column)
        operations.impl.add_column(table_name, column, schema=operation.schema)
        if dialect.name == "mssql":
            admin.mssql_constraints(operations.get_bind(), table_name, column, operation.schema)


@Operations.implementation_for(DropGeospatialColumnOp)
def _drop_geospatial_column(operations, operation):
    column = operation.to_column(operations.migration_context)
    operations.impl.drop_column(operation.table_name, column, schema=operation.schema, **operation.kw)


# ---- tables ----


@Operations.register_operation("create_geospatial_table")
class CreateGeospatialTableOp(ops.CreateTableOp):
    """Its columns say spatial_index=False: their indexes have directives of their own."""

    @classmethod
    def create_geospatial_table(cls, operations, table_name, *columns, **kw):
        return operations.invoke(cls(table_name, columns, **kw))

    def reverse(self):
        return DropGeospatialTableOp(self.table_name, schema=self.schema)


@Operations.register_operation("drop_geospatial_table")
class DropGeospatialTableOp(ops.DropTableOp):
    @classmethod
    def drop_geospatial_table(cls, operations, table_name, schema=None, **kw):
        return operations.invoke(cls(table_name, schema=schema, table_kw=kw))


@Operations.implementation_for(CreateGeospatialTableOp)
def _create_geospatial_table(operations, operation):
    operations.create_table(operation.table_name, *operation.columns, schema=operation.schema, **operation.kw)


@Operations.implementation_for(DropGeospatialTableOp)
def _drop_geospatial_table(operations, operation):
    operations.drop_table(operation.table_name, schema=operation.schema, **operation.table_kw)


# ---- indexes ----


@Operations.register_operation("create_geospatial_index")
@BatchOperations.register_operation("create_geospatial_index", "batch_create_geospatial_index")
class CreateGeospatialIndexOp(ops.CreateIndexOp):
    @classmethod
    def create_geospatial_index(cls, operations, index_name, table_name, columns, schema=None, unique=False,
                                **kw):
        return operations.invoke(cls(index_name, table_name, columns, schema=schema, unique=unique, **kw))

    @classmethod
    def batch_create_geospatial_index(cls, operations, index_name, columns, **kw):
        return operations.invoke(cls(index_name, operations.impl.table_name, columns,
                                     schema=operations.impl.schema, **kw))

    def reverse(self):
        return DropGeospatialIndexOp(self.index_name, self.table_name, column_name=self.columns[0].name,
                                     schema=self.schema)


@Operations.register_operation("drop_geospatial_index")
@BatchOperations.register_operation("drop_geospatial_index", "batch_drop_geospatial_index")
class DropGeospatialIndexOp(ops.DropIndexOp):
    def __init__(self, *args, column_name, **kwargs):
        super().__init__(*args, **kwargs)
        self.column_name = column_name

    @classmethod
    def drop_geospatial_index(cls, operations, index_name, table_name, column_name, schema=None, unique=False,
                              **kw):
        return operations.invoke(cls(index_name, table_name=table_name, column_name=column_name,
                                     schema=schema, unique=unique, **kw))

    @classmethod
    def batch_drop_geospatial_index(cls, operations, index_name, **kw):
        return operations.invoke(cls(index_name, table_name=operations.impl.table_name,
                                     schema=operations.impl.schema, **kw))


@Operations.implementation_for(CreateGeospatialIndexOp)
def _create_geospatial_index(operations, operation):
    bind = operations.get_bind()
    if bind.dialect.name == "sqlite":
        operations.execute(func.CreateSpatialIndex(operation.table_name, operation.columns[0]))
        return
    index = operation.to_index(operations.migration_context)
    if bind.dialect.name == "mssql":
        admin.mssql_index(bind, operation.table_name, list(index.columns)[0], operation.index_name,
                          operation.schema)
    else:
        operations.impl.create_index(index)


@Operations.implementation_for(DropGeospatialIndexOp)
def _drop_geospatial_index(operations, operation):
    if operations.get_bind().dialect.name == "sqlite":
        operations.execute(func.DisableSpatialIndex(operation.table_name, operation.column_name))
    else:
        operations.impl.drop_index(operation.to_index(operations.migration_context))


# ---- scripts ----


def _render_as(op_class, render, name):
    @renderers.dispatch_for(op_class)
    def rendered(autogen_context, op):
        text = render(autogen_context, op).replace(".%s(" % name, ".%s(" % name.replace("_", "_geospatial_"))
        if op_class is DropGeospatialIndexOp:
            text = "%s, column_name='%s')" % (text[:-1], op.column_name)
        return text


_render_as(AddGeospatialColumnOp, _add_column, "add_column")
_render_as(DropGeospatialColumnOp, _drop_column, "drop_column")
_render_as(CreateGeospatialTableOp, _add_table, "create_table")
_render_as(DropGeospatialTableOp, _drop_table, "drop_table")
_render_as(CreateGeospatialIndexOp, _add_index, "create_index")
_render_as(DropGeospatialIndexOp, _drop_index, "drop_index")


@writer.rewrites(ops.AddColumnOp)
def _rewrite_add_column(context, revision, op):
    if not _is_spatial(op.column.type, context.bind.dialect):
        return op
    op.column.type.spatial_index = False
    op.column.type._spatial_index_reflected = None
    return AddGeospatialColumnOp(op.table_name, op.column, schema=op.schema)


@writer.rewrites(ops.DropColumnOp)
def _rewrite_drop_column(context, revision, op):
    if not _is_spatial(op.to_column().type, context.bind.dialect):
        return op
    return DropGeospatialColumnOp(op.table_name, op.column_name, schema=op.schema)


@writer.rewrites(ops.CreateTableOp)
def _rewrite_create_table(context, revision, op):
    columns = _spatial_columns(op.columns, context.bind.dialect)
    if not columns:
        return op
    for column in columns:
        column.type.spatial_index = False
    return CreateGeospatialTableOp(op.table_name, op.columns, schema=op.schema,
                                   _namespace_metadata=op._namespace_metadata,
                                   _constraints_included=op._constraints_included, **op.kw)


@writer.rewrites(ops.DropTableOp)
def _rewrite_drop_table(context, revision, op):
    if not _spatial_columns(op.to_table().columns, context.bind.dialect):
        return op
    return DropGeospatialTableOp(op.table_name, schema=op.schema)


@writer.rewrites(ops.CreateIndexOp)
def _rewrite_create_index(context, revision, op):
    if len(op.columns) != 1 or not _spatial_columns(op.columns, context.bind.dialect):
        return op
    column = op.columns[0]
    op.kw.setdefault("postgresql_using", "gist")
    op.kw.setdefault("postgresql_ops",
                     {column.name: "gist_geometry_ops_nd"} if column.type.use_N_D_index else {})
    return CreateGeospatialIndexOp(op.index_name, op.table_name, op.columns, schema=op.schema,
                                   unique=op.unique, **op.kw)


@writer.rewrites(ops.DropIndexOp)
def _rewrite_drop_index(context, revision, op):
    columns = list(op.to_index().columns)
    if len(columns) != 1 or not _spatial_columns(columns, context.bind.dialect):
        return op
    return DropGeospatialIndexOp(op.index_name, table_name=op.table_name, column_name=columns[0].name,
                                 schema=op.schema, **op.kw)
