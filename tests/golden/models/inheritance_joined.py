from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(50), index=True)
    __mapper_args__ = {"polymorphic_identity": "person", "polymorphic_on": kind}


class Engineer(Person):
    __tablename__ = "engineer"
    id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Lead(Engineer):
    __tablename__ = "lead"
    id: Mapped[int] = mapped_column(ForeignKey(Engineer.id, ondelete="CASCADE"), primary_key=True)
    team: Mapped[str] = mapped_column("team_name", String(30), unique=True)


class Keyed(Person):
    __tablename__ = "keyed"
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    __table_args__ = (ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_k"),)


target_metadata = Base.metadata
