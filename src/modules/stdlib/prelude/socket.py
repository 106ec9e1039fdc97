"""socket: importable; connecting is refused."""
from _support import refuse as _refuse

AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM, SOCK_DGRAM = 2, 10, 1, 1, 2
error = OSError
timeout = TimeoutError


class gaierror(OSError):
    pass


def gethostname():
    return "localhost"


getfqdn = gethostname


def create_connection(*args, **kw):
    _refuse("open network connections")


getaddrinfo = gethostbyname = create_server = create_connection


class socket:
    def __init__(self, *args, **kw):
        _refuse("open network connections")
