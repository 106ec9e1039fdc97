"""Models with fields, defaults, plain conversion and validators."""
import copy
import datetime
import decimal
import enum
import json
import pathlib
import sys
import types
import typing
import uuid

from _typing import is_known


class _Undefined:
    def __repr__(self):
        return "PydanticUndefined"

    def __bool__(self):
        return False


Undefined = _Undefined()


class ValidationError(ValueError):
    pass


class PydanticUserError(RuntimeError):
    pass


class ValidationInfo:
    def __init__(self, data, field_name):
        self.data = data
        self.field_name = field_name
        self.context = None


class AliasChoices:
    def __init__(self, *choices):
        self.choices = list(choices)


class FieldInfo:
    """A field: its default, its names and what else Field() was told."""

    def __init__(self, default=Undefined, default_factory=None, alias=None, validation_alias=None, **extra):
        self.default = Undefined if default is Ellipsis else default
        self.default_factory = default_factory
        self.alias = alias
        self.validation_alias = validation_alias
        self.extra = extra
        self.json_schema_extra = extra.get("json_schema_extra")
        self.annotation = None

    def is_required(self):
        return self.default is Undefined and self.default_factory is None

    def get_default(self):
        if self.default_factory is not None:
            return self.default_factory()
        return copy.copy(self.default)

    def names(self, name):
        for alias in (self.validation_alias, self.alias):
            if isinstance(alias, AliasChoices):
                return alias.choices
            if alias:
                return [alias]
        env = self.extra.get("env")
        if env:
            return [env] if isinstance(env, str) else list(env)
        return [name]


def Field(default=Undefined, **kw):
    return FieldInfo(default, **kw)


def PrivateAttr(default=Undefined, default_factory=None, init=False):
    return FieldInfo(default, default_factory=default_factory)


class SecretStr:
    def __init__(self, secret_value):
        self._secret_value = secret_value

    def get_secret_value(self):
        return self._secret_value

    def __str__(self):
        return "**********" if self._secret_value else ""

    def __repr__(self):
        return "%s('%s')" % (type(self).__name__, self)

    def __len__(self):
        return len(self._secret_value)

    def __eq__(self, other):
        return isinstance(other, SecretStr) and self._secret_value == other._secret_value

    def __hash__(self):
        return hash(self._secret_value)


class SecretBytes(SecretStr):
    pass


class ConfigDict(dict):
    pass


# ---- validators: marks that BaseModel collects ----

class _Validator:
    def __init__(self, fn, fields, mode):
        self.fn = getattr(fn, "__func__", fn)
        self.fields = fields
        self.mode = mode

    def __get__(self, instance, owner=None):
        return self.fn.__get__(owner if instance is None else instance)


def field_validator(*fields, mode="after", check_fields=None, **kw):
    return lambda fn: _Validator(fn, fields, mode)


def validator(*fields, pre=False, always=False, **kw):
    return lambda fn: _Validator(fn, fields, "before" if pre else "after")


def model_validator(*, mode):
    return lambda fn: _Validator(fn, None, mode)


def root_validator(fn=None, *, pre=False, **kw):
    mark = lambda f: _Validator(f, None, "before" if pre else "values")
    return mark(fn) if fn is not None else mark


def field_serializer(*fields, **kw):
    return lambda fn: fn


def computed_field(fn=None, **kw):
    wrap = lambda f: f if isinstance(f, property) else property(f)
    return wrap(fn) if fn is not None else wrap


# ---- annotations ----

def _evaluate(cls, annotation):
    if not is_known(annotation):
        return typing.Any
    if isinstance(annotation, str):
        module = sys.modules.get(cls.__module__)
        return eval(annotation, dict(vars(module)) if module else {})
    return annotation


def _evaluate_early(cls, annotation):
    """One that names a class which comes later stays a text until the model is used."""
    try:
        return _evaluate(cls, annotation)
    except NameError:
        return annotation


def annotation_parts(annotation):
    """(the type without None and Annotated, whether None is allowed, what Annotated holds)"""
    meta = []
    optional = False
    while True:
        if not is_known(annotation):
            return typing.Any, optional, meta
        origin = typing.get_origin(annotation)
        if hasattr(annotation, "__metadata__"):
            meta.extend(item for item in annotation.__metadata__ if is_known(item))
            annotation = annotation.__origin__
        elif origin is typing.Union or origin is getattr(types, "UnionType", None):
            args = typing.get_args(annotation)
            rest = [a for a in args if a is not type(None) and a is not None]
            optional = optional or len(rest) < len(args)
            if not rest:
                return annotation, True, meta
            annotation = rest[0]
        else:
            return annotation, optional, meta


