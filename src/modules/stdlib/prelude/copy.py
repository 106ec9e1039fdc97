"""copy."""


class Error(Exception):
    pass


error = Error


def copy(x):
    cls = type(x)
    if cls in (list, dict, set, bytearray):
        return x.copy() if cls is not bytearray else x[:]
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    if not hasattr(x, "__dict__") or isinstance(x, type) or callable(x) and not hasattr(cls, "__call__"):
        return x
    return _rebuild(x, x.__dict__)


def _rebuild(x, state):
    cls = type(x)
    if isinstance(x, dict):
        y = cls.__new__(cls)
        dict.update(y, x)
    elif isinstance(x, list):
        y = cls.__new__(cls)
        list.extend(y, x)
    elif isinstance(x, (str, int, tuple, frozenset, bytes)):
        return x
    else:
        y = cls.__new__(cls)
    y.__dict__.update(state)
    return y


def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    if id(x) in memo:
        return memo[id(x)]
    cls = type(x)
    if cls is list:
        y = memo[id(x)] = []
        for item in x:
            y.append(deepcopy(item, memo))
    elif cls is dict:
        y = memo[id(x)] = {}
        for k, v in x.items():
            y[deepcopy(k, memo)] = deepcopy(v, memo)
    elif cls is tuple:
        y = tuple(deepcopy(i, memo) for i in x)
    elif cls in (set, frozenset):
        y = cls(deepcopy(i, memo) for i in x)
    elif getattr(cls, "__deepcopy__", None) is not None:
        y = cls.__deepcopy__(x, memo)
    elif isinstance(x, (type, str, int, float, bytes)) or x is None or not hasattr(x, "__dict__") or callable(x):
        y = x
    else:
        y = _rebuild(x, {})
        memo[id(x)] = y
        for k, v in x.__dict__.items():
            y.__dict__[k] = deepcopy(v, memo)
    memo[id(x)] = y
    return y


def replace(obj, /, **changes):
    return obj.__replace__(**changes)
