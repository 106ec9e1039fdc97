"""typing: names whose subscriptions keep their structure; nothing is checked against them."""
import _collections_abc
from abc import ABCMeta
from _typing import GenericAlias, UnionType, alias as _alias, union as _pair
from _support import kind as _kind
from types import NoneType

TYPE_CHECKING = False


class _Form:
    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return f"typing.{self._name}"

    def __call__(self, *args, **kw):
        raise TypeError(f"Cannot instantiate typing.{self._name}")

    def __getitem__(self, params):
        return _alias(self, params, repr(self))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        return ()


class _Any(type):
    def __repr__(cls):
        return "typing.Any"


class Any(metaclass=_Any):
    pass


class _Wrap(_Form):
    """ClassVar, Final and the like: one argument, None stands for NoneType."""

    def __getitem__(self, param):
        return _alias(self, _type(param), repr(self))


def _type(t):
    if t is None:
        return NoneType
    if _kind(t) != "unknown" and isinstance(t, str):
        return ForwardRef(t)
    return t


class ForwardRef:
    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        self.__forward_arg__ = arg
        self.__forward_module__ = module
        self.__forward_value__ = None
        self.__forward_evaluated__ = False

    def __eq__(self, other):
        return isinstance(other, ForwardRef) and self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _UnionForm(_Form):
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        for p in params:
            if _kind(p) == "unknown":
                return p
        flat = []
        for p in map(_type, params):
            members = p.__args__ if get_origin(p) in (Union, UnionType) else (p,)
            for m in members:
                if m not in flat:
                    flat.append(m)
        if len(flat) == 1:
            return flat[0]
        return _alias(self, tuple(flat), "typing.Union")


class _OptionalForm(_Form):
    def __getitem__(self, param):
        return Union[param, None]


class _LiteralForm(_Form):
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        flat = []
        for p in params:
            flat.extend(p.__args__ if get_origin(p) is Literal else (p,))
        return _LiteralAlias(flat)


class _LiteralAlias:
    def __init__(self, args):
        self.__origin__ = Literal
        unique = []
        for a in args:
            if not any(a == u and type(a) is type(u) for u in unique):
                unique.append(a)
        self.__args__ = tuple(unique)
        self.__parameters__ = ()

    def __repr__(self):
        return "typing.Literal[" + ", ".join(map(repr, self.__args__)) + "]"

    def __eq__(self, other):
        return isinstance(other, _LiteralAlias) and set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _Annotated(_Form):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments "
                            "(a type and an annotation).")
        origin, *meta = params
        if hasattr(origin, "__metadata__"):
            meta = [*origin.__metadata__, *meta]
            origin = origin.__origin__
        return _alias(_type(origin), (_type(origin),), "typing.Annotated", tuple(meta))


class _Deferred(_Form):
    """List, Dict …: the capitalised names of collections."""

    def __init__(self, origin, name):
        self.__origin__ = origin
        self._name = name

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        return _alias(self.__origin__, tuple(map(_type, params)), repr(self))

    def __call__(self, *args, **kw):
        return self.__origin__(*args, **kw)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)


class _CallableForm(_Deferred):
    def __getitem__(self, params):
        args, result = params
        flat = args if isinstance(args, list) else [args]
        return _alias(self.__origin__, (*map(_type, flat), _type(result)) if args is not ... else (..., _type(result)),
                      "typing.Callable")


Union = _UnionForm("Union")
Optional = _OptionalForm("Optional")
Literal = _LiteralForm("Literal")
Annotated = _Annotated("Annotated")
ClassVar = _Wrap("ClassVar")
Final = _Wrap("Final")
Required = _Wrap("Required")
NotRequired = _Wrap("NotRequired")
ReadOnly = _Wrap("ReadOnly")
TypeGuard = _Wrap("TypeGuard")
TypeIs = _Wrap("TypeIs")
Unpack = _Wrap("Unpack")
Concatenate = _Form("Concatenate")
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
LiteralString = _Form("LiteralString")
TypeAlias = _Form("TypeAlias")

List = _Deferred(list, "List")
Dict = _Deferred(dict, "Dict")
Set = _Deferred(set, "Set")
FrozenSet = _Deferred(frozenset, "FrozenSet")
Tuple = _Deferred(tuple, "Tuple")
Type = _Deferred(type, "Type")
Callable = _CallableForm(_collections_abc.Callable, "Callable")
for _name in ("Iterable", "Iterator", "Reversible", "Container", "Collection", "Hashable", "Sized", "Sequence",
              "MutableSequence", "Mapping", "MutableMapping", "MutableSet", "KeysView", "ItemsView",
              "ValuesView", "MappingView", "Generator", "Awaitable", "Coroutine", "AsyncIterable",
              "AsyncIterator", "AsyncGenerator", "ByteString"):
    globals()[_name] = _Deferred(getattr(_collections_abc, _name), _name)
AbstractSet = _Deferred(_collections_abc.Set, "AbstractSet")
Text = str

# Made when they are asked for: most importers of typing want none of these modules.
_LATE = {"DefaultDict": ("collections", "defaultdict"), "OrderedDict": ("collections", "OrderedDict"),
         "Counter": ("collections", "Counter"), "Deque": ("collections", "deque"),
         "ChainMap": ("collections", "ChainMap"), "Pattern": ("_re", "Pattern"), "Match": ("_re", "Match"),
         "ContextManager": ("contextlib", "AbstractContextManager"),
         "AsyncContextManager": ("contextlib", "AbstractAsyncContextManager")}


