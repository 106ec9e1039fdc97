"""pprint: one line where it fits, else one item per line."""
import io as _io


def saferepr(obj):
    return repr(obj)


def _lines(obj, indent, width, allowance, level, sort_dicts):
    if isinstance(obj, dict) and sort_dicts:
        try:
            obj = {k: obj[k] for k in sorted(obj)}
        except TypeError:
            obj = {k: obj[k] for k in sorted(obj, key=lambda k: (str(type(k)), repr(k)))}
    flat = _flat(obj, sort_dicts)
    if len(flat) <= width - level - allowance or not isinstance(obj, (dict, list, tuple, set, frozenset)) or not obj:
        return flat
    open_, close = {dict: "{}", list: "[]", tuple: "()", set: "{}"}.get(type(obj), ("frozenset({", "})"))
    inner = level + len(open_) + indent - 1
    parts = []
    items = list(obj.items()) if isinstance(obj, dict) else sorted(obj) if isinstance(obj, (set, frozenset)) else list(obj)
    for i, item in enumerate(items):
        after = len(close) + allowance if i == len(items) - 1 else 1
        if isinstance(obj, dict):
            key = repr(item[0]) + ": "
            parts.append(key + _lines(item[1], indent, width, after, inner + len(key), sort_dicts))
        else:
            parts.append(_lines(item, indent, width, after, inner, sort_dicts))
    if isinstance(obj, tuple) and len(obj) == 1:
        close = "," + close
    return open_ + " " * (indent - 1) + (",\n" + " " * inner).join(parts) + close


def _flat(obj, sort_dicts):
    if type(obj) is dict:
        items = obj.items()
        if sort_dicts:
            try:
                items = sorted(items)
            except TypeError:
                pass
        return "{" + ", ".join(f"{k!r}: {_flat(v, sort_dicts)}" for k, v in items) + "}"
    if type(obj) is list:
        return "[" + ", ".join(_flat(v, sort_dicts) for v in obj) + "]"
    if type(obj) is tuple:
        return "(" + ", ".join(_flat(v, sort_dicts) for v in obj) + ("," if len(obj) == 1 else "") + ")"
    return repr(obj)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return _lines(object, indent, width, 0, 0, sort_dicts)


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    print(pformat(object, indent, width, depth, sort_dicts=sort_dicts), file=stream)


pp = pprint


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, **kw):
        self._indent, self._width, self._stream = indent, width, stream

    def pformat(self, object):
        return pformat(object, self._indent, self._width)

    def pprint(self, object):
        print(self.pformat(object), file=self._stream)
