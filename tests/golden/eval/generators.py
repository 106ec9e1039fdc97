def count(n):
    i = 0
    while i < n:
        got = yield i
        if got:
            print("got", got)
            i = got
        else:
            i += 1
    return "done"


g = count(5)
print(next(g), next(g), g.send(3), next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
print(next(g, "default"))


def delegating():
    r = yield from count(2)
    print("result", r)
    yield from [10, 20]
    yield from "ab"
    return "end"


print(list(delegating()))


def catcher():
    while True:
        try:
            v = yield
            print("value", v)
        except ValueError as e:
            print("caught", e)
            yield "handled"
        except GeneratorExit:
            print("closing")
            raise


c = catcher()
next(c)
c.send(1)
print(c.throw(ValueError("boo")))
next(c)
c.close()
try:
    next(c)
except StopIteration:
    print("finished")


def outer():
    try:
        yield from inner()
    except KeyError as e:
        print("outer got", e)
        yield "recovered"


def inner():
    try:
        yield 1
        yield 2
    finally:
        print("inner cleanup")


o = outer()
print(next(o))
print(o.throw(KeyError("t")))
o2 = outer()
next(o2)
o2.close()


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


f = fib()
print([next(f) for _ in range(15)])
print(sum(x * x for x in range(10)), max(len(w) for w in ["a", "bbb"]), sorted(x for x in {3, 1, 2}))


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(4)))


def bad():
    yield 1
    raise StopIteration("inside")


try:
    list(bad())
except RuntimeError as e:
    print(e, repr(e.__cause__))
g = count(1)
try:
    g.send(5)
except TypeError as e:
    print(e)


def selfrun():
    yield next(me)


me = selfrun()
try:
    next(me)
except ValueError as e:
    print(e)


def ignore():
    try:
        yield 1
    except GeneratorExit:
        yield 2


i = ignore()
next(i)
try:
    i.close()
except RuntimeError as e:
    print(e)


class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(It(3)), [a + b for a, b in zip(It(3), It(3))], 2 in It(5))


class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


print(list(Old()), 20 in Old())


class GenMethod:
    def __iter__(self):
        yield 1
        yield 2


print(list(GenMethod()), [*GenMethod(), *GenMethod()], dict([(1, 2)], a=3))
ge = (x for x in range(3))
print(type(ge).__name__, next(ge), list(ge), list(ge))
lazy = (print("side", x) or x for x in range(2))
print("before")
print(list(lazy))


def with_finally():
    try:
        yield 1
        return
    finally:
        print("gf")


for x in with_finally():
    print(x)


def gen_exc():
    try:
        yield 1
    except Exception as e:
        print("in gen", repr(e))
        raise KeyError("from gen") from e


g = gen_exc()
next(g)
try:
    g.throw(ValueError("v"))
except KeyError as e:
    print(repr(e), repr(e.__cause__))
it = iter([1, 2, 3])
print(next(it), list(it), next(it, None))
a, *b = (x for x in range(4))
print(a, b)
print({*range(3)}, [*"ab", *(1, 2)], {**{"a": 1}, "b": 2, **{"a": 3}})
print([(x, y) for x in range(3) for y in range(x) if (x + y) % 2])
print([[j for j in range(i)] for i in range(3)], {i: {j for j in range(i)} for i in range(3)})
print((lambda: (yield))().__next__())
