from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import Mapped, as_declarative, declared_attr, registry, relationship, column_property, synonym


mapper_registry = registry(metadata=MetaData(schema="imp"))
user_table = Table("user", mapper_registry.metadata, Column("id", Integer, primary_key=True), Column("name", String(50)))
address = Table("address", mapper_registry.metadata, Column("id", Integer, primary_key=True), Column("user_id", Integer, ForeignKey("imp.user.id")))


class User:
    name: Mapped[list["Address"]]
    addresses: Mapped[int]

    def __init__(self, name):
        self.name = name


class Address:
    pass


mapper_registry.map_imperatively(User, user_table, properties={"addresses": relationship(Address, backref="user")})
mapper_registry.map_imperatively(Address, address, properties={"user_ident": address.c.user_id})
print(User.__table__.name, User.id.name, User("x").name)


@mapper_registry.mapped
class Deco:
    __tablename__ = "deco"
    id = Column(Integer, primary_key=True)
    other = synonym("id")


Base = mapper_registry.generate_base()


class Gen(Base):
    __tablename__ = "gen"
    id = Column(Integer, primary_key=True)


@as_declarative(metadata=mapper_registry.metadata)
class AsBase:
    @declared_attr
    def __tablename__(cls):
        return "t_" + cls.__name__.lower()

    id = Column(Integer, primary_key=True)


class Thing(AsBase):
    v = Column(String(3))


@mapper_registry.as_declarative_base()
class Base3:
    pk = Column(Integer, primary_key=True)


class Thing3(Base3):
    __tablename__ = "thing3"


hybrid = Table("hyb", mapper_registry.metadata, Column("id", Integer, primary_key=True), Column("x", Integer))


class Hyb(Base):
    __table__ = hybrid
    y = column_property(hybrid.c.x)


class FromSelf(Base):
    __table__ = Table("fs", Base.metadata, Column("a", Integer, primary_key=True), Column("b", String))


print(Hyb.__table__ is hybrid, sorted(m.class_.__name__ for m in mapper_registry.mappers))
target_metadata = mapper_registry.metadata
