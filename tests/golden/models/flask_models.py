from datetime import datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, declared_attr

db = SQLAlchemy(metadata=MetaData(naming_convention={"pk": "pk_%(table_name)s"}))

roles_users = db.Table(
    "roles_users",
    db.Column("user_id", db.Integer(), db.ForeignKey("user.id"), primary_key=True),
    db.Column("role_id", db.ForeignKey("role.id"), primary_key=True),
)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(80), unique=True, nullable=False)
    created = db.Column(db.DateTime, default=datetime.utcnow, server_default=db.func.now())
    roles = db.relationship("Role", secondary=roles_users, backref=db.backref("users", lazy="dynamic"))

    def __repr__(self):
        return "<User %r>" % self.username


class Role(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.Text)


class HTTPServerLog(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    __table_args__ = (db.Index("ix_x", "user_id", "id"), db.UniqueConstraint("user_id"))


class SpecialUser(User):
    extra = db.Column(db.Integer)


class Joined(User):
    id = db.Column(db.ForeignKey("user.id"), primary_key=True)


class TimestampMixin:
    updated_at = db.Column(db.DateTime)


class Abstract(TimestampMixin, db.Model):
    __abstract__ = True
    code = db.Column(db.String(3))


class ConcreteThing(Abstract):
    id = db.Column(db.Integer, primary_key=True)


class Named(db.Model):
    __tablename__ = "my_named"
    __bind_key__ = None
    a1B2 = db.Column(db.Integer, primary_key=True)


class CamelCASETest2X(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)


print(User.__tablename__, HTTPServerLog.__tablename__, db.metadata is User.metadata)
target_metadata = db.metadata
