"""subprocess: importable; running anything is refused."""
from _typing import GenericAlias as _GenericAlias
from _support import refuse as _refuse

PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    pass


class TimeoutExpired(SubprocessError):
    pass


class CompletedProcess:
    __class_getitem__ = classmethod(_GenericAlias)


def run(*args, **kw):
    _refuse("run programs")


call = check_call = check_output = getoutput = getstatusoutput = run


class Popen:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, *args, **kw):
        _refuse("run programs")
