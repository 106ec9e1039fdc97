"""Spatial column types. A column brings its index when it gets its table; what a database wants beyond
CREATE TABLE is in admin.py."""
from sqlalchemy import Index, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

from geoalchemy2.exc import ArgumentError


def index_name(table, column):
    return "idx_%s_%s" % (table.name, column.name)


def _dimension(geometry_type, dimension):
    """What the type's name says must agree with the number; without a Z or M it is 2."""
    if geometry_type is None:
        return dimension
    for tail, wanted, words in (("ZM", 4, "'ZM'"), ("Z", 3, "'Z' or 'M'"), ("M", 3, "'Z' or 'M'")):
        if geometry_type.endswith(tail):
            if dimension not in (None, wanted):
                raise ValueError("dimension must be %d when geometry_type ends with %s" % (wanted, words))
            return wanted
    return 2


class _GISType(UserDefinedType):
    name = None
    from_text = None
    cache_ok = True

    def __init__(self, geometry_type="GEOMETRY", srid=-1, dimension=None, spatial_index=True,
                 use_N_D_index=False, use_typmod=None, from_text=None, name=None, nullable=True,
                 _spatial_index_reflected=None):
        self.geometry_type, self.srid, self.dimension = self.check_ctor_args(
            geometry_type, srid, dimension, use_typmod, nullable)
        if name is not None:
            self.name = name
        if from_text is not None:
            self.from_text = from_text
        self.spatial_index = spatial_index
        self.use_N_D_index = use_N_D_index
        self.use_typmod = use_typmod
        self.nullable = nullable
        self._spatial_index_reflected = _spatial_index_reflected

    @staticmethod
    def check_ctor_args(geometry_type, srid, dimension, use_typmod, nullable):
        try:
            srid = int(-1 if srid is None else srid)
        except (ValueError, TypeError):
            raise ArgumentError("srid must be convertible to an integer") from None
        if use_typmod is not None and not nullable:
            raise ArgumentError('The "nullable" and "use_typmod" arguments can not be used together')
        if dimension not in (None, 2, 3, 4):
            raise ValueError("dimension must be one of [None, 2, 3, 4] but got %s" % dimension)
        geometry_type = geometry_type.upper() if geometry_type else None
        return geometry_type, srid, _dimension(geometry_type, dimension)

    def get_col_spec(self, **kw):
        if not self.geometry_type:
            return self.name
        return "%s(%s,%d)" % (self.name, self.geometry_type, self.srid)

    def bind_expression(self, bindvalue):
        return getattr(func, self.from_text)(bindvalue, type_=self)

    def _index_target(self, column):
        return column

    def _set_table(self, column, table):
        if not self.nullable:
            column.nullable = False
        self.nullable = column.nullable
        if self.use_N_D_index and not self.spatial_index:
            raise ArgumentError("Arg Error(use_N_D_index): spatial_index must be True")
        if self.spatial_index and not self._spatial_index_reflected:
            ops = {"postgresql_ops": {column.name: "gist_geometry_ops_nd"}} if self.use_N_D_index else {}
            table.append_constraint(Index(index_name(table, column), self._index_target(column),
                                          postgresql_using="gist", **ops))


@compiles(_GISType, "mysql")
@compiles(_GISType, "mariadb")
def _spell_mysql(type_, compiler, **kw):
    spec = type_.geometry_type or "GEOMETRY"
    column = kw.get("type_expression")
    if column is None or getattr(column, "computed", None) is None:
        if not type_.nullable or type_.spatial_index:
            spec += " NOT NULL"
        if type_.srid > 0 and compiler.dialect.name != "mariadb":
            spec += " SRID %d" % type_.srid
    return spec


@compiles(_GISType, "mssql")
def _spell_mssql(type_, compiler, **kw):
    return type_.name


class Geometry(_GISType):
    name = "geometry"
    from_text = "ST_GeomFromEWKT"


class Geography(_GISType):
    name = "geography"
    from_text = "ST_GeogFromText"


class Raster(_GISType):
    name = "raster"
    from_text = "raster"

    def __init__(self, spatial_index=True, from_text=None, name=None, nullable=True,
                 _spatial_index_reflected=None):
        super().__init__(None, -1, None, spatial_index, False, False, from_text, name, nullable,
                         _spatial_index_reflected)

    @staticmethod
    def check_ctor_args(*args, **kwargs):
        return None, -1, None

    def _index_target(self, column):
        return func.ST_ConvexHull(column)
