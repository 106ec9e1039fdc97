from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, cast, desc, func, literal_column, text, and_, or_, null
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR, ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class T(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    a = Column(Integer, index=True)
    b = Column(String(10), unique=True, index=True)
    c = Column(Text, unique=True)
    d = Column(JSONB)
    e = Column(ARRAY(String))
    __table_args__ = (
        Index("ix_plain", "a"),
        Index("ix_multi", "a", "b", unique=True),
        Index(None, "a", "c"),
        Index("ix_text", text("lower(b)")),
        Index("ix_func", func.lower(b), func.upper(c)),
        Index("ix_desc", a.desc(), b.asc().nulls_last()),
        Index("ix_where", "a", postgresql_where=text("a > 5")),
        Index("ix_where2", "a", postgresql_where=and_(a > 5, b.is_not(None)), sqlite_where=(a == 1)),
        Index("ix_gin", "d", postgresql_using="gin", postgresql_ops={"d": "jsonb_path_ops"}),
        Index("ix_with", "a", postgresql_with={"fillfactor": 50}, postgresql_include=["b"]),
        Index("ix_cast", cast(b, Integer)),
        Index("ix_lit", literal_column("b || c")),
        Index("ix_concat", b + c),
        Index("ix_tsv", func.to_tsvector(text("'english'"), c), postgresql_using="gin"),
        Index("ix_coalesce", func.coalesce(b, ""), a + 1),
        Index("ix_trgm", b.label("bb"), postgresql_using="gin", postgresql_ops={"bb": "gin_trgm_ops"}),
        Index("ix_conc", "a", postgresql_concurrently=True, postgresql_tablespace="x", postgresql_nulls_not_distinct=True),
        Index("ix_where3", "a", postgresql_where=or_(c == "x", c.in_(["y", "z"]), c.like("q"))),
        Index("ix_my", "b", mysql_length=5, mysql_prefix="FULLTEXT"),
    )


Index("ix_after", T.a, T.b.desc())
Index("ix_after_f", func.lower(T.b), unique=True, postgresql_where=T.a.is_(None))
T.__table__.append_constraint(Index("ix_appended", T.__table__.c.a, T.__table__.c.id))
print(sorted(i.name for i in T.__table__.indexes)[:3])
target_metadata = Base.metadata
