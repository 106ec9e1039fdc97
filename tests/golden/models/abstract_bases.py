from sqlalchemy import BigInteger, Column, Identity, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, mapped_column


class Base(DeclarativeBase):
    __abstract__ = True
    metadata = MetaData(schema="app")


class WithId(Base):
    __abstract__ = True
    id = Column(BigInteger, Identity(start=5, cycle=True), primary_key=True)

    @classmethod
    def make(cls):
        return cls()


class WithName(WithId):
    __abstract__ = True
    name: Mapped[str] = mapped_column(String(9))


class A(WithName):
    __tablename__ = "a"
    extra: Mapped[int]


class B(WithId):
    __tablename__ = "b"
    __table_args__ = {"schema": "other", "comment": "b's"}
    val = Column(Integer)


target_metadata = Base.metadata
