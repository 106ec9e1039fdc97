"""atexit: accepted; nothing runs after a command."""


def register(func, *args, **kw):
    return func


def unregister(func):
    pass
