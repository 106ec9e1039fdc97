"""Fields to columns. Validation is pydantic's business and takes no part in a schema."""
import sys
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import get_origin

from pydantic._core import FieldInfo as _FieldInfo
from pydantic._core import Undefined, annotation_parts, is_class_var
from sqlalchemy import (Boolean, Column, Date, DateTime, Float, ForeignKey, Integer, Interval, LargeBinary,
                        Numeric, Time, Uuid)
from sqlalchemy import Enum as sa_Enum
from sqlalchemy.orm import declared_attr, registry, relationship
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime


class FieldInfo(_FieldInfo):
    def get(self, name, missing=None):
        value = self.extra.get(name, Undefined)
        return missing if value is Undefined else value


class RelationshipInfo:
    def __init__(self, *, back_populates=None, link_model=None, sa_relationship=None, **kw):
        self.back_populates = back_populates
        self.link_model = link_model
        self.sa_relationship = sa_relationship


def Field(default=Undefined, **kw):
    return FieldInfo(default, **kw)


def Relationship(**kw):
    return RelationshipInfo(**kw)


def _has_utc_datetime():
    """Whether the project's own SQLModel stores datetimes as UTC; since 0.0.50 it does."""
    for folder in sys.path:
        try:
            names = [p.name for p in Path(folder).iterdir()] if "site-packages" in str(folder) else []
        except OSError:
            names = []
        for name in names:
            if name.startswith("sqlmodel-") and name.endswith(".dist-info"):
                version = name[len("sqlmodel-"):-len(".dist-info")].split(".")
                return tuple(int(p) for p in version[:3] if p.isdigit()) >= (0, 0, 50)
    return False


def _find_type(info, kind):
    given = info.get("sa_type")
    if given is not None:
        return given
    if get_origin(kind) is not None:
        kind = get_origin(kind)
        literal = not isinstance(kind, type)
        kind = str if literal else kind
    if not isinstance(kind, type):
        raise ValueError("%r has no matching SQLAlchemy type" % (kind,))
    if issubclass(kind, Enum):
        return sa_Enum(kind)
    if issubclass(kind, (str, Path)) or any(c.__module__ == "ipaddress" for c in kind.__mro__):
        length = info.get("max_length")
        return AutoString(length=length) if length else AutoString
    for python, sql in ((float, Float), (bool, Boolean), (int, Integer)):
        if issubclass(kind, python):
            return sql
    if issubclass(kind, datetime):
        if kind.__name__ == "NaiveDatetime":
            return DateTime(timezone=False)
        return UTCDateTime() if _has_utc_datetime() else DateTime
    for python, sql in ((date, Date), (timedelta, Interval), (time, Time), (bytes, LargeBinary)):
        if issubclass(kind, python):
            return sql
    if issubclass(kind, Decimal):
        return Numeric(precision=info.get("max_digits"), scale=info.get("decimal_places"))
    if issubclass(kind, uuid.UUID):
        return Uuid
    raise ValueError("%s has no matching SQLAlchemy type" % (kind,))


def _is_noneable(info, optional):
    if "nullable" in info.extra and info.extra["nullable"] is not Undefined:
        return bool(info.extra["nullable"])
    return optional


def _make_column(name, info):
    column = info.get("sa_column")
    if column is not None:
        return column
    kind, optional, meta = annotation_parts(info.annotation)
    primary_key = bool(info.get("primary_key", False))
    nullable = _is_noneable(info, optional) if "nullable" in info.extra else optional and not primary_key
    args = []
    if info.get("foreign_key"):
        ondelete = info.get("ondelete")
        if ondelete == "SET NULL" and not nullable:
            raise RuntimeError('ondelete="SET NULL" requires nullable=True')
        args.append(ForeignKey(info.get("foreign_key"), ondelete=ondelete))
    kwargs = {"primary_key": primary_key, "nullable": nullable, "index": info.get("index", False),
              "unique": info.get("unique", False)}
    if info.default_factory is not None:
        kwargs["default"] = info.default_factory
    elif info.default is not Undefined:
        kwargs["default"] = info.default
    args.extend(info.get("sa_column_args", ()))
    kwargs.update(info.get("sa_column_kwargs", {}))
    return Column(*args, type_=_find_type(info, kind), **kwargs)


def _evaluate(cls, annotation):
    if isinstance(annotation, str):
        module = sys.modules.get(cls.__module__)
        return eval(annotation, dict(vars(module)) if module else {})
    return annotation


def _own_fields(cls):
    """Fields of the class body, relationships left out; their values leave the class."""
    fields, relations = {}, {}
    for name, annotation in list(cls.__dict__.get("__annotations__", {}).items()):
        value = cls.__dict__.get(name, Undefined)
        if isinstance(value, RelationshipInfo):
            relations[name] = value
            continue
        if name.startswith("_") or name == "model_config" or is_class_var(annotation):
            continue
        annotation = _evaluate(cls, annotation)
        info = value if isinstance(value, _FieldInfo) else None
        if info is None:
            for item in annotation_parts(annotation)[2]:
                info = item if isinstance(item, _FieldInfo) else info
        if info is None:
            info = FieldInfo(value)
        if not isinstance(info, FieldInfo):
            info = FieldInfo(info.default, default_factory=info.default_factory, alias=info.alias, **info.extra)
        info.annotation = annotation
        fields[name] = info
    return fields, relations


default_registry = registry()


class SQLModel:
    metadata = default_registry.metadata
    model_config = {}
    model_fields = {}
    _sa_registry = default_registry

    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()

    def __init_subclass__(cls, table=False, registry=None, **kw):
        fields, relations = _own_fields(cls)
        cls.model_fields = {**cls.model_fields, **fields}
        if registry is not None:
            cls._sa_registry = registry
            cls.metadata = registry.metadata
        config = cls.__dict__.get("model_config", {})
        if not (table or config.get("table")):
            return
        for name in [*cls.model_fields, *relations]:
            if name in cls.__dict__:
                delattr(cls, name)
        cls.__annotations__ = {}
        for base in cls.__mro__[1:]:
            if "__table__" in base.__dict__:
                return
        for name, info in cls.model_fields.items():
            setattr(cls, name, _make_column(name, info))
        for name, info in relations.items():
            setattr(cls, name, info.sa_relationship or relationship())
        cls._sa_registry.mapped(cls)

    def __init__(self, **data):
        for name, info in type(self).model_fields.items():
            if name in data:
                self.__dict__[name] = data.pop(name)
            elif not info.is_required():
                self.__dict__[name] = info.get_default()
        self.__dict__.update(data)

    def model_dump(self, **kw):
        return {name: self.__dict__.get(name) for name in type(self).model_fields}

    dict = model_dump

    @classmethod
    def model_validate(cls, obj):
        return cls(**(obj if isinstance(obj, dict) else vars(obj)))
