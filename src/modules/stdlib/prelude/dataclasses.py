"""dataclasses."""
from types import GenericAlias, MappingProxyType
import sys


class FrozenInstanceError(AttributeError):
    pass


class _Missing:
    def __repr__(self):
        return "<dataclasses._MISSING_TYPE object>"


MISSING = _Missing()
_FACTORY = _Missing()


class KW_ONLY:
    pass


class InitVar:
    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return cls(type)

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata = MappingProxyType(metadata or {})
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        return (f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
                f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},"
                f"hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},"
                f"kw_only={self.kw_only!r},_field_type={self._field_type})")


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _text_is(annotation, name):
    return isinstance(annotation, str) and annotation.split("[")[0].split(".")[-1] == name


def _make_field(cls, name, annotation, kw_only):
    default = cls.__dict__.get(name, MISSING)
    f = default if isinstance(default, Field) else field(default=default)
    f.name, f.type = name, annotation
    f._field_type = "_FIELD"
    origin = getattr(annotation, "__origin__", annotation)
    if getattr(origin, "_name", None) == "ClassVar" or _text_is(annotation, "ClassVar"):
        f._field_type = "_FIELD_CLASSVAR"
    elif isinstance(annotation, InitVar) or annotation is InitVar or _text_is(annotation, "InitVar"):
        f._field_type = "_FIELD_INITVAR"
    if f.kw_only is MISSING:
        f.kw_only = kw_only
    if f._field_type == "_FIELD" and (type(f.default).__hash__ is None or type(f.default) in (list, dict, set)):
        raise ValueError(f"mutable default {type(f.default)} for field {name} is not allowed: use default_factory")
    return f


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots):
    fields = {}
    for base in cls.__mro__[-1:0:-1]:
        for f in base.__dict__.get("__dataclass_fields__", {}).values():
            fields[f.name] = f
        params = base.__dict__.get("__dataclass_params__")
        if params is not None and params["frozen"] != frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one" if frozen is False
                            else "cannot inherit non-frozen dataclass from a frozen one"
                            if not frozen else "cannot inherit frozen dataclass from a non-frozen one")
    only = kw_only
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():
        if annotation is KW_ONLY or _text_is(annotation, "KW_ONLY"):
            only = True
            continue
        f = _make_field(cls, name, annotation, only)
        fields[name] = f
        if isinstance(cls.__dict__.get(name), Field):
            if f.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, f.default)
    cls.__dataclass_fields__ = fields
    cls.__dataclass_params__ = {"init": init, "repr": repr, "eq": eq, "order": order,
                                "unsafe_hash": unsafe_hash, "frozen": frozen}
    real = [f for f in fields.values() if f._field_type == "_FIELD"]
    params = [f for f in fields.values() if f._field_type != "_FIELD_CLASSVAR"]
    positional = [f for f in params if f.init and not f.kw_only]
    if init:
        _set(cls, "__init__", _make_init(cls, params, positional))
    if repr:
        _set(cls, "__repr__", _make_repr([f for f in real if f.repr]), keep=True)
    compared = [f.name for f in real if f.compare]

    def values(self):
        return tuple(getattr(self, n) for n in compared)

    if eq:
        def __eq__(self, other):
            if other.__class__ is self.__class__:
                return values(self) == values(other)
            return NotImplemented
        _set(cls, "__eq__", __eq__, keep=True)
    if order:
        if not eq:
            raise ValueError("eq must be true if order is true")
        _add_order(cls, values)
    if frozen:
        _freeze(cls, set(fields))
    hashed = [f.name for f in real if (f.compare if f.hash is None else f.hash)]
    own_hash = cls.__dict__.get("__hash__", MISSING)
    explicit = own_hash is not MISSING and not (own_hash is None and "__eq__" in cls.__dict__)
    if unsafe_hash or eq and frozen and not explicit:
        cls.__hash__ = lambda self: hash(tuple(getattr(self, n) for n in hashed))
    elif eq and not explicit:
        cls.__hash__ = None
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in positional)
    if slots:
        cls.__slots__ = tuple(f.name for f in real)
    if not cls.__doc__:
        cls.__doc__ = cls.__name__
    return cls


def _set(cls, name, fn, keep=False):
    if keep and name in cls.__dict__ and not (name == "__hash__" and cls.__dict__[name] is None):
        return
    fn.__name__ = name
    fn.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, fn)


