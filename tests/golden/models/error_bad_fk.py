from sqlalchemy import *
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


ForeignKeyConstraint(["a"], ["b.a", "b.c"])
