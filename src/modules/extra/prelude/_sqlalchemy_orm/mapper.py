"""What the ORM knows of a mapped class: its table, columns, key, relationships."""
import re
from typing import get_origin

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm import InstrumentedAttribute

_infos = {}
_configured = set()


def unsupported(what):
    return exc.InvalidRequestError(
        what + " is not supported in a migration; use the table and the connection (op.get_bind()) instead")


class MapperInfo:
    def __init__(self, cls):
        mapper = cls.__dict__["__mapper__"]
        self.cls = cls
        self.mapper = mapper
        self.table = mapper.local_table
        self.base = self
        self.columns = {}
        self.relationships = {}
        self.validators = {}
        args = getattr(cls, "__mapper_args__", None) or {}
        for option in ("version_id_col", "include_properties", "exclude_properties", "with_polymorphic"):
            if args.get(option) is not None:
                raise unsupported("%s: %r in __mapper_args__" % (cls.__name__, option))
        self._inherit(cls, args)
        self._find_columns(cls)
        self.key_of_column = {column.name: key for key, column in self.columns.items()}
        self._find_primary_key(args)
        self.mutable = [key for key, column in self.columns.items() if getattr(column.type, "_sa_mutable", False)]
        self.reconstructor = None
        for base in reversed(cls.__mro__):
            for name, value in list(vars(base).items()):
                if isinstance(value, Relationship):
                    self.relationships[name] = value
                elif type(value).__name__ == "function":
                    if getattr(value, "_sa_reconstructor", False):
                        self.reconstructor = name
                    for validated in getattr(value, "_sa_validates", ()):
                        self.validators.setdefault(validated, []).append(value)

    def _inherit(self, cls, args):
        self.parent = None
        for base in cls.__mro__[1:]:
            if "__mapper__" in vars(base):
                self.parent = info_of(base)
                break
        self.polymorphic_on = args.get("polymorphic_on")
        self.identity = args.get("polymorphic_identity")
        self.by_identity = {}
        if self.parent is not None:
            if self.parent.table is not self.table:
                raise unsupported("%s: joined-table inheritance" % cls.__name__)
            self.base = self.parent.base
            self.polymorphic_on = self.base.polymorphic_on
        if isinstance(self.polymorphic_on, str):
            self.polymorphic_on = self.table.c[self.polymorphic_on]
        elif self.polymorphic_on is not None:
            self.polymorphic_on = self.table.c[self.polymorphic_on.name]
        if self.identity is not None:
            self.base.by_identity[self.identity] = self

    def _find_columns(self, cls):
        names = {}
        for base in reversed(cls.__mro__):
            for name, value in list(vars(base).items()):
                if isinstance(value, InstrumentedAttribute):
                    names[name] = value._sa_column
        found = {column.name for column in names.values()}
        order = [column.name for column in self.table.columns]
        if self.parent is None:
            for column in self.table.columns:
                if column.name not in found and column.key not in names:
                    names[column.key] = column
        for name in sorted(names, key=lambda n: order.index(names[n].name) if names[n].name in order else -1):
            self.columns[name] = names[name]

    def _find_primary_key(self, args):
        given = args.get("primary_key")
        if given is not None:
            columns = list(given) if isinstance(given, (list, tuple)) else [given]
        else:
            columns = list(self.table.primary_key.columns)
        self.primary_key = [self.key_of_column[column.name] for column in columns]

    def family(self):
        """This class and those mapped to the same table below it."""
        return [info for info in _infos.values() if issubclass(info.cls, self.cls)]

    def identity_of(self, obj):
        values = tuple(obj.__dict__.get(key) for key in self.primary_key)
        return None if any(value is None for value in values) else (self.base.cls, values)

    def discriminator(self):
        """What a query for a class that inherits a table must ask for; None = nothing."""
        if self.parent is None or self.polymorphic_on is None:
            return None
        names = [info.identity for info in self.family() if info.identity is not None]
        return self.polymorphic_on.in_(names)


def is_mapped(cls):
    return isinstance(cls, type) and any("__mapper__" in vars(base) for base in cls.__mro__)


