from sqlalchemy import *
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


m = MetaData(naming_convention={"ck": "ck_%(constraint_name)s"})
t = Table("t", m, Column("x", Integer), CheckConstraint("x > 1"))
print([c.name for c in t.constraints])
from sqlalchemy.schema import CreateTable
