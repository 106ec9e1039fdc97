import re
from sqlalchemy import Column, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, DeclarativeMeta, Mapped, declarative_base, declared_attr, mapped_column, registry


class Core:
    @declared_attr
    def __tablename__(cls):
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    __table_args__ = {"mysql_engine": "InnoDB"}
    id = Column(Integer, primary_key=True)

    def save(self):
        return self


metadata = MetaData()
Base = declarative_base(cls=Core, metadata=metadata, name="Base")


class UserAccount(Base):
    name = Column(String(20))


class Log(Base):
    __tablename__ = "logs"
    __table_args__ = None


class WithTuple(Base):
    __table_args__ = ({"comment": "only dict"},)


class Init(Base):
    a = Column(String)

    def __init__(self, a):
        self.a = a


class Classic(metaclass=DeclarativeMeta):
    __abstract__ = True
    registry = registry(metadata=metadata)
    metadata = metadata


class FromMeta(Classic):
    __tablename__ = "from_meta"
    id = Column(Integer, primary_key=True)


print(UserAccount(name="x").save().name, Init("q").a, Base.metadata is metadata, UserAccount.__table__.fullname)
print(UserAccount.name.type, UserAccount.__mapper__.class_.__name__)
target_metadata = metadata
