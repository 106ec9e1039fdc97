class functools:
    @staticmethod
    def wraps(f):
        def apply(w):
            for k in ("__module__", "__name__", "__qualname__", "__doc__"):
                setattr(w, k, getattr(f, k))
            w.__dict__.update(f.__dict__)
            w.__wrapped__ = f
            return w

        return apply

    @staticmethod
    def partial(f, *a):
        return lambda *b: f(*a, *b)


def deco(f):
    print("decorating", f.__name__)

    @functools.wraps(f)
    def wrapper(*a, **k):
        """wrapper doc"""
        return ("wrapped", f(*a, **k))

    return wrapper


def param(n):
    def d(f):
        f.tags = getattr(f, "tags", []) + [n]
        return f

    return d


@deco
@param(1)
@param(2)
def fn(x):
    """fn doc"""
    return x


print(fn(3), fn.__name__, fn.__doc__, fn.tags, fn.__wrapped__(9), fn.__qualname__, fn.__module__)


@param("cls")
class C:
    @deco
    def m(self):
        return "m"

    @property
    @deco
    def p(self):
        return "p"

    @staticmethod
    @deco
    def s():
        return "s"

    @classmethod
    @deco
    def c(cls):
        return cls.__name__


print(C.tags, C().m(), C().p, C.s(), C.c())


class Deco:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *a):
        self.calls += 1
        return self.f(*a)

    def __get__(self, obj, owner):
        return functools.partial(self, obj)


@Deco
def counted(x):
    return x * 2


print(counted(2), counted(3), counted.calls)


class UsesDeco:
    @Deco
    def method(self, x):
        return (type(self).__name__, x)


print(UsesDeco().method(5))
fn.attr = 5
print(fn.attr, fn.__dict__.get("attr"))
f2 = lambda x: x
print(f2.__name__, (lambda: 0).__qualname__)


def outer():
    def inner():
        pass

    return inner


print(outer().__qualname__, outer.__code__.co_argcount, fn.__wrapped__.__code__.co_varnames)
print((lambda a, b, *c, d, **e: 0).__code__.co_varnames)
outer.__name__ = "renamed"
outer.__doc__ = "new doc"
print(outer.__name__, outer.__doc__)
m = C().m
print(m.__self__.__class__ is C, m.__name__)
