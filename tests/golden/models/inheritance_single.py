from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, declared_attr


class Base(DeclarativeBase):
    pass


class Employee(Base):
    __tablename__ = "employee"
    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    __mapper_args__ = {"polymorphic_identity": "employee", "polymorphic_on": "type"}


class Manager(Employee):
    data: Mapped[str] = mapped_column(nullable=True)
    start: Mapped[int | None] = mapped_column(use_existing_column=True)
    __mapper_args__ = {"polymorphic_identity": "manager"}


class Engineer(Employee):
    info: Mapped[str | None]
    start: Mapped[int | None] = mapped_column(use_existing_column=True)
    boss_id = Column(ForeignKey("employee.id"), index=True)
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Senior(Engineer):
    rank = Column(Integer, server_default="1")


target_metadata = Base.metadata
