"""pickle: importable, since types name it; loading would run code and is refused."""
from _support import refuse as _refuse

HIGHEST_PROTOCOL = DEFAULT_PROTOCOL = 5


class PickleError(Exception):
    pass


class PicklingError(PickleError):
    pass


class UnpicklingError(PickleError):
    pass


def loads(*args, **kw):
    _refuse("load pickled objects")


load = dumps = dump = loads
