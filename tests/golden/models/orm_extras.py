from typing import List

from sqlalchemy import Column, DDL, ForeignKey, Integer, MetaData, String, Table, event, func, select, inspect
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import (DeclarativeBase, Mapped, aliased, backref, column_property, composite, deferred, foreign,
                            mapped_column, relationship, remote, synonym, validates, object_session)
from sqlalchemy.orm.collections import attribute_keyed_dict


class Base(DeclarativeBase):
    pass


tags = Table("tags_map", Base.metadata, Column("p", ForeignKey("post.id")), Column("t", ForeignKey("tag.id")))


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __composite_values__(self):
        return self.x, self.y


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str]
    last: Mapped[str]
    x1: Mapped[int]
    y1: Mapped[int]
    parent_id = Column(Integer, ForeignKey("post.id"))
    props = Column(MutableDict.as_mutable(JSONB), nullable=False, server_default="{}")
    names = Column(MutableList.as_mutable(ARRAY(String)))
    big = deferred(Column(String))
    full = column_property(parent_id + 1)
    loaded = column_property(Column("loaded_col", Integer))
    start = composite(Point, "x1", "y1")
    nick = synonym("first")
    children = relationship("Post", backref=backref("parent"), order_by="Post.id",
                            primaryjoin=lambda: remote(foreign(Post.parent_id)) == Post.id, lazy="selectin",
                            collection_class=ordering_list("y1"), cascade="all, delete-orphan")
    tags: Mapped[List[Tag]] = relationship(secondary=lambda: tags, secondaryjoin="Tag.id==tags_map.c.t", viewonly=True)
    tag_names: AssociationProxy[List[str]] = association_proxy("tags", "name", creator=lambda n: Tag(name=n))

    @hybrid_property
    def name(self):
        return self.first + " " + self.last

    @name.setter
    def name(self, v):
        self.first, self.last = v.split(" ")

    @name.expression
    def name(cls):
        return func.concat(cls.first, cls.last)

    @hybrid_property
    def short(self) -> str:
        return self.first

    @short.inplace.expression
    @classmethod
    def _short_expr(cls):
        return func.lower(cls.first)

    @hybrid_method
    def longer(self, n):
        return self.x1 > n

    @validates("first", "last")
    def check(self, key, value):
        assert value
        return value


Post.full2 = column_property(Post.first + " " + Post.last)
Post.tag_count = column_property(select(func.count(Tag.id)).scalar_subquery())
Post.added = Column(String(9), index=True)


@event.listens_for(Post, "before_insert")
def before(mapper, connection, target):
    raise AssertionError("never")


event.listen(Base.metadata, "before_create", DDL("CREATE EXTENSION x"))
event.listen(Post.__table__, "after_create", DDL("SELECT 1").execute_if(dialect="postgresql"))
p = Post(first="a", last="b")
print(p.name, p.short, Post.__table__.name)
print(Post.__mapper__.local_table.name)
print(Post.first == "x")
target_metadata = Base.metadata
