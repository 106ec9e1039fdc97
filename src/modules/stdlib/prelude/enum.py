"""enum, as CPython 3.11 shows it."""
from types import DynamicClassAttribute, MappingProxyType


class auto:
    def __init__(self, value=None):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


class nonmember(member):
    pass


class _Dict(dict):
    """The class body's namespace: notes which names become members, and turns auto() into values."""

    def __init__(self):
        super().__init__()
        self._members = {}
        self._ignore = []
        self._generate = None

    def __setitem__(self, key, value):
        if key == "_ignore_":
            self._ignore = value.replace(",", " ").split() if isinstance(value, str) else list(value)
        elif key == "_generate_next_value_":
            self._generate = value.__func__ if isinstance(value, staticmethod) else value
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_member(key, value) and key not in self._ignore:
            if key in self._members:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            if isinstance(value, member):
                value = value.value
            value = self._resolve(key, value)
            self._members[key] = value
        elif key in self._members:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        super().__setitem__(key, value)

    def _resolve(self, key, value):
        if isinstance(value, auto):
            if value.value is None:
                generate = self._generate or Enum.__dict__["_generate_next_value_"].__func__
                value.value = generate(key, 1, len(self._members), list(self._members.values()))
            return value.value
        if type(value) is tuple and any(isinstance(v, auto) for v in value):
            return tuple(self._resolve(key, v) for v in value)
        return value


def _is_member(key, value):
    if key.startswith("__") and key.endswith("__") or key.startswith("_") and key.endswith("_"):
        return False
    if key.startswith("_") and "__" in key[1:]:
        return False
    return not (hasattr(value, "__get__") or hasattr(value, "__set__") or hasattr(value, "__delete__"))


