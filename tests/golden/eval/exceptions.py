def run(f):
    try:
        return f()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


class MyError(Exception):
    pass


class Custom(ValueError):
    def __init__(self, code, msg):
        super().__init__(msg)
        self.code = code

    def __str__(self):
        return f"[{self.code}] {super().__str__()}"


try:
    raise Custom(5, "bad")
except ValueError as e:
    print(e, e.code, e.args, repr(e))


def order():
    out = []
    try:
        out.append("try")
        raise KeyError("k")
    except ValueError:
        out.append("wrong")
    except KeyError as e:
        out.append(f"key {e}")
    else:
        out.append("else")
    finally:
        out.append("finally")
    return out


print(order())


def els():
    out = []
    try:
        out.append(1)
    except Exception:
        out.append(2)
    else:
        out.append(3)
    finally:
        out.append(4)
    return out


print(els())


def ret_finally():
    try:
        return "try"
    finally:
        print("finally runs")


print(ret_finally())


def ret_override():
    try:
        return "try"
    finally:
        return "finally"


print(ret_override())


def swallow():
    for i in range(3):
        try:
            raise ValueError(i)
        finally:
            if i == 2:
                break
            continue
    return i


print(swallow())


def loops():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(("f", i))
    else:
        out.append("else")
    return out


print(loops())


def nested():
    try:
        try:
            raise ValueError("inner")
        finally:
            print("inner finally")
    except ValueError as e:
        print("outer caught", e)
        try:
            raise KeyError("second") from e
        except KeyError as k:
            print(repr(k.__cause__), repr(k.__context__), k.__suppress_context__)


nested()


def context():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise TypeError(2)
    except TypeError as e:
        print(repr(e.__context__), e.__cause__)
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise TypeError(2) from None
    except TypeError as e:
        print(repr(e.__context__), e.__suppress_context__)


context()


def reraise():
    try:
        try:
            raise MyError("orig")
        except MyError:
            print("handling")
            raise
    except MyError as e:
        print("again", e, e.__context__)


reraise()
try:
    raise
except RuntimeError as e:
    print(e)


def name_gone():
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        e
    except UnboundLocalError as x:
        print(x)


name_gone()
print(run(lambda: [][1]), run(lambda: {}["k"]), run(lambda: int("x")), run(lambda: 1 / 0))
print(run(lambda: (_ for _ in ()).throw(MyError("thrown"))))
for bad in (5, "text", int):
    try:
        raise bad
    except TypeError as e:
        print(e)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e)
try:
    raise ValueError("a") from 5
except TypeError as e:
    print(e)
print(repr(ValueError()), str(ValueError()), repr(KeyError("a")), str(KeyError("a")), str(ValueError(1, 2)), ValueError(1, 2).args)
print(OSError(2, "No such file"), OSError(2, "No", "f.txt"), OSError(2, "x").errno, repr(OSError("plain")))
e = ValueError("noted")
e.add_note("n1")
print(e.__notes__)
print(StopIteration(5).value, SystemExit(3).code, isinstance(FileNotFoundError(), OSError), IOError is OSError)


class CM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is not None)
        return self.swallow


with CM("a") as a, CM("b", True) as b:
    print(a.name, b.name)
    raise ValueError("in with")
print("after")
try:
    with CM("c"):
        raise KeyError("k")
except KeyError as e:
    print("got", e)


def with_return():
    with CM("r"):
        return "value"


print(with_return())


def with_loop():
    for i in range(3):
        with CM(i):
            if i == 0:
                continue
            break
    return i


print(with_loop())
try:
    with 5:
        pass
except TypeError as e:
    print(e)


class BadExit:
    def __enter__(self):
        return 1

    def __exit__(self, *a):
        raise RuntimeError("exit failed")


try:
    with BadExit():
        raise ValueError("body")
except RuntimeError as e:
    print(e, repr(e.__context__))


def f_in_finally():
    try:
        try:
            raise ValueError("first")
        finally:
            raise KeyError("second")
    except KeyError as e:
        return repr(e.__context__)


print(f_in_finally())


def depth(n):
    return depth(n + 1)


try:
    depth(0)
except RecursionError as e:
    print("RecursionError", str(e)[:32])
try:
    assert 1 == 2, "message"
except AssertionError as e:
    print(repr(e))
try:
    assert False
except AssertionError as e:
    print(repr(e))
try:
    a, b = 1, 2, 3
except ValueError as e:
    print(e)
try:
    a, b, c = [1, 2]
except ValueError as e:
    print(e)
try:
    a, b = 5
except TypeError as e:
    print(e)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)


def gen_return_in_try():
    for i in range(2):
        try:
            yield i
        finally:
            print("cleanup", i)


print(list(gen_return_in_try()))


def multi_finally():
    try:
        try:
            try:
                return 1
            finally:
                print("a")
        finally:
            print("b")
    finally:
        print("c")


print(multi_finally())


def while_finally():
    n = 0
    while True:
        try:
            n += 1
            if n < 3:
                continue
            return n
        finally:
            print("wf", n)


print(while_finally())
try:
    try:
        1 / 0
    except ZeroDivisionError as exc:
        raise exc
except ZeroDivisionError as again:
    print(again, again.__context__)
