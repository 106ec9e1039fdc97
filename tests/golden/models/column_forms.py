from sqlalchemy import *
from sqlalchemy.orm import declarative_base
from sqlalchemy.schema import DefaultClause

Base = declarative_base()


def make():
    return 1


class T(Base):
    __tablename__ = "t"
    id = Column("ident", Integer, primary_key=True, autoincrement=False)
    pk2 = Column(Integer, primary_key=True, autoincrement="ignore_fk")
    a = Column(type_=String(3), name="aa")
    b = Column(String(3), nullable=None)
    c = Column(Boolean, default=False, server_default=false())
    d = Column(Boolean, server_default=true())
    e = Column(DateTime, server_default=func.current_timestamp())
    f = Column(DateTime, server_default=func.now(), onupdate=func.now(), server_onupdate=func.now())
    g = Column(Integer, default=make, onupdate=make)
    h = Column(Float(10), server_default=text("1.5"))
    i = Column(Numeric(10, 2), server_default="0.00")
    j = Column(LargeBinary(20))
    k = Column(Interval)
    l = Column(Unicode(20), unique=True)
    m = Column(UnicodeText, index=True)
    n = Column(Uuid, default=None)
    o = Column(JSON(none_as_null=True))
    p = Column(PickleType)
    q = Column(Time(timezone=True))
    r = Column(Double(53))
    s = Column(Integer, server_default=DefaultClause("5"))
    t = Column(Integer, server_default=literal(5))
    u = Column(Integer, server_default=cast(5, Integer))
    v = Column(Integer, server_default=text("5"), server_onupdate=FetchedValue(for_update=True))
    w = Column(Integer, name="w", key="w_key", quote=False, comment="")
    x = Column(String(5, collation="de_DE"))
    y = Column(Date, server_default=func.current_date())
    z = Column(Enum("a", "b", name="z_enum"), server_default="a")
    aa = Column("user", String)
    bb = Column("Mixed Case", String)
    cc = Column(Integer, server_default=func.coalesce(func.nullif(1, 2), 3))
    dd = Column(String, server_default=func.gen_random_uuid().cast(String))
    ee = Column(Integer, sqlite_on_conflict_not_null="FAIL", nullable=False)


target_metadata = Base.metadata
