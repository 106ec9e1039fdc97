from sqlalchemy import *
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


Enum("abcdef", "b", name="x", length=3, native_enum=False)