def info_of(cls):
    info = _infos.get(cls)
    if info is None:
        if not is_mapped(cls):
            raise exc.ArgumentError("Expected mapped class, got %r" % (cls,))
        while "__mapper__" not in vars(cls):
            cls = cls.__mro__[1]
        info = _infos.get(cls)
        if info is None:
            info = MapperInfo(cls)
            _infos[cls] = info
            for other in list(info.relationships.values()):
                other.adopt(info)
    return info


def configure(cls):
    """Makes the backrefs of all classes of a registry, as SQLAlchemy does when one is first used."""
    registry = getattr(cls, "registry", None) or getattr(cls, "__registry__", None)
    if registry is None:
        info_of(cls)
        return
    classes = registry._class_registry
    if (id(registry), len(classes)) in _configured:
        return
    _configured.add((id(registry), len(classes)))
    for other in list(classes.values()):
        for base in other.__mro__:
            for name, value in list(vars(base).items()):
                if isinstance(value, Relationship) and value.backref is not None and "__mapper__" in vars(other):
                    if base is other or not is_mapped(base):
                        value.make_backref(other, name)
        # What a backref added must be seen.
    for other in list(classes.values()):
        known = _infos.get(other)
        if known is not None:
            for base in reversed(other.__mro__):
                for name, value in list(vars(base).items()):
                    if isinstance(value, Relationship) and name not in known.relationships:
                        known.relationships[name] = value
                        value.adopt(known)


def class_by_name(owner, name):
    registry = owner.registry
    classes = registry._class_registry
    last = name.rsplit(".", 1)[-1]
    found = classes.get(last)
    if found is None:
        raise exc.InvalidRequestError(
            "When initializing mapper Mapper[%s(%s)], expression %r failed to locate a name (%r). If this is a class "
            "name, consider adding this relationship() to the %r class after both dependent classes have been defined."
            % (owner.__name__, owner.__table__.name, name, last, owner))
    return found


def evaluate(owner, text):
    """An expression given as text: relationship(primaryjoin="and_(A.id == B.a_id)")."""
    names = {"and_": sa.and_, "or_": sa.or_, "not_": sa.not_, "func": sa.func, "desc": sa.desc, "asc": sa.asc,
             "text": sa.text, "foreign": lambda x: x, "remote": lambda x: x}
    metadata = owner.metadata
    for table in metadata.tables.values():
        names.setdefault(table.name, table)
    names.update(owner.registry._class_registry)
    return eval(text, names)


_BRACKETS = re.compile(r"^(?:[\w.]+\.)?(\w+)\[(.*)\]$", re.S)
_LISTS = {"List": list, "list": list, "Sequence": list, "Collection": list, "Iterable": list, "MutableSequence": list,
          "Set": set, "set": set, "AbstractSet": set, "FrozenSet": set, "Dict": dict, "dict": dict}


def read_annotation(annotation):
    """(target, collection) of what stands in Mapped[...]; collection None = a single object."""
    collection = None
    for _ in range(6):
        if annotation is None:
            return None, None
        if hasattr(annotation, "__forward_arg__"):
            annotation = annotation.__forward_arg__
        if isinstance(annotation, str):
            text = annotation.strip().strip("'\"")
            match = _BRACKETS.match(text)
            if match is None:
                parts = [p.strip() for p in text.split("|") if p.strip() != "None"]
                return parts[0].strip("'\"") if parts else None, collection
            outer, inner = match.group(1), match.group(2)
            if outer in _LISTS:
                collection = _LISTS[outer]
            if outer in ("Union", "Dict", "dict"):
                parts = [p.strip() for p in inner.split(",") if p.strip() != "None"]
                inner = parts[-1]
            annotation = inner
            continue
        if isinstance(annotation, type):
            return annotation, collection
        args = getattr(annotation, "__args__", None)
        if not args:
            return annotation, collection
        origin = get_origin(annotation)
        if origin in (list, set, dict, frozenset):
            collection = set if origin is frozenset else origin
        elif isinstance(origin, type) and origin.__name__ in _LISTS:
            collection = _LISTS[origin.__name__]
        rest = [a for a in args if a is not type(None) and a is not None]
        annotation = rest[-1]
    return annotation, collection


from _sqlalchemy_orm.relationship import Relationship  # noqa: E402
