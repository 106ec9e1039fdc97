"""collections."""
from _typing import GenericAlias as _GenericAlias
import keyword as _keyword
from operator import itemgetter as _itemgetter


class OrderedDict(dict):
    def move_to_end(self, key, last=True):
        value = self.pop(key)
        if last:
            self[key] = value
        else:
            rest = list(self.items())
            self.clear()
            self[key] = value
            self.update(rest)

    def popitem(self, last=True):
        if not self:
            raise KeyError("dictionary is empty")
        key = next(reversed(self)) if last else next(iter(self))
        return key, self.pop(key)

    def copy(self):
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        return cls((k, value) for k in iterable)

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return list(self.items()) == list(other.items())
        return dict.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    def __or__(self, other):
        new = type(self)(self)
        new.update(other)
        return new

    def __repr__(self):
        if not self:
            return f"{type(self).__name__}()"
        return f"{type(self).__name__}({list(self.items())!r})"


class defaultdict(dict):
    def __init__(self, default_factory=None, /, *args, **kw):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        super().__init__(*args, **kw)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self[key] = self.default_factory()
        return value

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __or__(self, other):
        new = self.copy()
        new.update(other)
        return new

    def __repr__(self):
        return f"{type(self).__name__}({self.default_factory!r}, {dict.__repr__(self)})"


class Counter(dict):
    def __init__(self, iterable=None, /, **kw):
        super().__init__()
        self.update(iterable, **kw)

    def __missing__(self, key):
        return 0

    def update(self, iterable=None, /, **kw):
        self._change(iterable, kw, 1)

    def subtract(self, iterable=None, /, **kw):
        self._change(iterable, kw, -1)

    def _change(self, iterable, kw, sign):
        for source in (iterable, kw):
            if source is None:
                continue
            pairs = source.items() if hasattr(source, "items") else ((x, 1) for x in source)
            for k, n in pairs:
                self[k] = self.get(k, 0) + sign * n

    def most_common(self, n=None):
        ranked = sorted(self.items(), key=_itemgetter(1), reverse=True)
        return ranked if n is None else ranked[:n]

    def elements(self):
        return iter([k for k, n in self.items() for _ in range(n)])

    def total(self):
        return sum(self.values())

    def copy(self):
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def _combine(self, other, fn):
        result = Counter()
        for k in [*self, *(k for k in other if k not in self)]:
            n = fn(self[k], other[k])
            if n > 0:
                result[k] = n
        return result

    def __add__(self, other):
        return self._combine(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._combine(other, lambda a, b: a - b)

    def __or__(self, other):
        return self._combine(other, max)

    def __and__(self, other):
        return self._combine(other, min)

    def __delitem__(self, key):
        if key in self:
            dict.__delitem__(self, key)

    def __repr__(self):
        if not self:
            return f"{type(self).__name__}()"
        return f"{type(self).__name__}({dict(self.most_common())!r})"


class ChainMap:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for m in self.maps:
            if key in m:
                return m[key]
        return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def _merged(self):
        d = {}
        for m in reversed(self.maps):
            d.update(m)
        return d

    def __contains__(self, key):
        return any(key in m for m in self.maps)

    def __iter__(self):
        return iter(self._merged())

    def __len__(self):
        return len(self._merged())

    def keys(self):
        return self._merged().keys()

    def values(self):
        return self._merged().values()

    def items(self):
        return self._merged().items()

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        del self.maps[0][key]

    def new_child(self, m=None):
        return type(self)(m if m is not None else {}, *self.maps)

    @property
    def parents(self):
        return type(self)(*self.maps[1:])

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.maps))})"


