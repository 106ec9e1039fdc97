"""The names of sqlalchemy.orm that sessions and queries are made of."""
from _sqlalchemy_orm.aliased import AliasedClass, Bundle, aliased, join, outerjoin, with_parent
from _sqlalchemy_orm.factory import scoped_session, sessionmaker
from _sqlalchemy_orm.mapper import configure, info_of, is_mapped, unsupported
from _sqlalchemy_orm.options import (Load, contains_eager, defaultload, defer, immediateload, joinedload, lazyload,
                                     load_only, noload, raiseload, selectinload, subqueryload, undefer,
                                     undefer_group)
from _sqlalchemy_orm.query import Query
from _sqlalchemy_orm.relationship import Backref, Relationship
from _sqlalchemy_orm.session import (Session, SessionTransaction, close_all_sessions, make_transient,
                                     make_transient_to_detached, object_session)

RelationshipProperty = relationship = relation = Relationship
backref = Backref


def dynamic_loader(argument=None, **kw):
    return Relationship(argument, lazy="dynamic", **kw)


def configure_mappers():
    from _sqlalchemy_orm.mapper import _infos
    for cls in list(_infos):
        configure(cls)


__all__ = ["AliasedClass", "aliased", "Load", "Query", "Relationship", "Session", "SessionTransaction", "info_of",
           "is_mapped"]
