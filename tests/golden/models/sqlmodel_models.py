import datetime
import enum
import uuid
from decimal import Decimal
from typing import Any, Dict, List, Optional

import sqlalchemy as sa
from sqlalchemy import Column, JSON, UniqueConstraint
from sqlmodel import AutoString, Field, Relationship, SQLModel, Session, create_engine, select


class Kind(str, enum.Enum):
    big = "b"
    small = "s"


class TeamBase(SQLModel):
    name: str = Field(index=True)
    headquarters: Optional[str] = None


class Team(TeamBase, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    heroes: List["Hero"] = Relationship(back_populates="team", sa_relationship_kwargs={"foreign_keys": "Hero.team_id"})


class Hero(SQLModel, table=True):
    __tablename__ = "heroes"
    __table_args__ = (UniqueConstraint("name", "age", name="uq_h"), {"comment": "h"})
    id: int | None = Field(default=None, primary_key=True)
    uid: uuid.UUID = Field(default_factory=uuid.uuid4, unique=True)
    name: str = Field(max_length=40, nullable=True)
    age: Optional[int] = Field(default=None, index=True, ge=0)
    height: float
    money: Decimal = Field(default=0, max_digits=5, decimal_places=3)
    alive: bool = True
    born: datetime.datetime = Field(default_factory=datetime.datetime.utcnow, sa_column_kwargs={"server_default": sa.func.now(), "comment": "b"})
    day: datetime.date
    at: datetime.time
    took: datetime.timedelta
    kind: Kind
    raw: bytes
    data: Dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    typed: str = Field(sa_type=sa.Text, description="x")
    tz: datetime.datetime = Field(sa_type=sa.DateTime(timezone=True), sa_column_args=[sa.CheckConstraint("tz > now()")])
    team_id: Optional[int] = Field(default=None, foreign_key="team.id", ondelete="SET NULL")
    must: int = Field(foreign_key="team.id")
    team: Optional[Team] = Relationship(back_populates="heroes", sa_relationship_kwargs={"foreign_keys": "Hero.team_id"})
    renamed: str = Field(sa_column=sa.Column("other_name", sa.String(9)), alias="x")


class HeroRead(TeamBase):
    id: int


class Link(SQLModel, table=True):
    a: int = Field(foreign_key="team.id", primary_key=True)
    b: int = Field(foreign_key="heroes.id", primary_key=True)


print(Team(name="x").name, Hero.__tablename__, Link.__tablename__)
target_metadata = SQLModel.metadata
