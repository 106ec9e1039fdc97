from .alpha import NAME
from pkg import alpha as al


class B:
    where = __name__


def helper():
    return NAME + al.NAME
