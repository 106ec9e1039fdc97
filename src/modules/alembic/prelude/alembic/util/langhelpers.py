"""Registries of functions by class or by name."""

from enum import IntEnum


class Dispatcher:
    """One function for each class (with its subclasses) or name."""

    def __init__(self):
        self._registry = {}

    def dispatch_for(self, target, *, qualifier="default", replace=False):
        def register(fn):
            if (target, qualifier) in self._registry and not replace:
                raise ValueError(
                    f"Can not set dispatch function for object {target!r}: key already exists. "
                    "To replace existing function, use replace=True.")
            self._registry[target, qualifier] = fn
            return fn

        return register

    def find(self, obj, qualifier="default"):
        if isinstance(obj, str):
            targets = (obj,)
        else:
            targets = (obj if isinstance(obj, type) else type(obj)).__mro__
        for target in targets:
            for word in dict.fromkeys((qualifier, "default")):
                if (target, word) in self._registry:
                    return self._registry[target, word]
        return None

    def dispatch(self, obj, qualifier="default"):
        fn = self.find(obj, qualifier)
        if fn is None:
            raise ValueError(f"no dispatch function for object: {obj}")
        return fn

    def branch(self):
        other = Dispatcher()
        other._registry.update(self._registry)
        return other


class DispatchPriority(IntEnum):
    FIRST = 50
    MEDIUM = 25
    LAST = 10


class PriorityDispatchResult(IntEnum):
    CONTINUE = 1
    STOP = 2


class PriorityDispatcher:
    """All functions for a name, those of higher priority first; one that answers STOP ends the
    rest of its subgroup."""

    def __init__(self):
        self._registry = {}

    def dispatch_for(self, target, *, priority=DispatchPriority.MEDIUM, qualifier="default",
                     subgroup=None):
        def register(fn):
            self._registry.setdefault((target, qualifier, priority), []).append((fn, subgroup))
            return fn

        return register

    def has(self, target):
        return any(key[0] == target for key in self._registry)

    def dispatch(self, target, *, qualifier="default"):
        def call(*args, **kw):
            results = {}
            for priority in DispatchPriority:
                for word in dict.fromkeys((qualifier, "default")):
                    for fn, subgroup in self._registry.get((target, word, priority), ()):
                        if results.get(subgroup) is PriorityDispatchResult.STOP:
                            continue
                        results[subgroup] = fn(*args, **kw)

        return call

    def branch(self):
        other = PriorityDispatcher()
        other.populate_with(self)
        return other

    def populate_with(self, other):
        for key, functions in other._registry.items():
            self._registry.setdefault(key, []).extend(functions)


def to_list(x, default=None):
    if x is None:
        return default
    if isinstance(x, (list, set, tuple)):
        return list(x)
    return [x]


def to_tuple(x, default=None):
    return default if x is None else tuple(to_list(x))


def unique_list(seq):
    return list(dict.fromkeys(seq))


def asbool(value):
    return value is not None and str(value).lower() in ("1", "true", "yes", "on", "y", "t")


def rev_id():
    import uuid

    return uuid.uuid4().hex[-12:]


class immutabledict(dict):
    pass


class memoized_property:
    """A value that is computed once for each object."""

    def __init__(self, fget, doc=None):
        self.fget = fget
        self.__name__ = fget.__name__

    def __get__(self, obj, cls):
        if obj is None:
            return self
        obj.__dict__[self.__name__] = result = self.fget(obj)
        return result
