"""What each database wants for spatial columns when a table is created, beyond CREATE TABLE. The rules are
GeoAlchemy2's own (0.20)."""
from sqlalchemy import Table, event, func, select, text
from sqlalchemy.types import UserDefinedType

from geoalchemy2.types import Geography, Geometry, index_name


class _Placeholder(UserDefinedType):
    """SpatiaLite: the column is there first, RecoverGeometryColumn() makes it spatial."""
    cache_ok = True

    def get_col_spec(self, **kw):
        return "GEOMETRY"


def _take_indexes(table, columns):
    """Removes the indexes of these columns and returns those that are not the type's own."""
    others = []
    for index in list(table.indexes):
        for column in columns:
            if column.name not in [c.name for c in index.columns]:
                continue
            table._remove_index(index)
            if index.name != index_name(table, column) or not column.type.spatial_index:
                others.append(index)
            break
    return others


def _has_index(table, column):
    return any(column.name in [c.name for c in index.columns] for index in table.indexes)


# ---- MySQL, MariaDB ----


def _before_mysql(table):
    _take_indexes(table, [c for c in table.columns if isinstance(c.type, Geometry)])


def _after_mysql(table, bind):
    for column in table.columns:
        if isinstance(column.type, (Geometry, Geography)) and column.type.spatial_index is True:
            if column.computed is None and not _has_index(table, column):
                bind.execute(text("ALTER TABLE %s ADD SPATIAL INDEX(%s);" % (table.name, column.name)))


# ---- SpatiaLite ----


def _spatialite_dimension(type_):
    if type_.dimension == 4:
        return "XYZM"
    if type_.dimension == 2 or type_.geometry_type is None:
        return "XY"
    return "XYM" if type_.geometry_type.endswith("M") else "XYZ"


def _before_sqlite(table):
    columns = [c for c in table.columns if isinstance(c.type, Geometry)]
    table.info["_after_create_indexes"] = _take_indexes(table, columns)
    table.info["_spatial_types"] = {column.name: column.type for column in columns}
    for column in columns:
        column.type = _Placeholder()


def _after_sqlite(table, bind):
    types = table.info.pop("_spatial_types")
    for column in table.columns:
        if column.name in types:
            column.type = types[column.name]
            bind.execute(select(func.RecoverGeometryColumn(
                table.name, column.name, column.type.srid, column.type.geometry_type or "GEOMETRY",
                _spatialite_dimension(column.type))))
    for column in table.columns:
        if isinstance(column.type, (Geometry, Geography)) and column.type.spatial_index is True:
            bind.execute(select(func.CreateSpatialIndex(table.name, column.name)))
    for index in table.info.pop("_after_create_indexes"):
        index.create(bind)


# ---- SQL Server ----


def _bracketed(*names):
    return ".".join("[%s]" % name.replace("]", "]]") for name in names if name)


def _before_mssql(table):
    _take_indexes(table, [c for c in table.columns if isinstance(c.type, (Geometry, Geography))])


def mssql_constraints(bind, table_name, column, schema=None):
    place, name = _bracketed(schema, table_name), _bracketed(column.name)
    checks = []
    if column.type.srid >= 0:
        checks.append(("srid", "%s.STSrid = %d" % (name, column.type.srid)))
    kind = column.type.geometry_type
    if kind and kind != "GEOMETRY":
        for tail in ("ZM", "Z", "M"):
            kind = kind[:-len(tail)] if kind.endswith(tail) else kind
        checks.append(("geometry_type", "UPPER(%s.AsTextZM()) LIKE N'%s%%'" % (name, kind)))
    for what, condition in checks:
        constraint = _bracketed("ck_%s_%s_%s" % (table_name, column.name, what))
        bind.execute(text("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NULL OR %s)"
                          % (place, constraint, name, condition)))


def mssql_index(bind, table_name, column, name, schema=None):
    grid = "GEOGRAPHY_AUTO_GRID"
    if isinstance(column.type, Geometry):
        box = "-180, -90, 180, 90" if column.type.srid == 4326 else "-1e+09, -1e+09, 1e+09, 1e+09"
        grid = "GEOMETRY_AUTO_GRID WITH (BOUNDING_BOX = (%s))" % box
    bind.execute(text("CREATE SPATIAL INDEX %s ON %s (%s) USING %s" % (
        _bracketed(name), _bracketed(schema, table_name), _bracketed(column.name), grid)))


def _after_mssql(table, bind):
    for column in table.columns:
        if isinstance(column.type, (Geometry, Geography)):
            mssql_constraints(bind, table.name, column, table.schema)
            if column.type.spatial_index is True:
                mssql_index(bind, table.name, column, index_name(table, column), table.schema)


_BEFORE = {"mysql": _before_mysql, "mariadb": _before_mysql, "sqlite": _before_sqlite, "mssql": _before_mssql}
_AFTER = {"mysql": _after_mysql, "mariadb": _after_mysql, "sqlite": _after_sqlite, "mssql": _after_mssql}


def listen():
    @event.listens_for(Table, "before_create")
    def before_create(table, bind, **kw):
        if bind.dialect.name in _BEFORE:
            _BEFORE[bind.dialect.name](table)

    @event.listens_for(Table, "after_create")
    def after_create(table, bind, **kw):
        if bind.dialect.name in _AFTER:
            _AFTER[bind.dialect.name](table, bind)