def is_class_var(annotation):
    if isinstance(annotation, str):
        return annotation.startswith(("ClassVar", "typing.ClassVar"))
    return typing.get_origin(annotation) is typing.ClassVar or annotation is typing.ClassVar


_TRUE = {"1", "true", "t", "yes", "y", "on"}
_FALSE = {"0", "false", "f", "no", "n", "off"}


def _fail(name, value, wanted):
    raise ValidationError("%s: %r is no valid %s" % (name, value, wanted))


def _convert_bool(name, value):
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    _fail(name, value, "boolean")


def _convert_class(name, kind, value):
    if kind is bool:
        return _convert_bool(name, value)
    if kind in (int, float) or kind in (decimal.Decimal, uuid.UUID, pathlib.Path):
        try:
            return kind(value)
        except (ValueError, TypeError, ArithmeticError):
            _fail(name, value, kind.__name__)
    if issubclass(kind, enum.Enum):
        try:
            return kind(value)
        except ValueError:
            _fail(name, value, kind.__name__)
    if issubclass(kind, (datetime.datetime, datetime.date)) and isinstance(value, str):
        return kind.fromisoformat(value)
    if issubclass(kind, SecretStr) or issubclass(kind, str):
        return kind(value)
    if issubclass(kind, BaseModel) and isinstance(value, dict):
        return kind(**value)
    return value


def convert(name, annotation, value):
    """`value` as the type that the annotation names; what is not understood stays as it is."""
    args = typing.get_args(annotation)
    kind, optional, _ = annotation_parts(annotation)
    if value is None:
        return None
    origin = typing.get_origin(kind) or kind
    if origin in (list, tuple, set, frozenset, dict):
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                _fail(name, value, "JSON")
        inner = typing.get_args(kind)
        if origin is not dict and inner and not isinstance(value, dict):
            value = [convert(name, inner[0], v) for v in value]
        return value if isinstance(value, origin) else origin(value)
    if not isinstance(kind, type):
        return value
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    try:
        return _convert_class(name, kind, value)
    except ValidationError:
        rest = [a for a in args if a is not kind and a is not type(None)]
        if typing.get_origin(annotation) is typing.Union and rest:
            return convert(name, rest[0], value)
        raise


# ---- Annotated[..., BeforeValidator(f)] and its kin ----

class _Applied:
    def __init__(self, func, **kw):
        self.func = func


class BeforeValidator(_Applied):
    pass


class AfterValidator(_Applied):
    pass


class PlainValidator(_Applied):
    pass


class WrapValidator(_Applied):
    pass


def _validated(name, annotation, value):
    """Those before from the right to the left, then the conversion, then those after."""
    marks = [] if isinstance(annotation, str) else annotation_parts(annotation)[2]
    step = lambda v: convert(name, annotation, v)
    for mark in marks:
        if isinstance(mark, BeforeValidator):
            step = lambda v, f=mark.func, inner=step: inner(f(v))
        elif isinstance(mark, AfterValidator):
            step = lambda v, f=mark.func, inner=step: f(inner(v))
        elif isinstance(mark, PlainValidator):
            step = mark.func
        elif isinstance(mark, WrapValidator):
            step = lambda v, f=mark.func, inner=step: f(v, inner)
    return step(value)


class TypeAdapter:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, type, **kw):
        self._type = type

    def validate_python(self, value, **kw):
        return _validated("value", self._type, value)

    def validate_json(self, text, **kw):
        return _validated("value", self._type, json.loads(text))


# ---- models ----

