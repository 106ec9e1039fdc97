from sqlalchemy import Column, DDL, Integer, MetaData, Table, event
from sqlalchemy.orm import Session, sessionmaker, DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import Pool
from sqlalchemy.engine import Engine


class Base(DeclarativeBase):
    pass


class T(Base):
    __tablename__ = "t"
    id: Mapped[int] = mapped_column(primary_key=True)


@event.listens_for(Base.metadata, "after_create")
def receive(target, connection, **kw):
    connection.execute("x")


@event.listens_for(Engine, "connect")
def pragma(dbapi_connection, record):
    pass


@event.listens_for(Table, "column_reflect")
def reflect(inspector, table, column_info):
    pass


@event.listens_for(T, "load")
@event.listens_for(T.id, "set", retval=True)
def loaded(*args):
    pass


@event.listens_for(T.__table__, "after_parent_attach") if False else (lambda f: f)
def attached(t, p):
    pass


print(receive.__name__, pragma.__name__, loaded.__name__)
target_metadata = Base.metadata
