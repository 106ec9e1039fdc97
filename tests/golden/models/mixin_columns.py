from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, declarative_mixin, mapped_column, relationship


class Base(DeclarativeBase):
    pass


@declarative_mixin
class Stamps:
    created_at = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    updated_at = Column(DateTime(timezone=True), onupdate=func.now())


class Ident:
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)


class Last:
    note: Mapped[str | None] = mapped_column(String(20), sort_order=999)


class Owned:
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def owner(cls):
        return relationship("User")


class User(Ident, Stamps, Base):
    __tablename__ = "users"
    name: Mapped[str]


class Item(Last, Stamps, Owned, Ident, Base):
    __tablename__ = "items"
    title = mapped_column(String(10), nullable=False)
    price: Mapped[float]


class Over(Stamps, Ident, Base):
    __tablename__ = "over"
    created_at = Column(Integer)
    z = mapped_column(Integer, sort_order=-20)


target_metadata = Base.metadata
