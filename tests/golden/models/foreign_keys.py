from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, String, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base(metadata=MetaData(schema="main"))


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    code = Column(String(12), unique=True)
    self_id = Column(Integer, ForeignKey("main.a.id"))


class B(Base):
    __tablename__ = "b"
    id = Column(ForeignKey(A.id), primary_key=True)
    a1 = Column(ForeignKey("main.a.id", name="fk_a1", ondelete="CASCADE", onupdate="CASCADE"))
    a2 = Column(Integer, ForeignKey(A.__table__.c.id, deferrable=True, initially="DEFERRED"))
    a3 = Column(ForeignKey(A.code, use_alter=True, name="fk_a3"))
    a4 = Column(Integer, ForeignKey("main.a.id"), ForeignKey("main.c.id"))
    a5 = Column(ForeignKey("later.x.id", match="FULL", comment="cc"))
    a6 = Column(ForeignKey("main.a.id", info={"q": 1}, link_to_name=True), index=True, nullable=False)


class C(Base):
    __tablename__ = "c"
    id = Column(Integer, ForeignKey("main.b.id"), primary_key=True, autoincrement=True)
    x = Column(Integer)
    y = Column(Integer)
    __table_args__ = (ForeignKeyConstraint([x, y], ["main.d.p", "main.d.q"], ondelete="SET NULL"),)


class D(Base):
    __tablename__ = "d"
    p = Column(Integer, primary_key=True)
    q = Column(Integer, primary_key=True)


x = Table("x", Base.metadata, Column("id", String(40), primary_key=True), schema="later")
for fk in sorted(B.__table__.foreign_keys, key=lambda f: (f.parent.name, f.target_fullname)):
    print(fk.parent.name, fk.target_fullname, fk.column is not None, fk.ondelete)
target_metadata = Base.metadata
