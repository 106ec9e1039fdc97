from sqlalchemy import Index, func
from sqlalchemy.exc import ArgumentError
from sqlalchemy.types import UserDefinedType


class _GISType(UserDefinedType):
    name = None
    from_text = None
    cache_ok = True

    def __init__(self, geometry_type="GEOMETRY", srid=-1, dimension=None, spatial_index=True,
                 use_N_D_index=False, use_typmod=None, from_text=None, name=None, nullable=True,
                 _spatial_index_reflected=None):
        if geometry_type is not None:
            geometry_type = geometry_type.upper()
        elif srid > 0:
            raise ArgumentError("srid must be set to -1 (or not set) when geometry_type is None")
        if dimension is None:
            tail = (geometry_type or "")[-2:]
            dimension = 4 if tail == "ZM" else 3 if tail[-1:] in ("Z", "M") else 2
        self.geometry_type = geometry_type
        self.srid = srid
        if name is not None:
            self.name = name
        if from_text is not None:
            self.from_text = from_text
        self.dimension = dimension
        self.spatial_index = spatial_index
        self.use_N_D_index = use_N_D_index
        self.use_typmod = use_typmod
        self.nullable = nullable
        self._spatial_index_reflected = _spatial_index_reflected

    def get_col_spec(self, **kw):
        if not self.geometry_type:
            return self.name
        return "%s(%s,%d)" % (self.name, self.geometry_type, self.srid)

    def _index_target(self, column):
        return column

    def _set_table(self, column, table):
        if not self.nullable:
            column.nullable = False
        self.nullable = column.nullable
        if not self.spatial_index or column.primary_key:
            return
        ops = {"postgresql_ops": {column.name: "gist_geometry_ops_nd"}} if self.use_N_D_index else {}
        table.append_constraint(Index("idx_%s_%s" % (table.name, column.name), self._index_target(column),
                                      postgresql_using="gist", **ops))


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
        super().__init__(geometry_type=None, srid=-1, dimension=None, spatial_index=spatial_index,
                         from_text=from_text, name=name, nullable=nullable)

    def _index_target(self, column):
        return func.ST_ConvexHull(column)
