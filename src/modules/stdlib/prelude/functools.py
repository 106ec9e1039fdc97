"""functools."""
from _typing import GenericAlias as _GenericAlias
from _typing import is_known
from collections import namedtuple

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    if not is_known(wrapped):
        return wrapper
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)
    return decorate


class partial:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if func.__class__ is partial:  # not isinstance(): func may be unknown
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func, self.args, self.keywords = func, args, keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args)]
        parts += [f"{k}={v!r}" for k, v in self.keywords.items()]
        return "functools.partial(" + ", ".join(parts) + ")"


class partialmethod:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, func, /, *args, **keywords):
        self.func, self.args, self.keywords = func, args, keywords

    def __get__(self, obj, cls=None):
        return partial(self.func.__get__(obj, cls), *self.args, **self.keywords)


_missing = object()


def reduce(function, iterable, initial=_missing, /):
    it = iter(iterable)
    if initial is _missing:
        try:
            value = next(it)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    else:
        value = initial
    for item in it:
        value = function(value, item)
    return value


_CacheInfo = namedtuple("CacheInfo", "hits misses maxsize currsize")


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _cached(maxsize, 128, typed)

    def decorate(fn):
        return _cached(fn, maxsize, typed)
    return decorate


def _cached(fn, maxsize, typed):
    store = {}
    counts = [0, 0]

    @wraps(fn)
    def wrapper(*args, **kwargs):
        key = (args, tuple(kwargs.items()))
        if typed:
            key += (tuple(map(type, args)),)
        if key in store:
            counts[0] += 1
            value = store.pop(key)
            store[key] = value
            return value
        counts[1] += 1
        value = fn(*args, **kwargs)
        if maxsize is None or maxsize > 0:
            if maxsize is not None and len(store) >= maxsize:
                del store[next(iter(store))]
            store[key] = value
        return value

    def cache_clear():
        store.clear()
        counts[:] = [0, 0]

    wrapper.cache_info = lambda: _CacheInfo(counts[0], counts[1], maxsize, len(store))
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return wrapper


def cache(fn, /):
    return _cached(fn, None, False)


class cached_property:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = instance.__dict__.get(self.attrname, _missing)
        if value is _missing:
            value = instance.__dict__[self.attrname] = self.func(instance)
        return value


def total_ordering(cls):
    have = [op for op in ("__lt__", "__gt__", "__le__", "__ge__")
            if any(op in c.__dict__ for c in cls.__mro__[:-1])]
    if not have:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = have[0]
    direct = getattr(cls, root)
    if root in ("__lt__", "__gt__"):
        strict, loose = root, "__le__" if root == "__lt__" else "__ge__"
    else:
        strict, loose = "__lt__" if root == "__le__" else "__gt__", root
    opposite = {"__lt__": "__gt__", "__gt__": "__lt__", "__le__": "__ge__", "__ge__": "__le__"}

    def answer(name):
        def method(self, other):
            r = direct(self, other)
            if r is NotImplemented:
                return r
            if root == strict:
                less, equal = r, self == other
                if name == loose:
                    return less or equal
                if name == opposite[strict]:
                    return not less and not equal
                return not less
            if name == strict:
                return r and self != other
            if name == opposite[loose]:
                return not r or self == other
            return not r
        method.__name__ = name
        return method

    for name in ("__lt__", "__gt__", "__le__", "__ge__"):
        if name not in have:
            setattr(cls, name, answer(name))
    return cls


def cmp_to_key(mycmp):
    class K:
        __slots__ = ("obj",)

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0
    return K


def singledispatch(func):
    registry = {object: func}

    def dispatch(cls):
        for c in cls.__mro__:
            if c in registry:
                return registry[c]
        for c, f in registry.items():
            if issubclass(cls, c):
                return f
        return func

    def register(cls, fn=None):
        if fn is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            fn = cls
            cls = next(iter(fn.__annotations__.values()))
        registry[cls] = fn
        return fn

    @wraps(func)
    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{func.__name__} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kw)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return wrapper