class BaseModel:
    model_config = {}
    model_fields = {}
    __pydantic_complete__ = True
    __validators__ = []

    def __init_subclass__(cls, **kw):
        cls.model_config = cls._read_config(kw)
        fields = dict(cls.model_fields)
        for name, annotation in list(cls.__dict__.get("__annotations__", {}).items()):
            if name == "model_config" or is_class_var(annotation) or name.startswith("_"):
                continue
            fields[name] = cls._read_field(name, _evaluate_early(cls, annotation))
        for name, value in list(cls.__dict__.items()):
            if name in fields and name not in cls.__dict__.get("__annotations__", {}) \
                    and not callable(value) and not isinstance(value, property):
                fields[name].default = value
        cls.model_fields = fields
        cls.__fields__ = fields
        cls.__pydantic_complete__ = not any(isinstance(f.annotation, str) for f in fields.values())
        own = [v for v in cls.__dict__.values() if isinstance(v, _Validator)]
        cls.__validators__ = list(cls.__validators__) + own

    @classmethod
    def model_rebuild(cls, **kw):
        """Evaluates what was still a text, in the module of the class that has the annotation."""
        for owner in reversed(cls.__mro__):
            for name in owner.__dict__.get("__annotations__", {}):
                info = cls.model_fields.get(name)
                if info is not None and isinstance(info.annotation, str):
                    cls.model_fields[name] = owner._read_field(name, cls._evaluate_late(owner, info.annotation))
        cls.__pydantic_complete__ = True

    @classmethod
    def _evaluate_late(cls, owner, annotation):
        try:
            return _evaluate(owner, annotation)
        except NameError as e:
            raise PydanticUserError("`%s` is not fully defined; you should define `%s`, then call `%s.model_rebuild()`."
                                    % (cls.__name__, str(e).split("'")[1], cls.__name__)) from None

    update_forward_refs = model_rebuild

    @classmethod
    def _read_config(cls, kw):
        config = {}
        for base in reversed(cls.__mro__):
            config.update(base.__dict__.get("model_config", {}))
            old = base.__dict__.get("Config")
            if old is not None:
                config.update({k: v for k, v in vars(old).items() if not k.startswith("__")})
        config.update(kw)
        return config

    @classmethod
    def _read_field(cls, name, annotation):
        value = cls.__dict__.get(name, Undefined)
        info = value if isinstance(value, FieldInfo) else None
        if info is None:
            for item in annotation_parts(annotation)[2]:
                if isinstance(item, FieldInfo):
                    info = copy.copy(item)
            if info is None:
                info = FieldInfo()
            if value is not Undefined:
                info.default = value
        info.annotation = annotation
        return info

    def __init__(self, **data):
        self._fill(data)

    def _run(self, name, value, mode, seen):
        for mark in self.__validators__:
            if mark.mode != mode or mark.fields is None or not (name in mark.fields or "*" in mark.fields):
                continue
            count = mark.fn.__code__.co_argcount
            if count >= 3 and mark.fn.__code__.co_varnames[2] == "values":
                value = mark.fn(type(self), value, seen)
            elif count >= 3:
                value = mark.fn(type(self), value, ValidationInfo(seen, name))
            else:
                value = mark.fn(type(self), value)
        return value

    def _fill(self, data):
        if not self.__pydantic_complete__:
            self.model_rebuild()
        for mark in self.__validators__:
            if mark.fields is None and mark.mode == "before":
                data = mark.fn(type(self), data)
        seen = {}
        fields_set = self.__dict__["model_fields_set"] = set()
        for name, info in self.model_fields.items():
            given = [n for n in [name, *info.names(name)] if n in data]
            if given:
                value = self._run(name, data[given[0]], "before", seen)
                value = _validated(name, info.annotation, value)
                value = self._run(name, value, "after", seen)
                fields_set.add(name)
            elif info.is_required():
                raise ValidationError("1 validation error for %s\n%s\n  Field required" % (type(self).__name__, name))
            else:
                value = info.get_default()
                if self.model_config.get("validate_default"):
                    value = self._run(name, self._run(name, value, "before", seen), "after", seen)
            seen[name] = value
            self.__dict__[name] = value
        for mark in self.__validators__:
            if mark.fields is None and mark.mode == "after":
                mark.fn(self)
            elif mark.fields is None and mark.mode == "values":
                self.__dict__.update(mark.fn(type(self), dict(seen)))

    def model_dump(self, **kw):
        return {name: getattr(self, name) for name in self.model_fields}

    dict = model_dump

    @classmethod
    def model_validate(cls, obj):
        return cls(**(obj if isinstance(obj, dict) else vars(obj)))

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join("%s=%r" % (n, getattr(self, n)) for n in self.model_fields))
