class MyList(list):
    def __init__(self, *a):
        super().__init__(*a)
        self.extra = "x"

    def append(self, v):
        super().append(v * 2)

    def __getitem__(self, i):
        return ("got", super().__getitem__(i))


m = MyList([1, 2])
m.append(5)
print(m, m.extra, m[0], len(m), isinstance(m, list), m == [1, 2, 10], type(m).__name__, list(m))


class MyDict(dict):
    def __missing__(self, k):
        self[k] = k * 2
        return self[k]

    def __setitem__(self, k, v):
        super().__setitem__(k, ("w", v))


d = MyDict(a=1)
d["b"] = 2
print(d["a"], d["b"], d["cc"], d.get("zz"), dict(d), "a" in d)


class Str(str):
    def __new__(cls, v, tag):
        self = super().__new__(cls, v)
        self.tag = tag
        return self

    def shout(self):
        return self.upper() + "!"


s = Str("abc", "t")
print(s, s.tag, s.shout(), s == "abc", {"abc": 1}[s], isinstance(s, str), s + "d", type(s + "d").__name__, len(s))


class Int(int):
    def __add__(self, o):
        return Int(int(self) + int(o) + 1)


i = Int(5)
print(i + 1, i * 2, i == 5, [0] * Int(2), {5: "a"}[i], i > 3, type(i + 1).__name__)


class Tup(tuple):
    @property
    def first(self):
        return self[0]


t = Tup((1, 2))
print(t, t.first, t + (3,), t == (1, 2))


class Err(KeyError):
    pass


try:
    raise Err("k", 1)
except LookupError as e:
    print(repr(e), e.args)


class Fset(frozenset):
    pass


print(sorted(Fset([1, 2]) | {3}), Fset([1]) == {1})


class P(property):
    pass


class UseP:
    @P
    def x(self):
        return 5


print(UseP().x, type(UseP.__dict__["x"]).__name__)


class Cached:
    def __init__(self, f):
        self.f = f

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        v = obj.__dict__[self.name] = self.f(obj)
        return v


class UseCached:
    n = 0

    @Cached
    def val(self):
        UseCached.n += 1
        return 42


u = UseCached()
print(u.val, u.val, UseCached.n)
print(str.join("-", ["a", "b"]), list.append.__name__, dict.get({"a": 1}, "a"), str.upper("x"))
print(int.__add__(1, 2), "a".__len__(), [1].__contains__(1), (1).__eq__(1), object.__repr__.__name__)
print((5).__class__, "".__class__.__name__, type(None), type(...), type(NotImplemented), type(type))
print(super.__name__, type(super), type(lambda: 0).__name__, type(print).__name__, type([].append).__name__)
try:
    str.upper(5)
except TypeError as e:
    print(e)
