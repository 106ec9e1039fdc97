def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


def call(fn, *a, **k):
    try:
        print(fn(*a, **k))
    except TypeError as e:
        print("TypeError:", e)


call(f, 1, d=4)
call(f, 1, 2, 3, 4, 5, d=6, x=7)
call(f)
call(f, 1)
call(f, 1, a=2, d=1)
call(f, 1, 2, c=3, d=4)
call(f, 1, 2, 3, c=3, d=4)


def two(a, b):
    return a, b


call(two)
call(two, 1)
call(two, 1, 2, 3)
call(two, 1, 2, c=3)
call(two, 1, a=2)
call(two, b=1, a=2)


def three(a, b, c):
    pass


call(three)


def opt(a, b=1):
    pass


call(opt, 1, 2, 3)


def one(a):
    pass


call(one, 1, 2)


def kwonly(a, *, k):
    pass


call(kwonly, 1, 2)
call(kwonly, 1, 2, k=3)
call(kwonly, 1)


def kw2(*, a, b, c=1):
    return a, b, c


call(kw2)
call(kw2, a=1)
call(kw2, b=1, a=2)


def pos(a, b, /):
    return a, b


call(pos, 1, b=2)
call(pos, a=1, b=2)


class C:
    def m(self, x):
        return x

    def nothing(self):
        return "n"


call(C().m)
call(C().m, 1, 2)
call(C().nothing, 1)
call(C.m)
call(lambda x, y=2: (x, y), 1)
call(lambda: 0, 1)


def star(*args, **kwargs):
    return args, kwargs


print(star(*[1, 2], 3, *(4, 5), a=1, **{"b": 2}, **{"c": 3}))
try:
    star(**{"a": 1}, **{"a": 2})
except TypeError as e:
    print("multiple" in str(e))
try:
    star(*5)
except TypeError as e:
    print("iterable" in str(e))
try:
    star(**5)
except TypeError as e:
    print("mapping" in str(e))


def defaults(x, acc=[]):
    acc.append(x)
    return acc


print(defaults(1), defaults(2), defaults.__defaults__)
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4))
