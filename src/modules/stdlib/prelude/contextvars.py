"""contextvars: one context."""
from _typing import GenericAlias as _GenericAlias
_missing = object()


class Token:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, var, old):
        self.var, self.old_value = var, old

    MISSING = _missing


class ContextVar:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, name, *, default=_missing):
        self.name, self._default, self._value = name, default, _missing

    def get(self, default=_missing):
        for v in (self._value, default, self._default):
            if v is not _missing:
                return v
        raise LookupError(self)

    def set(self, value):
        token = Token(self, self._value)
        self._value = value
        return token

    def reset(self, token):
        self._value = token.old_value


class Context:
    def run(self, fn, *args, **kw):
        return fn(*args, **kw)


def copy_context():
    return Context()
