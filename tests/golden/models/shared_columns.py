import sqlalchemy as sa
from sqlalchemy.orm import column_property, declarative_base, declared_attr, registry

Base = declarative_base()


class Finding(Base):
    __tablename__ = "finding"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String(20))
    next_id = column_property(id + 1)
    __mapper_args__ = {"polymorphic_on": kind}


class HasService:
    @declared_attr
    def service_id(cls):
        return Finding.__table__.c.get("service_id", sa.Column(sa.Integer))


class Plain(HasService, Finding):
    __mapper_args__ = {"polymorphic_identity": "plain"}


class Web(HasService, Finding):
    __mapper_args__ = {"polymorphic_identity": "web"}


@Base.registry.mapped
class Versioned:
    __abstract__ = True


@Base.registry.mapped
class Thing:
    __tablename__ = "thing"
    id = sa.Column(sa.Integer, primary_key=True)


target_metadata = Base.metadata
