"""Decorators and constructors that models use; sessions need more (names.py)."""


def validates(*names, include_removes=False, include_backrefs=True):
    def decorate(fn):
        fn._sa_validates = names
        return fn

    return decorate


def reconstructor(fn):
    fn._sa_reconstructor = True
    return fn


class Unsupported:
    """Something that may stand in a model; using it in a query or a session says so."""

    def __init__(self, name, *args, **kw):
        self._name = name
        self._sa_unsupported = name
        self._args = args

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        from _sqlalchemy_orm.mapper import unsupported
        raise unsupported(self._name)


def unsupported_maker(name):
    def make(*args, **kw):
        return Unsupported(name, *args, **kw)

    return make


class Synonym:
    """synonym("name"): another name of an attribute."""

    def __init__(self, name, **kw):
        self.name = name

    def __get__(self, instance, owner=None):
        return getattr(owner if instance is None else instance, self.name)

    def __set__(self, instance, value):
        setattr(instance, self.name, value)


def synonym(name, map_column=None, descriptor=None, comparator_factory=None, doc=None, info=None, **kw):
    if descriptor is not None:
        return descriptor
    return Synonym(name)


class AssociationProxy:
    """association_proxy("tags", "word"): an attribute of the related objects."""

    def __init__(self, target_collection, attr, *, creator=None, **kw):
        self.target_collection = target_collection
        self.value_attr = attr
        self.creator = creator

    def __class_getitem__(cls, key):
        return cls

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        target = getattr(instance, self.target_collection)
        if target is None or not isinstance(target, (list, set)):
            return None if target is None else getattr(target, self.value_attr)
        return _ProxyList(self, instance)

    def __set__(self, instance, value):
        relationship = getattr(type(instance), self.target_collection).setup()
        creator = self.creator or relationship.target.cls
        if relationship.uselist:
            setattr(instance, self.target_collection, [creator(item) for item in value])
        elif getattr(instance, self.target_collection) is None:
            setattr(instance, self.target_collection, creator(value))
        else:
            setattr(getattr(instance, self.target_collection), self.value_attr, value)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        from _sqlalchemy_orm.mapper import unsupported
        raise unsupported("association_proxy() in a query")


class _ProxyList(list):
    def __init__(self, proxy, owner):
        self._proxy = proxy
        self._owner = owner
        list.__init__(self, [getattr(item, proxy.value_attr) for item in getattr(owner, proxy.target_collection)])

    def _target(self):
        return getattr(self._owner, self._proxy.target_collection)

    def append(self, value):
        relationship = getattr(type(self._owner), self._proxy.target_collection).setup()
        made = (self._proxy.creator or relationship.target.cls)(value)
        target = self._target()
        target.add(made) if isinstance(target, set) else target.append(made)
        list.append(self, value)

    add = append

    def extend(self, values):
        for value in values:
            self.append(value)

    def remove(self, value):
        target = self._target()
        for item in list(target):
            if getattr(item, self._proxy.value_attr) == value:
                target.remove(item)
                list.remove(self, value)
                return
        raise ValueError("value not in list")

    def clear(self):
        for value in list(self):
            self.remove(value)

    def _refuse(self, *args, **kw):
        from _sqlalchemy_orm.mapper import unsupported
        raise unsupported("this change of an association_proxy()")

    insert = pop = __setitem__ = __delitem__ = sort = reverse = __iadd__ = _refuse
