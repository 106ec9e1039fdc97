import enum

import sqlalchemy as sa
from sqlalchemy import Column, Enum, Integer, MetaData, Table
from sqlalchemy.dialects import postgresql, mysql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Color(enum.Enum):
    red = "r"
    green = "g"
    alias = "r"


class Mixed(enum.IntEnum):
    ONE = 1
    TWENTY = 20


class Str(str, enum.Enum):
    A = "aa"
    B = "bb"


class StrE(enum.StrEnum):
    LEFT = enum.auto()
    RIGHT = enum.auto()


meta = MetaData()
t = Table(
    "t", meta,
    Column("id", Integer, primary_key=True),
    Column("a", Enum("x", "y", name="xy")),
    Column("b", Enum("x", "it's", name="q'q", native_enum=False)),
    Column("c", Enum(Color)),
    Column("d", Enum(Color, values_callable=lambda e: [m.value for m in e], name="vals")),
    Column("e", Enum(Mixed, native_enum=False, create_constraint=True, length=30)),
    Column("f", Enum(Str, name="strs", schema="s")),
    Column("g", Enum(StrE, inherit_schema=True)),
    Column("h", postgresql.ENUM("p", "q", name="pq", create_type=False)),
    Column("i", postgresql.ENUM(Color, name="pgcolor", schema="zz")),
    Column("j", Enum("x", "y", name="bound", validate_strings=True)),
    Column("k", Enum(*[c.name for c in Color], name="star")),
    Column("l", Enum(["p", "q"], name="lst") if False else Enum("p", name="one")),
    Column("m", mysql.ENUM("a", "b")),
    Column("n", sa.ARRAY(Enum("m", "n", name="inarr"))),
    Column("o", Enum(Color, native_enum=False), server_default="red"),
    Column("p", Enum(Color), server_default=Color.green.name),
)
print(t.c.c.type.enums, t.c.c.type.name, t.c.c.type.enum_class is Color, t.c.d.type.enums)
print(repr(t.c.e.type), t.c.e.type.length)


class Base(DeclarativeBase):
    metadata = meta
    type_annotation_map = {Str: Enum(Str, values_callable=lambda e: [m.value for m in e]), enum.Enum: Enum(enum.Enum, native_enum=False)}


class M(Base):
    __tablename__ = "m"
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[Str]
    b: Mapped[Color]
    c: Mapped[Mixed] = mapped_column(Enum(Mixed))


target_metadata = meta
