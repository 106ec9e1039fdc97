"""Spatial column types. The index that a spatial column brings is made when it gets its table."""
from geoalchemy2 import admin
from geoalchemy2.types import Geography, Geometry, Raster

admin.listen()

__version__ = "0.20.0"
__all__ = ["Geography", "Geometry", "Raster"]
