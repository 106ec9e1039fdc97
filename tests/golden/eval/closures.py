def counter():
    n = 0

    def inc(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n

    return inc, get


inc, get = counter()
inc()
inc(5)
print(get(), inc.__closure__ is not None, inc.__qualname__)

fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
gs = [lambda: i for i in range(3)]
print([g() for g in gs])


def outer():
    x = "outer"

    def middle():
        def inner():
            return x

        return inner

    return middle()()


print(outer())

x = 10


def use_global():
    global x
    x += 1
    return x


print(use_global(), x)


def unbound():
    try:
        print(y)
    except UnboundLocalError as e:
        print("UnboundLocalError:", e)
    y = 1


unbound()


def free():
    def g():
        return z

    try:
        g()
    except NameError as e:
        print(type(e).__name__, e)
    z = 1
    print(g())


free()
try:
    undefined_name
except NameError as e:
    print(e)


def deleter():
    a = 1
    del a
    try:
        a
    except UnboundLocalError as e:
        print(e)


deleter()


class Scope:
    y = scope_y = 5
    z = [v for v in range(y)]
    try:
        w = [scope_y + i for i in range(2)]
    except NameError as e:
        print("class scope:", e)

    def m(self):
        return x


print(Scope.z, Scope().m())


def recursive(n):
    return 1 if n <= 1 else n * recursive(n - 1)


print(recursive(10), recursive(30))


def make_adders():
    return [(lambda k: lambda v: v + k)(k) for k in range(3)]


print([a(10) for a in make_adders()])


def param_cell(a):
    def set_(v):
        nonlocal a
        a = v

    def get_():
        return a

    return set_, get_


s, g = param_cell(1)
s(42)
print(g())
print((lambda: (yield_ := 5) + yield_)())
if (n := len("abc")) > 2:
    print(n)
print([last := i for i in range(4)], last)
print(any((hit := c) == "b" for c in "abc"), hit)


def comp_walrus():
    r = [total := total + v for v in [1, 2, 3]] if (total := 0) == 0 else None
    return r, total


print(comp_walrus())


def counter():
    kept = 1
    return lambda: kept


held = counter()
held.__closure__[0].cell_contents = 5
print(held())
