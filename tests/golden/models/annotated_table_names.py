from typing import Any, ClassVar

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, registry

reg = registry(metadata=MetaData())


@reg.mapped_as_dataclass
class Owner:
    __table__: ClassVar[Table]
    __tablename__ = "owner"
    id: Mapped[str] = mapped_column(primary_key=True)


class Base(DeclarativeBase):
    metadata = reg.metadata
    __tablename__: str


class Thing(Base):
    __tablename__: str = "thing"
    id: Mapped[int] = mapped_column(primary_key=True)


class Other(MappedAsDataclass, Base):
    __tablename__ = "other"
    __table_args__: Any = {"comment": "c"}
    id: Mapped[int] = mapped_column(primary_key=True)


target_metadata = reg.metadata
