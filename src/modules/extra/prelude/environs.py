"""environs: settings from the environment and from .env, as the types that are asked for."""
import contextlib
import datetime
import decimal
import json as _json
import logging
import os
import pathlib
import uuid as _uuid

from _typing import unknown
from dotenv import load_dotenv


class EnvError(ValueError):
    pass


class EnvNotSetError(EnvError):
    pass


class EnvValidationError(EnvError):
    def __init__(self, message, error_messages=None):
        super().__init__(message)
        self.error_messages = error_messages


class EnvSealedError(TypeError):
    pass


_MISSING = object()
_TRUE = {"t", "true", "on", "y", "yes", "1"}
_FALSE = {"f", "false", "off", "n", "no", "0"}


def _bool(value):
    word = str(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError("Not a valid boolean.")


def _caster(subcast):
    """A type, a function, or the name of one of Env's own methods."""
    return _bool if subcast is bool else subcast or (lambda item: item)


def _list(value, subcast=None, delimiter=",", **kw):
    items = value.split(delimiter) if isinstance(value, str) and value else value or []
    return [_caster(subcast)(item) for item in items]


def _dict(value, subcast_values=None, subcast_keys=None, subcast=None, delimiter=",", **kw):
    if not isinstance(value, str):
        return value
    pairs = [item.split("=", 1) for item in value.split(delimiter) if item]
    return {_caster(subcast_keys)(k.strip()): _caster(subcast_values or subcast)(v.strip()) for k, v in pairs}


def _log_level(value, **kw):
    return value if isinstance(value, int) else int(value) if value.isdigit() else getattr(logging, value.upper())


def _enum(value, type=None, enum=None, ignore_case=False, by_value=False, **kw):
    kind = type or enum
    if by_value:
        return kind(value)
    names = {name.lower() if ignore_case else name: member for name, member in kind.__members__.items()}
    return names[value.lower() if ignore_case else value]


def _method(cast, what):
    def method(self, name, default=_MISSING, *args, **kw):
        key = self._prefix + name
        value = os.environ.get(key, _MISSING)
        if value is _MISSING or (value == "" and self.expand_empty):
            if default is _MISSING:
                return unknown("the setting '%s', which is not given" % key)
            return default
        checks = kw.pop("validate", None) or []
        try:
            value = cast(value, *args, **kw)
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as e:
            raise EnvValidationError('Environment variable "%s" invalid: Not a valid %s.' % (key, what)) from e
        for check in checks if isinstance(checks, (list, tuple)) else [checks]:
            check(value)
        return value
    return method


class Env:
    expand_empty = False

    def __init__(self, *, eager=True, expand_vars=False, prefix=None):
        self.eager = eager
        self.expand_vars = expand_vars
        self._prefix = prefix or ""

    @staticmethod
    def read_env(path=None, recurse=True, verbose=False, override=False, return_path=False):
        folder = os.path.abspath(os.getcwd())
        found = str(path) if path else None
        while found is None:
            if os.path.isfile(os.path.join(folder, ".env")):
                found = os.path.join(folder, ".env")
            elif not recurse or os.path.dirname(folder) == folder:
                return None if return_path else False
            folder = os.path.dirname(folder)
        read = load_dotenv(found, override=override)
        return found if return_path else read

    @contextlib.contextmanager
    def prefixed(self, prefix):
        before = self._prefix
        self._prefix = before + prefix
        try:
            yield self
        finally:
            self._prefix = before

    def seal(self):
        pass

    def dump(self):
        return dict(os.environ)

    __call__ = _method(str, "string")
    str = _method(str, "string")
    int = _method(int, "integer")
    bool = _method(_bool, "boolean")
    float = _method(float, "number")
    decimal = _method(decimal.Decimal, "number")
    list = _method(_list, "list")
    tuple = _method(lambda value, **kw: tuple(_list(value, **kw)), "tuple")
    dict = _method(_dict, "mapping")
    json = _method(_json.loads, "JSON")
    date = _method(datetime.date.fromisoformat, "date")
    datetime = _method(datetime.datetime.fromisoformat, "datetime")
    timedelta = _method(lambda value, precision="seconds": datetime.timedelta(**{precision: int(value)}), "period of time")
    path = _method(pathlib.Path, "path")
    url = _method(lambda value, **kw: value, "URL")
    uuid = _method(_uuid.UUID, "UUID")
    log_level = _method(_log_level, "log level")
    enum = _method(_enum, "choice")


env = Env()
