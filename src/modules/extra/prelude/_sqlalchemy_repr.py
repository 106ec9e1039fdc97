"""repr() of a column type written by a script: its arguments as __init__ names them."""


class _Missing:
    pass


def _defaults(function):
    code = function.__code__
    names = code.co_varnames[1:code.co_argcount]
    given = function.__defaults__ or ()
    plain = names[:len(names) - len(given)]
    star = code.co_varnames[code.co_argcount + code.co_kwonlyargcount] if code.co_flags & 4 else None
    return plain, list(zip(names[len(plain):], given)), star


def generic_repr(obj):
    init = type(obj).__init__
    if not hasattr(init, "__code__"):
        return None
    plain, optional, star = _defaults(init)
    shown = [repr(getattr(obj, name, None)) for name in plain]
    if star is not None and hasattr(obj, star):
        shown.extend(repr(v) for v in getattr(obj, star))
    for name, default in optional:
        value = getattr(obj, name, _Missing)
        if value is not _Missing and value != default:
            shown.append("%s=%r" % (name, value))
    return "%s(%s)" % (type(obj).__name__, ", ".join(shown))
