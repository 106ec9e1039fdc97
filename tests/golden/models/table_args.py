from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    pass


class OnlyDict(Base):
    __tablename__ = "only_dict"
    __table_args__ = {"schema": "s", "comment": "c", "postgresql_partition_by": "LIST (id)", "extend_existing": True}
    id = Column(Integer, primary_key=True)


class Tuple(Base):
    __tablename__ = "tuple"
    a = Column(Integer)
    b = Column(Integer)
    c: Mapped[str] = mapped_column(String(3))
    __table_args__ = (
        PrimaryKeyConstraint("a", b),
        UniqueConstraint(c, "b", name="u", postgresql_include=["a"]),
        CheckConstraint(a > b),
        CheckConstraint("a > 1 AND b < 2", name="ck"),
        Index("i", a, text("b DESC")),
        {"postgresql_tablespace": "ts", "sqlite_autoincrement": True},
    )


class Method(Base):
    __tablename__ = "method"
    id: Mapped[int] = mapped_column(primary_key=True)

    @declared_attr.directive
    def __table_args__(cls):
        return (Index("ix_%s" % cls.__tablename__, "id"),)

    @declared_attr
    def __mapper_args__(cls):
        return {"order_by": "id"} if False else {}


class Combined(Method, Base):
    __tablename__ = "combined"
    id: Mapped[int] = mapped_column(primary_key=True)
    __table_args__ = Base.__table_args__ if hasattr(Base, "__table_args__") else ()
    __mapper_args__ = {"concrete": True}


class Inherit(OnlyDict):
    __tablename__ = "inherit"
    oid = Column(Integer, primary_key=True)
    __table_args__ = (ForeignKeyConstraint(["oid"], ["s.only_dict.id"]), {})


class NoPk(Base):
    __tablename__ = "no_pk"
    x = Column(Integer)
    y = Column(Integer)
    __mapper_args__ = {"primary_key": [x, y]}


target_metadata = Base.metadata
