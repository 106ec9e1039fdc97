class Base:
    """Doc of Base."""

    attr = "base"

    def __init__(self, v=0):
        self.v = v

    def hello(self):
        return f"hello from {type(self).__name__} {self.v}"

    def __repr__(self):
        return f"{self.__class__.__name__}({self.v!r})"


class Left(Base):
    def hello(self):
        return "left " + super().hello()


class Right(Base):
    def hello(self):
        return "right " + super().hello()


class Both(Left, Right):
    def hello(self):
        return "both " + super().hello()


print(Both(3).hello())
print([c.__name__ for c in Both.__mro__])
print(Base.__doc__, Base.__module__, Both.__qualname__, Both.__bases__)
b = Both(1)
b.extra = 5
print(b.__dict__, vars(b), hasattr(b, "extra"), hasattr(b, "none"), getattr(b, "none", "dflt"))
del b.extra
print(hasattr(b, "extra"))
for expr in (lambda: b.nope, lambda: Base.nope, lambda: (1).nope, lambda: None.nope, lambda: Base(1, 2)):
    try:
        expr()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


class Prop:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        "the x"
        return self._x

    @x.setter
    def x(self, v):
        self._x = v * 2

    @x.deleter
    def x(self):
        self._x = None

    @property
    def ro(self):
        return "ro"


p = Prop()
p.x = 5
print(p.x, Prop.x.__doc__)
del p.x
print(p.x)
try:
    p.ro = 1
except AttributeError as e:
    print(e)
try:
    del p.ro
except AttributeError as e:
    print(e)


class Private:
    def __init__(self):
        self.__secret = 42

    def get(self):
        return self.__secret


print(Private().get(), Private()._Private__secret)


class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        ns["made_by"] = mcs.__name__
        cls = super().__new__(mcs, name, bases, ns)
        cls.kw = kw
        return cls

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.inited = True

    def __call__(cls, *args, **kwargs):
        obj = super().__call__(*args, **kwargs)
        obj.called = True
        return obj

    @property
    def shout(cls):
        return cls.__name__.upper()

    def __iter__(cls):
        return iter([1, 2, 3])

    def __len__(cls):
        return 7

    def __contains__(cls, x):
        return x == "in"

    def __getitem__(cls, k):
        return ("item", k)

    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        return {"prepared": True}


class M(metaclass=Meta, option=3):
    def __init__(self, a):
        self.a = a


class N(M):
    pass


m = N(5)
print(type(M), M.made_by, M.kw, N.kw, M.inited, m.called, m.a, M.shout, N.prepared)
print(list(M), len(M), "in" in M, "out" in M, M["k"], isinstance(M, Meta))


class WithSubclass:
    registry = []

    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))


class S1(WithSubclass, tag="one"):
    pass


class S2(S1):
    pass


print(WithSubclass.registry)
try:

    class Bad(Base, nonsense=1):
        pass

except TypeError as e:
    print(e)


class Desc:
    def __set_name__(self, owner, name):
        self.name = name
        self.owner = owner.__name__

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return (self.name, self.owner, obj.__dict__.get(self.name))

    def __set__(self, obj, v):
        obj.__dict__[self.name] = v


class NonData:
    def __get__(self, obj, owner):
        return "nondata"


class D:
    a = Desc()
    n = NonData()


d = D()
d.a = 10
print(d.a, D.a.name, d.n)
d.n = "own"
print(d.n)


class Slots:
    __slots__ = ("a",)


s = Slots()
s.a = 1
print(s.a)


class Gen:
    def __class_getitem__(cls, k):
        return (cls.__name__, k)


print(Gen[int, 3])
X = type("X", (Base,), {"y": 5, "m": lambda self: self.y})
print(X.__name__, X(2).m(), X(2), type(X))
try:

    class Conflict(Base, Both):
        pass

except TypeError as e:
    print(e)
try:
    class Dup(Base, Base):
        pass
except TypeError as e:
    print(e)
try:
    class NotClass(5):
        pass
except TypeError as e:
    print(type(e).__name__)


class GA:
    def __getattr__(self, name):
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError(f"no {name}")

    def __setattr__(self, name, v):
        object.__setattr__(self, name, ("set", v))

    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)


g = GA()
g.q = 1
print(g.q, g.dyn_abc, hasattr(g, "zzz"))
del g.q
try:
    g.zzz
except AttributeError as e:
    print(e)


class GAll:
    def __getattribute__(self, name):
        if name == "magic":
            return "got magic"
        return super().__getattribute__(name)

    x = 3


print(GAll().magic, GAll().x)


class New:
    _inst = None

    def __new__(cls, *a):
        if cls._inst is None:
            cls._inst = super().__new__(cls)
        return cls._inst

    def __init__(self, v):
        self.v = v


print(New(1) is New(2), New(3).v)


class Other:
    def __new__(cls):
        return 5


print(Other())
print(issubclass(Both, Base), issubclass(int, object), isinstance(5, (str, int)), isinstance(True, int))


class Callable:
    def __call__(self, *a, **k):
        return a, k


print(Callable()(1, b=2), callable(Callable()), callable(5))
o = object()
try:
    o.x = 1
except AttributeError as e:
    print(e)
try:
    (5)()
except TypeError as e:
    print(e)


class Cm:
    @classmethod
    def make(cls, *a):
        return cls.__name__, a

    @staticmethod
    def st(a):
        return a


class Cm2(Cm):
    @classmethod
    def make(cls, *a):
        return ("sub",) + super().make(*a)


print(Cm.make(1), Cm2.make(2), Cm2().st(3), Cm2().make())
print(Cm2.make.__func__.__name__, Cm2().make.__self__ is Cm2)
Base.attr = "changed"
print(Both.attr, Both().attr)
Base.newm = lambda self: "new method"
print(Both().newm())
b.__class__ = Left
print(b.hello())


class Outer:
    class Inner:
        def f(self):
            return self.__class__.__qualname__

    def m(self):
        class Local:
            pass

        return Local.__qualname__


print(Outer.Inner().f(), Outer().m())
print([c.__name__ for c in Base.__subclasses__() if c.__name__ != "Bad"])
