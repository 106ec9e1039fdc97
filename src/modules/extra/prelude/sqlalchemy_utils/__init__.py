"""Column types and model helpers of SQLAlchemy-Utils. Nothing here creates or drops databases."""
from datetime import datetime, timezone

import sqlalchemy as sa

from .databases import create_database, database_exists, drop_database  # noqa: F401
from .types import *  # noqa: F401,F403
from .primitives import Ltree, WeekDay, WeekDays  # noqa: F401
from .view import create_materialized_view, create_view, refresh_materialized_view  # noqa: F401

__version__ = "0.43.0"


def _now():
    return datetime.now(tz=timezone.utc).replace(tzinfo=None)


class Timestamp:
    created = sa.Column(sa.DateTime, default=_now, nullable=False)
    updated = sa.Column(sa.DateTime, default=_now, nullable=False)


class Country:
    def __init__(self, code):
        self.code = code


class Currency(Country):
    pass


def generic_repr(*fields):
    if len(fields) == 1 and isinstance(fields[0], type):
        return fields[0]
    return lambda cls: cls


def observes(*paths, **kw):
    return lambda fn: fn


def aggregated(relationship, column):
    return lambda fn: column


def force_auto_coercion(mapper=None):
    return None


force_instant_defaults = force_auto_coercion


def get_class_by_table(base, table, data=None):
    for mapper in base.registry.mappers:
        if mapper.local_table is table:
            return mapper.class_
    return None
