"""Names of built-in types, and the few classes that are defined here."""
from _support import (EllipsisType, NoneType, NotImplementedType, cell as CellType, code as CodeType,
                      coroutine as CoroutineType, function as FunctionType, generator as GeneratorType,
                      method as MethodType, module as ModuleType,
                      builtin_function as BuiltinFunctionType)
from _typing import GenericAlias, UnionType

LambdaType = FunctionType
BuiltinMethodType = BuiltinFunctionType
AsyncGeneratorType = GeneratorType


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        return "namespace(" + ", ".join(f"{k}={v!r}" for k, v in self.__dict__.items()) + ")"

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented


class MappingProxyType:
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, mapping):
        self._mapping = mapping

    def __getitem__(self, key):
        return self._mapping[key]

    def __iter__(self):
        return iter(self._mapping)

    def __len__(self):
        return len(self._mapping)

    def __contains__(self, key):
        return key in self._mapping

    def __eq__(self, other):
        return self._mapping == (other._mapping if isinstance(other, MappingProxyType) else other)

    def __or__(self, other):
        return self._mapping | dict(other)

    def __repr__(self):
        return f"mappingproxy({self._mapping!r})"

    def __str__(self):
        return str(self._mapping)

    def get(self, key, default=None):
        return self._mapping.get(key, default)

    def keys(self):
        return self._mapping.keys()

    def values(self):
        return self._mapping.values()

    def items(self):
        return self._mapping.items()

    def copy(self):
        return self._mapping.copy()


class DynamicClassAttribute(property):
    pass


class TracebackType:
    pass


class FrameType:
    pass


def new_class(name, bases=(), kwds=None, exec_body=None):
    kwds = dict(kwds or {})
    meta = kwds.pop("metaclass", None)
    if meta is None:
        meta = type(bases[0]) if bases else type
    ns = {}
    if exec_body is not None:
        exec_body(ns)
    return meta(name, tuple(bases), ns, **kwds)


def coroutine(fn):
    return fn


def resolve_bases(bases):
    """The classes that stand for the bases of a class line: list[int] gives list."""
    out = []
    for base in bases:
        entries = None if isinstance(base, type) else getattr(base, "__mro_entries__", None)
        out.extend([base] if entries is None else entries(bases))
    return bases if len(out) == len(bases) and all(a is b for a, b in zip(out, bases)) else tuple(out)
