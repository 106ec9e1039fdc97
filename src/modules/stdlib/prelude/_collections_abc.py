"""collections.abc: a class counts by the methods that it has, a built-in type by name."""
from abc import ABCMeta

__name__ = "collections.abc"


def _has(*methods):
    def __subclasshook__(cls, other):
        for m in methods:
            for c in other.__mro__:
                if m in c.__dict__ or hasattr(c, m) and c is not object:
                    if c.__dict__.get(m, 0) is None:
                        return NotImplemented
                    break
            else:
                return NotImplemented
        return True
    return classmethod(__subclasshook__)


class _Base(metaclass=ABCMeta):
    def __class_getitem__(cls, item):
        from _typing import alias
        return alias(cls, item, f"collections.abc.{cls.__name__}")


class Hashable(_Base):
    @classmethod
    def __subclasshook__(cls, other):
        return False if other in (list, dict, set, bytearray) or other.__hash__ is None else True


class Sized(_Base):
    __subclasshook__ = _has("__len__")


class Iterable(_Base):
    __subclasshook__ = _has("__iter__")


class Iterator(Iterable):
    __subclasshook__ = _has("__iter__", "__next__")

    def __iter__(self):
        return self


class Reversible(Iterable):
    __subclasshook__ = _has("__iter__", "__reversed__")


class Generator(Iterator):
    __subclasshook__ = _has("__iter__", "__next__", "send", "throw", "close")


class Container(_Base):
    __subclasshook__ = _has("__contains__")


class Collection(Sized, Iterable, Container):
    __subclasshook__ = _has("__len__", "__iter__", "__contains__")


class Callable(_Base):
    __subclasshook__ = _has("__call__")


class Awaitable(_Base):
    __subclasshook__ = _has("__await__")


class Coroutine(Awaitable):
    __subclasshook__ = _has("__await__", "send", "throw", "close")


class AsyncIterable(_Base):
    __subclasshook__ = _has("__aiter__")


class AsyncIterator(AsyncIterable):
    __subclasshook__ = _has("__aiter__", "__anext__")


class AsyncGenerator(AsyncIterator):
    __subclasshook__ = _has("__aiter__", "__anext__", "asend", "athrow", "aclose")


class Buffer(_Base):
    pass


class _Plain(Collection):
    """What counts by registration only."""
    @classmethod
    def __subclasshook__(cls, other):
        return NotImplemented


class Sequence(_Plain, Reversible):
    __subclasshook__ = _Plain.__dict__["__subclasshook__"]

    def __iter__(self):
        i = 0
        try:
            while True:
                yield self[i]
                i += 1
        except IndexError:
            return

    def __contains__(self, value):
        return any(v is value or v == value for v in self)

    def __reversed__(self):
        for i in reversed(range(len(self))):
            yield self[i]

    def index(self, value, start=0, stop=None):
        for i, v in enumerate(self):
            if i >= start and (stop is None or i < stop) and (v is value or v == value):
                return i
        raise ValueError

    def count(self, value):
        return sum(1 for v in self if v is value or v == value)


class MutableSequence(Sequence):
    def append(self, value):
        self.insert(len(self), value)

    def extend(self, values):
        for v in list(values):
            self.append(v)

    def pop(self, index=-1):
        v = self[index]
        del self[index]
        return v

    def remove(self, value):
        del self[self.index(value)]

    def clear(self):
        while len(self):
            self.pop()

    def reverse(self):
        n = len(self)
        for i in range(n // 2):
            self[i], self[n - i - 1] = self[n - i - 1], self[i]

    def __iadd__(self, values):
        self.extend(values)
        return self


class ByteString(Sequence):
    pass


class Set(_Plain):
    def __le__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) <= len(other) and all(e in other for e in self)

    def __lt__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) < len(other) and self <= other

    def __ge__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) >= len(other) and all(e in self for e in other)

    def __gt__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) > len(other) and self >= other

    def __eq__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) == len(other) and self <= other

    @classmethod
    def _from_iterable(cls, it):
        return cls(it)

    def _set_of(self, other):
        """other as a set of this class's own; None where it is nothing to go through."""
        if isinstance(other, Set):
            return other
        return self._from_iterable(other) if isinstance(other, Iterable) else None

    def __and__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable(v for v in other if v in self)

    def __or__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable(e for s in (self, other) for e in s)

    def __sub__(self, other):
        other = self._set_of(other)
        if other is None:
            return NotImplemented
        return self._from_iterable(v for v in self if v not in other)

    def __rsub__(self, other):
        other = self._set_of(other)
        if other is None:
            return NotImplemented
        return self._from_iterable(v for v in other if v not in self)

    def __xor__(self, other):
        other = self._set_of(other)
        if other is None:
            return NotImplemented
        return (self - other) | (other - self)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def isdisjoint(self, other):
        return not any(v in self for v in other)


class MutableSet(Set):
    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        while len(self):
            self.pop()

    def __ior__(self, it):
        for value in it:
            self.add(value)
        return self

    def __iand__(self, it):
        for value in self - it:
            self.discard(value)
        return self

    def __ixor__(self, it):
        if it is self:
            self.clear()
            return self
        for value in self._set_of(it):
            (self.discard if value in self else self.add)(value)
        return self

    def __isub__(self, it):
        if it is self:
            self.clear()
        else:
            for value in it:
                self.discard(value)
        return self


class Mapping(_Plain):
    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return {k: None for k in self}.keys()

    def items(self):
        return {k: self[k] for k in self}.items()

    def values(self):
        return {k: self[k] for k in self}.values()

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())


_absent = object()


class MutableMapping(Mapping):
    def pop(self, key, default=_absent):
        try:
            value = self[key]
        except KeyError:
            if default is _absent:
                raise
            return default
        del self[key]
        return value

    def popitem(self):
        for key in self:
            return key, self.pop(key)
        raise KeyError

    def clear(self):
        for key in list(self):
            del self[key]

    def update(self, other=(), /, **kw):
        if hasattr(other, "keys"):
            for k in other.keys():
                self[k] = other[k]
        else:
            for k, v in other:
                self[k] = v
        for k, v in kw.items():
            self[k] = v

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]


class MappingView(_Plain):
    pass


class KeysView(MappingView, Set):
    pass


class ItemsView(MappingView, Set):
    pass


class ValuesView(MappingView):
    pass


for _c, _types in ((Sequence, (tuple, str, range, bytes)), (MutableSequence, (list,)), (Mapping, ()),
                   (MutableMapping, (dict,)), (Set, (frozenset, type({}.keys()), type({}.items()))),
                   (MutableSet, (set,)), (KeysView, (type({}.keys()),)), (ValuesView, (type({}.values()),)),
                   (ItemsView, (type({}.items()),)), (ByteString, (bytes,)), (Buffer, (bytes,))):
    for _t in _types:
        _c.register(_t)
