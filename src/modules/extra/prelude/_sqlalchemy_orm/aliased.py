"""aliased(): a mapped class, or a table, under another name in a query."""
import sqlalchemy as sa
from sqlalchemy import exc

from _sqlalchemy_orm.mapper import info_of, is_mapped
from _sqlalchemy_orm.relationship import Path, Relationship


class AliasedClass:
    _names = {}

    def __init__(self, cls, selectable=None, name=None):
        info = info_of(cls)
        given = name
        if name is None:
            count = AliasedClass._names.get(info.table.name, 0) + 1
            AliasedClass._names[info.table.name] = count
            name = "%s_%d" % (info.table.name, count)
        self._sa_cls = cls
        self._sa_name = name if selectable is None else cls.__name__
        self._sa_selectable = info.table.alias(given) if selectable is None else selectable

    def __clause_element__(self):
        return self._sa_selectable

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        info = info_of(self._sa_cls)
        if key in info.columns:
            return self._sa_selectable.c[info.columns[key].name]
        value = getattr(self._sa_cls, key)
        if isinstance(value, Relationship):
            return Path(value, source=self._sa_selectable)
        return value


class Bundle:
    """Columns that a select() lists together; a session would give them as one value."""
    _sa_unsupported = "Bundle"

    def __init__(self, name, *exprs, **kw):
        self.name = self.__name__ = name
        self._sa_columns = list(exprs)
        self.single_entity = kw.pop("single_entity", False)

    @property
    def c(self):
        return _Columns({getattr(column, "key", None) or column.name: column for column in self._sa_columns})

    columns = c


class _Columns:
    def __init__(self, by_name):
        self.__dict__.update(by_name)

    def __getitem__(self, name):
        return self.__dict__[name]


def join(left, right, onclause=None, isouter=False, full=False):
    """orm.join(): a relationship may stand for the condition."""
    if isinstance(onclause, Relationship):
        steps = onclause.on_clauses()
        for table, on in steps[:-1]:
            left = sa.join(left, table, on, isouter=isouter, full=full)
        onclause = steps[-1][1]
    return sa.join(left, right, onclause, isouter=isouter, full=full)


def outerjoin(left, right, onclause=None, full=False):
    return join(left, right, onclause, True, full)


def aliased(element, alias=None, name=None, flat=False, adapt_on_names=False):
    if isinstance(element, type) and is_mapped(element):
        return AliasedClass(element, alias, name)
    if isinstance(element, AliasedClass):
        return AliasedClass(element._sa_cls, alias, name)
    return element.alias(name) if hasattr(element, "alias") else sa.alias(element, name)


def with_parent(instance, prop, from_entity=None):
    """The condition that an object is one of those that a relationship of the instance leads to."""
    if isinstance(prop, str):
        raise exc.ArgumentError("with_parent() takes an attribute of a class, such as %s.%s, no name"
                                % (type(instance).__name__, prop))
    if isinstance(prop, Path):
        from_entity, prop = prop._target, prop._relationship
    condition = prop._parent_condition(instance)
    if from_entity is None or from_entity is prop.target.cls:
        return condition
    return condition._sa_adapt(prop.target.table, from_entity.__clause_element__())
