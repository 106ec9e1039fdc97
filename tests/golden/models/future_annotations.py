from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Annotated, List, Optional

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
import sqlalchemy.orm as orm

if TYPE_CHECKING:
    from somewhere import Other

pk = Annotated[uuid.UUID, mapped_column(primary_key=True, default=uuid.uuid4)]


class Base(DeclarativeBase):
    pass


class Parent(Base):
    __tablename__ = "parent"
    id: Mapped[pk]
    name: Mapped[Optional[str]] = mapped_column(Text)
    seen: Mapped[dt.datetime | None]
    data: Mapped[dict] = mapped_column(JSONB)
    children: Mapped[List[Child]] = relationship(back_populates="parent")
    other: Mapped[Other] = relationship("Child", viewonly=True)


class Child(Base):
    __tablename__ = "child"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    parent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parent.id"))
    parent: Mapped[Parent] = relationship(back_populates="children")
    note: Mapped[str | None] = mapped_column(String(5))


target_metadata = Base.metadata
