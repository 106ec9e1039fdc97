"""weakref: references are strong here; objects live as long as the run."""
from _typing import GenericAlias as _GenericAlias


class ref:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, obj, callback=None):
        self._obj = obj

    def __call__(self):
        return self._obj


def proxy(obj, callback=None):
    return obj


class WeakKeyDictionary(dict):
    pass


class WeakValueDictionary(dict):
    pass


class WeakSet(set):
    pass


WeakMethod = ref
ReferenceType = ref


def finalize(obj, func, *args, **kw):
    return func