class deque:
    def __init__(self, iterable=(), maxlen=None):
        self.maxlen = maxlen
        self._items = []
        self.extend(iterable)

    def _trim(self, left):
        if self.maxlen is not None:
            while len(self._items) > self.maxlen:
                self._items.pop(0 if left else -1)

    def append(self, x):
        self._items.append(x)
        self._trim(True)

    def appendleft(self, x):
        self._items.insert(0, x)
        self._trim(False)

    def extend(self, iterable):
        for x in list(iterable):
            self.append(x)

    def extendleft(self, iterable):
        for x in list(iterable):
            self.appendleft(x)

    def pop(self):
        if not self._items:
            raise IndexError("pop from an empty deque")
        return self._items.pop()

    def popleft(self):
        if not self._items:
            raise IndexError("pop from an empty deque")
        return self._items.pop(0)

    def rotate(self, n=1):
        if self._items:
            n %= len(self._items)
            self._items[:] = self._items[-n:] + self._items[:-n]

    def clear(self):
        self._items.clear()

    def copy(self):
        return type(self)(self._items, self.maxlen)

    def count(self, x):
        return self._items.count(x)

    def index(self, x, *range):
        return self._items.index(x, *range)

    def insert(self, i, x):
        self._items.insert(i, x)

    def remove(self, x):
        if x not in self._items:
            raise ValueError("deque.remove(x): x not in deque")
        self._items.remove(x)

    def reverse(self):
        self._items.reverse()

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __reversed__(self):
        return reversed(self._items)

    def __contains__(self, x):
        return x in self._items

    def __getitem__(self, i):
        try:
            return self._items[i]
        except IndexError:
            raise IndexError("deque index out of range") from None

    def __setitem__(self, i, v):
        self._items[i] = v

    def __delitem__(self, i):
        del self._items[i]

    def __eq__(self, other):
        return isinstance(other, deque) and self._items == other._items

    def __add__(self, other):
        return type(self)(self._items + list(other), self.maxlen)

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __class_getitem__(cls, item):
        from types import GenericAlias
        from _typing import alias
        return alias(cls, item, "collections.deque")

    def __repr__(self):
        tail = "" if self.maxlen is None else f", maxlen={self.maxlen}"
        return f"deque({self._items!r}{tail})"


class UserDict(dict):
    @property
    def data(self):
        return self


class UserList(list):
    @property
    def data(self):
        return self


class UserString(str):
    def __init__(self, seq):  # which a subclass calls with its text
        pass

    @property
    def data(self):
        return str(self)


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    names = list(map(str, field_names))
    if rename:
        seen = set()
        for i, n in enumerate(names):
            if not n.isidentifier() or _keyword.iskeyword(n) or n.startswith("_") or n in seen:
                names[i] = f"_{i}"
            seen.add(n)
    for n in [typename, *names]:
        if not n.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {n!r}")
        if _keyword.iskeyword(n):
            raise ValueError(f"Type names and field names cannot be a keyword: {n!r}")
    seen = set()
    for n in names:
        if n.startswith("_") and not rename:
            raise ValueError(f"Field names cannot start with an underscore: {n!r}")
        if n in seen:
            raise ValueError(f"Encountered duplicate field name: {n!r}")
        seen.add(n)
    names = tuple(names)
    defaults = tuple(defaults or ())
    if len(defaults) > len(names):
        raise TypeError("Got more default values than field names")
    by_default = dict(zip(names[len(names) - len(defaults):], defaults))

    def __new__(cls, /, *args, **kw):
        if len(args) > len(names):
            least = f"from {len(names) - len(defaults) + 1} to " if defaults else ""
            raise TypeError(f"{typename}.__new__() takes {least}{len(names) + 1} positional arguments but "
                            f"{len(args) + 1} were given")
        values = list(args)
        for n in names[len(args):]:
            if n in kw:
                values.append(kw.pop(n))
            elif n in by_default:
                values.append(by_default[n])
            else:
                missing = [m for m in names[len(args):] if m not in kw and m not in by_default and
                           m not in names[:len(values)]]
                quoted = [repr(m) for m in missing]
                text = quoted[0] if len(quoted) == 1 else " and ".join(quoted) if len(quoted) == 2 else (
                    ", ".join(quoted[:-1]) + ", and " + quoted[-1])
                raise TypeError(f"{typename}.__new__() missing {len(missing)} required positional "
                                f"argument{'s' if len(missing) > 1 else ''}: {text}")
        if kw:
            bad = next(iter(kw))
            word = "multiple values for argument" if bad in names else "an unexpected keyword argument"
            raise TypeError(f"{typename}.__new__() got {word} {bad!r}")
        return tuple.__new__(cls, values)

    def _make(cls, iterable):
        values = tuple(iterable)
        if len(values) != len(names):
            raise TypeError(f"Expected {len(names)} arguments, got {len(values)}")
        return tuple.__new__(cls, values)

    def _replace(self, /, **kw):
        new = self._make(kw.pop(n, v) for n, v in zip(names, self))
        if kw:
            raise ValueError(f"Got unexpected field names: {list(kw)!r}")
        return new

    def _asdict(self):
        return dict(zip(names, self))

    def __repr__(self):
        return f"{type(self).__name__}(" + ", ".join(f"{n}={v!r}" for n, v in zip(names, self)) + ")"

    ns = {"__new__": __new__, "_make": classmethod(_make), "_replace": _replace, "_asdict": _asdict,
          "__repr__": __repr__, "_fields": names, "_field_defaults": by_default, "__match_args__": names,
          "__slots__": (), "__doc__": f"{typename}({', '.join(names)})"}
    if module is not None:
        ns["__module__"] = module
    for i, n in enumerate(names):
        ns[n] = property(_itemgetter(i))
    return type(typename, (tuple,), ns)
