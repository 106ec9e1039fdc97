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
