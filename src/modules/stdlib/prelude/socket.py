"""socket: importable; connecting is refused."""
from _support import refuse as _refuse

AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX = 0, 2, 10, 1
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = 1, 2, 3
SOL_SOCKET, SO_REUSEADDR, SO_BROADCAST, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_REUSEPORT = 1, 2, 6, 7, 8, 9, 15
IPPROTO_IP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6, SOL_TCP = 0, 6, 17, 41, 6
TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_USER_TIMEOUT = 1, 4, 5, 6, 18
INADDR_ANY, SOMAXCONN, SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 4096, 0, 1, 2
has_ipv6 = False
error = OSError
timeout = TimeoutError


class gaierror(OSError):
    pass


def gethostname():
    return "localhost"


getfqdn = gethostname


def inet_aton(text):
    parts = text.split(".")
    if not 1 <= len(parts) <= 4 or not all(p[:1].isdigit() for p in parts):
        raise OSError("illegal IP address string passed to inet_aton")
    try:
        numbers = [int(p, 16 if p[:2] in ("0x", "0X") else 8 if p[0] == "0" and p != "0" else 10) for p in parts]
    except ValueError:
        raise OSError("illegal IP address string passed to inet_aton") from None
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes(numbers[:-1]) + numbers[-1].to_bytes(5 - len(numbers), "big")


def inet_ntoa(packed):
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(str(b) for b in packed)


def inet_pton(family, text):
    parts = text.split(".")
    if family != AF_INET:
        raise OSError("unsupported address family")
    if len(parts) != 4 or not all(p.isdigit() and p == str(int(p)) for p in parts):
        raise OSError("illegal IP address string passed to inet_pton")
    return inet_aton(text)


def inet_ntop(family, packed):
    if family != AF_INET:
        raise ValueError(f"unknown address family {family}")
    return inet_ntoa(packed)


def create_connection(*args, **kw):
    _refuse("open network connections")


getaddrinfo = gethostbyname = create_server = create_connection


class socket:
    def __init__(self, *args, **kw):
        _refuse("open network connections")
