from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import List, Optional

from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, registry, relationship

reg = registry()


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class Stamp(MappedAsDataclass):
    created: Mapped[int] = mapped_column(default=0, kw_only=True)


class User(Stamp, Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
    fullname: Mapped[Optional[str]] = mapped_column(String(30), default=None)
    items: Mapped[List[Item]] = relationship(default_factory=list, repr=False)


class Item(Base, kw_only=True):
    __tablename__ = "items"
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    size: Mapped[int] = mapped_column(default=5)




@reg.mapped_as_dataclass
class Other:
    __tablename__ = "other"
    id: Mapped[int] = mapped_column(primary_key=True)
    val: Mapped[str] = mapped_column(String(4), default="v")


@reg.mapped_as_dataclass(unsafe_hash=True)
class Other2:
    __tablename__ = "other2"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)


@reg.mapped
@dataclass
class Plain:
    __table__ = Table("plain", reg.metadata, Column("id", Integer, primary_key=True), Column("nickname", String(12)))
    id: int = field(init=False)
    nickname: Optional[str] = None


for t in reg.metadata.tables.values():
    t.to_metadata(Base.metadata)
target_metadata = Base.metadata
