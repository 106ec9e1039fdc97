from sqlalchemy import *
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


c = Column("c", Integer)
t = Table("t", Base.metadata, c)
u = Table("u", Base.metadata, c)
