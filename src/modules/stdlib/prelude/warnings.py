"""warnings: shown by the host; filters that turn a category into an error or silence it are kept."""
from _support import warn as _warn
import re as _re

filters = []
_shown = set()


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = type(message)
    category = category or UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '{:s}'".format(type(category).__name__))
    text = str(message)
    for action, pattern, wanted in filters:
        if issubclass(category, wanted) and (pattern is None or pattern.match(text)):
            if action == "error":
                raise message if isinstance(message, Warning) else category(text)
            if action == "ignore":
                return
            break
    if _recorders:
        _recorders[-1].append(WarningMessage(message if isinstance(message, Warning) else category(text), category))
        return
    key = category, text
    if key not in _shown:
        _shown.add(key)
        _warn(category.__name__, text)


def warn_explicit(message, category, filename, lineno, *args, **kw):
    warn(message, category)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    entry = action, _re.compile(message, _re.I) if message else None, category
    filters.append(entry) if append else filters.insert(0, entry)


def simplefilter(action, category=Warning, lineno=0, append=False):
    filterwarnings(action, category=category, append=append)


def resetwarnings():
    filters.clear()


def formatwarning(message, category, filename, lineno, line=None):
    return f"{filename}:{lineno}: {category.__name__}: {message}\n"


def showwarning(message, category, filename, lineno, file=None, line=None):
    _warn(category.__name__, str(message))


class WarningMessage:
    def __init__(self, message, category):
        self.message, self.category = message, category
        self.filename, self.lineno = "", 0


_recorders = []


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, **kw):
        self._record = record
        self._action, self._category = action, category

    def __enter__(self):
        self._saved = filters[:]
        if self._action:
            simplefilter(self._action, self._category)
        if self._record:
            _recorders.append([])
            return _recorders[-1]

    def __exit__(self, *exc):
        filters[:] = self._saved
        if self._record:
            _recorders.pop()


def deprecated(msg, /, **kw):
    return lambda f: f
