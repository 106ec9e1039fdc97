# eval() of expressions: whose names it sees, what it refuses.
x = 10


def local(y):
    z = 3
    return eval("x + y + z")


print(eval("1 + 2"), eval("  [1, (2, 'a')]"), eval("{'a': None, 'b': {1, 2}}"))
print(local(5))
print(eval("x * n", {"x": 2, "n": 4}), eval("x * n", {"n": 4}, {"x": 3}), eval("x", None, {"x": 1}))
print(eval("[i * x for i in range(3)]"), eval("(lambda a: a + x)(1)"))
print([eval(t) for t in ("x", "x", "True and not x", "f'{x:>4}'", "str(x) if x else 'none'")])
print(eval("(n := 7) + 1"), n)
print(sorted(eval("locals()", {}, {"q": 1})), eval("'x' in globals()"))


class A:
    a = 4
    b = eval("a + x")


print(A.b)
for text, more in (("1 +", ()), ("x = 1", ()), ("nothing", ()), ("1 / 0", ()), ("", ()), ("1", (5,)), (5, ()),
                   ("a", ({},)), ("import os", ())):
    try:
        print(eval(text, *more))
    except Exception as e:
        print(type(e).__name__)
    finally:
        x += 1
total = 0
for i in range(2000):
    total += eval("i * 2")
print(total)
