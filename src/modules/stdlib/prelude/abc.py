"""Abstract base classes: the marker; classes with abstract methods are refused by object()."""


def abstractmethod(fn):
    fn.__isabstractmethod__ = True
    return fn


class abstractproperty(property):
    __isabstractmethod__ = True


class ABCMeta(type):
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns, **kw)
        abstract = {k for k, v in ns.items() if _is_abstract(v)}
        for base in bases:
            for k in getattr(base, "__abstractmethods__", ()):
                if _is_abstract(getattr(cls, k, None)):
                    abstract.add(k)
        cls.__abstractmethods__ = frozenset(sorted(abstract))
        cls._abc_registry = []
        return cls

    def register(cls, subclass):
        cls._abc_registry.append(subclass)
        return subclass

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        if cls in subclass.__mro__:
            return True
        hook = cls.__dict__.get("__subclasshook__")
        if hook is not None:
            answer = hook.__func__(cls, subclass)
            if answer is not NotImplemented:
                return answer
        return any(r in subclass.__mro__ for c in [cls, *type.__subclasses__(cls)]
                   for r in getattr(c, "_abc_registry", ()))


def _is_abstract(v):  # "is True": an attribute of a class may be unknown
    if getattr(v, "__isabstractmethod__", False) is True:
        return True
    for part in ("fget", "fset", "fdel", "__func__"):
        if getattr(getattr(v, part, None), "__isabstractmethod__", False) is True:
            return True
    return False


class ABC(metaclass=ABCMeta):
    pass


def update_abstractmethods(cls):
    if hasattr(cls, "__abstractmethods__"):
        names = [k for base in cls.__bases__ for k in getattr(base, "__abstractmethods__", ())]
        names += list(cls.__dict__)
        cls.__abstractmethods__ = frozenset(sorted({k for k in names if _is_abstract(getattr(cls, k, None))}))
    return cls
