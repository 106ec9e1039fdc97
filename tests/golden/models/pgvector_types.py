from pgvector.sqlalchemy import BIT, HALFVEC, SPARSEVEC, VECTOR, Vector
from sqlalchemy import Index
from sqlalchemy.orm import DeclarativeBase, mapped_column, Mapped
from sqlalchemy import Integer


class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "item"
    id = mapped_column(Integer, primary_key=True)
    a = mapped_column(Vector(3))
    b = mapped_column(Vector)
    c = mapped_column(VECTOR(dim=1536), nullable=False)
    d = mapped_column(HALFVEC(5))
    e = mapped_column(SPARSEVEC(9))
    f = mapped_column(BIT(4))
    __table_args__ = (
        Index("ix_hnsw", "a", postgresql_using="hnsw", postgresql_with={"m": 16, "ef_construction": 64}, postgresql_ops={"a": "vector_l2_ops"}),
    )


target_metadata = Base.metadata
