"""inspect: what kind a value is, and signatures of functions."""
from _support import kind as _kind
from collections import OrderedDict as _OrderedDict
from enum import IntEnum as _IntEnum
import functools as _functools

CO_COROUTINE = 128


def isclass(obj):
    return isinstance(obj, type)


def isfunction(obj):
    return _kind(obj) == "function"


def ismethod(obj):
    return _kind(obj) == "method"


def isbuiltin(obj):
    return _kind(obj) == "builtin"


def ismodule(obj):
    return _kind(obj) == "module"


def isroutine(obj):
    return _kind(obj) in ("function", "method", "builtin")


def iscode(obj):
    return _kind(obj) == "code"


def isgenerator(obj):
    return type(obj).__name__ == "generator"


def iscoroutine(obj):
    return type(obj).__name__ == "coroutine"


def isawaitable(obj):
    return iscoroutine(obj) or hasattr(type(obj), "__await__")


def _flags(fn):
    fn = getattr(fn, "__func__", fn)
    return getattr(getattr(fn, "__code__", None), "co_flags", 0)


def iscoroutinefunction(obj):
    return bool(_flags(obj) & 0x80)


def isgeneratorfunction(obj):
    return bool(_flags(obj) & 0x20)


def isasyncgenfunction(obj):
    return bool(_flags(obj) & 0x200)


def isasyncgen(obj):
    return type(obj).__name__ == "async_generator"


def isdatadescriptor(obj):
    return hasattr(type(obj), "__set__") or isinstance(obj, property)


def ismethoddescriptor(obj):
    return False


def isabstract(obj):
    return isinstance(obj, type) and bool(getattr(obj, "__abstractmethods__", None))


