"""traceback: the exception itself; frames are shown by the host."""
import sys as _sys


def format_exception_only(exc, value=None):
    value = exc if value is None else value
    text = str(value)
    name = type(value).__qualname__
    if type(value).__module__ not in ("builtins", "__main__"):
        name = f"{type(value).__module__}.{name}"
    return [f"{name}: {text}\n" if text else f"{name}\n"]


def format_exception(exc, value=None, tb=None, limit=None, chain=True):
    return ["Traceback (most recent call last):\n", *format_exception_only(exc, value)]


def format_exc(limit=None, chain=True):
    exc = _sys.exc_info()[1]
    return "".join(format_exception(exc)) if exc is not None else "NoneType: None\n"


def print_exc(limit=None, file=None, chain=True):
    (file or _sys.stderr).write(format_exc())


def print_exception(exc, value=None, tb=None, limit=None, file=None, chain=True):
    (file or _sys.stderr).write("".join(format_exception(exc, value)))


def format_tb(tb, limit=None):
    return []


def extract_tb(tb, limit=None):
    return []


def format_stack(f=None, limit=None):
    return []


def print_stack(f=None, limit=None, file=None):
    pass


def extract_stack(f=None, limit=None):
    return []
