"""Loader options: joinedload(), selectinload(), load_only() and the like.

How related objects are fetched changes the number of statements, not what a script sees; so all ways
of loading eagerly are one here, a query for each relationship of the objects that were loaded.
"""
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm import ColumnProperty

from _sqlalchemy_orm.mapper import unsupported
from _sqlalchemy_orm.relationship import Relationship

_EAGER = {"joinedload", "selectinload", "subqueryload", "immediateload"}


class Load:
    """A path of relationships, each with a way of loading, and columns at its end."""

    def __init__(self, entity=None):
        self.entity = entity
        self.steps = []  # (how, relationship)
        self.only = {}  # steps before -> names of columns to load, or None
        self.without = {}
        self.wanted = {}  # steps before -> names of deferred columns, or "*"
        self.groups = {}
        self.expressions = []  # of column_property(): nothing tells their names

    def _copy(self):
        made = Load(self.entity)
        made.steps = list(self.steps)
        made.only = dict(self.only)
        made.without = dict(self.without)
        made.wanted = dict(self.wanted)
        made.groups = dict(self.groups)
        made.expressions = list(self.expressions)
        return made

    def _of(self, attributes):
        """The same of one class, which its columns tell."""
        made = self._copy()
        if made.entity is None and not made.steps and attributes:
            made.entity = getattr(attributes[0], "class_", None)
        return made

    def _step(self, how, attributes):
        made = self._copy()
        for attribute in attributes:
            if not isinstance(attribute, str) and not isinstance(attribute, Relationship):
                raise exc.ArgumentError("%s() takes relationships, got %r" % (how, attribute))
            made.steps.append((how, attribute))
        return made

    def load_only(self, *attributes, raiseload=False):
        made = self._of(attributes)
        made.only[len(made.steps)] = [attribute.key for attribute in attributes]
        return made

    def defer(self, *attributes, raiseload=False):
        made = self._of(attributes)
        made.without[len(made.steps)] = [attribute.key for attribute in attributes]
        return made

    def undefer(self, *attributes):
        made = self._of([attribute for attribute in attributes if not isinstance(attribute, str)])
        made.wanted[len(made.steps)] = [getattr(attribute, "key", attribute) for attribute in attributes]
        made.expressions.extend(attributes)
        return made

    def undefer_group(self, name):
        made = self._copy()
        made.groups[len(made.steps)] = name
        return made

    def options(self, *options):
        raise unsupported("Load.options()")

    def _refuse(self):
        for how, relationship in self.steps:
            if how not in _EAGER and how not in ("lazyload", "defaultload"):
                raise unsupported("%s()" % how)


def _method(how):
    def method(self, *attributes, **kw):
        return self._step(how, attributes)

    return method


def _function(how):
    def function(*attributes, **kw):
        return Load()._step(how, attributes)

    function.__name__ = how
    return function


for _how in ("joinedload", "selectinload", "subqueryload", "immediateload", "lazyload", "noload", "raiseload",
             "contains_eager", "defaultload"):
    setattr(Load, _how, _method(_how))

joinedload = _function("joinedload")
selectinload = _function("selectinload")
subqueryload = _function("subqueryload")
immediateload = _function("immediateload")
lazyload = _function("lazyload")
noload = _function("noload")
raiseload = _function("raiseload")
contains_eager = _function("contains_eager")
defaultload = _function("defaultload")


def load_only(*attributes, raiseload=False):
    return Load().load_only(*attributes)


def defer(*attributes, raiseload=False):
    return Load().defer(*attributes)


def undefer(*attributes):
    return Load().undefer(*attributes)


def undefer_group(name):
    return Load().undefer_group(name)


def check_loading(statement, entities, options, is_select):
    """A statement that is executed outside of a session, with the columns that its options leave;
    what else would change its SQL is not done."""
    from _sqlalchemy_orm.mapper import info_of, is_mapped
    for option in options:
        if not isinstance(option, Load):
            continue
        for how, relationship in option.steps:
            if how in ("joinedload", "contains_eager"):
                raise unsupported("%s() outside of a Session" % how)
    for entity in entities:
        if not (isinstance(entity, type) and is_mapped(entity)):
            continue
        if info_of(entity).discriminator() is not None:
            raise unsupported("selecting or changing %s, which shares its table, outside of a Session"
                              % entity.__name__)
        if not is_select:
            continue
        for name, relationship in info_of(entity).relationships.items():
            if relationship.lazy in ("joined", False):
                raise unsupported("selecting %s, whose %s is loaded by a join, outside of a Session"
                                  % (entity.__name__, name))
    if not is_select:
        return statement
    columns = _loaded_columns(entities, options)
    return statement if columns is None else statement.with_only_columns(*columns)


def _loaded_columns(entities, options):
    """What a SELECT of these has: a class adds those of its columns that are not there yet. None = as it is."""
    from _sqlalchemy_orm.loading import Entity, is_entity
    columns, changed = [], False
    loads = [option for option in options if isinstance(option, Load)]
    for item in entities:
        if not is_entity(item):
            columns.extend(item.columns if isinstance(item, sa.FromClause) else [item])
            continue
        entity = Entity(item, options)
        entity.keys = [key for key in entity.keys if _is_loaded(entity.info, key, loads)]
        expressions = _expressions(entity, loads)
        columns.extend(expressions)
        changed = changed or bool(expressions) or len(entity.keys) < len(entity.info.columns)
        for column in entity.columns():
            if any(getattr(other, "_sa_column", other) is column for other in columns):
                changed = True
            else:
                columns.append(column)
    return columns if changed else None


def _of_class(option, info):
    return option.entity is None or option.entity is info.cls


def _is_loaded(info, key, loads, deferral=None):
    """Whether a query reads it: what is deferred() only when an option asks for it."""
    if deferral is None and key in info.columns:
        deferral = info.columns[key]._sa_deferred
    if not deferral or key in info.primary_key:
        return True
    for option in loads:
        if not _of_class(option, info):
            continue
        wanted = option.wanted.get(0, ())
        if key in wanted or "*" in wanted or key in (option.only.get(0) or ()):
            return True
        if isinstance(deferral, str) and option.groups.get(0) == deferral:
            return True
    return False


def _expressions(entity, loads):
    """What column_property() makes of expressions stands before the columns of the table."""
    made, info = [], entity.info
    for base in reversed(info.cls.__mro__):
        for name, value in vars(base).items():
            if not isinstance(value, ColumnProperty) or name in info.columns:
                continue
            if entity.alias is not None:
                raise unsupported("selecting an alias of %s, whose %s is a column_property(), outside of a Session"
                                  % (info.cls.__name__, name))
            expression = getattr(info.cls, name)
            deferral = getattr(value, "group", None) or getattr(value, "deferred", False)
            asked = any(attribute is expression for option in loads for attribute in option.expressions)
            if asked or _is_loaded(info, name, loads, deferral or False):
                made.append(expression)
    return made


def chosen_columns(info, options):
    """Keys of the columns that a query of this class is to read."""
    keys = list(info.columns)
    for option in options:
        if not isinstance(option, Load):
            raise unsupported("the option %s()" % getattr(option, "_name", type(option).__name__))
        option._refuse()
        if option.entity is not None and option.entity is not info.cls:
            continue
        only, without = option.only.get(0), option.without.get(0)
        if only is not None:
            keys = [key for key in keys if key in only or key in info.primary_key]
        if without is not None:
            keys = [key for key in keys if key not in without or key in info.primary_key]
    return keys
