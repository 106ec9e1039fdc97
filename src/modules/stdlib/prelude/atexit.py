"""atexit: the end is that of env.py."""
_functions = []


def register(func, *args, **kw):
    _functions.append((func, args, kw))
    return func


def unregister(func):
    _functions[:] = [f for f in _functions if f[0] != func]


def _at_exit():
    while _functions:
        func, args, kw = _functions.pop()
        func(*args, **kw)
