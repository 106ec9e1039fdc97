from sqlalchemy import (BigInteger, CheckConstraint, Computed, FetchedValue, ForeignKey, Identity, Integer, Sequence,
                        SmallInteger, String, Text, func, text)
from sqlalchemy.orm import DeclarativeBase, Mapped, deferred, mapped_column


class Base(DeclarativeBase):
    pass


class T(Base):
    __tablename__ = "t"
    a = mapped_column(primary_key=True, type_=Integer)
    b = mapped_column("bee", String(4))
    c = mapped_column(String, name="cee", key="ckey")
    d: Mapped[int] = mapped_column("dee")
    e = mapped_column(Integer, Computed("a * 2", persisted=True))
    f = mapped_column(BigInteger, Identity(always=True, start=10, increment=2))
    g = mapped_column(Integer, Sequence("g_seq", start=3))
    h = mapped_column(Text, server_default=text("'x'::text"), server_onupdate=FetchedValue())
    i = mapped_column(Text, server_default="it's", deferred=True, deferred_group="big")
    j = mapped_column(Text, FetchedValue())
    k = mapped_column(Integer, CheckConstraint("k > 1"), CheckConstraint("k < 9", name="ck_k"))
    l = mapped_column(ForeignKey("t.a"))
    m: Mapped[str] = mapped_column(String(5), unique=True, index=True)
    n: Mapped[int] = mapped_column(insert_default=5)
    o: Mapped[int] = mapped_column(default=lambda: 1, onupdate=lambda: 2)
    p: Mapped[str] = mapped_column(info={"x": 1}, doc="docs", comment="comm'ent")
    q = mapped_column(SmallInteger, autoincrement=True)
    r = mapped_column(Integer, quote=True, name="r")
    s = mapped_column(Integer, system=True)
    t = deferred(mapped_column(Text))
    u = mapped_column(Text, server_default=func.lower("ABC"))
    v = mapped_column(Integer, nullable=False, server_default=text("0"))


target_metadata = Base.metadata