def getmembers(obj, predicate=None):
    found = []
    for name in dir(obj):
        try:
            value = getattr(obj, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


def getmodule(obj):
    import sys
    return obj if ismodule(obj) else sys.modules.get(getattr(obj, "__module__", None))


def getmro(cls):
    return cls.__mro__


def getdoc(obj):
    doc = getattr(obj, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None


def cleandoc(doc):
    import textwrap
    first, _, rest = doc.expandtabs().partition("\n")
    return (first.lstrip() + "\n" + textwrap.dedent(rest)).strip("\n") if rest else first.strip()


def getfile(obj):
    import sys
    module = getmodule(obj)
    if module is None or not hasattr(module, "__file__"):
        raise TypeError(f"{obj!r} is a built-in module")
    return module.__file__


getsourcefile = getfile


def unwrap(func, *, stop=None):
    while hasattr(func, "__wrapped__"):
        func = func.__wrapped__
    return func


def currentframe():
    return None


def stack(context=1):
    return []


def getattr_static(obj, attr, default=None):
    for c in [obj, *type(obj).__mro__]:
        if attr in getattr(c, "__dict__", {}):
            return c.__dict__[attr]
    return default


class _Empty:
    pass


class _ParameterKind(_IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4


class Parameter:
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = _ParameterKind
    empty = _Empty

    def __init__(self, name, kind, *, default=_Empty, annotation=_Empty):
        self.name, self.kind, self.default, self.annotation = name, kind, default, annotation

    def replace(self, **kw):
        now = {"name": self.name, "kind": self.kind, "default": self.default, "annotation": self.annotation}
        return Parameter(**{**now, **kw})

    def __str__(self):
        text = {self.VAR_POSITIONAL: "*", self.VAR_KEYWORD: "**"}.get(self.kind, "") + self.name
        if self.annotation is not _Empty:
            text += ": " + formatannotation(self.annotation)
        if self.default is not _Empty:
            text += (" = " if self.annotation is not _Empty else "=") + repr(self.default)
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'


def formatannotation(annotation):
    if isinstance(annotation, type) and annotation.__module__ == "builtins":
        return annotation.__qualname__
    if isinstance(annotation, type):
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature, self.arguments = signature, arguments

    def apply_defaults(self):
        for name, p in self.signature.parameters.items():
            if name not in self.arguments:
                self.arguments[name] = (() if p.kind == 2 else {} if p.kind == 4 else p.default)

    @property
    def args(self):
        out = []
        for name, p in self.signature.parameters.items():
            if p.kind in (0, 1) and name in self.arguments:
                out.append(self.arguments[name])
            elif p.kind == 2:
                out.extend(self.arguments.get(name, ()))
        return tuple(out)

    @property
    def kwargs(self):
        out = {}
        for name, p in self.signature.parameters.items():
            if p.kind == 3 and name in self.arguments:
                out[name] = self.arguments[name]
            elif p.kind == 4:
                out.update(self.arguments.get(name, {}))
        return out


class Signature:
    empty = _Empty

    def __init__(self, parameters=None, *, return_annotation=_Empty):
        self.parameters = _OrderedDict((p.name, p) for p in parameters or ())
        self.return_annotation = return_annotation

    def bind(self, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        args = list(args)
        out = {}
        for name, p in self.parameters.items():
            if p.kind == 2:
                out[name] = tuple(args)
                args = []
            elif p.kind == 4:
                out[name] = dict(kwargs)
                kwargs = {}
            elif p.kind in (0, 1) and args:
                if name in kwargs:
                    raise TypeError(f"multiple values for argument {name!r}")
                out[name] = args.pop(0)
            elif name in kwargs and p.kind != 0:
                out[name] = kwargs[name]
                kwargs = {k: v for k, v in kwargs.items() if k != name}
            elif p.default is _Empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, out)

    def replace(self, *, parameters=None, return_annotation=None):
        return Signature(self.parameters.values() if parameters is None else parameters,
                         return_annotation=self.return_annotation if return_annotation is None else return_annotation)

    def __str__(self):
        out, seen_star, positional_only = [], False, False
        for p in self.parameters.values():
            if positional_only and p.kind != 0:
                out.append("/")
            positional_only = p.kind == 0
            if p.kind == 3 and not seen_star:
                out.append("*")
                seen_star = True
            seen_star = seen_star or p.kind == 2
            out.append(str(p))
        if positional_only:
            out.append("/")
        text = "(" + ", ".join(out) + ")"
        if self.return_annotation is not _Empty:
            text += " -> " + formatannotation(self.return_annotation)
        return text

    def __repr__(self):
        return f"<Signature {self}>"


def signature(obj, *, follow_wrapped=True, **kw):
    if follow_wrapped:
        obj = unwrap(obj)
    if isinstance(obj, _functools.partial):
        inner = signature(obj.func)
        taken = list(inner.parameters.values())[len(obj.args):]
        return inner.replace(parameters=[p for p in taken if p.name not in obj.keywords])
    if isinstance(obj, type):
        params = getattr(obj.__init__, "__dataclass_params__", None)
        if params is not None:
            return Signature([Parameter(f.name, Parameter.KEYWORD_ONLY if f.kw_only else Parameter.POSITIONAL_OR_KEYWORD,
                                        default=f.default if type(f.default).__name__ != "_Missing" else _Empty,
                                        annotation=f.type) for f in params if f.init])
        inner = signature(obj.__init__)
        return inner.replace(parameters=list(inner.parameters.values())[1:])
    bound = ismethod(obj)
    fn = obj.__func__ if bound else obj
    code = getattr(fn, "__code__", None)
    if code is None:
        if hasattr(type(obj), "__call__") and not isbuiltin(obj):
            return signature(obj.__call__)
        raise ValueError(f"no signature found for builtin {obj!r}")
    names = list(code.co_varnames)
    pos, only, hints = code.co_argcount, code.co_kwonlyargcount, fn.__annotations__
    defaults = dict(zip(names[pos - len(fn.__defaults__ or ()):pos], fn.__defaults__ or ()))
    defaults.update(fn.__kwdefaults__ or {})

    def make(name, kind):
        return Parameter(name, kind, default=defaults.get(name, _Empty) if kind not in (2, 4) else _Empty,
                         annotation=hints.get(name, _Empty))
    P = Parameter
    params = [make(n, P.POSITIONAL_ONLY if i < code.co_posonlyargcount else P.POSITIONAL_OR_KEYWORD)
              for i, n in enumerate(names[:pos])]
    at = pos + only
    if code.co_flags & 4:
        params.append(make(names[at], P.VAR_POSITIONAL))
        at += 1
    params += [make(n, P.KEYWORD_ONLY) for n in names[pos:pos + only]]
    if code.co_flags & 8:
        params.append(make(names[at], P.VAR_KEYWORD))
    return Signature(params[1:] if bound else params, return_annotation=hints.get("return", _Empty))


def getfullargspec(func):
    from collections import namedtuple
    try:
        ps = signature(func).parameters.values()
    except Exception as e:
        raise TypeError("unsupported callable") from e
    spec = namedtuple("FullArgSpec", "args varargs varkw defaults kwonlyargs kwonlydefaults annotations")
    named = [p for p in ps if p.kind in (0, 1)]
    only = [p for p in ps if p.kind == 3]
    return spec([p.name for p in named], next((p.name for p in ps if p.kind == 2), None),
                next((p.name for p in ps if p.kind == 4), None),
                tuple(p.default for p in named if p.default is not _Empty) or None, [p.name for p in only],
                {p.name: p.default for p in only if p.default is not _Empty} or None, func.__annotations__)
