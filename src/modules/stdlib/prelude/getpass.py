"""getpass."""
import os as _os
from _support import refuse as _refuse


class GetPassWarning(UserWarning):
    pass


def getuser():
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if _os.environ.get(name):
            return _os.environ[name]
    return "user"


def getpass(prompt="Password: ", stream=None):
    _refuse("ask for a password")
