from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.ext.declarative import declared_attr as old_declared_attr


class Base(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower()

    id: Mapped[int] = mapped_column(primary_key=True)


class Directives:
    @declared_attr.directive
    @classmethod
    def __table_args__(cls):
        return (UniqueConstraint("code", name="uq_%s_code" % cls.__tablename__), {"comment": cls.__name__})

    @declared_attr
    def code(cls) -> Mapped[str]:
        return mapped_column(String(8), comment="of " + cls.__name__)

    @declared_attr
    @classmethod
    def size(cls):
        return Column("size_col", Integer, CheckConstraint("size_col > 0", name="ck_size"))


class One(Directives, Base):
    x: Mapped[int]


class Two(Directives, Base):
    @declared_attr
    def parent_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("one.id"))


class Old:
    @old_declared_attr
    def flag(cls):
        return Column(Integer, server_default="0", nullable=False)

    @declared_attr
    def __mapper_args__(cls):
        return {"eager_defaults": True}


class Three(Old, Base):
    __table_args__ = (Index("ix_three_flag_id", "flag", "id"),)


class Cascading:
    @declared_attr.cascading
    def id(cls):
        for base in cls.__mro__[1:-1]:
            if "__table__" in base.__dict__ and base.__name__ != "Base":
                return Column(ForeignKey(base.__tablename__ + ".id"), primary_key=True)
        return Column(Integer, primary_key=True)


class Base2(DeclarativeBase):
    metadata = Base.metadata


class Person(Cascading, Base2):
    __tablename__ = "person"
    name: Mapped[str]


class Engineer(Person):
    __tablename__ = "engineer"
    level: Mapped[int]


target_metadata = Base.metadata