def _make_init(cls, params, positional):
    seen = None
    for f in positional:
        if f.default is MISSING and f.default_factory is MISSING:
            if seen:
                raise TypeError(f"non-default argument {f.name!r} follows default argument")
        else:
            seen = f.name
    names = [f.name for f in positional]
    by_name = {f.name: f for f in params}

    def __init__(self, /, *args, **kwargs):
        if len(args) > len(names):
            required = sum(1 for f in positional if f.default is MISSING and f.default_factory is MISSING)
            want = f"{len(names) + 1}" if required == len(names) else f"from {required + 1} to {len(names) + 1}"
            raise TypeError(f"{cls.__qualname__}.__init__() takes {want} positional argument"
                            f"{'' if len(names) == 0 and required == 0 else 's'} but {len(args) + 1} "
                            f"{'was' if len(args) == 0 else 'were'} given")
        given = dict(zip(names, args))
        for k, v in kwargs.items():
            if k in given:
                raise TypeError(f"{cls.__qualname__}.__init__() got multiple values for argument {k!r}")
            if k not in by_name or not by_name[k].init:
                raise TypeError(f"{cls.__qualname__}.__init__() got an unexpected keyword argument {k!r}")
            given[k] = v
        missing = [f for f in params if f.init and f.name not in given
                   and f.default is MISSING and f.default_factory is MISSING]
        if missing:
            kind = "positional" if not missing[0].kw_only else "keyword-only"
            some = [f.name for f in missing if f.kw_only == missing[0].kw_only]
            raise TypeError(f"{cls.__qualname__}.__init__() missing {len(some)} required {kind} "
                            f"argument{'s' if len(some) > 1 else ''}: {_listing(some)}")
        late = []
        for f in params:
            if f.name in given:
                value = given[f.name]
            elif f.default_factory is not MISSING:
                value = f.default_factory()
            elif f.default is not MISSING:
                value = f.default
            else:
                continue
            if f._field_type == "_FIELD_INITVAR":
                late.append(value)
            else:
                object.__setattr__(self, f.name, value)
        post = getattr(self, "__post_init__", None)
        if post is not None:
            post(*late)

    __init__.__annotations__ = {f.name: f.type for f in params if f.init} | {"return": None}
    __init__.__dataclass_params__ = params
    return __init__


def _listing(names):
    quoted = [repr(n) for n in names]
    if len(quoted) == 1:
        return quoted[0]
    if len(quoted) == 2:
        return " and ".join(quoted)
    return ", ".join(quoted[:-1]) + ", and " + quoted[-1]


_showing = []


def _make_repr(fields):
    def __repr__(self):
        if any(o is self for o in _showing):
            return "..."
        _showing.append(self)
        try:
            inner = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields)
        finally:
            _showing.pop()
        return f"{self.__class__.__qualname__}({inner})"
    return __repr__


def _add_order(cls, values):
    def make(name, compare):
        if name in cls.__dict__:
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. "
                            "Consider using functools.total_ordering")

        def method(self, other):
            if other.__class__ is self.__class__:
                return compare(values(self), values(other))
            return NotImplemented
        _set(cls, name, method)
    make("__lt__", lambda a, b: a < b)
    make("__le__", lambda a, b: a <= b)
    make("__gt__", lambda a, b: a > b)
    make("__ge__", lambda a, b: a >= b)


def _freeze(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)
    _set(cls, "__setattr__", __setattr__)
    _set(cls, "__delattr__", __delattr__)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    found = getattr(class_or_instance, "__dataclass_fields__", None)
    if found is None:
        raise TypeError("must be called with a dataclass type or instance")
    return tuple(f for f in found.values() if f._field_type == "_FIELD")


def is_dataclass(obj):
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, "__dataclass_fields__")


def _is_instance(obj):
    return hasattr(type(obj), "__dataclass_fields__")


def asdict(obj, *, dict_factory=dict):
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda o, items: dict_factory(items))


def astuple(obj, *, tuple_factory=tuple):
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda o, items: tuple_factory([v for _, v in items]))


def _convert(obj, build):
    from copy import deepcopy
    if _is_instance(obj):
        return build(obj, [(f.name, _convert(getattr(obj, f.name), build)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_convert(v, build) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_convert(v, build) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_convert(k, build), _convert(v, build)) for k, v in obj.items())
    return deepcopy(obj)


def replace(obj, /, **changes):
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in obj.__dataclass_fields__.values():
        if f._field_type == "_FIELD_CLASSVAR":
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type == "_FIELD_INITVAR" and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    ns = dict(namespace or {})
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            annotations[item] = "typing.Any"
        else:
            annotations[item[0]] = item[1]
            if len(item) == 3:
                ns[item[0]] = item[2]
    ns["__annotations__"] = annotations
    return dataclass(type(cls_name, bases, ns), **options)