class EnumType(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        ns = _Dict()
        for base in bases:
            if isinstance(base, EnumType):
                if base._member_map_:
                    raise TypeError(f"<enum {name!r}> cannot extend {base!r}")
                if ns._generate is None and hasattr(base, "_generate_next_value_"):
                    ns._generate = base._generate_next_value_
        return ns

    def __new__(mcls, name, bases, ns, *, boundary=None, _simple=False, **kw):
        members = getattr(ns, "_members", {})
        body = {k: v for k, v in ns.items() if k not in members and k != "_ignore_"}
        if isinstance(body.get("_generate_next_value_"), type(lambda: 0)):
            body["_generate_next_value_"] = staticmethod(body["_generate_next_value_"])
        make = body.pop("__new__", None) if bases else None
        cls = super().__new__(mcls, name, bases, body, **kw)
        cls._member_map_ = {}
        cls._member_names_ = []
        cls._value2member_map_ = {}
        if boundary is not None:
            cls._boundary_ = boundary
        cls._member_type_ = _data_type(bases)
        if make is not None:
            cls._new_member_ = make.__func__ if isinstance(make, staticmethod) else make
        elif not hasattr(cls, "_new_member_"):
            cls._new_member_ = None
        for method in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if bases and method not in body:
                cls._prefer_own(method)
        for key, value in members.items():
            cls._add(key, value)
        return cls

    def _prefer_own(cls, method):
        """The enum's method, not that of the data type that stands before it among the bases."""
        for c in cls.__mro__[1:]:
            if c.__module__ != "builtins" and method in c.__dict__:
                type.__setattr__(cls, method, c.__dict__[method])
                return

    def _add(cls, key, value):
        args = value if isinstance(value, tuple) else (value,)
        base = cls._member_type_
        if base is tuple:
            args = (args,)
        if cls._new_member_ is not None:
            self = cls._new_member_(cls, *args)
            if not hasattr(self, "_value_"):
                self._value_ = value
        elif base is object:
            self = object.__new__(cls)
            self._value_ = value
        else:
            if base is str and not all(isinstance(a, str) for a in args) and issubclass(cls, StrEnum):
                raise TypeError(f"{args[0]!r} is not a string")
            self = base.__new__(cls, *args)
            if not hasattr(self, "_value_"):
                self._value_ = base(*args)
        value = self._value_
        for other in cls._member_map_.values():
            if other._value_ == value and type(other._value_) is type(value):
                cls._member_map_[key] = other
                type.__setattr__(cls, key, other)
                return
        self._name_ = key
        self.__objclass__ = cls
        self._sort_order_ = len(cls._member_names_)
        if any("__init__" in c.__dict__ for c in cls.__mro__ if isinstance(c, EnumType)):
            cls.__init__(self, *args)
        cls._member_map_[key] = self
        type.__setattr__(cls, key, self)
        if not (cls._is_flag_ and (value == 0 or value & (value - 1))):
            cls._member_names_.append(key)
        try:
            cls._value2member_map_.setdefault(value, self)
        except TypeError:
            pass

    def __call__(cls, value=_Dict, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None:
            return Enum.__new__(cls, value)
        return cls._create(value, names, module, type, start)

    def _create(cls, name, names, module, mixin, start):
        bases = (cls,) if mixin is None else (mixin, cls)
        ns = EnumType.__prepare__(name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, dict):
            names = names.items()
        else:
            names = list(names)
            if names and isinstance(names[0], str):
                values, result = [], []
                for i, n in enumerate(names):
                    v = cls._generate_next_value_(n, start, i, values[:])
                    values.append(v)
                    result.append((n, v))
                names = result
        for n, v in names:
            ns[n] = v
        if module is not None:
            ns["__module__"] = module
        return EnumType(name, bases, ns)

    def __iter__(cls):
        return iter([cls._member_map_[n] for n in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[n] for n in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __contains__(cls, value):
        if not isinstance(value, Enum):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(value).__qualname__!r} and {type(cls).__qualname__!r}")
        return isinstance(value, cls) and value._name_ in cls._member_map_

    def __getitem__(cls, name):
        return cls._member_map_[name]

    @property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        return f"<{'flag' if cls._is_flag_ else 'enum'} {cls.__name__!r}>"

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        super().__delattr__(name)


EnumMeta = EnumType


def _data_type(bases):
    for base in bases:
        for c in base.__mro__:
            if c is object:
                continue
            if isinstance(c, EnumType):
                if c._member_type_ is not object:
                    return c._member_type_
                continue
            if c in (int, str, float, bytes, tuple, frozenset) or (
                    "__new__" in c.__dict__ and c.__module__ != "enum" and c is not object):
                return base if c in (int, str, float, bytes) and base is not c and not isinstance(base, EnumType) else c
    return object


class property(DynamicClassAttribute):
    pass


class Enum(metaclass=EnumType):
    _is_flag_ = False

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for m in cls._member_map_.values():
                if m._value_ == value:
                    return m
        if not cls._member_map_:
            raise TypeError(f"{cls!r} has no members defined")
        found = cls._missing_(value)
        if isinstance(found, cls):
            return found
        if found is None:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        raise TypeError(f"error in {cls.__name__}._missing_: returned {found!r} instead of None or a valid member")

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        numbers = [v for v in last_values if isinstance(v, int)]
        return (max(numbers) if numbers else last_values[-1]) + 1

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, spec):
        return str.__format__(str(self), spec) if spec else str(self)

    def __hash__(self):
        return hash(self._name_)

    def __eq__(self, other):
        if self is other:
            return True
        base = type(self)._member_type_
        if base is not object:
            return self._value_ == (other._value_ if isinstance(other, Enum) else other)
        return NotImplemented

    def __ne__(self, other):
        r = self.__eq__(other)
        return r if r is NotImplemented else not r

    def __dir__(self):
        return ["__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"]

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)


class ReprEnum(Enum):
    """Members show as their values do, but for repr()."""

    def __str__(self):
        return str(self._value_)

    def __format__(self, spec):
        return format(self._value_, spec)


class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return format(self._value_, spec)

    def __hash__(self):
        return hash(self._value_)


class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return self._value_

    def __format__(self, spec):
        return format(self._value_, spec)

    def __hash__(self):
        return hash(self._value_)


class FlagBoundary(StrEnum):
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum):
    _boundary_ = STRICT
    _is_flag_ = True

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        return 2 ** max(last_values).bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        known = 0
        for m in cls._member_map_.values():
            known |= m._value_
        if value < 0:
            value = known & value
        if value & ~known and not issubclass(cls, IntFlag):
            bits = max(known.bit_length(), value.bit_length())
            raise ValueError(f"{cls!r} invalid value {value!r}\n    given 0b0 {value:0{bits}b}\n"
                             f"  allowed 0b0 {known:0{bits}b}")
        if cls._member_type_ is object:
            self = object.__new__(cls)
        else:
            self = int.__new__(cls, value)
        names = [m._name_ for m in cls if m._value_ & value == m._value_]
        rest = value & ~known
        if rest:
            names.append(str(rest))
        self._name_ = "|".join(names) if names else None
        self._value_ = value
        cls._value2member_map_[value] = self
        return self

    def __iter__(self):
        return iter([m for m in type(self) if m._value_ & self._value_])

    def __len__(self):
        return self._value_.bit_count()

    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_

    def __bool__(self):
        return bool(self._value_)

    def __repr__(self):
        if self._name_ is None:
            return f"<{type(self).__name__}: {self._value_!r}>"
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{type(self).__name__}({self._value_!r})"
        return f"{type(self).__name__}.{self._name_}"

    def _other(self, other):
        if isinstance(other, type(self)):
            return other._value_
        if type(self)._member_type_ is not object and isinstance(other, int):
            return int(other)
        return None

    def __or__(self, other):
        v = self._other(other)
        return NotImplemented if v is None else type(self)(self._value_ | v)

    def __and__(self, other):
        v = self._other(other)
        return NotImplemented if v is None else type(self)(self._value_ & v)

    def __xor__(self, other):
        v = self._other(other)
        return NotImplemented if v is None else type(self)(self._value_ ^ v)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        known = 0
        for m in type(self):
            known |= m._value_
        return type(self)(known & ~self._value_)

    def __hash__(self):
        return hash(self._value_)


class IntFlag(int, ReprEnum, Flag):
    _boundary_ = KEEP
    __or__, __and__, __xor__ = Flag.__or__, Flag.__and__, Flag.__xor__
    __ror__, __rand__, __rxor__ = Flag.__or__, Flag.__and__, Flag.__xor__
    __invert__, __bool__ = Flag.__invert__, Flag.__bool__

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return format(self._value_, spec)

    def __repr__(self):
        return Flag.__repr__(self)

    def __hash__(self):
        return hash(self._value_)


def unique(enumeration):
    aliases = [f"{n} -> {m._name_}" for n, m in enumeration._member_map_.items() if n != m._name_]
    if aliases:
        raise ValueError(f"duplicate values found in {enumeration!r}: {', '.join(aliases)}")
    return enumeration


class EnumCheck(StrEnum):
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        return unique(enumeration) if UNIQUE in self.checks else enumeration


def global_enum(cls, update_str=False):
    return cls