def __getattr__(name):
    if name not in _LATE:
        raise AttributeError(f"module 'typing' has no attribute {name!r}")
    module, origin = _LATE[name]
    value = globals()[name] = _Deferred(getattr(__import__(module), origin), name)
    return value


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False,
                 default=None, infer_variance=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__, self.__contravariant__ = covariant, contravariant
        self.__default__ = default

    def __repr__(self):
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(TypeVar):
    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__


AnyStr = TypeVar("AnyStr", bytes, str)


class TypeAliasType:
    def __init__(self, name, value, *, type_params=()):
        self.__name__, self.__value__, self.__type_params__ = name, value, type_params

    def __repr__(self):
        return self.__name__


class Generic:
    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        name = "typing.Generic" if cls is Generic else "typing.Protocol" if cls is Protocol else (
            f"{cls.__module__}.{cls.__qualname__}")
        return _alias(cls, tuple(map(_type, params)), name)


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        if cls.__dict__.get("_is_protocol") and cls is not Protocol:
            return all(hasattr(instance, n) for n in cls._protocol_attrs())
        return super().__instancecheck__(instance)

    def _protocol_attrs(cls):
        names = set()
        for c in cls.__mro__:
            if c.__dict__.get("_is_protocol"):
                names.update(n for n in (*c.__dict__, *c.__dict__.get("__annotations__", ()))
                             if not n.startswith("_"))
        return names


Protocol = None


class Protocol(Generic, metaclass=_ProtocolMeta):
    _is_protocol = True

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if "_is_protocol" not in cls.__dict__:
            cls._is_protocol = Protocol in cls.__bases__


def runtime_checkable(cls):
    return cls


runtime = runtime_checkable


class SupportsInt(Protocol):
    def __int__(self): ...


class SupportsFloat(Protocol):
    def __float__(self): ...


class SupportsIndex(Protocol):
    def __index__(self): ...


class SupportsAbs(Protocol):
    def __abs__(self): ...


class SupportsBytes(Protocol):
    def __bytes__(self): ...


class IO(Generic):
    pass


class TextIO(IO):
    pass


class BinaryIO(IO):
    pass


def cast(typ, val):
    return val


def overload(func):
    return func


def final(f):
    return f


def override(f):
    return f


def no_type_check(f):
    return f


def assert_type(val, typ, /):
    return val


def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def reveal_type(obj, /):
    return obj


def dataclass_transform(**kw):
    return lambda cls: cls


def deprecated(msg, /, **kw):
    return lambda f: f


def get_origin(tp):
    if hasattr(type(tp), "__metadata__") or getattr(tp, "__metadata__", None) is not None and isinstance(tp, GenericAlias):
        return Annotated
    if isinstance(tp, (GenericAlias, _LiteralAlias)):
        return tp.__origin__
    if isinstance(tp, _Deferred):
        return tp.__origin__
    if tp is Generic:
        return Generic
    return None


def get_args(tp):
    if isinstance(tp, GenericAlias) and getattr(tp, "__metadata__", None) is not None:
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (GenericAlias, _LiteralAlias)):
        args = tp.__args__
        if tp.__origin__ is _collections_abc.Callable and args and args[0] is not ...:
            args = (list(args[:-1]), args[-1])
        return args
    return ()


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    hints = {}
    classes = reversed(obj.__mro__) if isinstance(obj, type) else [obj]
    for c in classes:
        own = c.__dict__.get("__annotations__", {}) if isinstance(c, type) else getattr(c, "__annotations__", {})
        hints.update(own)
    return {k: NoneType if v is None else v for k, v in hints.items()}


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


def NewType(name, tp):
    return _NewType(name, tp)


class _NewType:
    def __init__(self, name, tp):
        self.__name__ = self.__qualname__ = name
        self.__supertype__ = tp
        self.__module__ = "__main__"

    def __call__(self, x, /):
        return x

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _NamedTupleMeta(type):
    def __new__(mcls, name, bases, ns):
        types = ns.get("__annotations__", {})
        defaults = [ns[n] for n in types if n in ns]
        from collections import namedtuple
        made = namedtuple(name, list(types), defaults=defaults)
        made.__annotations__ = dict(types)
        for k, v in ns.items():
            if k not in types and k not in ("__annotations__", "__dict__", "__weakref__", "__classcell__"):
                setattr(made, k, v)
        return made


class _NamedTupleForm:
    def __call__(self, typename, fields=(), /, **kw):
        fields = list(fields) or list(kw.items())
        from collections import namedtuple
        made = namedtuple(typename, [n for n, _ in fields])
        made.__annotations__ = dict(fields)
        return made

    def __mro_entries__(self, bases):
        return (_NamedTuple,)

    def __repr__(self):
        return "<function NamedTuple>"


_NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple = _NamedTupleForm()


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, ns, total=True, **kw):
        annotations = {}
        for b in bases:
            annotations.update(b.__dict__.get("__annotations__", {}))
        own = ns.get("__annotations__", {})
        cls = type.__new__(mcls, name, (dict,), {k: v for k, v in ns.items() if k != "__classcell__"})
        annotations.update(own)
        cls.__annotations__ = annotations
        cls.__total__ = total
        cls.__required_keys__ = frozenset(annotations if total else ())
        cls.__optional_keys__ = frozenset(() if total else annotations)
        return cls

    def __call__(cls, *args, **kw):
        return dict(*args, **kw)

    def __instancecheck__(cls, obj):
        raise TypeError("TypedDict does not support instance and class checks")


class _TypedDictForm:
    def __call__(self, typename, fields=None, /, *, total=True, **kw):
        return _TypedDictMeta(typename, (), {"__annotations__": dict(fields or kw)}, total=total)

    def __mro_entries__(self, bases):
        return (_TypedDict,)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (dict,), {})
TypedDict = _TypedDictForm()
