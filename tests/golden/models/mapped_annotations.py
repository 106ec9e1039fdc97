import datetime
import decimal
import enum
import uuid
from typing import Any, ClassVar, Dict, List, Literal, NewType, Optional, Union

from typing_extensions import Annotated

from sqlalchemy import ARRAY, BigInteger, DateTime, ForeignKey, JSON, Numeric, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, registry

intpk = Annotated[int, mapped_column(primary_key=True)]
user_fk = Annotated[int, mapped_column(ForeignKey("kinds.id", ondelete="CASCADE"), index=True)]
stamp = Annotated[datetime.datetime, mapped_column(server_default=func.now(), nullable=False)]
str30 = Annotated[str, 30]
str50 = Annotated[str, mapped_column(String(50), comment="fifty", unique=True)]
opt = Annotated[Optional[str], mapped_column(String(7))]
num = Annotated[decimal.Decimal, 12]
Name = NewType("Name", str)


class Color(enum.Enum):
    RED = "r"
    GREEN = "g"


class Flag(str, enum.Enum):
    ON = "on"
    OFF = "off"


class Base(DeclarativeBase):
    type_annotation_map = {
        str30: String(30),
        num: Numeric(12, 4),
        Dict[str, Any]: JSON,
        dict[str, int]: JSON(),
        List[str]: ARRAY(String),
        datetime.datetime: DateTime(timezone=True),
        Name: String(11),
        Literal["x", "y"]: String(1),
    }


class Kinds(Base):
    __tablename__ = "kinds"
    registry_note: ClassVar[str] = "not a column"
    id: Mapped[intpk]
    a: Mapped[int]
    b: Mapped[Optional[int]]
    c: Mapped[int | None]
    d: Mapped[Union[str, None]]
    e: Mapped["str"]
    f: "Mapped[Optional[str]]"
    g: Mapped[Optional["float"]]
    h: Mapped[str30]
    i: Mapped[Optional[str30]]
    j: Mapped[str50]
    k: Mapped[Optional[str50]]
    l: Mapped[stamp]
    m: Mapped[Color]
    n: Mapped[Optional[Flag]]
    o: Mapped[Dict[str, Any]]
    p: Mapped[dict[str, int] | None]
    q: Mapped[List[str]]
    r: Mapped[bool]
    s: Mapped[bytes]
    t: Mapped[datetime.date]
    u: Mapped[datetime.time]
    v: Mapped[datetime.timedelta]
    w: Mapped[decimal.Decimal]
    x: Mapped[num]
    y: Mapped[uuid.UUID]
    z: Mapped[Literal["p", "q", "long"]]
    aa: Mapped[Literal["x", "y"]]
    ab: Mapped[Name]
    ac: Mapped[user_fk]
    ad: Mapped[Optional[user_fk]]
    ae: Mapped[opt]
    af: Mapped[str] = mapped_column(nullable=True)
    ag: Mapped[Optional[str]] = mapped_column(nullable=False)
    ah: Mapped[str] = mapped_column(String(3), default="x")
    ai: Mapped[int] = mapped_column(BigInteger, server_default="1")
    aj: Mapped[str50] = mapped_column(comment="mine")
    ak: Mapped[Optional[Literal["p", "r"]]]
    children: Mapped[List["Kinds"]] = relationship()
    plain: int = 5


target_metadata = Base.metadata
