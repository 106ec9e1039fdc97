import hashlib

from sqlalchemy import Boolean, CheckConstraint, Column, Enum, ForeignKey, Index, Integer, MetaData, String, UniqueConstraint, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.naming import conv


def fk_guid(constraint, table):
    tokens = [table.name] + [e.parent.name for e in constraint.elements] + [e.target_fullname for e in constraint.elements]
    return "fk_%s" % "_".join(tokens).replace(".", "_").upper()


def shout(constraint, table):
    return table.name.upper()


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s_%(shout)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "%(fk_guid)s_%(referred_table_name)s_%(referred_column_0_name)s",
        "pk": "pk_%(table_name)s",
        "fk_guid": fk_guid,
        "shout": shout,
    })


class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True, index=True)
    flag = Column(Boolean(create_constraint=True, name="flag"))
    kind = Column(Enum("x", "y", name="kind", native_enum=False, create_constraint=True))
    kind2 = Column(Enum("x", "y", name="kind2"))
    x = Column(Integer, CheckConstraint("x > 0", name="positive"))
    y = Column(Integer, index=True)
    __table_args__ = (
        UniqueConstraint("x", "y"),
        UniqueConstraint("name", "y", name="explicit"),
        CheckConstraint("x < y", name=conv("ck_done")),
        CheckConstraint("y < 100", name="less"),
        Index(None, "x", "y"),
        Index("own", "y", "x"),
    )


class B(Base):
    __tablename__ = "b"
    id: Mapped[int] = mapped_column(ForeignKey("a.id"), primary_key=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("a.id", name="named"), index=True)
    k: Mapped[str] = mapped_column("kcol", key="kk", unique=True)


meta2 = MetaData(naming_convention={"uq": "uq_%(column_0_key)s_%(column_1_name)s", "ix": "i_%(column_0_label)s", "pk": "%(table_name)s_pkey", "fk": "fk_%(column_0N_name)s"})
print(Base.metadata.naming_convention["pk"])
target_metadata = Base.metadata
