"""aliased(): a mapped class, or a table, under another name in a query."""
import sqlalchemy as sa

from _sqlalchemy_orm.mapper import info_of, is_mapped
from _sqlalchemy_orm.relationship import Path, Relationship


class AliasedClass:
    _names = {}

    def __init__(self, cls, selectable=None, name=None):
        info = info_of(cls)
        if name is None:
            count = AliasedClass._names.get(info.table.name, 0) + 1
            AliasedClass._names[info.table.name] = count
            name = "%s_%d" % (info.table.name, count)
        self._sa_cls = cls
        self._sa_name = name if selectable is None else cls.__name__
        self._sa_selectable = info.table.alias(name) if selectable is None else selectable

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


def aliased(element, alias=None, name=None, flat=False, adapt_on_names=False):
    if isinstance(element, type) and is_mapped(element):
        return AliasedClass(element, alias, name)
    if isinstance(element, AliasedClass):
        return AliasedClass(element._sa_cls, alias, name)
    return element.alias(name) if hasattr(element, "alias") else sa.alias(element, name)
