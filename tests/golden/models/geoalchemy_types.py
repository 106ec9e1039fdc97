from geoalchemy2 import Geography, Geometry, Raster
from sqlalchemy import Column, Integer, Index
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Lake(Base):
    __tablename__ = "lake"
    id = Column(Integer, primary_key=True)
    geom = Column(Geometry("POLYGON"))
    point = Column(Geometry(geometry_type="POINT", srid=4326, spatial_index=False))
    geog = Column(Geography(geometry_type="LINESTRING", srid=4326, dimension=2))
    any_ = Column(Geometry, nullable=False)
    nd = Column(Geometry(geometry_type="POINTZ", srid=4326, dimension=3, use_N_D_index=True), index=False)


target_metadata = Base.metadata
